//! Replays the deliveries of every goal: builds and audits the chains on several threads, and
//! passes on each chosen goal with its findings, in guid order.

use std::collections::HashSet;
use std::sync::Arc;

use anyhow::Result;

use super::deliveries::Deliveries;
use crate::examine::report::{LineColumn, Related, Report};
use crate::examine::select::Selection;
use crate::history::audit::Finding;
use crate::history::delivery::BodyLocation;
use crate::history::digest::Digester;
use crate::history::goal::GoalChain;
use crate::history::ledger::Ledger;
use crate::history::summary::{FlaggedGoal, HistorySummary};
use crate::history::timeline::side;
use crate::history::users::Users;
use crate::rules::levels::Levels;
use crate::rules::rule::{Level, count_in_order};
use crate::rules::words;
use crate::run::pipeline::{self, Steps};
use crate::text::escape::Untrusted;

/// Deliveries that a worker audits at once, unless one goal has more: enough to make handing over
/// cheap, few enough for the processor's cache.
const DELIVERIES_AT_ONCE: usize = 2_048;

pub struct Replay<'r> {
    pub gathered: &'r Deliveries,
    pub digester: &'r Digester,
    pub levels: &'r Levels,
    pub selection: &'r Selection,
    pub jobs: usize,
}

/// A goal before the rules that look at several goals.
struct Found {
    /// The hash of its guid in lower case.
    guid: u64,
    goal: GoalChain,
    /// Whether it matches the filters other than those by finding.
    is_chosen: bool,
}

/// A chosen goal with all its findings.
pub struct Judged {
    pub goal: GoalChain,
    /// Its number among the chosen goals, from 1.
    pub number: u64,
    /// Findings by level, the most serious first.
    pub counts: [u64; 3],
}

pub struct State {
    /// The number of its guid in the ledger.
    pub goal: u32,
    /// The delivery that a consumer should hold.
    pub delivery: u32,
    /// Whether the latest delivery is not a deletion.
    pub is_live: bool,
    /// The number of different contents of its revision.
    pub variants: u64,
    /// The findings about that conflict.
    pub conflicts: Vec<Finding>,
}

/// The result of a replay.
pub struct Replayed {
    /// The number of all goals, chosen or not.
    pub all_goals: u64,
    /// Counts of the chosen goals.
    pub summary: HistorySummary,
    /// Findings about users, which belong to no single goal.
    pub of_users: Vec<Finding>,
}

impl Replay<'_> {
    /// Calls `render` for every chosen goal, on any thread, and `collect` with the results in
    /// order.
    ///
    /// # Errors
    /// A body that cannot be read again, or the first error of `collect`.
    pub fn run<Out: Send>(
        &self,
        render: impl Fn(Judged) -> Out + Sync,
        mut collect: impl FnMut(Out) -> Result<()>,
    ) -> Result<Replayed> {
        let ledger = &self.gathered.ledger;
        let by_goal = ledger.by_goal();
        let goals = ledger.goals.sorted();
        let mut tally = Tally::new(self);
        let find = |goal: GoalChain| {
            let guid = ledger.goals.name(goal.goal);
            let is_chosen = self.may_choose(&goal, guid)?;
            Ok(Found { guid: self.digester.text(&guid.to_ascii_lowercase()), goal, is_chosen })
        };
        let steps = Steps {
            weigh: |_: &&[u32]| pipeline::ALONE,
            examine: |goals: &&[u32], _: &mut dyn FnMut(_)| -> Vec<Result<Found>> {
                let goals = goals.iter().filter_map(|goal| GoalChain::of(ledger, &by_goal, *goal));
                goals.map(find).collect()
            },
            number: |_: &&[u32], goals: Vec<Result<Found>>, _| -> Vec<Result<Judged>> {
                let mut judge = |found: Result<Found>| match found {
                    Ok(found) => tally.judge(found).map(Ok),
                    Err(error) => Some(Err(error)),
                };
                goals.into_iter().filter_map(&mut judge).collect()
            },
            render: |_: &&[u32], goals: Vec<Result<Judged>>| -> Vec<Result<Out>> {
                goals.into_iter().map(|judged| judged.map(&render)).collect()
            },
            collect: |goals: Vec<Result<Out>>| {
                goals.into_iter().try_for_each(|written| collect(written?))
            },
        };
        pipeline::run(by_goal.portions(&goals, DELIVERIES_AT_ONCE), self.jobs, steps)?;
        Ok(tally.end())
    }

    /// Whether a goal matches the filters by guid, user, received time and latest state.
    fn may_choose(&self, goal: &GoalChain, guid: &str) -> Result<bool> {
        let (selection, gathered) = (self.selection, self.gathered);
        let is_wanted =
            selection.goals.is_empty() || selection.goals.iter().any(|wanted| wanted.begins(guid));
        if !(is_wanted && goal.is_named) {
            return Ok(false);
        }
        if !needs_state(selection) {
            return Ok(true);
        }
        let text = gathered.read(goal.latest)?;
        let received = gathered.ledger.deliveries[goal.latest as usize].received;
        Ok(selection.holds_of_state(&side(&text)?.goal, received))
    }

    /// The latest states of chosen goals, in guid order.
    ///
    /// # Errors
    /// As for [`Replay::run`].
    pub fn latest(&self) -> Result<(Vec<State>, Replayed)> {
        let deliveries = &self.gathered.ledger.deliveries;
        let revision = |index: u32| deliveries[index as usize].revision;
        let mut states = Vec::new();
        let replayed = self.run(
            |Judged { goal, .. }| State {
                goal: goal.goal,
                delivery: goal.latest,
                is_live: goal.is_live,
                variants: goal.variants_of_latest() as u64,
                conflicts: goal
                    .findings
                    .into_iter()
                    .filter(|finding| finding.problem.is_conflict())
                    .filter(|finding| revision(finding.delivery) == revision(goal.latest))
                    .collect(),
            },
            |state| {
                states.push(state);
                Ok(())
            },
        )?;
        Ok((states, replayed))
    }
}

