//! One body as a card: the goal, its progress, and its findings.

use std::io::{self, Write};

use anstyle::Style;

use super::cell::{self, value};
use crate::examine::Seen;
use crate::examine::report::Report;
use crate::json::canonical::is_document;
use crate::render::check::{body_line, pointer};
use crate::render::progress::Share;
use crate::render::summary::level_counts;
use crate::render::{Options, style};
use crate::text::digits::shown_of;
use crate::text::json_layout::raw_json_pretty;
use crate::text::terminal::terminal;
use crate::text::time::moment;
use crate::text::width::{fit, fold, pad_end, pad_start, width};
use crate::webhook::field::{MILESTONE_CATEGORIES, at, label};

/// The width without a terminal, and the maximum.
const COLUMNS: usize = 80;
/// The columns where values begin, and where the second pair of a line begins.
const VALUE: usize = 14;
const SECOND: usize = 38;
const BAR_CELLS: usize = 24;
const SHORTEST_BAR: usize = 6;
/// The maximum width of an amount, for invalid ones.
const AMOUNT_COLUMNS: usize = 40;
const METADATA_LINES: usize = 40;

pub fn card(out: &mut dyn Write, seen: &Seen<'_, '_>, options: Options) -> io::Result<()> {
    let card = Card { seen, options };
    card.heading(out)?;
    writeln!(out)?;
    card.amounts(out)?;
    card.details(out)?;
    card.metadata(out)?;
    writeln!(out)?;
    card.verdict(out)
}

struct Card<'a> {
    seen: &'a Seen<'a, 'a>,
    options: Options,
}

