//! Markdown tables, for a pull request or an issue.

use std::io::{self, Write};

use super::words::{moved, values};
use super::{Alone, Counts, Pair, PairFormat, Shown, conflicts, summary};
use crate::render::record::{Cell, Column, RecordFormat, Records};
use crate::text::markdown::markdown;

#[derive(Debug)]
pub struct DiffMarkdown {
    pub shown: Shown,
}

const COLUMNS: [Column; 5] = [
    Column::left("field"),
    Column::left("class"),
    Column::left("old"),
    Column::left("new"),
    Column::left("change"),
];

impl PairFormat for DiffMarkdown {
    fn pair(&mut self, out: &mut dyn Write, pair: &Pair<'_>) -> io::Result<()> {
        let (old, new, comparison) = match pair {
            Pair::Both(old, new, comparison) => (old, new, comparison),
            Pair::Alone(body) => return alone(out, body),
        };
        let guid = markdown(&new.side.guid());
        writeln!(out, "**{guid}**, revision {} → {}\n", old.revision(), new.revision())?;
        for conflict in conflicts(old, new) {
            writeln!(out, "{}\n", markdown(&conflict))?;
        }
        if comparison.changes.is_empty() {
            return writeln!(out, "No difference.\n");
        }
        let time = self.shown.options.time;
        let records = Records { format: RecordFormat::Markdown, columns: &COLUMNS, time };
        records.head(out)?;
        for change in &comparison.changes {
            let shown = || {
                let [before, after] = values(change, old.side, new.side, time);
                [before, after, moved(change, old.side, new.side).join(", ")]
            };
            let shown = if self.shown.hide_values { Default::default() } else { shown() };
            let [before, after, moved] = shown.map(|text| Cell::Text(text.into()));
            let [subject, class] = [change.subject.name(), change.subject.class()].map(Cell::text);
            records.row(out, &[subject, class, before, after, moved])?;
        }
        writeln!(out)
    }

    fn end(&mut self, out: &mut dyn Write, counts: &Counts) -> io::Result<()> {
        match self.shown.several {
            true => writeln!(out, "{}", summary(counts, self.shown.goals)),
            false => Ok(()),
        }
    }
}

fn alone(out: &mut dyn Write, body: &Alone<'_>) -> io::Result<()> {
    let Alone { end, .. } = body;
    let (revision, what, gone) = (end.revision(), body.only_in(), body.gone());
    let place = markdown(&end.place());
    let guid = markdown(&end.side.guid());
    writeln!(out, "**{guid}**, revision {revision}: {what}{gone}, {place}\n")
}
