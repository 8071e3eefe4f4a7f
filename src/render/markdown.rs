//! Bodies as a Markdown table, for issues and reviews.

use std::io::{self, Write};

use super::show::cell::{ABSENT, NULL};
use crate::examine::view::View;
use crate::text::escape::terminal_within;
use crate::text::markdown::markdown;
use crate::text::time::{TimeStyle, time};
use crate::webhook::field::{FIELDS, Kind, at};
use crate::webhook::value::Value;

/// What is shown of a value that could not be read.
const RAW_COLUMNS: usize = 32;

const FIELDS_SHOWN: [usize; 7] = [
    at::NAME,
    at::GOAL_TYPE_NAME,
    at::CURRENT_AMOUNT,
    at::AMOUNT,
    at::PROJECTED_TO_COMPLETE_AT,
    at::REVISION,
    at::GUID,
];

/// Writes the head of the table.
pub fn header(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "| action | name | type | current | target | projected | revision | guid | findings |"
    )?;
    writeln!(out, "| --- | --- | --- | ---: | ---: | --- | ---: | --- | --- |")
}

/// Writes the row of one body.
pub fn body(out: &mut dyn Write, view: &View<'_>, style: TimeStyle) -> io::Result<()> {
    write!(out, "| {} |", super::show::cell::action(view.goal))?;
    for field in FIELDS_SHOWN {
        write!(out, " {} |", value(view, field, style))?;
    }
    let rules: Vec<&str> = view.reports.iter().map(|report| report.rule.name).collect();
    let findings = if rules.is_empty() { "none".to_owned() } else { rules.join(", ") };
    writeln!(out, " {findings} |")
}

fn value(view: &View<'_>, field: usize, style: TimeStyle) -> String {
    let goal = view.goal;
    match goal.value(field) {
        Value::Absent => ABSENT.to_owned(),
        Value::Null => NULL.to_owned(),
        Value::Unreadable => {
            markdown(&terminal_within(goal.cells[field].unwrap_or_default(), RAW_COLUMNS))
        }
        Value::Text(_) => markdown(&goal.text(field).unwrap_or_default()),
        Value::Integer(seconds) if FIELDS[field].kind == Kind::Time => time(seconds, style),
        Value::Decimal(_) | Value::Integer(_) => goal.digits(field).unwrap_or_default().to_owned(),
        Value::Boolean(boolean) => boolean.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{body, header};
    use crate::render::samples::{self, Sample};
    use crate::text::time::TimeStyle;

    #[test]
    fn a_row_for_each_body() {
        let mut sample = Sample::with(&[
            ("name", r#""a|b <img> @me https://x.example""#),
            ("amount", r#""x|y""#),
            ("projected_to_complete_at", ""),
            ("current_amount", "1234.50"),
        ]);
        sample.reports = samples::reports();
        let table = samples::written(|out| {
            header(out)?;
            body(out, &Sample::with(&[]).view(), TimeStyle::Utc)?;
            body(out, &sample.view(), TimeStyle::Utc)
        });
        assert_eq!(
            table,
            r#"| action | name | type | current | target | projected | revision | guid | findings |
| --- | --- | --- | ---: | ---: | --- | ---: | --- | --- |
| created | Home | SAVE\_AMOUNT | 100 | 750 | 2017-03-31 23:59:59Z | 71 | GOL-537e6391-3c29-9130-4d4f-e44302608406 | none |
| created | a\|b &lt;img&gt; @<!-- -->me https:<!-- -->/<!-- -->/x<!-- -->.example | SAVE\_AMOUNT | 1234.50 | "x\|y" | absent | 71 | GOL-537e6391-3c29-9130-4d4f-e44302608406 | wrong-type, truncated-json |
"#
        );
    }
}
