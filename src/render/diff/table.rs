//! Comparisons for people: a row for each changed field, grouped by who changes it.

use std::io::{self, Write};

use super::marked::marked;
use super::words::{LONG, moved, name, values};
use super::{Alone, Counts, End, Pair, PairFormat, Shown, conflicts, summary};
use crate::diff::change::{CLASSES, Change, Subject};
use crate::diff::document::steps;
use crate::json::canonical::is_document;
use crate::render::show::cell::action_phrase;
use crate::render::style;
use crate::text::terminal::terminal;
use crate::text::width::{BETWEEN, fold, fold_at_words, pad_end, width};
use crate::webhook::field::{FIELDS, Kind, at};

/// Longer texts are shown as one marked line, not side by side.
const SIDE_BY_SIDE: usize = 24;
/// The width without a terminal.
const COLUMNS: usize = 80;
const INDENT: usize = 4;

#[derive(Debug)]
pub struct DiffTable {
    shown: Shown,
    pairs: u64,
    after_line: bool,
}

/// A row: a label, the values, and their difference; or one line.
enum Row {
    Values { name: String, old: String, new: String, moved: Vec<String> },
    Line { name: String, line: String },
}

impl DiffTable {
    pub fn new(shown: Shown) -> DiffTable {
        DiffTable { shown, pairs: 0, after_line: false }
    }
}

impl PairFormat for DiffTable {
    fn pair(&mut self, out: &mut dyn Write, pair: &Pair<'_>) -> io::Result<()> {
        // Bodies of one side only are a list.
        let is_line = !matches!(pair, Pair::Both(..));
        if self.pairs > 0 && !(is_line && self.after_line) {
            writeln!(out)?;
        }
        self.pairs += 1;
        self.after_line = is_line;
        match pair {
            Pair::Alone(body) => self.alone(out, body),
            Pair::Both(old, new, comparison) => {
                self.heading(out, old, new)?;
                for conflict in conflicts(old, new) {
                    self.lines(out, &conflict, style::WARNING)?;
                }
                let changes: Vec<&Change<'_>> =
                    comparison.changes.iter().filter(|change| !is_heading(change)).collect();
                if comparison.changes.is_empty() {
                    writeln!(out, "\n  no difference")?;
                } else if !changes.is_empty() {
                    writeln!(out)?;
                }
                self.groups(out, old, new, &changes)?;
                if self.shown.verbose && !comparison.spellings.is_empty() {
                    let names: Vec<String> = comparison.spellings.iter().map(name).collect();
                    let line = format!("only spelled differently: {}", names.join(", "));
                    writeln!(out, "\n  {}", self.paint(&line, style::FAINT))?;
                }
                Ok(())
            }
        }
    }

    fn end(&mut self, out: &mut dyn Write, counts: &Counts) -> io::Result<()> {
        if !self.shown.several {
            return Ok(());
        }
        if self.pairs > 0 {
            writeln!(out)?;
        }
        self.lines(out, &summary(counts, self.shown.goals), style::STRONG)
    }
}

/// Whether the heading shows the change.
fn is_heading(change: &Change<'_>) -> bool {
    matches!(change.subject, Subject::Action | Subject::Field(at::REVISION | at::GUID))
}

impl DiffTable {
    fn paint(&self, text: &str, style: anstyle::Style) -> String {
        style::paint(text, style, self.shown.options.colour)
    }

    /// Writes a sentence, wrapped.
    fn lines(&self, out: &mut dyn Write, text: &str, style: anstyle::Style) -> io::Result<()> {
        let lines = fold(text, self.shown.options.columns());
        lines.iter().try_for_each(|line| writeln!(out, "{}", self.paint(line, style)))
    }

    fn columns(&self) -> usize {
        self.shown.options.width.unwrap_or(COLUMNS)
    }

    fn heading(&self, out: &mut dyn Write, old: &End<'_>, new: &End<'_>) -> io::Result<()> {
        let both = |before: String, after: String| match before == after {
            true => before,
            false => format!("{before} → {after}"),
        };
        // A changed name is one of the changes.
        let names = match self.shown.hide_values {
            true => String::new(),
            false => terminal(&new.side.name()).into_owned(),
        };
        let guid =
            both(terminal(&old.side.guid()).into_owned(), terminal(&new.side.guid()).into_owned());
        let gap = self.columns().min(COLUMNS).saturating_sub(width(&names) + width(&guid)).max(2);
        let fits = width(&names) + 2 + width(&guid) <= self.columns();
        let faint = self.paint(&guid, style::FAINT);
        match (names.is_empty(), fits) {
            (true, _) => writeln!(out, "{faint}")?,
            (false, true) => {
                let name = self.paint(&names, style::STRONG);
                writeln!(out, "{name}{}{faint}", " ".repeat(gap))?;
            }
            (false, false) => {
                self.lines(out, &names, style::STRONG)?;
                writeln!(out, "{faint}")?;
            }
        }
        let revisions = both(old.revision(), new.revision());
        let actions = both(self.action(old), self.action(new));
        self.lines(out, &format!("revision {revisions} · {actions}"), anstyle::Style::new())
    }

