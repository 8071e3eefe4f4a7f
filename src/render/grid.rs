//! Cells in columns: `comfy-table` lays them out, the caller paints them.
//!
//! A cell comes back with the blanks that its column needs and without colour, so that colour
//! can be put around what is in it, whatever the terminal or the environment.

use std::io::{self, Write};

use anstyle::Style;
use comfy_table::{CellAlignment, ColumnConstraint, ContentLineStyle, Table, TableStyle, Width};

use super::style;

/// The blanks between two columns.
pub(super) const GAP: usize = 2;

/// A column of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    /// How wide it is, unless a cell is wider.
    pub(super) width: usize,
    /// Whether its cells stand at its right edge.
    pub(super) right: bool,
}

/// A text on one line, escaped, and how it is painted.
pub(super) type Cell = (String, Style);

/// A line of a grid.
#[derive(Debug)]
pub(super) enum Line {
    /// A cell for each column.
    Cells(Vec<Cell>),
    /// What is in no column, behind so many blanks.
    Whole(usize, Cell),
}

/// Stands between the cells of a line until they are taken apart; escaped text never has it.
const SEPARATOR: char = '\u{1f}';
const STYLE: TableStyle =
    TableStyle::new().content_lines(ContentLineStyle::none().junction(SEPARATOR));

/// Writes lines, those in columns behind so many blanks.
pub(super) fn write(
    out: &mut dyn Write,
    lines: &[Line],
    columns: &[Column],
    indent: usize,
    colour: bool,
) -> io::Result<()> {
    let mut drawn = lay_out(lines, columns).into_iter();
    for line in lines {
        let (indent, text) = match line {
            Line::Whole(indent, (text, style)) => (*indent, painted(text, *style, colour)),
            Line::Cells(cells) => {
                let drawn = drawn.next().unwrap_or_default();
                let cells = drawn.iter().zip(cells);
                let cells = cells.map(|(cell, (_, style))| painted(cell, *style, colour));
                (indent, cells.collect::<Vec<_>>().join(&" ".repeat(GAP)))
            }
        };
        writeln!(out, "{}", format!("{}{text}", " ".repeat(indent)).trim_end())?;
    }
    Ok(())
}

/// The cells of lines, each as wide as its column.
fn lay_out(lines: &[Line], columns: &[Column]) -> Vec<Vec<String>> {
    let mut table = Table::new();
    table.load_style(STYLE);
    for line in lines {
        if let Line::Cells(cells) = line {
            table.add_row(cells.iter().map(|(text, _)| text).collect::<Vec<_>>());
        }
    }
    for (column, drawn) in columns.iter().zip(table.column_iter_mut()) {
        let width = u16::try_from(column.width).unwrap_or(u16::MAX);
        drawn.set_padding((0, 0));
        drawn.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
        drawn.set_cell_alignment(match column.right {
            true => CellAlignment::Right,
            false => CellAlignment::Left,
        });
    }
    table.lines().map(|line| line.split(SEPARATOR).map(str::to_owned).collect()).collect()
}

/// The cell with its text painted and its blanks as they are; of a bar only the filled part.
pub(super) fn painted(cell: &str, style: Style, colour: bool) -> String {
    if !colour {
        return cell.to_owned();
    }
    let text = cell.trim();
    let (before, after) = cell.split_once(text).unwrap_or((cell, ""));
    let (filled, empty) = text.split_at(text.find('░').unwrap_or(text.len()));
    let paint = |text, style| style::paint(text, style, true);
    format!("{before}{}{}{after}", paint(filled, style), paint(empty, style::FAINT))
}
