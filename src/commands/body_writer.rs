//! Writes the bodies of all blocks in order, in each format of `show`.

use std::io::{self, Write};

use clap::ValueEnum;

use crate::examine::report::Summary;
use crate::examine::select::{Key, Order};
use crate::render::Options;
use crate::render::record::RecordFormat;
use crate::render::show::content::{self, Content};
use crate::render::show::table::{Footer, Layout, Row, Table};
use crate::render::show::{RowWriter, Rows};
use crate::run::sink::Sink;

/// How many rows, and bytes of rows, are buffered to find the column widths of a table.
const ROWS_HELD: usize = 1_000;
const BYTES_HELD: usize = 4 << 20;

/// The formats of `show`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    Table,
    Card,
    Json,
    Jsonl,
    Csv,
    Markdown,
}

/// How bodies are printed.
#[derive(Clone, Default)]
pub(super) struct Style {
    /// `None`: a card for one body, a table for several.
    pub(super) format: Option<ShowFormat>,
    pub(super) with_source: bool,
    /// The columns of `--fields`.
    pub(super) fields: Option<Vec<Content>>,
    /// Whether the rows of a table come from several inputs.
    pub(super) several: bool,
    /// Whether CSV is for a spreadsheet.
    pub(super) bom: bool,
    pub(super) options: Options,
}

impl Style {
    /// The writer for formats that print a record for each body.
    pub(super) fn row_writer(&self) -> Option<RowWriter> {
        let (format, contents) = match self.format? {
            ShowFormat::Csv => (RecordFormat::csv(self.bom), None),
            ShowFormat::Markdown => (RecordFormat::Markdown, Some(content::MARKDOWN.to_vec())),
            ShowFormat::Jsonl if self.fields.is_some() => (RecordFormat::JsonLines, None),
            _ => return None,
        };
        let contents = self.fields.clone().or(contents).unwrap_or_else(content::every_column);
        Some(RowWriter::new(format, contents, self.options.time))
    }

    pub(super) fn paints_json(&self) -> bool {
        matches!(self.format, Some(ShowFormat::Json | ShowFormat::Jsonl))
            && self.options.paints_json()
    }

    pub(super) fn layout(&self) -> Layout {
        Layout::new(self.fields.as_deref(), self.several, self.options)
    }
}

/// The bodies of one block, rendered as far as possible without the other blocks.
#[derive(Default)]
pub(super) struct Shown {
    /// JSON lines, or the finished records.
    pub(super) bytes: Vec<u8>,
    /// JSON documents.
    pub(super) documents: Vec<String>,
    /// Cards: all of them for that format; otherwise the first, which is printed if it is the only
    /// body.
    pub(super) cards: Vec<Vec<u8>>,
    pub(super) rows: Vec<Row>,
    /// Counts of the bodies in `rows`.
    pub(super) summary: Summary,
    /// Whether the first row is of a body on one line.
    pub(super) begins_with_line: bool,
    /// Rows of CSV, Markdown or JSON lines.
    pub(super) records: Rows,
    /// With `--sort`: each body by itself with its sort key; the fields above are then empty.
    pub(super) unordered: Vec<(Option<Key>, Shown)>,
    /// The numbers within the block, ascending, of bodies that cannot be shown.
    pub(super) hidden: Vec<u64>,
    /// The number of bodies, and of findings outside of bodies, that are reported instead.
    pub(super) not_shown: u64,
    /// How many of these are outside of bodies.
    pub(super) text_not_shown: u64,
    /// The line and column of the last body for `--limit`, if it is in this block.
    pub(super) last: Option<(u64, u64)>,
}

pub(super) struct BodyWriter<'p, 'w> {
    style: &'p Style,
    sink: &'p mut Sink<'w>,
    table: Table,
    rows: Vec<Row>,
    bytes_held: usize,
    pub(super) footer: Footer,
    /// The card or JSON of the first body, until a second one follows.
    alone: Option<Vec<u8>>,
    bodies: u64,
    /// Bodies to be sorted.
    unordered: Vec<(Option<Key>, Shown)>,
    /// Whether JSON is an array even for one body.
    is_list: bool,
    /// Whether rows are written at once because the input is a stream. Then a first body on one
    /// line is written as a row, followed by its card if no other body comes; a first body on
    /// several lines waits until that is known.
    live: bool,
}

