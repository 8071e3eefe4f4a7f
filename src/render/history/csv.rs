//! Histories as CSV: a record for each entry of a timeline; with the summary alone, a record for
//! each count.

use std::io::{self, Write};

use super::{Entry, GoalHead, HistoryShown, HistorySummary, HistoryWriter};
use crate::diff::change::Subject;
use crate::examine::report::Report;
use crate::render::record::{Cell, Column, RecordFormat, Records};
use crate::render::show::cell::source;
use crate::render::show::rows::field_cell;
use crate::text::time::TimeStyle;
use crate::webhook::field::at;

/// Records.
#[derive(Debug)]
pub struct HistoryCsv {
    /// How to show them.
    pub shown: HistoryShown,
}

const ENTRIES: Records<'static> = records(&[
    Column::left("goal"),
    Column::left("name"),
    Column::right("revision"),
    Column::left("action"),
    Column::left("received"),
    Column::right("current_amount"),
    Column::right("deliveries"),
    Column::left("input"),
    Column::right("body"),
    Column::right("line"),
    Column::left("changed"),
    Column::left("findings"),
]);
const COUNTS: Records<'static> = records(&[Column::left("name"), Column::right("count")]);

const fn records(columns: &'static [Column]) -> Records<'static> {
    Records { format: RecordFormat::Csv, columns, time: TimeStyle::Epoch }
}

impl HistoryWriter for HistoryCsv {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.shown.only_summary { COUNTS.head(out) } else { ENTRIES.head(out) }
    }

    fn goal(&mut self, _: &mut dyn Write, _: &GoalHead<'_>) -> io::Result<()> {
        Ok(())
    }

    fn entry(&mut self, out: &mut dyn Write, entry: &Entry<'_>) -> io::Result<()> {
        let value = |field| match self.shown.hide_values {
            true => Cell::Null,
            false => field_cell(&entry.side.goal, field),
        };
        let is_own = |subject: &Subject<'_>| {
            matches!(subject, Subject::Action | Subject::Field(at::REVISION))
        };
        let changed = entry.comparison.changes.iter().map(|change| &change.subject);
        let received = entry.delivery.received();
        ENTRIES.row(
            out,
            &[
                Cell::text(entry.guid),
                value(at::NAME),
                Cell::number(entry.delivery.revision),
                Cell::text(entry.delivery.action.name()),
                received.map_or(Cell::Null, |at| Cell::Time(at.to_string().into(), at)),
                value(at::CURRENT_AMOUNT),
                Cell::count(entry.repeats + 1),
                Cell::text(source(entry.input, entry.trail).raw()),
                Cell::number(entry.place.body),
                Cell::number(entry.place.line),
                Cell::Words(changed.filter(|own| !is_own(own)).map(Subject::name).collect()),
                Cell::Words(entry.rules.to_vec()),
            ],
        )
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
            COUNTS.row(out, &[Cell::text(name), Cell::count(count)])?;
        }
        Ok(())
    }
}
