//! What all formats of comparisons have in common: a pair of bodies, or one without its like.

pub mod change_json;
pub mod json;
pub mod markdown;
pub mod marked;
pub mod sentences;
pub mod table;
pub mod unified;
pub mod words;

use std::io::{self, Write};

use serde::Serialize;

use super::Options;
use super::show::cell::source;
use crate::diff::change::Comparison;
use crate::diff::side::Side;
use crate::text::escape::Untrusted;

/// One body of a comparison with its place.
#[derive(Debug, Clone, Copy)]
pub struct End<'a> {
    /// Its values.
    pub side: &'a Side<'a>,
    /// The name of its input.
    pub input: &'a Untrusted,
    /// The way through envelopes to it.
    pub trail: &'a [Untrusted],
    /// Its number in the input, from 1.
    pub body: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// How many different contents its revision was delivered with; several are a conflict.
    pub variants: u64,
}

impl End<'_> {
    /// Its revision, or `none`.
    fn revision(&self) -> String {
        self.side.revision().map_or("none".to_owned(), |revision| revision.to_string())
    }

    /// Where it is, for a terminal.
    fn place(&self) -> String {
        format!("{}:{}", source(self.input, self.trail).terminal(), self.line)
    }
}

/// What a comparison found.
#[derive(Debug, Clone, Copy)]
pub enum Pair<'a> {
    /// Two bodies, and what differs.
    Both(End<'a>, End<'a>, &'a Comparison<'a>),
    /// A body that only the old capture has, and the revision at which the new one deleted its
    /// goal, where it did.
    OnlyOld(End<'a>, Option<i64>),
    /// The same of the new capture.
    OnlyNew(End<'a>, Option<i64>),
}

/// The counts of a comparison of two captures, or of consecutive revisions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Bodies that are the same on both sides.
    pub same: u64,
    /// Bodies that differ.
    pub different: u64,
    /// Bodies that only the old side has.
    pub only_old: u64,
    /// Bodies that only the new side has.
    pub only_new: u64,
}

impl Counts {
    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.different + self.only_old + self.only_new == 0
    }
}

/// How comparisons are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown {
    /// Colour, width, times.
    pub options: Options,
    /// Whether spellings are told too.
    pub verbose: bool,
    /// Whether values stay hidden.
    pub hide_values: bool,
    /// Whether more than one pair may come, so that a summary is of use.
    pub several: bool,
    /// Whether the states of goals are compared, and not bodies.
    pub goals: bool,
}

/// A way to write comparisons.
pub trait PairFormat {
    /// Writes what comes before all pairs.
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes one pair.
    fn pair(&mut self, out: &mut dyn Write, pair: &Pair<'_>) -> io::Result<()>;

    /// Writes what comes after all pairs.
    fn end(&mut self, out: &mut dyn Write, counts: &Counts) -> io::Result<()>;
}
