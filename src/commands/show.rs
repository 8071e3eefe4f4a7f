//! `show`: bodies as a card, a table, JSON, CSV or Markdown, each with its findings.

use super::options::{FilterArgs, InputArgs, LevelArgs, OutputArgs};
use clap::{Args, ValueEnum};
use std::io::{self, Write};

use anyhow::{Result, bail};
use serde::Serialize;

use super::settings;
use crate::capture::frames::Content;
use crate::examine::numbering::Numbered;
use crate::examine::report::Summary;
use crate::examine::view::View;
use crate::examine::{Examination, Seen, Wanted};
use crate::exit::Exit;
use crate::input::Source as Input;
use crate::render::Options;
use crate::render::check::FindingFormat;
use crate::render::check::concise::Concise;
use crate::render::record::RecordFormat;
use crate::render::show::rows::{self, RowWriter, Rows};
use crate::render::show::table::{Row, Widths};
use crate::render::show::{card, table};
use crate::run::sink::Sink;
use crate::run::{Consumer, Then};
use crate::text::escape::Foreign;
use crate::text::json_layout::{is_safe_in_json, json, raw_json_line, raw_json_pretty};
use crate::text::moment::Moment;
use crate::world::World;

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub levels: LevelArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// How bodies are written
    ///
    /// Without it, one body is a card and several are a table.
    #[arg(long, short, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<ShowFormat>,
    /// With jsonl: wrap each body as {"source": …, "body": …}.
    #[arg(long, help_heading = "Output")]
    pub with_source: bool,
}

/// Formats of `show`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    Table,
    Card,
    Json,
    Jsonl,
    Csv,
    Markdown,
}

/// Rows that are held to find the widths of a table's columns.
const ROWS_HELD: usize = 1_000;

/// Runs the command.
///
/// # Errors
/// Wrong arguments, or a write that failed.
pub fn run(arguments: &ShowArgs, world: &mut World<'_>) -> Result<Exit> {
    if arguments.output.hide_values {
        bail!("show prints values: leave out --hide-values, or use check");
    }
    let options = settings::options(&arguments.output, world);
    let sources = settings::sources(&arguments.input, world)?;
    let examination = Examination {
        wanted: match arguments.format {
            Some(ShowFormat::Json | ShowFormat::Jsonl) => Wanted::Text,
            _ => Wanted::Values,
        },
        ..settings::examination(&arguments.filter, &arguments.levels, false)?
    };
    let is_live = sources.contains(&Input::Stdin);
    let run = settings::run(sources, examination, &arguments.input, &arguments.output, world);
    let shower = Shower::new(arguments.format, arguments.with_source, options);
    let mut sink = Sink::open(arguments.output.output.as_deref(), world.stdout)?;
    let mut page = Page::new(arguments.format, options, &mut sink).live(is_live);
    let outcome = run.go_live(&shower, world.stdin, world.stderr, |shown, then| {
        page.add(shown)?;
        if then == Then::Pause { page.flush() } else { Ok(()) }
    })?;
    page.end(&outcome.summary)?;
    let not_shown = page.not_shown;
    sink.finish()?;
    Ok(match outcome.summary.unreadable_inputs {
        0 if not_shown == 0 => Exit::Clean,
        0 => Exit::Findings,
        _ => Exit::Trouble,
    })
}

/// Renders bodies on any thread.
pub(super) struct Shower {
    format: Option<ShowFormat>,
    with_source: bool,
    options: Options,
    row_writer: Option<RowWriter>,
    concise: Box<dyn FindingFormat>,
}

/// The bodies of one block, rendered as far as can be done without the others.
#[derive(Default)]
pub(super) struct Shown {
    /// JSON lines, or the finished records.
    bytes: Vec<u8>,
    /// JSON documents.
    documents: Vec<String>,
    /// Cards: all for that format; else the first, which is shown if it stays alone.
    cards: Vec<Vec<u8>>,
    rows: Vec<Row>,
    /// Whether the first of them is of a body that is one line.
    begins_with_line: bool,
    /// Rows of CSV or Markdown.
    records: Rows,
    /// The numbers, in the block and in order, of bodies that cannot be shown.
    hidden: Vec<u64>,
    not_shown: u64,
}

impl Consumer for Shower {
    type Kept = (Shown, Option<io::Error>);
    type Data = Shown;

    fn body(&self, (shown, failed): &mut Self::Kept, seen: &Seen<'_, '_>) {
        // What is no goal webhook may be an envelope with the secrets of a delivery.
        if !seen.is_readable() {
            // What a rule that is off has against a body is no fault of it.
            if !seen.reports.is_empty() {
                shown.hidden.push(seen.number);
            }
        } else if let Err(error) = self.add(shown, seen) {
            *failed = Some(error);
        }
    }

