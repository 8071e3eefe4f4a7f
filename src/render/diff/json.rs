//! Comparisons as one JSON document. The summary comes last, so that the document can be streamed.

use std::io::{self, Write};

use serde::Serialize;

use super::change_json::ChangeObject;
use super::{Counts, End, Pair, PairFormat, Shown};
use crate::diff::change::Change;
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
            Pair::OnlyOld(end, deleted) => (Some(end), None, *deleted),
            Pair::OnlyNew(end, deleted) => (None, Some(end), *deleted),
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
