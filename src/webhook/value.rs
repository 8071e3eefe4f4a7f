//! The typed values of a goal, as far as they could be read.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::field::{FIELD_COUNT, FIELDS, Kind, all_but};
use crate::json::number::exact;
use crate::json::text;

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Value<'a> {
    /// The field is not there.
    #[default]
    Absent,
    Null,
    /// There, but not what is documented: a finding says so.
    Unreadable,
    /// Text, as JSON text with its quotes.
    Text(&'a str),
    Decimal(Decimal),
    /// A whole number, for times Unix seconds UTC.
    Integer(i64),
    Boolean(bool),
}

/// A goal webhook as it was read: what the rules of meaning, the cards, diffs and histories see.
#[derive(Debug, Clone, Default)]
pub struct Goal<'a> {
    /// The documented word of `action`, where it is one.
    pub action: Option<&'static str>,
    /// The JSON text of an `action` that is none of the documented words.
    pub other_action: Option<&'a str>,
    /// The documented word of `goal_type_name`, where it is one.
    pub goal_type: Option<&'static str>,
    /// The known category of `meta_type`, where it is one.
    pub category: Option<&'static str>,
    /// The JSON text of each value as it came, in the order of the field table.
    pub cells: [Option<&'a str>; FIELD_COUNT],
    /// The fields, as bits by their position, of which it was known before that the value is as
    /// documented and no rule has anything against it alone. They are read when they are asked
    /// for, which of most goals few are.
    pub known_good: u32,
    read: [Value<'a>; FIELD_COUNT],
}

impl<'a> Goal<'a> {
    pub fn set(&mut self, field: usize, value: Value<'a>) {
        self.read[field] = value;
    }

    /// The fields that are not known to be good: where a value is unusual, or there is none.
    pub fn others(&self) -> impl Iterator<Item = usize> + use<> {
        all_but(self.known_good)
    }

    /// Whether it was known that no rule has anything against the value of a field alone.
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

    /// The text of a field, unescaped; `None` where it is absent, null or not text.
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

    /// The whole number of a field; for times Unix seconds UTC.
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

    /// The digits of a number as they came, without the quotes of a quoted amount.
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

    /// Whether the goal pays off a debt, so that `current_amount` counts down.
    pub fn is_payoff(&self) -> bool {
        self.goal_type == Some("PAYOFF")
    }
}

/// Reads a value that is known to be as documented.
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
