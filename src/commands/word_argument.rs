//! Arguments that take one of a list of words. They accept any text, so that the error can suggest
//! the nearest word; the list is for shell completions.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Command, Error};

use crate::render::show::content::every_column;
use crate::rules::registry;
use crate::rules::rule::Group;
use crate::text::suggest::hint;
use crate::text::terminal::terminal;
use crate::webhook::field::{ACTIONS, FIELDS};

/// An argument with words to complete.
#[derive(Debug, Clone, Copy)]
pub struct Words(fn() -> Vec<PossibleValue>);

pub const RULE: Words = Words(rules);
/// A rule, a group or a field, for `explain`.
pub const TOPIC: Words = Words(topics);
pub const RULE_OR_GROUP: Words = Words(rules_and_groups);
/// A field, or the JSON Pointer of an undocumented one.
pub const FIELD: Words = Words(fields);
/// A column of `show`.
pub const COLUMN: Words = Words(columns);
/// A condition; only its field is completed.
pub const CONDITION: Words = Words(fields);
pub const ACTION: Words = Words(actions);

impl TypedValueParser for Words {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        _: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, Error> {
        let text = value.to_str().map(str::to_owned);
        text.ok_or_else(|| Error::new(ErrorKind::InvalidUtf8).with_cmd(command))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter()))
    }
}

fn rules() -> Vec<PossibleValue> {
    registry::all().map(|rule| PossibleValue::new(rule.name).help(rule.summary)).collect()
}

fn topics() -> Vec<PossibleValue> {
    rules_and_groups().into_iter().chain(fields()).collect()
}

fn rules_and_groups() -> Vec<PossibleValue> {
    let group = |group: Group| PossibleValue::new(group.name()).help(group.summary());
    Group::ALL.into_iter().map(group).chain(rules()).collect()
}

fn fields() -> Vec<PossibleValue> {
    let fields = FIELDS.iter().map(|field| PossibleValue::new(field.name).help(field.meaning));
    fields.chain([PossibleValue::new("action").help("What happened to the goal.")]).collect()
}

fn columns() -> Vec<PossibleValue> {
    every_column().into_iter().map(|content| PossibleValue::new(content.name())).collect()
}

fn actions() -> Vec<PossibleValue> {
    ACTIONS.iter().map(|action| PossibleValue::new(*action)).collect()
}

/// The error for an unknown rule, with the nearest name.
pub fn no_such_rule(name: &str) -> anyhow::Error {
    let names = registry::all().map(|rule| rule.name).chain(Group::ALL.map(Group::name));
    let hint = hint(name, names, "`goalpost explain` lists them");
    anyhow::anyhow!("no such rule: {}; {hint}", terminal(name))
}
