//! The options and results of examining a block: its bodies one by one, counts, and findings in the
//! order of the block.

use super::report::{Report, Summary};
use super::select::{Passed, Selection};
use crate::capture::capture_meta::CaptureMeta;
use crate::capture::form::Form;
use crate::capture::frames::{Content, Frame};
use crate::capture::tally::Tally;
use crate::rules::levels::Levels;
use crate::text::escape::Untrusted;
use crate::webhook::value::Goal;

/// Intermediate results of examining a block.
#[derive(Debug)]
pub enum Event<'s, 'a> {
    Body(Seen<'s, 'a>),
    /// The results since the last part.
    Part(BlockReport),
}

/// A chosen body.
#[derive(Debug)]
pub struct Seen<'s, 'a> {
    pub goal: &'s Goal<'a>,
    pub input: &'s Untrusted,
    pub form: Form,
    /// The path through envelopes and codings; empty for a plain body.
    pub trail: &'s [Untrusted],
    pub frame: &'s Frame<'a>,
    /// The kind of envelope, such as HAR entries.
    pub envelope: Option<&'static str>,
    /// Received time and request data, as far as the capture has them.
    pub delivery: &'s CaptureMeta,
    /// The number in the block, from 1.
    pub number: u64,
    /// The line where it begins, from 1; inside an envelope, the line of the envelope.
    pub line: u64,
    /// From 1.
    pub column: u64,
    /// The byte range of its text in the input; `None` inside an envelope.
    pub offset: Option<u64>,
    /// Its findings, with positions in the block.
    pub reports: &'s [Report],
}

impl Seen<'_, '_> {
    pub fn summary(&self) -> Summary {
        let mut summary =
            Summary { bodies: 1, clean: u64::from(self.reports.is_empty()), ..Summary::default() };
        for report in self.reports {
            summary.count(report.rule, report.level);
        }
        summary
    }

    /// Whether it has the documented shape, so that there are values to show.
    pub fn is_readable(&self) -> bool {
        matches!(self.frame.content, Content::Goal(_) | Content::Clean(_))
    }
}

/// How many findings make a part, which is passed on before the rest of the block is examined. A
/// block of broken bodies can have a finding for every byte or two. A block of usual bodies stays
/// whole, because a part waits for all blocks before its own.
const PART: usize = 4096;

/// The results of a block, or of a part of it. Body numbers count from the start of the block.
#[derive(Debug, Default)]
pub struct BlockReport {
    pub bodies: u64,
    /// Bodies without a finding.
    pub clean: u64,
    /// All bodies since the start of the block.
    pub found: u64,
    pub passed: Passed,
    pub reports: Vec<Report>,
    /// The number of bodies before the first finding, if that is about text.
    pub first_text: Option<u64>,
    /// The last finding about text, and the number of bodies before it.
    pub last_text: Option<(usize, u64)>,
    pub tally: Tally,
}

impl BlockReport {
    /// The finding about text that directly precedes what is added now.
    pub(super) fn text_before(&mut self) -> Option<&mut Report> {
        if self.ends_with_text() { self.reports.last_mut() } else { None }
    }

    /// Adds a finding about text between bodies that does not follow other such text.
    pub(super) fn note_text(&mut self, report: Report) {
        if self.reports.is_empty() {
            self.first_text = Some(self.found);
        }
        self.last_text = Some((self.reports.len(), self.found));
        self.reports.push(report);
    }

    /// Whether the last finding is about text, with no body after it.
    pub fn ends_with_text(&self) -> bool {
        self.last_text.is_some_and(|last| last == (self.reports.len().wrapping_sub(1), self.found))
    }

    /// Takes the results since the last part, if there are enough findings.
    pub(super) fn take_part(&mut self) -> Option<BlockReport> {
        if self.reports.len() < PART {
            return None;
        }
        let found = self.found;
        Some(std::mem::replace(self, BlockReport { found, ..BlockReport::default() }))
    }
}

#[derive(Debug, Clone, Default)]
pub struct ExamineOptions {
    /// The time of `--now`, in Unix seconds UTC.
    pub now: Option<i64>,
    pub levels: Levels,
    pub selection: Selection,
    pub wanted: Wanted,
    /// Whether findings include the source line.
    pub snippets: bool,
}

/// How much of a clean body is needed. Less is faster: values are not parsed unless they are
/// needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wanted {
    /// Nothing: it is only counted.
    Nothing,
    /// The text; the goal is empty.
    Text,
    #[default]
    Values,
}
