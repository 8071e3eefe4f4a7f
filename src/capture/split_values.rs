//! Cuts a stream of values into blocks, such that the frames of the blocks are those of the whole.
//!
//! A cut is between two frames, or in a line of text over the limit. [`Layout`] is the context that
//! the next block needs.

use serde::de::IgnoredAny;

use super::end_scanner::{EndScanner, Ended, LOOK_AHEAD, MOST_INDENT, element_end, text_end};
use super::frames::{ArrayState, Layout};
use super::known_failures::KnownFailures;
use super::likely_mistake::Failure;
use super::separators::lead;
use crate::text::utf8::from_utf8;

/// The end of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The length of the block, in bytes.
    pub length: usize,
    /// The array state where it begins.
    pub place: ArrayState,
    /// How many elements of the array around that place are before it.
    pub elements: u64,
}

/// The last possible cut between values; if the input `pauses`, the end of the last complete value.
/// `layout` is the context of the bytes.
///
/// `None` if the bytes cannot be cut.
pub fn cut_values(bytes: &[u8], layout: Layout, pauses: bool) -> Option<Cut> {
    if !pauses
        && !layout.arrays_hold_bodies
        && let Some(length) = last_line_of_a_body(bytes)
    {
        return Some(Cut { length, place: ArrayState::Top, elements: 0 });
    }
    // Decisions before this offset do not depend on unknown bytes.
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

/// The end of the last line of a log, if it closes a body and nothing that began after `from` is
/// open; otherwise `from`, the last certain cut.
pub fn complete_lines(bytes: &[u8], from: Option<usize>) -> Option<usize> {
    let end = memchr::memrchr(b'\n', bytes)? + 1;
    if !bytes[..end].trim_ascii_end().ends_with(b"}") {
        return from;
    }
    let begin = from.unwrap_or(0);
    let mut at = begin;
    while let Some(brace) = bytes.get(at..end).and_then(|rest| memchr::memchr(b'{', rest)) {
        let start = at + brace;
        match EndScanner::at(bytes, start, true).scan(&bytes[..end], start) {
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

    /// The last cut up to the horizon, in bytes. Separators belong to what follows.
    fn last_cut(&mut self, horizon: usize) -> Option<Cut> {
        let mut cut = None;
        let mut at = 0;
        // An empty array is reported at its bracket, so it must not be split.
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

    /// The end of the token at `at`, if known.
    fn after(&mut self, byte: u8, at: usize) -> Option<usize> {
        if self.place == ArrayState::AfterElement && !matches!(byte, b']' | b',') {
            // A comma is missing, behind which separators may begin anew.
            self.place = ArrayState::AfterComma;
            let at = at + lead(&self.bytes[at..]).length;
            return self.after(*self.bytes.get(at)?, at);
        }
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

    /// The end of a value, and whether the next body begins there because a bracket is missing.
    fn value_end(&mut self, at: usize) -> Option<(usize, bool)> {
        let mut scanner = EndScanner::at(self.bytes, at, self.layout.mid_line);
        match scanner.scan(self.bytes, at) {
            (end, Ended::Closed) => Some((end, false)),
            (end, Ended::NextBody { certain: true }) => Some((end, true)),
            (end, Ended::NextBody { certain: false }) => self.read(at, end),
            (end, Ended::OutOfBytes) => self.layout.last.then_some((end, false)),
        }
    }

    /// If a line looks like the next body but may be inside this value, the parser decides.
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

/// The last newline between a closing and an opening bracket, which cannot be inside a JSON value.
/// So nearly always a cut is found from the end, without scanning the rest.
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

/// How many lines from the end are tried; a pretty-printed body has about twenty.
const LINES_TRIED: usize = 100;
