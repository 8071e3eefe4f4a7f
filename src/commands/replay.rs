//! Replays the deliveries of every goal: builds and audits the chains on several threads, and
//! gives each goal with its findings, in the order of the guids.

use std::collections::HashSet;
use std::sync::Arc;

use anyhow::Result;

use super::gather::Gathered;
use crate::examine::report::{Position, Related, Report};
use crate::history::audit::Finding;
use crate::history::delivery::BodyLocation;
use crate::history::digest::Digester;
use crate::history::goal::GoalChain;
use crate::history::ledger::Ledger;
use crate::history::summary::HistorySummary;
use crate::history::users::Users;
use crate::rules::levels::Levels;
use crate::rules::rule::Level;
use crate::rules::words;
use crate::run::pipeline::{self, Steps};
use crate::text::escape::Foreign;

/// Deliveries that a worker audits at once, unless one goal has more: handing them over costs
/// little, and they stay in the cache of a processor.
const DELIVERIES_AT_ONCE: usize = 2_048;

/// What to replay.
pub struct Replay<'r> {
    pub gathered: &'r Gathered,
    /// What made the digests.
    pub digester: &'r Digester,
    pub levels: &'r Levels,
    /// The number of threads.
    pub jobs: usize,
}

/// A goal with its findings, those that only all goals together show included.
pub struct Judged {
    pub goal: GoalChain,
    /// Its number among the goals that are shown, from 1.
    pub number: u64,
    /// How many findings of each level it has, the most serious first.
    pub counts: [u64; 3],
}

/// What a replay saw.
pub struct Replayed {
    pub summary: HistorySummary,
    /// Findings about users, which belong to no single goal.
    pub of_users: Vec<Finding>,
}

impl Replay<'_> {
    /// Takes every goal through `render`, on any thread, and `collect`, in order.
    ///
    /// # Errors
    /// The first error of `collect`.
    pub fn run<Out: Send>(
        &self,
        render: impl Fn(Judged) -> Out + Sync,
        mut collect: impl FnMut(Out) -> Result<()>,
    ) -> Result<Replayed> {
        let ledger = &self.gathered.ledger;
        let by_goal = ledger.by_goal();
        let goals = ledger.goals.sorted();
        let mut tally = Tally::new(self);
        let steps = Steps {
            weigh: |_: &&[u32]| pipeline::ALONE,
            examine: |goals: &&[u32], _: &mut dyn FnMut(_)| -> Vec<(u64, GoalChain)> {
                let caseless =
                    |goal: u32| self.digester.text(&ledger.goals.name(goal).to_ascii_lowercase());
                let goals = goals.iter().filter_map(|goal| GoalChain::of(ledger, &by_goal, *goal));
                goals.map(|goal| (caseless(goal.goal), goal)).collect()
            },
            number: |_: &&[u32], goals: Vec<(u64, GoalChain)>, _| -> Vec<Judged> {
                goals.into_iter().map(|(guid, goal)| tally.judge(guid, goal)).collect()
            },
            render: |_: &&[u32], goals: Vec<Judged>| -> Vec<Out> {
                goals.into_iter().map(&render).collect()
            },
            collect: |goals: Vec<Out>| goals.into_iter().try_for_each(&mut collect),
        };
        pipeline::run(by_goal.portions(&goals, DELIVERIES_AT_ONCE), self.jobs, steps)?;
        Ok(tally.end())
    }

    /// The deliveries of the latest state of live goals, in the order of their guids.
    ///
    /// # Errors
    /// None of its own.
    pub fn latest(&self) -> Result<(Vec<u32>, Replayed)> {
        let mut states = Vec::new();
        let replayed = self.run(
            |judged| judged.goal.is_live.then_some(judged.goal.latest),
            |latest| {
                states.extend(latest);
                Ok(())
            },
        )?;
        Ok((states, replayed))
    }
}

