//! A change as a JSON object; values stay as written.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::diff::change::{Change, Subject};
use crate::diff::movement::{Movement, movement};
use crate::diff::side::Side;

/// An absent value has no key.
#[derive(Serialize)]
pub struct ChangeObject<'a> {
    field: &'a str,
    class: &'static str,
    pointer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'a RawValue>,
    /// The exact difference of two numbers, with a sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    delta: Option<String>,
    /// The difference of two times.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<i128>,
}

impl<'a> ChangeObject<'a> {
    /// The object of a change, without values if they are hidden.
    pub fn new(change: &'a Change<'a>, old: &Side<'_>, new: &Side<'_>, hide: bool) -> Self {
        let moved = match change.subject {
            Subject::Field(field) if !hide => movement(&old.goal, &new.goal, field),
            _ => None,
        };
        let (delta, seconds) = match moved {
            Some(Movement::Amount(delta)) => (Some(delta), None),
            Some(Movement::Count(count)) => (Some(format!("{count:+}")), None),
            Some(Movement::Seconds(seconds)) => (None, Some(seconds)),
            None => (None, None),
        };
        let raw = |cell: Option<&'a str>| {
            cell.filter(|_| !hide).and_then(|cell| serde_json::from_str(cell).ok())
        };
        ChangeObject {
            field: change.subject.name(),
            class: change.subject.class(),
            pointer: change.subject.pointer(),
            old: raw(change.old),
            new: raw(change.new),
            delta,
            seconds,
        }
    }
}
