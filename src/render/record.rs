//! Rows of typed cells as CSV, Markdown or JSON lines.
//!
//! The caller says what a cell is; how it is written and escaped is decided here, once for each
//! format. In CSV and JSON lines numbers are plain digits and times Unix seconds; Markdown is
//! for people.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::text::digits::group_digits;
use crate::text::json_layout::{json, raw_json_line};
use crate::text::markdown::markdown;
use crate::text::moment::Moment;
use crate::text::sheet;
use crate::text::time::{TimeStyle, time};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFormat {
    Csv,
    Markdown,
    JsonLines,
}

/// A column and how it is aligned where a format aligns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub right: bool,
}

impl Column {
    pub const fn left(name: &'static str) -> Column {
        Column { name, right: false }
    }

    pub const fn right(name: &'static str) -> Column {
        Column { name, right: true }
    }
}

/// A typed value. Text and JSON come from outside and need no escaping before.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    Null,
    /// A field that is not in the body: no member in JSON, and not the same as null in Markdown.
    Absent,
    Text(Cow<'a, str>),
    /// Digits as they came.
    Number(Cow<'a, str>),
    /// Digits as they came, of which people want to see the thousands.
    Amount(Cow<'a, str>),
    /// Unix seconds as they came, and the whole ones.
    Time(Cow<'a, str>, i64),
    Boolean(bool),
    /// Valid JSON that is not what the column is documented to hold.
    Json(&'a str),
    Words(Vec<&'a str>),
}

impl Cell<'_> {
    pub fn text(text: &str) -> Cell<'_> {
        Cell::Text(Cow::Borrowed(text))
    }

    pub fn count(count: u64) -> Cell<'static> {
        Cell::Amount(Cow::Owned(count.to_string()))
    }

    pub fn moment(moment: Moment) -> Cell<'static> {
        Cell::Time(Cow::Owned(moment.to_string()), moment.seconds())
    }

    pub fn number(number: impl Into<i128>) -> Cell<'static> {
        Cell::Number(Cow::Owned(number.into().to_string()))
    }
}

/// Writes rows under a heading.
#[derive(Debug, Clone, Copy)]
pub struct Records<'c> {
    pub format: RecordFormat,
    pub columns: &'c [Column],
    /// How Markdown shows times.
    pub time: TimeStyle,
}

impl Records<'_> {
    /// Writes the names of the columns, which JSON lines need not.
    pub fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let names = self.columns.iter().map(|column| column.name);
        match self.format {
            RecordFormat::Csv => writeln!(out, "{}", names.collect::<Vec<_>>().join(",")),
            RecordFormat::Markdown => {
                let lines = self.columns.iter().map(|column| match column.right {
                    true => "---:",
                    false => "---",
                });
                writeln!(out, "| {} |", names.collect::<Vec<_>>().join(" | "))?;
                writeln!(out, "| {} |", lines.collect::<Vec<_>>().join(" | "))
            }
            RecordFormat::JsonLines => Ok(()),
        }
    }

    /// Writes a row, with a cell for each column.
    pub fn row(&self, out: &mut dyn Write, cells: &[Cell<'_>]) -> io::Result<()> {
        let mut row = String::new();
        for (index, cell) in cells.iter().enumerate() {
            self.cell(&mut row, index, cell);
        }
        self.end(&mut row);
        out.write_all(row.as_bytes())
    }

    /// Appends one cell. Cells come in the order of the columns.
    pub fn cell(&self, out: &mut String, index: usize, cell: &Cell<'_>) {
        match self.format {
            RecordFormat::Csv => {
                out.push_str(if index > 0 { "," } else { "" });
                csv(cell, out);
            }
            RecordFormat::Markdown => {
                out.push_str(if index > 0 { " | " } else { "| " });
                out.push_str(&self.shown(cell));
            }
            RecordFormat::JsonLines => {
                out.push_str(if index > 0 { "" } else { "{" });
                if *cell != Cell::Absent {
                    // No value ends in an opening brace.
                    out.push_str(if out.ends_with('{') { "" } else { "," });
                    out.push_str(&json(self.columns[index].name, false));
                    out.push(':');
                    json_value(cell, out);
                }
            }
        }
    }

    /// Appends what ends a row.
    pub fn end(&self, out: &mut String) {
        out.push_str(match self.format {
            RecordFormat::Csv => "\n",
            RecordFormat::Markdown => " |\n",
            RecordFormat::JsonLines => "}\n",
        });
    }

    fn shown(&self, cell: &Cell<'_>) -> String {
        match cell {
            Cell::Null => "–".to_owned(),
            Cell::Absent => "absent".to_owned(),
            Cell::Text(text) => markdown(text),
            Cell::Json(text) => markdown(text),
            Cell::Number(digits) => digits.to_string(),
            Cell::Amount(digits) => group_digits(digits),
            Cell::Time(_, seconds) => time(*seconds, self.time),
            Cell::Boolean(boolean) => boolean.to_string(),
            Cell::Words(words) if words.is_empty() => "–".to_owned(),
            Cell::Words(words) => markdown(&words.join(", ")),
        }
    }
}

