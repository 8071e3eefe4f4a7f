//! `stats`: counts what a capture contains, or adds up saved counts.

use super::options::{CommonArgs, CsvArgs};
use clap::{Args, ValueEnum};
use std::io::{self, Read};

use anyhow::Result;

use super::settings;
use crate::capture::frames::Content;
use crate::examine::Seen;
use crate::examine::numbering::Numbered;
use crate::exit::Exit;
use crate::input::{Source, reason};
use crate::render::record::RecordFormat;
use crate::render::stats::{csv, json_document, json_lines, markdown, table};
use crate::run::Consumer;
use crate::run::sink::Sink;
use crate::stats::{Stats, saved};
use crate::text::terminal::terminal;
use crate::world::World;

/// Arguments of `stats`.
#[derive(Debug, Args)]
pub struct StatsArgs {
    #[command(flatten)]
    pub common: CommonArgs,
    /// Output format.
    #[arg(long, short, value_name = "FORMAT", default_value = "table", help_heading = "Output")]
    pub format: StatsFormat,
    #[command(flatten)]
    pub csv: CsvArgs,
    /// Add up saved results of `stats --format json`
    ///
    /// Takes such results as inputs. Prints what one run over all their bodies would print, or
    /// nothing if an input is not a saved result.
    #[arg(long, help_heading = "Input", conflicts_with_all = ["goal", "user", "action", "conditions"])]
    pub merge: bool,
}

/// Formats of `stats`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatsFormat {
    Table,
    Json,
    Jsonl,
    Csv,
    Markdown,
}

/// The maximum size of a saved result, whose names and words are bounded.
const LARGEST_RESULT: u64 = 4 << 20;

/// # Errors
/// Wrong arguments, or a failed write.
pub fn run(arguments: &StatsArgs, world: &mut World<'_>) -> Result<Exit> {
    let CommonArgs { input, filter, levels, output } = &arguments.common;
    arguments.csv.check(arguments.format == StatsFormat::Csv)?;
    let mut stats = Stats::default();
    let sources = settings::sources(input, world)?;
    let exit = if arguments.merge {
        if !merge(&sources.list, &mut stats, world) {
            // Partial counts would look like the whole.
            return Ok(Exit::Trouble);
        }
        Exit::Clean
    } else {
        let examine_options = settings::examine_options(filter, levels)?;
        let run = settings::run(sources, examine_options, input, output, world);
        let outcome = run.go(&Counter, world.stdin, world.stderr, |part| {
            stats.merge(&part);
            Ok(())
        })?;
        match outcome.summary.unreadable_inputs {
            0 => Exit::Clean,
            _ => Exit::Trouble,
        }
    };
    if output.hide_values {
        stats.forget_values();
    }
    let options = settings::options(output, world);
    let is_json = matches!(arguments.format, StatsFormat::Json | StatsFormat::Jsonl);
    let sink = Sink::open(output.output.as_deref(), world.stdout)?;
    let mut sink = sink.painting_json(is_json && options.paints_json());
    match arguments.format {
        StatsFormat::Table => table(&mut sink, &stats, options)?,
        StatsFormat::Json => json_document(&mut sink, &stats)?,
        StatsFormat::Jsonl => json_lines(&mut sink, &stats)?,
        StatsFormat::Csv => {
            csv(&mut sink, &stats, RecordFormat::csv(arguments.csv.bom), options.time)?;
        }
        StatsFormat::Markdown => markdown(&mut sink, &stats, options)?,
    }
    sink.finish()?;
    Ok(exit)
}

struct Counter;

impl Consumer for Counter {
    type Kept = Stats;
    type Data = Stats;

    fn prints(&self, _: &Stats) -> bool {
        false
    }

    fn body(&self, stats: &mut Stats, seen: &Seen<'_, '_>) {
        if let Content::Goal(body) = &seen.frame.content {
            stats.body(body, seen.goal);
        }
    }

    fn render(
        &self,
        mut stats: Stats,
        numbered: &Numbered,
        _: &mut Vec<String>,
    ) -> io::Result<Stats> {
        stats.summary(&numbered.summary);
        Ok(stats)
    }
}

/// Adds up saved results. Reports those that cannot be read and returns whether all could.
fn merge(sources: &[Source], stats: &mut Stats, world: &mut World<'_>) -> bool {
    let mut all = true;
    for source in sources {
        let result = source.open(world.stdin).and_then(|reader| {
            let mut text = String::new();
            let mut reader = reader.take(LARGEST_RESULT);
            reader.read_to_string(&mut text).map_err(|error| reason(&error))?;
            saved::read(&text).map_err(str::to_owned)
        });
        match result {
            Ok(part) => stats.merge(&part),
            Err(why) => {
                let name = source.name();
                world.say(&format!("error: {}: {}", terminal(name.raw()), terminal(&why)));
                all = false;
            }
        }
    }
    all
}
