//! The columns of the table of bodies, and the choice of those that fit.
//!
//! Columns are dropped in a fixed order until the rest fit, so the same capture always looks the
//! same. Essential columns go to a second line instead, and if even that does not fit, each body is
//! a list of labelled lines. Widths only grow from batch to batch.

use super::content::Content;
use crate::render::grid::GAP;
use crate::text::width::{longest_word, width};
use crate::webhook::field::{FIELDS, Kind, at};

/// The content of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    /// The file and line.
    Place,
    Bar,
    Progress,
    /// The progress in percent.
    Percent,
    /// The user_id, or else the user_guid.
    User,
    Content(Content),
}

pub(super) const NAME: Fact = Fact::Content(Content::Field(at::NAME));
pub(super) const GUID: Fact = Fact::Content(Content::Field(at::GUID));
pub(super) const FINDINGS: Fact = Fact::Content(Content::Findings);
const RECEIVED: Fact = Fact::Content(Content::Received);
const TYPE: Fact = Fact::Content(Content::Field(at::GOAL_TYPE_NAME));
const PROJECTED: Fact = Fact::Content(Content::Field(at::PROJECTED_TO_COMPLETE_AT));
pub(super) const COMPLETED: Fact = Fact::Content(Content::Field(at::COMPLETED_AT));
const CATEGORY: Fact = Fact::Content(Content::Field(at::META_TYPE));

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) fact: Fact,
    pub(super) heading: &'static str,
}

/// The default columns.
const DEFAULT: [(Fact, &str); 15] = [
    (Fact::Content(Content::Action), "action"),
    (NAME, "goal"),
    (TYPE, "type"),
    (Fact::Bar, ""),
    (Fact::Progress, "progress"),
    (Fact::Percent, ""),
    (PROJECTED, "projected"),
    (COMPLETED, "completed"),
    (CATEGORY, "category"),
    (Fact::Content(Content::Field(at::REVISION)), "rev"),
    (Fact::User, "user"),
    (GUID, "id"),
    (RECEIVED, "received"),
    (Fact::Place, "from"),
    (FINDINGS, "findings"),
];

/// These columns, or the default ones.
pub(super) fn columns(asked: Option<&[Content]>) -> Vec<Column> {
    match asked {
        None => DEFAULT.iter().map(|(fact, heading)| Column { fact: *fact, heading }).collect(),
        Some(contents) => contents
            .iter()
            .map(|content| Column { fact: Fact::Content(*content), heading: content.name() })
            .collect(),
    }
}

impl Fact {
    /// Whether cells are right-aligned.
    pub(super) fn is_number(self) -> bool {
        match self {
            Fact::Progress | Fact::Percent => true,
            Fact::Content(content) => content.is_number(),
            _ => false,
        }
    }

    /// The maximum width of a column on a terminal: that of documented values.
    fn widest(self, edge: usize) -> usize {
        let content = match self {
            Fact::Content(content) => content,
            // It goes to the second line instead, where a row has room for it.
            Fact::Place => return edge,
            _ => return WIDEST.min((edge / 3).max(30)),
        };
        match content {
            Content::Received => "2017-03-31 23:59:59.123456789+00:00".len(),
            Content::Body | Content::Line | Content::Action => 12,
            Content::Field(field) => match FIELDS[field].kind {
                Kind::Decimal => WIDEST.min((edge / 3).max(30)),
                Kind::Integer | Kind::Boolean | Kind::Word(_) => 12,
                Kind::Time => "2017-03-31 23:59:59+00:00".len(),
                Kind::Guid(_) => "GOL-537e6391-3c29-9130-4d4f-e44302608406".len(),
                Kind::Text | Kind::Category => WIDEST,
            },
            Content::Input | Content::Findings => WIDEST,
        }
    }

    /// Whether cells are paths, which stay in one piece.
    pub(super) fn is_place(self) -> bool {
        matches!(self, Fact::Place | Fact::Content(Content::Input))
    }

