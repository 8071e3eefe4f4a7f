//! Bodies as rows of CSV, Markdown or JSON lines: what each column holds.

use std::io::{self, Write};

use super::cell;
use crate::examine::view::View;
use crate::render::record::{Cell, Column, RecordFormat, Records};
use crate::text::time::{TimeStyle, time};
use crate::webhook::field::{FIELDS, Kind, at, position};
use crate::webhook::value::{Goal, Value};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    Input,
    /// The number of the body in its input.
    Body,
    Line,
    Action,
    Received,
    Field(usize),
    Findings,
}

/// Every content but the fields.
const OTHERS: [Content; 6] = [
    Content::Input,
    Content::Body,
    Content::Line,
    Content::Action,
    Content::Received,
    Content::Findings,
];

/// The columns of Markdown where none are asked for.
pub const MARKDOWN: [Content; 9] = [
    Content::Action,
    Content::Field(at::NAME),
    Content::Field(at::GOAL_TYPE_NAME),
    Content::Field(at::CURRENT_AMOUNT),
    Content::Field(at::AMOUNT),
    Content::Field(at::PROJECTED_TO_COMPLETE_AT),
    Content::Field(at::REVISION),
    Content::Field(at::GUID),
    Content::Findings,
];

/// The columns of CSV where none are asked for.
pub fn every_column() -> Vec<Content> {
    let [input, body, line, action, received, findings] = OTHERS;
    let fields = (0..FIELDS.len()).map(Content::Field);
    [input, body, line, received, action].into_iter().chain(fields).chain([findings]).collect()
}

impl Content {
    /// The content with this name.
    pub fn named(name: &str) -> Option<Content> {
        let other = OTHERS.into_iter().find(|content| content.column().name == name);
        other.or_else(|| position(name).map(Content::Field))
    }

    pub fn column(self) -> Column {
        match self {
            Content::Input => Column::left("input"),
            Content::Body => Column::right("body"),
            Content::Line => Column::right("line"),
            Content::Action => Column::left("action"),
            Content::Received => Column::left("received"),
            Content::Field(field) => Column {
                name: FIELDS[field].name,
                right: matches!(FIELDS[field].kind, Kind::Decimal | Kind::Integer),
            },
            Content::Findings => Column::left("findings"),
        }
    }

    /// The cell of a body in this column.
    pub fn cell<'a>(self, view: &View<'a>) -> Cell<'a> {
        match self {
            Content::Input => {
                Cell::Text(cell::source(view.input, view.trail).raw().to_owned().into())
            }
            Content::Body => Cell::number(view.body),
            Content::Line => Cell::number(view.line),
            Content::Action => view.goal.action.map_or(Cell::Null, Cell::text),
            Content::Received => view.received.map_or(Cell::Null, Cell::moment),
            Content::Field(field) => field_cell(view.goal, field),
            Content::Findings => {
                Cell::Words(view.reports.iter().map(|report| report.rule.name).collect())
            }
        }
    }
}

/// The cell of a goal's field.
pub fn field_cell<'a>(goal: &Goal<'a>, field: usize) -> Cell<'a> {
    let digits = || goal.digits(field).unwrap_or_default().into();
    match goal.value(field) {
        Value::Absent => Cell::Absent,
        Value::Null => Cell::Null,
        Value::Unreadable => Cell::Json(goal.cells[field].unwrap_or_default()),
        Value::Text(_) => goal.text(field).map_or(Cell::Null, Cell::Text),
        Value::Integer(seconds) if FIELDS[field].kind == Kind::Time => {
            Cell::Time(digits(), seconds)
        }
        Value::Integer(_) => Cell::Number(digits()),
        Value::Decimal(_) => Cell::Amount(digits()),
        Value::Boolean(boolean) => Cell::Boolean(boolean),
    }
}

/// Writes bodies as rows.
#[derive(Debug)]
pub struct RowWriter {
    format: RecordFormat,
    contents: Vec<Content>,
    columns: Vec<Column>,
    time: TimeStyle,
}

/// Rows of bodies whose numbers in their input are not known yet.
#[derive(Debug, Default)]
pub struct Rows {
    text: String,
    /// Where in the text a number belongs, and the number within these rows' block.
    numbers: Vec<(usize, u64)>,
}

impl RowWriter {
    pub fn new(format: RecordFormat, contents: Vec<Content>, time: TimeStyle) -> RowWriter {
        let columns = contents.iter().map(|content| content.column()).collect();
        RowWriter { format, contents, columns, time }
    }

