//! Histories as tables in Markdown, for an issue or a report.

use std::io::{self, Write};

use super::table::headline;
use super::timeline::words;
use super::{Entry, GoalHead, HistoryShown, HistorySummary, HistoryWriter};
use crate::examine::report::Report;
use crate::render::show::cell;
use crate::text::markdown::markdown;
use crate::text::time::time;
use crate::webhook::field::at;

/// A heading, a table and a list of findings for each goal.
#[derive(Debug)]
pub struct HistoryMarkdown {
    /// How to show them.
    pub shown: HistoryShown,
}

impl HistoryWriter for HistoryMarkdown {
    fn goal(&mut self, out: &mut dyn Write, goal: &GoalHead<'_>) -> io::Result<()> {
        let name = goal.latest.name();
        let name = if self.shown.hide_values { "" } else { name.as_ref() };
        let blank = if name.is_empty() { "" } else { " " };
        writeln!(out, "**{}**{blank}{}\n", markdown(goal.guid), markdown(name))?;
        writeln!(out, "| rev | action | received | current | what changed |")?;
        writeln!(out, "| ---: | --- | --- | ---: | --- |")
    }

    fn entry(&mut self, out: &mut dyn Write, entry: &Entry<'_>) -> io::Result<()> {
        let style = self.shown.options.time;
        let received = entry.delivery.received().map(|received| time(received, style));
        let current = match self.shown.hide_values {
            true => String::new(),
            false => cell::value(&entry.side.goal, at::CURRENT_AMOUNT, style),
        };
        let words = words(entry, style, self.shown.hide_values).join(" · ");
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            entry.delivery.revision,
            entry.delivery.action.name(),
            received.unwrap_or_default(),
            markdown(&current),
            markdown(&words)
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
        if summary.rules().is_empty() {
            return Ok(());
        }
        writeln!(out, "\n| rule | findings |\n| --- | ---: |")?;
        for (rule, count) in summary.rules() {
            writeln!(out, "| {rule} | {count} |")?;
        }
        Ok(())
    }
}
