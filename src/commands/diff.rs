//! `diff`: what changed between two bodies, two captures, or the revisions of one goal.

use super::options::{FilterArgs, InputArgs, OutputArgs};
use clap::{Args, ValueEnum};
use std::io::Write;

use anyhow::{Result, anyhow, bail};

use super::gather::{Gathered, Keep, gather};
use super::settings;
use super::words;
use crate::diff::change::{Comparison, Scope, Subject, compare, hide_keys};
use crate::diff::patch::{effective, json_patch, merge_patch};
use crate::diff::side::Side;
use crate::exit::Exit;
use crate::history::chain::Chain;
use crate::history::digest::Digester;
use crate::history::pairs::{Match, pairs};
use crate::input::walk::{self, LeftOut};
use crate::render::diff::json::DiffJson;
use crate::render::diff::markdown::DiffMarkdown;
use crate::render::diff::table::DiffTable;
use crate::render::diff::unified::DiffUnified;
use crate::render::diff::{Counts, End, Pair, PairFormat, Shown};
use crate::run::sink::Sink;
use crate::text::json_layout::{raw_json_line, raw_json_pretty};
use crate::text::suggest::suggest;
use crate::text::terminal::terminal;
use crate::webhook::field::{FIELDS, position};
use crate::world::World;

/// Arguments of `diff`.
#[derive(Debug, Args)]
#[command(
    override_usage = "goalpost diff [OPTIONS] OLD NEW\n       \
                      goalpost diff [OPTIONS] CAPTURE --goal GUID [--from N] [--to M]",
    after_help = "Two bodies are compared field by field, two captures by goal guid and revision. \
                  Values are compared, not spellings: 750, 750.00 and \"750.00\" are the same, and so \
                  are other orders of keys. A repeated delivery is no difference.\n\n\
                  --format patch and merge turn OLD into NEW to the letter; they are empty where \
                  only spellings differ, unless -v asks for them."
)]
pub struct DiffArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// The format.
    #[arg(long, value_name = "FORMAT", default_value = "table", help_heading = "Output")]
    pub format: DiffFormat,
    /// Tell also what is only spelled differently.
    #[arg(long, short, help_heading = "Output")]
    pub verbose: bool,
    /// With one capture: the older revision
    ///
    /// The lowest where only --to is given.
    #[arg(
        long,
        value_name = "N",
        requires = "goal",
        allow_hyphen_values = true,
        help_heading = "Filter"
    )]
    pub from: Option<i64>,
    /// With one capture: the newer revision
    ///
    /// The highest where only --from is given.
    #[arg(
        long,
        value_name = "M",
        requires = "goal",
        allow_hyphen_values = true,
        help_heading = "Filter"
    )]
    pub to: Option<i64>,
    /// Leave a field out (repeatable)
    ///
    /// Its name, action, or a JSON Pointer such as /goal/extra.
    #[arg(long, value_name = "FIELD", help_heading = "Filter", value_parser = words::FIELD, hide_possible_values = true)]
    pub ignore: Vec<String>,
    /// Compare only this field (repeatable).
    #[arg(long, value_name = "FIELD", help_heading = "Filter", value_parser = words::FIELD, hide_possible_values = true)]
    pub only: Vec<String>,
}

/// Formats of `diff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// A row for each changed field, grouped by who changes it.
    Table,
    /// Lines with - and +, as git shows changes.
    Unified,
    /// One JSON document.
    Json,
    /// JSON Patch (RFC 6902), for two bodies.
    Patch,
    /// JSON Merge Patch (RFC 7396), for two bodies.
    Merge,
    /// Tables in Markdown.
    Markdown,
}