    fn records(&self) -> Records<'_> {
        Records { format: self.format, columns: &self.columns, time: self.time }
    }

    pub fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        self.records().head(out)
    }

    /// Adds the row of one body, which is numbered within its block.
    pub fn add(&self, rows: &mut Rows, view: &View<'_>) {
        let records = self.records();
        for (index, content) in self.contents.iter().enumerate() {
            if *content == Content::Body {
                records.cell(&mut rows.text, index, &Cell::Number("".into()));
                rows.numbers.push((rows.text.len(), view.body));
            } else {
                let cell = match (content.cell(view), self.format) {
                    // In CSV too, times are as they were asked for.
                    (Cell::Time(_, seconds), RecordFormat::Csv)
                        if self.time != TimeStyle::Epoch =>
                    {
                        Cell::Text(time(seconds, self.time).into())
                    }
                    (cell, _) => cell,
                };
                records.cell(&mut rows.text, index, &cell);
            }
        }
        records.end(&mut rows.text);
    }
}

impl Rows {
    /// Appends the rows, with so many bodies before them in the input.
    pub fn write(&self, bodies_before: u64, out: &mut Vec<u8>) {
        let mut written = 0;
        for (end, number) in &self.numbers {
            out.extend_from_slice(&self.text.as_bytes()[written..*end]);
            out.extend_from_slice((bodies_before + number).to_string().as_bytes());
            written = *end;
        }
        out.extend_from_slice(&self.text.as_bytes()[written..]);
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, MARKDOWN, RowWriter, Rows, every_column};
    use crate::render::record::RecordFormat;
    use crate::render::samples::{self, Sample, written};
    use crate::text::time::TimeStyle;

    fn rows(format: RecordFormat, contents: Vec<Content>, samples: &[Sample]) -> String {
        let writer = RowWriter::new(format, contents, TimeStyle::Utc);
        let mut rows = Rows::default();
        samples.iter().for_each(|sample| writer.add(&mut rows, &sample.view()));
        let mut text = written(|out| writer.head(out)).into_bytes();
        rows.write(40, &mut text);
        String::from_utf8(text).expect("text")
    }

    #[test]
    fn csv_has_every_field_with_its_digits() {
        let mut sample = Sample::with(&[
            ("name", r#""=1+1, \"x\"\n""#),
            ("amount", "-12345678901234567890.10"),
            ("current_amount", "1e400"),
            ("metadata", r#""@x;+y""#),
            ("is_complete", "{}"),
            ("user_id", ""),
        ]);
        sample.reports = samples::reports();
        let table = rows(RecordFormat::Csv, every_column(), &[sample]);
        assert_eq!(
            table,
            "input,body,line,received,action,account_guid,amount,completed_at,created_by,current_amount,\
             goal_type_name,guid,has_been_spent,is_complete,meta_type,metadata,name,position,\
             projected_to_complete_at,revision,user_guid,user_id,findings\n\
             capture.ndjson,43,27,,created,ACT-1c935fd7-cd39-18b7-1e5b-71fbde730bd6,\
             -12345678901234567890.10,,,1e400,SAVE_AMOUNT,\
             GOL-537e6391-3c29-9130-4d4f-e44302608406,false,{},OTHER,'@x;'+y,\
             \"'=1+1, \"\"x\"\"\\n\",2,2017-03-31 23:59:59Z,71,\
             USR-dfb1b536-692d-f172-88c6-643a2691b30c,,wrong-type truncated-json\n"
        );
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let record = reader.records().next().expect("one record").expect("a valid record");
        assert_eq!(&record[16], "'=1+1, \"x\"\\n");
    }

    #[test]
    fn markdown_is_for_people() {
        let mut sample = Sample::with(&[
            ("name", r#""a|b <img> @me https://x.example""#),
            ("amount", r#""x|y""#),
            ("projected_to_complete_at", ""),
            ("current_amount", "1234.50"),
        ]);
        sample.reports = samples::reports();
        let table = rows(RecordFormat::Markdown, MARKDOWN.to_vec(), &[Sample::with(&[]), sample]);
        assert_eq!(
            table,
            r#"| action | name | goal_type_name | current_amount | amount | projected_to_complete_at | revision | guid | findings |
| --- | --- | --- | ---: | ---: | --- | ---: | --- | --- |
| created | Home | SAVE\_AMOUNT | 100 | 750 | 2017-03-31 23:59:59Z | 71 | GOL-537e6391-3c29-9130-4d4f-e44302608406 | – |
| created | a\|b &lt;img&gt; @<!-- -->me https:<!-- -->/<!-- -->/x<!-- -->.example | SAVE\_AMOUNT | 1,234.50 | "x\|y" | absent | 71 | GOL-537e6391-3c29-9130-4d4f-e44302608406 | wrong-type, truncated-json |
"#
        );
    }

    #[test]
    fn columns_have_the_names_by_which_they_are_chosen() {
        let mut all = every_column();
        all.push(Content::Received);
        for content in all {
            assert_eq!(Content::named(content.column().name), Some(content));
        }
        assert_eq!(Content::named("amounts"), None);
    }
}
