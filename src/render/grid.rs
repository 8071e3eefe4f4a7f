//! Cells in columns: `comfy-table` lays them out, the caller paints them.
//!
//! A cell comes back with the blanks that its column needs and without colour, so that colour
//! can be put around what is in it, whatever the terminal or the environment.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentLineStyle, Row, Table, TableStyle, Width,
};

/// A column: how wide it is, and whether its cells stand at its right edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) width: usize,
    pub(super) right: bool,
}

/// Stands between the cells of a line until they are taken apart; escaped text never has it.
const SEPARATOR: char = '\u{1f}';
const STYLE: TableStyle =
    TableStyle::new().content_lines(ContentLineStyle::none().junction(SEPARATOR));

/// The rows with each cell as wide as its column. Cells must fit their columns and be escaped.
pub(super) fn lay_out<'c, R>(
    rows: impl IntoIterator<Item = R>,
    columns: &[Column],
) -> Vec<Vec<String>>
where
    R: IntoIterator<Item = &'c str>,
{
    let mut table = Table::new();
    table.load_style(STYLE).set_truncation_indicator("…");
    for row in rows {
        let mut cells = Row::from(row.into_iter().map(Cell::new).collect::<Vec<_>>());
        cells.max_height(1);
        table.add_row(cells);
    }
    for (column, drawn) in columns.iter().zip(table.column_iter_mut()) {
        let width = u16::try_from(column.width).unwrap_or(u16::MAX);
        drawn.set_padding((0, 0));
        drawn.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        drawn.set_cell_alignment(if column.right {
            CellAlignment::Right
        } else {
            CellAlignment::Left
        });
    }
    table.lines().map(|line| line.split(SEPARATOR).map(str::to_owned).collect()).collect()
}
