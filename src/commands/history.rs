//! `history`: every goal's deliveries as a timeline, audited with the sequence rules; or only
//! the counts; or the latest state of live goals.

use super::options::{FilterArgs, InputArgs, LevelArgs, OutputArgs};
use clap::{Args, ValueEnum};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use anyhow::{Result, bail};

use super::gather::{Gathered, Keep, gather};
use super::latest;
use super::settings;
use crate::diff::change::{Comparison, Scope, compare, hide_keys};
use crate::diff::side::Side;
use crate::exit::Exit;
use crate::history::across::Across;
use crate::history::audit::{Oddity, audit};
use crate::history::chain::{Chain, Lateness, Link, Standing};
use crate::history::delivery::{Action, Delivery};
use crate::history::digester::Digester;
use crate::history::finding::report;
use crate::history::ledger::Ledger;
use crate::render::history::csv::HistoryCsv;
use crate::render::history::html::HistoryHtml;
use crate::render::history::json::HistoryJson;
use crate::render::history::markdown::HistoryMarkdown;
use crate::render::history::table::HistoryTable;
use crate::render::history::{
    Entry, GoalHead, HistoryShown, HistorySummary, HistoryWriter, IndexRow,
};
use crate::rules::levels::Levels;
use crate::rules::rule::{Level, Rule};
use crate::run::pipeline;
use crate::run::pipeline::Steps;
use crate::run::sink::Sink;
use crate::world::World;

/// Arguments of `history`.
#[derive(Debug, Args)]
#[command(
    after_help = "Goals come in the order of their guids, so the histories of a capture that was \
                  partitioned by guid can be joined by writing one after the other; rules on users \
                  need all goals of a user in one run. Deliveries of a goal stand by revision. \
                  Arrival is the order of the capture, or of the received times where each delivery \
                  of the goal has one.\n\n\
                  Findings are those of the groups sequence and user; what cannot be read at all is \
                  told on standard error. Use check for the rest.\n\n\
                  A goal is live while its highest revision is no deletion; --latest prints that \
                  revision, the delivery of it that arrived last."
)]
pub struct HistoryArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub levels: LevelArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// How goals are written
    ///
    /// Without it a table, and with --latest a card for one goal.
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<HistoryFormat>,
    /// Only count.
    #[arg(long, help_heading = "Output", conflicts_with = "latest")]
    pub summary: bool,
    /// The latest state of each live goal, as show prints it
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
    /// A record for each delivery in the timeline.
    Csv,
    /// Tables in Markdown.
    Markdown,
    /// One page to look at and to send: an index with charts, worst first, and each goal.
    Html,
}

