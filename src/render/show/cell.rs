//! Values of a goal for people.

use std::borrow::Cow;
use std::fmt::Display;

use crate::examine::report::Report;
use crate::json::text::unescape;
use crate::render::summary::rule_list;
use crate::rules::rule::count_in_order;
use crate::text::digits::group_digits;
use crate::text::escape::Untrusted;
use crate::text::terminal::terminal;
use crate::text::time::{TimeStyle, time};
use crate::webhook::body::JsonType;
use crate::webhook::field::{FIELDS, Kind};
use crate::webhook::value::{Goal, Value};

pub const NULL: &str = "–";
/// For absent fields.
pub const ABSENT: &str = "absent";
/// A number with more digits, mostly zeros, is normalized.
const DIGITS_SHOWN: usize = 40;

/// A value on one line: amounts with grouped digits, times as times, other text escaped.
pub fn value(goal: &Goal<'_>, field: usize, style: TimeStyle) -> String {
    match goal.value(field) {
        Value::Absent => ABSENT.to_owned(),
        Value::Null => NULL.to_owned(),
        Value::Unreadable => match (FIELDS[field].kind, goal.cells[field].unwrap_or_default()) {
            (Kind::Guid(_) | Kind::Text | Kind::Word(_), json) => of_another_type(json),
            (_, json) => terminal(json).into_owned(),
        },
        Value::Text(_) => plain(&goal.text(field).unwrap_or_default()),
        Value::Decimal(decimal) => group_digits(&digits(goal, field, &decimal.normalize())),
        Value::Integer(seconds) if FIELDS[field].kind == Kind::Time => time(seconds, style),
        Value::Integer(integer) => digits(goal, field, &integer),
        Value::Boolean(true) => "yes".to_owned(),
        Value::Boolean(false) => "no".to_owned(),
    }
}

/// The digits of a number as they came, or normalized if there are too many.
fn digits(goal: &Goal<'_>, field: usize, value: &dyn Display) -> String {
    match goal.digits(field) {
        Some(digits) if digits.len() <= DIGITS_SHOWN => digits.to_owned(),
        _ => value.to_string(),
    }
}

pub fn action<'g>(goal: &Goal<'g>) -> Cow<'g, str> {
    match (goal.action, goal.other_action) {
        (Some(word), _) => word.into(),
        (None, None) => ABSENT.into(),
        (None, Some("null")) => NULL.into(),
        (None, Some(json)) if json.starts_with('"') => plain(&unescape(json)).into(),
        (None, Some(json)) => of_another_type(json).into(),
    }
}

/// The action among other facts; a label is only needed if it is not a documented word.
pub fn action_phrase(goal: &Goal<'_>) -> String {
    match goal.action {
        Some(word) => word.to_owned(),
        None => format!("action {}", action(goal)),
    }
}

/// Text on one line, in quotes if it is blank or looks like a placeholder.
fn plain(text: &str) -> String {
    match text {
        NULL | ABSENT => format!("\"{text}\""),
        text if text.trim().is_empty() => format!("\"{}\"", terminal(text)),
        text => terminal(text).into_owned(),
    }
}

/// A value of another JSON type than the documented one, marked so that different values never look
/// alike.
pub fn of_another_type(json: &str) -> String {
    format!("{} ({})", terminal(json), JsonType::of(json).phrase())
}

/// The input, with the path through envelopes: `a.har#/log/0`.
pub fn source<'r>(input: &'r Untrusted, trail: &[Untrusted]) -> Cow<'r, Untrusted> {
    if trail.is_empty() {
        return Cow::Borrowed(input);
    }
    let mut source = input.raw().to_owned();
    for step in trail {
        source.push('#');
        source.push_str(step.raw());
    }
    Cow::Owned(Untrusted::new(source))
}

/// The prefix and first group of a guid, enough to distinguish goals at a glance.
pub fn short_guid(guid: &str) -> &str {
    const SHOWN: usize = 12;
    let end = memchr::memchr_iter(b'-', guid.as_bytes()).nth(1).unwrap_or(guid.len());
    let limit = guid.char_indices().nth(SHOWN).map_or(guid.len(), |(at, _)| at);
    &guid[..end.min(limit)]
}

/// The rules of findings with counts: `wrong-type, blank-name (2)`.
pub fn rules(reports: &[Report]) -> String {
    rule_list(&count_in_order(reports.iter().map(|report| report.rule.name)))
}
