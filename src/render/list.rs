//! Lists in columns, for the eyes: what does not fit a line is on a line of its own.

use std::io::{self, Write};

use anstyle::Style;

use super::Options;
use super::grid::{self, Cell, GAP, Line};
use crate::text::width::{fold, longest_word, width};

/// A column of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) heading: &'static str,
    pub(super) right: bool,
    /// Whether it goes where there is no room for it.
    pub(super) optional: bool,
}

impl Column {
    pub(super) const fn left(heading: &'static str) -> Column {
        Column { heading, right: false, optional: false }
    }

    pub(super) const fn right(heading: &'static str) -> Column {
        Column { right: true, ..Column::left(heading) }
    }

    pub(super) const fn optional(heading: &'static str) -> Column {
        Column { optional: true, ..Column::left(heading) }
    }
}

/// A list of rows, each of which begins with a name.
#[derive(Debug)]
pub(super) struct List<'l> {
    pub(super) columns: &'l [Column],
    /// The blanks before each line.
    pub(super) indent: usize,
    /// Whether the last column is text, that can go on in further lines.
    pub(super) ends_in_text: bool,
    pub(super) headings: Style,
}

/// The least columns for text that goes on in further lines.
const TEXT: usize = 22;

/// Where the cells of a row are.
#[derive(Debug, Clone)]
struct Plan {
    /// The columns beside each other.
    shown: Vec<usize>,
    /// Whether the name is on a line of its own, before the others.
    name_above: bool,
    /// Whether the text is, behind them.
    text_below: bool,
    /// The columns for the text beside the others, and for a whole line.
    room: usize,
    edge: usize,
}

impl List<'_> {
    pub(super) fn write(
        &self,
        out: &mut dyn Write,
        rows: &[Vec<Cell>],
        options: Options,
    ) -> io::Result<()> {
        let heading = |column: &Column| (column.heading.to_owned(), self.headings);
        let headings: Vec<Cell> = self.columns.iter().map(heading).collect();
        let has_headings = self.columns.iter().any(|column| !column.heading.is_empty());
        let rows: Vec<&Vec<Cell>> =
            has_headings.then_some(&headings).into_iter().chain(rows).collect();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|at| rows.iter().map(|row| width(&row[at].0)).max().unwrap_or(0))
            .collect();
        let plan = self.plan(&widths, options.width);
        let column = |at: &usize| grid::Column {
            width: if self.is_text(*at) { 0 } else { widths[*at] },
            right: self.columns[*at].right,
        };
        let columns: Vec<grid::Column> = plan.shown.iter().map(column).collect();
        let lines: Vec<Line> = rows.iter().flat_map(|row| self.lines(row, &plan)).collect();
        grid::write(out, &lines, &columns, plan.indent(self), options.colour)
    }

    fn lines(&self, row: &[Cell], plan: &Plan) -> Vec<Line> {
        let mut lines = Vec::new();
        if plan.name_above {
            lines.push(Line::Whole(self.indent, row[0].clone()));
        }
        let (text, style) = &row[row.len() - 1];
        let is_below = plan.text_below || self.ends_in_text && longest_word(text) > plan.room;
        let mut beside = match self.ends_in_text && !is_below {
            true => fold(text, plan.room).into_iter(),
            false => Vec::new().into_iter(),
        };
        let cell = |at: usize, part: Option<String>| match (self.is_text(at), part) {
            (true, part) => (part.unwrap_or_default(), *style),
            (false, _) => row[at].clone(),
        };
        let first = beside.next();
        lines.push(Line::Cells(plan.shown.iter().map(|at| cell(*at, first.clone())).collect()));
        for part in beside {
            let cell = |at: &usize| if self.is_text(*at) { part.clone() } else { String::new() };
            lines.push(Line::Cells(plan.shown.iter().map(|at| (cell(at), *style)).collect()));
        }
        if is_below && !text.is_empty() {
            let indent = plan.indent(self) + GAP;
            let parts = fold(text, plan.edge.saturating_sub(indent)).into_iter();
            lines.extend(parts.map(|part| Line::Whole(indent, (part, *style))));
        }
        lines
    }

    fn is_text(&self, at: usize) -> bool {
        self.ends_in_text && at + 1 == self.columns.len()
    }

    /// The first of the ways to lay out that fits, or else the last.
    fn plan(&self, widths: &[usize], edge: Option<usize>) -> Plan {
        let edge = edge.unwrap_or(usize::MAX);
        let ways = [
            (false, false, false),
            (true, false, false),
            (true, false, self.ends_in_text),
            (true, true, self.ends_in_text),
        ];
        let plans = ways.map(|(without_optional, name_above, text_below)| {
            let is_shown = |at: &usize| {
                !(without_optional && self.columns[*at].optional
                    || name_above && *at == 0
                    || text_below && self.is_text(*at))
            };
            let shown: Vec<usize> = (0..self.columns.len()).filter(is_shown).collect();
            let mut plan = Plan { shown, name_above, text_below, room: 0, edge };
            let fixed = plan.shown.iter().filter(|at| !self.is_text(**at));
            let used = plan.indent(self) + fixed.map(|at| widths[*at] + GAP).sum::<usize>();
            plan.room = edge.saturating_sub(used);
            let fits = match self.ends_in_text && !text_below {
                true => plan.room >= widths[self.columns.len() - 1].min(TEXT),
                // No gap is behind the last column.
                false => used <= edge.saturating_add(GAP),
            };
            (fits, plan)
        });
        let fits = plans.iter().position(|(fits, _)| *fits).unwrap_or(plans.len() - 1);
        plans[fits].1.clone()
    }
}

impl Plan {
    /// The blanks before the columns.
    fn indent(&self, list: &List<'_>) -> usize {
        list.indent + if self.name_above { GAP } else { 0 }
    }
}
