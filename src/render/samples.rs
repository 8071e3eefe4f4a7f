//! Findings and goals for the tests of all formats.

use std::sync::Arc;

use super::check::FindingFormat;
use crate::check::schema::documented_word;
use crate::examine::report::{Position, Report, Snippet, Summary};
use crate::examine::view::View;
use crate::json::decimal::exact;
use crate::rules::registry::{schema, syntax};
use crate::rules::rule::Level;
use crate::text::escape::Untrusted;
use crate::text::moment::Moment;
use crate::webhook::body::Body;
use crate::webhook::field::{
    ACTIONS, CATEGORIES, FIELD_COUNT, FIELDS, GOAL_TYPES, Kind, at, position,
};
use crate::webhook::value::{Goal, Value};

/// The first finding of [`reports`] as JSON.
pub const WRONG_TYPE_JSON: &str = r#"{"rule":"wrong-type","group":"schema","level":"error","message":"is_complete is a string, a Boolean is documented","help":"remove the quotes","input":"capture.ndjson","trail":[],"body":2,"line":2,"column":310,"end_line":2,"end_column":314,"offset":785,"length":4,"pointer":"/goal/is_complete","goal":"GOL-537e6391-3c29-9130-4d4f-e44302608406","revision":71}"#;
/// The second finding of [`reports`] as JSON.
pub const TRUNCATED_JSON: &str = r#"{"rule":"truncated-json","group":"syntax","level":"warning","message":"the text ends within a string","help":null,"input":"::error\u001b.har","trail":["/log/entries/2/request/postData/text"],"outer_line":12,"body":null,"line":1,"column":1,"end_line":1,"end_column":1,"offset":0,"length":0,"pointer":"","goal":null,"revision":null}"#;
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
            message: "is_complete is a string, a Boolean is documented".into(),
            help: Some("remove the quotes".into()),
            label: Some("expected true or false".into()),
            input: Arc::new(Untrusted::new("capture.ndjson")),
            trail: Vec::new(),
            outer: None,
            body: Some(2),
            start: Position { line: 2, column: 310 },
            end: Position { line: 2, column: 314 },
            offset: 785,
            length: 4,
            pointer: Untrusted::new("/goal/is_complete"),
            goal: Some(Untrusted::new("GOL-537e6391-3c29-9130-4d4f-e44302608406")),
            revision: Some(71),
            snippet: Some(Snippet {
                line: 2,
                source: source.to_owned(),
                primary: start..start + 4,
                secondary: None,
            }),
            related: None,
            left_out: false,
        },
        Report {
            rule: &syntax::TRUNCATED_JSON,
            level: Level::Warning,
            message: "the text ends within a string".into(),
            help: None,
            label: None,
            input: Arc::new(Untrusted::new("::error\u{1b}.har")),
            trail: vec![Untrusted::new("/log/entries/2/request/postData/text")],
            outer: Some(Position { line: 12, column: 40 }),
            body: None,
            start: Position { line: 1, column: 1 },
            end: Position { line: 1, column: 1 },
            offset: 0,
            length: 0,
            pointer: Untrusted::new(""),
            goal: None,
            revision: None,
            snippet: None,
            related: None,
            left_out: false,
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
        let mut text = String::new();
        format.first_of_rule(&mut text, report);
        out.extend_from_slice(text.as_bytes());
    }
    format.end(&mut out, &summary).expect("a vector takes every write");
    String::from_utf8(out).expect("formats write text")
}

/// The body of MX's documentation page.
pub const DOCUMENTED: &str = r#"{"action":"created","goal":{"account_guid":"ACT-1c935fd7-cd39-18b7-1e5b-71fbde730bd6","amount":750,"completed_at":null,"created_by":null,"current_amount":100,"goal_type_name":"SAVE_AMOUNT","guid":"GOL-537e6391-3c29-9130-4d4f-e44302608406","has_been_spent":false,"is_complete":false,"meta_type":"OTHER","metadata":null,"name":"Home","position":2,"projected_to_complete_at":1491004799,"revision":71,"user_guid":"USR-dfb1b536-692d-f172-88c6-643a2691b30c","user_id":"0128372140"}}"#;

/// A body with what a view of it borrows.
pub struct Sample {
    pub goal: Goal<'static>,
    pub text: &'static str,
    pub input: Untrusted,
    pub form: Option<&'static str>,
    pub reports: Vec<Report>,
    pub received: Option<Moment>,
}

impl Sample {
    /// The documented body with other JSON texts for some of its fields; an empty text takes
    /// the field away.
    pub fn with(changes: &[(&str, &str)]) -> Sample {
        // Tests end soon, so nothing is lost by never giving this memory back.
        let text: &'static str = DOCUMENTED;
        let body: Body<'static> = serde_json::from_str(text).expect("the sample is valid");
        let mut cells: [Option<&'static str>; FIELD_COUNT] = body.goal.expect("it has a goal");
        let mut action = "created";
        for (name, json) in changes {
            let json: &'static str = Box::leak((*json).to_owned().into_boxed_str());
            match position(name) {
                Some(field) => cells[field] = Some(json).filter(|json| !json.is_empty()),
                None => action = json,
            }
        }
        let mut goal = Goal::default();
        goal.action = ACTIONS.iter().find(|word| **word == action).copied();
        goal.other_action = goal.action.is_none().then_some(action);
        goal.cells = cells;
        for (field, cell) in cells.iter().enumerate() {
            goal.set(field, cell.map_or(Value::Absent, |cell| read(FIELDS[field].kind, cell)));
        }
        goal.goal_type = documented_word(&goal, at::GOAL_TYPE_NAME, &[GOAL_TYPES]);
        goal.category = documented_word(&goal, at::META_TYPE, &CATEGORIES);
        Sample {
            goal,
            text,
            input: Untrusted::new("capture.ndjson"),
            form: None,
            reports: Vec::new(),
            received: None,
        }
    }

    /// The view of it as the third body of its input.
    pub fn view(&self) -> View<'_> {
        View {
            goal: &self.goal,
            text: self.text,
            input: &self.input,
            trail: &[],
            body: 3,
            line: 27,
            form: self.form,
            reports: &self.reports,
            received: self.received,
        }
    }
}

fn read(kind: Kind, cell: &'static str) -> Value<'static> {
    let is_text = cell.starts_with('"');
    match kind {
        _ if cell == "null" => Value::Null,
        Kind::Boolean => cell.parse().map_or(Value::Unreadable, Value::Boolean),
        Kind::Integer | Kind::Time => cell.parse().map_or(Value::Unreadable, Value::Integer),
        Kind::Decimal if cell.starts_with(|first: char| first == '-' || first.is_ascii_digit()) => {
            exact(cell).map_or(Value::Unreadable, Value::Decimal)
        }
        Kind::Guid(_) | Kind::Text | Kind::Word(_) | Kind::Category if is_text => Value::Text(cell),
        _ => Value::Unreadable,
    }
}

/// What a renderer writes, as text.
pub fn written(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("a vector takes every write");
    String::from_utf8(out).expect("renderers write text")
}
