//! Markdown tables, for an issue or a report.

use std::io::{self, Write};

use super::table::{flagged, headline};
use super::{End, HistoryFormat, HistoryShown, words};
use crate::examine::report::Report;
use crate::history::timeline::{Entry, GoalHead, Part};
use crate::render::check::body_place;
use crate::render::record::{Cell, Column, RecordFormat, Records, rule_counts};
use crate::render::show::content::field_cell;
use crate::text::markdown::markdown;
use crate::webhook::field::at;

#[derive(Debug)]
pub struct HistoryMarkdown {
    pub shown: HistoryShown,
}

const COLUMNS: [Column; 5] = [
    Column::right("rev"),
    Column::left("action"),
    Column::left("received"),
    Column::right("current"),
    Column::left("what changed"),
];

impl HistoryMarkdown {
    fn records(&self) -> Records<'static> {
        let time = self.shown.options.time;
        Records { format: RecordFormat::Markdown, columns: &COLUMNS, time }
    }
}

impl HistoryFormat for HistoryMarkdown {
    fn part(&self, out: &mut dyn Write, part: &Part<'_>) -> io::Result<()> {
        if part.is_first {
            self.goal(out, part.goal)?;
        }
        part.entries.iter().try_for_each(|entry| self.entry(out, entry))?;
        match part.findings {
            Some(findings) => {
                writeln!(out)?;
                list(out, findings)
            }
            None => Ok(()),
        }
    }

    fn end(&self, out: &mut dyn Write, end: &End<'_>) -> io::Result<()> {
        list(out, end.findings)?;
        writeln!(out, "{}", headline(end.summary))?;
        rule_counts(out, end.summary.rules().iter().map(|(rule, count)| (*rule, *count)))?;
        if !end.flagged.is_empty() {
            writeln!(out)?;
        }
        for goal in end.flagged {
            writeln!(out, "- {}: {}", markdown(&goal.guid), flagged(goal))?;
        }
        Ok(())
    }
}

impl HistoryMarkdown {
    fn goal(&self, out: &mut dyn Write, goal: &GoalHead<'_>) -> io::Result<()> {
        let name = goal.latest.name();
        let name = if self.shown.hide_values { "" } else { name.as_ref() };
        let blank = if name.is_empty() { "" } else { " " };
        writeln!(out, "**{}**{blank}{}\n", markdown(goal.guid), markdown(name))?;
        self.records().head(out)
    }

    fn entry(&self, out: &mut dyn Write, entry: &Entry<'_>) -> io::Result<()> {
        let hide = self.shown.hide_values;
        let current = match hide {
            true => Cell::Null,
            false => field_cell(&entry.side.goal, at::CURRENT_AMOUNT),
        };
        let changed = words(entry, self.shown.options.time, hide, false).join(" · ");
        self.records().row(
            out,
            &[
                Cell::number(entry.delivery.revision),
                Cell::text(entry.delivery.action.name()),
                entry.place.received.map_or(Cell::Null, Cell::Moment),
                current,
                Cell::Text(changed.into()),
            ],
        )
    }
}

fn list(out: &mut dyn Write, findings: &[Report]) -> io::Result<()> {
    for finding in findings {
        let place = markdown(&body_place(&finding.input, &finding.trail, finding.start));
        let (level, rule) = (finding.level.name(), finding.rule.name);
        let message = markdown(&finding.message);
        writeln!(out, "- {level} `{rule}`: {message} ({place})")?;
    }
    if findings.is_empty() { Ok(()) } else { writeln!(out) }
}
