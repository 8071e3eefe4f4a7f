//! Statistics as Markdown tables.

use std::io::{self, Write};

use super::{ends, grouped, rules, several_types, words};
use crate::render::Options;
use crate::stats::Stats;
use crate::stats::field::FieldStats;
use crate::text::digits::{counted, size};
use crate::text::markdown::markdown;

/// Writes the tables.
pub fn write(out: &mut dyn Write, stats: &Stats, options: Options) -> io::Result<()> {
    let bodies = counted(stats.bodies, "body", "bodies");
    writeln!(out, "{bodies}, {}, {} clean\n", size(stats.bytes), grouped(stats.clean))?;
    writeln!(out, "| field | seen | null | absent | values |")?;
    writeln!(out, "| --- | ---: | ---: | ---: | --- |")?;
    for field in &stats.fields {
        let counts = [field.seen, field.null, field.absent].map(grouped).join(" | ");
        writeln!(out, "| {} | {counts} | {} |", markdown(field.name), values(field, options))?;
    }
    let rules = rules(stats);
    if !rules.is_empty() {
        writeln!(out, "\n| rule | findings |\n| --- | ---: |")?;
        for (rule, count) in rules {
            writeln!(out, "| {rule} | {} |", grouped(count))?;
        }
    }
    if stats.unknown.all() > 0 {
        writeln!(out, "\n| unknown field | seen |\n| --- | ---: |")?;
        for (name, count) in stats.unknown.kept() {
            writeln!(out, "| {} | {} |", name.markdown(), grouped(count))?;
        }
        if stats.unknown.more() > 0 {
            writeln!(out, "| (other fields) | {} |", grouped(stats.unknown.more()))?;
        }
    }
    Ok(())
}

fn values(field: &FieldStats, options: Options) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some((least, greatest)) = ends(field, options.time, false) {
        parts.push(if least == greatest { least } else { format!("{least} to {greatest}") });
    }
    let words = words(field, markdown).into_iter();
    parts.extend(words.map(|(word, count)| format!("{word} {}", grouped(count))));
    parts.extend(several_types(field));
    parts.join(", ")
}
