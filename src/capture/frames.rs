//! Splits a block of JSON into frames: bodies, and everything else.
//!
//! A valid body ends where `serde_json` says. A broken one ends where the bracket scanner says, and
//! what follows is read as if it had never been there. Frames never overlap, and between them are
//! only separators and the brackets and commas of arrays of bodies.

use serde::de::IgnoredAny;

pub use super::content::{Content, Frame};
use super::end_scanner::{EndScanner, Ended, LOOK_AHEAD, element_end, text_end};
use super::fast_reading::{GaveUp, TakeApart, Taken};
use super::known_failures::KnownFailures;
use super::likely_mistake::Failure;
use super::reading::{broken, invalid_utf8, is_json, read};
use super::separators::{lead, trim_separators};
use super::text::opening::starts_goal_webhook;
use crate::rules::problem::{LikelyMistake, Problem};
use crate::text::utf8::{self, from_utf8, valid_start};
use crate::webhook::body::Members;

/// The maximum nesting, the body included. Many parsers have the same limit.
pub const MAX_DEPTH: usize = 128;

/// The content of a frame that is nested too deep.
const TOO_DEEP: Content<'static> =
    Content::Broken(Problem::NestedTooDeep { limit: MAX_DEPTH }, 0..1);

/// The context of a block in its input.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Whether top-level arrays contain bodies, which is so if the input begins with one.
    pub arrays_hold_bodies: bool,
    /// The array state where the block begins.
    pub place: ArrayState,
    /// How many elements of the array around its start are before it.
    pub elements: u64,
    /// Whether the block begins in the middle of a line.
    pub mid_line: bool,
    /// Whether the input ends with this block.
    pub last: bool,
    /// Whether an object begins directly after the block.
    pub before_object: bool,
    /// The maximum size of a body, in bytes.
    pub max_body: usize,
}

impl Layout {
    /// The context of a whole input.
    pub fn whole(max_body: usize) -> Layout {
        Layout {
            arrays_hold_bodies: false,
            place: ArrayState::Top,
            elements: 0,
            mid_line: false,
            last: true,
            before_object: false,
            max_body,
        }
    }
}

/// The position in or outside an array of bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArrayState {
    /// Outside of arrays.
    Top,
    /// In a line of text over the body limit.
    Text,
    /// After the bracket that opens an array of bodies.
    ArrayStart,
    /// After an element of an array of bodies.
    AfterElement,
    /// Before an element of an array of bodies.
    AfterComma,
}

/// The frames of one block, in order.
pub struct Frames<'a> {
    bytes: &'a [u8],
    layout: Layout,
    at: usize,
    place: ArrayState,
    /// How many elements of the array in hand were read.
    elements: u64,
    byte_order_mark: bool,
    /// The range from `valid_from` that is known to be UTF-8.
    valid: &'a str,
    valid_from: usize,
    attempts: KnownFailures,
    take_apart: Option<TakeApart>,
    passes_over: bool,
    /// The number of clean bodies skipped since the last call; `None` if each is a frame.
    counted: Option<u64>,
}

impl<'a> Frames<'a> {
    pub fn new(bytes: &'a [u8], layout: Layout) -> Frames<'a> {
        Frames {
            bytes,
            layout,
            at: 0,
            place: layout.place,
            elements: layout.elements,
            byte_order_mark: false,
            valid: "",
            valid_from: 0,
            attempts: KnownFailures::default(),
            take_apart: None,
            passes_over: false,
            counted: None,
        }
    }

    /// The fast parser.
    pub fn taking_apart(mut self, take_apart: TakeApart) -> Frames<'a> {
        self.take_apart = Some(take_apart);
        self
    }