    fn action(&self, end: &End<'_>) -> String {
        match (end.side.goal.action, self.shown.hide_values) {
            (None, true) => "unknown action".to_owned(),
            _ => action_phrase(&end.side.goal),
        }
    }

    fn alone(&self, out: &mut dyn Write, body: &Alone<'_>) -> io::Result<()> {
        let end = &body.end;
        let guid = terminal(&end.side.guid()).into_owned();
        let columns = self.shown.options.columns();
        let indent = columns.saturating_sub(width(&guid)).min(INDENT);
        let mut facts = vec![
            terminal(&end.side.name()).into_owned(),
            format!("{guid} revision {}", end.revision()),
            self.action(end) + &body.gone(),
            end.place(),
        ];
        facts.drain(..usize::from(self.shown.hide_values || facts[0].is_empty()));
        let facts = format!(" {}", facts.join(BETWEEN));
        let (what, colour) = (format!("{}:", body.only_in()), self.shown.options.colour);
        let lines = style::titled(&what, style::WARNING, &facts, columns - indent, colour);
        writeln!(out, "{}", lines.join(&format!("\n{:indent$}", "")))
    }

    fn groups(
        &self,
        out: &mut dyn Write,
        old: &End<'_>,
        new: &End<'_>,
        changes: &[&Change<'_>],
    ) -> io::Result<()> {
        let rows: Vec<(&'static str, Vec<Row>)> = changes
            .iter()
            .map(|change| (change.subject.class(), self.rows(change, old, new)))
            .collect();
        let widths = self.widths(rows.iter().flat_map(|(_, rows)| rows));
        for class in CLASSES {
            let mut is_first = true;
            for row in rows.iter().filter(|(of, _)| *of == class).flat_map(|(_, rows)| rows) {
                if std::mem::take(&mut is_first) {
                    writeln!(out, "  {}", self.paint(class, style::FAINT))?;
                }
                self.row(out, row, widths)?;
            }
        }
        Ok(())
    }

    /// The widths of the columns for names, old and new values, over rows that fit.
    fn widths<'r>(&self, rows: impl Iterator<Item = &'r Row>) -> [usize; 3] {
        let mut widths = [0; 3];
        for row in rows {
            match row {
                Row::Values { .. } if self.is_wide(row) => {}
                // Only a value with something after it needs a column.
                Row::Values { name, old, moved, .. } if moved.is_empty() => {
                    widths[0] = widths[0].max(width(name));
                    widths[1] = widths[1].max(width(old).min(SIDE_BY_SIDE));
                }
                Row::Values { name, old, new, .. } => {
                    for (column, text) in widths.iter_mut().zip([name, old, new]) {
                        *column = (*column).max(width(text));
                    }
                }
                Row::Line { name, .. } => widths[0] = widths[0].max(width(name)),
            }
        }
        widths
    }

    fn is_wide(&self, row: &Row) -> bool {
        match row {
            Row::Line { .. } => false,
            Row::Values { name, old, new, .. } => {
                let name = width(name).max(FIELD_COLUMNS);
                INDENT + name + 3 + width(old) + 3 + width(new) > self.columns()
            }
        }
    }

    fn row(&self, out: &mut dyn Write, row: &Row, widths: [usize; 3]) -> io::Result<()> {
        let indent = " ".repeat(INDENT);
        let removed = |text: &str| self.paint(text, style::REMOVED);
        let added = |text: &str| self.paint(text, style::ADDED);
        match row {
            Row::Line { name, line } if line.is_empty() => writeln!(out, "{indent}{name}"),
            Row::Line { name, line } => {
                let start = format!("{indent}{}   ", pad_end(name, widths[0]));
                if width(&start) + width(&anstream::adapter::strip_str(line).to_string())
                    <= self.columns()
                {
                    return writeln!(out, "{start}{line}");
                }
                writeln!(out, "{indent}{name}")?;
                let columns = self.shown.options.columns().saturating_sub(INDENT + 2);
                folded(line, columns).iter().try_for_each(|line| writeln!(out, "{indent}  {line}"))
            }
            Row::Values { name, old, new, moved } if self.is_wide(row) => {
                // Each on its own line, with less indent if necessary.
                writeln!(out, "{indent}{name}")?;
                let start = |text: &str| {
                    " ".repeat(self.columns().saturating_sub(width(text)).min(INDENT + 4))
                };
                let arrow = format!("→ {new}");
                writeln!(out, "{}{}", start(old), removed(old))?;
                writeln!(
                    out,
                    "{}→ {}",
                    " ".repeat(start(&arrow).len().min(INDENT + 2)),
                    added(new)
                )?;
                for part in moved {
                    writeln!(out, "{}{part}", start(part))?;
                }
                Ok(())
            }
            Row::Values { name, old, new, moved } => {
                let blanks =
                    |text: &str, columns: usize| " ".repeat(columns.saturating_sub(width(text)));
                let start = format!("{indent}{}   ", pad_end(name, widths[0]));
                let whole = width(&start) + widths[1].max(width(old)) + 3 + width(new);
                let gap =
                    if whole > self.columns() { String::new() } else { blanks(old, widths[1]) };
                let mut used = width(&start) + width(old) + gap.len() + 3 + width(new);
                let mut line = format!("{start}{}{gap} → {}", removed(old), added(new));
                let behind = blanks(new, if moved.is_empty() { 0 } else { widths[2] });
                if used + behind.len() <= self.columns() {
                    used += behind.len();
                    line.push_str(&behind);
                }
                for part in moved {
                    // What does not fit goes below the values.
                    if used + 3 + width(part) > self.columns() {
                        let room = self.columns().saturating_sub(width(part) + 3);
                        let under = (INDENT + widths[0]).min(room);
                        line = format!("{}\n{}", line.trim_end(), " ".repeat(under));
                        used = under;
                    }
                    line.push_str("   ");
                    line.push_str(part);
                    used += 3 + width(part);
                }
                writeln!(out, "{}", line.trim_end())
            }
        }
    }

    /// The rows of a change: one, or for JSON metadata one per path.
    fn rows(&self, change: &Change<'_>, old: &End<'_>, new: &End<'_>) -> Vec<Row> {
        let name = name(change);
        if self.shown.hide_values {
            return vec![Row::Line { name, line: String::new() }];
        }
        if let Subject::Field(field) = change.subject
            && let (Some(before), Some(after)) =
                (old.side.goal.text(field), new.side.goal.text(field))
        {
            if field == at::METADATA && is_document(&before) && is_document(&after) {
                return self.document(name, &before, &after);
            }
            let is_free = matches!(FIELDS[field].kind, Kind::Text);
            let longest = before.chars().count().max(after.chars().count());
            if is_free && longest > SIDE_BY_SIDE {
                return vec![Row::Line { name, line: self.marked(&before, &after) }];
            }
        }
        let time = self.shown.options.time;
        let [before, after] = values(change, old.side, new.side, time);
        let is_number = matches!(change.subject, Subject::Field(field)
            if matches!(FIELDS[field].kind, Kind::Decimal | Kind::Integer | Kind::Time));
        if !is_number && width(&before).max(width(&after)) > LONG {
            return vec![Row::Line { name, line: self.marked(&before, &after) }];
        }
        let moved = moved(change, old.side, new.side);
        vec![Row::Values { name, old: before, new: after, moved }]
    }

    fn marked(&self, old: &str, new: &str) -> String {
        marked(old, new, self.shown.options.width.is_some(), self.shown.options.colour)
    }

    fn document(&self, name: String, before: &str, after: &str) -> Vec<Row> {
        let mut rows = vec![Row::Line { name, line: String::new() }];
        let value = |cell: Option<&str>| cell.unwrap_or("absent").to_owned();
        for step in steps(before, after) {
            let pointer = match step.pointer.as_str() {
                "" => "the whole".to_owned(),
                pointer => terminal(pointer).into_owned(),
            };
            let (old, new) = (value(step.old), value(step.new));
            let line = match width(&old).max(width(&new)) > LONG {
                true => self.marked(&old, &new),
                false => format!("{} → {}", terminal(&old), terminal(&new)),
            };
            rows.push(Row::Line { name: format!("  {pointer}"), line });
        }
        rows
    }
}

/// Wraps a line that may contain colour codes, which contain no spaces.
fn folded(line: &str, columns: usize) -> Vec<String> {
    let plain = anstream::adapter::strip_str(line).to_string();
    let mut words = line.split(' ');
    let words_of = |plain: &String| plain.split(' ').count();
    let counts = fold_at_words(&plain, columns).iter().map(words_of).collect::<Vec<_>>();
    counts
        .into_iter()
        .map(|count| words.by_ref().take(count).collect::<Vec<_>>().join(" "))
        .collect()
}

/// The length of the longest documented name, `projected_to_complete_at`.
const FIELD_COLUMNS: usize = 24;
