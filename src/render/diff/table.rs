//! Comparisons for people: a row for each changed field, grouped by who changes it.

use std::io::{self, Write};

use super::marked::marked;
use super::words::{moved, name, values};
use super::{Counts, End, Pair, PairFormat, Shown};
use crate::diff::canonical::is_document;
use crate::diff::change::{CLASSES, Change, Subject};
use crate::diff::document::steps;
use crate::render::show::cell::source;
use crate::render::style;
use crate::text::digits::counted;
use crate::text::escape::terminal_within;
use crate::text::terminal::terminal;
use crate::text::width::{fit, pad_end, width};
use crate::webhook::field::{FIELDS, Kind, at};

/// Longer texts are shown as one line with marks, and not side by side.
const SIDE_BY_SIDE: usize = 24;
/// The columns of the layout where nobody says how many there are.
const COLUMNS: usize = 80;
const INDENT: usize = 4;
/// What is shown of a value within metadata.
const STEP_COLUMNS: usize = 60;

/// A table for each pair.
#[derive(Debug)]
pub struct DiffTable {
    shown: Shown,
    pairs: u64,
    /// Whether the last pair was a line.
    after_line: bool,
}

/// One row: a label, the values, and how far they moved; or one line instead.
enum Row {
    Values { name: String, old: String, new: String, moved: Vec<String> },
    Line { name: String, line: String },
}

impl DiffTable {
    /// A format that has written nothing yet.
    pub fn new(shown: Shown) -> DiffTable {
        DiffTable { shown, pairs: 0, after_line: false }
    }
}

