//! `diff`: what changed between two bodies, two captures, or the revisions of one goal.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Result, bail, ensure};
use clap::{Args, ValueEnum};

use super::compare::{Body, Output, Writer};
use super::deliveries::{Deliveries, Keep, gather};
use super::options::{FilterArgs, InputArgs, OutputArgs, parse_whole};
use super::replay::{Replay, State};
use super::revisions::{Wanted, steps};
use super::settings;
use super::word_argument;
use crate::diff::change::{Scope, Subject};
use crate::examine::select::{BODIES, GOALS, Nearest, Selection, nothing_matches};
use crate::exit::Exit;
use crate::history::digest::Digester;
use crate::history::pairs::{Match, pairs};
use crate::input::walk;
use crate::render::diff::Shown;
use crate::render::diff::json::DiffJson;
use crate::render::diff::markdown::DiffMarkdown;
use crate::render::diff::table::DiffTable;
use crate::render::diff::unified::DiffUnified;
use crate::rules::levels::Levels;
use crate::run::sink::Sink;
use crate::run::{NothingChosen, Run};
use crate::text::digits::counted;
use crate::text::terminal::terminal;
use crate::webhook::field::{FIELDS, field_hint, position};
use crate::world::World;

/// Arguments of `diff`.
#[derive(Debug, Args)]
#[command(
    override_usage = "goalpost diff [OPTIONS] OLD NEW\n       \
                      goalpost diff [OPTIONS] --latest OLD NEW\n       \
                      goalpost diff [OPTIONS] CAPTURE --goal GUID [--from N] [--to M]",
    after_help = "Two bodies are compared field by field, two captures by goal guid and revision. \
                  Values are compared, not spellings: 750, 750.00 and \"750.00\" are equal, and the \
                  order of keys does not matter. A repeated delivery is not a difference.\n\n\
                  --latest compares, goal by goal, the state after OLD with the state after NEW. If \
                  a revision was delivered several times, a deletion counts, otherwise the last to \
                  arrive. --from N --to N compares the different contents of revision N.\n\n\
                  --format patch and merge turn OLD into NEW exactly; they are empty if only \
                  spellings differ, unless -v is given."
)]
pub struct DiffArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// Output format.
    #[arg(long, short, value_name = "FORMAT", default_value = "table", help_heading = "Output")]
    pub format: DiffFormat,
    /// Compare the latest state of each live goal instead of bodies.
    #[arg(long, help_heading = "Filter", conflicts_with_all = ["from", "to"])]
    pub latest: bool,
    /// Print only counts (for two captures).
    #[arg(long, help_heading = "Output")]
    pub stat: bool,
    /// The older revision, for one capture
    ///
    /// The lowest if only --to is given.
    #[arg(long, value_name = "N", requires = "goal", allow_hyphen_values = true, value_parser = parse_whole::<i64>, help_heading = "Filter")]
    pub from: Option<i64>,
    /// The newer revision, for one capture
    ///
    /// The highest if only --from is given.
    #[arg(long, value_name = "M", requires = "goal", allow_hyphen_values = true, value_parser = parse_whole::<i64>, help_heading = "Filter")]
    pub to: Option<i64>,
    /// Ignore this field (repeatable)
    ///
    /// A field's name, action, or a JSON Pointer such as /goal/extra.
    #[arg(long, value_name = "FIELD", help_heading = "Filter", value_parser = word_argument::FIELD, hide_possible_values = true)]
    pub ignore: Vec<String>,
    /// Compare only this field (repeatable).
    #[arg(long, value_name = "FIELD", help_heading = "Filter", value_parser = word_argument::FIELD, hide_possible_values = true)]
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

