//! What all formats of comparisons have in common: a pair of bodies, or one without its like, and
//! the sentences about them for every format that people read.

pub mod json;
pub mod markdown;
pub mod marked;
pub mod table;
pub mod unified;
pub mod words;

use std::io::{self, Write};

use serde::Serialize;

use super::Options;
use super::check::body_line;
use crate::diff::change::Comparison;
use crate::diff::side::Side;
use crate::text::digits::counted;
use crate::text::escape::Untrusted;

#[derive(Debug, Clone, Copy)]
pub struct End<'a> {
    pub side: &'a Side<'a>,
    pub input: &'a Untrusted,
    pub trail: &'a [Untrusted],
    pub body: u64,
    pub line: u64,
    /// The number of different contents of its revision; more than one is a conflict.
    pub variants: u64,
}

impl End<'_> {
    /// Its revision, or `none`.
    fn revision(&self) -> String {
        self.side.revision().map_or("none".to_owned(), |revision| revision.to_string())
    }

    /// The location for a terminal.
    fn place(&self) -> String {
        body_line(self.input, self.trail, self.line)
    }
}

#[derive(Debug, Clone, Copy)]
pub enum Pair<'a> {
    /// Two bodies and their differences.
    Both(End<'a>, End<'a>, &'a Comparison<'a>),
    Alone(Alone<'a>),
}

/// A body that only one capture has.
#[derive(Debug, Clone, Copy)]
pub struct Alone<'a> {
    pub end: End<'a>,
    pub is_old: bool,
    /// The revision at which the other capture deleted the goal, if it did.
    pub deleted: Option<i64>,
}

impl Alone<'_> {
    fn only_in(&self) -> &'static str {
        if self.is_old { "only in OLD" } else { "only in NEW" }
    }

    /// `, deleted in NEW at revision 7`, if the other side deleted the goal.
    fn gone(&self) -> String {
        let side = if self.is_old { "NEW" } else { "OLD" };
        let gone = |revision| format!(", deleted in {side} at revision {revision}");
        self.deleted.map_or(String::new(), gone)
    }
}

/// The counts of a comparison of two captures, or of consecutive revisions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub same: u64,
    pub different: u64,
    pub only_old: u64,
    pub only_new: u64,
}

impl Counts {
    pub fn is_same(&self) -> bool {
        self.different + self.only_old + self.only_new == 0
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Shown {
    pub options: Options,
    pub verbose: bool,
    pub hide_values: bool,
    /// Whether more than one pair may come, so that a summary is useful.
    pub several: bool,
    /// Whether the latest states of goals are compared.
    pub goals: bool,
}

pub trait PairFormat {
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn pair(&mut self, out: &mut dyn Write, pair: &Pair<'_>) -> io::Result<()>;

    fn end(&mut self, out: &mut dyn Write, counts: &Counts) -> io::Result<()>;
}

/// `5 bodies the same · 1 different · 2 only in OLD`.
pub fn summary(counts: &Counts, goals: bool) -> String {
    let (one, many) = if goals { ("goal", "goals") } else { ("body", "bodies") };
    let mut parts = vec![format!("{} the same", counted(counts.same, one, many))];
    for (count, what) in [
        (counts.different, "different"),
        (counts.only_old, "only in OLD"),
        (counts.only_new, "only in NEW"),
    ] {
        if count > 0 {
            parts.push(counted(count, what, what));
        }
    }
    parts.join(" · ")
}

/// The notes about conflicts in a pair.
pub fn conflicts(old: &End<'_>, new: &End<'_>) -> Vec<String> {
    let conflict = |end: &End<'_>, these: &str| {
        let (count, revision) = (end.variants, end.side.revision().unwrap_or_default());
        format!(
            "conflict: revision {revision} was delivered with {count} different contents; {these}"
        )
    };
    // Two contents of one revision in one capture are one conflict.
    let is_one = old.side.revision() == new.side.revision()
        && old.variants == new.variants
        && std::ptr::eq(old.input, new.input);
    if is_one && old.variants > 1 {
        let these = format!("these are {} and {}", old.place(), new.place());
        return vec![conflict(old, &these)];
    }
    let ends = [old, new].into_iter().filter(|end| end.variants > 1);
    ends.map(|end| conflict(end, &format!("this is {}", end.place()))).collect()
}
