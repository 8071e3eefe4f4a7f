//! CSV: a record for each entry of a timeline; with `--summary`, a record for each count.

use std::io::{self, Write};

use super::{End, HistoryFormat, HistoryShown};
use crate::diff::change::Subject;
use crate::history::timeline::{Entry, GoalHead, Part};
use crate::render::record::{Cell, Column, RecordFormat, Records};
use crate::render::show::cell::source;
use crate::render::show::content::field_cell;
use crate::webhook::field::at;

#[derive(Debug)]
pub struct HistoryCsv {
    pub shown: HistoryShown,
    pub format: RecordFormat,
}

const ENTRIES: &[Column] = &[
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
];
const COUNTS: &[Column] = &[Column::left("name"), Column::right("count")];

impl HistoryFormat for HistoryCsv {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        self.records(if self.shown.only_summary { COUNTS } else { ENTRIES }).head(out)
    }

    fn part(&self, out: &mut dyn Write, part: &Part<'_>) -> io::Result<()> {
        part.entries.iter().try_for_each(|entry| self.entry(out, part.goal, entry))
    }

    fn end(&self, out: &mut dyn Write, end: &End<'_>) -> io::Result<()> {
        if !self.shown.only_summary {
            return Ok(());
        }
        let rules = end.summary.rules().iter().map(|(rule, count)| (*rule, *count));
        for (name, count) in end.summary.counts().into_iter().chain(rules) {
            self.records(COUNTS).row(out, &[Cell::text(name), Cell::count(count)])?;
        }
        for goal in end.flagged {
            self.records(COUNTS)
                .row(out, &[Cell::text(&goal.guid), Cell::count(goal.counts.iter().sum())])?;
        }
        Ok(())
    }
}

impl HistoryCsv {
    fn records(&self, columns: &'static [Column]) -> Records<'static> {
        Records { format: self.format, columns, time: self.shown.options.time }
    }

    fn entry(&self, out: &mut dyn Write, head: &GoalHead<'_>, entry: &Entry<'_>) -> io::Result<()> {
        let value = |field| match self.shown.hide_values {
            true => Cell::Null,
            false => field_cell(&entry.side.goal, field),
        };
        let is_own = |subject: &Subject<'_>| {
            matches!(subject, Subject::Action | Subject::Field(at::REVISION))
        };
        let changed = entry.comparison.changes.iter().map(|change| &change.subject);
        let place = &entry.place;
        self.records(ENTRIES).row(
            out,
            &[
                Cell::text(head.guid),
                value(at::NAME),
                Cell::number(entry.delivery.revision),
                Cell::text(entry.delivery.action.name()),
                place.received.map_or(Cell::Null, Cell::Moment),
                value(at::CURRENT_AMOUNT),
                Cell::count(entry.repeats.len() as u64 + 1),
                Cell::text(source(place.input, place.trail).raw()),
                Cell::number(place.location.body),
                Cell::number(place.location.line),
                Cell::Words(changed.filter(|own| !is_own(own)).map(Subject::name).collect()),
                Cell::Words(entry.rules.clone()),
            ],
        )
    }
}
