//! Histories as JSON: one document, or a line for each goal and last one for the summary.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::{Entry, GoalHead, HistoryShown, HistorySummary, HistoryWriter};
use crate::diff::change::Subject;
use crate::examine::report::Report;
use crate::render::check::json::finding;
use crate::render::diff::change_json::ChangeObject;
use crate::text::escape::Foreign;
use crate::text::json_layout::json;
use crate::webhook::field::at;

/// The number of the form of the document; it changes when a key does.
const FORM: u32 = 1;

/// One document, or lines.
#[derive(Debug)]
pub struct HistoryJson {
    shown: HistoryShown,
    lines: bool,
    goals: u64,
    entries: u64,
}

impl HistoryJson {
    /// A format that has written nothing yet.
    pub fn new(shown: HistoryShown, lines: bool) -> HistoryJson {
        HistoryJson { shown, lines, goals: 0, entries: 0 }
    }
}

#[derive(Serialize)]
struct GoalObject<'a> {
    goal: &'a str,
    name: Option<String>,
    goal_type_name: Option<&'static str>,
    user_guid: Option<String>,
    user_id: Option<String>,
    state: &'static str,
    deliveries: u64,
    revisions: u64,
    first_revision: i64,
    last_revision: i64,
}

#[derive(Serialize)]
struct EntryObject<'a> {
    revision: i64,
    action: &'static str,
    received: Option<i64>,
    current_amount: Option<&'a RawValue>,
    deliveries: u64,
    conflicting: bool,
    input: &'a str,
    trail: Vec<&'a str>,
    body: u64,
    line: u64,
    changes: Vec<ChangeObject<'a>>,
}

#[derive(Serialize)]
struct SummaryObject<'a> {
    #[serde(flatten)]
    counts: Counts<'a>,
    rules: &'a BTreeMap<&'static str, u64>,
}

struct Counts<'a>(&'a HistorySummary);

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let counts = self.0.counts();
        let mut map = serializer.serialize_map(Some(counts.len()))?;
        for (name, count) in counts {
            map.serialize_entry(name, &count)?;
        }
        map.end()
    }
}

impl HistoryWriter for HistoryJson {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.lines {
            return Ok(());
        }
        let version = env!("CARGO_PKG_VERSION");
        writeln!(out, "{{\"goalpost\":\"{version}\",\"format\":{FORM},\"goals\":[")
    }

    fn goal(&mut self, out: &mut dyn Write, goal: &GoalHead<'_>) -> io::Result<()> {
        if self.goals > 0 && !self.lines {
            writeln!(out, ",")?;
        }
        self.goals += 1;
        self.entries = 0;
        let text = |field| {
            let text = goal.latest.goal.text(field).filter(|_| !self.shown.hide_values);
            text.map(std::borrow::Cow::into_owned)
        };
        let object = GoalObject {
            goal: goal.guid,
            name: text(at::NAME),
            goal_type_name: goal.latest.goal.goal_type,
            user_guid: text(at::USER_GUID),
            user_id: text(at::USER_ID),
            state: if goal.is_live { "live" } else { "deleted" },
            deliveries: goal.deliveries,
            revisions: goal.revisions,
            first_revision: goal.first,
            last_revision: goal.last,
        };
        // The object stays open for what follows.
        let object = json(&object, false);
        write!(out, "{},\"timeline\":[", object.trim_end_matches('}'))
    }

    fn entry(&mut self, out: &mut dyn Write, entry: &Entry<'_>) -> io::Result<()> {
        if self.entries > 0 {
            write!(out, ",")?;
        }
        self.entries += 1;
        let hide = self.shown.hide_values;
        let current = entry.side.goal.cells[at::CURRENT_AMOUNT].filter(|_| !hide);
        let is_change = |subject: &Subject<'_>| {
            !matches!(subject, Subject::Action | Subject::Field(at::REVISION))
        };
        let changes = entry.before.map_or(Vec::new(), |before| {
            let changes = entry.comparison.changes.iter();
            changes
                .filter(|change| is_change(&change.subject))
                .map(|change| ChangeObject::new(change, before, entry.side, hide))
                .collect()
        });
        let object = EntryObject {
            revision: entry.delivery.revision,
            action: entry.delivery.action.name(),
            received: entry.delivery.received(),
            current_amount: current.and_then(|cell| serde_json::from_str(cell).ok()),
            deliveries: entry.repeats + 1,
            conflicting: entry.is_conflict,
            input: entry.input.raw(),
            trail: entry.trail.iter().map(Foreign::raw).collect(),
            body: entry.place.body,
            line: entry.place.line,
            changes,
        };
        write!(out, "{}", json(&object, false))
    }

    fn end_goal(
        &mut self,
        out: &mut dyn Write,
        findings: &mut dyn Iterator<Item = Report>,
    ) -> io::Result<()> {
        write!(out, "],\"findings\":[")?;
        for (index, report) in findings.enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(out, "{comma}{}", finding(&report))?;
        }
        write!(out, "]}}")?;
        if self.lines { writeln!(out) } else { Ok(()) }
    }

    fn end(&mut self, out: &mut dyn Write, summary: &HistorySummary) -> io::Result<()> {
        let object = SummaryObject { counts: Counts(summary), rules: summary.rules() };
        let summary = json(&object, false);
        if self.lines {
            return writeln!(out, "{{\"summary\":{summary}}}");
        }
        writeln!(out, "\n],\"summary\":{summary}}}")
    }
}
