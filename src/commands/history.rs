//! `history`: the deliveries of every goal as a timeline, audited with the sequence rules; or only
//! the counts; or the latest state of live goals.

use anyhow::{Result, anyhow, bail};
use clap::{Args, ValueEnum};

use super::body_writer::ShowFormat;
use super::deliveries::{Keep, gather};
use super::latest;
use super::options::{CommonArgs, CsvArgs, OutputArgs};
use super::replay::{Replay, Replayed, flagged_goal, needs_state, report};
use super::settings;
use super::timelines::Timelines;
use crate::diff::change::Scope;
use crate::examine::ExamineOptions;
use crate::examine::report::Report;
use crate::examine::select::{GOALS, Passed, Selection, nothing_matches};
use crate::exit::Exit;
use crate::history::digest::Digester;
use crate::history::summary::HistorySummary;
use crate::history::timeline::Shape;
use crate::render::history::csv::HistoryCsv;
use crate::render::history::html::HistoryHtml;
use crate::render::history::json::HistoryJson;
use crate::render::history::markdown::HistoryMarkdown;
use crate::render::history::table::HistoryTable;
use crate::render::history::{End, HistoryFormat as Format, HistoryShown};
use crate::render::record::RecordFormat;
use crate::run::sink::Sink;
use crate::text::span::TimeSpan;
use crate::world::World;

/// Arguments of `history`.
#[derive(Debug, Args)]
#[command(after_help = "Goals are printed in the order of their guids. A large capture can be \
                  split by guid, but the rules about users need all goals of a user in one run. \
                  Deliveries of a goal are ordered by revision. The order of arrival is that of \
                  the received times if each delivery has one, otherwise that of the capture.\n\n\
                  Bodies that cannot be read are named on standard error; check shows them.\n\n\
                  A goal is live until it is deleted; --latest prints its highest revision, as it was \
                  delivered last.")]
pub struct HistoryArgs {
    #[command(flatten)]
    pub common: CommonArgs,
    /// Output format; table if not given, and with --latest a card for one goal.
    #[arg(long, short, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<HistoryFormat>,
    #[command(flatten)]
    pub csv: CsvArgs,
    /// Print only counts, and the goals with findings, worst first.
    #[arg(long, help_heading = "Output", conflicts_with = "latest")]
    pub summary: bool,
    /// Show each delivery on its own line, repeats included, with its received time.
    #[arg(long, help_heading = "Output", conflicts_with_all = ["latest", "summary"])]
    pub deliveries: bool,
    /// Ignore deliveries received after this time: a day, a month, RFC 3339 or Unix seconds
    ///
    /// Deliveries without a received time are left out and counted on standard error.
    #[arg(long, value_name = "TIME", help_heading = "Filter")]
    pub as_of: Option<String>,
    /// Print the latest state of each live goal, as show does
    #[arg(long, help_heading = "Output")]
    pub latest: bool,
}

/// Formats of `history`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HistoryFormat {
    /// A timeline for each goal; with --latest a line for each.
    Table,
    /// A card for each live goal (only with --latest).
    Card,
    /// One JSON document.
    Json,
    /// A JSON document on each line: goals, and last the summary; with --latest bodies.
    Jsonl,
    /// A record for each line of the timeline.
    Csv,
    /// Tables in Markdown.
    Markdown,
    /// One page to read and to send: an index with charts, worst first, and each goal.
    Html,
}

impl HistoryFormat {
    /// The format for `--latest`, as in `show`.
    fn of_states(self) -> ShowFormat {
        match self {
            HistoryFormat::Table | HistoryFormat::Html => ShowFormat::Table,
            HistoryFormat::Card => ShowFormat::Card,
            HistoryFormat::Json => ShowFormat::Json,
            HistoryFormat::Jsonl => ShowFormat::Jsonl,
            HistoryFormat::Csv => ShowFormat::Csv,
            HistoryFormat::Markdown => ShowFormat::Markdown,
        }
    }
}

/// # Errors
/// Wrong arguments, bodies that cannot be read again, or a failed write.
pub fn run(arguments: &HistoryArgs, world: &mut World<'_>) -> Result<Exit> {
    let CommonArgs { input, filter, levels: asked, output } = &arguments.common;
    arguments.csv.check(arguments.format == Some(HistoryFormat::Csv))?;
    if !arguments.latest && arguments.format == Some(HistoryFormat::Card) {
        bail!("--format card: a card shows one state; add --latest");
    }
    if arguments.latest && arguments.format == Some(HistoryFormat::Html) {
        bail!("--format html: a page shows histories; leave out --latest");
    }
    if arguments.latest && output.hide_values {
        bail!("--latest prints values: leave out --hide-values, or --latest");
    }
    let levels = settings::levels(asked)?;
    let jobs = settings::jobs(input);
    let sources = settings::sources(input, world)?;
    let selection = Selection { chooses_goals: true, ..filter.selection()? };
    let as_of = match &arguments.as_of {
        Some(time) => Some(TimeSpan::parse(time).map_err(|why| anyhow!("--as-of: {why}"))?.end),
        None => None,
    };
    let examine_options = settings::chains_only(filter, Some(asked), true)?;
    let run = settings::run(sources, examine_options, input, output, world);
    let digester = Digester::new(Scope::default());
    let hide_values = output.hide_values;
    let keep = Keep {
        texts: !arguments.summary || needs_state(&selection) || !selection.users.is_empty(),
        unplaced: false,
        hide_values,
        as_of,
    };
    let gathered = gather(run, &digester, keep, world)?;
    if gathered.untimed > 0 && !output.quiet {
        let untimed = Passed { untimed: gathered.untimed, ..Passed::default() };
        untimed.notes().iter().for_each(|note| world.say(&format!("note: {note}")));
    }
    let replay = Replay {
        gathered: &gathered,
        digester: &digester,
        levels: &levels,
        selection: &selection,
        jobs,
    };
    match arguments.latest {
        true => print_latest(arguments, &replay, world),
        false => print_timelines(arguments, &replay, world),
    }
}

