//! Topics of `explain`, as JSON and as Markdown.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::schema::FieldFacts;
use crate::rules::registry;
use crate::rules::rule::{Group, Rule};
use crate::text::terminal::terminal;
use crate::webhook::field::{FIELDS, position};

#[derive(Debug, Clone, Copy)]
pub enum Topic {
    All,
    Rule(&'static Rule),
    Group(Group),
    /// The index in the field table.
    Field(usize),
    /// The member `action`.
    Action,
}

impl Topic {
    pub fn find(name: &str) -> Option<Topic> {
        let group = || Group::ALL.into_iter().find(|group| group.name() == name);
        (registry::find(name).map(Topic::Rule))
            .or_else(|| group().map(Topic::Group))
            .or_else(|| position(name).map(Topic::Field))
            .or_else(|| (name == "action").then_some(Topic::Action))
    }

    pub fn names() -> impl Iterator<Item = &'static str> {
        let fields = FIELDS.iter().map(|field| field.name).chain(["action"]);
        registry::all().map(|rule| rule.name).chain(Group::ALL.map(Group::name)).chain(fields)
    }
}

pub fn rules_of(group: Group) -> impl Iterator<Item = &'static Rule> {
    registry::all().filter(move |rule| rule.group == group)
}

/// Writes an object for a rule or a field, an array for several rules.
pub fn json(out: &mut dyn Write, topic: Topic) -> io::Result<()> {
    let value = match topic {
        Topic::All => registry::all().map(rule_value).collect(),
        Topic::Group(group) => rules_of(group).map(rule_value).collect(),
        Topic::Rule(rule) => rule_value(rule),
        Topic::Field(index) => field_value(&FieldFacts::of(index)),
        Topic::Action => field_value(&FieldFacts::of_action()),
    };
    writeln!(out, "{value:#}")
}

fn rule_value(rule: &Rule) -> Value {
    json!({
        "rule": rule.name,
        "group": rule.group.name(),
        "level": rule.level.name(),
        "summary": rule.summary,
        "explanation": rule.explanation,
        "arguments": rule.arguments,
        "failing": sample(rule.failing),
        "passing": sample(rule.passing),
    })
}

fn field_value(field: &FieldFacts) -> Value {
    json!({
        "field": field.name,
        "pointer": field.pointer,
        "type": field.kind,
        "null": field.null,
        "kind": field.class,
        "meaning": field.meaning,
    })
}

/// Writes a section for each rule or field.
pub fn markdown(out: &mut dyn Write, topic: Topic) -> io::Result<()> {
    match topic {
        Topic::All => registry::all().try_for_each(|rule| section(out, rule)),
        Topic::Group(group) => rules_of(group).try_for_each(|rule| section(out, rule)),
        Topic::Rule(rule) => section(out, rule),
        Topic::Field(index) => field_section(out, &FieldFacts::of(index)),
        Topic::Action => field_section(out, &FieldFacts::of_action()),
    }
}

fn section(out: &mut dyn Write, rule: &Rule) -> io::Result<()> {
    writeln!(out, "## {}\n", rule.name)?;
    writeln!(out, "{} · {}: {}.\n", rule.group.name(), rule.level.name(), rule.summary)?;
    writeln!(out, "{}\n", rule.explanation)?;
    let arguments = match rule.arguments {
        [] => String::new(),
        arguments => format!(" with `{}`", arguments.join(" ")),
    };
    for (title, text) in
        [(format!("Fails{arguments}"), rule.failing), ("Passes".to_owned(), rule.passing)]
    {
        writeln!(out, "{title}:\n\n```\n{}\n```\n", sample(text))?;
    }
    Ok(())
}

fn field_section(out: &mut dyn Write, field: &FieldFacts) -> io::Result<()> {
    let FieldFacts { name, pointer, kind, class, null, meaning } = field;
    writeln!(out, "## {name}\n\n{meaning}\n")?;
    writeln!(out, "`{pointer}` · {kind} · null: {null} · {class}")
}

/// The escaped lines of a sample.
fn sample(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<_> = text.trim_end().split('\n').map(terminal).collect();
    lines.join("\n")
}
