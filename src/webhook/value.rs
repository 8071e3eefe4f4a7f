//! The typed values of a goal, as far as they could be read.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::field::FIELD_COUNT;
use super::text;

/// The value of one documented field.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Value<'a> {
    /// The field is not there.
    #[default]
    Absent,
    /// JSON null.
    Null,
    /// There, but not what is documented: a finding says so.
    Unreadable,
    /// Text, as JSON text with its quotes.
    Text(&'a str),
    /// An exact amount.
    Decimal(Decimal),
    /// A whole number, for times Unix seconds UTC.
    Integer(i64),
    /// A boolean.
    Boolean(bool),
}

/// A goal webhook as it was read: what the rules of meaning, the cards, diffs and histories see.
#[derive(Debug, Clone, Default)]
pub struct Goal<'a> {
    /// The documented word of `action`, where it is one.
    pub action: Option<&'static str>,
    /// The documented word of `goal_type_name`, where it is one.
    pub goal_type: Option<&'static str>,
    /// The known category of `meta_type`, where it is one.
    pub category: Option<&'static str>,
    /// The values in the order of the field table.
    pub values: [Value<'a>; FIELD_COUNT],
    /// The JSON text of each value as it came, in the order of the field table.
    pub cells: [Option<&'a str>; FIELD_COUNT],
}

impl<'a> Goal<'a> {
    /// The text of a field, unescaped; `None` where it is absent, null or not text.
    pub fn text(&self, field: usize) -> Option<Cow<'a, str>> {
        match self.values[field] {
            Value::Text(json) => Some(text::unescape(json)),
            _ => None,
        }
    }

    /// The exact amount of a field.
    pub fn decimal(&self, field: usize) -> Option<Decimal> {
        match self.values[field] {
            Value::Decimal(decimal) => Some(decimal),
            _ => None,
        }
    }

    /// The whole number of a field; for times Unix seconds UTC.
    pub fn integer(&self, field: usize) -> Option<i64> {
        match self.values[field] {
            Value::Integer(integer) => Some(integer),
            _ => None,
        }
    }

    /// The boolean of a field.
    pub fn boolean(&self, field: usize) -> Option<bool> {
        match self.values[field] {
            Value::Boolean(boolean) => Some(boolean),
            _ => None,
        }
    }

    /// The digits of a number as they came, without the quotes of a quoted amount.
    pub fn digits(&self, field: usize) -> Option<&'a str> {
        match self.values[field] {
            Value::Decimal(_) | Value::Integer(_) => {
                self.cells[field].map(|cell| cell.trim_matches('"'))
            }
            _ => None,
        }
    }

    /// Whether the goal pays off a debt, so that `current_amount` counts down.
    pub fn is_payoff(&self) -> bool {
        self.goal_type == Some("PAYOFF")
    }
}
