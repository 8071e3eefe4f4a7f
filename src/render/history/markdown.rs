//! Histories as tables in Markdown, for an issue or a report.

use std::io::{self, Write};

use super::table::headline;
use super::timeline::words;
use super::{Entry, GoalHead, HistoryShown, HistorySummary, HistoryWriter};
use crate::examine::report::Report;
use crate::render::record::{Cell, Column, RecordFormat, Records, rule_counts};
use crate::render::show::cell;
use crate::render::show::rows::field_cell;
use crate::text::markdown::markdown;
use crate::webhook::field::at;

/// A heading, a table and a list of findings for each goal.
#[derive(Debug)]
pub struct HistoryMarkdown {
    /// How to show them.
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

impl HistoryWriter for HistoryMarkdown {
    fn goal(&mut self, out: &mut dyn Write, goal: &GoalHead<'_>) -> io::Result<()> {
        let name = goal.latest.name();
        let name = if self.shown.hide_values { "" } else { name.as_ref() };
        let blank = if name.is_empty() { "" } else { " " };
        writeln!(out, "**{}**{blank}{}\n", markdown(goal.guid), markdown(name))?;
        self.records().head(out)
    }

    fn entry(&mut self, out: &mut dyn Write, entry: &Entry<'_>) -> io::Result<()> {
        let hide = self.shown.hide_values;
        let received = entry.delivery.received();
        let current = match hide {
            true => Cell::Null,
            false => field_cell(&entry.side.goal, at::CURRENT_AMOUNT),
        };
        let changed = words(entry, self.shown.options.time, hide).join(" · ");
        self.records().row(
            out,
            &[
                Cell::number(entry.delivery.revision),
                Cell::text(entry.delivery.action.name()),
                received.map_or(Cell::Null, |at| Cell::Time(at.to_string().into(), at)),
                current,
                Cell::Text(changed.into()),
            ],
        )
    }

    fn end_goal(
        &mut self,
        out: &mut dyn Write,
        findings: &mut dyn Iterator<Item = Report>,
    ) -> io::Result<()> {
        writeln!(out)?;
        let mut is_list = false;
        for finding in findings {
            is_list = true;
            let place = cell::source(&finding.input, &finding.trail).markdown();
            let (level, rule) = (finding.level.name(), finding.rule.name);
            writeln!(
                out,
                "- {level} `{rule}`: {} ({place}:{})",
                markdown(&finding.message),
                finding.start.line
            )?;
        }
        if is_list { writeln!(out) } else { Ok(()) }
    }

    fn end(&mut self, out: &mut dyn Write, summary: &HistorySummary) -> io::Result<()> {
        writeln!(out, "{}", headline(summary))?;
        rule_counts(out, summary.rules().iter().map(|(rule, count)| (*rule, *count)))
    }
}