impl Card<'_> {
    fn heading(&self, out: &mut dyn Write) -> io::Result<()> {
        let name = self.value(at::NAME);
        let facts = format!(
            "{} · {} · rev {}",
            self.value(at::GOAL_TYPE_NAME),
            cell::action_phrase(self.seen.goal),
            self.value(at::REVISION)
        );
        let used = width(&name) + width(&facts);
        let strong = |text: &str| self.paint(text, style::STRONG);
        if used + 2 <= self.columns() {
            let gap = " ".repeat(self.columns() - used);
            writeln!(out, "{}{gap}{facts}", strong(&name))?;
        } else {
            let columns = self.options.columns();
            fold(&name, columns).iter().try_for_each(|line| writeln!(out, "{}", strong(line)))?;
            self.lines(&facts).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
        let guid = self.value(at::GUID);
        let lines = self.lines(&guid);
        lines.iter().try_for_each(|line| writeln!(out, "{}", self.paint(line, style::FAINT)))
    }

    fn amounts(&self, out: &mut dyn Write) -> io::Result<()> {
        let goal = self.seen.goal;
        let current_label = if goal.is_payoff() {
            "remaining"
        } else if goal.goal_type == Some("SAVE_AMOUNT") {
            "saved"
        } else {
            label(at::CURRENT_AMOUNT)
        };
        let current = fit(&self.value(at::CURRENT_AMOUNT), AMOUNT_COLUMNS);
        let target = fit(&self.value(at::AMOUNT), AMOUNT_COLUMNS);
        let columns = width(&current).max(width(&target));
        if VALUE + columns > self.options.columns() {
            self.line(out, current_label, &current)?;
            return self.line(out, label(at::AMOUNT), &target);
        }
        let mut saved = pad_start(&current, columns);
        if let Some(share) = Share::saved(goal) {
            let percent = share.percent();
            let used = VALUE + columns + 3 + 2 + width(&percent);
            let cells = self.columns().saturating_sub(used).min(BAR_CELLS);
            if cells >= SHORTEST_BAR {
                let (filled, empty) = share.bar(cells);
                let filled = self.paint(&filled, style::GOOD);
                saved.push_str(&format!("   {filled}{}", self.paint(&empty, style::FAINT)));
            }
            let below = format!("\n{}", " ".repeat(VALUE));
            let between = if used - 3 > self.options.columns() { &below } else { "  " };
            saved.push_str(&format!("{between}{percent}"));
        }
        writeln!(out, "{}{saved}", self.label(current_label))?;
        writeln!(out, "{}{}", self.label(label(at::AMOUNT)), pad_start(&target, columns))
    }

    fn details(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut category = self.value(at::META_TYPE);
        if MILESTONE_CATEGORIES.contains(&category.as_str()) {
            category.push_str(", a milestone");
        }
        let field = |index| (label(index), self.value(index));
        self.pair(out, field(at::IS_COMPLETE), field(at::COMPLETED_AT))?;
        self.pair(out, field(at::HAS_BEEN_SPENT), field(at::PROJECTED_TO_COMPLETE_AT))?;
        self.pair(out, (label(at::META_TYPE), category), field(at::POSITION))?;
        self.pair(out, field(at::USER_ID), ("", self.value(at::USER_GUID)))?;
        self.line(out, label(at::ACCOUNT_GUID), &self.value(at::ACCOUNT_GUID))?;
        let created_by = field(at::CREATED_BY);
        match self.seen.delivery.received {
            None => self.line(out, created_by.0, &created_by.1),
            Some(received) => {
                self.pair(out, created_by, ("received", moment(received, self.options.time)))
            }
        }
    }

    /// Two labelled values on a line, or on two lines if they do not fit.
    fn pair(
        &self,
        out: &mut dyn Write,
        (left_label, left): (&str, String),
        (right_label, right): (&str, String),
    ) -> io::Result<()> {
        let right_column = SECOND + if right_label.is_empty() { 0 } else { VALUE - 2 };
        let fits = VALUE + width(&left) + 2 <= SECOND
            && self.options.width.is_none_or(|columns| right_column + width(&right) <= columns);
        if !fits {
            self.line(out, left_label, &left)?;
            return self.line(out, right_label, &right);
        }
        let left = pad_end(&left, SECOND - VALUE);
        let right_label = if right_label.is_empty() {
            String::new()
        } else {
            self.paint(&pad_end(right_label, VALUE - 2), style::FAINT)
        };
        writeln!(out, "{}{left}{right_label}{right}", self.label(left_label))
    }

    fn line(&self, out: &mut dyn Write, label: &str, value: &str) -> io::Result<()> {
        if self.options.width.is_none_or(|columns| VALUE + width(value) <= columns) {
            return writeln!(out, "{}{value}", self.label(label));
        }
        // What does not fit goes on its own lines, with less indent if necessary.
        if !label.is_empty() {
            writeln!(out, "  {}", self.paint(label, style::FAINT))?;
        }
        for line in self.lines(value) {
            let room = self.columns().saturating_sub(width(&line));
            writeln!(out, "{}{line}", " ".repeat(room.min(VALUE)))?;
        }
        Ok(())
    }

    /// Metadata is text, often JSON, which is then indented.
    fn metadata(&self, out: &mut dyn Write) -> io::Result<()> {
        let text = self.seen.goal.text(at::METADATA).unwrap_or_default();
        if !is_document(&text) {
            return self.line(out, "metadata", &self.value(at::METADATA));
        }
        let mut document = String::new();
        raw_json_pretty(&text, &mut document);
        let lines = document.lines().count();
        let shown = match self.options.width {
            Some(_) => shown_of(lines, METADATA_LINES),
            None => lines,
        };
        for (index, line) in document.lines().take(shown).enumerate() {
            let indent = line.len() - line.trim_start().len();
            let line = format!("{}{}", &line[..indent], terminal(&line[indent..]));
            self.line(out, if index == 0 { "metadata" } else { "" }, &line)?;
        }
        if lines > shown {
            self.line(out, "", &format!("… {} more lines", lines - shown))?;
        }
        Ok(())
    }

    fn verdict(&self, out: &mut dyn Write) -> io::Result<()> {
        for report in self.seen.reports {
            self.finding(out, report)?;
        }
        let findings = {
            let summary = self.seen.summary();
            level_counts([summary.errors, summary.warnings, summary.infos])
        };
        let worst = self.seen.reports.iter().map(|report| report.level).max();
        let (verdict, style) = match worst {
            Some(worst) => (findings.join(" · "), style::level(worst)),
            None => ("clean".to_owned(), style::GOOD),
        };
        let form = self.seen.form.description().map(|form| format!(", {form}")).unwrap_or_default();
        let place = body_line(self.seen.input, self.seen.trail, self.seen.line);
        let from = format!(" · {place}{form}");
        let columns = self.options.columns().saturating_sub(2);
        style::titled(&verdict, style, &from, columns, self.options.colour)
            .iter()
            .try_for_each(|line| writeln!(out, "  {line}"))
    }

    /// One finding, wrapped.
    fn finding(&self, out: &mut dyn Write, report: &Report) -> io::Result<()> {
        let rule = format!("{}[{}]", report.level.name(), report.rule.name);
        let pointer = pointer(report);
        let name = pointer.rsplit('/').next().unwrap_or_default();
        // Most messages name the field, so the pointer is not needed.
        let text = match name.is_empty() || report.message.contains(name) {
            true => format!(": {}", report.message),
            false => format!(": {pointer}: {}", report.message),
        };
        let columns = self.options.columns().saturating_sub(4);
        let style = style::level(report.level);
        let lines = style::titled(&rule, style, &text, columns, self.options.colour);
        writeln!(out, "  {}", lines.join("\n    "))
    }

    fn value(&self, field: usize) -> String {
        value(self.seen.goal, field, self.options.time)
    }

    fn columns(&self) -> usize {
        self.options.width.map_or(COLUMNS, |columns| columns.min(COLUMNS))
    }

    fn lines(&self, text: &str) -> Vec<String> {
        fold(text, self.options.columns())
    }

    fn label(&self, label: &str) -> String {
        format!("  {}", self.paint(&pad_end(label, VALUE - 2), style::FAINT))
    }

    fn paint(&self, text: &str, style: Style) -> String {
        style::paint(text, style, self.options.colour)
    }
}
