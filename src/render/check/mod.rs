//! Findings, in a file for each format, and where they are, as people, editors and services read it.
//!
//! Workers render findings as they meet them, each into a buffer of its own, so a format that
//! streams holds no state: the caller writes `begin`, the findings with the separator between
//! them, `end`. Formats for services see all results in order instead ([`ci_services`]).

pub mod ci_services;
pub mod concise;
pub mod fold;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod line_hash;
pub mod markdown;
pub mod sarif;
pub mod text;

use std::borrow::Cow;
use std::io::{self, Write};

use crate::examine::report::{LineColumn, Report, Summary};

pub trait FindingFormat: Send + Sync {
    /// Writes what comes before all findings.
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finding(&self, out: &mut String, report: &Report);

    /// Appends the first finding of its rule in a run, where there may be more to say.
    fn first_of_rule(&self, out: &mut String, report: &Report) {
        self.finding(out, report);
    }

    /// Whether many findings of one rule in one body become one.
    fn folds(&self) -> bool {
        false
    }

    /// What comes between two findings, wherever they were rendered.
    fn separator(&self) -> &'static str {
        ""
    }

    /// Writes what comes after all findings.
    fn end(&self, _out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        Ok(())
    }
}

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
