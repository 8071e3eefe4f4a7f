//! What bodies are chosen and put in order by: a documented field, the action, or when they were
//! received; and `--sort FIELD`.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::text::terminal::terminal;
use crate::text::time::Moment;
use crate::webhook::field::{ACTIONS, FIELDS, Kind, field_hint, position};
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
    /// Reads `FIELD` or `-FIELD`.
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Action,
    Received,
    Field(usize),
}

const OTHERS: [(&str, Subject); 2] = [("action", Subject::Action), ("received", Subject::Received)];

impl Subject {
    /// The subject with this name; the error suggests the nearest.
    pub fn named(name: &str) -> Result<Subject, String> {
        let other = OTHERS.iter().find(|(other, _)| *other == name);
        let known = other.map(|(_, subject)| *subject).or(position(name).map(Subject::Field));
        known.ok_or_else(|| {
            let fields = FIELDS.iter().map(|field| field.name);
            no_such_field(name, fields.chain(OTHERS.iter().map(|(name, _)| *name)))
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Subject::Action => "action",
            Subject::Received => "received",
            Subject::Field(index) => FIELDS[index].name,
        }
    }

    pub fn kind(self) -> Kind {
        match self {
            Subject::Action => Kind::Word(ACTIONS),
            Subject::Received => Kind::Time,
            Subject::Field(index) => FIELDS[index].kind,
        }
    }
}

/// The error for an unknown field, with the nearest name.
pub fn no_such_field<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> String {
    format!(
        "no field {}; {}",
        terminal(name),
        field_hint(name, names, "`goalpost schema` lists them")
    )
}