impl<'p, 'w> BodyWriter<'p, 'w> {
    pub(super) fn new(style: &'p Style, sink: &'p mut Sink<'w>) -> Self {
        BodyWriter {
            style,
            sink,
            table: style.layout().table(),
            rows: Vec::new(),
            bytes_held: 0,
            footer: Footer::default(),
            alone: None,
            bodies: 0,
            unordered: Vec::new(),
            is_list: false,
            live: false,
        }
    }

    /// Writes JSON as an array even for one body.
    pub(super) fn listed(self) -> Self {
        BodyWriter { is_list: true, ..self }
    }

    /// Writes rows at once if `live`.
    pub(super) fn live(self, live: bool) -> Self {
        BodyWriter { live, ..self }
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }

    pub(super) fn add(&mut self, mut shown: Shown) -> io::Result<()> {
        self.footer.not_shown += shown.not_shown;
        self.footer.text_not_shown += shown.text_not_shown;
        self.unordered.append(&mut shown.unordered);
        self.footer.shown.add(&shown.summary);
        if !shown.bytes.is_empty() {
            self.head()?;
            self.bodies += 1;
            self.sink.write_all(&shown.bytes)?;
        }
        for document in shown.documents {
            self.document(document)?;
        }
        if self.style.format == Some(ShowFormat::Card) {
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
            self.bytes_held += row.bytes();
            self.rows.push(row);
            let may_be_alone =
                self.style.format.is_none() && self.bodies == 1 && !shown.begins_with_line;
            let is_full = self.rows.len() == ROWS_HELD || self.bytes_held > BYTES_HELD;
            if is_full && self.bodies > 1 || self.live && !may_be_alone {
                self.flush_rows()?;
            }
        }
        Ok(())
    }

    /// Sorts the bodies, adds the first `limit` of them and returns how many there were.
    pub(super) fn add_in_order(&mut self, order: Order, limit: Option<u64>) -> io::Result<u64> {
        let mut bodies = std::mem::take(&mut self.unordered);
        let all = bodies.len() as u64;
        bodies.sort_by(|(one, _), (other, _)| order.compare(one, other));
        bodies.truncate(limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX));
        bodies.into_iter().try_for_each(|(_, shown)| self.add(shown))?;
        Ok(all)
    }

    /// Writes the CSV or Markdown header before the first body.
    fn head(&mut self) -> io::Result<()> {
        match self.style.row_writer() {
            Some(writer) if self.bodies == 0 => writer.head(self.sink),
            _ => Ok(()),
        }
    }

    /// Writes a JSON document: by itself if it is the only one, otherwise as an element of an
    /// array.
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

    /// Writes the buffered rows. Those of a stream are laid out one by one, so that the output does
    /// not depend on how the input was split.
    fn flush_rows(&mut self) -> io::Result<()> {
        let together = if self.live { 1 } else { ROWS_HELD };
        for rows in self.rows.chunks(together) {
            self.table.write(self.sink, rows)?;
        }
        self.rows.clear();
        self.bytes_held = 0;
        Ok(())
    }

    pub(super) fn end(&mut self, is_all_read: bool) -> io::Result<()> {
        match self.style.format {
            Some(ShowFormat::Json) => match self.alone.take() {
                Some(document) => {
                    self.sink.write_all(&document)?;
                    writeln!(self.sink)?;
                }
                None if self.bodies > 0 => writeln!(self.sink, "\n]")?,
                None if is_all_read => writeln!(self.sink, "[]")?,
                None => {}
            },
            Some(ShowFormat::Csv) if is_all_read => self.head()?,
            None if self.bodies == 1 => {
                if self.rows.is_empty() {
                    writeln!(self.sink)?;
                }
                let card = self.alone.take().unwrap_or_default();
                self.sink.write_all(&card)?;
            }
            None | Some(ShowFormat::Table) if self.bodies > 0 => {
                self.flush_rows()?;
                self.table.end(self.sink, &self.footer)?;
            }
            _ => {}
        }
        Ok(())
    }
}
