//! Cuts a block of bare JSON into frames: bodies as they were read, and what is no body.
//!
//! A body that reads ends where `serde_json` says. One that does not ends where `outline` says,
//! and what follows is read as if it had never been there. Frames never overlap, and between
//! them stand only separators and the brackets and commas of arrays of bodies.

use std::ops::Range;

use serde::de::IgnoredAny;
use serde_json::error::Category;

use super::outline::{Ended, Outline, element_end, separator, text_end};
use super::slips;
use crate::rules::problem::Problem;
use crate::webhook::body::Body;

/// Deeper nesting than this, the body itself included, is a finding. Many parsers stop here.
pub const MAX_DEPTH: usize = 128;

/// How a block lies in its input.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Whether an array at the top holds bodies: so where the input begins with one.
    pub arrays_hold_bodies: bool,
    /// Whether the block begins inside such an array, after one of its elements.
    pub inside_array: bool,
    /// Whether the input ends with this block.
    pub last: bool,
    /// A longer body is a finding, in bytes.
    pub max_body: usize,
}

/// A stretch of a block that is more than separators.
#[derive(Debug)]
pub struct Frame<'a> {
    /// Its bytes in the block.
    pub span: Range<usize>,
    /// Its text; empty where it is not UTF-8.
    pub text: &'a str,
    /// Whether a byte-order mark stands before it.
    pub byte_order_mark: bool,
    /// What it is.
    pub content: Content<'a>,
}

/// What a frame is.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "the large one is the usual one")]
pub enum Content<'a> {
    /// A body of which the recogniser says that it is clean; it was not taken apart.
    Clean,
    /// A body with a goal object, taken apart.
    Goal(Body<'a>),
    /// A JSON value of any other shape.
    OtherShape,
    /// A body that cannot be read: why, and which bytes of the frame say so.
    Broken(Problem, Range<usize>),
    /// Something that is not a body.
    Text,
    /// A fault between the elements of an array of bodies.
    BetweenBodies(Problem),
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Top,
    ArrayStart,
    AfterElement,
    AfterComma,
}

/// The frames of one block, in order.
pub struct Frames<'a> {
    bytes: &'a [u8],
    layout: Layout,
    at: usize,
    place: Place,
    byte_order_mark: bool,
    /// The stretch from `valid_from` that is known to be UTF-8.
    valid: &'a str,
    valid_from: usize,
    /// Up to here a failed reading has looked already: read again only within an outline, so
    /// that no byte is looked at more than a few times.
    looked_at: usize,
    recognise: Option<Recogniser>,
}

/// Gives the length in bytes of the body at the start of a text, if it is certainly clean.
pub type Recogniser = fn(&str) -> Option<usize>;

impl<'a> Frames<'a> {
    /// The frames of a block.
    pub fn new(bytes: &'a [u8], layout: Layout) -> Frames<'a> {
        let place = if layout.inside_array { Place::AfterElement } else { Place::Top };
        Frames {
            bytes,
            layout,
            at: 0,
            place,
            byte_order_mark: false,
            valid: "",
            valid_from: 0,
            looked_at: 0,
            recognise: None,
        }
    }

    /// Passes over clean bodies as the recogniser tells them, without taking them apart.
    pub fn passing_over(mut self, recognise: Option<Recogniser>) -> Frames<'a> {
        self.recognise = recognise;
        self
    }

    fn skip_separators(&mut self) {
        self.byte_order_mark = false;
        loop {
            let rest = &self.bytes[self.at..];
            if let Some(length) = separator(rest) {
                self.at += length;
            } else if rest.starts_with(b"\xef\xbb\xbf") {
                self.byte_order_mark = true;
                self.at += 3;
            } else {
                return;
            }
        }
    }

