//! What all formats of histories have in common: goals one after the other, each in parts.

pub mod csv;
pub mod html;
pub mod json;
pub mod markdown;
pub mod table;
pub mod timeline;

use std::io::{self, Write};

use rust_decimal::Decimal;

use super::Options;
use crate::examine::report::Report;
use crate::history::summary::{FlaggedGoal, HistorySummary};
use crate::history::timeline::{GoalHead, Part};
use crate::rules::rule::{Level, Rule};

/// How histories are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct HistoryShown {
    /// Colour, width, times.
    pub options: Options,
    pub hide_values: bool,
    /// Whether only the end is shown.
    pub only_summary: bool,
}

/// What comes after all goals.
#[derive(Debug)]
pub struct End<'a> {
    /// How many goals were shown.
    pub goals: u64,
    /// Findings about users, which belong to no single goal.
    pub findings: &'a [Report],
    /// With the counts alone: the goals with findings, worst first.
    pub flagged: &'a [FlaggedGoal],
    pub summary: &'a HistorySummary,
}

/// One goal in the index of a page.
#[derive(Debug)]
pub struct IndexRow<'a> {
    pub head: &'a GoalHead<'a>,
    /// The current_amount of each revision, where it has one.
    pub course: Vec<Option<Decimal>>,
    /// Its rules, worst first, and how often each fired.
    pub rules: Vec<(Level, &'static Rule, u64)>,
}

/// A way to write histories. Parts are written on any thread, into memory.
pub trait HistoryFormat: Sync {
    /// Writes what comes before all goals.
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Whether goals come whole and worst first, after an index of them all.
    fn has_index(&self) -> bool {
        false
    }

    /// Begins the index of so many goals, when all is known of all of them.
    fn begin_index(
        &self,
        _out: &mut dyn Write,
        _goals: u64,
        _summary: &HistorySummary,
    ) -> io::Result<()> {
        Ok(())
    }

    /// Adds one of so many goals to the index.
    fn index_row(&self, _out: &mut dyn Write, _goals: u64, _row: &IndexRow<'_>) -> io::Result<()> {
        Ok(())
    }

    /// Ends the index of so many goals.
    fn end_index(&self, _out: &mut dyn Write, _goals: u64) -> io::Result<()> {
        Ok(())
    }

    /// Writes what comes between two goals.
    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes a part of a goal.
    fn part(&self, out: &mut dyn Write, part: &Part<'_>) -> io::Result<()>;

    /// Writes what comes after all goals.
    fn end(&self, out: &mut dyn Write, end: &End<'_>) -> io::Result<()>;
}
