//! Shared by all formats of comparisons: pairs of bodies, and bodies of one side only.

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

/// One body of a comparison with its location.
#[derive(Debug, Clone, Copy)]
pub struct End<'a> {
    /// Its values.
    pub side: &'a Side<'a>,
    /// The name of its input.
    pub input: &'a Untrusted,
    /// The path through envelopes to it.
    pub trail: &'a [Untrusted],
    /// From 1.
    pub body: u64,
    /// From 1.
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
        format!("{}:{}", source(self.input, self.trail).terminal(), self.line)
    }
}

#[derive(Debug, Clone, Copy)]
pub enum Pair<'a> {
    /// Two bodies and their differences.
    Both(End<'a>, End<'a>, &'a Comparison<'a>),
    /// A body that only the old capture has, and the revision at which the new one deleted the
    /// goal, if it did.
    OnlyOld(End<'a>, Option<i64>),
    /// The same for the new capture.
    OnlyNew(End<'a>, Option<i64>),
}

/// The counts of a comparison of two captures, or of consecutive revisions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Equal bodies.
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
    /// Whether to list values that are only written differently.
    pub verbose: bool,
    pub hide_values: bool,
    /// Whether more than one pair may come, so that a summary is useful.
    pub several: bool,
    /// Whether the latest states of goals are compared.
    pub goals: bool,
}

/// A format of comparisons.
pub trait PairFormat {
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn pair(&mut self, out: &mut dyn Write, pair: &Pair<'_>) -> io::Result<()>;

    fn end(&mut self, out: &mut dyn Write, counts: &Counts) -> io::Result<()>;
}