    /// Whether a cell may wrap; amounts, times and guids never do.
    pub(super) fn breaks(self) -> bool {
        match self {
            Fact::Content(Content::Input | Content::Findings) => true,
            Fact::Content(Content::Field(field)) => {
                matches!(FIELDS[field].kind, Kind::Text | Kind::Category)
            }
            _ => false,
        }
    }
}

/// A step to make the table narrower.
#[derive(Clone, Copy)]
enum Step {
    /// Wrap cells that may wrap at this width.
    Narrow(usize),
    Drop(Fact),
}

/// The steps for rows with a second line ([`BELOW`]), in order.
const IN_TWO_LINES: [Step; 10] = [
    Step::Narrow(40),
    Step::Drop(COMPLETED),
    Step::Drop(CATEGORY),
    Step::Drop(Fact::User),
    Step::Drop(Fact::Bar),
    Step::Narrow(24),
    Step::Drop(TYPE),
    Step::Drop(Fact::Percent),
    Step::Drop(PROJECTED),
    Step::Narrow(16),
];
/// How many of these steps are tried for rows on one line.
const IN_A_LINE: usize = 8;
/// The steps with `--fields`.
const ASKED: [Step; 3] = [Step::Narrow(40), Step::Narrow(24), Step::Narrow(16)];
/// The columns of the second line, in order.
const BELOW: [Fact; 4] = [GUID, Fact::Place, RECEIVED, FINDINGS];
/// The maximum width of a column; wider cells do not widen it.
const WIDEST: usize = 60;
/// The maximum width that a word gives a column.
const LONGEST_WORD: usize = 40;
/// A cell with more lines does not fit its column.
const LINES: usize = 4;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// The indexes and widths of the columns.
    pub(super) shown: Vec<(usize, usize)>,
    /// The indexes of the columns in the second line.
    pub(super) below: Vec<usize>,
    /// The indent of the second line.
    pub(super) indent: usize,
}

/// The widths of the cells so far, and of their longest words.
#[derive(Debug, Default)]
pub(super) struct Wanted(Vec<(usize, usize)>);

impl Wanted {
    /// Notes the widths of a row; a cell that makes it a list does not widen the table of the
    /// others.
    pub(super) fn note(&mut self, columns: &[Column], cells: &[String], edge: Option<usize>) {
        self.0.resize(cells.len(), (0, 0));
        for (((wanted, word), cell), column) in self.0.iter_mut().zip(cells).zip(columns) {
            let most = edge.map_or(WIDEST, |edge| column.fact.widest(edge));
            let columns = width(cell);
            let breaks = column.fact.breaks() && edge.is_some();
            // The least width of a column that is not empty.
            let columns = if columns > most && !breaks { 1 } else { columns.min(most) };
            *wanted = (*wanted).max(columns);
            let longest = longest_word(cell);
            *word = if longest <= LONGEST_WORD { longest.max(*word) } else { *word };
        }
    }

    /// The layout for a terminal of this width; `None` if no layout fits.
    pub(super) fn plan(
        &self,
        columns: &[Column],
        is_asked: bool,
        edge: Option<usize>,
    ) -> Option<Plan> {
        let width = |at: usize, column: &Column| self.0[at].0.max(column.heading.len());
        let shown = columns
            .iter()
            .enumerate()
            // An empty column, such as the findings of clean bodies, is left out.
            .filter(|(at, _)| self.0.get(*at).is_some_and(|(wanted, _)| is_asked || *wanted > 0))
            .map(|(at, column)| (at, width(at, column)));
        let all = Plan { shown: shown.collect(), ..Plan::default() };
        match edge {
            None => Some(all),
            Some(edge) if is_asked => all.fitted(&ASKED, columns, self, edge),
            Some(edge) => all
                .clone()
                .fitted(&IN_TWO_LINES[..IN_A_LINE], columns, self, edge)
                .or_else(|| all.with_two_lines(columns).fitted(&IN_TWO_LINES, columns, self, edge)),
        }
    }
}