/// Runs the command.
///
/// # Errors
/// Wrong arguments, bodies that cannot be read, or a write that failed.
pub fn run(arguments: &DiffArgs, world: &mut World<'_>) -> Result<Exit> {
    let scope = scope(arguments)?;
    let patches = matches!(arguments.format, DiffFormat::Patch | DiffFormat::Merge);
    if patches && arguments.output.hide_values {
        bail!("--hide-values: a patch is made of values; use another format");
    }
    let digester = Digester::new(scope.clone());
    let sides: Vec<Gathered> = arguments
        .input
        .inputs
        .iter()
        .map(|input| read(arguments, input, &digester, world))
        .collect::<Result<_>>()?;
    let trouble =
        sides.iter().any(|side| side.outcome.summary.unreadable_inputs > 0 || side.unreadable > 0);
    let mut sides = sides.into_iter();
    let exit = match (sides.next(), sides.next(), sides.next()) {
        (Some(old), Some(new), None) => {
            let plan = between_captures(&old, &new, &scope);
            let mut writer = Writer::open(arguments, &scope, plan.several, world)?;
            plan.write(&mut writer, &old, &new)?;
            writer.finish(plan.same)?
        }
        (Some(capture), None, None) if !arguments.filter.goals.is_empty() => {
            let steps = steps(arguments, &capture)?;
            let several = steps.len() != 1;
            let mut writer = Writer::open(arguments, &scope, several, world)?;
            // The newer state of one step is nearly always the older one of the next.
            let mut held: Option<(u32, String)> = None;
            for (before, after) in steps {
                let text = match held.take() {
                    Some((index, text)) if index == before => text,
                    _ => capture.read(before)?,
                };
                let other = capture.read(after)?;
                writer.compare((&capture, before, &text), (&capture, after, &other), true)?;
                held = Some((after, other));
            }
            writer.finish(0)?
        }
        (Some(_), None, None) => {
            bail!("name two inputs to compare, or choose a goal of one capture with --goal")
        }
        _ => bail!("name two inputs to compare: OLD and NEW; see --help"),
    };
    Ok(if trouble { Exit::Trouble } else { exit })
}

fn read(
    arguments: &DiffArgs,
    input: &std::path::PathBuf,
    digester: &Digester,
    world: &mut World<'_>,
) -> Result<Gathered> {
    let sources = walk::sources(std::slice::from_ref(input), &LeftOut::default());
    let examination = settings::chains_only(&arguments.filter, None)?;
    let run = settings::run(sources, examination, &arguments.input, &arguments.output, world);
    let hide_values = arguments.output.hide_values;
    gather(run, digester, Keep { texts: true, unplaced: true, hide_values }, world)
}

/// The fields to compare; a name that is no field is told.
fn scope(arguments: &DiffArgs) -> Result<Scope> {
    for (option, names) in [("--ignore", &arguments.ignore), ("--only", &arguments.only)] {
        for name in names {
            if name.starts_with('/') || name == "action" || position(name).is_some() {
                continue;
            }
            let known = FIELDS.iter().map(|field| field.name).chain(["action"]);
            let near = suggest(name, known).map(|near| format!("; did you mean {near}?"));
            let near = near.unwrap_or_else(|| {
                "; name an undocumented one by its pointer, such as /goal/extra".to_owned()
            });
            bail!("{option} {}: there is no such field{near}", terminal(name));
        }
    }
    Ok(Scope { ignore: arguments.ignore.clone(), only: arguments.only.clone() })
}

/// The pairs of deliveries of one goal to compare, by position in the ledger.
fn steps(arguments: &DiffArgs, capture: &Gathered) -> Result<Vec<(u32, u32)>> {
    let ledger = &capture.ledger;
    let wanted = arguments.filter.goals.first().map_or("", String::as_str);
    let names: Vec<u32> = ledger.goals.sorted();
    let exact = names.iter().find(|number| ledger.goals.name(**number) == wanted);
    let goal = match (exact, names.as_slice()) {
        (Some(goal), _) | (None, [goal]) => *goal,
        (None, []) => bail!("--goal {}: there is no body of this goal", terminal(wanted)),
        (None, several) => {
            let shown: Vec<String> = several
                .iter()
                .take(3)
                .map(|number| terminal(ledger.goals.name(*number)).into_owned())
                .collect();
            let more = if several.len() > 3 { ", …" } else { "" };
            bail!(
                "--goal {}: {} goals begin so: {}{more}",
                terminal(wanted),
                several.len(),
                shown.join(", ")
            );
        }
    };
    let by_goal = ledger.by_goal();
    let of_goal = by_goal.of(goal);
    let chain = Chain::of(&ledger.side_by_side(of_goal)).renumbered(of_goal);
    let states: Vec<(i64, u32)> = chain
        .revisions
        .iter()
        .map(|revision| chain.counting(&ledger.deliveries, revision))
        .map(|index| (ledger.deliveries[index as usize].revision, index))
        .collect();
    let find = |option: &str, number: i64| {
        states
            .iter()
            .find(|(revision, _)| *revision == number)
            .map(|(_, delivery)| *delivery)
            .ok_or_else(|| {
                let seen: Vec<String> =
                    states.iter().take(12).map(|(revision, _)| revision.to_string()).collect();
                let more = if states.len() > 12 { ", …" } else { "" };
                anyhow!(
                    "{option} {number}: not in the capture, which has {}{more}",
                    seen.join(", ")
                )
            })
    };
    let (Some(first), Some(last)) = (states.first(), states.last()) else { return Ok(Vec::new()) };
    match (arguments.from, arguments.to) {
        (None, None) => Ok(states.windows(2).map(|pair| (pair[0].1, pair[1].1)).collect()),
        (from, to) => {
            let from = from.map_or(Ok(first.1), |number| find("--from", number))?;
            let to = to.map_or(Ok(last.1), |number| find("--to", number))?;
            Ok(vec![(from, to)])
        }
    }
}

