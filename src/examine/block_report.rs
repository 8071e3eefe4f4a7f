//! What examining gives: counts, and findings in the order of their block.

use super::report::Report;
use super::select::Passed;
use crate::capture::tally::Tally;

/// So many findings are given out before the rest of their block is examined. A block of nothing
/// but broken bodies can have one for every byte or two; one of usual bodies, one or two in each,
/// stays whole, for a part waits until all blocks before its own are done.
const PART: usize = 4096;

/// What was found in a block, or in a part of it. Numbers of bodies count from the start of the
/// block.
#[derive(Debug, Default)]
pub struct BlockReport {
    /// The bodies that were chosen, readable or not.
    pub bodies: u64,
    /// Those of them without a finding.
    pub clean: u64,
    /// All bodies from the start of the block on.
    pub found: u64,
    /// The bodies that were not chosen.
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
