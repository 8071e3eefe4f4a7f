//! Cells in columns: `comfy-table` lays them out, the caller paints them.
//!
//! Cells are padded before they are coloured, so that the result does not depend on the terminal or
//! the environment.

use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::Style;
use comfy_table::{CellAlignment, ColumnConstraint, ContentLineStyle, Table, TableStyle, Width};

use super::style;

/// The blanks between two columns.
pub(super) const GAP: usize = 2;

/// A column of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    /// Its least width.
    pub(super) width: usize,
    /// Whether its cells are right-aligned.
    pub(super) right: bool,
}

/// An escaped text on one line, with its style.
pub(super) type Cell = (String, Style);

/// A line of a grid.
#[derive(Debug)]
pub(super) enum Line {
    /// A cell for each column.
    Cells(Vec<Cell>),
    /// Text across the columns, with its indent.
    Whole(usize, Cell),
}

/// Separates the cells of a line that comfy-table laid out; escaped text never contains it.
const SEPARATOR: char = '\u{1f}';
const STYLE: TableStyle =
    TableStyle::new().content_lines(ContentLineStyle::none().junction(SEPARATOR));

/// Writes lines; those in columns are indented.
pub(super) fn write(
    out: &mut dyn Write,
    lines: &[Line],
    columns: &[Column],
    indent: usize,
    colour: bool,
) -> io::Result<()> {
    let table = lay_out(lines, columns);
    let mut drawn = table.lines();
    let mut text = String::new();
    for line in lines {
        text.clear();
        match line {
            Line::Whole(indent, (whole, style)) => {
                text.extend(std::iter::repeat_n(' ', *indent));
                text.push_str(&painted(whole, *style, colour));
            }
            Line::Cells(cells) => {
                let mut blanks = indent;
                let drawn = drawn.next().unwrap_or_default();
                let drawn = drawn.split(SEPARATOR).take(padded(columns).len());
                let last = cells.get(padded(columns).len()).map(|(text, _)| text.as_str());
                for (cell, (_, style)) in drawn.chain(last).zip(cells) {
                    text.extend(std::iter::repeat_n(' ', blanks));
                    text.push_str(&painted(cell, *style, colour));
                    blanks = GAP;
                }
            }
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        out.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// The columns whose cells need blanks: a last one at the left edge needs none.
fn padded(columns: &[Column]) -> &[Column] {
    match columns {
        [padded @ .., last] if !last.right => padded,
        all => all,
    }
}

/// The lines with cells as a table, in which each is as wide as its column.
fn lay_out(lines: &[Line], columns: &[Column]) -> Table {
    let mut table = Table::new();
    table.load_style(STYLE);
    for line in lines {
        if let Line::Cells(cells) = line {
            let cells = cells.iter().take(padded(columns).len());
            table.add_row(cells.map(|(text, _)| text).collect::<Vec<_>>());
        }
    }
    for (column, drawn) in padded(columns).iter().zip(table.column_iter_mut()) {
        let width = u16::try_from(column.width).unwrap_or(u16::MAX);
        drawn.set_padding((0, 0));
        drawn.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
        drawn.set_cell_alignment(match column.right {
            true => CellAlignment::Right,
            false => CellAlignment::Left,
        });
    }
    table
}

/// The cell with its text painted and its blanks as they are; of a bar only the filled part.
pub(super) fn painted(cell: &str, style: Style, colour: bool) -> Cow<'_, str> {
    if !colour {
        return cell.into();
    }
    let text = cell.trim();
    let (before, after) = cell.split_once(text).unwrap_or((cell, ""));
    let (filled, empty) = text.split_at(text.find('░').unwrap_or(text.len()));
    let paint = |text, style| style::paint(text, style, true);
    format!("{before}{}{}{after}", paint(filled, style), paint(empty, style::FAINT)).into()
}