/// Runs the command.
///
/// # Errors
/// Wrong arguments, bodies that cannot be read again, or a write that failed.
pub fn run(arguments: &HistoryArgs, world: &mut World<'_>) -> Result<Exit> {
    if !arguments.latest && arguments.format == Some(HistoryFormat::Card) {
        bail!("--format card: a card shows one state; add --latest");
    }
    if arguments.latest && arguments.format == Some(HistoryFormat::Html) {
        bail!("--format html: a page shows histories; leave out --latest");
    }
    if arguments.latest && arguments.output.hide_values {
        bail!("--latest prints values: leave out --hide-values, or --latest");
    }
    let levels = settings::levels(&arguments.levels)?;
    let jobs = settings::jobs(&arguments.input);
    let sources = settings::sources(&arguments.input, world)?;
    let examination = settings::chains_only(&arguments.filter, Some(&arguments.levels))?;
    let run = settings::run(sources, examination, &arguments.input, &arguments.output, world);
    let digester = Digester::new(Scope::default());
    let keep = Keep {
        texts: !arguments.summary,
        unplaced: false,
        hide_values: arguments.output.hide_values,
    };
    let gathered = gather(run, &digester, keep, world)?;
    let shown = HistoryShown {
        options: settings::options(&arguments.output, world),
        hide_values: arguments.output.hide_values,
        only_summary: arguments.summary,
    };
    let hide_values = arguments.output.hide_values;
    let mut history = History::new(gathered, levels, jobs, hide_values);
    if arguments.latest {
        let (live, summary) = history.latest()?;
        let exit = exit(&summary);
        let shown = latest::show(arguments, &mut history.gathered, &live, world)?;
        if summary.run.errors > 0 && !arguments.output.quiet {
            world.say("note: findings at error level; see goalpost history without --latest");
        }
        return Ok(exit.max(shown));
    }
    let mut sink = Sink::open(arguments.output.output.as_deref(), world.stdout)?;
    let mut writer = writer(arguments.format, shown);
    writer.begin(&mut sink)?;
    let summary = history.write(&mut sink, &mut *writer, arguments.summary)?;
    writer.end(&mut sink, &summary)?;
    sink.finish()?;
    Ok(exit(&summary))
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

/// Deliveries that a worker audits at once, unless one goal has more: handing them over costs
/// little, and they stay in the cache of a processor.
const DELIVERIES_AT_ONCE: usize = 2_048;

/// All goals of a capture, one after the other in the order of their guids.
struct History {
    gathered: Gathered,
    levels: Levels,
    jobs: usize,
    summary: HistorySummary,
    hide_values: bool,
    /// How many goals were counted.
    seen: u64,
    /// Which deliveries have a finding, so that each is counted once.
    odd: Vec<bool>,
    across: Across,
}

/// One goal, with what is odd about it.
struct Audited {
    goal: u32,
    /// Its number, from 1 in the order of guids, once it is counted.
    number: u64,
    /// The hash of its guid without its case.
    guid: u64,
    chain: Chain,
    latest: u32,
    /// The digest of the latest delivery.
    state: Delivery,
    is_live: bool,
    /// Those of them that give a finding, once it is counted.
    oddities: Vec<Oddity>,
}

impl History {
    fn new(gathered: Gathered, levels: Levels, jobs: usize, hide_values: bool) -> History {
        let summary = HistorySummary {
            run: gathered.outcome.summary.clone(),
            deliveries: gathered.ledger.deliveries.len() as u64,
            unplaced: gathered.unplaced + gathered.unreadable,
            goals: gathered.ledger.goals.len() as u64,
            ..HistorySummary::default()
        };
        let odd = vec![false; gathered.ledger.deliveries.len()];
        let across = Across::default();
        History { gathered, levels, jobs, summary, hide_values, seen: 0, odd, across }
    }

    /// Audits all goals on several threads, and takes each in the order of the guids.
    fn each(&mut self, mut take: impl FnMut(&mut History, Audited) -> Result<()>) -> Result<()> {
        let ledger = Arc::clone(&self.gathered.ledger);
        let by_goal = ledger.by_goal();
        let goals = ledger.goals.sorted();
        let jobs = self.jobs;
        let digester = self.gathered.digester.clone();
        let audit = |goals: &&[u32], _: &mut dyn FnMut(_)| -> Vec<Audited> {
            let of_goals: Vec<&[u32]> = goals.iter().map(|goal| by_goal.of(*goal)).collect();
            // Deliveries of one goal lie far apart in the ledger, and what an audit waits for is
            // memory. It waits less where many are fetched at once.
            let deliveries = ledger.side_by_side(&of_goals.concat());
            let mut rest: &[Delivery] = &deliveries;
            let goals = goals.iter().zip(of_goals).filter_map(|(goal, of_goal)| {
                let (deliveries, others) = rest.split_at(of_goal.len());
                rest = others;
                let guid = digester.caseless(ledger.goals.name(*goal));
                audited(deliveries, of_goal, *goal, guid)
            });
            goals.collect()
        };
        let steps = Steps {
            weigh: |_: &&[u32]| pipeline::ALONE,
            examine: audit,
            number: |_: &&[u32], audited, _| audited,
            render: |_: &&[u32], audited| audited,
            collect: |goals: Vec<Audited>| {
                for mut audited in goals {
                    self.count(&mut audited);
                    take(self, audited)?;
                }
                Ok(())
            },
        };
        pipeline::run(by_goal.portions(&goals, DELIVERIES_AT_ONCE), jobs, steps)
    }

    /// Adds what only all goals together show, and counts the findings of a goal.
    fn count(&mut self, audited: &mut Audited) {
        self.seen += 1;
        audited.number = self.seen;
        let Audited { guid, chain, latest, state, is_live, oddities, .. } = audited;
        if let Some(first) = chain.links.first() {
            let live = is_live.then_some((*latest, &*state));
            oddities.extend(self.across.add(*guid, first.delivery, live));
        }
        oddities.retain(|oddity| {
            let rule = oddity.problem.rule();
            let Some(level) = self.levels.of_rule(rule, oddity.problem.level()) else {
                return false;
            };
            self.summary.run.count(rule, level);
            let odd = &mut self.odd[oddity.delivery as usize];
            if !std::mem::replace(odd, true) {
                self.summary.run.clean = self.summary.run.clean.saturating_sub(1);
            }
            true
        });
        self.summary.live += u64::from(*is_live);
        self.summary.revisions += chain.revisions.len() as u64;
        let is_repeat = |link: &&Link| matches!(link.standing, Standing::Repeat(_));
        self.summary.repeats += chain.links.iter().filter(is_repeat).count() as u64;
    }

    /// Writes every goal, unless only the counts are wanted.
    fn write(
        &mut self,
        sink: &mut Sink<'_>,
        writer: &mut dyn HistoryWriter,
        only_summary: bool,
    ) -> Result<HistorySummary> {
        let mut indexed = Vec::new();
        self.each(|history, audited| match (only_summary, writer.has_index()) {
            (true, _) => Ok(()),
            (false, false) => history.timeline(&audited, sink, writer),
            (false, true) => {
                indexed.push(audited);
                Ok(())
            }
        })?;
        self.summary.users = self.across.users();
        if !indexed.is_empty() {
            // Goals alike stay in the order of their guids.
            indexed.sort_by_cached_key(|audited| std::cmp::Reverse(self.weight(audited)));
            writer.index(sink, &self.summary, indexed.len() as u64)?;
            for audited in &indexed {
                self.index_row(audited, sink, writer)?;
            }
            for audited in &indexed {
                self.timeline(audited, sink, writer)?;
            }
        }
        Ok(self.summary.clone())
    }

    /// How many findings of each level a goal has, the most serious first.
    fn weight(&self, audited: &Audited) -> [usize; 3] {
        let level =
            |oddity: &Oddity| self.levels.of_rule(oddity.problem.rule(), oddity.problem.level());
        let count =
            |wanted| audited.oddities.iter().filter(|oddity| level(oddity) == Some(wanted)).count();
        [Level::Error, Level::Warning, Level::Info].map(count)
    }

    /// Writes a goal into the index.
    fn index_row(
        &mut self,
        audited: &Audited,
        sink: &mut Sink<'_>,
        writer: &mut dyn HistoryWriter,
    ) -> Result<()> {
        let text = self.gathered.read(audited.latest)?;
        let latest = side(&text)?;
        let ledger = &self.gathered.ledger;
        let mut rules: BTreeMap<_, (&'static Rule, u64)> = BTreeMap::new();
        for oddity in &audited.oddities {
            let rule = oddity.problem.rule();
            if let Some(level) = self.levels.of_rule(rule, oddity.problem.level()) {
                rules.entry((std::cmp::Reverse(level), rule.name)).or_insert((rule, 0)).1 += 1;
            }
        }
        let delivery = |link: &Link| &ledger.deliveries[link.delivery as usize];
        let last = |revision: &Range<usize>| audited.chain.links[revision.clone()].last();
        let course =
            audited.chain.revisions.iter().map(|revision| delivery(last(revision)?).current());
        let guid = self.guid(audited);
        let row = IndexRow {
            head: &self.head(audited, &guid, &latest),
            course: course.collect(),
            rules: rules
                .into_iter()
                .map(|((level, _), (rule, count))| (level.0, rule, count))
                .collect(),
        };
        Ok(writer.index_row(sink, &row)?)
    }

    /// The guid of a goal. One whose guid stays hidden has a number, as its place among the goals.
    fn guid(&self, audited: &Audited) -> String {
        match self.hide_values {
            true => format!("goal {}", audited.number),
            false => self.gathered.ledger.goals.name(audited.goal).to_owned(),
        }
    }

    fn head<'a>(&self, audited: &Audited, guid: &'a str, latest: &'a Side<'a>) -> GoalHead<'a> {
        let Audited { number, chain, is_live, .. } = audited;
        let deliveries = &self.gathered.ledger.deliveries;
        let delivery = |link: &Link| &deliveries[link.delivery as usize];
        let revision = |link: Option<&Link>| link.map_or(0, |link| delivery(link).revision);
        GoalHead {
            number: *number,
            guid,
            latest,
            deliveries: chain.links.len() as u64,
            revisions: chain.revisions.len() as u64,
            first: revision(chain.links.first()),
            last: revision(chain.links.last()),
            is_live: *is_live,
            is_timed: chain.links.iter().any(|link| delivery(link).received().is_some()),
            most: chain.links.iter().filter_map(|link| delivery(link).current()).max(),
        }
    }

    /// The latest deliveries of live goals, in the order of their guids.
    fn latest(&mut self) -> Result<(Vec<u32>, HistorySummary)> {
        let mut live = Vec::new();
        self.each(|_, audited| {
            live.extend(audited.is_live.then_some(audited.latest));
            Ok(())
        })?;
        Ok((live, self.summary.clone()))
    }

    fn timeline(
        &mut self,
        audited: &Audited,
        sink: &mut Sink<'_>,
        writer: &mut dyn HistoryWriter,
    ) -> Result<()> {
        let Audited { chain, latest, oddities, .. } = audited;
        let text = self.gathered.read(*latest)?;
        let latest = side(&text)?;
        let hide_values = self.hide_values;
        let guid = self.guid(audited);
        writer.goal(sink, &self.head(audited, &guid, &latest))?;
        let marks = Marks::of(chain, oddities);
        // The state before is that of the revision below: the last of its deliveries.
        let mut before: Option<(u32, String)> = None;
        for range in &chain.revisions {
            let mut last_of_revision: Option<(u32, String)> = None;
            for (place, link) in chain.links[range.clone()].iter().enumerate() {
                let of = match link.standing {
                    Standing::Repeat(_) => continue,
                    Standing::First => None,
                    Standing::OtherAction(of)
                    | Standing::OtherComputed(of)
                    | Standing::OtherContent(of) => Some(of),
                };
                let text = self.gathered.read(link.delivery)?;
                let other = match (of, &last_of_revision) {
                    (Some(of), Some((held, text))) if of == *held => Some(text.clone()),
                    (Some(of), _) => Some(self.gathered.read(of)?),
                    (None, _) => before.as_ref().map(|(_, text)| text.clone()),
                };
                let mut this = side(&text)?;
                let mut held_against = other.as_deref().map(side).transpose()?;
                let mut comparison = match &held_against {
                    Some(before) => compare(before, &this, &Scope::default()),
                    None => Comparison::default(),
                };
                if let (true, Some(before)) = (hide_values, &mut held_against) {
                    hide_keys([before, &mut this], &mut comparison);
                }
                let ledger = &self.gathered.ledger;
                let delivery = &ledger.deliveries[link.delivery as usize];
                let place_of_body = &ledger.places[link.delivery as usize];
                let below = before.as_ref().map(|(index, _)| revision_of(ledger, *index));
                let missing = below
                    .filter(|below| {
                        place == 0 && i128::from(delivery.revision) - i128::from(*below) > 1
                    })
                    .map(|below| (below + 1, delivery.revision - 1));
                let late_after = match link.lateness {
                    Lateness::InOrder => None,
                    Lateness::Stale(after) | Lateness::AfterDelete(after) => {
                        Some(revision_of(ledger, after))
                    }
                };
                writer.entry(
                    sink,
                    &Entry {
                        guid: &guid,
                        delivery,
                        place: place_of_body,
                        side: &this,
                        before: held_against.as_ref(),
                        comparison: &comparison,
                        is_conflict: of.is_some(),
                        repeats: marks.repeats.get(&link.delivery).copied().unwrap_or(0),
                        missing,
                        late_after,
                        input: &ledger.inputs[place_of_body.input as usize],
                        trail: ledger.trail(place_of_body.trail),
                        rules: marks.rules.get(&link.delivery).map_or(&[], Vec::as_slice),
                    },
                )?;
                last_of_revision = Some((link.delivery, text));
            }
            before = last_of_revision.or(before);
        }
        let ledger = &self.gathered.ledger;
        let mut findings = oddities
            .iter()
            .filter_map(|oddity| report(ledger, oddity, &self.levels))
            .map(|report| if hide_values { report.without_values() } else { report });
        writer.end_goal(sink, &mut findings)?;
        Ok(())
    }
}