/// Writes a Markdown table of rules with the number of their findings, unless there are none.
pub fn rule_counts<'r>(
    out: &mut dyn Write,
    counts: impl Iterator<Item = (&'r str, u64)>,
) -> io::Result<()> {
    const COLUMNS: [Column; 2] = [Column::left("rule"), Column::right("findings")];
    let format = RecordFormat::Markdown;
    let records = Records { format, columns: &COLUMNS, time: TimeStyle::Utc };
    for (index, (rule, count)) in counts.enumerate() {
        if index == 0 {
            writeln!(out)?;
            records.head(out)?;
        }
        records.row(out, &[Cell::text(rule), Cell::count(count)])?;
    }
    Ok(())
}

/// Appends a cell that no spreadsheet takes for a formula.
fn csv(cell: &Cell<'_>, out: &mut String) {
    match cell {
        Cell::Null | Cell::Absent => {}
        Cell::Text(text) => quoted(&sheet::cell(text), out),
        Cell::Json(text) => quoted(&sheet::cell(text), out),
        Cell::Number(digits) | Cell::Amount(digits) | Cell::Time(digits, _) => {
            out.push_str(digits);
        }
        Cell::Boolean(boolean) => out.push_str(if *boolean { "true" } else { "false" }),
        Cell::Words(words) => quoted(&sheet::cell(&words.join(" ")), out),
    }
}

/// Appends a field of RFC 4180.
fn quoted(field: &str, out: &mut String) {
    if field.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        out.push('"');
        out.push_str(&field.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(field);
    }
}

fn json_value(cell: &Cell<'_>, out: &mut String) {
    match cell {
        Cell::Null | Cell::Absent => out.push_str("null"),
        Cell::Text(text) => out.push_str(&json(text, false)),
        Cell::Json(text) => raw_json_line(text, out),
        Cell::Number(digits) | Cell::Amount(digits) | Cell::Time(digits, _) => {
            out.push_str(digits);
        }
        Cell::Boolean(boolean) => out.push_str(if *boolean { "true" } else { "false" }),
        Cell::Words(words) => out.push_str(&json(words, false)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Column, RecordFormat, Records};
    use crate::render::samples::written;
    use crate::text::time::TimeStyle;

    #[test]
    fn every_kind_of_cell_in_every_format() {
        let columns = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].map(Column::left);
        let cells = [
            Cell::Absent,
            Cell::text("=1, \"x|\u{1b}\"\n"),
            Cell::Null,
            Cell::Number("-12345678901234567890.10".into()),
            Cell::Amount("-1234567.10".into()),
            Cell::Time("1491004799.5".into(), 1_491_004_799),
            Cell::Boolean(true),
            Cell::Json(r#"{"a": ["\u0041"]}"#),
            Cell::Words(vec!["wrong-type", "a;+b"]),
        ];
        for (format, expected) in [
            (
                RecordFormat::Csv,
                "a,b,c,d,e,f,g,h,i\n,\"'=1, \"\"x|\\u{1b}\"\"\\n\",,-12345678901234567890.10,\
                 -1234567.10,1491004799.5,true,\"{\"\"a\"\": [\"\"\\u0041\"\"]}\",\
                 wrong-type a;'+b\n",
            ),
            (
                RecordFormat::Markdown,
                "| a | b | c | d | e | f | g | h | i |\n\
                 | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n\
                 | absent | =1, \"x\\|\\\\u{1b}\"\\\\n | – | -12345678901234567890.10 | \
                 -1,234,567.10 | 2017-03-31 23:59:59Z | true | {\"a\": \\[\"\\\\u0041\"\\]} | \
                 wrong-type, a;+b |\n",
            ),
            (
                RecordFormat::JsonLines,
                "{\"b\":\"=1, \\\"x|\\u001b\\\"\\n\",\"c\":null,\"d\":-12345678901234567890.10,\
                 \"e\":-1234567.10,\"f\":1491004799.5,\"g\":true,\"h\":{\"a\":[\"\\u0041\"]},\
                 \"i\":[\"wrong-type\",\"a;+b\"]}\n",
            ),
        ] {
            let records = Records { format, columns: &columns, time: TimeStyle::Utc };
            let text = written(|out| {
                records.head(out)?;
                records.row(out, &cells)
            });
            assert_eq!(text, expected);
        }
    }
}
