//! Histories as CSV: a record for each entry of a timeline; with the summary alone, a record for
//! each count.

use std::io::{self, Write};

use super::{Entry, GoalHead, HistoryShown, HistorySummary, HistoryWriter};
use crate::diff::change::Subject;
use crate::examine::report::Report;
use crate::render::csv::record;
use crate::render::show::cell::source;
use crate::text::sheet::cell;
use crate::webhook::field::at;

/// Records.
#[derive(Debug)]
pub struct HistoryCsv {
    /// How to show them.
    pub shown: HistoryShown,
}

const HEADINGS: [&str; 12] = [
    "goal",
    "name",
    "revision",
    "action",
    "received",
    "current_amount",
    "deliveries",
    "input",
    "body",
    "line",
    "changed",
    "findings",
];

impl HistoryWriter for HistoryCsv {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match self.shown.only_summary {
            true => record(out, ["name", "count"].into_iter()),
            false => record(out, HEADINGS.into_iter()),
        }
    }

    fn goal(&mut self, _: &mut dyn Write, _: &GoalHead<'_>) -> io::Result<()> {
        Ok(())
    }

    fn entry(&mut self, out: &mut dyn Write, entry: &Entry<'_>) -> io::Result<()> {
        let goal = &entry.side.goal;
        let hide = self.shown.hide_values;
        let name = goal.text(at::NAME).filter(|_| !hide).unwrap_or_default();
        let digits = goal.digits(at::CURRENT_AMOUNT).filter(|_| !hide).unwrap_or_default();
        let changed: Vec<&str> = entry
            .comparison
            .changes
            .iter()
            .filter(|change| {
                !matches!(change.subject, Subject::Action | Subject::Field(at::REVISION))
            })
            .map(|change| change.subject.name())
            .collect();
        let cells = [
            cell(entry.guid).into_owned(),
            cell(&name).into_owned(),
            entry.delivery.revision.to_string(),
            entry.delivery.action.name().to_owned(),
            entry.delivery.received().map(|time| time.to_string()).unwrap_or_default(),
            digits.to_owned(),
            (entry.repeats + 1).to_string(),
            source(entry.input, entry.trail).sheet().into_owned(),
            entry.place.body.to_string(),
            entry.place.line.to_string(),
            cell(&changed.join(" ")).into_owned(),
            entry.rules.join(" "),
        ];
        record(out, cells.iter().map(String::as_str))
    }

    fn end_goal(
        &mut self,
        _: &mut dyn Write,
        _: &mut dyn Iterator<Item = Report>,
    ) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, summary: &HistorySummary) -> io::Result<()> {
        if !self.shown.only_summary {
            return Ok(());
        }
        let rules = summary.rules().iter().map(|(rule, count)| (*rule, *count));
        for (name, count) in summary.counts().into_iter().chain(rules) {
            record(out, [name, &count.to_string()].into_iter())?;
        }
        Ok(())
    }
}
