//! Several bodies as a table.
//!
//! Rows come in batches, so that memory is bounded. Nothing is cut: a cell that does not fit its
//! column wraps, and a row with a cell that cannot fit becomes a list of labelled lines.

use std::io::{self, Write};

use anstyle::Style;

use super::cell;
use super::column::{COMPLETED, Column, FINDINGS, Fact, GUID, NAME, Plan, Wanted, columns};
use super::content::Content;
use crate::examine::Seen;
use crate::examine::report::Summary;
use crate::render::grid::{self, GAP, Line, painted};
use crate::render::progress::Share;
use crate::render::summary::level_counts;
use crate::render::{Options, style};
use crate::rules::rule::Level;
use crate::text::digits::{counted, grouped};
use crate::text::width::{BETWEEN, fold, fold_at_words, pad_end, width};
use crate::webhook::field::at;

const BAR_CELLS: usize = 10;

#[derive(Debug)]
pub struct Layout {
    columns: Vec<Column>,
    is_asked: bool,
    /// Whether every row names its input, because there are several.
    several: bool,
    options: Options,
}

/// The cells of a body, escaped for the terminal.
#[derive(Debug, Clone)]
pub struct Row {
    cells: Vec<String>,
    worst: Option<Level>,
}

impl Row {
    /// Its approximate size in memory.
    pub fn bytes(&self) -> usize {
        self.cells.iter().map(|cell| cell.len() + size_of::<String>()).sum()
    }
}

impl Layout {
    /// These columns, or those of the default ones that fit.
    pub fn new(asked: Option<&[Content]>, several: bool, options: Options) -> Layout {
        Layout { columns: columns(asked), is_asked: asked.is_some(), several, options }
    }

    pub fn row(&self, seen: &Seen<'_, '_>) -> Row {
        Row {
            cells: self.columns.iter().map(|column| self.cell(seen, column.fact)).collect(),
            worst: seen.reports.iter().map(|report| report.level).max(),
        }
    }

    fn cell(&self, seen: &Seen<'_, '_>, fact: Fact) -> String {
        let goal = seen.goal;
        let field = |field| cell::value(goal, field, self.options.time);
        match fact {
            Fact::Place if self.several || !seen.reports.is_empty() => {
                format!("{}:{}", seen.input.terminal(), seen.line)
            }
            Fact::Place => String::new(),
            Fact::Bar => Share::saved(goal).map_or_else(String::new, |share| {
                let (filled, empty) = share.bar(BAR_CELLS);
                filled + &empty
            }),
            Fact::Progress if goal.is_payoff() => format!("{} left", field(at::CURRENT_AMOUNT)),
            Fact::Progress => format!("{} / {}", field(at::CURRENT_AMOUNT), field(at::AMOUNT)),
            Fact::Percent => Share::saved(goal).map(Share::percent).unwrap_or_default(),
            Fact::User if goal.text(at::USER_ID).is_some() => field(at::USER_ID),
            Fact::User => field(at::USER_GUID),
            Fact::Content(content) => content.text(seen, self.options.time),
        }
    }

    /// Adds the number of bodies before these rows to their body numbers.
    pub fn number(&self, rows: &mut [Row], bodies_before: u64) {
        let is_number = |column: &Column| column.fact == Fact::Content(Content::Body);
        for (at, _) in self.columns.iter().enumerate().filter(|(_, column)| is_number(column)) {
            for row in &mut *rows {
                let number = row.cells[at].parse().unwrap_or(0) + bodies_before;
                row.cells[at] = number.to_string();
            }
        }
    }

    pub fn table(self) -> Table {
        let (wanted, shown) = Default::default();
        Table { layout: self, wanted, shown, is_begun: false, was_apart: false }
    }
}

#[derive(Debug)]
pub struct Table {
    layout: Layout,
    wanted: Wanted,
    /// The columns of the previous batch.
    shown: Vec<usize>,
    is_begun: bool,
    /// Whether the last row was a list.
    was_apart: bool,
}

