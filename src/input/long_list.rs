//! Reads a document that is too long to hold as what it is: a list of records with something
//! around it. So a HAR file of any length takes no more memory than its longest entry.

use crate::capture::block::Block;
use crate::capture::block_cut::whole_elements;
use crate::capture::bracket_scanner::{BracketScanner, Ended};
use crate::capture::envelope::Envelope;
use crate::capture::envelope::list;
use crate::capture::frames::{ArrayState, Layout};
use crate::capture::separators::separators;
use crate::text::utf8::valid_start;

/// Where the reading of such a document stands.
#[derive(Debug)]
pub struct LongList {
    envelope: &'static Envelope,
    /// How many records were read.
    elements: u64,
    /// Where the next record stands: at the top, where the opening bracket is still to come.
    place: ArrayState,
    /// What is left of the document behind the list, once the list is over.
    rest: Option<BracketScanner>,
    depth: usize,
}

/// A stretch that can be cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    pub length: usize,
    /// How many records of the list are before its end.
    pub elements: u64,
    /// Whether it is part of the list, not of what follows.
    pub in_list: bool,
    pub over: bool,
}

impl LongList {
    /// The list of the document that these bytes begin with, and the length of what stands
    /// before its bracket.
    pub fn begin(bytes: &[u8]) -> Option<(LongList, usize)> {
        let text = valid_start(bytes);
        let list = list::find(text)?;
        let listing = LongList {
            envelope: list.envelope,
            elements: 0,
            place: ArrayState::Top,
            rest: None,
            depth: list.depth,
        };
        Some((listing, list.bracket))
    }

    /// The longest stretch of whole records; behind the list, of the rest of the document.
    pub fn cut(&mut self, bytes: &[u8], layout: Layout) -> Cut {
        if let Some(rest) = &mut self.rest {
            let (length, ended) = rest.scan(bytes, 0);
            let over = ended != Ended::OutOfBytes;
            return Cut { length, elements: self.elements, in_list: false, over };
        }
        let (place, elements) = (self.place, self.elements);
        let layout = Layout { arrays_hold_bodies: true, place, elements, ..layout };
        let cut = whole_elements(bytes, layout);
        if cut.length > 0 && cut.place == ArrayState::Top {
            self.close();
        }
        Cut { length: cut.length, elements: cut.elements, in_list: true, over: false }
    }

    /// The list is over; the objects around it are still open.
    fn close(&mut self) {
        let mut rest = BracketScanner::default();
        rest.scan("{".repeat(self.depth).as_bytes(), 0);
        self.rest = Some(rest);
    }

    /// Passes what comes before the next record, and gives its length.
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

    /// Says in a block which records it holds, or that it holds none.
    pub fn mark(&mut self, block: &mut Block, cut: Cut) {
        block.passed_over = !cut.in_list;
        block.list = Some(self.envelope);
        block.layout.arrays_hold_bodies = true;
        block.layout.place = std::mem::replace(&mut self.place, ArrayState::AfterElement);
        block.layout.elements = std::mem::replace(&mut self.elements, cut.elements);
    }
}
