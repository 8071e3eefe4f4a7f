//! Comparisons as one JSON document. The summary comes last, so that the document can be
//! written while captures are compared. Values keep the spelling in which they came.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use super::{Alone, Counts, End, Pair, PairFormat, Shown};
use crate::diff::change::{Change, Subject};
use crate::diff::movement::{Movement, movement};
use crate::diff::side::Side;
use crate::text::escape::Untrusted;
use crate::text::json_layout::json;

/// The version of the format; changes when a key changes.
const FORM: u32 = 1;

#[derive(Debug)]
pub struct DiffJson {
    shown: Shown,
    pairs: u64,
}

impl DiffJson {
    pub fn new(shown: Shown) -> DiffJson {
        DiffJson { shown, pairs: 0 }
    }
}

#[derive(Serialize)]
struct PairObject<'a> {
    old: Option<EndObject<'a>>,
    new: Option<EndObject<'a>>,
    /// The revision at which the other side deleted the goal.
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted: Option<i64>,
    changes: Vec<ChangeObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spellings: Option<Vec<ChangeObject<'a>>>,
}

#[derive(Serialize)]
struct EndObject<'a> {
    input: &'a str,
    trail: Vec<&'a str>,
    body: u64,
    line: u64,
    goal: String,
    revision: Option<i64>,
    action: Option<&'static str>,
    /// Whether the revision was delivered with different contents.
    conflicting: bool,
}

impl<'a> EndObject<'a> {
    fn new(end: &End<'a>) -> EndObject<'a> {
        EndObject {
            input: end.input.raw(),
            trail: end.trail.iter().map(Untrusted::raw).collect(),
            body: end.body,
            line: end.line,
            goal: end.side.guid().into_owned(),
            revision: end.side.revision(),
            action: end.side.goal.action,
            conflicting: end.variants > 1,
        }
    }
}

impl PairFormat for DiffJson {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let version = env!("CARGO_PKG_VERSION");
        writeln!(out, "{{\"goalpost\":\"{version}\",\"format\":{FORM},\"comparisons\":[")
    }

    fn pair(&mut self, out: &mut dyn Write, pair: &Pair<'_>) -> io::Result<()> {
        let (old, new, deleted) = match pair {
            Pair::Both(old, new, _) => (Some(old), Some(new), None),
            Pair::Alone(Alone { end, is_old: true, deleted }) => (Some(end), None, *deleted),
            Pair::Alone(Alone { end, deleted, .. }) => (None, Some(end), *deleted),
        };
        let (mut changes, mut spellings) = (Vec::new(), None);
        if let Pair::Both(old, new, comparison) = pair {
            changes = self.changes(&comparison.changes, old, new);
            let told = self.shown.verbose;
            spellings = told.then(|| self.changes(&comparison.spellings, old, new));
        }
        let [old, new] = [old, new].map(|end| end.map(EndObject::new));
        let object = PairObject { old, new, deleted, changes, spellings };
        if self.pairs > 0 {
            writeln!(out, ",")?;
        }
        self.pairs += 1;
        write!(out, "{}", json(&object, false))
    }

    fn end(&mut self, out: &mut dyn Write, counts: &Counts) -> io::Result<()> {
        writeln!(out, "\n],\"summary\":{}}}", json(counts, false))
    }
}

impl DiffJson {
    fn changes<'a>(
        &self,
        changes: &'a [Change<'a>],
        old: &End<'_>,
        new: &End<'_>,
    ) -> Vec<ChangeObject<'a>> {
        let hide = self.shown.hide_values;
        changes.iter().map(|change| ChangeObject::new(change, old.side, new.side, hide)).collect()
    }
}

/// An absent value has no key.
#[derive(Serialize)]
pub struct ChangeObject<'a> {
    field: &'a str,
    class: &'static str,
    pointer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'a RawValue>,
    /// The exact difference of two numbers, with a sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    delta: Option<String>,
    /// The difference of two times.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<i128>,
}

impl<'a> ChangeObject<'a> {
    /// The object of a change, without values if they are hidden.
    pub fn new(change: &'a Change<'a>, old: &Side<'_>, new: &Side<'_>, hide: bool) -> Self {
        let moved = match change.subject {
            Subject::Field(field) if !hide => movement(&old.goal, &new.goal, field),
            _ => None,
        };
        let (delta, seconds) = match moved {
            Some(Movement::Amount(delta)) => (Some(delta), None),
            Some(Movement::Count(count)) => (Some(format!("{count:+}")), None),
            Some(Movement::Seconds(seconds)) => (None, Some(seconds)),
            None => (None, None),
        };
        let raw = |cell: Option<&'a str>| {
            cell.filter(|_| !hide).and_then(|cell| serde_json::from_str(cell).ok())
        };
        ChangeObject {
            field: change.subject.name(),
            class: change.subject.class(),
            pointer: change.subject.pointer(),
            old: raw(change.old),
            new: raw(change.new),
            delta,
            seconds,
        }
    }
}
