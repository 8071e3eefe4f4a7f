//! Unified diffs, as in git.
//!
//! A body has a line for each field, in the order of the field table. A field that is only written
//! differently is an unchanged line.

use std::io::{self, Write};

use super::{Alone, Counts, End, Pair, PairFormat, Shown};
use crate::diff::change::{Subject, joined};
use crate::render::style;
use crate::text::json_layout::raw_json_line;
use crate::text::terminal::terminal;
use crate::webhook::field::FIELDS;

/// Lines of context before and after a change.
const CONTEXT: usize = 3;

#[derive(Debug)]
pub struct DiffUnified {
    pub shown: Shown,
}

struct Line {
    mark: char,
    text: String,
}

impl PairFormat for DiffUnified {
    fn pair(&mut self, out: &mut dyn Write, pair: &Pair<'_>) -> io::Result<()> {
        let nothing = || "/dev/null".to_owned();
        let (old, new, lines) = match pair {
            Pair::Both(old, new, comparison) => {
                if comparison.changes.is_empty() {
                    return Ok(());
                }
                let changed = |subject: &Subject<'_>| {
                    comparison.changes.iter().any(|change| change.subject == *subject)
                };
                (title(old), title(new), self.lines(old, new, &changed))
            }
            Pair::Alone(Alone { end, is_old: true, .. }) => {
                (title(end), nothing(), self.lines_of(end, '-'))
            }
            Pair::Alone(Alone { end, .. }) => (nothing(), title(end), self.lines_of(end, '+')),
        };
        writeln!(out, "{}", self.paint(&format!("--- {old}"), style::STRONG))?;
        writeln!(out, "{}", self.paint(&format!("+++ {new}"), style::STRONG))?;
        self.hunks(out, &lines)
    }

    fn end(&mut self, _: &mut dyn Write, _: &Counts) -> io::Result<()> {
        Ok(())
    }
}

fn title(end: &End<'_>) -> String {
    let conflict = if end.variants > 1 { ", in conflict" } else { "" };
    let (guid, revision) = (end.side.guid(), end.revision());
    format!("{} ({} revision {revision}{conflict})", end.place(), terminal(&guid))
}

impl DiffUnified {
    fn paint(&self, text: &str, style: anstyle::Style) -> String {
        style::paint(text, style, self.shown.options.colour)
    }

    fn lines_of(&self, end: &End<'_>, mark: char) -> Vec<Line> {
        let mut lines = self.lines(end, end, &|_| false);
        for line in &mut lines {
            line.mark = mark;
        }
        lines
    }

    fn lines(
        &self,
        old: &End<'_>,
        new: &End<'_>,
        changed: &dyn Fn(&Subject<'_>) -> bool,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        let stayed = |text: &str| Line { mark: ' ', text: text.to_owned() };
        let member = |lines: &mut Vec<Line>, indent, subject: Subject<'_>, before, after| {
            if changed(&subject) {
                lines.extend(self.line('-', indent, subject.name(), before));
                lines.extend(self.line('+', indent, subject.name(), after));
            } else {
                lines.extend(self.line(' ', indent, subject.name(), after));
            }
        };
        lines.push(stayed("{"));
        member(&mut lines, 2, Subject::Action, old.side.action, new.side.action);
        lines.push(stayed("  \"goal\": {"));
        for field in 0..FIELDS.len() {
            let (before, after) = (old.side.goal.cells[field], new.side.goal.cells[field]);
            member(&mut lines, 4, Subject::Field(field), before, after);
        }
        for (key, before, after) in joined(&old.side.extras.inside, &new.side.extras.inside) {
            member(&mut lines, 4, Subject::Inside(key), before, after);
        }
        lines.push(stayed("  }"));
        for (key, before, after) in joined(&old.side.extras.beside, &new.side.extras.beside) {
            member(&mut lines, 2, Subject::Beside(key), before, after);
        }
        lines.push(stayed("}"));
        lines
    }

    fn line(&self, mark: char, indent: usize, name: &str, cell: Option<&str>) -> Option<Line> {
        let mut value = String::new();
        raw_json_line(cell?, &mut value);
        if self.shown.hide_values {
            value = "(hidden)".to_owned();
        }
        let name = serde_json::Value::from(name);
        let text = terminal(&format!("{name}: {value}")).into_owned();
        Some(Line { mark, text: format!("{}{text}", " ".repeat(indent)) })
    }

    fn hunks(&self, out: &mut dyn Write, lines: &[Line]) -> io::Result<()> {
        let changed: Vec<usize> =
            (0..lines.len()).filter(|index| lines[*index].mark != ' ').collect();
        let mut at = 0;
        let (mut old, mut new) = (1, 1);
        let mut done = 0;
        while let Some(first) = changed.get(at) {
            let mut last = *first;
            while let Some(next) = changed.get(at).filter(|next| **next <= last + 2 * CONTEXT + 1) {
                last = *next;
                at += 1;
            }
            let start = first.saturating_sub(CONTEXT);
            let end = (last + CONTEXT + 1).min(lines.len());
            let count =
                |lines: &[Line], not: char| lines.iter().filter(|line| line.mark != not).count();
            old += count(&lines[done..start], '+');
            new += count(&lines[done..start], '-');
            let hunk = &lines[start..end];
            let (olds, news) = (count(hunk, '+'), count(hunk, '-'));
            // A side without lines begins at 0.
            let first = |start: usize, count: usize| if count == 0 { 0 } else { start };
            let head = format!("@@ -{},{olds} +{},{news} @@", first(old, olds), first(new, news));
            writeln!(out, "{}", self.paint(&head, style::HUNK))?;
            for line in hunk {
                let style = match line.mark {
                    '-' => style::REMOVED,
                    '+' => style::ADDED,
                    _ => anstyle::Style::new(),
                };
                writeln!(out, "{}", self.paint(&format!("{}{}", line.mark, line.text), style))?;
            }
            old += olds;
            new += news;
            done = end;
        }
        Ok(())
    }
}
