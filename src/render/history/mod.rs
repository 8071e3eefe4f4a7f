//! What all formats of histories have in common: goals one after the other, each in parts, and the
//! words for each delivery.

pub mod csv;
pub mod html;
pub mod json;
pub mod markdown;
pub mod table;

use std::io::{self, Write};

use rust_decimal::Decimal;

use super::Options;
use super::check::body_place;
use super::diff::words::{brief, brief_hidden};
use super::show::cell;
use crate::diff::change::Subject;
use crate::examine::report::{LineColumn, Report};
use crate::history::summary::{FlaggedGoal, HistorySummary};
use crate::history::timeline::{Entry, GoalHead, Part};
use crate::rules::rule::{Level, Rule};
use crate::text::time::{Moment, TimeStyle, moment};
use crate::webhook::field::at;
use crate::webhook::value::Value;

#[derive(Debug, Clone, Copy, Default)]
pub struct HistoryShown {
    pub options: Options,
    pub hide_values: bool,
    /// With `--summary`, only the end is written.
    pub only_summary: bool,
}

#[derive(Debug)]
pub struct End<'a> {
    pub goals: u64,
    /// Findings about users, which belong to no single goal.
    pub findings: &'a [Report],
    /// With `--summary`: the goals with findings, worst first.
    pub flagged: &'a [FlaggedGoal],
    pub summary: &'a HistorySummary,
}

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

/// The maximum number of duplicates listed with times; `--deliveries` shows all.
const REPEATS: usize = 12;

/// Short descriptions of the changes and of the delivery. `cut` shortens long values to their
/// differences.
pub fn words(entry: &Entry<'_>, time: TimeStyle, hide_values: bool, cut: bool) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(other) = &entry.contradicts {
        let line = other.location.line;
        let this = &entry.place;
        let is_near =
            other.input == this.input && (other.trail == this.trail || line != this.location.line);
        words.push(match is_near {
            true => format!("conflicts with line {line}"),
            false => {
                let start = LineColumn { line, column: other.location.column.into() };
                format!("conflicts with {}", body_place(other.input, other.trail, start))
            }
        });
    }
    if entry.variants > 1 {
        words.push(if entry.counts { "counts" } else { "does not count" }.to_owned());
    }
    if entry.is_repeat {
        words.push("repeat".to_owned());
    }
    let mut absent = 0;
    if let Some(before) = entry.before {
        let mut changes: Vec<_> = entry.comparison.changes.iter().collect();
        // The amount comes first.
        changes.sort_by_key(|change| change.subject != Subject::Field(at::CURRENT_AMOUNT));
        for change in changes {
            match change.subject {
                Subject::Action | Subject::Field(at::REVISION | at::GUID) => {}
                Subject::Field(field) if entry.side.goal.value(field) == Value::Absent => {
                    absent += 1;
                }
                _ if hide_values => words.push(brief_hidden(change)),
                _ => words.push(brief(change, [before, entry.side], time, cut)),
            }
        }
    } else if !entry.is_repeat && !hide_values && entry.side.goal.goal_type == Some("SAVE_AMOUNT") {
        words.push(format!("target {}", cell::value(&entry.side.goal, at::AMOUNT, time)));
    }
    if absent > 0 {
        words.push(format!("{absent} {} absent", if absent == 1 { "field" } else { "fields" }));
    }
    if let Some((first, last)) = entry.missing {
        words.push(match i128::from(last) - i128::from(first) {
            0 => format!("{first} not seen"),
            1 => format!("{first}, {last} not seen"),
            _ => format!("{first} to {last} not seen"),
        });
    }
    if let Some(after) = entry.late_after {
        words.push(format!("arrived after {after}"));
    }
    let mut times: Vec<Moment> =
        entry.repeats.iter().filter_map(|repeat| repeat.received).collect();
    times.dedup();
    let more = if times.len() > REPEATS { ", …" } else { "" };
    let times: Vec<String> = times.iter().take(REPEATS).map(|at| moment(*at, time)).collect();
    let at = if times.is_empty() { "" } else { " at " };
    let times = format!("{at}{}{more}", times.join(", "));
    match entry.repeats.len() {
        0 => {}
        1 => words.push(format!("redelivered once{times}")),
        2 => words.push(format!("redelivered twice{times}")),
        count => words.push(format!("redelivered {count} times{times}")),
    }
    words
}
