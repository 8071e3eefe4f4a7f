//! Histories for people: a heading for each goal, a line for each delivery with a bar of the
//! amount, and below it what is odd.

use std::io::{self, Write};

use super::timeline::words;
use super::{End, HistoryFormat, HistoryShown};
use crate::examine::report::Report;
use crate::history::summary::{FlaggedGoal, HistorySummary};
use crate::history::timeline::{Entry, GoalHead, Part};
use crate::render::check::FindingFormat;
use crate::render::check::text::Text;
use crate::render::progress::{bar, tenths_of_percent};
use crate::render::show::cell;
use crate::render::style;
use crate::render::summary::rule_counts;
use crate::text::digits::{counted, size};
use crate::text::terminal::terminal;
use crate::text::time::moment;
use crate::text::width::{fit, pad_end, pad_start, width};
use crate::webhook::field::at;

/// The columns of the layout where nobody says how many there are.
const COLUMNS: usize = 80;
/// Goals with findings that a summary names.
const FLAGGED: usize = 20;
const BAR_CELLS: usize = 8;
const GAP: &str = "  ";
/// The least that is left for words; a narrower terminal wraps lines itself.
const WORDS: usize = 16;

/// A timeline for each goal.
#[derive(Debug)]
pub struct HistoryTable {
    pub shown: HistoryShown,
}

struct Line {
    /// Revision, action, received, current amount.
    cells: [String; 4],
    bar: String,
    words: Vec<String>,
}

/// The widths of the cells of lines.
struct Columns {
    widths: [usize; 4],
    is_timed: bool,
}

const HEADINGS: [&str; 4] = ["rev", "action", "received", "current"];

impl HistoryFormat for HistoryTable {
    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out)
    }

    fn part(&self, out: &mut dyn Write, part: &Part<'_>) -> io::Result<()> {
        if part.is_first {
            self.goal(out, part.goal)?;
        }
        let lines: Vec<Line> = part.entries.iter().map(|entry| self.entry(entry)).collect();
        let mut columns = Columns { widths: HEADINGS.map(width), is_timed: part.goal.is_timed() };
        for line in &lines {
            for (column, cell) in columns.widths.iter_mut().zip(&line.cells) {
                *column = (*column).max(width(cell));
            }
        }
        if part.is_first {
            let heading = self.line(&columns, HEADINGS, "", &["what changed"]);
            writeln!(out, "{}", self.paint(&heading.join("\n"), style::FAINT))?;
        }
        for line in &lines {
            let cells = [0, 1, 2, 3].map(|index| line.cells[index].as_str());
            let words: Vec<&str> = line.words.iter().map(String::as_str).collect();
            for text in self.line(&columns, cells, &line.bar, &words) {
                writeln!(out, "{text}")?;
            }
        }
        self.findings(out, part.findings.unwrap_or_default())
    }

    fn end(&self, out: &mut dyn Write, end: &End<'_>) -> io::Result<()> {
        self.findings(out, end.findings)?;
        if end.goals > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", self.paint(&headline(end.summary), style::STRONG))?;
        for line in rule_counts(&end.summary.run, self.columns()) {
            writeln!(out, "{line}")?;
        }
        for (index, goal) in end.flagged.iter().take(FLAGGED).enumerate() {
            let between = if index == 0 { "\n" } else { "" };
            writeln!(out, "{between}{}\n    {}", terminal(&goal.guid), flagged(goal))?;
        }
        if let Some(more) = end.flagged.len().checked_sub(FLAGGED).filter(|more| *more > 0) {
            let goals = counted(more as u64, "more goal", "more goals");
            writeln!(out, "and {goals} with findings; --flagged shows them")?;
        }
        Ok(())
    }
}

impl HistoryTable {
    fn paint(&self, text: &str, style: anstyle::Style) -> String {
        style::paint(text, style, self.shown.options.colour)
    }

    fn columns(&self) -> usize {
        self.shown.options.width.unwrap_or(COLUMNS)
    }

    /// The columns before the words of a line.
    fn indent(&self, columns: &Columns) -> usize {
        let [revision, action, received, current] =
            columns.widths.map(|columns| columns + GAP.len());
        let received = if columns.is_timed { received } else { 0 };
        let amounts = if self.shown.hide_values { 0 } else { BAR_CELLS + GAP.len() + current };
        revision + action + received + amounts + GAP.len()
    }