    /// If set, only the extent of clean bodies is needed.
    pub fn passing_over(mut self, passes_over: bool) -> Frames<'a> {
        self.passes_over = passes_over;
        self
    }

    /// Counts clean bodies instead of returning frames.
    pub fn counting(mut self) -> Frames<'a> {
        self.counted = Some(0);
        self
    }

    /// The number of clean bodies counted since the last call.
    pub fn take_counted(&mut self) -> u64 {
        self.counted.as_mut().map(std::mem::take).unwrap_or_default()
    }

    fn skip_separators(&mut self) {
        let lead = lead(&self.bytes[self.at..]);
        self.at += lead.length;
        self.byte_order_mark = lead.mark.is_some();
    }

    /// The text from `at` on; at least up to the first invalid byte.
    fn valid_text(&mut self) -> &'a str {
        if self.at < self.valid_from || self.at >= self.valid_from + self.valid.len() {
            self.valid_from = self.at;
            let rest = &self.bytes[self.at..];
            self.valid = valid_start(rest);
        }
        self.valid.get(self.at - self.valid_from..).unwrap_or("")
    }

    fn frame(&mut self, end: usize, content: Content<'a>) -> Frame<'a> {
        let span = self.at..end;
        let text = match self.valid_text().get(..span.len()) {
            Some(text) => text,
            None => from_utf8(&self.bytes[span.clone()]).unwrap_or(""),
        };
        self.at = end;
        Frame {
            bytes: &self.bytes[span.clone()],
            span,
            text,
            byte_order_mark: self.byte_order_mark,
            element: None,
            content,
        }
    }

    /// A value that begins with a bracket; `None` if it was only counted.
    fn value(&mut self) -> Option<Frame<'a>> {
        let text = self.valid_text();
        let text = utf8::start(text, self.layout.max_body);
        let is_known_to_fail = self.attempts.is_known_to_fail(self.bytes, self.at);
        let wants_clean = !self.passes_over || self.byte_order_mark;
        let mut stop = None;
        if let Some(take_apart) = self.take_apart.filter(|_| !is_known_to_fail) {
            match take_apart(text, wants_clean) {
                Ok(taken) => return self.taken(taken),
                Err(at) => stop = at,
            }
        }
        if stop.is_none()
            && !is_known_to_fail
            && text.starts_with('{')
            && !starts_goal_webhook(text.as_bytes())
        {
            // Probably a complete envelope: parsing it also finds its end.
            match read(text, None) {
                Ok((content @ Content::OtherShape(_), length)) => {
                    return Some(self.frame(self.at + length, content));
                }
                Ok(_) => {}
                Err(failure) => self.attempts.failed(self.at, self.at + failure.at),
            }
        }
        // Most values here are broken, so find the end before parsing.
        let mut scanner = EndScanner::at(self.bytes, self.at, self.layout.mid_line);
        let (end, ended) = match stop {
            Some(GaveUp { at, depth, compact: true }) => {
                scanner.pass_compact(depth);
                scanner.scan(self.bytes, self.at + at)
            }
            _ => scanner.scan(self.bytes, self.at),
        };
        if ended == (Ended::NextBody { certain: false }) && !is_known_to_fail {
            match read(text, stop) {
                Ok((content, length)) => return Some(self.frame(self.at + length, content)),
                Err(failure) => self.attempts.failed(self.at, self.at + failure.at),
            }
        }
        if self.place != ArrayState::Top && matches!(ended, Ended::NextBody { .. }) {
            self.place = ArrayState::AfterComma;
        }
        if let Some(problem) = self.too_large(end) {
            return Some(self.frame(end, Content::Broken(problem, 0..1)));
        }
        let frame = trim_separators(&self.bytes[self.at..end]);
        let is_deep = scanner.deepest > MAX_DEPTH;
        let content = match from_utf8(frame) {
            Err(error) => invalid_utf8(frame, &error),
            Ok(_) if is_deep && ended != Ended::Closed => TOO_DEEP,
            Ok(text) => match read(text, stop.filter(|stop| stop.at < text.len())) {
                Ok((content, length)) => return Some(self.frame(self.at + length, content)),
                Err(_) if is_deep => TOO_DEEP,
                Err(failure) => broken(text, &failure, &scanner),
            },
        };
        Some(self.frame(self.at + frame.len(), content))
    }

    /// A body from the fast parser; `None` if it was only counted.
    fn taken(&mut self, Taken { clean, body }: Taken<'a>) -> Option<Frame<'a>> {
        let content = match (body, &mut self.counted) {
            (Some(body), _) => Content::Goal(body),
            (None, None) => Content::Clean(clean),
            (None, Some(counted)) => {
                self.at += clean.length;
                *counted += 1;
                return None;
            }
        };
        Some(self.frame(self.at + clean.length, content))
    }

    fn too_large(&self, end: usize) -> Option<Problem> {
        let length = trim_separators(&self.bytes[self.at..end]).len();
        let limit = self.layout.max_body;
        let problem = Problem::BodyTooLarge { bytes: length as u64, limit: limit as u64 };
        (length > limit).then_some(problem)
    }

    /// A top-level scalar or text.
    fn text(&mut self, body_from: usize) -> Frame<'a> {
        let end = text_end(self.bytes, self.at, body_from);
        let trimmed = trim_separators(&self.bytes[self.at..end]);
        // A line over the limit comes in several blocks, so it is only text.
        let is_short = body_from > self.at && self.too_large(end).is_none();
        // A word directly before a body is not a value.
        let before_object =
            self.bytes.get(end).map_or(self.layout.before_object, |byte| *byte == b'{');
        let is_glued = before_object && trimmed.len() == end - self.at;
        let is_json = is_short && !is_glued && is_json(trimmed);
        let content = match is_json.then(|| from_utf8(trimmed)) {
            None => Content::Text,
            Some(Ok(_)) => Content::OtherShape(Members::default()),
            // serde_json does not check the encoding of ignored strings.
            Some(Err(error)) => invalid_utf8(trimmed, &error),
        };
        self.frame(self.at + trimmed.len(), content)
    }

    /// An array element without a bracket.
    fn element(&mut self) -> Frame<'a> {
        let end = element_end(self.bytes, self.at);
        if let Some(problem) = self.too_large(end) {
            return self.frame(end, Content::Broken(problem, 0..1));
        }
        let trimmed = trim_separators(&self.bytes[self.at..end]);
        let content = match from_utf8(trimmed) {
            Err(error) => invalid_utf8(trimmed, &error),
            Ok(text) => match serde_json::from_str::<IgnoredAny>(text) {
                Ok(_) => Content::OtherShape(Members::default()),
                Err(error) => {
                    broken(text, &Failure::new(trimmed, 0, error), &EndScanner::default())
                }
            },
        };
        self.frame(self.at + trimmed.len(), content)
    }

    /// A problem between the elements of an array; `expected` is the message without a mistake.
    fn between(
        &mut self,
        length: usize,
        expected: &str,
        mistake: Option<LikelyMistake>,
    ) -> Frame<'a> {
        let problem = Problem::InvalidJson { expected: expected.to_owned(), mistake };
        let at = self.at;
        let character = self.valid_text().chars().next().map_or(1, char::len_utf8);
        let mut frame = self.frame(at + character, Content::BetweenBodies(problem));
        self.at = at + length;
        frame.byte_order_mark = false;
        frame
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Frame<'a>;

    fn next(&mut self) -> Option<Frame<'a>> {
        if self.place == ArrayState::Text {
            self.place = ArrayState::Top;
            let end = text_end(self.bytes, self.at, self.at);
            if !trim_separators(&self.bytes[self.at..end]).is_empty() {
                return Some(self.text(self.at));
            }
        }
        loop {
            self.skip_separators();
            let Some(&byte) = self.bytes.get(self.at) else {
                if self.place == ArrayState::Top || !self.layout.last {
                    return None;
                }
                let end = self.bytes.len();
                // An empty array is reported at its bracket, if that is near.
                if self.place == ArrayState::ArrayStart {
                    let near = end.saturating_sub(LOOK_AHEAD);
                    let bracket = memchr::memrchr(b'[', &self.bytes[near..]);
                    self.at = bracket.map_or(end, |at| near + at);
                }
                self.place = ArrayState::Top;
                let open = Problem::TruncatedJson { in_string: false, objects: 0, arrays: 1 };
                let frame = self.frame((self.at + 1).min(end), Content::BetweenBodies(open));
                self.at = end;
                return Some(frame);
            };
            match (self.place, byte) {
                (ArrayState::Top, b'[') if self.layout.arrays_hold_bodies => {
                    self.place = ArrayState::ArrayStart;
                    self.elements = 0;
                    self.at += 1;
                }
                (ArrayState::ArrayStart | ArrayState::AfterElement, b']') => {
                    self.place = ArrayState::Top;
                    self.at += 1;
                }
                (ArrayState::AfterComma, b']') => {
                    self.place = ArrayState::Top;
                    let mistake = LikelyMistake::TrailingComma;
                    return Some(self.between(1, "expected a value", Some(mistake)));
                }
                (ArrayState::AfterElement, b',') => {
                    self.place = ArrayState::AfterComma;
                    self.at += 1;
                }
                (ArrayState::AfterElement, _) => {
                    self.place = ArrayState::AfterComma;
                    let mistake = LikelyMistake::MissingComma;
                    return Some(self.between(0, "expected `,` or `]`", Some(mistake)));
                }
                (ArrayState::ArrayStart | ArrayState::AfterComma, b',') => {
                    return Some(self.between(1, "expected a value, found `,`", None));
                }
                (place, _) => {
                    let element = (place != ArrayState::Top).then_some(self.elements);
                    if element.is_some() {
                        self.place = ArrayState::AfterElement;
                        self.elements += 1;
                    }
                    let frame = match (byte, place) {
                        (b'{' | b'[', _) => match self.value() {
                            Some(frame) => frame,
                            None => continue,
                        },
                        (_, ArrayState::Top) => self.text(self.at + 1),
                        _ => self.element(),
                    };
                    return Some(Frame { element, ..frame });
                }
            }
        }
    }
}
