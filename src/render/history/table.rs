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
use crate::text::width::{fit, fold, joined, width};
use crate::webhook::field::at;

/// The columns of the layout where nobody says how many there are.
const COLUMNS: usize = 80;
/// Goals with findings that a summary names.
const FLAGGED: usize = 20;
const BAR_CELLS: usize = 8;
const GAP: &str = "  ";
/// Where there is less room for words, they go below the cells.
const WORDS: usize = 24;
/// How far they are indented there.
const INDENT: usize = 6;

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
    /// Whether there is a column for what was received, and columns for the bar and the amount;
    /// where the terminal is too narrow for them, they go in front of the words.
    is_timed: bool,
    has_amounts: bool,
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
        let mut lines: Vec<Line> = part.entries.iter().map(|entry| self.entry(entry)).collect();
        let (is_timed, has_amounts) = (part.goal.is_timed(), !self.shown.hide_values);
        let mut columns = Columns { widths: HEADINGS.map(width), is_timed, has_amounts };
        for line in &lines {
            for (column, cell) in columns.widths.iter_mut().zip(&line.cells) {
                *column = (*column).max(width(cell));
            }
        }
        columns.is_timed &= self.fits(&columns);
        columns.has_amounts &= self.fits(&columns);
        for line in &mut lines {
            let [.., received, current] = &line.cells;
            if has_amounts && !columns.has_amounts {
                line.words.insert(0, format!("current {current}"));
            }
            if is_timed && !columns.is_timed && !received.is_empty() {
                line.words.insert(0, format!("received {received}"));
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
        for line in self.folded(&headline(end.summary)) {
            writeln!(out, "{}", self.paint(&line, style::STRONG))?;
        }
        for line in rule_counts(&end.summary.run, self.columns()) {
            writeln!(out, "{line}")?;
        }
        for (index, goal) in end.flagged.iter().take(FLAGGED).enumerate() {
            let between = if index == 0 { "\n" } else { "" };
            writeln!(out, "{between}{}", terminal(&goal.guid))?;
            let room = self.shown.options.width.unwrap_or(usize::MAX);
            for line in fold(&flagged(goal), room.saturating_sub(4)) {
                writeln!(out, "    {line}")?;
            }
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

    /// A line of words in lines of a terminal's width.
    fn folded(&self, text: &str) -> Vec<String> {
        fold(text, self.shown.options.width.unwrap_or(usize::MAX))
    }

    /// The columns before the words of a line.
    fn indent(&self, columns: &Columns) -> usize {
        let [revision, action, received, current] =
            columns.widths.map(|columns| columns + GAP.len());
        let received = if columns.is_timed { received } else { 0 };
        let amounts = if columns.has_amounts { BAR_CELLS + GAP.len() + current } else { 0 };
        revision + action + received + amounts + GAP.len()
    }

    /// Whether the cells of a line fit the terminal.
    fn fits(&self, columns: &Columns) -> bool {
        self.shown.options.width.is_none_or(|all| self.indent(columns) <= all + GAP.len())
    }

    /// The cells of a line, each in its column.
    fn cells(&self, columns: &Columns, cells: [&str; 4], bar: &str) -> String {
        let mut line = String::with_capacity(128);
        let mut add = |before: usize, text: &str, behind: usize| {
            line.push_str(GAP);
            line.extend(std::iter::repeat_n(' ', before));
            line.push_str(text);
            line.extend(std::iter::repeat_n(' ', behind));
        };
        let blanks = |column: usize| columns.widths[column].saturating_sub(width(cells[column]));
        add(blanks(0), cells[0], 0);
        add(0, cells[1], blanks(1));
        if columns.is_timed {
            add(0, cells[2], blanks(2));
        }
        if columns.has_amounts {
            add(0, &self.paint(bar, style::GOOD), BAR_CELLS.saturating_sub(width(bar)));
            add(blanks(3), cells[3], 0);
        }
        line.push_str(GAP);
        line
    }

    /// A line of the timeline; words that do not fit go on below, further to the left where they
    /// must, and are never cut.
    fn line(&self, columns: &Columns, cells: [&str; 4], bar: &str, words: &[&str]) -> Vec<String> {
        let mut lines = vec![self.cells(columns, cells, bar)];
        let all = self.columns();
        let beside = self.indent(columns);
        let is_narrow = all < beside + WORDS;
        let indent = if is_narrow { INDENT } else { beside };
        let mut left = if is_narrow { 0 } else { all - indent };
        let room = all.saturating_sub(indent);
        let mut is_first = !is_narrow;
        for (index, &word) in words.iter().enumerate() {
            let dot = if index + 1 < words.len() { " ·" } else { "" };
            let is_whole = width(word) + width(dot) <= room;
            let pieces: Vec<&str> = if is_whole { vec![word] } else { word.split(' ').collect() };
            for (at, piece) in pieces.iter().enumerate() {
                let is_last = at + 1 == pieces.len() && width(piece) + width(dot) <= all;
                let dot = if is_last { dot } else { "" };
                let wanted = width(piece) + width(dot);
                let between = usize::from(!is_first);
                match lines.last_mut() {
                    Some(line) if between + wanted <= left => {
                        line.push_str(&" "[..between]);
                        line.push_str(piece);
                        line.push_str(dot);
                        left -= between + wanted;
                    }
                    _ => {
                        let indent = indent.min(all.saturating_sub(wanted));
                        lines.push(format!("{}{piece}{dot}", " ".repeat(indent)));
                        left = all.saturating_sub(indent + wanted);
                    }
                }
                is_first = false;
            }
        }
        // What was within a line may be a command of a runner at the start of one.
        let dead = |line: String| {
            let text = line.trim();
            let indent = &line[..line.len() - line.trim_start().len()];
            format!("{indent}{}", if text.starts_with("::") { terminal(text) } else { text.into() })
        };
        lines.into_iter().map(dead).collect()
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
        for line in joined(&facts, self.shown.options.width) {
            for line in self.folded(&line) {
                writeln!(out, "{line}")?;
            }
        }
        writeln!(out)
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
            words: words(entry, style, self.shown.hide_values, self.shown.options.width.is_some()),
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
        line.push_str(&format!("; {inputs} could not be read to the end"));
    }
    line
}
