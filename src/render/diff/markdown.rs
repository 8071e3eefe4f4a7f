//! Comparisons as tables in Markdown, for a pull request or an issue.

use std::io::{self, Write};

use super::sentences::{conflicts, gone, summary};
use super::words::{moved, values};
use super::{Counts, End, Pair, PairFormat, Shown};
use crate::render::record::{Cell, Column, RecordFormat, Records};
use crate::render::show::cell::source;
use crate::text::markdown::markdown;

/// A heading and a table for each pair.
#[derive(Debug)]
pub struct DiffMarkdown {
    /// How to show them.
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
            Pair::OnlyOld(end, deleted) => {
                return alone(out, end, "only in OLD", &gone(*deleted, "NEW"));
            }
            Pair::OnlyNew(end, deleted) => {
                return alone(out, end, "only in NEW", &gone(*deleted, "OLD"));
            }
        };
        let revision = |end: &End<'_>| {
            end.side.revision().map_or("none".to_owned(), |revision| revision.to_string())
        };
        let guid = markdown(&new.side.guid());
        writeln!(out, "**{guid}**, revision {} → {}\n", revision(old), revision(new))?;
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
            let [before, after] = match self.shown.hide_values {
                true => Default::default(),
                false => values(change, old.side, new.side, self.shown.options.time),
            };
            let moved = match self.shown.hide_values {
                true => String::new(),
                false => moved(change, old.side, new.side).join(", "),
            };
            let cells = [before, after, moved].map(|text| Cell::Text(text.into()));
            let [before, after, moved] = cells;
            let subject = Cell::text(change.subject.name());
            let class = Cell::text(change.subject.class());
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

fn alone(out: &mut dyn Write, end: &End<'_>, what: &str, gone: &str) -> io::Result<()> {
    let revision = end.side.revision().map_or("none".to_owned(), |number| number.to_string());
    let place = source(end.input, end.trail).markdown();
    let guid = markdown(&end.side.guid());
    writeln!(out, "**{guid}**, revision {revision}: {what}{gone}, {place}:{}\n", end.line)
}