/// The comparison of two captures: what to show of it, in order.
struct Plan {
    several: bool,
    same: u64,
    old: Vec<(u32, Match)>,
    only_new: Vec<u32>,
}

fn between_captures(old: &Gathered, new: &Gathered, scope: &Scope) -> Plan {
    if let ([_], [_]) = (old.ledger.deliveries.as_slice(), new.ledger.deliveries.as_slice()) {
        // Two bodies are compared whatever their goals and revisions are.
        return Plan {
            several: false,
            same: 0,
            old: vec![(0, Match::Differs(0))],
            only_new: Vec::new(),
        };
    }
    let matches = pairs(&old.ledger, &new.ledger, scope.includes(&Subject::Action));
    let same = matches.old.iter().filter(|outcome| **outcome == Match::Same).count() as u64;
    let told = |outcome: &Match| matches!(outcome, Match::Differs(_) | Match::Alone);
    Plan {
        several: true,
        same,
        old: (0..).zip(matches.old).filter(|(_, outcome)| told(outcome)).collect(),
        only_new: matches.only_new,
    }
}

impl Plan {
    fn write(&self, writer: &mut Writer<'_>, old: &Gathered, new: &Gathered) -> Result<()> {
        for (before, outcome) in &self.old {
            let text = old.read(*before)?;
            match outcome {
                Match::Differs(after) => {
                    let other = new.read(*after)?;
                    writer.compare((old, *before, &text), (new, *after, &other), !self.several)?;
                }
                _ => writer.alone(old, *before, &text, true)?,
            }
        }
        for after in &self.only_new {
            let text = new.read(*after)?;
            writer.alone(new, *after, &text, false)?;
        }
        Ok(())
    }
}

/// Writes pairs in one of the formats, and counts them.
struct Writer<'w> {
    sink: Sink<'w>,
    scope: Scope,
    verbose: bool,
    hide_values: bool,
    format: DiffFormat,
    pairs: Box<dyn PairFormat>,
    counts: Counts,
}

