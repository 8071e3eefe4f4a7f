//! What examining gives: counts, and findings in the order of their block.

use crate::capture::tally::Tally;
use crate::report::Report;

/// So many findings are given out before the rest of their block is examined. A block of nothing
/// but broken bodies can have one for every byte or two; one of usual bodies, one or two in each,
/// stays whole, for a part waits until all blocks before its own are done.
const PART: usize = 4096;

/// What was found in a block, or in a part of it. Numbers of bodies count from the start of the
/// block.
#[derive(Debug, Default)]
pub struct Examined {
    /// The bodies that were chosen, readable or not.
    pub bodies: u64,
    /// Those of them without a finding.
    pub clean: u64,
    /// All bodies from the start of the block on.
    pub found: u64,
    /// Findings, in order.
    pub noted: Vec<Noted>,
    /// How many findings these are.
    held: usize,
    /// What was seen of envelopes.
    pub tally: Tally,
}

impl Examined {
    /// Adds findings.
    pub(super) fn note(&mut self, noted: Noted) {
        self.held += match &noted {
            Noted::Body(_, reports) => reports.len(),
            Noted::Text(..) | Noted::Between(_) => 1,
        };
        self.noted.push(noted);
    }

    /// Takes what was found since the last part, if findings fill one.
    pub(super) fn take_part(&mut self) -> Option<Examined> {
        if self.held < PART {
            return None;
        }
        let found = self.found;
        Some(std::mem::replace(self, Examined { found, ..Examined::default() }))
    }
}

/// A finding, or several of one body.
#[derive(Debug)]
pub enum Noted {
    /// The findings of a body, with its number.
    Body(u64, Vec<Report>),
    /// Text that is no body, after so many bodies; adjacent ones become one finding.
    Text(u64, Report),
    /// A fault between bodies.
    Between(Report),
}
