//! The subjects of `--where` and `--sort`: a documented field, the action, or the received time.

use crate::text::suggest::suggest;
use crate::text::terminal::terminal;
use crate::webhook::field::{ACTIONS, FIELDS, Kind, position};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Action,
    Received,
    Field(usize),
}

/// The names beside the documented fields.
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
    match suggest(name, names) {
        Some(near) => format!("no field {}; did you mean {near}?", terminal(name)),
        None => format!("no field {}; `goalpost schema` lists them", terminal(name)),
    }
}
