//! The goal schema for people: the table of fields, and the same in Markdown.

use std::io::{self, Write};

use super::record::{Cell, Column, RecordFormat, Records};
use super::{Options, style};
use crate::check::schema::KEYS;
use crate::text::time::TimeStyle;
use crate::text::width::pad_end;
use crate::text::wrap::wrap;
use crate::webhook::field::{ACTIONS, CATEGORIES, FIELDS, Kind};

/// The columns where nobody says how many there are.
const COLUMNS: usize = 100;
/// The least columns for meanings, however narrow the terminal is.
const MEANING: usize = 20;
const GAP: &str = "  ";
const HEADS: [&str; 5] = ["field", "type", "null", "kind", "meaning"];

/// Writes the table.
pub fn table(out: &mut dyn Write, options: Options) -> io::Result<()> {
    let rows: Vec<[String; 5]> = (0..FIELDS.len()).map(row).collect();
    let widths: Vec<usize> = (0..4)
        .map(|column| {
            let cells = rows.iter().map(|row| row[column].len());
            cells.chain([HEADS[column].len()]).max().unwrap_or_default()
        })
        .collect();
    let start = widths.iter().sum::<usize>() + 4 * GAP.len();
    let columns = options.width.unwrap_or(COLUMNS).saturating_sub(start).max(MEANING);
    let line = |cells: &[&str], meaning: &str| {
        let cells: Vec<String> =
            cells.iter().zip(&widths).map(|(cell, width)| pad_end(cell, *width)).collect();
        format!("{}{GAP}{meaning}", cells.join(GAP)).trim_end().to_owned()
    };
    writeln!(out, "A goal webhook is {{\"action\": …, \"goal\": {{…}}}}; action is one of")?;
    writeln!(out, "{}. These are the {} fields of goal.\n", ACTIONS.join(", "), FIELDS.len())?;
    let head = line(&HEADS[..4], HEADS[4]);
    writeln!(out, "{}", style::paint(&head, style::STRONG, options.colour))?;
    for [name, kind, null, class, meaning] in &rows {
        let mut meaning = wrap(meaning, columns).into_iter();
        let first = meaning.next().unwrap_or_default();
        writeln!(out, "{}", line(&[name, kind, null, class], &first))?;
        for rest in meaning {
            writeln!(out, "{}{rest}", " ".repeat(start))?;
        }
    }
    Ok(())
}

/// Writes the table in Markdown.
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

/// What is known of a field: its name, pointer, JSON type, who changes it, whether it may be null,
/// and what it means.
pub struct FieldFacts {
    pub name: &'static str,
    pub pointer: &'static str,
    pub kind: &'static str,
    pub class: &'static str,
    pub null: &'static str,
    pub meaning: String,
}

impl FieldFacts {
    /// Of the documented field at this position.
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

    /// Of `action`.
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

/// What values there are, as a sentence after the meaning.
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
