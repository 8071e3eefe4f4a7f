//! `show`: bodies as a card, a table, JSON, CSV or Markdown, each with its findings.

use super::options::{FilterArgs, InputArgs, LevelArgs, OutputArgs};
use clap::Args;
use std::io;

use anyhow::{Result, bail};
use serde::Serialize;

use super::formats::ShowFormat;
use super::page::{Page, Shown, row_writer};
use super::settings;
use crate::capture::frames::Content;
use crate::examine::numbering::Numbered;
use crate::examine::view::View;
use crate::examine::{Examination, Seen, Wanted};
use crate::exit::Exit;
use crate::input::Source as Input;
use crate::render::Options;
use crate::render::check::FindingFormat;
use crate::render::check::concise::Concise;
use crate::render::show::card;
use crate::render::show::rows::RowWriter;
use crate::render::show::table::Row;
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
