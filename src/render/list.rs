//! Lists in columns for people; what does not fit goes on a line of its own.

use std::io::{self, Write};
use std::mem::take;

use anstyle::Style;

use super::Options;
use super::grid::{self, Cell, GAP, Line};
use crate::text::width::{BETWEEN, fold, fold_at_words, inert, longest_word, width};

/// A column of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) heading: &'static str,
    pub(super) right: bool,
    pub(super) narrow: Narrow,
}

/// What happens to a column that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Narrow {
    Stays,
    /// It is dropped, before the text moves below the other columns.
    Goes,
    /// After that, its cells move to the start of the text, each after its heading.
    Moves,
}

impl Column {
    pub(super) const fn left(heading: &'static str) -> Column {
        Column { heading, right: false, narrow: Narrow::Stays }
    }

    pub(super) const fn right(heading: &'static str) -> Column {
        Column { right: true, ..Column::left(heading) }
    }

    pub(super) const fn optional(heading: &'static str) -> Column {
        Column { narrow: Narrow::Goes, ..Column::left(heading) }
    }

    pub(super) const fn moves(self) -> Column {
        Column { narrow: Narrow::Moves, ..self }
    }
}

/// A list of rows, each of which begins with a name.
#[derive(Debug)]
pub(super) struct List<'l> {
    pub(super) columns: &'l [Column],
    /// The indent of each line.
    pub(super) indent: usize,
    /// The least width of the last column if that is text, which wraps.
    pub(super) text: Option<usize>,
    /// The style of the headings, if there are any.
    pub(super) headings: Option<Style>,
}

/// The usual least width of text.
pub(super) const TEXT: usize = 22;

/// Where the cells of a row are.
#[derive(Debug)]
struct Plan {
    /// The columns on one line.
    shown: Vec<usize>,
    /// The columns whose cells are in the text.
    moved: Vec<usize>,
    /// Whether the name is on a line of its own above.
    name_above: bool,
    /// Whether the text is on lines of its own below.
    text_below: bool,
    /// The indent of the columns.
    indent: usize,
    /// The widths of the text column and of a whole line.
    room: usize,
    edge: usize,
}

impl List<'_> {
    pub(super) fn write(
        &self,
        out: &mut dyn Write,
        rows: Vec<Vec<Cell>>,
        options: Options,
    ) -> io::Result<()> {
        let style = self.headings.unwrap_or_default();
        let headings: Vec<Cell> =
            self.columns.iter().map(|column| (column.heading.to_owned(), style)).collect();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|at| {
                rows.iter().chain([&headings]).map(|row| width(&row[at].0)).max().unwrap_or(0)
            })
            .collect();
        let plan = self.plan(&widths, options.width);
        let column = |at: &usize| grid::Column {
            width: if self.is_text(*at) { 0 } else { widths[*at] },
            right: self.columns[*at].right,
        };
        let columns: Vec<grid::Column> = plan.shown.iter().map(column).collect();
        let mut lines = match self.headings {
            Some(_) => self.lines(headings, &plan, &[]),
            None => Vec::new(),
        };
        lines.extend(rows.into_iter().flat_map(|row| self.lines(row, &plan, &plan.moved)));
        grid::write(out, &lines, &columns, plan.indent, options.colour)
    }

    fn lines(&self, mut row: Vec<Cell>, plan: &Plan, moved: &[usize]) -> Vec<Line> {
        let mut lines = Vec::new();
        if plan.name_above {
            lines.push(Line::Whole(self.indent, take(&mut row[0])));
        }
        let (text, style) = self.text.and_then(|_| row.pop()).unwrap_or_default();
        let moved = moved.iter().filter(|at| !row[**at].0.is_empty());
        let moved = moved.map(|at| format!("{} {}", self.columns[*at].heading, row[*at].0));
        let parts = moved.chain((!text.is_empty()).then_some(text));
        let text = parts.collect::<Vec<_>>().join(BETWEEN);
        let is_below = plan.text_below || self.text.is_some() && longest_word(&text) > plan.room;
        let beside = match self.text.is_some() && !is_below {
            true => fold(&text, plan.room),
            false => vec![String::new()],
        };
        // The cells are on the first line, the text goes on below it.
        for mut part in beside {
            let cell = |at: &usize| match self.is_text(*at) {
                true => (take(&mut part), style),
                false => take(&mut row[*at]),
            };
            lines.push(Line::Cells(plan.shown.iter().map(cell).collect()));
        }
        if is_below && !text.is_empty() {
            let indent = plan.indent + GAP;
            // Further to the left where a word must be.
            for part in fold_at_words(&text, plan.edge.saturating_sub(indent)) {
                let indent = indent.min(plan.edge.saturating_sub(width(&part)));
                lines.push(Line::Whole(indent, (inert(part), style)));
            }
        }
        lines
    }

    fn is_text(&self, at: usize) -> bool {
        self.text.is_some() && at + 1 == self.columns.len()
    }

    /// The first of the ways to lay out that fits, or else the last.
    fn plan(&self, widths: &[usize], edge: Option<usize>) -> Plan {
        let edge = edge.unwrap_or(usize::MAX);
        let moved: Vec<usize> = (0..self.columns.len())
            .filter(|at| self.columns[*at].narrow == Narrow::Moves)
            .collect();
        let below = self.text.is_some();
        let mut ways = vec![(false, 0, false, false), (true, 0, false, false)];
        ways.extend((0..=moved.len()).map(|moved| (true, moved, false, below)));
        ways.push((true, moved.len(), true, below));
        let mut plans =
            ways.into_iter().map(|(without_optional, count, name_above, text_below)| {
                let moved = &moved[..count];
                let is_shown = |at: &usize| {
                    // An empty column, such as the bars of goals without a target, is left out.
                    let is_empty = widths[*at] == 0 && !self.is_text(*at);
                    !(is_empty
                        || without_optional && self.columns[*at].narrow == Narrow::Goes
                        || moved.contains(at)
                        || name_above && *at == 0
                        || text_below && self.is_text(*at))
                };
                let shown: Vec<usize> = (0..self.columns.len()).filter(is_shown).collect();
                let indent = self.indent + if name_above { GAP } else { 0 };
                let fixed = shown.iter().filter(|at| !self.is_text(**at));
                let used = indent + fixed.map(|at| widths[*at] + GAP).sum::<usize>();
                let room = edge.saturating_sub(used);
                let fits = match self.text.filter(|_| !text_below) {
                    Some(least) => room >= widths[self.columns.len() - 1].min(least),
                    // No gap is behind the last column.
                    None => used <= edge.saturating_add(GAP),
                };
                // Without its heading, a cell in the text would not be understood.
                let moved =
                    moved.iter().copied().filter(|at| !self.columns[*at].heading.is_empty());
                let moved = moved.collect();
                (fits, Plan { shown, moved, name_above, text_below, indent, room, edge })
            });
        let last = plans.next_back().map(|(_, plan)| plan);
        plans.find(|(fits, _)| *fits).map(|(_, plan)| plan).or(last).expect("there are ways")
    }
}