/// The goals of the deliveries that a finding names.
fn goals_of(ledger: &Ledger, finding: &Finding) -> impl Iterator<Item = u32> {
    let deliveries = [Some(finding.delivery), finding.related];
    deliveries.into_iter().flatten().map(|delivery| ledger.goal_of[delivery as usize])
}

/// Whether the filters need the latest state of a goal.
pub fn needs_state(selection: &Selection) -> bool {
    !selection.actions.is_empty() || !selection.conditions.is_empty()
}

/// Adds up goals in order.
struct Tally<'r> {
    replay: &'r Replay<'r>,
    summary: HistorySummary,
    users: Users,
    all_goals: u64,
    all_users: HashSet<u64>,
    /// The goals that were chosen, unless all are.
    chosen: HashSet<u32>,
    /// Which deliveries have a finding, to count each once.
    flagged: Vec<bool>,
    flagged_deliveries: u64,
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
            all_goals: 0,
            all_users: HashSet::new(),
            chosen: HashSet::new(),
            flagged: vec![false; gathered.ledger.deliveries.len()],
            flagged_deliveries: 0,
        }
    }

    /// Adds the findings that involve other goals, and counts the goal if it is chosen.
    fn judge(&mut self, found: Found) -> Option<Judged> {
        let Found { guid, mut goal, is_chosen } = found;
        let Replay { gathered, levels, selection, .. } = *self.replay;
        self.all_goals += 1;
        goal.findings.extend(self.users.add(guid, goal.ends().0, goal.live(&gathered.ledger)));
        let level = |finding: &Finding| levels.of(&finding.problem);
        goal.findings.retain(|finding| level(finding).is_some());
        let rules = goal.findings.iter().map(|finding| finding.problem.rule());
        if !is_chosen || !selection.holds_of_findings(rules) {
            return None;
        }
        let mut counts = [0; 3];
        for finding in &goal.findings {
            let Some(level) = level(finding) else { continue };
            counts[match level {
                Level::Error => 0,
                Level::Warning => 1,
                Level::Info => 2,
            }] += 1;
            self.summary.run.count(finding.problem.rule(), level);
            let flagged = &mut self.flagged[finding.delivery as usize];
            self.flagged_deliveries += u64::from(!std::mem::replace(flagged, true));
        }
        self.all_users.extend(goal.users.iter().copied());
        if !selection.is_everything() {
            self.chosen.insert(goal.goal);
        }
        let summary = &mut self.summary;
        summary.goals += 1;
        summary.deliveries += goal.chain.links.len() as u64;
        summary.live += u64::from(goal.is_live);
        summary.revisions += goal.chain.revisions.len() as u64;
        summary.repeats += goal.repeats();
        Some(Judged { goal, number: self.summary.goals, counts })
    }

    fn end(self) -> Replayed {
        let Tally { mut summary, all_goals, all_users, users, mut flagged, .. } = self;
        let mut flagged_deliveries = self.flagged_deliveries;
        let Replay { gathered, selection, .. } = *self.replay;
        let is_everything = selection.is_everything();
        // A finding about a user is reported with each goal that it names, and alone if only findings
        // are chosen.
        let is_reported = |finding: &Finding| {
            let rule = std::iter::once(finding.problem.rule());
            !selection.is_by_content() && selection.holds_of_findings(rule)
                || goals_of(&gathered.ledger, finding).any(|goal| self.chosen.contains(&goal))
        };
        let of_users: Vec<Finding> = users.found.into_iter().filter(is_reported).collect();
        for finding in &of_users {
            if let Some(level) = self.replay.levels.of(&finding.problem) {
                summary.run.count(finding.problem.rule(), level);
                let flagged = &mut flagged[finding.delivery as usize];
                flagged_deliveries += u64::from(!std::mem::replace(flagged, true));
            }
        }
        summary.users = all_users.len() as u64;
        if !is_everything {
            summary.run.bodies = summary.deliveries + summary.unplaced;
            summary.run.clean = summary.deliveries;
        }
        summary.run.clean = summary.run.clean.saturating_sub(flagged_deliveries);
        Replayed { all_goals, summary, of_users }
    }
}

/// A goal with its findings by rule; `None` if it has none.
pub fn flagged_goal(judged: &Judged, ledger: &Ledger, hide_values: bool) -> Option<FlaggedGoal> {
    let findings = judged.goal.findings.iter();
    let rules = count_in_order(findings.map(|finding| finding.problem.rule().name));
    let guid = match hide_values {
        true => format!("goal {}", judged.number),
        false => ledger.goals.name(judged.goal.goal).to_owned(),
    };
    (!rules.is_empty()).then_some(FlaggedGoal { guid, counts: judged.counts, rules })
}

/// A finding with its level and location; `None` if its rule is allowed.
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
        Box::new(Related {
            input: Arc::clone(&ledger.inputs[place.location.input as usize]),
            trail: place.trail.to_vec(),
            body: place.location.body,
            start: self::start(place.location),
        })
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
        goal: Some(Untrusted::new(ledger.guid(finding.delivery))),
        revision: Some(ledger.deliveries[finding.delivery as usize].revision),
        snippet: None,
        related,
        left_out: false,
    };
    Some(if hide_values { report.without_values() } else { report })
}

fn start(location: &BodyLocation) -> LineColumn {
    LineColumn { line: location.line, column: u64::from(location.column) }
}
