//! The forms in which bodies are captured: how each is told from its content, where it can be
//! cut into blocks, and which parts of a block hold bodies.

use std::borrow::Cow;

use super::http::{self, Request};
use super::log;
use super::outline::{Ended, Outline, element_end, separator, text_end};
use super::page;

/// A form of capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// JSON values: one, several, a line each, or in an array.
    Values,
    /// Raw HTTP/1.1 requests.
    Http,
    /// A paste of the documentation page.
    Page,
    /// A table exported as CSV.
    Csv,
    /// Lines of a log, with bodies behind other text.
    Log,
}

impl Form {
    /// The form of an input, from its first bytes.
    pub fn detect(start: &[u8]) -> Form {
        let mut text = start;
        while let Some(length) = separator(text) {
            text = &text[length..];
        }
        if page::is_page(text) {
            Form::Page
        } else if http::is_start(text) {
            Form::Http
        } else if log::is_log(text) {
            Form::Log
        } else {
            Form::Values
        }
    }

    /// What a person is told that was read, where it is not plain JSON.
    pub fn description(self) -> Option<&'static str> {
        match self {
            Form::Values => None,
            Form::Http => Some("an HTTP request"),
            Form::Page => Some("a documentation page"),
            Form::Csv => Some("a CSV table"),
            Form::Log => Some("a log"),
        }
    }

    /// The parts of a block that hold bodies.
    pub fn parts(self, block: &[u8]) -> Vec<Part<'_>> {
        let whole = |bytes| Part { bytes, base: Some(0), request: None };
        match self {
            Form::Values | Form::Csv | Form::Log => vec![whole(Cow::Borrowed(block))],
            Form::Page => vec![whole(Cow::Owned(page::blank_out(block)))],
            Form::Http => http::requests(block)
                .map(|request| {
                    let bytes = request.unchunked(block);
                    let base = matches!(bytes, Cow::Borrowed(_)).then_some(request.body.start);
                    Part { bytes, base, request: Some(request) }
                })
                .collect(),
        }
    }
}

/// A stretch of JSON values in a block.
#[derive(Debug)]
pub struct Part<'a> {
    /// The values.
    pub bytes: Cow<'a, [u8]>,
    /// Where they stand in the block; nowhere, where a coding was undone.
    pub base: Option<usize>,
    /// The request that they came in.
    pub request: Option<Request<'a>>,
}

/// Where the next block of an input begins: in an array of bodies or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The length of the block in bytes.
    pub length: usize,
    /// Whether what follows stands inside an array, after one of its elements.
    pub inside_array: bool,
}

/// The last place at which values can be cut into blocks so that each block can be read alone.
///
/// `inside_array` says how the bytes begin; arrays hold bodies where `arrays_hold_bodies`.
/// `None` where no value ends within the bytes.
pub fn cut_values(bytes: &[u8], arrays_hold_bodies: bool, inside_array: bool) -> Option<Cut> {
    if !arrays_hold_bodies && let Some(length) = last_line_of_a_body(bytes) {
        return Some(Cut { length, inside_array: false });
    }
    let mut cut = None;
    let mut inside_array = inside_array;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if let Some(length) = separator(&bytes[at..]) {
            at += length;
            continue;
        }
        match byte {
            b'[' if arrays_hold_bodies && !inside_array => {
                inside_array = true;
                at += 1;
                continue;
            }
            b',' if inside_array => {
                at += 1;
                continue;
            }
            b']' if inside_array => {
                inside_array = false;
                at += 1;
            }
            b'{' | b'[' => match Outline::at(bytes, at).scan(bytes, at) {
                (_, Ended::OutOfBytes) => break,
                (end, Ended::Closed) => at = end,
                (end, Ended::NextBody) => {
                    at = end;
                    if inside_array {
                        continue;
                    }
                }
            },
            _ => {
                let end = if inside_array { element_end(bytes, at) } else { text_end(bytes, at) };
                if end == bytes.len() {
                    break;
                }
                at = end;
                if inside_array {
                    continue;
                }
            }
        }
        cut = Some(Cut { length: at, inside_array });
    }
    cut
}

/// The last line end between a closing bracket and an opening one, which no JSON value holds
/// inside: so nearly always a cut is found from the end, without a look at the rest.
fn last_line_of_a_body(bytes: &[u8]) -> Option<usize> {
    memchr::memrchr_iter(b'\n', bytes).take(LINES_TRIED).find_map(|newline| {
        let after = bytes[newline..].trim_ascii_start();
        let after = after.strip_prefix(b"\x1e").unwrap_or(after);
        let before = bytes[..newline].trim_ascii_end();
        let opens = matches!(after.first(), Some(b'{' | b'['));
        let closed = matches!(before.last(), Some(b'}' | b']'));
        (opens && closed).then_some(newline + 1)
    })
}

/// So many lines from the end are tried; a pretty-printed body has about twenty.
const LINES_TRIED: usize = 100;
