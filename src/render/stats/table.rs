//! Statistics for people: fields with bars, the words of coded fields, rules, unknown fields.

use std::io::{self, Write};

use super::{grouped, rules, several_types, words};
use crate::render::progress::{fine_bar, share_in_words};
use crate::render::{Options, style};
use crate::stats::Stats;
use crate::stats::field::FieldStats;
use crate::text::digits::{counted, group_digits, size};
use crate::text::terminal::terminal;
use crate::text::time::date;
use crate::text::width::{fit, pad_end, pad_start, width};
use crate::webhook::field::Kind;

const BAR_CELLS: usize = 10;
const GAP: &str = " · ";
const NAME_COLUMNS: usize = 26;

/// Writes all of it.
pub fn write(out: &mut dyn Write, stats: &Stats, options: Options) -> io::Result<()> {
    let mut page = Page { out, options };
    page.head(stats)?;
    page.fields(stats)?;
    let is_coded = |field: &&FieldStats| !field.words.is_empty() && field.kind != Kind::Boolean;
    for field in stats.fields.iter().filter(is_coded) {
        let words: Vec<(String, u64)> = words(field)
            .into_iter()
            .map(|(word, count)| (terminal(word).into_owned(), count))
            .collect();
        page.counts(field.name, &words, field.seen)?;
    }
    let findings =
        [stats.errors, stats.warnings, stats.infos].into_iter().fold(0, u64::saturating_add);
    let rules: Vec<(String, u64)> =
        rules(stats).into_iter().map(|(rule, count)| (rule.to_owned(), count)).collect();
    page.counts("findings by rule", &rules, findings)?;
    let mut unknown: Vec<(String, u64)> =
        stats.unknown.kept().map(|(name, count)| (name.terminal().into_owned(), count)).collect();
    unknown.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    if stats.unknown.more() > 0 {
        unknown.push(("(other fields)".to_owned(), stats.unknown.more()));
    }
    page.counts("unknown fields, in bodies", &unknown, stats.readable)
}

struct Page<'p> {
    out: &'p mut dyn Write,
    options: Options,
}

impl Page<'_> {
    fn head(&mut self, stats: &Stats) -> io::Result<()> {
        let bodies = counted(stats.bodies, "body", "bodies");
        let clean = grouped(stats.clean);
        let share = share_in_words(stats.clean, stats.bodies);
        let mut parts = vec![bodies, size(stats.bytes), format!("{clean} clean ({share})")];
        for (count, one, many) in [
            (stats.bodies - stats.readable.min(stats.bodies), "not readable", "not readable"),
            (stats.errors, "error", "errors"),
            (stats.warnings, "warning", "warnings"),
            (stats.infos, "info", "infos"),
        ] {
            if count > 0 {
                parts.push(counted(count, one, many));
            }
        }
        let columns = self.options.width.unwrap_or(usize::MAX);
        let mut line = String::new();
        for part in parts {
            if line.is_empty() {
                line = part;
            } else if width(&line) + GAP.len() + width(&part) <= columns {
                line = format!("{line}{GAP}{part}");
            } else {
                writeln!(self.out, "{line}")?;
                line = part;
            }
        }
        writeln!(self.out, "{line}")
    }

    fn bar(&self, count: u64, all: u64) -> String {
        let (filled, empty) = fine_bar(count, all, BAR_CELLS);
        let paint = |text: &str, style| style::paint(text, style, self.options.colour);
        paint(&filled, style::GOOD) + &paint(&empty, style::FAINT)
    }

    fn heading(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "\n{}", style::paint(text, style::FAINT, self.options.colour))
    }

    fn fields(&mut self, stats: &Stats) -> io::Result<()> {
        let counts: Vec<[String; 3]> = stats
            .fields
            .iter()
            .map(|field| [field.seen, field.null, field.absent].map(grouped))
            .collect();
        let columns = |index: usize, heading: &str| {
            counts.iter().map(|row| row[index].len()).max().unwrap_or(0).max(heading.len())
        };
        let headings = ["seen", "null", "absent"];
        let widths = [0, 1, 2].map(|index| columns(index, headings[index]));
        let cells = |row: [&str; 3]| {
            let padded: Vec<String> =
                row.iter().zip(widths).map(|(cell, columns)| pad_start(cell, columns)).collect();
            padded.join("  ")
        };
        self.heading(&format!(
            "{}  {}  {}  values",
            pad_end("field", NAME_COLUMNS),
            " ".repeat(BAR_CELLS),
            cells(headings),
        ))?;
        for (field, counts) in stats.fields.iter().zip(&counts) {
            let counts = cells([&counts[0], &counts[1], &counts[2]]);
            let used = NAME_COLUMNS + BAR_CELLS + width(&counts) + 6;
            let values = values(field, self.options);
            let values = match self.options.width {
                Some(columns) => fit(&values, columns.saturating_sub(used)),
                None => values,
            };
            let bar = self.bar(field.seen, stats.readable);
            let line = format!("{}  {bar}  {counts}  {values}", pad_end(field.name, NAME_COLUMNS));
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn counts(&mut self, heading: &str, counts: &[(String, u64)], all: u64) -> io::Result<()> {
        if counts.is_empty() {
            return Ok(());
        }
        self.heading(heading)?;
        let number = counts.iter().map(|(_, count)| grouped(*count).len()).max().unwrap_or(0);
        for (name, count) in counts {
            let columns = NAME_COLUMNS - 2;
            let name = if self.options.width.is_some() { fit(name, columns) } else { name.clone() };
            writeln!(
                self.out,
                "  {}  {}  {}  {}",
                pad_end(&name, columns),
                self.bar(*count, all),
                pad_start(&grouped(*count), number),
                pad_start(&share_in_words(*count, all), 7),
            )?;
        }
        Ok(())
    }
}

/// What the values of a field are like, in a few words.
fn values(field: &FieldStats, options: Options) -> String {
    let mut parts = Vec::new();
    if let Some((least, greatest)) = field.range.ends() {
        let [least, greatest] =
            [least, greatest].map(|number| match (field.kind, i64::try_from(number)) {
                (Kind::Time, Ok(seconds)) => date(seconds, options.time),
                _ => group_digits(&number.to_string()),
            });
        parts.push(if least == greatest { least } else { format!("{least} to {greatest}") });
    }
    if field.kind == Kind::Boolean {
        let counts = words(field).into_iter();
        parts.extend(counts.map(|(word, count)| format!("{} {word}", grouped(count))));
    } else if !field.words.is_empty() {
        let distinct = field.words.iter().filter(|(_, count)| *count > 0).count()
            + field.other_words.kept().count();
        if distinct > 0 {
            parts.push(counted(distinct as u64, "word", "words"));
        }
    }
    parts.extend(several_types(field));
    parts.join(GAP)
}
