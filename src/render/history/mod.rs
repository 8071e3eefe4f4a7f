//! Shared by all formats of histories: goals one after the other, each in parts.

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

#[derive(Debug, Clone, Copy, Default)]
pub struct HistoryShown {
    pub options: Options,
    pub hide_values: bool,
    /// With `--summary`, only the end is written.
    pub only_summary: bool,
}

/// The data for the end of the output.
#[derive(Debug)]
pub struct End<'a> {
    /// The number of written goals.
    pub goals: u64,
    /// Findings about users, which belong to no single goal.
    pub findings: &'a [Report],
    /// With `--summary`: the goals with findings, worst first.
    pub flagged: &'a [FlaggedGoal],
    pub summary: &'a HistorySummary,
}

/// One goal in the index of the HTML page.
#[derive(Debug)]
pub struct IndexRow<'a> {
    pub head: &'a GoalHead<'a>,
    /// The current_amount of each revision that has one.
    pub course: Vec<Option<Decimal>>,
    /// The rules of its findings, worst first, with counts.
    pub rules: Vec<(Level, &'static Rule, u64)>,
}

/// A format of histories. Parts are rendered on any thread, into memory.
pub trait HistoryFormat: Sync {
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Whether the format has an index, followed by whole goals, worst first.
    fn has_index(&self) -> bool {
        false
    }

    fn begin_index(
        &self,
        _out: &mut dyn Write,
        _goals: u64,
        _summary: &HistorySummary,
    ) -> io::Result<()> {
        Ok(())
    }

    fn index_row(&self, _out: &mut dyn Write, _goals: u64, _row: &IndexRow<'_>) -> io::Result<()> {
        Ok(())
    }

    fn end_index(&self, _out: &mut dyn Write, _goals: u64) -> io::Result<()> {
        Ok(())
    }

    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn part(&self, out: &mut dyn Write, part: &Part<'_>) -> io::Result<()>;

    fn end(&self, out: &mut dyn Write, end: &End<'_>) -> io::Result<()>;
}
