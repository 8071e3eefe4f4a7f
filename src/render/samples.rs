//! Findings and goals for the tests of all formats.

use std::sync::Arc;

use super::finding::FindingFormat;
use crate::report::{Position, Report, Snippet, Summary};
use crate::rules::registry::{schema, syntax};
use crate::rules::rule::Level;
use crate::text::escape::Foreign;

/// The first finding of [`reports`] as JSON.
pub const WRONG_TYPE_JSON: &str = r#"{"rule":"wrong-type","group":"schema","level":"error","message":"is_complete is a string, a Boolean is documented","help":"remove the quotes; see `goalpost explain wrong-type`","input":"capture.ndjson","trail":[],"body":2,"line":2,"column":310,"end_line":2,"end_column":314,"offset":785,"length":4,"pointer":"/goal/is_complete","goal":"GOL-537e6391-3c29-9130-4d4f-e44302608406","revision":71}"#;
/// The second finding of [`reports`] as JSON.
pub const TRUNCATED_JSON: &str = r#"{"rule":"truncated-json","group":"syntax","level":"warning","message":"the text ends within a string","help":null,"input":"::error\u001b.har","trail":["/log/entries/2/request/postData/text"],"body":null,"line":1,"column":1,"end_line":1,"end_column":1,"offset":0,"length":0,"pointer":"","goal":null,"revision":null}"#;
/// The summary of [`reports`] as JSON.
pub const SUMMARY_JSON: &str = r#"{"inputs":2,"unreadable_inputs":0,"bytes":1234567,"bodies":3,"clean":1,"errors":1,"warnings":1,"infos":0,"rules":{"truncated-json":1,"wrong-type":1}}"#;

/// A finding with everything, and one with as little as there can be.
pub fn reports() -> Vec<Report> {
    let source = r#"…ent":false,"is_complete":"no","name":"東京"…"#;
    let start = source.find("\"no\"").expect("the window holds the value");
    vec![
        Report {
            rule: &schema::WRONG_TYPE,
            level: Level::Error,
            message: "is_complete is a string, a Boolean is documented".to_owned(),
            help: Some("remove the quotes; see `goalpost explain wrong-type`".to_owned()),
            label: Some("expected true or false".to_owned()),
            input: Arc::new(Foreign::new("capture.ndjson")),
            trail: Vec::new(),
            body: Some(2),
            start: Position { line: 2, column: 310 },
            end: Position { line: 2, column: 314 },
            offset: 785,
            length: 4,
            pointer: Foreign::new("/goal/is_complete"),
            goal: Some(Foreign::new("GOL-537e6391-3c29-9130-4d4f-e44302608406")),
            revision: Some(71),
            snippet: Some(Snippet {
                line: 2,
                source: source.to_owned(),
                primary: start..start + 4,
                secondary: None,
            }),
        },
        Report {
            rule: &syntax::TRUNCATED_JSON,
            level: Level::Warning,
            message: "the text ends within a string".to_owned(),
            help: None,
            label: None,
            input: Arc::new(Foreign::new("::error\u{1b}.har")),
            trail: vec![Foreign::new("/log/entries/2/request/postData/text")],
            body: None,
            start: Position { line: 1, column: 1 },
            end: Position { line: 1, column: 1 },
            offset: 0,
            length: 0,
            pointer: Foreign::new(""),
            goal: None,
            revision: None,
            snippet: None,
        },
    ]
}

/// Both findings and their summary, as a command writes them.
pub fn findings(format: &dyn FindingFormat) -> String {
    let mut summary =
        Summary { inputs: 2, bytes: 1_234_567, bodies: 3, clean: 1, ..Summary::default() };
    let mut out = Vec::new();
    format.begin(&mut out).expect("a vector takes every write");
    for (index, report) in reports().iter().enumerate() {
        if index > 0 {
            out.extend_from_slice(format.separator().as_bytes());
        }
        summary.count(report.rule, report.level);
        format.finding(&mut out, report).expect("a vector takes every write");
    }
    format.end(&mut out, &summary).expect("a vector takes every write");
    String::from_utf8(out).expect("formats write text")
}
