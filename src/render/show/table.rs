//! Several bodies as a table, a line for each.
//!
//! Rows come in batches, so that memory stays bounded whatever the capture holds. On a terminal
//! cells are cut to their columns; elsewhere nothing is cut.

use std::io::{self, Write};

use anstyle::Style;

use super::cell::{day, findings, short_guid, value};
use super::plan::{COLUMNS, Column, GAP, Planned};
use crate::examine::report::Summary;
use crate::examine::view::View;
use crate::render::progress::{bar, percent, tenths_of_percent};
use crate::render::{Options, grid, style};
use crate::rules::rule::Level;
use crate::text::digits::counted;
use crate::text::terminal::terminal;
use crate::text::width::{fit, width};
use crate::webhook::field::at;

pub use super::plan::Widths;

const BAR_CELLS: usize = 10;
/// No cell is wider than this on a terminal, so no more of a long text is kept.
const KEPT: usize = 60;

/// One body as cells, escaped for the terminal.
#[derive(Debug, Clone)]
pub struct Row {
    cells: [String; COLUMNS.len()],
    worst: Option<Level>,
}

impl Row {
    /// The row of a body.
    pub fn new(view: &View<'_>, options: Options) -> Row {
        let tenths = tenths_of_percent(view.goal);
        let kept = |text: String| match options.width {
            Some(_) => fit(&text, KEPT),
            None => text,
        };
        Row {
            cells: COLUMNS.map(|column| kept(cell(view, column, tenths, options))),
            worst: view.reports.iter().map(|report| report.level).max(),
        }
    }
}

fn cell(view: &View<'_>, column: Column, tenths: Option<i128>, options: Options) -> String {
    let goal = view.goal;
    let field = |field| value(goal, field, options.time);
    match column {
        Column::Action => goal.action.unwrap_or("unknown").to_owned(),
        Column::Goal => field(at::NAME),
        Column::Type if goal.is_payoff() => "payoff".to_owned(),
        Column::Type if goal.goal_type == Some("SAVE_AMOUNT") => "save".to_owned(),
        Column::Type => field(at::GOAL_TYPE_NAME),
        Column::Bar => {
            let (filled, empty) = tenths.map(|tenths| bar(tenths, BAR_CELLS)).unwrap_or_default();
            filled + &empty
        }
        Column::Progress if goal.is_payoff() => format!("{} left", field(at::CURRENT_AMOUNT)),
        Column::Progress => format!("{} / {}", field(at::CURRENT_AMOUNT), field(at::AMOUNT)),
        Column::Percent => tenths.map(percent).unwrap_or_default(),
        Column::Projected => day(goal, at::PROJECTED_TO_COMPLETE_AT, options.time),
        Column::Completed => day(goal, at::COMPLETED_AT, options.time),
        Column::Category => field(at::META_TYPE),
        Column::Revision => field(at::REVISION),
        Column::User if goal.text(at::USER_ID).is_some() => field(at::USER_ID),
        Column::User => field(at::USER_GUID),
        Column::Guid => field(at::GUID),
        Column::ShortGuid => match goal.text(at::GUID) {
            Some(guid) if !guid.is_empty() => terminal(short_guid(&guid)).into_owned(),
            _ => field(at::GUID),
        },
        Column::Marks => marks(view),
    }
}

/// A sign for the worst finding, and how many there are.
fn marks(view: &View<'_>) -> String {
    let worst = view.reports.iter().map(|report| report.level).max();
    let sign = match worst {
        None => return String::new(),
        Some(Level::Error) => "✗",
        Some(Level::Warning) => "⚠",
        Some(Level::Info) => "i",
    };
    format!("{sign} {}", view.reports.len())
}

