//! Finds where values begin and end in a stream of JSON, without parsing them.
//!
//! `serde_json` decides what is JSON. This module only decides where a broken body ends, so that it
//! never hides the next one: at its closing bracket, or before a line that can only be the start of
//! the next body.

use std::borrow::Cow;

use self::member::is_a_value;
use super::separators::{BYTE_ORDER_MARK, RECORD_SEPARATOR};
use crate::json::plain::plain_run;
use crate::json::text::unescape_first;

/// The maximum distance of the first key from its brace, in bytes.
const KEY_LOOK_AHEAD: usize = 64;
/// A line with more blanks before its first bracket does not begin a body.
pub const MOST_INDENT: usize = 200;
/// The maximum look-ahead of all decisions in this module, in bytes.
pub const LOOK_AHEAD: usize = 400;
/// First keys that identify the start of a webhook body.
const FIRST_KEYS: [&str; 3] = ["action", "goal", "type"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// At the closing bracket.
    Closed,
    /// Before a line that starts the next body; `certain` if a JSON value cannot continue like
    /// this.
    NextBody {
        /// Whether the ended value is certainly not JSON.
        certain: bool,
    },
    /// At the end of the bytes.
    OutOfBytes,
}

/// Scans one value that begins with a bracket; can be fed in pieces.
#[derive(Debug, Default)]
pub struct EndScanner {
    /// The open containers, innermost last: whether each is an object.
    open: Vec<bool>,
    /// How many of them are objects.
    objects: usize,
    /// Deeper open containers of either kind.
    deeper: u64,
    /// The deepest nesting seen.
    pub deepest: usize,
    /// Whether the scan is in a string.
    in_string: bool,
    escaped: bool,
    /// The last byte that is not white space.
    previous: u8,
    /// The indent of the value, if it is the first on its line.
    indent: usize,
}

/// Bytes that do not open, close or separate anything.
static IS_PLAIN: [bool; 256] = {
    let mut is_plain = [true; 256];
    let others = b"\"{}[]\n\r \t\x1e";
    let mut index = 0;
    while index < others.len() {
        is_plain[others[index] as usize] = false;
        index += 1;
    }
    is_plain
};

/// Deeper containers are only counted, to bound memory.
const KINDS_KEPT: usize = 100_000;

impl EndScanner {
    /// A scan of the value at `start`; `mid_line`: the bytes do not begin at the start of a line.
    pub fn at(bytes: &[u8], start: usize, mid_line: bool) -> EndScanner {
        let blanks = bytes[..start].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t'));
        let indent = blanks.take(MOST_INDENT + 1).count();
        let is_first = match bytes[..start - indent].last() {
            Some(byte) => *byte == b'\n',
            None => !mid_line,
        };
        let indent = if is_first && indent <= MOST_INDENT { indent } else { 0 };
        EndScanner { indent, ..EndScanner::default() }
    }

    /// Skips the start of a body, without white space, up to a key or value inside this many
    /// objects.
    pub fn pass_compact(&mut self, depth: usize) {
        self.open(true, depth);
    }

    /// The number of open objects and arrays; uncounted deep ones count as arrays.
    pub fn still_open(&self) -> (u64, u64) {
        (self.objects as u64, (self.open.len() - self.objects) as u64 + self.deeper)
    }

    /// Continues from `from` and returns the end of the value and its reason.
    pub fn scan(&mut self, bytes: &[u8], from: usize) -> (usize, Ended) {
        self.scan_to(bytes, from, bytes.len())
    }

