//! What examining a block is asked for, and what it gives: bodies while it goes on, counts, and
//! findings in the order of their block.

use super::report::{Report, Summary};
use super::select::{Passed, Selection};
use crate::capture::capture_meta::CaptureMeta;
use crate::capture::form::Form;
use crate::capture::frames::{Content, Frame};
use crate::capture::tally::Tally;
use crate::check::Settings;
use crate::rules::levels::Levels;
use crate::text::escape::Untrusted;
use crate::webhook::value::Goal;

/// What examining a block gives before its end.
#[derive(Debug)]
pub enum Event<'s, 'a> {
    Body(Seen<'s, 'a>),
    /// What was found since the last part.
    Part(BlockReport),
}

/// One chosen body, for the commands that do more than check.
#[derive(Debug)]
pub struct Seen<'s, 'a> {
    pub goal: &'s Goal<'a>,
    pub input: &'s Untrusted,
    pub form: Form,
    /// The way through envelopes and codings to it; empty for a plain body.
    pub trail: &'s [Untrusted],
    pub frame: &'s Frame<'a>,
    /// What it stood in, as HAR entries; none for a body in no envelope.
    pub envelope: Option<&'static str>,
    /// When and how it was delivered, as far as the capture says.
    pub delivery: &'s CaptureMeta,
    /// Its number in the block, from 1.
    pub number: u64,
    /// The line on which it begins, from 1; within something else, the line of that.
    pub line: u64,
    /// The column in which it begins, from 1.
    pub column: u64,
    /// Where its text is in the input, in bytes; none where it stood within something else.
    pub offset: Option<u64>,
    /// Its findings, placed in the block.
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

    /// Whether it is JSON of the documented shape, so that there are values to show.
    pub fn is_readable(&self) -> bool {
        matches!(self.frame.content, Content::Goal(_) | Content::Clean(_))
    }
}

/// So many findings are given out before the rest of their block is examined. A block of nothing
/// but broken bodies can have one for every byte or two; one of usual bodies, one or two in each,
/// stays whole, for a part waits until all blocks before its own are done.
const PART: usize = 4096;

/// What was found in a block, or in a part of it. Numbers of bodies count from the start of the
/// block.
#[derive(Debug, Default)]
pub struct BlockReport {
    pub bodies: u64,
    /// Those of them without a finding.
    pub clean: u64,
    /// All bodies from the start of the block on.
    pub found: u64,
    pub passed: Passed,
    pub reports: Vec<Report>,
    /// Where the first finding is about text: how many bodies stand before that.
    pub first_text: Option<u64>,
    /// The last finding that is about text, and how many bodies stand before that.
    pub last_text: Option<(usize, u64)>,
    pub tally: Tally,
}

impl BlockReport {
    /// The finding about text that what is added now would stand behind.
    pub(super) fn text_before(&mut self) -> Option<&mut Report> {
        if self.ends_with_text() { self.reports.last_mut() } else { None }
    }

    /// Adds a finding about text that is no body, and is after no other such text.
    pub(super) fn note_text(&mut self, report: Report) {
        if self.reports.is_empty() {
            self.first_text = Some(self.found);
        }
        self.last_text = Some((self.reports.len(), self.found));
        self.reports.push(report);
    }

    /// Whether the last finding is about text with no body behind it.
    pub fn ends_with_text(&self) -> bool {
        self.last_text.is_some_and(|last| last == (self.reports.len().wrapping_sub(1), self.found))
    }

    /// Takes what was found since the last part, if findings fill one.
    pub(super) fn take_part(&mut self) -> Option<BlockReport> {
        if self.reports.len() < PART {
            return None;
        }
        let found = self.found;
        Some(std::mem::replace(self, BlockReport { found, ..BlockReport::default() }))
    }
}

/// What to look for and what to keep of it.
#[derive(Debug, Clone, Default)]
pub struct ExamineOptions {
    pub settings: Settings,
    pub levels: Levels,
    pub selection: Selection,
    /// How much of a clean body is wanted.
    pub wanted: Wanted,
    /// Whether findings keep the source line around them.
    pub snippets: bool,
}

/// How much of a clean body is wanted. The less, the faster: a clean body whose values nobody
/// wants is not taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wanted {
    /// Nothing: it is only counted.
    Nothing,
    /// Its text; it is seen with an empty goal.
    Text,
    #[default]
    Values,
}
