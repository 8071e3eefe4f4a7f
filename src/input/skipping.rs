//! Skips content over the body limit piece by piece.

use crate::capture::bracket_scanner::{BracketScanner, Element, Ended, LOOK_AHEAD};
use crate::capture::frames::ArrayState;
use crate::capture::http;

pub enum Skipping {
    /// A value that begins with a bracket.
    Value(BracketScanner),
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
            Some(b'{' | b'[') => Skipping::Value(BracketScanner::at(bytes, start, mid_line)),
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
