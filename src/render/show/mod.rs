//! Bodies, in a file for each format for people, and as rows of CSV, Markdown or JSON lines.

pub mod card;
pub mod cell;
mod column;
pub mod content;
pub mod table;

use std::io::{self, Write};

use self::content::Content;
use crate::examine::Seen;
use crate::render::record::{Cell, Column, RecordFormat, Records};
use crate::text::time::TimeStyle;

#[derive(Debug)]
pub struct RowWriter {
    format: RecordFormat,
    contents: Vec<Content>,
    columns: Vec<Column>,
    time: TimeStyle,
}

/// Rows of bodies whose numbers in the input are not yet known.
#[derive(Debug, Default)]
pub struct Rows {
    text: String,
    /// The offset of each number in the text, and the number within the block.
    numbers: Vec<(usize, u64)>,
}

impl RowWriter {
    pub fn new(format: RecordFormat, contents: Vec<Content>, time: TimeStyle) -> RowWriter {
        let columns = contents.iter().map(|content| content.column()).collect();
        RowWriter { format, contents, columns, time }
    }

    fn records(&self) -> Records<'_> {
        Records { format: self.format, columns: &self.columns, time: self.time }
    }

    pub fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        self.records().head(out)
    }

    /// Adds the row of a body; its number counts from the start of the block.
    pub fn add(&self, rows: &mut Rows, seen: &Seen<'_, '_>) {
        let records = self.records();
        for (index, content) in self.contents.iter().enumerate() {
            if self.format == RecordFormat::Csv
                && let Content::Field(field) = content
                && let Some(value) = content::in_csv_as_it_came(seen.goal, *field)
            {
                records.csv_as_it_is(&mut rows.text, index, value);
            } else if *content == Content::Body {
                records.cell(&mut rows.text, index, &Cell::Number("".into()));
                rows.numbers.push((rows.text.len(), seen.number));
            } else {
                records.cell(&mut rows.text, index, &content.cell(seen));
            }
        }
        records.end(&mut rows.text);
    }
}

impl Rows {
    /// Appends the rows, given the number of bodies before them in the input.
    pub fn write(&self, bodies_before: u64, out: &mut Vec<u8>) {
        const LONGEST_NUMBER: usize = "18446744073709551615".len();
        out.reserve(self.text.len() + self.numbers.len() * LONGEST_NUMBER);
        let mut written = 0;
        for (end, number) in &self.numbers {
            out.extend_from_slice(&self.text.as_bytes()[written..*end]);
            out.extend_from_slice((bodies_before + number).to_string().as_bytes());
            written = *end;
        }
        out.extend_from_slice(&self.text.as_bytes()[written..]);
    }
}
