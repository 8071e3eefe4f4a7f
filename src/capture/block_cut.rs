//! Where a stream of values can be cut into blocks, so that frames come out of the blocks as
//! they would out of the whole.
//!
//! A cut is between two frames, or in a line of text that is over the limit. What the next
//! block must know of the bytes before it is in its [`Layout`].

use serde::de::IgnoredAny;

use super::bracket_scanner::{
    BracketScanner, Ended, LOOK_AHEAD, MOST_INDENT, element_end, text_end,
};
use super::frames::{ArrayState, Layout};
use super::known_failures::KnownFailures;
use super::likely_mistake::Failure;
use super::separators::lead;
use crate::text::utf8::from_utf8;

/// Where the next block of an input begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The length of the block before it, in bytes.
    pub length: usize,
    /// Where it begins among values.
    pub place: ArrayState,
    /// How many elements of the array around that place are before it.
    pub elements: u64,
}

/// The last place at which values can be cut; where the input `pauses`, the end of the last value
/// that is complete, before which nothing depends on what follows. `layout` says how the bytes
/// begin, and that they end with the input if they do.
///
/// `None` where there is no such place within the bytes.
pub fn cut_values(bytes: &[u8], layout: Layout, pauses: bool) -> Option<Cut> {
    if !pauses
        && !layout.arrays_hold_bodies
        && let Some(length) = last_line_of_a_body(bytes)
    {
        return Some(Cut { length, place: ArrayState::Top, elements: 0 });
    }
    // What is decided before here needs no bytes behind those that are known.
    let needed = if layout.last || pauses { 0 } else { LOOK_AHEAD };
    Cutter::new(bytes, layout).last_cut(bytes.len().saturating_sub(needed))
}

/// The end of the longest stretch of whole elements of an array that holds bodies; at the top
/// where the array ends with them.
pub fn whole_elements(bytes: &[u8], layout: Layout) -> Cut {
    let mut cutter = Cutter::new(bytes, layout);
    let mut at = 0;
    let mut cut = Cut { length: 0, place: layout.place, elements: layout.elements };
    loop {
        at += lead(&bytes[at..]).length;
        let was = cutter.place;
        let Some(end) = bytes.get(at).and_then(|byte| cutter.after(*byte, at)) else { break };
        let closes = was != ArrayState::Top && cutter.place == ArrayState::Top;
        if closes || cutter.elements > cut.elements {
            cut = Cut { length: end, place: cutter.place, elements: cutter.elements };
        }
        if closes {
            break;
        }
        at = end;
    }
    cut
}

/// The end of the last line of a log, where that closes a body and nothing is open that began
/// behind `from`, the last place where the log may be cut whatever follows; else that place.
pub fn complete_lines(bytes: &[u8], from: Option<usize>) -> Option<usize> {
    let end = memchr::memrchr(b'\n', bytes)? + 1;
    if !bytes[..end].trim_ascii_end().ends_with(b"}") {
        return from;
    }
    let begin = from.unwrap_or(0);
    let mut at = begin;
    while let Some(brace) = bytes.get(at..end).and_then(|rest| memchr::memchr(b'{', rest)) {
        let start = at + brace;
        match BracketScanner::at(bytes, start, true).scan(&bytes[..end], start) {
            (_, Ended::OutOfBytes) => return from,
            (next, _) => at = next.max(start + 1),
        }
    }
    Some(end)
}

struct Cutter<'b> {
    bytes: &'b [u8],
    layout: Layout,
    place: ArrayState,
    elements: u64,
    attempts: KnownFailures,
}

