//! One JSON document that can be merged, or JSON lines.

use std::io::{self, Write};

use crate::stats::Stats;
use crate::stats::saved::Saved;
use crate::text::json_layout::json;

/// The document that `stats --merge` reads.
pub fn document(out: &mut dyn Write, stats: &Stats) -> io::Result<()> {
    writeln!(out, "{}", json(&Saved::from(stats), true))
}

/// A line for each field, one for unknown fields, and the summary.
pub fn lines(out: &mut dyn Write, stats: &Stats) -> io::Result<()> {
    let saved = Saved::from(stats);
    for field in &saved.fields {
        writeln!(out, "{}", json(field, false))?;
    }
    writeln!(out, "{{\"unknown_fields\":{}}}", json(&saved.unknown_fields, false))?;
    writeln!(out, "{{\"summary\":{}}}", json(&saved.summary, false))
}
