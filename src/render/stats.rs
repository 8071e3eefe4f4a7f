//! Statistics in every format: for people fields with bars, the words of coded fields, rules,
//! unknown fields; in CSV a record for each field, documented or not; Markdown tables; JSON that can
//! be merged, or an object on each line.

use std::io::{self, Write};

use anstyle::Style;

use super::list::{self, List, TEXT};
use super::progress::{fine_bar, percent_of};
use super::record::{Cell, Column, RecordFormat, Records, rule_counts};
use super::summary::level_counts;
use super::{Options, grid, style};
use crate::stats::Stats;
use crate::stats::field::{FieldStats, TYPES};
use crate::stats::saved::Saved;
use crate::text::digits::{counted, grouped, size};
use crate::text::json_layout::json;
use crate::text::terminal::terminal;
use crate::text::time::{TimeStyle, date};
use crate::text::width::{BETWEEN, fold};
use crate::webhook::field::Kind;

const BAR_CELLS: usize = 10;
const FIELD_LIST: List<'_> = List {
    columns: &[
        list::Column::left("field"),
        list::Column::optional(""),
        list::Column::right("seen"),
        list::Column::right("null"),
        list::Column::right("absent"),
        list::Column::left("values"),
    ],
    indent: 0,
    text: Some(TEXT),
    headings: Some(style::FAINT),
};
const COUNT_LIST: List<'_> = List {
    columns: &[
        list::Column::left(""),
        list::Column::optional(""),
        list::Column::right(""),
        list::Column::right(""),
    ],
    indent: 2,
    text: None,
    headings: None,
};

pub fn table(out: &mut dyn Write, stats: &Stats, options: Options) -> io::Result<()> {
    let mut page = Page { out, options };
    page.head(stats)?;
    if stats.totals.readable > 0 {
        page.fields(stats)?;
    }
    let is_coded = |field: &&FieldStats| !field.words.is_empty() && field.kind != Kind::Boolean;
    for field in stats.fields.iter().filter(is_coded) {
        let words: Vec<(String, u64)> = words(field)
            .into_iter()
            .map(|(word, count)| (terminal(word).into_owned(), count))
            .collect();
        page.counts(field.name, &words, field.seen)?;
    }
    let findings = [stats.totals.errors, stats.totals.warnings, stats.totals.infos]
        .into_iter()
        .fold(0, u64::saturating_add);
    let rules: Vec<(String, u64)> =
        rules(stats).into_iter().map(|(rule, count)| (rule.to_owned(), count)).collect();
    page.counts("findings by rule", &rules, findings)?;
    let mut unknown: Vec<(String, u64)> =
        stats.unknown.kept().map(|(name, count)| (name.terminal().into_owned(), count)).collect();
    unknown.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    if stats.unknown.more() > 0 {
        unknown.push(("(other fields)".to_owned(), stats.unknown.more()));
    }
    page.counts("unknown fields, in bodies", &unknown, stats.totals.readable)
}

struct Page<'p> {
    out: &'p mut dyn Write,
    options: Options,
}