/// # Errors
/// Wrong arguments, bodies that cannot be read, or a failed write.
pub fn run(arguments: &DiffArgs, world: &mut World<'_>) -> Result<Exit> {
    let scope = scope(arguments)?;
    let patches = matches!(arguments.format, DiffFormat::Patch | DiffFormat::Merge);
    if patches && arguments.output.hide_values {
        bail!("--hide-values: a patch is made of values; use another format");
    }
    let has_revisions = arguments.from.is_some() || arguments.to.is_some();
    let inputs = &arguments.input.inputs;
    match (inputs.len(), arguments.filter.goals.len()) {
        (2, _) if has_revisions => {
            bail!("--from and --to choose revisions of one goal in one capture; leave one out")
        }
        (1, 0) => bail!("name two inputs to compare, or choose a goal of one capture with --goal"),
        (1, _) if arguments.latest || arguments.stat => {
            bail!("name two inputs to compare: OLD and NEW; see --help")
        }
        (2, _) | (1, 1) => {}
        (1, _) => bail!("--goal: choose one goal whose revisions are compared"),
        _ => bail!("name two inputs to compare: OLD and NEW; see --help"),
    }
    let digester = Digester::new(scope.clone());
    let sides: Vec<Deliveries> = inputs
        .iter()
        .map(|input| read(arguments, input, &digester, world))
        .collect::<Result<_>>()?;
    let (mut trouble, mut has_sides) = (false, true);
    for (side, input) in sides.iter().zip(inputs) {
        let (summary, passed) = (&side.outcome.summary, &side.outcome.passed);
        let is_empty = side.ledger.deliveries.is_empty() && passed.others == 0;
        let is_unread = summary.unreadable_inputs > 0;
        trouble |= side.unreadable > 0 || is_unread || is_empty;
        has_sides &= !is_empty;
        let why = if side.unreadable > 0 {
            let bodies = counted(side.unreadable, "body", "bodies");
            format!("{bodies} could not be read")
        } else if is_unread && !is_empty {
            "could not be read to the end".to_owned()
        } else if is_empty && !is_unread {
            "no webhook body found".to_owned()
        } else {
            // The error about the input is enough.
            continue;
        };
        let so = if is_empty { "nothing" } else { "only what could be read" };
        let input = input.to_string_lossy();
        world.say(&format!("error: {}: {why}; {so} is compared", terminal(&input)));
    }
    // Against a side that is not known, everything would seem to be missing.
    if !has_sides {
        return Ok(Exit::Trouble);
    }
    let exit = match sides.as_slice() {
        [old, new] if arguments.latest => states(arguments, &scope, &digester, [old, new], world)?,
        [old, new] => captures(arguments, &scope, old, new, world)?,
        sides => match sides.first() {
            Some(capture) => revisions(arguments, &scope, &digester, capture, world)?,
            None => Exit::Clean,
        },
    };
    Ok(if trouble { Exit::Trouble } else { exit })
}

fn read(
    arguments: &DiffArgs,
    input: &std::path::PathBuf,
    digester: &Digester,
    world: &mut World<'_>,
) -> Result<Deliveries> {
    let sources =
        walk::sources(std::slice::from_ref(input), &settings::left_out(&arguments.input)?);
    let chooses_goals = arguments.latest || arguments.input.inputs.len() == 1;
    let examine_options = settings::chains_only(&arguments.filter, None, chooses_goals)?;
    let run = settings::run(sources, examine_options, &arguments.input, &arguments.output, world);
    let run = Run { nothing_chosen: NothingChosen::Silent, ..run };
    let hide_values = arguments.output.hide_values;
    let keep = Keep { texts: true, unplaced: !chooses_goals, hide_values, as_of: None };
    gather(run, digester, keep, world)
}

/// The fields to compare; warns about names that are not fields.
fn scope(arguments: &DiffArgs) -> Result<Scope> {
    for (option, names) in [("--ignore", &arguments.ignore), ("--only", &arguments.only)] {
        for name in names {
            if name.starts_with('/') || name == "action" || position(name).is_some() {
                continue;
            }
            let known = FIELDS.iter().map(|field| field.name).chain(["action"]);
            let pointer = "name an undocumented one by its pointer, such as /goal/extra";
            let hint = field_hint(name, known, pointer);
            bail!("{option} {}: there is no such field; {hint}", terminal(name));
        }
    }
    Ok(Scope { ignore: arguments.ignore.clone(), only: arguments.only.clone() })
}