impl<'b> Cutter<'b> {
    fn new(bytes: &'b [u8], layout: Layout) -> Cutter<'b> {
        let Layout { place, elements, .. } = layout;
        Cutter { bytes, layout, place, elements, attempts: KnownFailures::default() }
    }

    /// The last place up to the horizon, in bytes. What separates values goes with what follows.
    fn last_cut(&mut self, horizon: usize) -> Option<Cut> {
        let mut cut = None;
        let mut at = 0;
        // An array with nothing in it shows its bracket, which the end must not be parted from.
        let mut bracket = None;
        while at < horizon {
            if self.place != ArrayState::Text {
                at += lead(&self.bytes[at..]).length;
            }
            let Some(&byte) = self.bytes.get(at) else { break };
            let was = self.place;
            let Some(end) = self.after(byte, at).filter(|end| *end <= horizon) else { break };
            if was == ArrayState::Top {
                bracket = (self.place == ArrayState::ArrayStart).then_some(at);
            }
            at = end;
            let is_near = bracket.is_some_and(|bracket| at - bracket <= LOOK_AHEAD);
            if self.place != ArrayState::ArrayStart || !is_near {
                cut = Some(Cut { length: at, place: self.place, elements: self.elements });
            }
        }
        cut
    }

    /// The place after the token at `at`, if it is known.
    fn after(&mut self, byte: u8, at: usize) -> Option<usize> {
        let (place, end) = match (self.place, byte) {
            (ArrayState::Text, _) => (ArrayState::Top, self.text_end(at, at)?),
            (ArrayState::Top, b'[') if self.layout.arrays_hold_bodies => {
                (ArrayState::ArrayStart, at + 1)
            }
            (ArrayState::Top, b'{' | b'[') => (ArrayState::Top, self.value_end(at)?.0),
            (ArrayState::Top, _) => (ArrayState::Top, self.text_end(at, at + 1)?),
            (_, b']') => (ArrayState::Top, at + 1),
            (ArrayState::ArrayStart, b',') => (ArrayState::ArrayStart, at + 1),
            (_, b',') => (ArrayState::AfterComma, at + 1),
            (_, b'{' | b'[') => {
                let (end, next_body) = self.value_end(at)?;
                (if next_body { ArrayState::AfterComma } else { ArrayState::AfterElement }, end)
            }
            (_, _) => {
                let end = element_end(self.bytes, at);
                let known = end < self.bytes.len() || self.layout.last;
                (ArrayState::AfterElement, known.then_some(end)?)
            }
        };
        self.elements = match (self.place, byte) {
            (ArrayState::Top | ArrayState::Text, _) => 0,
            (_, b']' | b',') => self.elements,
            _ => self.elements + 1,
        };
        self.place = place;
        Some(end)
    }

    fn text_end(&self, at: usize, body_from: usize) -> Option<usize> {
        let end = text_end(self.bytes, at, body_from);
        (end < self.bytes.len() || self.layout.last).then_some(end)
    }

    /// The end of a value, and whether the next body begins there for want of a bracket.
    fn value_end(&mut self, at: usize) -> Option<(usize, bool)> {
        let mut scanner = BracketScanner::at(self.bytes, at, self.layout.mid_line);
        match scanner.scan(self.bytes, at) {
            (end, Ended::Closed) => Some((end, false)),
            (end, Ended::NextBody { certain: true }) => Some((end, true)),
            (end, Ended::NextBody { certain: false }) => self.read(at, end),
            (end, Ended::OutOfBytes) => self.layout.last.then_some((end, false)),
        }
    }

    /// Where a line looks like the next body but may be within this value, reading decides.
    fn read(&mut self, at: usize, next_body: usize) -> Option<(usize, bool)> {
        if self.attempts.is_known_to_fail(self.bytes, at) {
            return Some((next_body, true));
        }
        let most = at.saturating_add(self.layout.max_body).min(self.bytes.len());
        let mut values =
            serde_json::Deserializer::from_slice(&self.bytes[at..most]).into_iter::<IgnoredAny>();
        match values.next() {
            Some(Ok(_)) if is_utf8(&self.bytes[at..at + values.byte_offset()]) => {
                Some((at + values.byte_offset(), false))
            }
            Some(Err(error)) => {
                let all_known = most < self.bytes.len() || self.layout.last;
                if error.is_eof() && !all_known {
                    return None;
                }
                let failure = Failure::new(&self.bytes[at..most], 0, error);
                self.attempts.failed(at, at + failure.at);
                Some((next_body, true))
            }
            _ => Some((next_body, true)),
        }
    }
}

fn is_utf8(bytes: &[u8]) -> bool {
    from_utf8(bytes).is_ok()
}

/// The last line end between a closing bracket and an opening one, which no JSON value holds
/// inside: so nearly always a cut is found from the end, without a look at the rest.
fn last_line_of_a_body(bytes: &[u8]) -> Option<usize> {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    memchr::memrchr_iter(b'\n', bytes).take(LINES_TRIED).find_map(|newline| {
        let after = &bytes[newline + 1..];
        let blanks = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
        let indent = blanks.take(MOST_INDENT + 1).count();
        let after = &after[indent..];
        let after = after.strip_prefix(b"\x1e").unwrap_or(after);
        let opens = indent <= MOST_INDENT && matches!(after.first(), Some(b'{' | b'['));
        let closed = || {
            let last = bytes[..newline].iter().rev().find(|byte| !is_blank(byte));
            matches!(last, Some(b'}' | b']'))
        };
        (opens && closed()).then_some(newline + 1)
    })
}

/// So many lines from the end are tried; a pretty-printed body has about twenty.
const LINES_TRIED: usize = 100;
