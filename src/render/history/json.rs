//! Histories as JSON: one document, or JSON lines, one for each goal and a last one for the
//! summary.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use super::{End, HistoryFormat, HistoryShown};
use crate::diff::change::Subject;
use crate::history::summary::FlaggedGoal;
use crate::history::timeline::{Entry, GoalHead, Part, Place};
use crate::render::check::json::finding;
use crate::render::diff::json::ChangeObject;
use crate::text::escape::Untrusted;
use crate::text::json_layout::json;
use crate::text::time::Moment;
use crate::webhook::field::at;

/// The version of the format; changes when a key changes.
const FORM: u32 = 1;

#[derive(Debug)]
pub struct HistoryJson {
    pub shown: HistoryShown,
    pub lines: bool,
}

#[derive(Serialize)]
struct GoalObject<'a> {
    goal: &'a str,
    name: Option<String>,
    goal_type_name: Option<&'static str>,
    user_guid: Option<String>,
    user_id: Option<String>,
    state: &'static str,
    /// Whether the latest revision was delivered with different contents.
    conflicting: bool,
    /// What the order of arrival is based on.
    arrival: &'static str,
    deliveries: u64,
    revisions: u64,
    first_revision: i64,
    last_revision: i64,
}

#[derive(Serialize)]
struct EntryObject<'a> {
    revision: i64,
    action: &'static str,
    received: Option<Moment>,
    current_amount: Option<&'a RawValue>,
    deliveries: u64,
    conflicting: bool,
    counts: bool,
    input: &'a str,
    trail: Vec<&'a str>,
    body: u64,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    contradicts: Option<PlaceObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repeats: Vec<PlaceObject<'a>>,
    changes: Vec<ChangeObject<'a>>,
}

#[derive(Serialize)]
struct PlaceObject<'a> {
    received: Option<Moment>,
    input: &'a str,
    trail: Vec<&'a str>,
    body: u64,
    line: u64,
}

impl<'a> From<&Place<'a>> for PlaceObject<'a> {
    fn from(place: &Place<'a>) -> PlaceObject<'a> {
        PlaceObject {
            received: place.received,
            input: place.input.raw(),
            trail: place.trail.iter().map(Untrusted::raw).collect(),
            body: place.location.body,
            line: place.location.line,
        }
    }
}

#[derive(Serialize)]
struct FlaggedObject<'a> {
    goal: &'a str,
    errors: u64,
    warnings: u64,
    infos: u64,
    rules: BTreeMap<&'static str, u64>,
}

impl<'a> From<&'a FlaggedGoal> for FlaggedObject<'a> {
    fn from(goal: &'a FlaggedGoal) -> FlaggedObject<'a> {
        let [errors, warnings, infos] = goal.counts;
        let rules = goal.rules.iter().copied().collect();
        FlaggedObject { goal: &goal.guid, errors, warnings, infos, rules }
    }
}

impl HistoryFormat for HistoryJson {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.lines {
            return Ok(());
        }
        let version = env!("CARGO_PKG_VERSION");
        writeln!(out, "{{\"goalpost\":\"{version}\",\"format\":{FORM},\"goals\":[")
    }

    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.lines { Ok(()) } else { writeln!(out, ",") }
    }

    fn part(&self, out: &mut dyn Write, part: &Part<'_>) -> io::Result<()> {
        if part.is_first {
            // The object stays open.
            let object = json(&self.goal(part.goal), false);
            write!(out, "{},\"timeline\":[", object.trim_end_matches('}'))?;
        }
        for (index, entry) in part.entries.iter().enumerate() {
            let comma = if index > 0 || !part.is_first { "," } else { "" };
            write!(out, "{comma}{}", json(&self.entry(entry), false))?;
        }
        let Some(findings) = part.findings else { return Ok(()) };
        write!(out, "],\"findings\":[")?;
        for (index, report) in findings.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(out, "{comma}{}", finding(report))?;
        }
        write!(out, "]}}")?;
        if self.lines { writeln!(out) } else { Ok(()) }
    }

    fn end(&self, out: &mut dyn Write, end: &End<'_>) -> io::Result<()> {
        let counts = end.summary.counts().map(|(name, count)| format!("\"{name}\":{count},"));
        let rules = json(end.summary.rules(), false);
        let summary = format!("{{{}\"rules\":{rules}}}", counts.concat());
        let findings: Vec<String> = end.findings.iter().map(finding).collect();
        let flagged = end.flagged.iter().map(|goal| json(&FlaggedObject::from(goal), false));
        let flagged: Vec<String> = flagged.collect();
        if self.lines {
            for finding in findings {
                writeln!(out, "{{\"finding\":{finding}}}")?;
            }
            for goal in flagged {
                writeln!(out, "{{\"flagged\":{goal}}}")?;
            }
            return writeln!(out, "{{\"summary\":{summary}}}");
        }
        write!(out, "\n],\"findings\":[{}],", findings.join(","))?;
        if self.shown.only_summary {
            write!(out, "\"flagged\":[{}],", flagged.join(","))?;
        }
        writeln!(out, "\"summary\":{summary}}}")
    }
}

impl HistoryJson {
    fn goal<'a>(&self, goal: &GoalHead<'a>) -> GoalObject<'a> {
        let text = |field| {
            let text = goal.latest.goal.text(field).filter(|_| !self.shown.hide_values);
            text.map(std::borrow::Cow::into_owned)
        };
        GoalObject {
            goal: goal.guid,
            name: text(at::NAME),
            goal_type_name: goal.latest.goal.goal_type,
            user_guid: text(at::USER_GUID),
            user_id: text(at::USER_ID),
            state: goal.state(),
            conflicting: goal.latest_variants > 1,
            arrival: if goal.untimed == 0 { "received" } else { "capture" },
            deliveries: goal.deliveries,
            revisions: goal.revisions,
            first_revision: goal.first,
            last_revision: goal.last,
        }
    }

    fn entry<'a>(&self, entry: &'a Entry<'a>) -> EntryObject<'a> {
        let hide = self.shown.hide_values;
        let current = entry.side.goal.cells[at::CURRENT_AMOUNT].filter(|_| !hide);
        let is_told = |subject: &Subject<'_>| {
            !matches!(subject, Subject::Action | Subject::Field(at::REVISION))
        };
        let changes = entry.before.map_or(Vec::new(), |before| {
            let changes = entry.comparison.changes.iter();
            changes
                .filter(|change| is_told(&change.subject))
                .map(|change| ChangeObject::new(change, before, entry.side, hide))
                .collect()
        });
        let PlaceObject { received, input, trail, body, line } = PlaceObject::from(&entry.place);
        EntryObject {
            revision: entry.delivery.revision,
            action: entry.delivery.action.name(),
            received,
            current_amount: current.and_then(|cell| serde_json::from_str(cell).ok()),
            deliveries: entry.repeats.len() as u64 + 1,
            conflicting: entry.contradicts.is_some(),
            counts: entry.counts,
            input,
            trail,
            body,
            line,
            contradicts: entry.contradicts.as_ref().map(PlaceObject::from),
            repeats: entry.repeats.iter().map(PlaceObject::from).collect(),
            changes,
        }
    }
}
