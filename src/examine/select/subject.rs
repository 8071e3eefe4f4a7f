//! What bodies are chosen and put in order by: a documented field, the action, or when they were
//! received.

use crate::text::suggest::suggest;
use crate::text::terminal::terminal;
use crate::webhook::field::{ACTIONS, FIELDS, Kind, position};

/// A fact about a body that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Action,
    Received,
    Field(usize),
}

/// The names beside the documented fields.
const OTHERS: [(&str, Subject); 2] = [("action", Subject::Action), ("received", Subject::Received)];

impl Subject {
    /// The subject with this name, or what is wrong with the name and which is the nearest.
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

/// The message for a field that does not exist, with the nearest of those that do.
pub fn no_such_field<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> String {
    match suggest(name, names) {
        Some(near) => format!("no field {}; did you mean {near}?", terminal(name)),
        None => format!("no field {}; `goalpost schema` lists them", terminal(name)),
    }
}
