//! The goal schema as JSON Schema 2020-12. A body is valid if `check` finds no error of the groups
//! envelope and schema.
//!
//! What is only a warning is allowed: other keys, undocumented null, amounts as strings.
//! [`NOT_EXPRESSED`] lists what JSON Schema cannot express.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::schema::values;
use crate::check::schema::KEYS;
use crate::text::json_layout;
use crate::webhook::field::{ACTIONS, CATEGORIES, FIELDS, Field, Kind};

/// What the rules find but JSON Schema cannot express.
pub const NOT_EXPRESSED: &str = "Valid means: goalpost check finds no error of the groups envelope \
and schema. Not expressed: number-out-of-range for numbers with more than 28 digits or decimal \
places, for amounts in text, and where a validator reads numbers as floating point; which of the \
rules not-an-object, other-webhook, rest-api-goal, missing-envelope and not-a-goal-webhook a body \
without a goal breaks; every rule of the groups syntax, meaning, transport, sequence and user; and \
every rule at warning or info level (unknown-field, unexpected-null, unknown-category, \
decimal-as-string, integer-as-decimal, guid-prefix, guid-shape).";

/// A JSON number in a string.
const NUMBER: &str = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$";
/// A string that is not blank. The ranges are Unicode's White_Space; validators disagree about
/// `\s`.
const NOT_BLANK: &str =
    r"[^\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]";

#[derive(Serialize)]
struct Schema {
    #[serde(rename = "$schema")]
    schema: &'static str,
    title: &'static str,
    description: &'static str,
    #[serde(rename = "$comment")]
    comment: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    required: [&'static str; 2],
    properties: Value,
    #[serde(rename = "if")]
    condition: Value,
    then: Value,
    #[serde(rename = "else")]
    otherwise: Value,
}

pub fn json_schema(out: &mut dyn Write) -> io::Result<()> {
    // MX calls created_by new, so its absence is not an error.
    let all: Vec<&str> =
        FIELDS.iter().map(|field| field.name).filter(|name| *name != "created_by").collect();
    let keys: Vec<&str> = KEYS.iter().map(|index| FIELDS[*index].name).collect();
    let properties: Map<String, Value> = FIELDS
        .iter()
        .enumerate()
        .map(|(index, field)| (field.name.to_owned(), property(index, field)))
        .collect();
    let schema = Schema {
        schema: "https://json-schema.org/draft/2020-12/schema",
        title: "MX Goals webhook",
        description: "The body of one delivery. MX may add fields; it does not remove any.",
        comment: NOT_EXPRESSED,
        kind: "object",
        required: ["action", "goal"],
        properties: json!({
            "action": { "enum": ACTIONS, "description": "What happened to the goal." },
            "goal": { "type": "object", "properties": properties },
        }),
        condition: json!({ "properties": { "action": { "const": "deleted" } } }),
        then: json!({
            "$comment": "Nobody documents what a deleted body holds: it must say which goal it is.",
            "properties": { "goal": { "required": keys } },
        }),
        otherwise: json!({ "properties": { "goal": { "required": all } } }),
    };
    writeln!(out, "{}", json_layout::json(&schema, true))
}

fn property(index: usize, field: &Field) -> Value {
    let is_key = KEYS.contains(&index);
    let mut property = match field.kind {
        Kind::Guid(_) if is_key => json!({ "type": "string", "pattern": NOT_BLANK }),
        Kind::Guid(_) | Kind::Text => json!({ "type": ["string", "null"] }),
        Kind::Category => {
            json!({ "type": ["string", "null"], "examples": CATEGORIES.concat() })
        }
        Kind::Word(words) => {
            let words = words.iter().map(|word| json!(word)).chain([Value::Null]);
            json!({ "enum": words.collect::<Vec<_>>() })
        }
        Kind::Decimal => json!({
            "type": ["number", "string", "null"],
            "pattern": NUMBER,
            "exclusiveMinimum": -1e28,
            "exclusiveMaximum": 1e28,
        }),
        Kind::Integer | Kind::Time => json!({
            "type": if is_key { json!("integer") } else { json!(["integer", "null"]) },
            "minimum": i64::MIN,
            "maximum": i64::MAX,
        }),
        Kind::Boolean => json!({ "type": ["boolean", "null"] }),
    };
    let null = match (field.nullable, is_key) {
        (false, false) => " Null is not documented and only a warning.",
        _ => "",
    };
    property["description"] = json!(format!("{}{}{null}", field.meaning, values(field.kind)));
    property
}