impl Table {
    /// Writes rows, preceded by headings if the columns changed.
    pub fn write(&mut self, out: &mut dyn Write, rows: &[Row]) -> io::Result<()> {
        let Layout { columns, is_asked, options, .. } = &self.layout;
        let edge = options.width;
        rows.iter().for_each(|row| self.wanted.note(columns, &row.cells, edge));
        let Some(plan) = self.wanted.plan(columns, *is_asked, edge) else {
            return rows.iter().try_for_each(|row| self.apart(out, row));
        };
        let is_wide = |row: &Row| plan.is_too_narrow(columns, &row.cells, edge);
        let wide: Vec<bool> = rows.iter().map(is_wide).collect();
        let shown: Vec<usize> = plan.shown.iter().map(|(at, _)| *at).collect();
        let heading = |at: &usize| (columns[*at].heading.to_owned(), style::FAINT);
        let headings = Line::Cells(shown.iter().map(heading).collect());
        let mut headings = (shown != self.shown).then_some(headings);
        // Without a width limit, a wide row is laid out by itself, so that the others stay aligned.
        let mut at = 0;
        for wide in wide.chunk_by(|one, next| !one && !next) {
            let rows = &rows[at..at + wide.len()];
            at += wide.len();
            if wide[0] && edge.is_some() {
                self.apart(out, &rows[0])?;
                continue;
            }
            self.between(out)?;
            let lines = rows.iter().flat_map(|row| self.layout.row_lines(row, &plan));
            let lines: Vec<Line> = headings.take().into_iter().chain(lines).collect();
            self.lines(out, &lines, &plan)?;
            self.shown.clone_from(&shown);
        }
        Ok(())
    }

    pub fn end(&mut self, out: &mut dyn Write, footer: &Footer) -> io::Result<()> {
        self.between(out)?;
        footer.write(out, self.layout.options.width)
    }

    /// Writes an empty line after a row that was a list.
    fn between(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.is_begun = true;
        if std::mem::take(&mut self.was_apart) { writeln!(out) } else { Ok(()) }
    }

    fn lines(&self, out: &mut dyn Write, lines: &[Line], plan: &Plan) -> io::Result<()> {
        let column = |(at, width): &(usize, usize)| grid::Column {
            width: *width,
            right: self.layout.columns[*at].fact.is_number(),
        };
        let columns: Vec<grid::Column> = plan.shown.iter().map(column).collect();
        grid::write(out, lines, &columns, 0, self.layout.options.colour)
    }

    /// Writes a row as a list of labelled lines.
    fn apart(&mut self, out: &mut dyn Write, row: &Row) -> io::Result<()> {
        if std::mem::replace(&mut self.is_begun, true) {
            writeln!(out)?;
        }
        self.was_apart = true;
        let Layout { columns, is_asked, options, .. } = &self.layout;
        let is_shown = |(column, cell): &(&Column, &String)| {
            let is_nothing = cell.is_empty() || column.fact == COMPLETED && *cell == cell::NULL;
            *is_asked || !column.heading.is_empty() && !is_nothing
        };
        let facts: Vec<_> = columns.iter().zip(&row.cells).filter(is_shown).collect();
        let indent = GAP + facts.iter().map(|(column, _)| column.heading.len()).max().unwrap_or(0);
        let edge = options.width.unwrap_or(usize::MAX);
        let room = edge.saturating_sub(indent);
        for (column, cell) in facts {
            let heading = pad_end(column.heading, indent);
            let label = painted(&heading, style::FAINT, options.colour);
            let style = column.fact.style(row.worst);
            let is_breaking =
                column.fact.breaks() && cell.split(' ').all(|word| width(word) <= room);
            // A value that does not fit next to its label goes below it.
            let (between, indent, lines) = match fold(cell, room) {
                lines if lines.len() == 1 || is_breaking => ("", indent, lines),
                _ if column.fact.is_place() => ("\n", 0, fold_at_words(cell, edge)),
                _ => ("\n", 0, fold(cell, edge)),
            };
            let lines: Vec<String> =
                lines.iter().map(|line| style::paint(line, style, options.colour)).collect();
            let value = lines.join(&format!("\n{}", " ".repeat(indent)));
            let label = if between.is_empty() { &label } else { label.trim_end() };
            writeln!(out, "{}", format!("{label}{between}{value}").trim_end())?;
        }
        Ok(())
    }
}

