//! Statistics as Markdown tables.
use std::io::{self, Write};

use super::{ends, grouped, rules, several_types, words};
use crate::render::Options;
use crate::render::record::{Cell, Column, RecordFormat, Records, rule_counts};
use crate::stats::Stats;
use crate::stats::field::FieldStats;
use crate::text::digits::{counted, size};

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

pub fn write(out: &mut dyn Write, stats: &Stats, options: Options) -> io::Result<()> {
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
        let more = Some(("(other fields)", stats.unknown.more())).filter(|(_, more)| *more > 0);
        let kept = stats.unknown.kept().map(|(name, count)| (name.raw(), count));
        for (name, count) in kept.chain(more) {
            records.row(out, &[Cell::text(name), Cell::count(count)])?;
        }
    }
    Ok(())
}

fn values(field: &FieldStats) -> String {
    let words = words(field).into_iter();
    let words = words.map(|(word, count)| format!("{word} {}", grouped(count)));
    words.chain(several_types(field)).collect::<Vec<_>>().join(", ")
}