    /// The known UTF-8 from `at` on; at least up to the first byte that is not.
    fn valid_text(&mut self) -> &'a str {
        if self.at < self.valid_from || self.at >= self.valid_from + self.valid.len() {
            self.valid_from = self.at;
            let rest = &self.bytes[self.at..];
            self.valid = match std::str::from_utf8(rest) {
                Ok(text) => text,
                Err(error) => std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or(""),
            };
        }
        self.valid.get(self.at - self.valid_from..).unwrap_or("")
    }

    fn frame(&mut self, end: usize, content: Content<'a>) -> Frame<'a> {
        let span = self.at..end;
        let text = match self.valid_text().get(..span.len()) {
            Some(text) => text,
            None => std::str::from_utf8(&self.bytes[span.clone()]).unwrap_or(""),
        };
        self.at = end;
        Frame { span, text, byte_order_mark: self.byte_order_mark, content }
    }

    /// A value that begins with a bracket.
    fn value(&mut self) -> Frame<'a> {
        let text = self.valid_text();
        if self.at >= self.looked_at {
            if !self.byte_order_mark
                && let Some(length) = self.recognise.and_then(|recognise| recognise(text))
            {
                return self.sized(self.at + length, Content::Clean);
            }
            match read(text) {
                Ok((content, length)) => return self.sized(self.at + length, content),
                Err(error) => self.looked_at = self.at + slips::offset(text, &error),
            }
        }
        let mut outline = Outline::at(self.bytes, self.at);
        let (end, ended) = outline.scan(self.bytes, self.at);
        let frame = trim_end(&self.bytes[self.at..end]);
        let end = self.at + frame.len();
        if self.place != Place::Top && ended == Ended::NextBody {
            self.place = Place::AfterComma;
        }
        let content = match std::str::from_utf8(frame) {
            Err(error) => invalid_utf8(frame, &error),
            Ok(_) if outline.deepest > MAX_DEPTH => {
                Content::Broken(Problem::NestedTooDeep { limit: MAX_DEPTH }, 0..1)
            }
            Ok(text) => match read(text) {
                Ok((content, length)) => return self.sized(self.at + length, content),
                Err(error) => broken(text, &error, &outline),
            },
        };
        self.sized(end, content)
    }

    fn sized(&mut self, end: usize, content: Content<'a>) -> Frame<'a> {
        let length = end - self.at;
        let limit = self.layout.max_body;
        // What holds bodies may be longer than one: whoever opens it judges what is inside.
        let content = if length > limit && !matches!(content, Content::OtherShape) {
            let problem = Problem::BodyTooLarge { bytes: length as u64, limit: limit as u64 };
            Content::Broken(problem, 0..1)
        } else {
            content
        };
        self.frame(end, content)
    }

    /// Anything that does not begin with a bracket: a scalar, or text.
    fn text(&mut self) -> Frame<'a> {
        let in_array = self.place != Place::Top;
        let end =
            if in_array { element_end(self.bytes, self.at) } else { text_end(self.bytes, self.at) };
        let trimmed = trim_end(&self.bytes[self.at..end]);
        let end = self.at + trimmed.len().max(1);
        let content = match serde_json::from_slice::<IgnoredAny>(trimmed) {
            Ok(_) => Content::OtherShape,
            Err(_) if !in_array => Content::Text,
            Err(error) => match std::str::from_utf8(trimmed) {
                Err(error) => invalid_utf8(trimmed, &error),
                Ok(text) => broken(text, &error, &Outline::default()),
            },
        };
        self.frame(end, content)
    }

    fn between(&mut self, length: usize, slip: slips::Slip) -> Frame<'a> {
        let expected = "a body".to_owned();
        let problem = Problem::InvalidJson { expected, slip: Some(slip) };
        let at = self.at;
        let mut frame = self.frame(at + 1, Content::BetweenBodies(problem));
        self.at = at + length;
        frame.byte_order_mark = false;
        frame
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Frame<'a>;

    fn next(&mut self) -> Option<Frame<'a>> {
        loop {
            self.skip_separators();
            let Some(&byte) = self.bytes.get(self.at) else {
                if self.place == Place::Top || !self.layout.last {
                    return None;
                }
                self.place = Place::Top;
                let open = Problem::TruncatedJson { in_string: false, objects: 0, arrays: 1 };
                let end = self.bytes.len();
                return Some(self.frame(end, Content::BetweenBodies(open)));
            };
            match (self.place, byte) {
                (Place::Top, b'[') if self.layout.arrays_hold_bodies => {
                    self.place = Place::ArrayStart;
                    self.at += 1;
                }
                (Place::ArrayStart | Place::AfterElement, b']') => {
                    self.place = Place::Top;
                    self.at += 1;
                }
                (Place::AfterComma, b']') => {
                    self.place = Place::Top;
                    return Some(self.between(1, slips::Slip::TrailingComma));
                }
                (Place::AfterElement, b',') => {
                    self.place = Place::AfterComma;
                    self.at += 1;
                }
                (Place::AfterElement, _) => {
                    self.place = Place::AfterComma;
                    return Some(self.between(0, slips::Slip::MissingComma));
                }
                (Place::ArrayStart | Place::AfterComma, b',') => {
                    return Some(self.between(1, slips::Slip::TrailingComma));
                }
                (place, _) => {
                    if place != Place::Top {
                        self.place = Place::AfterElement;
                    }
                    let bracket = matches!(byte, b'{' | b'[');
                    return Some(if bracket { self.value() } else { self.text() });
                }
            }
        }
    }
}

