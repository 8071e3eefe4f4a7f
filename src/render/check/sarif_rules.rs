//! The rules as SARIF reporting descriptors.

use serde_json::{Value, json};

use crate::rules::registry;
use crate::rules::rule::{Group, Level, Rule};

/// The rules that `check` can report, in the order of rule indexes.
pub fn checked() -> impl Iterator<Item = &'static Rule> {
    registry::all().filter(|rule| !matches!(rule.group, Group::Sequence | Group::User))
}

/// The index of a rule among [`checked`].
pub fn index(rule: &Rule) -> Option<usize> {
    checked().position(|known| known == rule)
}

pub fn descriptors() -> Vec<Value> {
    checked().map(descriptor).collect()
}

fn descriptor(rule: &Rule) -> Value {
    let command = format!("goalpost explain {}", rule.name);
    json!({
        "id": rule.name,
        "name": pascal_case(rule.name),
        "shortDescription": { "text": sentence(rule.summary) },
        "fullDescription": { "text": rule.explanation },
        "help": {
            "text": format!("{}\n\nSamples: {command}", rule.explanation),
            "markdown": format!("{}\n\nSamples: `{command}`", rule.explanation),
        },
        "defaultConfiguration": { "level": level(rule.level) },
        "properties": { "tags": [rule.group.name()] },
    })
}

pub fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

/// Viewers expect a capital and a full stop.
fn sentence(summary: &str) -> String {
    let mut characters = summary.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), characters.as_str())
}

/// Viewers expect Pascal case.
pub fn pascal_case(name: &str) -> String {
    name.split('-')
        .map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            first.to_uppercase() + rest
        })
        .collect()
}