    /// A line of the timeline; words that do not fit go on below.
    fn line(&self, columns: &Columns, cells: [&str; 4], bar: &str, words: &[&str]) -> Vec<String> {
        let [revision, action, received, current] = cells;
        let mut start = format!(
            "{GAP}{}{GAP}{}",
            pad_start(revision, columns.widths[0]),
            pad_end(action, columns.widths[1])
        );
        if columns.is_timed {
            start.push_str(GAP);
            start.push_str(&pad_end(received, columns.widths[2]));
        }
        if !self.shown.hide_values {
            let painted = self.paint(bar, style::GOOD);
            let blanks = " ".repeat(BAR_CELLS.saturating_sub(width(bar)));
            start.push_str(&format!("{GAP}{painted}{blanks}"));
            start.push_str(GAP);
            start.push_str(&pad_start(current, columns.widths[3]));
        }
        start.push_str(GAP);
        let indent = self.indent(columns);
        let room = self.columns().saturating_sub(indent).max(WORDS);
        // What is too wide for a line goes on at its arrow.
        let words: Vec<&str> = words
            .iter()
            .flat_map(|word| match word.find(" → ").filter(|_| width(word) + 2 > room) {
                Some(at) => vec![&word[..at], &word[at + 1..]],
                None => vec![*word],
            })
            .collect();
        let mut lines = vec![start];
        let mut used = 0;
        for (index, word) in words.iter().enumerate() {
            // Before the next word comes a dot, on this line or at its end.
            let dot = if index + 1 < words.len() { 2 } else { 0 };
            let word = (*word).to_owned();
            let between = if used == 0 { 0 } else { 3 };
            let is_first_too_wide = index == 0 && width(&word) + dot > room;
            if is_first_too_wide {
                let room = self.columns().saturating_sub(width(&word) + dot);
                lines.push(" ".repeat(indent.min(room)));
            } else if used > 0 && used + between + width(&word) + dot > room {
                if let Some(last) = lines.last_mut().filter(|_| !word.starts_with('→')) {
                    last.push_str(" ·");
                }
                // What is wider than the room goes further to the left, and is never cut.
                lines.push(
                    " ".repeat(indent.min(self.columns().saturating_sub(width(&word) + dot))),
                );
                used = 0;
            } else if index > 0
                && let Some(last) = lines.last_mut()
            {
                last.push_str(" · ");
                used += 3;
            }
            used += width(&word);
            if let Some(last) = lines.last_mut() {
                last.push_str(&word);
            }
        }
        lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
    }

    fn goal(&self, out: &mut dyn Write, goal: &GoalHead<'_>) -> io::Result<()> {
        let guid = terminal(goal.guid);
        let hidden = self.shown.hide_values;
        let value = |field| cell::value(&goal.latest.goal, field, self.shown.options.time);
        let name = if hidden { String::new() } else { fit(&value(at::NAME), self.columns()) };
        let gap = self.columns().min(COLUMNS).saturating_sub(width(&name) + width(&guid)).max(2);
        let faint = self.paint(&guid, style::FAINT);
        if name.is_empty() {
            writeln!(out, "{faint}")?;
        } else if width(&name) + 2 + width(&guid) > self.columns().min(COLUMNS) {
            writeln!(out, "{}\n{faint}", self.paint(&name, style::STRONG))?;
        } else {
            writeln!(out, "{}{}{faint}", self.paint(&name, style::STRONG), " ".repeat(gap))?;
        }
        let mut facts = Vec::new();
        if let Some(kind) = goal.latest.goal.goal_type {
            facts.push(kind.to_owned());
        }
        if !hidden && goal.latest.goal.text(at::USER_ID).is_some() {
            facts.push(format!("user {}", value(at::USER_ID)));
        }
        facts.push(counted(goal.deliveries, "delivery", "deliveries"));
        facts.push(match goal.revisions {
            1 => format!("revision {}", goal.last),
            _ => format!(
                "{}, {} to {}",
                counted(goal.revisions, "revision", "revisions"),
                goal.first,
                goal.last
            ),
        });
        if !goal.is_live {
            facts.push("deleted".to_owned());
        }
        writeln!(out, "{}\n", facts.join(" · "))
    }

    fn entry(&self, entry: &Entry<'_>) -> Line {
        let (goal, style) = (&entry.side.goal, self.shown.options.time);
        let received = entry.place.received.map(|received| moment(received, style));
        let share = tenths_of_percent(goal).map(|tenths| bar(tenths, BAR_CELLS).0);
        Line {
            cells: [
                entry.delivery.revision.to_string(),
                entry.delivery.action.name().to_owned(),
                received.unwrap_or_default(),
                cell::value(goal, at::CURRENT_AMOUNT, style),
            ],
            bar: share.unwrap_or_default(),
            words: words(entry, style, self.shown.hide_values),
        }
    }

    fn findings(&self, out: &mut dyn Write, findings: &[Report]) -> io::Result<()> {
        let text = Text { options: self.shown.options, ..Text::default() };
        for finding in findings {
            // A finding ends with an empty line, which belongs before it here.
            let mut found = String::new();
            text.finding(&mut found, finding);
            writeln!(out, "\n{}", found.trim_end())?;
        }
        Ok(())
    }
}

/// `1 error, 2 infos: conflicting-revision, revision-gap (2)`.
pub fn flagged(goal: &FlaggedGoal) -> String {
    let [errors, warnings, infos] = goal.counts;
    let levels =
        [(errors, "error", "errors"), (warnings, "warning", "warnings"), (infos, "info", "infos")];
    let levels: Vec<String> = levels
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    let rules: Vec<String> = goal
        .rules
        .iter()
        .map(|(rule, count)| match count {
            1 => (*rule).to_owned(),
            count => format!("{rule} ({count})"),
        })
        .collect();
    format!("{}: {}", levels.join(", "), rules.join(", "))
}

/// `30 deliveries of 1 goal in 1 input (12.3 kB): 30 revisions, 1 live`.
pub fn headline(summary: &HistorySummary) -> String {
    let mut line = format!(
        "{} of {} in {} ({}): {}, {}",
        counted(summary.deliveries, "delivery", "deliveries"),
        counted(summary.goals, "goal", "goals"),
        counted(summary.run.inputs, "input", "inputs"),
        size(summary.run.bytes),
        counted(summary.revisions, "revision", "revisions"),
        counted(summary.live, "live goal", "live goals"),
    );
    if summary.unplaced > 0 {
        let bodies = counted(summary.unplaced, "body", "bodies");
        line.push_str(&format!("; {bodies} without a place in a chain"));
    }
    if summary.run.unreadable_inputs > 0 {
        let inputs = counted(summary.run.unreadable_inputs, "input", "inputs");
        line.push_str(&format!("; {inputs} not read to the end"));
    }
    line
}
