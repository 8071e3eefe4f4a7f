//! Bodies as CSV: a record for each, with every documented field and its digits as they came.
//!
//! Null and absent are both an empty cell. Text is inert in a spreadsheet; numbers and times
//! stay plain digits.

use std::borrow::Cow;
use std::io::{self, Write};

use super::cell::source;
use crate::text::sheet::cell;
use crate::view::View;
use crate::webhook::field::FIELDS;
use crate::webhook::value::Value;

/// Writes the line with the names of the columns.
pub fn header(out: &mut dyn Write) -> io::Result<()> {
    let fields = FIELDS.iter().map(|field| field.name);
    record(out, ["input", "body", "line", "action"].into_iter().chain(fields).chain(["findings"]))
}

/// The cells of one body's record. The number of the body stands second.
pub fn cells(view: &View<'_>) -> Vec<String> {
    let mut cells = vec![
        source(view.input, view.trail).sheet().into_owned(),
        view.body.to_string(),
        view.line.to_string(),
        view.goal.action.unwrap_or_default().to_owned(),
    ];
    cells.extend((0..FIELDS.len()).map(|field| value(view, field).into_owned()));
    let rules: Vec<&str> = view.reports.iter().map(|report| report.rule.name).collect();
    cells.push(rules.join(" "));
    cells
}

/// Writes the record of one body, whose number in its input is `body`.
pub fn body(out: &mut dyn Write, mut cells: Vec<String>, body: u64) -> io::Result<()> {
    cells[1] = body.to_string();
    record(out, cells.iter().map(String::as_str))
}

fn value<'a>(view: &View<'a>, field: usize) -> Cow<'a, str> {
    match view.goal.values[field] {
        Value::Absent | Value::Null => Cow::Borrowed(""),
        Value::Unreadable => cell(view.goal.cells[field].unwrap_or_default()),
        Value::Text(_) => {
            let text = view.goal.text(field).unwrap_or_default();
            Cow::Owned(cell(&text).into_owned())
        }
        Value::Decimal(_) | Value::Integer(_) => {
            Cow::Borrowed(view.goal.digits(field).unwrap_or_default())
        }
        Value::Boolean(true) => Cow::Borrowed("true"),
        Value::Boolean(false) => Cow::Borrowed("false"),
    }
}

fn record<'a>(out: &mut dyn Write, cells: impl Iterator<Item = &'a str>) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 10).from_writer(out);
    for cell in cells {
        writer.write_field(cell)?;
    }
    writer.write_record(None::<&[u8]>)?;
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::{body, header};
    use crate::render::samples::{self, Sample};
}
