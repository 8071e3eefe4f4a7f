//! Single values of a goal as a person reads them.

use std::borrow::Cow;
use std::fmt::Display;

use crate::examine::report::{Report, Summary};
use crate::text::digits::{counted, group_digits};
use crate::text::escape::{Foreign, terminal_within};
use crate::text::terminal::terminal;
use crate::text::time::{TimeStyle, date, time};
use crate::webhook::field::{FIELDS, Kind};
use crate::webhook::value::{Goal, Value};

/// What stands for null.
pub const NULL: &str = "–";
/// What stands for a field that is not there.
pub const ABSENT: &str = "absent";
/// What is shown of a value that could not be read.
const RAW_COLUMNS: usize = 32;
/// More digits than this, zeros mostly, are shown as their value.
const DIGITS_SHOWN: usize = 40;

/// A value on one line: amounts with their digits grouped, times as times, other text escaped.
pub fn value(goal: &Goal<'_>, field: usize, style: TimeStyle) -> String {
    match goal.value(field) {
        Value::Absent => ABSENT.to_owned(),
        Value::Null => NULL.to_owned(),
        Value::Unreadable => terminal_within(goal.cells[field].unwrap_or_default(), RAW_COLUMNS),
        Value::Text(_) => match goal.text(field).as_deref() {
            // A text of nothing could not be told from a gap in the layout.
            None | Some("") => "\"\"".to_owned(),
            Some(text) => terminal(text).into_owned(),
        },
        Value::Decimal(decimal) => group_digits(&digits(goal, field, &decimal.normalize())),
        Value::Integer(seconds) if FIELDS[field].kind == Kind::Time => time(seconds, style),
        Value::Integer(integer) => digits(goal, field, &integer),
        Value::Boolean(true) => "yes".to_owned(),
        Value::Boolean(false) => "no".to_owned(),
    }
}

/// The day of a time; any other value as [`value`].
pub fn day(goal: &Goal<'_>, field: usize, style: TimeStyle) -> String {
    match goal.integer(field) {
        Some(seconds) => date(seconds, style),
        None => value(goal, field, style),
    }
}

/// The digits of a number as they came, or its value where they go on and on.
fn digits(goal: &Goal<'_>, field: usize, value: &dyn Display) -> String {
    match goal.digits(field) {
        Some(digits) if digits.len() <= DIGITS_SHOWN => digits.to_owned(),
        _ => value.to_string(),
    }
}

/// The action, or that it is none of the documented ones.
pub fn action(goal: &Goal<'_>) -> &'static str {
    goal.action.unwrap_or("unknown action")
}

/// The input, and for a body that stood within something else the way to it: `a.har#/log/0`.
pub fn source<'r>(input: &'r Foreign, trail: &[Foreign]) -> Cow<'r, Foreign> {
    if trail.is_empty() {
        return Cow::Borrowed(input);
    }
    let mut source = input.raw().to_owned();
    for step in trail {
        source.push('#');
        source.push_str(step.raw());
    }
    Cow::Owned(Foreign::new(source))
}

/// As [`source`] for a finding, with the line of the input where the body's text begins:
/// `a.har:12#/log/0`.
pub fn finding_source(report: &Report) -> Cow<'_, Foreign> {
    let Some(outer) = report.outer else { return source(&report.input, &report.trail) };
    let line = Foreign::new(format!("{}:{}", report.input.raw(), outer.line));
    Cow::Owned(source(&line, &report.trail).into_owned())
}

/// The start of a guid that tells it from others at a glance: prefix and first group.
pub fn short_guid(guid: &str) -> &str {
    const SHOWN: usize = 12;
    let end = memchr::memchr_iter(b'-', guid.as_bytes()).nth(1).unwrap_or(guid.len());
    let limit = guid.char_indices().nth(SHOWN).map_or(guid.len(), |(at, _)| at);
    &guid[..end.min(limit)]
}

/// The counts of findings by level that are not zero, as `1 error`, `2 warnings`.
pub fn findings(summary: &Summary) -> Vec<String> {
    let counts = [
        (summary.errors, "error", "errors"),
        (summary.warnings, "warning", "warnings"),
        (summary.infos, "info", "infos"),
    ];
    counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect()
}
