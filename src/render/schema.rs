//! The goal schema for people, the table of fields and the same in Markdown; and as JSON Schema
//! 2020-12: a body is valid where a check finds no error of the groups envelope and schema in it.
//!
//! What only warns is allowed there: other keys, null where it is not documented, amounts as text.
//! [`NOT_EXPRESSED`] says what a JSON Schema cannot tell.

use std::io::{self, Write};

use anstyle::Style;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::list::{self, List, TEXT};
use super::record::{Cell, Column, RecordFormat, Records};
use super::{Options, style};
use crate::check::schema::KEYS;
use crate::text::json_layout;
use crate::text::time::TimeStyle;
use crate::text::width::fold;
use crate::webhook::field::{ACTIONS, CATEGORIES, FIELDS, Field, Kind};

/// The width without a terminal.
const COLUMNS: usize = 100;
const HEADS: [&str; 5] = ["field", "type", "null", "kind", "meaning"];

pub fn table(out: &mut dyn Write, options: Options) -> io::Result<()> {
    let columns = HEADS.map(list::Column::left);
    let list =
        List { columns: &columns, indent: 0, text: Some(TEXT), headings: Some(style::STRONG) };
    let cells = |row: [String; 5]| row.map(|cell| (cell, Style::new())).to_vec();
    let rows: Vec<_> = (0..FIELDS.len()).map(|index| cells(row(index))).collect();
    let options = Options { width: Some(options.width.unwrap_or(COLUMNS)), ..options };
    let actions = ACTIONS.join(", ");
    let about = format!(
        "A goal webhook is {{\"action\": …, \"goal\": {{…}}}}; action is one of {actions}. These are \
         the {} fields of goal. A null is a warning where it says no, an error where it says never.",
        FIELDS.len()
    );
    for line in fold(&about, options.width.unwrap_or(COLUMNS).min(80)) {
        writeln!(out, "{line}")?;
    }
    writeln!(out)?;
    list.write(out, rows, options)
}

pub fn markdown_table(out: &mut dyn Write) -> io::Result<()> {
    let columns = HEADS.map(Column::left);
    let format = RecordFormat::Markdown;
    let records = Records { format, columns: &columns, time: TimeStyle::Utc };
    records.head(out)?;
    for row in (0..FIELDS.len()).map(row) {
        records.row(out, &row.map(|cell| Cell::Text(cell.into())))?;
    }
    Ok(())
}

fn row(index: usize) -> [String; 5] {
    let FieldFacts { name, kind, class, null, meaning, .. } = FieldFacts::of(index);
    [name.to_owned(), kind.to_owned(), null.to_owned(), class.to_owned(), meaning]
}

/// A field for people: name, pointer, JSON type, who changes it, whether it can be null, and what
/// it means.
pub struct FieldFacts {
    pub name: &'static str,
    pub pointer: &'static str,
    pub kind: &'static str,
    pub class: &'static str,
    pub null: &'static str,
    pub meaning: String,
}

impl FieldFacts {
    /// The documented field with this index.
    pub fn of(index: usize) -> FieldFacts {
        let field = &FIELDS[index];
        FieldFacts {
            name: field.name,
            pointer: field.pointer,
            kind: field.kind.documented_type(),
            class: field.class.name(),
            null: match (field.nullable, KEYS.contains(&index)) {
                (true, _) => "yes",
                (false, true) => "never",
                (false, false) => "no",
            },
            meaning: format!("{}{}", field.meaning, values(field.kind)),
        }
    }

    pub fn of_action() -> FieldFacts {
        FieldFacts {
            name: "action",
            pointer: "/action",
            kind: "String",
            class: "envelope",
            null: "never",
            meaning: format!("What happened to the goal. One of {}.", ACTIONS.join(", ")),
        }
    }
}

/// A sentence about the possible values.
pub(super) fn values(kind: Kind) -> String {
    match kind {
        Kind::Guid(prefix) => format!(" Begins with {prefix}."),
        Kind::Word(words) => format!(" One of {}.", words.join(", ")),
        Kind::Category => {
            format!(" Known: {}; MX may add others.", CATEGORIES.concat().join(", "))
        }
        Kind::Decimal => " Exact, in the currency of the account.".to_owned(),
        Kind::Time => " Unix seconds UTC.".to_owned(),
        Kind::Text | Kind::Integer | Kind::Boolean => String::new(),
    }
}

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
            "$comment": "What a deleted body contains is not documented; it must identify its goal.",
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
