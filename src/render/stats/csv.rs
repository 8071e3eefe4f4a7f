//! CSV: a record for each field, documented or not.

use std::io::{self, Write};

use super::{ends, words};
use crate::render::record::{Cell, Column, RecordFormat, Records};
use crate::stats::Stats;
use crate::stats::field::{FieldStats, TYPES};
use crate::text::time::TimeStyle;

pub fn write(out: &mut dyn Write, stats: &Stats, format: RecordFormat) -> io::Result<()> {
    let counts = ["seen", "null", "absent"].into_iter().chain(TYPES.iter().map(|(_, name)| *name));
    let columns: Vec<Column> = ["field", "documented"]
        .into_iter()
        .chain(counts)
        .chain(["least", "greatest", "words"])
        .map(Column::left)
        .collect();
    let records = Records { format, columns: &columns, time: TimeStyle::Epoch };
    records.head(out)?;
    for field in &stats.fields {
        records.row(out, &record(field))?;
    }
    let unknown = stats.unknown.kept().map(|(name, count)| (name.raw(), count));
    let more = Some(("(other fields)", stats.unknown.more())).filter(|(_, more)| *more > 0);
    for (name, count) in unknown.chain(more) {
        let mut record = vec![Cell::text(name), Cell::Boolean(false), Cell::count(count)];
        record.resize(columns.len(), Cell::Null);
        records.row(out, &record)?;
    }
    Ok(())
}

fn record(field: &FieldStats) -> Vec<Cell<'_>> {
    let mut record = vec![Cell::text(field.name), Cell::Boolean(true)];
    let counts = [field.seen, field.null, field.absent].into_iter().chain(field.types);
    record.extend(counts.map(Cell::count));
    record.extend(ends(field));
    let words = words(field).into_iter().map(|(word, count)| format!("{word}={count}"));
    record.push(Cell::Text(words.collect::<Vec<_>>().join(" ").into()));
    record
}