/// The chain of a goal and what is odd about it; `None` for a goal without deliveries.
/// `of_goal` are the positions of the deliveries in the ledger.
fn audited(deliveries: &[Delivery], of_goal: &[u32], goal: u32, guid: u64) -> Option<Audited> {
    let chain = Chain::of(deliveries);
    let latest = chain.latest(deliveries)?;
    let state = deliveries[latest as usize];
    let is_live = state.action != Action::Deleted;
    let mut oddities = audit(deliveries, &chain);
    let position = |index: u32| of_goal[index as usize];
    for oddity in &mut oddities {
        oddity.delivery = position(oddity.delivery);
        oddity.related = oddity.related.map(position);
    }
    let (chain, latest) = (chain.renumbered(of_goal), position(latest));
    Some(Audited { goal, number: 0, guid, chain, latest, state, is_live, oddities })
}

fn revision_of(ledger: &Ledger, index: u32) -> i64 {
    ledger.deliveries[index as usize].revision
}

/// What the entries of a timeline say beside their own delivery.
struct Marks {
    /// How often a delivery was repeated.
    repeats: HashMap<u32, u64>,
    /// The rules of the findings of a delivery and of its repeats.
    rules: HashMap<u32, Vec<&'static str>>,
}

impl Marks {
    fn of(chain: &Chain, oddities: &[Oddity]) -> Marks {
        let mut repeats: HashMap<u32, u64> = HashMap::new();
        let mut first: HashMap<u32, u32> = HashMap::new();
        for link in &chain.links {
            if let Standing::Repeat(of) = link.standing {
                *repeats.entry(of).or_default() += 1;
                first.insert(link.delivery, of);
            }
        }
        let mut rules: HashMap<u32, Vec<&'static str>> = HashMap::new();
        for oddity in oddities {
            let entry = first.get(&oddity.delivery).unwrap_or(&oddity.delivery);
            rules.entry(*entry).or_default().push(oddity.problem.rule().name);
        }
        Marks { repeats, rules }
    }
}

fn side(text: &str) -> Result<Side<'_>> {
    match Side::read(text) {
        Some(side) => Ok(side),
        None => bail!("a body changed while it was read"),
    }
}

/// The writer of a format.
fn writer(format: Option<HistoryFormat>, shown: HistoryShown) -> Box<dyn HistoryWriter> {
    match format.unwrap_or(HistoryFormat::Table) {
        HistoryFormat::Table | HistoryFormat::Card => Box::new(HistoryTable::new(shown)),
        HistoryFormat::Json => Box::new(HistoryJson::new(shown, false)),
        HistoryFormat::Jsonl => Box::new(HistoryJson::new(shown, true)),
        HistoryFormat::Csv => Box::new(HistoryCsv { shown }),
        HistoryFormat::Markdown => Box::new(HistoryMarkdown { shown }),
        HistoryFormat::Html => Box::new(HistoryHtml::new(shown)),
    }
}
