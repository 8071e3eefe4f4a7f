//! Which columns of the table of bodies fit, and how wide each is.
//!
//! Columns give way in a fixed order until the rest fit, so the same capture looks the same
//! every time. The widths only grow from batch to batch.

use crate::text::width::width;

/// The columns, in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// What happened.
    Action,
    /// The name.
    Goal,
    /// `save` or `payoff`.
    Type,
    /// A bar of what is saved.
    Bar,
    /// The amounts.
    Progress,
    /// The share of what is saved.
    Percent,
    /// The day of the projection.
    Projected,
    /// The day of completion.
    Completed,
    /// The category.
    Category,
    /// The revision.
    Revision,
    /// The user.
    User,
    /// The goal's guid in full.
    Guid,
    /// The start of the goal's guid.
    ShortGuid,
    /// How many findings there are.
    Marks,
}

/// All columns.
pub const COLUMNS: [Column; 14] = [
    Column::Action,
    Column::Goal,
    Column::Type,
    Column::Bar,
    Column::Progress,
    Column::Percent,
    Column::Projected,
    Column::Completed,
    Column::Category,
    Column::Revision,
    Column::User,
    Column::Guid,
    Column::ShortGuid,
    Column::Marks,
];

/// The blanks between two columns.
pub const GAP: usize = 2;
/// Cells wider than this are not waited for by the cells of other rows.
const WIDEST: usize = 60;

impl Column {
    /// The heading.
    pub fn heading(self) -> &'static str {
        match self {
            Column::Action => "action",
            Column::Goal => "goal",
            Column::Type => "type",
            Column::Progress => "progress",
            Column::Projected => "projected",
            Column::Completed => "completed",
            Column::Category => "category",
            Column::Revision => "rev",
            Column::User => "user",
            Column::Guid | Column::ShortGuid => "id",
            Column::Bar | Column::Percent | Column::Marks => "",
        }
    }

    /// Whether its cells stand at the right edge of the column.
    pub fn is_number(self) -> bool {
        matches!(self, Column::Progress | Column::Percent | Column::Revision)
    }
}

/// One thing to give up where not all columns fit.
enum Step {
    Narrow(Column, usize),
    Drop(Column),
    /// The short guid in place of the full one.
    ShortenGuid,
}

/// What gives way, in this order.
const STEPS: [Step; 19] = [
    Step::Narrow(Column::User, 20),
    Step::Narrow(Column::Goal, 32),
    Step::Narrow(Column::Goal, 24),
    Step::Narrow(Column::Category, 22),
    Step::ShortenGuid,
    Step::Drop(Column::User),
    Step::Drop(Column::Completed),
    Step::Drop(Column::Category),
    // The amounts tell the type too: only a debt has something left.
    Step::Drop(Column::Type),
    Step::Drop(Column::Bar),
    Step::Narrow(Column::Goal, 16),
    Step::Drop(Column::Percent),
    Step::Narrow(Column::Goal, 12),
    Step::Narrow(Column::Progress, 30),
    Step::Drop(Column::Projected),
    Step::Drop(Column::Revision),
    Step::Drop(Column::ShortGuid),
    Step::Drop(Column::Action),
    Step::Narrow(Column::Progress, 20),
];

/// The widths that the cells so far would like, and the columns that were shown last.
#[derive(Debug, Clone, Default)]
pub struct Widths {
    wanted: [usize; COLUMNS.len()],
    shown: Vec<Column>,
}

/// A column that is shown, and its width.
pub type Planned = (Column, usize);

impl Widths {
    /// Takes note of a cell.
    pub fn want(&mut self, column: Column, cell: &str) {
        let wanted = &mut self.wanted[column as usize];
        *wanted = (*wanted).max(width(cell).min(WIDEST));
    }

    /// The columns for so many columns of the terminal, and whether they are others than the
    /// last time, so that the headings must be written again.
    pub fn plan(&mut self, columns: Option<usize>) -> (Vec<Planned>, bool) {
        let planned = self.fitting(columns);
        let shown: Vec<Column> = planned.iter().map(|(column, _)| *column).collect();
        let is_new = shown != self.shown;
        self.shown = shown;
        (planned, is_new)
    }

    fn fitting(&self, columns: Option<usize>) -> Vec<Planned> {
        let mut planned: Vec<Planned> = COLUMNS
            .into_iter()
            .filter(|column| *column != Column::ShortGuid)
            // A column of nothing, as the marks of clean bodies, is not worth its place.
            .filter(|column| self.wanted[*column as usize] > 0)
            .map(|column| (column, self.width_of(column)))
            .collect();
        let Some(columns) = columns else { return planned };
        for step in STEPS {
            if total(&planned) <= columns {
                break;
            }
            self.give_way(&step, &mut planned);
        }
        planned
    }

    fn give_way(&self, step: &Step, planned: &mut Vec<Planned>) {
        match *step {
            Step::Drop(dropped) => planned.retain(|(column, _)| *column != dropped),
            Step::Narrow(narrowed, limit) => {
                for (column, width) in planned {
                    if *column == narrowed {
                        *width = (*width).min(limit);
                    }
                }
            }
            Step::ShortenGuid => {
                for planned in planned {
                    if planned.0 == Column::Guid {
                        *planned = (Column::ShortGuid, self.width_of(Column::ShortGuid));
                    }
                }
            }
        }
    }

    fn width_of(&self, column: Column) -> usize {
        self.wanted[column as usize].max(column.heading().len())
    }
}

fn total(planned: &[Planned]) -> usize {
    planned.iter().map(|(_, width)| width + GAP).sum::<usize>().saturating_sub(GAP)
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, GAP, Widths, total};

    #[test]
    fn the_columns_fit() {
        let mut widths = Widths::default();
        for column in COLUMNS {
            widths.want(column, &"x".repeat(12));
        }
        let mut before = COLUMNS.len();
        for columns in (40..300).rev() {
            let (planned, is_new) = widths.plan(Some(columns));
            assert!(total(&planned) <= columns, "{columns}: {planned:?}");
            assert!(is_new || planned.len() == before || columns == 299);
            before = planned.len();
        }
        let (all, _) = widths.plan(None);
        assert_eq!(all.len(), COLUMNS.len() - 1);
        assert!(total(&all) > GAP);
    }
}