    fn render(
        &self,
        (mut shown, failed): Self::Kept,
        numbered: &Numbered,
        messages: &mut Vec<String>,
    ) -> io::Result<Shown> {
        failed.map_or(Ok(()), Err)?;
        std::mem::take(&mut shown.records).write(numbered.bodies_before, &mut shown.bytes);
        shown.not_shown = shown.hidden.len() as u64;
        for report in &numbered.reports {
            let hidden = match report.body {
                Some(body) => shown.hidden.binary_search(&(body - numbered.bodies_before)).is_ok(),
                None => {
                    shown.not_shown += 1;
                    true
                }
            };
            if hidden {
                let mut line = String::new();
                self.concise.finding(&mut line, report);
                messages.push(line.trim_end().to_owned());
            }
        }
        Ok(shown)
    }
}

impl Shower {
    /// A renderer for one of the formats; without one, for a card or a table.
    pub(super) fn new(format: Option<ShowFormat>, with_source: bool, options: Options) -> Shower {
        let concise = Box::new(Concise { colour: false });
        let row_writer = row_writer(format, options);
        Shower { format, with_source, options, row_writer, concise }
    }

    fn add(&self, shown: &mut Shown, seen: &Seen<'_, '_>) -> io::Result<()> {
        let view = View {
            goal: seen.goal,
            text: seen.frame.text,
            input: seen.input,
            trail: seen.trail,
            body: seen.number,
            line: seen.line,
            form: seen.form.description(),
            reports: seen.reports,
            received: seen.delivery.received,
        };
        match self.format {
            None => {
                if shown.rows.is_empty() {
                    shown.begins_with_line = !view.text.contains('\n');
                    self.card(shown, &view)?;
                }
                shown.rows.push(Row::new(&view, self.options));
            }
            Some(ShowFormat::Table) => shown.rows.push(Row::new(&view, self.options)),
            Some(ShowFormat::Card) => self.card(shown, &view)?,
            Some(ShowFormat::Json) => {
                let mut document = String::new();
                raw_json_pretty(view.text, 0, &mut document);
                shown.documents.push(document);
            }
            Some(ShowFormat::Jsonl) => self.line(shown, &view, seen),
            Some(ShowFormat::Csv | ShowFormat::Markdown) => {
                if let Some(writer) = &self.row_writer {
                    writer.add(&mut shown.records, &view);
                }
            }
        }
        Ok(())
    }

    fn card(&self, shown: &mut Shown, view: &View<'_>) -> io::Result<()> {
        let mut text = Vec::new();
        card::card(&mut text, view, self.options)?;
        shown.cards.push(text);
        Ok(())
    }

    fn line(&self, shown: &mut Shown, view: &View<'_>, seen: &Seen<'_, '_>) {
        let is_compact = matches!(seen.frame.content, Content::Clean(clean) if clean.compact);
        if is_compact && !self.with_source && is_safe_in_json(view.text) {
            shown.bytes.extend_from_slice(view.text.as_bytes());
            shown.bytes.push(b'\n');
            return;
        }
        let mut line = String::new();
        if self.with_source {
            line.push_str(&format!("{{\"source\":{},\"body\":", json(&Source::of(seen), false)));
        }
        raw_json_line(view.text, &mut line);
        if self.with_source {
            line.push('}');
        }
        line.push('\n');
        shown.bytes.extend_from_slice(line.as_bytes());
    }
}

/// What `--with-source` says of a body.
#[derive(Serialize)]
struct Source<'s> {
    form: Option<&'s str>,
    headers: Vec<Header<'s>>,
    input: &'s str,
    line: u64,
    method: Option<&'s str>,
    path: Option<&'s str>,
    received: Option<Moment>,
    trail: Vec<&'s str>,
}

#[derive(Serialize)]
struct Header<'s> {
    name: &'s str,
    value: &'s str,
}

impl<'s> Source<'s> {
    fn of(seen: &Seen<'s, '_>) -> Source<'s> {
        let delivery = seen.delivery;
        let header =
            |(name, value): &'s (Foreign, Foreign)| Header { name: name.raw(), value: value.raw() };
        Source {
            form: seen.envelope.or(seen.form.description()),
            headers: delivery.headers.iter().map(header).collect(),
            input: seen.input.raw(),
            line: seen.line,
            method: delivery.method.as_ref().map(Foreign::raw),
            path: delivery.path.as_ref().map(Foreign::raw),
            received: delivery.received,
            trail: seen.trail.iter().map(Foreign::raw).collect(),
        }
    }
}

fn row_writer(format: Option<ShowFormat>, options: Options) -> Option<RowWriter> {
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
    not_shown: u64,
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