/// Adds up goals, in order.
struct Tally<'r> {
    replay: &'r Replay<'r>,
    summary: HistorySummary,
    users: Users,
    all_users: HashSet<u64>,
    of_users: Vec<Finding>,
    /// Which deliveries have a finding, so that each is counted once.
    flagged: Vec<bool>,
}

impl<'r> Tally<'r> {
    fn new(replay: &'r Replay<'r>) -> Tally<'r> {
        let gathered = replay.gathered;
        Tally {
            replay,
            summary: HistorySummary {
                run: gathered.outcome.summary.clone(),
                unplaced: gathered.unplaced + gathered.unreadable,
                ..HistorySummary::default()
            },
            users: Users::default(),
            all_users: HashSet::new(),
            of_users: Vec::new(),
            flagged: vec![false; gathered.ledger.deliveries.len()],
        }
    }

    /// Counts a goal, and adds the findings that only all goals together show.
    fn judge(&mut self, guid: u64, mut goal: GoalChain) -> Judged {
        let live = goal.live(&self.replay.gathered.ledger);
        let found = self.users.add(guid, goal.ends().0, live);
        goal.findings.extend(found);
        let mut counts = [0; 3];
        goal.findings.retain(|finding| {
            let level = self.count(finding);
            let count = level.map(|level| match level {
                Level::Error => 0,
                Level::Warning => 1,
                Level::Info => 2,
            });
            count.map(|index: usize| counts[index] += 1).is_some()
        });
        self.all_users.extend(goal.users.iter().copied());
        let summary = &mut self.summary;
        summary.goals += 1;
        summary.deliveries += goal.chain.links.len() as u64;
        summary.live += u64::from(goal.is_live);
        summary.revisions += goal.chain.revisions.len() as u64;
        summary.repeats += goal.repeats();
        Judged { goal, number: self.summary.goals, counts }
    }

    /// Counts a finding; gives its level, none where its rule is allowed.
    fn count(&mut self, finding: &Finding) -> Option<Level> {
        let rule = finding.problem.rule();
        let level = self.replay.levels.of(&finding.problem);
        if let Some(level) = level {
            self.summary.run.count(rule, level);
            let flagged = &mut self.flagged[finding.delivery as usize];
            if !std::mem::replace(flagged, true) {
                self.summary.run.clean = self.summary.run.clean.saturating_sub(1);
            }
        }
        level
    }

    fn end(mut self) -> Replayed {
        let of_users = std::mem::take(&mut self.of_users);
        self.summary.users = self.all_users.len() as u64;
        Replayed { summary: self.summary, of_users }
    }
}

/// A finding with its level and place; `None` where its rule is allowed.
pub fn report(
    ledger: &Ledger,
    finding: &Finding,
    levels: &Levels,
    hide_values: bool,
) -> Option<Report> {
    let problem = &finding.problem;
    let path = problem.path_in_delivery();
    let level = levels.of(problem)?;
    let place = ledger.place(finding.delivery);
    let start = start(place.location);
    let related = finding.related.map(|other| {
        let place = ledger.place(other);
        Related {
            input: Arc::clone(&ledger.inputs[place.location.input as usize]),
            trail: place.trail.to_vec(),
            body: place.location.body,
            start: self::start(place.location),
        }
    });
    let report = Report {
        rule: problem.rule(),
        level,
        message: words::message(problem, &path),
        help: words::help(problem),
        label: None,
        input: Arc::clone(&ledger.inputs[place.location.input as usize]),
        trail: place.trail.to_vec(),
        outer: None,
        body: Some(place.location.body),
        start,
        end: start,
        offset: place.location.start,
        length: u64::from(place.location.length),
        pointer: path.pointer(),
        goal: Some(Foreign::new(ledger.guid(finding.delivery))),
        revision: Some(ledger.deliveries[finding.delivery as usize].revision),
        snippet: None,
        related,
        left_out: false,
    };
    Some(if hide_values { report.without_values() } else { report })
}

fn start(location: &BodyLocation) -> Position {
    Position { line: location.line, column: u64::from(location.column) }
}
