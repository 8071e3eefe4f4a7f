//! Bodies as CSV: a record for each, with every documented field and its digits as they came.
//!
//! Null and absent are both an empty cell. Text is inert in a spreadsheet; numbers and times
//! stay plain digits.

use std::borrow::Cow;
use std::io::{self, Write};

use super::show::cell::source;
use crate::examine::view::View;
use crate::text::sheet::cell;
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
    match view.goal.value(field) {
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

pub(super) fn record<'a>(
    out: &mut dyn Write,
    cells: impl Iterator<Item = &'a str>,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 10).from_writer(out);
    for cell in cells {
        writer.write_field(cell)?;
    }
    writer.write_record(None::<&[u8]>)?;
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::{body, cells, header};
    use crate::render::samples::{self, Sample};

    #[test]
    fn a_record_for_each_body() {
        let mut sample = Sample::with(&[
            ("name", r#""=1+1, \"x\"\n""#),
            ("amount", "-12345678901234567890.10"),
            ("current_amount", "1e400"),
            ("metadata", r#""@x;+y""#),
            ("is_complete", "{}"),
            ("user_id", ""),
        ]);
        sample.reports = samples::reports();
        let table = samples::written(|out| {
            header(out)?;
            body(out, cells(&sample.view()), 3)
        });
        assert_eq!(
            table,
            "input,body,line,action,account_guid,amount,completed_at,created_by,current_amount,\
             goal_type_name,guid,has_been_spent,is_complete,meta_type,metadata,name,position,\
             projected_to_complete_at,revision,user_guid,user_id,findings\n\
             capture.ndjson,3,27,created,ACT-1c935fd7-cd39-18b7-1e5b-71fbde730bd6,\
             -12345678901234567890.10,,,1e400,SAVE_AMOUNT,\
             GOL-537e6391-3c29-9130-4d4f-e44302608406,false,{},OTHER,'@x;'+y,\
             \"'=1+1, \"\"x\"\"\\n\",2,1491004799,71,\
             USR-dfb1b536-692d-f172-88c6-643a2691b30c,,wrong-type truncated-json\n"
        );
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let record = reader.records().next().expect("one record").expect("a valid record");
        assert_eq!(&record[15], "'=1+1, \"x\"\\n");
    }
}
