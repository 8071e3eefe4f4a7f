//! Rows of typed cells as CSV, Markdown or JSON lines.
//!
//! Cells are typed; each format decides how to write and escape them. Numbers are plain digits in
//! CSV and JSON lines, and grouped in Markdown; times are Unix seconds in JSON lines only.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::json::text::with_halves_spelled_out;
use crate::text::digits::group_digits;
use crate::text::json_layout::{json, raw_json_line};
use crate::text::markdown::markdown;
use crate::text::sheet;
use crate::text::time::{Moment, TimeStyle, moment, time};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFormat {
    Csv,
    /// CSV for spreadsheets: with a byte-order mark, and cells that a spreadsheet shows unchanged.
    Spreadsheet,
    Markdown,
    JsonLines,
}

impl RecordFormat {
    /// CSV, for spreadsheets if `bom`.
    pub fn csv(for_spreadsheets: bool) -> RecordFormat {
        if for_spreadsheets { RecordFormat::Spreadsheet } else { RecordFormat::Csv }
    }
}

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

/// A typed value. Text and JSON are untrusted and not yet escaped.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    Null,
    /// An absent field: no member in JSON, and different from null in Markdown.
    Absent,
    Text(Cow<'a, str>),
    /// Digits as they came.
    Number(Cow<'a, str>),
    /// Digits as they came, to be grouped for people.
    Amount(Cow<'a, str>),
    /// Unix seconds, as they came and as an integer.
    Time(Cow<'a, str>, i64),
    Moment(Moment),
    Boolean(bool),
    /// Valid JSON of another type than the column's.
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

    pub fn number(number: impl itoa::Integer) -> Cell<'static> {
        Cell::Number(Cow::Owned(itoa::Buffer::new().format(number).to_owned()))
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Records<'c> {
    pub format: RecordFormat,
    pub columns: &'c [Column],
    /// The style of times in CSV and Markdown.
    pub time: TimeStyle,
}

impl Records<'_> {
    /// Writes the column names, except in JSON lines.
    pub fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let names = self.columns.iter().map(|column| column.name);
        match self.format {
            RecordFormat::Csv | RecordFormat::Spreadsheet => {
                let mark = if self.format == RecordFormat::Spreadsheet { "\u{feff}" } else { "" };
                writeln!(out, "{mark}{}", names.collect::<Vec<_>>().join(","))
            }
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

    pub fn row(&self, out: &mut dyn Write, cells: &[Cell<'_>]) -> io::Result<()> {
        let mut row = String::new();
        for (index, cell) in cells.iter().enumerate() {
            self.cell(&mut row, index, cell);
        }
        self.end(&mut row);
        out.write_all(row.as_bytes())
    }

    /// Appends the next cell.
    pub fn cell(&self, out: &mut String, index: usize, cell: &Cell<'_>) {
        match self.format {
            RecordFormat::Csv | RecordFormat::Spreadsheet => {
                out.push_str(if index > 0 { "," } else { "" });
                self.csv(cell, out);
            }
            RecordFormat::Markdown => {
                out.push_str(if index > 0 { " | " } else { "| " });
                out.push_str(&self.shown(cell));
            }
            RecordFormat::JsonLines => {
                out.push_str(if index > 0 { "" } else { "{" });
                if *cell != Cell::Absent {
                    // Only the first member follows an opening brace.
                    out.push_str(if out.ends_with('{') { "" } else { "," });
                    out.push_str(&json(self.columns[index].name, false));
                    out.push(':');
                    json_value(cell, out);
                }
            }
        }
    }

    /// Appends the next cell of CSV, text that needs neither quotes nor escapes.
    pub fn csv_as_it_is(&self, out: &mut String, index: usize, text: &str) {
        out.push_str(if index > 0 { "," } else { "" });
        out.push_str(text);
    }

    pub fn end(&self, out: &mut String) {
        out.push_str(match self.format {
            RecordFormat::Csv | RecordFormat::Spreadsheet => "\n",
            RecordFormat::Markdown => " |\n",
            RecordFormat::JsonLines => "}\n",
        });
    }

    /// Appends a cell that is not a formula in any spreadsheet.
    fn csv(&self, cell: &Cell<'_>, out: &mut String) {
        let text = match cell {
            Cell::Null | Cell::Absent => return,
            Cell::Words(words) if words.is_empty() => return,
            Cell::Boolean(boolean) => return out.push_str(if *boolean { "true" } else { "false" }),
            Cell::Text(text) if self.format == RecordFormat::Csv && sheet::is_inert(text) => {
                return out.push_str(text);
            }
            Cell::Text(text) => sheet::cell(text),
            Cell::Json(text) => sheet::cell(text),
            Cell::Number(digits) | Cell::Amount(digits) if self.format == RecordFormat::Csv => {
                return out.push_str(digits);
            }
            Cell::Number(digits) | Cell::Amount(digits) => Cow::Borrowed(digits.as_ref()),
            Cell::Time(digits, _) if self.time == TimeStyle::Epoch => digits.as_ref().into(),
            Cell::Time(..) | Cell::Moment(_) => self.shown(cell).into(),
            Cell::Words(words) => sheet::cell(&words.join(" ")).into_owned().into(),
        };
        let is_text = matches!(cell, Cell::Text(_));
        match self.format {
            RecordFormat::Spreadsheet => match sheet::kept(&text, is_text) {
                Some(kept) => quoted(&kept, out),
                None => quoted(&text, out),
            },
            _ => quoted(&text, out),
        }
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
            Cell::Moment(received) => moment(*received, self.time),
            Cell::Boolean(boolean) => boolean.to_string(),
            Cell::Words(words) if words.is_empty() => "–".to_owned(),
            Cell::Words(words) => markdown(&words.join(", ")),
        }
    }
}

/// Writes a Markdown table of rules with their counts, if there are any.
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

/// Appends an RFC 4180 field.
fn quoted(field: &str, out: &mut String) {
    if field.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        let mut pieces = field.split('"');
        out.push('"');
        out.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            out.push_str("\"\"");
            out.push_str(piece);
        }
        out.push('"');
    } else {
        out.push_str(field);
    }
}

fn json_value(cell: &Cell<'_>, out: &mut String) {
    match cell {
        Cell::Null | Cell::Absent => out.push_str("null"),
        Cell::Text(text) => out.push_str(&json(text, false)),
        Cell::Json(text) => raw_json_line(&with_halves_spelled_out(text), out),
        Cell::Number(digits) | Cell::Amount(digits) | Cell::Time(digits, _) => {
            out.push_str(digits);
        }
        Cell::Moment(moment) => out.push_str(&moment.to_string()),
        Cell::Boolean(boolean) => out.push_str(if *boolean { "true" } else { "false" }),
        Cell::Words(words) => out.push_str(&json(words, false)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Column, RecordFormat, Records};
    use crate::text::time::Moment;
    use crate::text::time::TimeStyle;

    #[test]
    fn every_kind_of_cell_in_every_format() {
        let columns = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].map(Column::left);
        let cells = [
            Cell::Absent,
            Cell::text("=1, \"x|\u{1b}\"\n"),
            Cell::Null,
            Cell::Number("-12345678901234567890.10".into()),
            Cell::Amount("-1234567.10".into()),
            Cell::Time("1491004799".into(), 1_491_004_799),
            Cell::Boolean(true),
            Cell::Json(r#"{"a": ["\u0041"]}"#),
            Cell::Words(vec!["wrong-type", "a;+b"]),
            Moment::from_nanos(1_491_004_799_500_000_000).map_or(Cell::Null, Cell::Moment),
        ];
        for (format, expected) in [
            (
                RecordFormat::Csv,
                "a,b,c,d,e,f,g,h,i,j\n,\"'=1, \"\"x|\\u{1b}\"\"\\n\",,-12345678901234567890.10,\
                 -1234567.10,2017-03-31 23:59:59Z,true,\"{\"\"a\"\": [\"\"\\u0041\"\"]}\",\
                 wrong-type a;'+b,2017-03-31 23:59:59.5Z\n",
            ),
            (
                RecordFormat::Markdown,
                "| a | b | c | d | e | f | g | h | i | j |\n\
                 | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n\
                 | absent | =1, \"x\\|\\\\u{1b}\"\\\\n | – | -12345678901234567890.10 | \
                 -1,234,567.10 | 2017-03-31 23:59:59Z | true | {\"a\": \\[\"\\\\u0041\"\\]} | \
                 wrong-type, a;+b | 2017-03-31 23:59:59.5Z |\n",
            ),
            (
                RecordFormat::JsonLines,
                "{\"b\":\"=1, \\\"x|\\u001b\\\"\\n\",\"c\":null,\"d\":-12345678901234567890.10,\
                 \"e\":-1234567.10,\"f\":1491004799,\"g\":true,\"h\":{\"a\":[\"\\u0041\"]},\
                 \"i\":[\"wrong-type\",\"a;+b\"],\"j\":1491004799.5}\n",
            ),
        ] {
            let records = Records { format, columns: &columns, time: TimeStyle::Utc };
            let mut text = Vec::new();
            records.head(&mut text).expect("a vector takes every write");
            records.row(&mut text, &cells).expect("a vector takes every write");
            assert_eq!(String::from_utf8(text).expect("text"), expected);
        }
    }
}