impl Plan {
    /// Applies steps until the layout fits; `None` if all are not enough.
    fn fitted(
        mut self,
        steps: &[Step],
        columns: &[Column],
        wanted: &Wanted,
        edge: usize,
    ) -> Option<Plan> {
        let mut steps = steps.iter();
        let all = self.shown.clone();
        let mut dropped = Vec::new();
        while self.total() > edge {
            match *steps.next()? {
                Step::Drop(fact) => {
                    dropped.extend(self.shown.extract_if(.., |(at, _)| columns[*at].fact == fact));
                }
                Step::Narrow(limit) => {
                    for (at, width) in &mut self.shown {
                        let Column { fact, heading } = columns[*at];
                        if fact.breaks() {
                            let least = wanted.0[*at].1.max(heading.len());
                            *width = (*width).min(limit.max(least));
                        }
                    }
                }
            }
        }
        // A column that was dropped can leave room for one that was dropped or narrowed before.
        for (at, width) in dropped.into_iter().rev() {
            if self.total() + GAP + width <= edge {
                let before = self.shown.partition_point(|(other, _)| *other < at);
                self.shown.insert(before, (at, width));
            }
        }
        let mut spare = edge - self.total();
        for (at, width) in &mut self.shown {
            let wanted = all.iter().find(|(other, _)| other == at).map_or(0, |(_, wanted)| *wanted);
            let more = wanted.saturating_sub(*width).min(spare);
            *width += more;
            spare -= more;
        }
        Some(self)
    }

    /// Moves the columns of [`BELOW`] to the second line.
    fn with_two_lines(self, columns: &[Column]) -> Plan {
        let fact = |at: usize| columns[at].fact;
        let is_below = |(at, _): &(usize, usize)| BELOW.contains(&fact(*at));
        let (below, shown): (Vec<_>, Vec<_>) = self.shown.into_iter().partition(is_below);
        let mut below: Vec<usize> = below.into_iter().map(|(at, _)| at).collect();
        below.sort_by_key(|at| BELOW.iter().position(|below| *below == fact(*at)));
        let before = shown.iter().take_while(|(at, _)| fact(*at) != NAME);
        let indent = before.map(|(_, width)| width + GAP).sum();
        Plan { shown, below, indent }
    }

    fn total(&self) -> usize {
        self.shown.iter().map(|(_, width)| width + GAP).sum::<usize>().saturating_sub(GAP)
    }

    /// Whether a row has a cell that does not fit this layout.
    pub(super) fn is_too_narrow(
        &self,
        columns: &[Column],
        cells: &[String],
        edge: Option<usize>,
    ) -> bool {
        let edge = edge.unwrap_or(usize::MAX);
        let is_wide = |(at, limit): &(usize, usize)| {
            let cell = &cells[*at];
            let breaks = columns[*at].fact.breaks() && edge < usize::MAX;
            match (width(cell), breaks) {
                (columns, true) => columns > LINES * limit || longest_word(cell) > *limit,
                (columns, false) => columns > *limit,
            }
        };
        self.shown.iter().any(is_wide) || self.below.iter().any(|at| width(&cells[*at]) > edge)
    }
}

#[cfg(test)]
mod tests {
    use super::{Wanted, columns};

    #[test]
    fn the_columns_fit() {
        let columns = columns(None);
        let mut wanted = Wanted::default();
        let cells: Vec<_> = columns.iter().map(|_| "x".repeat(12)).collect();
        for edge in 20..300 {
            wanted.note(&columns, &cells, Some(edge));
            let planned = wanted.plan(&columns, false, Some(edge));
            assert!(planned.is_none_or(|planned| planned.total() <= edge), "{edge}");
        }
        let all = wanted.plan(&columns, false, None).map(|planned| planned.shown.len());
        assert_eq!(all, Some(columns.len()));
        assert_eq!(wanted.plan(&columns, true, Some(100)), None);
    }
}
