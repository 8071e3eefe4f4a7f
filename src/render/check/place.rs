//! Where a finding is, as people, editors and services read it.

use std::borrow::Cow;

use crate::examine::report::{LineColumn, Report};

/// A pointer longer than this is cut where a person reads it.
const POINTER_COLUMNS: usize = 120;

/// The pointer as a person reads it.
pub fn pointer(report: &Report) -> Cow<'_, str> {
    let pointer = &report.pointer;
    // No character takes more columns than bytes, unless it is escaped.
    if pointer.raw().len() <= POINTER_COLUMNS
        && let Cow::Borrowed(plain) = pointer.terminal()
    {
        return Cow::Borrowed(plain);
    }
    Cow::Owned(pointer.terminal_within(POINTER_COLUMNS))
}

/// The line and column of the file at which to look: the finding's own or, in a body that was
/// escaped in something else, the start of the line on which the body's text begins.
pub fn in_file(report: &Report) -> LineColumn {
    match report.outer {
        Some(outer) => LineColumn { line: outer.line, column: 1 },
        None => report.start,
    }
}

/// The way to a body in something else and the place in its text, as
/// `(in /log/entries/2/request/postData/text, 1:280)`; none for a finding that `in_file` places.
pub fn in_body(report: &Report) -> Option<String> {
    if report.trail.is_empty() {
        return None;
    }
    let steps: Vec<_> = report.trail.iter().map(|step| step.terminal()).collect();
    let LineColumn { line, column } = report.start;
    Some(format!("(in {}, {line}:{column})", steps.join(" > ")))
}

/// The message with the pointer and, in something else, the way to the body; safe on a line.
pub fn message(report: &Report) -> String {
    let pointer = pointer(report);
    let blank = if pointer.is_empty() { "" } else { ": " };
    let mut message = format!("{pointer}{blank}{}", report.message);
    if let Some(place) = in_body(report) {
        message.push(' ');
        message.push_str(&place);
    }
    message
}