/// Prints the latest states as `show` does.
fn print_latest(
    arguments: &HistoryArgs,
    replay: &Replay<'_>,
    world: &mut World<'_>,
) -> Result<Exit> {
    let CommonArgs { filter, levels, output, .. } = &arguments.common;
    let (states, replayed) = replay.latest()?;
    say_nothing_chosen(&replayed, replay, output, world)?;
    let exit = exit(&replayed.summary);
    let examine_options = ExamineOptions {
        selection: Selection::default(),
        ..settings::examine_options(filter, levels)?
    };
    let format = arguments.format.map(HistoryFormat::of_states);
    let has_errors = replayed.summary.run.errors > 0;
    let states = (replay, states.as_slice(), has_errors, arguments.csv.bom);
    let shown = latest::show(format, &examine_options, output, states, world)?;
    if has_errors && !output.quiet {
        world.say("note: findings at error level; see goalpost history without --latest");
    }
    Ok(exit.max(shown))
}

fn print_timelines(
    arguments: &HistoryArgs,
    replay: &Replay<'_>,
    world: &mut World<'_>,
) -> Result<Exit> {
    let output = &arguments.common.output;
    let (hide_values, gathered) = (output.hide_values, replay.gathered);
    let shown = HistoryShown {
        options: settings::options(output, world),
        hide_values,
        only_summary: arguments.summary,
    };
    let is_json = matches!(arguments.format, Some(HistoryFormat::Json | HistoryFormat::Jsonl));
    let sink = Sink::open(output.output.as_deref(), world.stdout)?;
    let mut sink = sink.painting_json(is_json && shown.options.paints_json());
    let format = format(arguments.format, shown, RecordFormat::csv(arguments.csv.bom));
    format.begin(&mut sink)?;
    let shape = Shape { each_delivery: arguments.deliveries, hide_values };
    let timelines = Timelines { gathered, format: &*format, shape, replay };
    let mut flagged = Vec::new();
    let replayed = match (arguments.summary, format.has_index()) {
        (true, _) => replay.run(
            |judged| flagged_goal(&judged, &gathered.ledger, hide_values),
            |goal| {
                flagged.extend(goal);
                Ok(())
            },
        )?,
        (false, false) => timelines.write(&mut sink)?,
        (false, true) => timelines.write_with_index(&mut sink)?,
    };
    let goals = if arguments.summary { 0 } else { replayed.summary.goals };
    // With `--summary` the locations of bodies are not kept.
    let of_users = if arguments.summary { &[][..] } else { &replayed.of_users };
    let findings: Vec<Report> = of_users
        .iter()
        .filter_map(|finding| report(&gathered.ledger, finding, replay.levels, hide_values))
        .collect();
    // The sort is stable: equal goals stay in guid order.
    flagged.sort_by_key(|goal| std::cmp::Reverse(goal.counts));
    let summary = &replayed.summary;
    format.end(&mut sink, &End { goals, findings: &findings, flagged: &flagged, summary })?;
    sink.finish()?;
    say_nothing_chosen(&replayed, replay, output, world)?;
    Ok(exit(&replayed.summary))
}

/// The note that no goal matches the filters, if so.
fn say_nothing_chosen(
    replayed: &Replayed,
    replay: &Replay<'_>,
    output: &OutputArgs,
    world: &mut World<'_>,
) -> Result<()> {
    if replayed.summary.goals == 0 && replayed.all_goals > 0 && !output.quiet {
        let nearest = replay.gathered.nearest(replay.selection)?;
        let nearest = (!output.hide_values).then_some(&nearest);
        let note = nothing_matches(replay.selection, replayed.all_goals, GOALS, nearest);
        world.say(&format!("note: {note}"));
    }
    Ok(())
}

fn exit(summary: &HistorySummary) -> Exit {
    if summary.run.unreadable_inputs > 0 {
        Exit::Trouble
    } else if summary.run.errors + summary.unplaced > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

fn format(
    format: Option<HistoryFormat>,
    shown: HistoryShown,
    csv: RecordFormat,
) -> Box<dyn Format> {
    match format {
        None | Some(HistoryFormat::Table | HistoryFormat::Card) => Box::new(HistoryTable { shown }),
        Some(HistoryFormat::Json) => Box::new(HistoryJson { shown, lines: false }),
        Some(HistoryFormat::Jsonl) => Box::new(HistoryJson { shown, lines: true }),
        Some(HistoryFormat::Csv) => Box::new(HistoryCsv { shown, format: csv }),
        Some(HistoryFormat::Markdown) => Box::new(HistoryMarkdown { shown }),
        Some(HistoryFormat::Html) => Box::new(HistoryHtml { shown }),
    }
}