/// Writes rows, after the headings where they are the first or need other columns than those
/// before. `widths` is new for each table and handed on from batch to batch.
pub fn batch(
    out: &mut dyn Write,
    rows: &[Row],
    widths: &mut Widths,
    options: Options,
) -> io::Result<()> {
    for row in rows {
        for (column, cell) in COLUMNS.into_iter().zip(&row.cells) {
            widths.want(column, cell);
        }
    }
    let (planned, is_new) = widths.plan(options.width);
    if is_new {
        let headings = [planned.iter().map(|(column, _)| column.heading().to_owned()).collect()];
        for cells in lay_out(&headings, &planned) {
            write_line(out, cells.iter().map(|cell| painted(cell, style::FAINT, options)))?;
        }
    }
    // A row with a cell that is wider than any column, as only an output without an edge has
    // one, is laid out alone, so that the others keep their columns.
    for rows in rows.chunk_by(|one, next| !one.is_wide() && !next.is_wide()) {
        let cells: Vec<Vec<String>> = rows.iter().map(|row| row.fitted(&planned)).collect();
        for (row, cells) in rows.iter().zip(lay_out(&cells, &planned)) {
            let columns = planned.iter().map(|(column, _)| *column);
            let cells = columns.zip(&cells);
            write_line(out, cells.map(|(column, cell)| row.painted(column, cell, options)))?;
        }
    }
    Ok(())
}

/// The cells with the blanks that their columns need, or more where a cell is wider.
fn lay_out(rows: &[Vec<String>], planned: &[Planned]) -> Vec<Vec<String>> {
    let columns: Vec<grid::Column> = planned
        .iter()
        .enumerate()
        .map(|(index, (column, columns))| {
            let widest = rows.iter().map(|row| width(&row[index])).max().unwrap_or_default();
            grid::Column { width: widest.max(*columns), right: column.is_number() }
        })
        .collect();
    grid::lay_out(rows.iter().map(|row| row.iter().map(String::as_str)), &columns)
}

/// Writes the last line, `3 bodies · 2 clean · 1 warning · see goalpost check`.
pub fn footer(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    let mut parts = vec![counted(summary.bodies, "body", "bodies")];
    match findings(summary) {
        none if none.is_empty() => parts.push("all clean".to_owned()),
        some => {
            parts.push(counted(summary.clean, "clean", "clean"));
            parts.extend(some);
            // A row has no room for what they say.
            parts.push("see goalpost check".to_owned());
        }
    }
    writeln!(out, "{}", parts.join(" · "))
}

impl Row {
    fn is_wide(&self) -> bool {
        self.cells.iter().any(|cell| width(cell) > KEPT)
    }

    /// The planned cells, cut to their columns, but for those that are wider than any column.
    fn fitted(&self, planned: &[Planned]) -> Vec<String> {
        let fitted = |(column, columns): &Planned| {
            let cell = &self.cells[*column as usize];
            if width(cell) > KEPT { cell.clone() } else { fit(cell, *columns) }
        };
        planned.iter().map(fitted).collect()
    }

    fn painted(&self, column: Column, cell: &str, options: Options) -> String {
        match (column, self.worst) {
            (Column::Bar, _) => {
                let empty = cell.find('░').unwrap_or(cell.len());
                let filled = painted(&cell[..empty], style::GOOD, options);
                filled + &painted(&cell[empty..], style::FAINT, options)
            }
            (Column::Marks, Some(worst)) => painted(cell, style::level(worst), options),
            (Column::Goal, _) => painted(cell, style::STRONG, options),
            (Column::Guid | Column::ShortGuid, _) => painted(cell, style::FAINT, options),
            _ => cell.to_owned(),
        }
    }
}

/// The cell with its text painted and its blanks as they are.
fn painted(cell: &str, style: Style, options: Options) -> String {
    let text = cell.trim();
    if !options.colour || text.is_empty() {
        return cell.to_owned();
    }
    let (before, after) = cell.split_once(text).unwrap_or((cell, ""));
    format!("{before}{}{after}", style::paint(text, style, true))
}

