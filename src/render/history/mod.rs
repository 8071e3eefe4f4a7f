//! What all formats of histories have in common: goals one after the other, each with the
//! entries of its timeline and its findings.

pub mod csv;
pub mod html;
pub mod json;
pub mod markdown;
pub mod table;
pub mod timeline;

use std::collections::BTreeMap;
use std::io::{self, Write};

use rust_decimal::Decimal;

use super::Options;
use crate::diff::change::Comparison;
use crate::diff::side::Side;
use crate::examine::report::{Report, Summary};
use crate::history::delivery::{Delivery, Place};
use crate::rules::rule::{Level, Rule};
use crate::text::escape::Foreign;

/// One goal.
#[derive(Debug, Clone, Copy)]
pub struct GoalHead<'a> {
    /// Its number, from 1 in the order of guids.
    pub number: u64,
    /// Its guid.
    pub guid: &'a str,
    /// Its latest state.
    pub latest: &'a Side<'a>,
    /// How many deliveries there are.
    pub deliveries: u64,
    /// How many revisions.
    pub revisions: u64,
    /// The lowest revision.
    pub first: i64,
    /// The highest revision.
    pub last: i64,
    /// Whether the highest revision is no deletion.
    pub is_live: bool,
    /// Whether any delivery has a received time.
    pub is_timed: bool,
    /// The greatest current_amount.
    pub most: Option<Decimal>,
}

/// One goal in the index of a page.
#[derive(Debug)]
pub struct IndexRow<'a> {
    /// The goal.
    pub head: &'a GoalHead<'a>,
    /// The current_amount of each revision, where it has one.
    pub course: Vec<Option<Decimal>>,
    /// Its rules, worst first, and how often each fired.
    pub rules: Vec<(Level, &'static Rule, u64)>,
}

/// One line of a timeline: a delivery with its repeats.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The goal.
    pub guid: &'a str,
    /// The digest of the delivery.
    pub delivery: &'a Delivery,
    /// Where its body stands.
    pub place: &'a Place,
    /// Its values.
    pub side: &'a Side<'a>,
    /// The state that it is held against, none for the first.
    pub before: Option<&'a Side<'a>>,
    /// What differs from that.
    pub comparison: &'a Comparison<'a>,
    /// Whether the revision was delivered with something else before.
    pub is_conflict: bool,
    /// How often it was delivered again.
    pub repeats: u64,
    /// The first and the last revision that is missing before it.
    pub missing: Option<(i64, i64)>,
    /// The revision that had arrived before, where it is a higher one.
    pub late_after: Option<i64>,
    /// The name of its input.
    pub input: &'a Foreign,
    /// The way through envelopes to it.
    pub trail: &'a [Foreign],
    /// The rules of its findings.
    pub rules: &'a [&'static str],
}

/// What a history saw.
#[derive(Debug, Clone, Default)]
pub struct HistorySummary {
    /// Inputs, bytes, bodies and findings.
    pub run: Summary,
    /// Bodies that have a place in a chain.
    pub deliveries: u64,
    /// Bodies that have none: unreadable, or without guid or revision.
    pub unplaced: u64,
    /// Goals.
    pub goals: u64,
    /// Goals whose highest revision is no deletion.
    pub live: u64,
    /// Distinct revisions of all goals together.
    pub revisions: u64,
    /// Deliveries that repeat another one.
    pub repeats: u64,
    /// Users of live goals that have a user_id.
    pub users: u64,
}

impl HistorySummary {
    /// The counts with their names, in the order in which formats print them.
    pub fn counts(&self) -> [(&'static str, u64); 15] {
        let run = &self.run;
        [
            ("inputs", run.inputs),
            ("unreadable_inputs", run.unreadable_inputs),
            ("bytes", run.bytes),
            ("bodies", run.bodies),
            ("clean", run.clean),
            ("deliveries", self.deliveries),
            ("unplaced", self.unplaced),
            ("goals", self.goals),
            ("live", self.live),
            ("users", self.users),
            ("revisions", self.revisions),
            ("repeats", self.repeats),
            ("errors", run.errors),
            ("warnings", run.warnings),
            ("infos", run.infos),
        ]
    }

    /// Findings by rule name.
    pub fn rules(&self) -> &BTreeMap<&'static str, u64> {
        &self.run.rules
    }
}

/// How histories are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct HistoryShown {
    /// Colour, width, times.
    pub options: Options,
    /// Whether values stay hidden.
    pub hide_values: bool,
    /// Whether only the summary is shown.
    pub only_summary: bool,
}

/// A way to write histories.
pub trait HistoryWriter {
    /// Writes what stands before all goals.
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Whether goals come worst first, after an index of them all.
    fn has_index(&self) -> bool {
        false
    }

    /// Begins the index of so many goals, when all is known of all of them.
    fn index(&mut self, _: &mut dyn Write, _: &HistorySummary, _goals: u64) -> io::Result<()> {
        Ok(())
    }

    /// Adds a goal to the index.
    fn index_row(&mut self, _: &mut dyn Write, _: &IndexRow<'_>) -> io::Result<()> {
        Ok(())
    }

    /// Begins a goal.
    fn goal(&mut self, out: &mut dyn Write, goal: &GoalHead<'_>) -> io::Result<()>;

    /// Adds an entry to the goal's timeline.
    fn entry(&mut self, out: &mut dyn Write, entry: &Entry<'_>) -> io::Result<()>;

    /// Ends the goal with its findings.
    fn end_goal(
        &mut self,
        out: &mut dyn Write,
        findings: &mut dyn Iterator<Item = Report>,
    ) -> io::Result<()>;

    /// Writes what stands after all goals.
    fn end(&mut self, out: &mut dyn Write, summary: &HistorySummary) -> io::Result<()>;
}