/// Begins the output; `several`: more than one pair may follow.
fn open<'w>(
    arguments: &DiffArgs,
    scope: &Scope,
    several: bool,
    world: &'w mut World<'_>,
) -> Result<Writer<'w>> {
    let shown = Shown {
        options: settings::options(&arguments.output, world),
        verbose: arguments.output.verbose,
        hide_values: arguments.output.hide_values,
        several,
        goals: arguments.latest,
    };
    let is_json =
        matches!(arguments.format, DiffFormat::Json | DiffFormat::Patch | DiffFormat::Merge);
    let output = match arguments.format {
        DiffFormat::Patch | DiffFormat::Merge if several => {
            bail!("a patch is for two bodies: choose them with --goal, --from and --to")
        }
        DiffFormat::Patch => Output::Patch,
        DiffFormat::Merge => Output::Merge,
        DiffFormat::Table => Output::Pairs(Box::new(DiffTable::new(shown))),
        DiffFormat::Unified => Output::Pairs(Box::new(DiffUnified { shown })),
        DiffFormat::Json => Output::Pairs(Box::new(DiffJson::new(shown))),
        DiffFormat::Markdown => Output::Pairs(Box::new(DiffMarkdown { shown })),
    };
    let sink = Sink::open(arguments.output.output.as_deref(), world.stdout)?;
    let sink = sink.painting_json(is_json && shown.options.paints_json());
    Writer::begin(sink, output, scope, shown, arguments.stat)
}

/// Says that nothing matches the filters, if there was anything: an error, unless they are by
/// findings alone.
fn says_nothing_chosen(
    arguments: &DiffArgs,
    selection: &Selection,
) -> impl Fn(u64, (&str, &str), &Nearest, &mut World<'_>) -> Result<()> {
    let OutputArgs { hide_values, quiet, .. } = arguments.output;
    move |all, things, nearest, world| {
        if all == 0 {
            return Ok(());
        }
        let why = nothing_matches(selection, all, things, (!hide_values).then_some(nearest));
        ensure!(!selection.is_by_content(), why);
        if !quiet {
            world.say(&format!("note: {why}"));
        }
        Ok(())
    }
}

/// Compares the bodies of two captures, paired by goal and revision.
fn captures(
    arguments: &DiffArgs,
    scope: &Scope,
    old: &Deliveries,
    new: &Deliveries,
    world: &mut World<'_>,
) -> Result<Exit> {
    let selection = arguments.filter.selection()?;
    let (olds, news) = (old.ledger.deliveries.len(), new.ledger.deliveries.len());
    let says = says_nothing_chosen(arguments, &selection);
    if olds + news == 0 {
        let mut passed = old.outcome.passed.clone();
        passed.add(new.outcome.passed.clone());
        says(passed.others, BODIES, &passed.nearest, world)?;
    }
    let mut writer = open(arguments, scope, (olds, news) != (1, 1), world)?;
    if (olds, news) == (1, 1) {
        // Two single bodies are compared whatever their goals and revisions are.
        writer.compare(Body::of(old, 0), Body::of(new, 0), true)?;
        return writer.finish(0);
    }
    let matches = pairs(&old.ledger, &new.ledger, scope.includes(&Subject::Action));
    let mut same = 0;
    for (index, outcome) in (0..).zip(&matches.old) {
        match outcome {
            Match::Same => same += 1,
            Match::Repeat => {}
            Match::Differs(other) => {
                writer.compare(Body::of(old, index), Body::of(new, *other), false)?;
            }
            Match::Alone => writer.alone(Body::of(old, index), None, true)?,
        }
    }
    for index in &matches.only_new {
        writer.alone(Body::of(new, *index), None, false)?;
    }
    writer.finish(same)
}