fn write_line(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    let line = cells.collect::<Vec<_>>().join(&" ".repeat(GAP));
    writeln!(out, "{}", line.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{Row, Widths, batch, footer};
    use crate::render::Options;
    use crate::render::samples::{self, Sample};

    fn samples() -> Vec<Sample> {
        let mut marked = Sample::with(&[
            ("action", "deleted"),
            ("name", "\"東京旅行 👨‍👩‍👧\""),
            ("current_amount", "5000"),
            ("amount", "5000.00"),
            ("completed_at", "1491004799"),
            ("is_complete", "true"),
            ("meta_type", "\"VACATION\""),
            ("guid", "\"GOL-0b77aaaa-3c29-9130-4d4f-e44302608406\""),
            ("revision", "9"),
        ]);
        marked.reports = samples::reports();
        vec![
            Sample::with(&[]),
            Sample::with(&[
                ("action", "updated"),
                ("name", "\"Pay off Visa\""),
                ("goal_type_name", "\"PAYOFF\""),
                ("meta_type", "\"CREDIT_CARD\""),
                ("current_amount", "1651.27"),
                ("projected_to_complete_at", "null"),
                ("guid", "\"GOL-9c01aaaa-3c29-9130-4d4f-e44302608406\""),
                ("revision", "12"),
                ("user_id", ""),
            ]),
            marked,
        ]
    }

    fn shown(samples: &[Sample], options: Options) -> String {
        samples::written(|out| {
            let rows: Vec<Row> =
                samples.iter().map(|sample| Row::new(&sample.view(), options)).collect();
            let mut summary = crate::examine::report::Summary::default();
            for sample in samples {
                summary.add(&sample.view().summary());
            }
            batch(out, &rows, &mut Widths::default(), options)?;
            footer(out, &summary)
        })
    }

    fn at(width: Option<usize>) -> String {
        shown(&samples(), Options { width, ..Options::default() })
    }

    #[test]
    fn columns_give_way_to_the_edge() {
        assert_eq!(
            at(Some(80)),
            "\
action   goal                  progress  projected   rev  id
created  Home                 100 / 750  2017-03-31   71  GOL-537e6391
updated  Pay off Visa     1,651.27 left  –            12  GOL-9c01aaaa
deleted  東京旅行 👨‍👩‍👧   5,000 / 5,000.00  2017-03-31    9  GOL-0b77aaaa  ✗ 2
3 bodies · 2 clean · 1 error · 1 warning · see goalpost check
"
        );
        assert_eq!(
            at(Some(200)),
            "\
action   goal          type                        progress           projected   completed   category     rev  user                                      id
created  Home          save    █░░░░░░░░░         100 / 750   13.3 %  2017-03-31  –           OTHER         71  0128372140                                GOL-537e6391-3c29-9130-4d4f-e44302608406
updated  Pay off Visa  payoff                 1,651.27 left           –           –           CREDIT_CARD   12  USR-dfb1b536-692d-f172-88c6-643a2691b30c  GOL-9c01aaaa-3c29-9130-4d4f-e44302608406
deleted  東京旅行 👨‍👩‍👧   save    ██████████  5,000 / 5,000.00  100.0 %  2017-03-31  2017-03-31  VACATION       9  0128372140                                GOL-0b77aaaa-3c29-9130-4d4f-e44302608406  ✗ 2
3 bodies · 2 clean · 1 error · 1 warning · see goalpost check
"
        );
        assert_eq!(at(None), at(Some(200)));
        for columns in 30..200 {
            let table = at(Some(columns));
            // The last line is a sentence and no row.
            let rows = table.lines().filter(|line| !line.starts_with("3 bodies"));
            let widest = rows.map(crate::text::width::width).max();
            assert!(widest <= Some(columns.max(40)), "{table}");
        }
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        for width in [None, Some(80)] {
            let options = Options { width, colour: true, ..Options::default() };
            let coloured = shown(&samples(), options);
            assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), at(width));
        }
    }

    #[test]
    fn later_batches_keep_the_columns() {
        let options = Options { width: Some(80), ..Options::default() };
        let row = |name| Row::new(&Sample::with(&[("name", name)]).view(), options);
        let table = samples::written(|out| {
            let mut widths = Widths::default();
            batch(out, &[row("\"A long name\"")], &mut widths, options)?;
            batch(out, &[row("\"x\""), row("\"\\u001b[2J\"")], &mut widths, options)
        });
        assert_eq!(
            table,
            "\
action   goal          progress          projected   rev  id
created  A long name  100 / 750  13.3 %  2017-03-31   71  GOL-537e6391
created  x            100 / 750  13.3 %  2017-03-31   71  GOL-537e6391
created  \\u{1b}[2J    100 / 750  13.3 %  2017-03-31   71  GOL-537e6391
"
        );
    }

    #[test]
    fn nothing_is_cut_without_an_edge() {
        let name = "n".repeat(500);
        let json = format!("\"{name}\"");
        let samples = [Sample::with(&[("name", &json)]), Sample::with(&[])];
        let table = shown(&samples, Options::default());
        assert!(table.contains(&name));
        assert!(table.lines().nth(2).is_some_and(|line| line.len() < 300), "{table}");
    }
}
