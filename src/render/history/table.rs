//! Histories for people: a heading for each goal, a line with a bar for each delivery, and the
//! findings below.

use std::io::{self, Write};

use anstyle::Style;

use super::{End, HistoryFormat, HistoryShown, words};
use crate::examine::report::Report;
use crate::history::summary::{FlaggedGoal, HistorySummary};
use crate::history::timeline::{Entry, GoalHead, Part};
use crate::render::check::FindingFormat;
use crate::render::check::text::Text;
use crate::render::grid::Cell;
use crate::render::list::{Column, List};
use crate::render::progress::Share;
use crate::render::show::cell;
use crate::render::summary::{level_counts, rule_counts, rule_list};
use crate::render::{Options, style};
use crate::text::digits::{counted, grouped, shown_of, size};
use crate::text::terminal::terminal;
use crate::text::time::moment;
use crate::text::width::{BETWEEN, fold, pad_end, width};
use crate::webhook::field::at;

/// The width without a terminal.
const COLUMNS: usize = 80;
/// Goals with findings that a summary names.
const FLAGGED: usize = 20;
const BAR_CELLS: usize = 8;
/// Where there is less room for words, they go below the cells.
const WORDS: usize = 24;

/// A timeline for each goal.
#[derive(Debug)]
pub struct HistoryTable {
    pub shown: HistoryShown,
}

/// The columns of a timeline; those of times and of amounts are not in all.
const LINES: [Column; 6] = [
    Column::right("rev"),
    Column::left("action"),
    Column::left("received").moves(),
    Column::left("").moves(),
    Column::right("current").moves(),
    Column::left("what changed"),
];

impl HistoryFormat for HistoryTable {
    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out)
    }

    fn part(&self, out: &mut dyn Write, part: &Part<'_>) -> io::Result<()> {
        if part.is_first {
            self.goal(out, part.goal)?;
        }
        let is_shown = |at: usize| match at {
            2 => part.goal.is_timed(),
            3 | 4 => !self.shown.hide_values,
            _ => true,
        };
        let columns: Vec<Column> =
            (0..).zip(LINES).filter(|(at, _)| is_shown(*at)).map(|(_, column)| column).collect();
        let row = |entry: &Entry<'_>| -> Vec<Cell> {
            (0..)
                .zip(self.row(entry))
                .filter(|(at, _)| is_shown(*at))
                .map(|(_, cell)| cell)
                .collect()
        };
        let rows: Vec<Vec<Cell>> = part.entries.iter().map(row).collect();
        let headings = part.is_first.then_some(style::FAINT);
        let list = List { columns: &columns, indent: 2, text: Some(WORDS), headings };
        list.write(out, rows, Options { width: Some(self.columns()), ..self.shown.options })?;
        self.findings(out, part.findings.unwrap_or_default())
    }

    fn end(&self, out: &mut dyn Write, end: &End<'_>) -> io::Result<()> {
        if end.summary.is_nothing() {
            return Ok(());
        }
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
        let shown = shown_of(end.flagged.len(), FLAGGED);
        for (index, goal) in end.flagged[..shown].iter().enumerate() {
            let between = if index == 0 { "\n" } else { "" };
            writeln!(out, "{between}{}", terminal(&goal.guid))?;
            for line in fold(&flagged(goal), self.shown.options.columns().saturating_sub(4)) {
                writeln!(out, "    {line}")?;
            }
        }
        let more = end.flagged.len() - shown;
        if more > 0 {
            let more = grouped(more);
            let line = format!("and {more} more goals with findings; --flagged shows all");
            for line in self.folded(&line) {
                writeln!(out, "{line}")?;
            }
        }
        Ok(())
    }
}

impl HistoryTable {
    fn paint(&self, text: &str, style: Style) -> String {
        style::paint(text, style, self.shown.options.colour)
    }

    fn columns(&self) -> usize {
        self.shown.options.width.unwrap_or(COLUMNS)
    }

    /// A line of words in lines of a terminal's width.
    fn folded(&self, text: &str) -> Vec<String> {
        fold(text, self.shown.options.columns())
    }

    fn goal(&self, out: &mut dyn Write, goal: &GoalHead<'_>) -> io::Result<()> {
        let guid = terminal(goal.guid);
        let hidden = self.shown.hide_values;
        let value = |field| cell::value(&goal.latest.goal, field, self.shown.options.time);
        let name = if hidden { String::new() } else { value(at::NAME) };
        let gap = self.columns().min(COLUMNS).saturating_sub(width(&name) + width(&guid)).max(2);
        let faint = self.paint(&guid, style::FAINT);
        if name.is_empty() {
            writeln!(out, "{faint}")?;
        } else if width(&name) + 2 + width(&guid) > self.columns().min(COLUMNS) {
            for line in self.folded(&name) {
                writeln!(out, "{}", self.paint(&line, style::STRONG))?;
            }
            writeln!(out, "{faint}")?;
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
        for line in self.folded(&facts.join(BETWEEN)) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)
    }

    fn row(&self, entry: &Entry<'_>) -> [Cell; 6] {
        let (goal, HistoryShown { options, hide_values, .. }) = (&entry.side.goal, self.shown);
        let received = entry.place.received.map(|received| moment(received, options.time));
        let share = Share::saved(goal).map(|share| share.bar(BAR_CELLS).0);
        let share = share.map(|bar| pad_end(&bar, BAR_CELLS));
        let words = words(entry, options.time, hide_values, options.width.is_some());
        let plain = |text: String| (text, Style::new());
        [
            plain(entry.delivery.revision.to_string()),
            plain(entry.delivery.action.name().to_owned()),
            plain(received.unwrap_or_default()),
            (share.unwrap_or_default(), style::GOOD),
            plain(cell::value(goal, at::CURRENT_AMOUNT, options.time)),
            plain(words.join(BETWEEN)),
        ]
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
    format!("{}: {}", level_counts(goal.counts).join(", "), rule_list(&goal.rules))
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
        line.push_str(&format!("; {bodies} without a readable guid and revision"));
    }
    if summary.run.unreadable_inputs > 0 {
        let inputs = counted(summary.run.unreadable_inputs, "input", "inputs");
        line.push_str(&format!("; {inputs} could not be read to the end"));
    }
    line
}
