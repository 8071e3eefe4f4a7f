//! Statistics as CSV: a record for each field, documented or not.

use std::io::{self, Write};

use super::words;
use crate::stats::Stats;
use crate::stats::field::{FieldStats, TYPES};
use crate::text::sheet::cell;

/// Writes the whole file.
pub fn write(out: &mut dyn Write, stats: &Stats) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let types = TYPES.iter().map(|(_, name)| *name);
    let columns = ["field", "documented", "seen", "null", "absent"].into_iter().chain(types);
    writer.write_record(columns.chain(["least", "greatest", "words"]))?;
    for field in &stats.fields {
        writer.write_record(record(field))?;
    }
    let unknown = stats.unknown.kept().map(|(name, count)| (name.sheet().into_owned(), count));
    let more = Some(("(other fields)".to_owned(), stats.unknown.more())).filter(|more| more.1 > 0);
    for (name, count) in unknown.chain(more) {
        let mut record = vec![name, "false".to_owned(), count.to_string()];
        record.resize(8 + TYPES.len(), String::new());
        writer.write_record(record)?;
    }
    writer.flush()
}

fn record(field: &FieldStats) -> Vec<String> {
    let mut record = vec![field.name.to_owned(), "true".to_owned()];
    record.extend([field.seen, field.null, field.absent].map(|count| count.to_string()));
    record.extend(field.types.iter().map(ToString::to_string));
    let (least, greatest) = field
        .range
        .ends()
        .map(|(least, greatest)| (least.to_string(), greatest.to_string()))
        .unwrap_or_default();
    let words: Vec<String> = words(field, |word| cell(word).into_owned())
        .into_iter()
        .map(|(word, count)| format!("{word}={count}"))
        .collect();
    record.extend([least, greatest, cell(&words.join(" ")).into_owned()]);
    record
}
