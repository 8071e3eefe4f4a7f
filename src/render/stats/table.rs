//! Statistics for people: fields with bars, the words of coded fields, rules, unknown fields.

use std::io::{self, Write};

use anstyle::Style;

use super::{rules, several_types, words};
use crate::render::grid::Cell;
use crate::render::list::{Column, List, TEXT};
use crate::render::progress::{fine_bar, share_in_words};
use crate::render::summary::level_counts;
use crate::render::{Options, style};
use crate::stats::Stats;
use crate::stats::field::FieldStats;
use crate::text::digits::{counted, grouped, size};
use crate::text::terminal::terminal;
use crate::text::time::date;
use crate::text::width::{BETWEEN, fold};
use crate::webhook::field::Kind;

const BAR_CELLS: usize = 10;
const FIELDS: List<'_> = List {
    columns: &[
        Column::left("field"),
        Column::optional(""),
        Column::right("seen"),
        Column::right("null"),
        Column::right("absent"),
        Column::left("values"),
    ],
    indent: 0,
    text: Some(TEXT),
    headings: Some(style::FAINT),
};
const COUNTS: List<'_> = List {
    columns: &[Column::left(""), Column::optional(""), Column::right(""), Column::right("")],
    indent: 2,
    text: None,
    headings: None,
};

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
        let clean = grouped(stats.totals.clean);
        let share = share_in_words(stats.totals.clean, stats.totals.bodies);
        let mut parts = vec![bodies, size(stats.totals.bytes), format!("{clean} clean ({share})")];
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

    fn heading(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "\n{}", style::paint(text, style::FAINT, self.options.colour))
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
                plain(values(field, self.options)),
            ]
        };
        let rows: Vec<_> = stats.fields.iter().map(row).collect();
        writeln!(self.out)?;
        FIELDS.write(self.out, rows, self.options)
    }

    fn counts(&mut self, heading: &str, counts: &[(String, u64)], all: u64) -> io::Result<()> {
        if counts.is_empty() {
            return Ok(());
        }
        self.heading(heading)?;
        let plain = |text: String| (text, Style::new());
        let row = |(name, count): &(String, u64)| {
            vec![
                plain(name.clone()),
                bar(*count, all),
                plain(grouped(*count)),
                plain(share_in_words(*count, all)),
            ]
        };
        COUNTS.write(self.out, counts.iter().map(row).collect(), self.options)
    }
}

fn bar(count: u64, all: u64) -> Cell {
    let (filled, empty) = fine_bar(count, all, BAR_CELLS);
    (filled + &empty, style::GOOD)
}

/// A short description of a field's values.
fn values(field: &FieldStats, options: Options) -> String {
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
