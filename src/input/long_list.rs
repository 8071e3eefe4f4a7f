//! Content longer than --max-body, in pieces: skipped, or, if it is a document with a list of records,
//! read record by record. So a HAR file of any length takes no more memory than its longest entry.

use crate::capture::block::Block;
use crate::capture::end_scanner::{Element, EndScanner, Ended, LOOK_AHEAD};
use crate::capture::envelope::{Envelope, broken_list};
use crate::capture::frames::{ArrayState, Layout};
use crate::capture::http;
use crate::capture::separators::separators;
use crate::capture::split_values::whole_elements;
use crate::text::utf8::valid_start;

/// The state of reading such a document.
#[derive(Debug)]
pub struct LongList {
    envelope: &'static Envelope,
    /// How many records were read.
    elements: u64,
    /// The state before the next record; `Top` before the opening bracket.
    place: ArrayState,
    /// The rest of the document after the list.
    rest: Option<EndScanner>,
    depth: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    pub length: usize,
    /// How many records of the list are before its end.
    pub elements: u64,
    /// Whether it belongs to the list.
    pub in_list: bool,
    pub over: bool,
}

impl LongList {
    /// The list of records in the document at the start of these bytes, and the length of what
    /// precedes its bracket.
    pub fn begin(bytes: &[u8]) -> Option<(LongList, usize)> {
        let text = valid_start(bytes);
        let list = broken_list::find(text)?;
        let listing = LongList {
            envelope: list.envelope,
            elements: 0,
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

    /// The list has ended; the objects around it are still open.
    fn close(&mut self) {
        let mut rest = EndScanner::default();
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
        block.list = Some(self.envelope);
        block.layout.arrays_hold_bodies = true;
        block.layout.place = std::mem::replace(&mut self.place, ArrayState::AfterElement);
        block.layout.elements = std::mem::replace(&mut self.elements, cut.elements);
    }
}

pub enum Skipping {
    /// A value that begins with a bracket.
    Value(EndScanner),
    /// An element of an array without a bracket.
    Element(Element),
    /// An HTTP message with its body.
    Request,
}

impl Skipping {
    /// The kind of content at `start`: a value or another element of an array. `mid_line`: the
    /// bytes do not begin at the start of a line.
    pub fn at(bytes: &[u8], start: usize, mid_line: bool) -> Skipping {
        match bytes.get(start) {
            Some(b'{' | b'[') => Skipping::Value(EndScanner::at(bytes, start, mid_line)),
            _ => Skipping::Element(Element::default()),
        }
    }

    /// The number of bytes that belong to it and, once it has ended, the array state after it.
    /// `last`: no bytes follow.
    pub fn scan(&mut self, bytes: &[u8], last: bool) -> (usize, Option<ArrayState>) {
        let ended_by_input = last.then_some(ArrayState::AfterElement);
        match self {
            Skipping::Value(scanner) => {
                let to = if last { bytes.len() } else { bytes.len().saturating_sub(LOOK_AHEAD) };
                match scanner.scan_to(bytes, 0, to) {
                    (end, Ended::Closed) => (end, Some(ArrayState::AfterElement)),
                    (end, Ended::NextBody { .. }) => (end, Some(ArrayState::AfterComma)),
                    (end, Ended::OutOfBytes) => (end, ended_by_input),
                }
            }
            Skipping::Element(element) => match element.scan(bytes, 0) {
                Some(end) => (end, Some(ArrayState::AfterElement)),
                None => (bytes.len(), ended_by_input),
            },
            Skipping::Request => match http::next_start(bytes) {
                Some(start) => (start, Some(ArrayState::Top)),
                None if last => (bytes.len(), Some(ArrayState::Top)),
                None => (http::certain_end(bytes), None),
            },
        }
    }
}
