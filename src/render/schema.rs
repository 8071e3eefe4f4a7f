//! The goal schema for people, as a table and in Markdown.

use std::io::{self, Write};

use anstyle::Style;

use super::list::{self, List, TEXT};
use super::record::{Cell, Column, RecordFormat, Records};
use super::{Options, style};
use crate::check::schema::KEYS;
use crate::text::time::TimeStyle;
use crate::text::width::fold;
use crate::webhook::field::{ACTIONS, CATEGORIES, FIELDS, Kind};

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
         the {} fields of goal.",
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
