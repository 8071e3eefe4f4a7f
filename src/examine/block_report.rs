//! The results of examining a block: counts, and findings in block order.

use super::report::Report;
use super::select::Passed;
use crate::capture::tally::Tally;

/// How many findings make a part, which is passed on before the rest of the block is examined. A
/// block of broken bodies can have a finding for every byte or two. A block of usual bodies stays
/// whole, because a part waits for all blocks before its own.
const PART: usize = 4096;

/// The results of a block, or of a part of it. Body numbers count from the start of the block.
#[derive(Debug, Default)]
pub struct BlockReport {
    /// The bodies that were chosen, readable or not.
    pub bodies: u64,
    /// Bodies without a finding.
    pub clean: u64,
    /// All bodies since the start of the block.
    pub found: u64,
    /// The bodies that were not chosen.
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