/// The latest states of the chosen goals of a capture, in guid order.
fn latest(
    arguments: &DiffArgs,
    digester: &Digester,
    gathered: &Deliveries,
    selection: &Selection,
) -> Result<Vec<State>> {
    let (levels, jobs) = (Levels::default(), settings::jobs(&arguments.input));
    Ok(Replay { gathered, digester, levels: &levels, selection, jobs }.latest()?.0)
}

/// Compares the latest states of live goals of two captures.
fn states(
    arguments: &DiffArgs,
    scope: &Scope,
    digester: &Digester,
    sides: [&Deliveries; 2],
    world: &mut World<'_>,
) -> Result<Exit> {
    let selection = Selection { chooses_goals: true, ..arguments.filter.selection()? };
    let everything = Selection::default();
    let latest = |gathered, selection| latest(arguments, digester, gathered, selection);
    let mut goals: BTreeMap<&str, [Option<State>; 2]> = BTreeMap::new();
    let mut chosen: HashSet<&str> = HashSet::new();
    for (index, gathered) in sides.into_iter().enumerate() {
        let names = &gathered.ledger.goals;
        for state in latest(gathered, &everything)? {
            let guid = names.name(state.goal);
            goals.entry(guid).or_default()[index] = Some(state);
        }
        if !selection.is_everything() {
            chosen.extend(latest(gathered, &selection)?.iter().map(|state| names.name(state.goal)));
        }
    }
    if !selection.is_everything() {
        if chosen.is_empty() {
            let mut nearest = sides[0].nearest(&selection)?;
            nearest.add(sides[1].nearest(&selection)?);
            let says = says_nothing_chosen(arguments, &selection);
            let all: HashSet<&str> =
                sides.iter().flat_map(|side| side.ledger.goals.all()).collect();
            says(all.len() as u64, GOALS, &nearest, world)?;
        }
        goals.retain(|guid, _| chosen.contains(guid));
    }
    let [old, new] = sides;
    let mut writer = open(arguments, scope, true, world)?;
    for states in goals.values() {
        let body = |gathered, state: &State| Body {
            variants: state.variants,
            ..Body::of(gathered, state.delivery)
        };
        // A goal deleted on one side counts as missing there, with the revision of its deletion.
        let gone = |gathered: &Deliveries, state: &Option<State>| {
            state.as_ref().map(|state| gathered.ledger.deliveries[state.delivery as usize].revision)
        };
        let [before, after] = states;
        let live = |state: &Option<State>| state.as_ref().is_some_and(|state| state.is_live);
        match (before, after) {
            (Some(before), Some(after)) if before.is_live && after.is_live => {
                writer.compare(body(old, before), body(new, after), false)?;
            }
            (Some(state), _) if state.is_live => {
                writer.alone(body(old, state), gone(new, after), true)?;
            }
            (_, Some(state)) if live(after) => {
                writer.alone(body(new, state), gone(old, before), false)?;
            }
            _ => {}
        }
    }
    writer.finish(0)
}

/// Compares two revisions of one goal, or each revision with the next.
fn revisions(
    arguments: &DiffArgs,
    scope: &Scope,
    digester: &Digester,
    capture: &Deliveries,
    world: &mut World<'_>,
) -> Result<Exit> {
    let selection = Selection { chooses_goals: true, ..arguments.filter.selection()? };
    let states = latest(arguments, digester, capture, &selection)?;
    let chosen: Vec<u32> = states.iter().map(|state| state.goal).collect();
    let wanted = Wanted {
        typed: arguments.filter.goals.first().map_or("", String::as_str),
        selection: &selection,
        chosen: &chosen,
        hides_values: arguments.output.hide_values,
    };
    let steps = steps(capture, &wanted, arguments.from, arguments.to)?;
    let mut writer = open(arguments, scope, steps.len() != 1, world)?;
    for (before, after) in steps {
        writer.compare(before, after, true)?;
    }
    writer.finish(0)
}
