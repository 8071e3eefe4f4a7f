//! Bodies as rows of CSV, Markdown or JSON lines.

use std::io::{self, Write};

use super::content::Content;
use crate::examine::view::View;
use crate::render::record::{Cell, Column, RecordFormat, Records};
use crate::text::time::TimeStyle;

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
                records.cell(&mut rows.text, index, &content.cell(view));
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
    use super::{RowWriter, Rows};
    use crate::render::record::RecordFormat;
    use crate::render::samples::{self, Sample, written};
    use crate::render::show::content::{Content, MARKDOWN, every_column};
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
}