impl Page<'_> {
    fn head(&mut self, stats: &Stats) -> io::Result<()> {
        let bodies = counted(stats.totals.bodies, "body", "bodies");
        let mut parts = vec![bodies, size(stats.totals.bytes)];
        if stats.totals.bodies > 0 {
            let clean = grouped(stats.totals.clean);
            let share = percent_of(stats.totals.clean, stats.totals.bodies);
            parts.push(format!("{clean} clean ({share})"));
        }
        let unread = stats.totals.bodies.saturating_sub(stats.totals.readable);
        parts.extend((unread > 0).then(|| counted(unread, "not readable", "not readable")));
        parts.extend(level_counts([
            stats.totals.errors,
            stats.totals.warnings,
            stats.totals.infos,
        ]));
        for line in fold(&parts.join(BETWEEN), self.options.columns()) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    fn fields(&mut self, stats: &Stats) -> io::Result<()> {
        let plain = |text: String| (text, Style::new());
        let row = |field: &FieldStats| {
            vec![
                plain(field.name.to_owned()),
                bar(field.seen, stats.totals.readable),
                plain(grouped(field.seen)),
                plain(grouped(field.null)),
                plain(grouped(field.absent)),
                plain(described(field, self.options)),
            ]
        };
        let rows: Vec<_> = stats.fields.iter().map(row).collect();
        writeln!(self.out)?;
        FIELD_LIST.write(self.out, rows, self.options)
    }

    fn counts(&mut self, heading: &str, counts: &[(String, u64)], all: u64) -> io::Result<()> {
        if counts.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n{}", style::paint(heading, style::FAINT, self.options.colour))?;
        let plain = |text: String| (text, Style::new());
        let row = |(name, count): &(String, u64)| {
            vec![
                plain(name.clone()),
                bar(*count, all),
                plain(grouped(*count)),
                plain(percent_of(*count, all)),
            ]
        };
        COUNT_LIST.write(self.out, counts.iter().map(row).collect(), self.options)
    }
}

fn bar(count: u64, all: u64) -> grid::Cell {
    let (filled, empty) = fine_bar(count, all, BAR_CELLS);
    (filled + &empty, style::GOOD)
}

/// A short description of a field's values.
fn described(field: &FieldStats, options: Options) -> String {
    let mut parts = Vec::new();
    if let Some((least, greatest)) = field.range.ends() {
        let [least, greatest] =
            [least, greatest].map(|number| match (field.kind, i64::try_from(number)) {
                (Kind::Time, Ok(seconds)) => date(seconds, options.time),
                _ => grouped(number),
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
    parts.join(BETWEEN)
}

pub fn csv(
    out: &mut dyn Write,
    stats: &Stats,
    format: RecordFormat,
    time: TimeStyle,
) -> io::Result<()> {
    let counts = ["seen", "null", "absent"].into_iter().chain(TYPES.iter().map(|(_, name)| *name));
    let columns: Vec<Column> = ["field", "documented"]
        .into_iter()
        .chain(counts)
        .chain(["least", "greatest", "words"])
        .map(Column::left)
        .collect();
    let records = Records { format, columns: &columns, time };
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

/// The minimum and maximum of a field.
fn ends(field: &FieldStats) -> [Cell<'static>; 2] {
    let Some((least, greatest)) = field.range.ends() else { return [Cell::Null, Cell::Null] };
    [least, greatest].map(|number| {
        let digits = number.to_string().into();
        match (field.kind, i64::try_from(number)) {
            (Kind::Time, Ok(seconds)) => Cell::Time(digits, seconds),
            (Kind::Decimal, _) => Cell::Amount(digits),
            _ => Cell::Number(digits),
        }
    })
}

/// The JSON types of a field's values with counts, if there are several.
fn several_types(field: &FieldStats) -> Option<String> {
    let found: Vec<String> = TYPES
        .iter()
        .zip(field.types)
        .filter(|(_, count)| *count > 0)
        .map(|((_, name), count)| counted(count, name, &format!("{name}s")))
        .collect();
    (found.len() > 1).then(|| found.join(", "))
}

/// The words of a coded field with counts, the most frequent first; other words last. They are
/// untrusted and not escaped.
fn words(field: &FieldStats) -> Vec<(&str, u64)> {
    let documented = field.words.iter().map(|(word, count)| (*word, *count));
    let other = field.other_words.kept().map(|(word, count)| (word.raw(), count));
    let mut words: Vec<(&str, u64)> =
        documented.chain(other).filter(|(_, count)| *count > 0).collect();
    words.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let more = field.other_words.more();
    if more > 0 {
        words.push(("(other words)", more));
    }
    words
}

/// Rules with counts, the most frequent first.
fn rules(stats: &Stats) -> Vec<(&str, u64)> {
    let mut rules: Vec<(&str, u64)> =
        stats.totals.rules.iter().map(|(rule, count)| (rule.as_str(), *count)).collect();
    rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    rules
}
