//! `--sort FIELD`.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::subject::Subject;
use crate::text::moment::Moment;
use crate::webhook::value::{Goal, Value};

/// The sort field and direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    subject: Subject,
    descending: bool,
}

/// A sort key. Values of one field mostly have one type; other types sort together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Number(Decimal),
    Moment(Moment),
    Boolean(bool),
    Text(String),
}

impl Order {
    /// Parses `FIELD` or `-FIELD`.
    ///
    /// # Errors
    /// A field that does not exist, with the nearest.
    pub fn parse(text: &str) -> Result<Order, String> {
        let name = text.strip_prefix('-').unwrap_or(text);
        Ok(Order { subject: Subject::named(name)?, descending: name != text })
    }

    /// The key of a body; `None` if it has no value.
    pub fn key(&self, goal: &Goal<'_>, received: Option<Moment>) -> Option<Key> {
        let field = match self.subject {
            Subject::Action => return goal.action.map(|action| Key::Text(action.to_owned())),
            Subject::Received => return received.map(Key::Moment),
            Subject::Field(field) => field,
        };
        match goal.value(field) {
            Value::Absent | Value::Null => None,
            Value::Unreadable => goal.cells[field].map(|json| Key::Text(json.to_owned())),
            Value::Text(_) => goal.text(field).map(|text| Key::Text(text.into_owned())),
            Value::Decimal(decimal) => Some(Key::Number(decimal)),
            Value::Integer(integer) => Some(Key::Number(integer.into())),
            Value::Boolean(boolean) => Some(Key::Boolean(boolean)),
        }
    }

    /// Compares two keys; bodies without a value come last in both directions.
    pub fn compare(&self, one: &Option<Key>, other: &Option<Key>) -> Ordering {
        match (one, other) {
            (Some(one), Some(other)) if self.descending => other.cmp(one),
            (Some(one), Some(other)) => one.cmp(other),
            (one, other) => other.is_some().cmp(&one.is_some()),
        }
    }
}
