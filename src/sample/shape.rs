//! Writes drafts in one of the shapes, with the truth about their defects.

use super::body::{body, integer};
use super::broken_body::{Head, Mutant};
use super::defects::mutant;
use super::stream::{Planned, Shape};
use crate::capture::separators::BYTE_ORDER_MARK;
use crate::rules::registry::syntax;
use crate::rules::rule::{Group, Rule};
use crate::text::json_layout::raw_json_pretty;

impl Shape {
    pub fn can_break(self, rule: &'static Rule) -> bool {
        match self {
            Shape::Http => true,
            Shape::Ndjson => rule.group != Group::Transport,
            // Text between elements or an unclosed element would break the array as well.
            Shape::Json => {
                rule.group != Group::Transport
                    && rule != &syntax::TRAILING_TEXT
                    && rule != &syntax::TRUNCATED_JSON
                    && rule != &syntax::UNREAD_WEBHOOK
            }
        }
    }
}

/// A defect and its location, for `--truth`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    pub rule: &'static Rule,
    /// The line where the body or the text begins, from 1.
    pub line: u64,
    /// The number of the body, from 1; `None` for text outside the bodies.
    pub body: Option<u64>,
    /// A JSON Pointer in the body.
    pub pointer: String,
}

/// Written deliveries. Lines count from the start of this text.
#[derive(Debug, Default)]
pub struct Written {
    pub bytes: Vec<u8>,
    /// The number of newlines in it.
    pub lines: u64,
    pub truths: Vec<Truth>,
}

/// Writes consecutive deliveries; `bodies` is the number in the whole sample.
pub fn write(shape: Shape, planned: &[Planned], bodies: u64) -> Written {
    let mut written = Written::default();
    written.bytes.reserve(planned.len() * 640);
    let mut counted = 0;
    for planned in planned {
        let broken =
            planned.breaks.map(|(rule, seed)| (rule, mutant(rule, planned.delivery, seed)));
        let start = written.bytes.len();
        let out = &mut written.bytes;
        let mutant = broken.as_ref().map(|(_, mutant)| mutant);
        match shape {
            Shape::Ndjson => ndjson(planned, mutant, out),
            Shape::Json => json(planned, mutant, bodies, out),
            Shape::Http => http(planned, mutant, out),
        }
        // Text after a body is on the next line.
        let broken =
            broken.map(|(rule, mutant)| (rule, mutant.pointer, u64::from(mutant.after.is_some())));
        let shown = planned.shows.map(|(rule, pointer)| (rule, pointer.to_owned(), 0));
        for (rule, pointer, after) in broken.into_iter().chain(shown) {
            written.lines += newlines(&written.bytes[counted..start]);
            counted = start;
            let before = match shape {
                Shape::Ndjson => 0,
                Shape::Json => u64::from(bodies > 1 && planned.number == 0),
                Shape::Http if rule.group == Group::Transport => 0,
                Shape::Http => HEAD_LINES,
            };
            written.truths.push(Truth {
                rule,
                line: written.lines + 1 + before + after,
                body: (after == 0).then_some(planned.number + 1),
                pointer,
            });
        }
    }
    written.lines += newlines(&written.bytes[counted..]);
    written
}

fn newlines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Appends the body, and the line of text if that is its defect.
fn raw(planned: &Planned, mutant: Option<&Mutant>, out: &mut Vec<u8>) {
    match mutant {
        None => body(&planned.delivery, out),
        Some(mutant) => {
            if mutant.mark {
                out.extend_from_slice(BYTE_ORDER_MARK);
            }
            out.extend_from_slice(&mutant.text);
            if let Some(after) = mutant.after {
                out.push(b'\n');
                out.extend_from_slice(after.as_bytes());
            }
        }
    }
}

fn ndjson(planned: &Planned, mutant: Option<&Mutant>, out: &mut Vec<u8>) {
    raw(planned, mutant, out);
    out.push(b'\n');
}

fn json(planned: &Planned, mutant: Option<&Mutant>, bodies: u64, out: &mut Vec<u8>) {
    if planned.number == 0 && bodies > 1 {
        out.extend_from_slice(b"[\n");
    }
    let mut line = Vec::new();
    raw(planned, mutant, &mut line);
    let readable = std::str::from_utf8(&line)
        .ok()
        .filter(|text| serde_json::from_str::<serde_json::Value>(text).is_ok());
    match readable {
        Some(text) => {
            let mut pretty = String::new();
            raw_json_pretty(text, &mut pretty);
            out.extend_from_slice(pretty.as_bytes());
        }
        None => out.extend_from_slice(&line),
    }
    out.extend_from_slice(match (bodies, planned.number + 1 == bodies) {
        (1, _) => b"\n",
        (_, true) => b"\n]\n",
        (_, false) => b",\n",
    });
}

/// The head of a request.
const HEAD_LINES: u64 = 7;

fn http(planned: &Planned, mutant: Option<&Mutant>, out: &mut Vec<u8>) {
    let head = mutant.map_or(Head::Right, |mutant| mutant.head);
    let mut content = Vec::with_capacity(640);
    raw(planned, mutant, &mut content);
    let method: &[u8] = if head == Head::OtherMethod { b"PUT" } else { b"POST" };
    out.extend_from_slice(method);
    out.extend_from_slice(b" /webhooks/goals HTTP/1.1\r\nHost: partner.example\r\n");
    out.extend_from_slice(b"User-Agent: HTTPClient/1.0\r\nContent-Type: ");
    out.extend_from_slice(match head {
        Head::OtherType => b"text/plain",
        _ => b"application/json; charset=utf-8",
    });
    out.extend_from_slice(b"\r\nDate: ");
    out.extend_from_slice(planned.delivery.date().as_bytes());
    out.extend_from_slice(b"\r\nContent-Length: ");
    let length = if head == Head::OtherLength { 231 } else { content.len() };
    integer(length as i64, out);
    out.extend_from_slice(b"\r\n\r\n");
    out.extend_from_slice(&content);
    out.extend_from_slice(b"\r\n");
}
