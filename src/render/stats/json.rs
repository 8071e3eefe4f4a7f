//! Statistics as one JSON document that can be merged, or as an object on each line.

use std::io::{self, Write};

use crate::stats::Stats;
use crate::stats::saved::Saved;
use crate::text::json_layout::json;

/// Writes the document that `stats --merge` reads.
pub fn document(out: &mut dyn Write, stats: &Stats) -> io::Result<()> {
    writeln!(out, "{}", json(&Saved::from(stats), true))
}

/// Writes a line for each field, one for unknown fields, and last the summary.
pub fn lines(out: &mut dyn Write, stats: &Stats) -> io::Result<()> {
    let saved = Saved::from(stats);
    for field in &saved.fields {
        writeln!(out, "{}", json(field, false))?;
    }
    writeln!(out, "{{\"unknown_fields\":{}}}", json(&saved.unknown_fields, false))?;
    writeln!(out, "{{\"summary\":{}}}", json(&saved.summary, false))
}