/// Reads the value at the start of a text, and says how long it is in bytes.
fn read(text: &str) -> Result<(Content<'_>, usize), serde_json::Error> {
    let mut bodies = serde_json::Deserializer::from_str(text).into_iter::<Body<'_>>();
    match bodies.next() {
        Some(Ok(body)) if body.goal.is_some() => {
            return Ok((Content::Goal(body), bodies.byte_offset()));
        }
        Some(Ok(_)) => return Ok((Content::OtherShape, bodies.byte_offset())),
        Some(Err(error)) if error.classify() == Category::Data => {}
        Some(Err(error)) => return Err(error),
        None => {}
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Err(error)) => Err(error),
        _ => Ok((Content::OtherShape, values.byte_offset())),
    }
}

/// Why a text is not JSON, as a finding.
fn broken<'a>(text: &str, error: &serde_json::Error, outline: &Outline) -> Content<'a> {
    let (objects, arrays) = outline.still_open();
    // serde_json calls a number that was cut invalid, not unfinished.
    let in_number = objects + arrays > 0
        && text.ends_with(['-', '+', '.', 'e', 'E'])
        && slips::offset(text, error) + 1 >= text.len();
    if error.is_eof() || in_number {
        let problem = Problem::TruncatedJson { in_string: outline.in_string, objects, arrays };
        let last = text.char_indices().next_back().map_or(0, |(index, _)| index);
        return Content::Broken(problem, last..text.len());
    }
    let (problem, span) = slips::explain(text, error);
    Content::Broken(problem, span)
}

/// Why bytes that should be one body are none; `None` where they are JSON.
pub fn unreadable(bytes: &[u8]) -> Option<Content<'_>> {
    match std::str::from_utf8(bytes) {
        Err(error) => Some(invalid_utf8(bytes, &error)),
        Ok(text) => match serde_json::from_str::<IgnoredAny>(text) {
            Err(error) => Some(broken(text, &error, &Outline::default())),
            Ok(_) => None,
        },
    }
}

fn invalid_utf8<'a>(bytes: &[u8], error: &std::str::Utf8Error) -> Content<'a> {
    let start = error.valid_up_to();
    let length = error.error_len().unwrap_or(bytes.len() - start);
    let span = start..start + length;
    Content::Broken(Problem::InvalidUtf8 { bytes: bytes[span.clone()].to_vec() }, span)
}

fn trim_end(bytes: &[u8]) -> &[u8] {
    let blanks = bytes.iter().rev().take_while(|byte| byte.is_ascii_whitespace() || **byte == 0);
    &bytes[..bytes.len() - blanks.count()]
}