    /// Continues from `from` and stops before `to`, with look-ahead after it.
    pub fn scan_to(&mut self, bytes: &[u8], from: usize, to: usize) -> (usize, Ended) {
        let mut at = from;
        while at < to {
            if self.in_string {
                at = self.rest_of_string(bytes, at, to);
                // Behind the last character are a quote, or the end of the line.
                let quotes = usize::from(bytes[..at].ends_with(b"\""));
                if !self.in_string && begins_in_string(bytes, at - quotes) {
                    self.in_string = true;
                    return (at - quotes - 1, Ended::NextBody { certain: true });
                }
                continue;
            }
            let byte = bytes[at];
            match byte {
                b'"' => {
                    self.previous = b'"';
                    // Fast path: most strings are short and without escapes.
                    let end = at + 1 + plain_run(&bytes[at + 1..to]);
                    self.in_string = end == to || bytes[end] != b'"';
                    if self.in_string {
                        at += 1;
                        continue;
                    }
                    if begins_in_string(bytes, end) {
                        self.in_string = true;
                        return (end - 1, Ended::NextBody { certain: true });
                    }
                    at = end;
                }
                b'{' | b'[' => {
                    let rest = bytes[at + 1..to].iter();
                    let more = rest.take_while(|next| **next == byte).count();
                    self.open(byte == b'{', 1 + more);
                    self.previous = byte;
                    at += more;
                }
                b'}' | b']' => {
                    self.close(byte == b'}');
                    if self.open.is_empty() {
                        return (at + 1, Ended::Closed);
                    }
                    self.previous = byte;
                }
                RECORD_SEPARATOR => return (at, Ended::NextBody { certain: true }),
                b'\n' | b'\r' => {
                    if let Some(certain) = self.next_body_follows(&bytes[at + 1..]) {
                        return (at + 1, Ended::NextBody { certain });
                    }
                }
                b' ' | b'\t' => {}
                _ => {
                    let rest = bytes[at + 1..to].iter();
                    at += rest.take_while(|byte| IS_PLAIN[usize::from(**byte)]).count();
                    self.previous = bytes[at];
                }
            }
            at += 1;
        }
        (at, Ended::OutOfBytes)
    }

    /// Continues in a string from `from` and returns its end, or the offset of a raw newline: JSON
    /// strings cannot contain one, so the opening quote is broken.
    fn rest_of_string(&mut self, bytes: &[u8], from: usize, to: usize) -> usize {
        let mut at = from;
        while at < to {
            if !self.escaped {
                at += string_run(&bytes[at..to]);
            }
            match bytes[..to].get(at) {
                None => break,
                Some(b'\n' | b'\r') => {
                    self.in_string = false;
                    self.escaped = false;
                    self.pass_text(&bytes[from..at]);
                    // A newline between brackets is a boundary regardless of quotes, so that it can
                    // be found from the end.
                    if !matches!(self.previous, b'}' | b']') {
                        self.previous = b'"';
                    }
                    return at;
                }
                Some(b'"') if !self.escaped => {
                    self.in_string = false;
                    self.previous = b'"';
                    return at + 1;
                }
                Some(byte) => self.escaped = !self.escaped && *byte == b'\\',
            }
            at += 1;
        }
        self.pass_text(&bytes[from..at]);
        at
    }

    fn pass_text(&mut self, text: &[u8]) {
        let last = text.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
        self.previous = last.copied().unwrap_or(self.previous);
    }

    /// Opens this many containers of a kind.
    fn open(&mut self, is_object: bool, count: usize) {
        let kept = count.min(KINDS_KEPT - self.open.len());
        match kept {
            1 => self.open.push(is_object),
            _ => self.open.resize(self.open.len() + kept, is_object),
        }
        self.objects += usize::from(is_object) * kept;
        self.deepest = self.deepest.max(self.open.len());
        self.deeper += (count - kept) as u64;
    }

    /// Closes the innermost container of a kind and those inside it, whose brackets are missing.
    /// Ignores a bracket that closes nothing.
    fn close(&mut self, is_object: bool) {
        if let Some(deeper) = self.deeper.checked_sub(1) {
            self.deeper = deeper;
            return;
        }
        let of_its_kind = if is_object { self.objects } else { self.open.len() - self.objects };
        if of_its_kind == 0 {
            return;
        }
        while let Some(closed) = self.open.pop() {
            self.objects -= usize::from(closed);
            if closed == is_object {
                break;
            }
        }
    }