impl<'w> Writer<'w> {
    fn open(
        arguments: &DiffArgs,
        scope: &Scope,
        several: bool,
        world: &'w mut World<'_>,
    ) -> Result<Writer<'w>> {
        let options = settings::options(&arguments.output, world);
        let is_patch = matches!(arguments.format, DiffFormat::Patch | DiffFormat::Merge);
        if is_patch && several {
            bail!("a patch is for two bodies: choose them with --goal, --from and --to")
        }
        let shown = Shown {
            options,
            verbose: arguments.verbose,
            hide_values: arguments.output.hide_values,
            several,
        };
        let sink = Sink::open(arguments.output.output.as_deref(), world.stdout)?;
        let mut writer = Writer {
            sink,
            scope: scope.clone(),
            verbose: arguments.verbose,
            hide_values: arguments.output.hide_values,
            format: arguments.format,
            pairs: match arguments.format {
                DiffFormat::Table | DiffFormat::Patch | DiffFormat::Merge => {
                    Box::new(DiffTable::new(shown))
                }
                DiffFormat::Unified => Box::new(DiffUnified { shown }),
                DiffFormat::Json => Box::new(DiffJson::new(shown)),
                DiffFormat::Markdown => Box::new(DiffMarkdown { shown }),
            },
            counts: Counts::default(),
        };
        writer.pairs.begin(&mut writer.sink)?;
        Ok(writer)
    }

    /// Compares two bodies, each given by its capture, its position in the ledger and its text.
    fn compare(
        &mut self,
        old: (&Gathered, u32, &str),
        new: (&Gathered, u32, &str),
        even_if_same: bool,
    ) -> Result<()> {
        let (mut before, mut after) = (side(old.2)?, side(new.2)?);
        let mut comparison = compare(&before, &after, &self.scope);
        if self.hide_values {
            hide_keys([&mut before, &mut after], &mut comparison);
            before.alias = Some(alias(old));
            after.alias = Some(alias(new));
        }
        let differs = !comparison.changes.is_empty();
        self.counts.different += u64::from(differs);
        self.counts.same += u64::from(!differs);
        match self.format {
            DiffFormat::Patch => return self.patch(&comparison),
            DiffFormat::Merge => return self.merge(&comparison),
            _ if !differs && !even_if_same => return Ok(()),
            _ => {}
        }
        let pair = Pair::Both(end(old, &before), end(new, &after), &comparison);
        Ok(self.pairs.pair(&mut self.sink, &pair)?)
    }

    fn alone(&mut self, of: &Gathered, index: u32, text: &str, is_old: bool) -> Result<()> {
        let mut side = side(text)?;
        if self.hide_values {
            hide_keys([&mut side, &mut Side::default()], &mut Comparison::default());
            side.alias = Some(alias((of, index, text)));
        }
        let end = end((of, index, text), &side);
        let pair = if is_old { Pair::OnlyOld(end) } else { Pair::OnlyNew(end) };
        self.counts.only_old += u64::from(is_old);
        self.counts.only_new += u64::from(!is_old);
        Ok(self.pairs.pair(&mut self.sink, &pair)?)
    }

    fn patch(&mut self, comparison: &Comparison<'_>) -> Result<()> {
        let patch = json_patch(&effective(comparison, self.verbose));
        // An operation stands on each line, as it was put there.
        for line in patch.lines() {
            let mut safe = String::new();
            raw_json_line(line.trim_start(), &mut safe);
            let indent = &line[..line.len() - line.trim_start().len()];
            writeln!(self.sink, "{indent}{safe}")?;
        }
        Ok(())
    }

    fn merge(&mut self, comparison: &Comparison<'_>) -> Result<()> {
        let patch = merge_patch(&effective(comparison, self.verbose)).map_err(|pointer| {
            anyhow!(
                "{} becomes null, which a merge patch cannot say (null removes); use --format patch",
                terminal(&pointer)
            )
        })?;
        let mut safe = String::new();
        raw_json_pretty(&patch, 0, &mut safe);
        writeln!(self.sink, "{safe}")?;
        Ok(())
    }

    /// Writes the end; `same` counts bodies that are the same and were not compared in detail.
    fn finish(mut self, same: u64) -> Result<Exit> {
        self.counts.same += same;
        if !matches!(self.format, DiffFormat::Patch | DiffFormat::Merge) {
            self.pairs.end(&mut self.sink, &self.counts)?;
        }
        self.sink.finish()?;
        Ok(if self.counts.is_same() { Exit::Clean } else { Exit::Findings })
    }
}

fn side(text: &str) -> Result<Side<'_>> {
    Side::read(text).ok_or_else(|| anyhow!("a body changed while it was read"))
}

/// What a goal is called whose guid stays hidden.
fn alias((of, index, _): (&Gathered, u32, &str)) -> String {
    let place = &of.ledger.locations[index as usize];
    format!("goal of {}:{}", of.ledger.inputs[place.input as usize].raw(), place.line)
}

fn end<'a>((of, index, _): (&'a Gathered, u32, &str), side: &'a Side<'a>) -> End<'a> {
    let place = &of.ledger.locations[index as usize];
    let input = &of.ledger.inputs[place.input as usize];
    let trail = of.ledger.trail(place.trail);
    End { side, input, trail, body: place.body, line: place.line }
}
