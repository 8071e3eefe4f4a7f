//! Reads a document that is too long for memory record by record. So a HAR file of any size takes
//! no more memory than its longest entry.

use crate::capture::block::Block;
use crate::capture::block_cut::whole_elements;
use crate::capture::bracket_scanner::{BracketScanner, Ended};
use crate::capture::envelope::Envelope;
use crate::capture::envelope::list;
use crate::capture::frames::{ArrayState, Layout};
use crate::capture::separators::separators;
use crate::text::utf8::valid_start;

/// The state of reading such a document.
#[derive(Debug)]
pub struct LongList {
    envelope: &'static Envelope,
    /// The index of the next record.
    next: u64,
    /// The state before the next record; `Top` before the opening bracket.
    place: ArrayState,
    /// The rest of the document after the list.
    rest: Option<BracketScanner>,
    depth: usize,
}

/// A stretch that can be cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    pub length: usize,
    pub records: u64,
    /// Whether it belongs to the list.
    pub in_list: bool,
    pub over: bool,
}

impl LongList {
    /// The list of records in the document at the start of these bytes, and the length of what
    /// precedes its bracket.
    pub fn begin(bytes: &[u8]) -> Option<(LongList, usize)> {
        let text = valid_start(bytes);
        let list = list::find(text)?;
        let listing = LongList {
            envelope: list.envelope,
            next: 0,
            place: ArrayState::Top,
            rest: None,
            depth: list.depth,
        };
        Some((listing, list.bracket))
    }

    /// The longest run of complete records; after the list, of the rest of the document.
    pub fn cut(&mut self, bytes: &[u8], layout: Layout) -> Cut {
        if let Some(rest) = &mut self.rest {
            let (length, ended) = rest.scan(bytes, 0);
            return Cut { length, records: 0, in_list: false, over: ended != Ended::OutOfBytes };
        }
        let (length, records, closed) =
            whole_elements(bytes, Layout { arrays_hold_bodies: true, place: self.place, ..layout });
        if closed {
            self.close();
        }
        Cut { length, records, in_list: true, over: false }
    }

    /// The list has ended; the objects around it are still open.
    fn close(&mut self) {
        let mut rest = BracketScanner::default();
        rest.scan("{".repeat(self.depth).as_bytes(), 0);
        self.rest = Some(rest);
    }

    /// Skips to the next record and returns the skipped length.
    pub fn pass_lead(&mut self, bytes: &[u8]) -> usize {
        let mut at = usize::from(self.place == ArrayState::Top);
        while let Some(byte) = bytes.get(at) {
            match separators(&bytes[at..]) {
                Some(length) => at += length,
                None if *byte == b',' => {
                    self.place = ArrayState::AfterComma;
                    at += 1;
                }
                None => break,
            }
        }
        if at > 0 && self.place == ArrayState::Top {
            self.place = ArrayState::ArrayStart;
        }
        at
    }

    /// Records in a block which records it contains, if any.
    pub fn mark(&mut self, block: &mut Block, cut: Cut) {
        block.passed_over = !cut.in_list;
        block.list = Some((self.envelope, self.next));
        block.layout.arrays_hold_bodies = true;
        block.layout.place = std::mem::replace(&mut self.place, ArrayState::AfterElement);
        self.next += cut.records;
    }
}
