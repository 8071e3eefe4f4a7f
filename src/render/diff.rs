//! What all formats of comparisons have in common: a pair of bodies, or one without its like.

use std::io::{self, Write};

use super::{Options, diff_json, diff_markdown, diff_table, diff_unified};
use crate::diff::change::Comparison;
use crate::diff::side::Side;
use crate::text::escape::Foreign;

/// One body of a comparison with its place.
#[derive(Debug, Clone, Copy)]
pub struct End<'a> {
    /// Its values.
    pub side: &'a Side<'a>,
    /// The name of its input.
    pub input: &'a Foreign,
    /// The way through envelopes to it.
    pub trail: &'a [Foreign],
    /// Its number in the input, from 1.
    pub body: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
}

/// What a comparison found.
#[derive(Debug, Clone, Copy)]
pub enum Pair<'a> {
    /// Two bodies, and what differs.
    Both(End<'a>, End<'a>, &'a Comparison<'a>),
    /// A body that only the old capture has.
    OnlyOld(End<'a>),
    /// A body that only the new capture has.
    OnlyNew(End<'a>),
}

/// The counts of a comparison of two captures, or of consecutive revisions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
}

/// The formats for any number of comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffFormat {
    /// For people, a row for each change.
    Table,
    /// For people, lines with - and +.
    Unified,
    /// One JSON document.
    Json,
    /// Tables in Markdown.
    Markdown,
}

/// A way to write comparisons.
pub trait PairFormat {
    /// Writes what stands before all pairs.
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes one pair.
    fn pair(&mut self, out: &mut dyn Write, pair: &Pair<'_>) -> io::Result<()>;

    /// Writes what stands after all pairs.
    fn end(&mut self, out: &mut dyn Write, counts: &Counts) -> io::Result<()>;
}

/// The format of this name.
pub fn diff_format(format: DiffFormat, shown: Shown) -> Box<dyn PairFormat> {
    match format {
        DiffFormat::Table => Box::new(diff_table::DiffTable::new(shown)),
        DiffFormat::Unified => Box::new(diff_unified::DiffUnified { shown }),
        DiffFormat::Json => Box::new(diff_json::DiffJson::new(shown)),
        DiffFormat::Markdown => Box::new(diff_markdown::DiffMarkdown { shown }),
    }
}
