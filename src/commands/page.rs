//! The bodies of all blocks put together, in each format of `show`.

use std::io::{self, Write};

use super::formats::ShowFormat;
use crate::examine::report::Summary;
use crate::render::Options;
use crate::render::record::RecordFormat;
use crate::render::show::rows::{self, RowWriter, Rows};
use crate::render::show::table::{self, Row, Widths};
use crate::run::sink::Sink;

/// Rows that are held to find the widths of a table's columns.
const ROWS_HELD: usize = 1_000;

/// The bodies of one block, rendered as far as can be done without the others.
#[derive(Default)]
pub(super) struct Shown {
    /// JSON lines, or the finished records.
    pub(super) bytes: Vec<u8>,
    /// JSON documents.
    pub(super) documents: Vec<String>,
    /// Cards: all for that format; else the first, which is shown if it stays alone.
    pub(super) cards: Vec<Vec<u8>>,
    pub(super) rows: Vec<Row>,
    /// Whether the first of them is of a body that is one line.
    pub(super) begins_with_line: bool,
    /// Rows of CSV or Markdown.
    pub(super) records: Rows,
    /// The numbers, in the block and in order, of bodies that cannot be shown.
    pub(super) hidden: Vec<u64>,
    pub(super) not_shown: u64,
}

pub(super) fn row_writer(format: Option<ShowFormat>, options: Options) -> Option<RowWriter> {
    let (format, contents) = match format? {
        ShowFormat::Csv => (RecordFormat::Csv, rows::every_column()),
        ShowFormat::Markdown => (RecordFormat::Markdown, rows::MARKDOWN.to_vec()),
        _ => return None,
    };
    Some(RowWriter::new(format, contents, options.time))
}

/// Puts the bodies of all blocks together.
pub(super) struct Page<'p, 'w> {
    format: Option<ShowFormat>,
    options: Options,
    sink: &'p mut Sink<'w>,
    widths: Widths,
    rows: Vec<Row>,
    /// The card of a body that may stay alone, or its JSON.
    alone: Option<Vec<u8>>,
    bodies: u64,
    pub(super) not_shown: u64,
    /// Whether JSON is an array for one body too.
    is_list: bool,
    /// Whether rows are written as they come, because they come from a stream. Then a first body
    /// that is a line is a row at once, and has its card behind it where it stays alone; one of
    /// several lines waits until that is known.
    live: bool,
}

impl<'p, 'w> Page<'p, 'w> {
    pub(super) fn new(
        format: Option<ShowFormat>,
        options: Options,
        sink: &'p mut Sink<'w>,
    ) -> Self {
        let (widths, rows) = (Widths::default(), Vec::new());
        Page {
            format,
            options,
            sink,
            widths,
            rows,
            alone: None,
            bodies: 0,
            not_shown: 0,
            is_list: false,
            live: false,
        }
    }

    /// The same, whose JSON is an array for one body too.
    pub(super) fn listed(self) -> Self {
        Page { is_list: true, ..self }
    }

    /// The same for bodies that come from a stream.
    pub(super) fn live(self, live: bool) -> Self {
        Page { live, ..self }
    }

    /// Lets what was written be seen.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }

    pub(super) fn add(&mut self, shown: Shown) -> io::Result<()> {
        self.not_shown += shown.not_shown;
        if !shown.bytes.is_empty() {
            self.head()?;
            self.bodies += 1;
            self.sink.write_all(&shown.bytes)?;
        }
        for document in shown.documents {
            self.document(document)?;
        }
        if self.format == Some(ShowFormat::Card) {
            for card in shown.cards {
                if self.bodies > 0 {
                    writeln!(self.sink)?;
                }
                self.bodies += 1;
                self.sink.write_all(&card)?;
            }
        } else if self.bodies == 0 {
            self.alone = shown.cards.into_iter().next().or(self.alone.take());
        }
        for row in shown.rows {
            self.bodies += 1;
            self.rows.push(row);
            let may_be_alone = self.format.is_none() && self.bodies == 1 && !shown.begins_with_line;
            if self.rows.len() == ROWS_HELD || self.live && !may_be_alone {
                self.flush_rows()?;
            }
        }
        Ok(())
    }

    /// Writes what stands before the first body.
    fn head(&mut self) -> io::Result<()> {
        match row_writer(self.format, self.options) {
            Some(writer) if self.bodies == 0 => writer.head(self.sink),
            _ => Ok(()),
        }
    }

    /// Writes a JSON document: alone as it is, with others in an array.
    fn document(&mut self, document: String) -> io::Result<()> {
        self.bodies += 1;
        match self.alone.take() {
            _ if self.bodies == 1 && self.is_list => {
                writeln!(self.sink, "[")?;
                self.sink.write_all(document.as_bytes())?;
            }
            _ if self.bodies == 1 => self.alone = Some(document.into_bytes()),
            Some(first) => {
                writeln!(self.sink, "[")?;
                self.sink.write_all(&first)?;
                write!(self.sink, ",\n{document}")?;
            }
            None => write!(self.sink, ",\n{document}")?,
        }
        Ok(())
    }

    /// Writes the rows that are held; of a stream each for itself, so that how many came at once
    /// does not show.
    fn flush_rows(&mut self) -> io::Result<()> {
        let together = if self.live { 1 } else { ROWS_HELD };
        for rows in self.rows.chunks(together) {
            table::batch(self.sink, rows, &mut self.widths, self.options)?;
        }
        self.rows.clear();
        Ok(())
    }

    pub(super) fn end(&mut self, summary: &Summary) -> io::Result<()> {
        match self.format {
            Some(ShowFormat::Json) => match self.alone.take() {
                Some(document) => {
                    self.sink.write_all(&document)?;
                    writeln!(self.sink)?;
                }
                None if self.bodies > 0 => writeln!(self.sink, "\n]")?,
                None if summary.unreadable_inputs == 0 => writeln!(self.sink, "[]")?,
                None => {}
            },
            Some(ShowFormat::Csv) if summary.unreadable_inputs == 0 => self.head()?,
            None if self.bodies == 1 => {
                if self.rows.is_empty() {
                    writeln!(self.sink)?;
                }
                let card = self.alone.take().unwrap_or_default();
                self.sink.write_all(&card)?;
            }
            None | Some(ShowFormat::Table) if self.bodies > 0 => {
                self.flush_rows()?;
                table::footer(self.sink, summary)?;
            }
            _ => {}
        }
        Ok(())
    }
}
