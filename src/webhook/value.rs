//! The typed values of a goal.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::field::{FIELD_COUNT, FIELDS, Kind, all_but};
use crate::json::number::exact;
use crate::json::text;

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Value<'a> {
    #[default]
    Absent,
    Null,
    /// Present but invalid, which is a finding.
    Unreadable,
    /// Text, as JSON text with its quotes.
    Text(&'a str),
    Decimal(Decimal),
    /// An integer; for times, Unix seconds UTC.
    Integer(i64),
    Boolean(bool),
}

/// A parsed goal webhook.
#[derive(Debug, Clone, Default)]
pub struct Goal<'a> {
    /// `action`, if it is a documented word.
    pub action: Option<&'static str>,
    /// The JSON text of an undocumented `action`.
    pub other_action: Option<&'a str>,
    /// `goal_type_name`, if it is a documented word.
    pub goal_type: Option<&'static str>,
    /// `meta_type`, if it is a known category.
    pub category: Option<&'static str>,
    /// The JSON text of each value as it came, in the order of the field table.
    pub cells: [Option<&'a str>; FIELD_COUNT],
    /// The fields, as bits by index, whose values are already known to be valid. They are parsed on
    /// demand, because few are needed of most goals.
    pub known_good: u32,
    read: [Value<'a>; FIELD_COUNT],
}

impl<'a> Goal<'a> {
    pub fn set(&mut self, field: usize, value: Value<'a>) {
        self.read[field] = value;
    }

    /// The fields that are not known to be valid, including absent ones.
    pub fn others(&self) -> impl Iterator<Item = usize> + use<> {
        all_but(self.known_good)
    }

    /// Whether the value of a field by itself was known to be valid.
    pub fn is_known_good(&self, field: usize) -> bool {
        self.known_good & 1 << field != 0
    }

    #[inline]
    pub fn value(&self, field: usize) -> Value<'a> {
        match self.cells[field] {
            Some(cell) if self.is_known_good(field) => good_value(field, cell),
            _ => self.read[field],
        }
    }

    pub fn values(&self) -> [Value<'a>; FIELD_COUNT] {
        std::array::from_fn(|field| self.value(field))
    }

    /// The unescaped text of a field; `None` if it is absent, null or not a string.
    pub fn text(&self, field: usize) -> Option<Cow<'a, str>> {
        match self.value(field) {
            Value::Text(json) => Some(text::unescape(json)),
            _ => None,
        }
    }

    #[inline]
    pub fn decimal(&self, field: usize) -> Option<Decimal> {
        match self.value(field) {
            Value::Decimal(decimal) => Some(decimal),
            _ => None,
        }
    }

    /// The integer of a field; for times, Unix seconds UTC.
    #[inline]
    pub fn integer(&self, field: usize) -> Option<i64> {
        match self.value(field) {
            Value::Integer(integer) => Some(integer),
            _ => None,
        }
    }

    #[inline]
    pub fn boolean(&self, field: usize) -> Option<bool> {
        match self.value(field) {
            Value::Boolean(boolean) => Some(boolean),
            _ => None,
        }
    }

    /// The digits of a number as they came; without quotes if the amount is a string.
    pub fn digits(&self, field: usize) -> Option<&'a str> {
        match self.value(field) {
            Value::Decimal(_) | Value::Integer(_) => {
                self.cells[field].map(|cell| cell.trim_matches('"'))
            }
            _ => None,
        }
    }

    pub fn is_deleted(&self) -> bool {
        self.action == Some("deleted")
    }

    /// For PAYOFF goals, `current_amount` is the remaining debt.
    pub fn is_payoff(&self) -> bool {
        self.goal_type == Some("PAYOFF")
    }
}

/// Parses a value that is known to be valid.
#[inline]
fn good_value(field: usize, cell: &str) -> Value<'_> {
    match (FIELDS[field].kind, cell.as_bytes()[0]) {
        (_, b'n') => Value::Null,
        (_, b't') => Value::Boolean(true),
        (_, b'f') => Value::Boolean(false),
        (_, b'"') => Value::Text(cell),
        (Kind::Decimal, _) => exact(cell).map_or(Value::Unreadable, Value::Decimal),
        _ => cell.parse().map_or(Value::Unreadable, Value::Integer),
    }
}