impl PairFormat for DiffTable {
    fn pair(&mut self, out: &mut dyn Write, pair: &Pair<'_>) -> io::Result<()> {
        // Bodies without their like are a list, a line each.
        let is_line = !matches!(pair, Pair::Both(..));
        if self.pairs > 0 && !(is_line && self.after_line) {
            writeln!(out)?;
        }
        self.pairs += 1;
        self.after_line = is_line;
        match pair {
            Pair::OnlyOld(end, deleted) => {
                self.alone(out, end, "only in OLD", &gone(*deleted, "NEW"))
            }
            Pair::OnlyNew(end, deleted) => {
                self.alone(out, end, "only in NEW", &gone(*deleted, "OLD"))
            }
            Pair::Both(old, new, comparison) => {
                self.heading(out, old, new)?;
                for conflict in conflicts(old, new) {
                    writeln!(out, "{}", self.paint(&conflict, style::WARNING))?;
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
        writeln!(out, "{}", self.paint(&summary(counts, self.shown.goals), style::STRONG))
    }
}

/// `5 bodies the same · 1 different · 2 only in OLD`.
pub fn summary(counts: &Counts, goals: bool) -> String {
    let (one, many) = if goals { ("goal", "goals") } else { ("body", "bodies") };
    let mut parts = vec![format!("{} the same", counted(counts.same, one, many))];
    for (count, what) in [
        (counts.different, "different"),
        (counts.only_old, "only in OLD"),
        (counts.only_new, "only in NEW"),
    ] {
        if count > 0 {
            parts.push(counted(count, what, what));
        }
    }
    parts.join(" · ")
}

/// What is said of the ends of a pair whose revisions were delivered with several contents.
pub fn conflicts(old: &End<'_>, new: &End<'_>) -> Vec<String> {
    let conflict = |end: &&End<'_>| {
        let count = end.variants;
        let revision = end.side.revision().unwrap_or_default();
        let place = source(end.input, end.trail);
        (count > 1).then(|| {
            format!(
                "conflict: revision {revision} was delivered with {count} different contents; this \
                 is {}:{}",
                place.terminal(),
                end.line
            )
        })
    };
    [old, new].iter().filter_map(conflict).collect()
}

/// `, deleted in NEW at revision 7`, where the other side deleted the goal.
pub fn gone(deleted: Option<i64>, side: &str) -> String {
    deleted.map_or(String::new(), |revision| format!(", deleted in {side} at revision {revision}"))
}

/// Whether a change is told by the heading.
fn is_heading(change: &Change<'_>) -> bool {
    matches!(change.subject, Subject::Action | Subject::Field(at::REVISION | at::GUID))
}

impl DiffTable {
    fn paint(&self, text: &str, style: anstyle::Style) -> String {
        style::paint(text, style, self.shown.options.colour)
    }

    fn columns(&self) -> usize {
        self.shown.options.width.unwrap_or(COLUMNS)
    }

    fn heading(&self, out: &mut dyn Write, old: &End<'_>, new: &End<'_>) -> io::Result<()> {
        let both = |before: String, after: String| match before == after {
            true => before,
            false => format!("{before} → {after}"),
        };
        let shown = |text: &str| terminal_within(text, SIDE_BY_SIDE);
        let names = match self.shown.hide_values {
            true => String::new(),
            false => both(shown(&old.side.name()), shown(&new.side.name())),
        };
        let guid =
            both(terminal(&old.side.guid()).into_owned(), terminal(&new.side.guid()).into_owned());
        let gap = self.columns().min(COLUMNS).saturating_sub(width(&names) + width(&guid)).max(2);
        let fits = width(&names) + 2 + width(&guid) <= self.columns();
        let name = self.paint(&names, style::STRONG);
        let faint = self.paint(&guid, style::FAINT);
        match (names.is_empty(), fits) {
            (true, _) => writeln!(out, "{faint}")?,
            (false, true) => writeln!(out, "{name}{}{faint}", " ".repeat(gap))?,
            (false, false) => writeln!(out, "{name}\n{faint}")?,
        }
        let revision = |end: &End<'_>| {
            end.side.revision().map_or("none".to_owned(), |revision| revision.to_string())
        };
        let action = |end: &End<'_>| end.side.goal.action.unwrap_or("unknown action").to_owned();
        let revisions = both(revision(old), revision(new));
        let actions = both(action(old), action(new));
        writeln!(out, "revision {revisions} · {actions}")
    }

    fn alone(&self, out: &mut dyn Write, end: &End<'_>, what: &str, gone: &str) -> io::Result<()> {
        let revision = end.side.revision().map_or("none".to_owned(), |number| number.to_string());
        let guid = end.side.guid();
        let place = source(end.input, end.trail);
        let name = match (self.shown.hide_values, terminal(&end.side.name()).into_owned()) {
            (false, name) if !name.is_empty() => format!("{name} "),
            _ => String::new(),
        };
        writeln!(
            out,
            "{} {}{} revision {revision} · {}{gone} · {}:{}",
            self.paint(&format!("{what}:"), style::WARNING),
            name,
            terminal(&guid),
            end.side.goal.action.unwrap_or("unknown action"),
            place.terminal(),
            end.line
        )
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

    /// The widths of the columns of names, old and new values.
    fn widths<'r>(&self, rows: impl Iterator<Item = &'r Row>) -> [usize; 3] {
        let mut widths = [0; 3];
        for row in rows {
            match row {
                // Only what has something behind it needs its column.
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

    fn row(&self, out: &mut dyn Write, row: &Row, widths: [usize; 3]) -> io::Result<()> {
        let indent = " ".repeat(INDENT);
        match row {
            Row::Line { name, line } if line.is_empty() => writeln!(out, "{indent}{name}"),
            Row::Line { name, line } => {
                writeln!(out, "{indent}{}   {line}", pad_end(name, widths[0]))
            }
            Row::Values { name, old, new, moved } => {
                let mut line = format!(
                    "{indent}{}   {} → {}",
                    pad_end(name, widths[0]),
                    pad_end(old, widths[1]),
                    pad_end(new, if moved.is_empty() { 0 } else { widths[2] })
                );
                for part in moved {
                    // What does not fit goes under the values.
                    let last = line.rsplit('\n').next().unwrap_or_default();
                    if width(last) + 3 + width(part) > self.columns() {
                        line = line.trim_end().to_owned();
                        line.push('\n');
                        line.push_str(&" ".repeat(INDENT + widths[0]));
                    }
                    line.push_str("   ");
                    line.push_str(part);
                }
                writeln!(out, "{}", line.trim_end())
            }
        }
    }

    /// The rows of a change: one, or for metadata one for each path in it.
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
                let cut = self.shown.options.width.is_some();
                let line = marked(&before, &after, cut, self.shown.options.colour);
                return vec![Row::Line { name, line }];
            }
        }
        let time = self.shown.options.time;
        let [before, after] = values(change, old.side, new.side, time);
        let room = self.columns().saturating_sub(INDENT + FIELD_COLUMNS + 6);
        if width(&before) + width(&after) > room {
            // Two long identifiers stand under each other.
            let line = |text: &str| match self.shown.options.width {
                Some(columns) => fit(text, columns.saturating_sub(INDENT + FIELD_COLUMNS + 5)),
                None => text.to_owned(),
            };
            return vec![
                Row::Line { name, line: format!("  {}", line(&before)) },
                Row::Line { name: String::new(), line: format!("→ {}", line(&after)) },
            ];
        }
        let moved = moved(change, old.side, new.side);
        vec![Row::Values { name, old: before, new: after, moved }]
    }

    fn document(&self, name: String, before: &str, after: &str) -> Vec<Row> {
        let mut rows = vec![Row::Line { name, line: String::new() }];
        let value = |cell: Option<&str>| {
            cell.map_or("absent".to_owned(), |cell| terminal_within(cell, STEP_COLUMNS))
        };
        for step in steps(before, after) {
            let pointer = match step.pointer.as_str() {
                "" => "the whole".to_owned(),
                pointer => terminal_within(pointer, STEP_COLUMNS),
            };
            let line = format!("{} → {}", value(step.old), value(step.new));
            rows.push(Row::Line { name: format!("  {pointer}"), line });
        }
        rows
    }
}

/// The length of the longest documented name, `projected_to_complete_at`.
const FIELD_COLUMNS: usize = 24;
