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
use crate::text::escape::Untrusted;

pub trait FindingFormat: Send + Sync {
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finding(&self, out: &mut String, report: &Report);

    /// Appends the first finding of its rule in a run, which may say more.
    fn first_of_rule(&self, out: &mut String, report: &Report) {
        self.finding(out, report);
    }

    /// Whether many findings of one rule in one body are folded.
    fn folds(&self) -> bool {
        false
    }

    /// The separator between two findings.
    fn separator(&self) -> &'static str {
        ""
    }

    fn end(&self, _out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        Ok(())
    }
}

/// A longer pointer is cut in output for people.
const POINTER_COLUMNS: usize = 120;

/// The pointer for people.
pub fn pointer(report: &Report) -> Cow<'_, str> {
    let pointer = &report.pointer;
    // A character takes no more columns than bytes, unless it is escaped.
    if pointer.raw().len() <= POINTER_COLUMNS
        && let Cow::Borrowed(plain) = pointer.terminal()
    {
        return Cow::Borrowed(plain);
    }
    Cow::Owned(pointer.terminal_within(POINTER_COLUMNS))
}

/// The line and column in the file: those of the finding or, for a body that was escaped inside an
/// envelope, the start of the line where the body's text begins.
pub fn in_file(report: &Report) -> LineColumn {
    match report.outer {
        Some(outer) => LineColumn { column: 1, ..outer },
        None => start_in_file(report.start, &report.trail),
    }
}

fn start_in_file(start: LineColumn, trail: &[Untrusted]) -> LineColumn {
    if trail.is_empty() { start } else { LineColumn { column: 1, ..start } }
}

/// The path through envelopes and the position in the body's text, `(in
/// /log/entries/2/request/postData/text, 1:280)`; without the position for a whole body, which is
/// all that `history` knows. `None` if `in_file` is the exact location.
pub fn in_body(report: &Report) -> Option<String> {
    inside(&report.trail, report.outer.map(|_| report.start))
}

fn inside(trail: &[Untrusted], at: Option<LineColumn>) -> Option<String> {
    let steps: Vec<_> = trail.iter().map(|step| step.terminal()).collect();
    let at = at.map_or(String::new(), |at| format!(", {}:{}", at.line, at.column));
    (!steps.is_empty()).then(|| format!("(in {}{at})", steps.join(" > ")))
}

/// A body, located as its findings are: `capture.har:112:1 (in
/// /log/entries/2/request/postData/text)`.
pub fn body_place(input: &Untrusted, trail: &[Untrusted], start: LineColumn) -> String {
    let LineColumn { line, column } = start_in_file(start, trail);
    located(input, trail, &format!("{line}:{column}"))
}

/// The same without the column, which is that of the first brace.
pub fn body_line(input: &Untrusted, trail: &[Untrusted], line: u64) -> String {
    located(input, trail, &line.to_string())
}

fn located(input: &Untrusted, trail: &[Untrusted], at: &str) -> String {
    let inside = inside(trail, None).map_or(String::new(), |inside| format!(" {inside}"));
    format!("{}:{at}{inside}", input.terminal())
}

/// The message with the pointer and the path through envelopes, as one safe line.
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
