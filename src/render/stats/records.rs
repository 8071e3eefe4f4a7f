//! Statistics as records: in CSV one for each field, documented or not; Markdown tables; JSON that
//! can be merged, or an object on each line.

use std::io::{self, Write};

use super::{ends, rules, several_types, words};
use crate::render::Options;
use crate::render::record::{Cell, Column, RecordFormat, Records, rule_counts};
use crate::stats::Stats;
use crate::stats::field::{FieldStats, TYPES};
use crate::stats::saved::Saved;
use crate::text::digits::{counted, grouped, size};
use crate::text::json_layout::json;
use crate::text::time::TimeStyle;

pub fn csv(out: &mut dyn Write, stats: &Stats, format: RecordFormat) -> io::Result<()> {
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
    for (name, count) in unknown(stats) {
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

const FIELDS: [Column; 7] = [
    Column::left("field"),
    Column::right("seen"),
    Column::right("null"),
    Column::right("absent"),
    Column::right("least"),
    Column::right("greatest"),
    Column::left("values"),
];
const UNKNOWN: [Column; 2] = [Column::left("unknown field"), Column::right("seen")];

pub fn markdown(out: &mut dyn Write, stats: &Stats, options: Options) -> io::Result<()> {
    let bodies = counted(stats.totals.bodies, "body", "bodies");
    writeln!(
        out,
        "{bodies}, {}, {} clean\n",
        size(stats.totals.bytes),
        grouped(stats.totals.clean)
    )?;
    let format = RecordFormat::Markdown;
    let records = Records { format, columns: &FIELDS, time: options.time };
    records.head(out)?;
    for field in &stats.fields {
        let [seen, null, absent] = [field.seen, field.null, field.absent].map(Cell::count);
        let [least, greatest] = ends(field);
        let values = Cell::Text(values(field).into());
        records.row(out, &[Cell::text(field.name), seen, null, absent, least, greatest, values])?;
    }
    rule_counts(out, rules(stats).into_iter())?;
    if stats.unknown.all() > 0 {
        let records = Records { columns: &UNKNOWN, ..records };
        writeln!(out)?;
        records.head(out)?;
        for (name, count) in unknown(stats) {
            records.row(out, &[Cell::text(name), Cell::count(count)])?;
        }
    }
    Ok(())
}

/// Fields that are not documented with their counts; last those that are not kept.
fn unknown(stats: &Stats) -> impl Iterator<Item = (&str, u64)> {
    let more = Some(("(other fields)", stats.unknown.more())).filter(|(_, more)| *more > 0);
    stats.unknown.kept().map(|(name, count)| (name.raw(), count)).chain(more)
}

fn values(field: &FieldStats) -> String {
    let words = words(field).into_iter();
    let words = words.map(|(word, count)| format!("{word} {}", grouped(count)));
    words.chain(several_types(field)).collect::<Vec<_>>().join(", ")
}

/// The document that `stats --merge` reads.
pub fn json_document(out: &mut dyn Write, stats: &Stats) -> io::Result<()> {
    writeln!(out, "{}", json(&Saved::from(stats), true))
}

/// A line for each field, one for unknown fields, and the summary.
pub fn json_lines(out: &mut dyn Write, stats: &Stats) -> io::Result<()> {
    let saved = Saved::from(stats);
    for field in &saved.fields {
        writeln!(out, "{}", json(field, false))?;
    }
    writeln!(out, "{{\"unknown_fields\":{}}}", json(&saved.unknown_fields, false))?;
    writeln!(out, "{{\"summary\":{}}}", json(&saved.summary, false))
}
