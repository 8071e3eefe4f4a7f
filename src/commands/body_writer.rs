//! The bodies of all blocks put together, in each format of `show`.

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

/// Rows, and bytes of them, that are held to find the widths of a table's columns.
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

/// How bodies are shown.
#[derive(Clone, Default)]
pub(super) struct Style {
    /// Without one, a card or a table.
    pub(super) format: Option<ShowFormat>,
    pub(super) with_source: bool,
    /// The columns that are asked for.
    pub(super) fields: Option<Vec<Content>>,
    /// Whether the rows of a table come from several inputs.
    pub(super) several: bool,
    /// Whether CSV is for a spreadsheet.
    pub(super) bom: bool,
    pub(super) options: Options,
}

impl Style {
    /// What writes bodies as records, if they are.
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
    /// What is in the rows.
    pub(super) summary: Summary,
    /// Whether the first of them is of a body that is one line.
    pub(super) begins_with_line: bool,
    /// Rows of CSV, Markdown or JSON lines.
    pub(super) records: Rows,
    /// Where bodies are put in order: each alone with its key, and nothing above.
    pub(super) unordered: Vec<(Option<Key>, Shown)>,
    /// The numbers, in the block and in order, of bodies that cannot be shown.
    pub(super) hidden: Vec<u64>,
    pub(super) not_shown: u64,
    /// The line and column of the last body that is wanted, if it is here.
    pub(super) last: Option<(u64, u64)>,
}

/// Puts the bodies of all blocks together.
pub(super) struct BodyWriter<'p, 'w> {
    style: &'p Style,
    sink: &'p mut Sink<'w>,
    table: Table,
    rows: Vec<Row>,
    bytes_held: usize,
    /// What a table ends with.
    pub(super) footer: Footer,
    /// The card of a body that may stay alone, or its JSON.
    alone: Option<Vec<u8>>,
    bodies: u64,
    /// Bodies that are still to be put in order.
    unordered: Vec<(Option<Key>, Shown)>,
    /// Whether JSON is an array for one body too.
    is_list: bool,
    /// Whether rows are written as they come, because they come from a stream. Then a first body
    /// that is a line is a row at once, and has its card behind it where it stays alone; one of
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

    /// The same, whose JSON is an array for one body too.
    pub(super) fn listed(self) -> Self {
        BodyWriter { is_list: true, ..self }
    }

    /// The same for bodies that come from a stream.
    pub(super) fn live(self, live: bool) -> Self {
        BodyWriter { live, ..self }
    }

    /// Lets what was written be seen.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }

    pub(super) fn add(&mut self, mut shown: Shown) -> io::Result<()> {
        self.footer.not_shown += shown.not_shown;
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

    /// Adds the bodies that were put in order, or the first of them: how many there were.
    pub(super) fn add_in_order(&mut self, order: Order, limit: Option<u64>) -> io::Result<u64> {
        let mut bodies = std::mem::take(&mut self.unordered);
        let all = bodies.len() as u64;
        bodies.sort_by(|(one, _), (other, _)| order.compare(one, other));
        bodies.truncate(limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX));
        bodies.into_iter().try_for_each(|(_, shown)| self.add(shown))?;
        Ok(all)
    }

    /// Writes what comes before the first body.
    fn head(&mut self) -> io::Result<()> {
        match self.style.row_writer() {
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
            self.table.write(self.sink, rows)?;
        }
        self.rows.clear();
        self.bytes_held = 0;
        Ok(())
    }

    /// Writes what comes after the last body.
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