    /// Whether the line here starts another body, given the bytes before it, and whether that is
    /// certain.
    fn next_body_follows(&self, line: &[u8]) -> Option<bool> {
        let line = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line);
        let blanks = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
        let indent = blanks.take(MOST_INDENT + 1).count();
        let rest = line.get(indent..).filter(|_| indent <= MOST_INDENT)?;
        match rest.first()? {
            &RECORD_SEPARATOR => Some(true),
            // A closing bracket is never followed by an opening one inside a JSON value.
            b'{' | b'[' if matches!(self.previous, b'}' | b']') => Some(true),
            b'{' | b'[' => self.value_follows(rest, indent),
            _ => None,
        }
    }

    /// The same for a line with this indent.
    fn value_follows(&self, line: &[u8], indent: usize) -> Option<bool> {
        let is_object = line[0] == b'{';
        let is_indented = indent > self.indent;
        let is_body = starts_a_body(if is_object { line } else { inside(line) });
        let in_object = self.open.last().copied().unwrap_or(true);
        let follows = match self.previous {
            // A member's value, or a body after a truncated one.
            b':' => is_body || (is_object && !is_indented && !is_a_value(line)),
            b',' | b'[' if !in_object => is_body && is_object && !is_indented,
            // A value is not possible here.
            _ => return (is_body || (is_object && !is_indented)).then_some(true),
        };
        follows.then_some(false)
    }
}

/// The number of bytes, with complete escapes, that certainly do not end the string.
fn string_run(bytes: &[u8]) -> usize {
    let mut run = 0;
    loop {
        run += plain_run(&bytes[run..]);
        match bytes.get(run..run + 2) {
            Some([b'\\', escaped]) if !matches!(escaped, b'\n' | b'\r') => run += 2,
            _ => return run,
        }
    }
}

/// Whether these bytes are a brace and a first key of a webhook body.
pub fn starts_a_body(bytes: &[u8]) -> bool {
    bytes.starts_with(b"{") && first_key(bytes).is_some_and(|key| FIRST_KEYS.contains(&&*key))
}

/// The first key of an object, with or without escapes.
fn first_key(object: &[u8]) -> Option<Cow<'_, str>> {
    let inner = inside(object);
    let start = &inner[..inner.len().min(KEY_LOOK_AHEAD)];
    let key = start.strip_prefix(b"\"")?;
    let plain = plain_run(key);
    match key.get(plain)? {
        b'"' => std::str::from_utf8(&key[..plain]).ok().map(Cow::Borrowed),
        _ => unescape_first(start).map(Cow::Owned),
    }
}

/// Whether a string ends with the brace of a body. The quote behind it opens its first key instead,
/// or is missing before the end of the line: the string was truncated, and the next body is on its
/// line.
fn begins_in_string(bytes: &[u8], end: usize) -> bool {
    bytes[..end].ends_with(b"{") && starts_a_body(&bytes[end - 1..])
}

/// The rest after a bracket and white space.
fn inside(bytes: &[u8]) -> &[u8] {
    let inner = &bytes[1..];
    let blanks = inner.iter().take(KEY_LOOK_AHEAD).take_while(|byte| byte.is_ascii_whitespace());
    &inner[blanks.count()..]
}

/// The end of text that is not a body: the end of its line, or a body on the same line at
/// `body_from` or later. No byte after that is read, because a line may be all there is.
pub fn text_end(bytes: &[u8], start: usize, body_from: usize) -> usize {
    memchr::memchr3_iter(b'\n', RECORD_SEPARATOR, b'{', &bytes[start..])
        .map(|found| start + found)
        .find(|&at| bytes[at] != b'{' || (at >= body_from && starts_a_body(&bytes[at..])))
        .unwrap_or(bytes.len())
}

/// Scans an array element without a bracket; can be fed in pieces.
#[derive(Debug, Default)]
pub struct Element {
    in_string: bool,
    escaped: bool,
}

impl Element {
    /// Continues from `from` and returns the end of the element.
    pub fn scan(&mut self, bytes: &[u8], from: usize) -> Option<usize> {
        let rest = bytes[from..].iter();
        let length = rest.copied().position(|byte| {
            match byte {
                b'\n' => return true,
                _ if self.escaped => self.escaped = false,
                b'\\' if self.in_string => self.escaped = true,
                b'"' => self.in_string = !self.in_string,
                b',' | b']' if !self.in_string => return true,
                _ => {}
            }
            false
        });
        length.map(|length| from + length)
    }
}

/// The end of an array element without a bracket.
pub fn element_end(bytes: &[u8], start: usize) -> usize {
    Element::default().scan(bytes, start).unwrap_or(bytes.len())
}

mod member;
#[cfg(test)]
mod tests;