impl Layout {
    /// The lines of a row: its columns, then the second line.
    fn row_lines(&self, row: &Row, plan: &Plan) -> Vec<Line> {
        let style = |at: usize| self.columns[at].fact.style(row.worst);
        let fold = |at: usize, width: usize| match self.options.width {
            Some(_) => fold(&row.cells[at], width),
            None => vec![row.cells[at].clone()],
        };
        let cells: Vec<(Vec<String>, Style)> =
            plan.shown.iter().map(|(at, width)| (fold(*at, *width), style(*at))).collect();
        let height = cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or(1);
        let line = |line: usize| {
            let cell = |(lines, style): &(Vec<String>, Style)| {
                (lines.get(line).cloned().unwrap_or_default(), *style)
            };
            Line::Cells(cells.iter().map(cell).collect())
        };
        let mut lines: Vec<Line> = (0..height).map(line).collect();
        let room = self.options.width.unwrap_or(usize::MAX).saturating_sub(plan.indent);
        let mut below: Vec<(String, usize)> = Vec::new();
        for at in plan.below.iter().filter(|at| !row.cells[**at].is_empty()) {
            let columns = width(&row.cells[*at]);
            let text = style::paint(&row.cells[*at], style(*at), self.options.colour);
            match below.last_mut() {
                Some((line, used)) if *used + GAP + columns <= room => {
                    *line = format!("{line}{}{text}", " ".repeat(GAP));
                    *used += GAP + columns;
                }
                _ => below.push((text, columns)),
            }
        }
        // Further to the left where it would not fit.
        let edge = self.options.width.unwrap_or(usize::MAX);
        let whole = |(text, columns): (String, usize)| {
            Line::Whole(plan.indent.min(edge.saturating_sub(columns)), (text, Style::new()))
        };
        lines.extend(below.into_iter().map(whole));
        lines
    }
}

impl Fact {
    fn style(self, worst: Option<Level>) -> Style {
        match (self, worst) {
            (FINDINGS, Some(worst)) => style::level(worst),
            (NAME, _) => style::STRONG,
            (GUID | Fact::Place, _) => style::FAINT,
            (Fact::Bar, _) => style::GOOD,
            _ => Style::new(),
        }
    }
}

/// The last line of a table.
#[derive(Debug, Default)]
pub struct Footer {
    pub shown: Summary,
    pub not_shown: u64,
    /// How many of `not_shown` are text between bodies.
    pub text_not_shown: u64,
    /// With `--limit`: the number of all bodies.
    pub first_of: Option<u64>,
    /// Whether there are errors outside of the rows.
    pub has_errors_elsewhere: bool,
}

impl Footer {
    /// Writes `3 bodies · 2 clean · 1 warning · see goalpost check`.
    fn write(&self, out: &mut dyn Write, edge: Option<usize>) -> io::Result<()> {
        let shown = &self.shown;
        let mut parts = vec![match self.first_of {
            None => {
                let bodies = shown.bodies + self.not_shown - self.text_not_shown;
                counted(bodies, "body", "bodies")
            }
            Some(all) => format!("{} of {}", grouped(shown.bodies), counted(all, "body", "bodies")),
        }];
        let findings = level_counts([shown.errors, shown.warnings, shown.infos]);
        // Rows have no room for messages.
        let see = match (findings.is_empty() && self.not_shown == 0, self.has_errors_elsewhere) {
            (_, true) => Some("see goalpost history"),
            (false, false) => Some("see goalpost check"),
            (true, false) => None,
        };
        match see {
            None => parts.push("all clean".to_owned()),
            Some(see) => {
                let (clean, hidden) = (shown.clean, self.not_shown);
                parts.push(counted(clean, "clean", "clean"));
                parts.extend(findings);
                parts.extend((hidden > 0).then(|| counted(hidden, "not shown", "not shown")));
                parts.push(see.to_owned());
            }
        }
        fold(&parts.join(BETWEEN), edge.unwrap_or(usize::MAX))
            .iter()
            .try_for_each(|line| writeln!(out, "{line}"))
    }
}
