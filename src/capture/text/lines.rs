//! Bodies over several lines: which lines go on with the text of the line before, and those
//! behind a prefix that a tool puts before every line.

use std::ops::Range;

use super::anchor;
use crate::capture::outline::{Ended, Outline};

/// A body over lines has at most so many bytes, the lines of others between them included.
pub const LONGEST: usize = 256 * 1024;

/// Whether a line that begins here may be inside a body that began on a line before.
pub fn goes_on(line: &[u8]) -> bool {
    line.first()
        .is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'{' | b'}' | b']' | b'\r' | b'\n' | 0x1b))
}

/// The line around a place, without its line end.
pub fn line_at(bytes: &[u8], at: usize) -> Range<usize> {
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |newline| newline + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |newline| at + newline);
    start..end
}

/// A body that was put together from lines.
pub struct Joined {
    /// From its opening brace to the end of its last line.
    pub span: Range<usize>,
    pub text: Vec<u8>,
    /// Lines between its own that belong to others.
    pub others: Vec<Range<usize>>,
}

/// The body around the key at `key`, whose lines all have the same prefix. `floor` is where what
/// was read before ends.
pub fn joined(bytes: &[u8], key: usize, floor: usize) -> Option<Joined> {
    let line = line_at(bytes, key);
    let quote = memchr::memchr(b'"', &bytes[line.clone()])? + line.start;
    let first = quote - colours_before(&bytes[line.start..quote]);
    let prefix = bytes[line.start..first].trim_ascii_end();
    let is_psql = bytes[line.clone()].trim_ascii_end().ends_with(b" +");
    if (prefix.is_empty() && !is_psql) || first < floor {
        return None;
    }
    let brace = opener(bytes, line.start, prefix, floor)?;
    let mut joined = Joined { span: brace..brace, text: b"{\n".to_vec(), others: Vec::new() };
    let mut outline = Outline::at(&joined.text, 0, false);
    let (mut read, mut ended) = (0, Ended::OutOfBytes);
    let mut at = line_at(bytes, brace).end + 1;
    while ended == Ended::OutOfBytes && at < bytes.len() && at - brace < LONGEST {
        let line = line_at(bytes, at);
        at = line.end + 1;
        match behind(&bytes[line.clone()], prefix) {
            Some(content) => {
                joined.text.extend_from_slice(without_plus(content));
                joined.text.push(b'\n');
                (read, ended) = outline.scan(&joined.text, read);
                joined.span.end = line.end;
            }
            None => joined.others.push(line),
        }
    }
    joined.others.retain(|line| line.start < joined.span.end);
    (ended == Ended::Closed).then_some(joined)
}

fn colours_before(bytes: &[u8]) -> usize {
    let Some(start) = memchr::memchr(0x1b, bytes) else { return 0 };
    let mut at = start;
    while at < bytes.len() {
        let length = anchor::colour(&bytes[at..]);
        if length == 0 && !bytes[at].is_ascii_whitespace() {
            return 0;
        }
        at += length.max(1);
    }
    bytes.len() - start
}

/// The opening brace above a line: the last one on its line, above lines of keys alone.
fn opener(bytes: &[u8], below: usize, prefix: &[u8], floor: usize) -> Option<usize> {
    let mut end = below;
    while end > floor && below - end < LONGEST {
        let line = line_at(bytes, end - 1);
        if line.start < floor {
            return None;
        }
        let is_next = end == below;
        end = line.start;
        let content = behind(&bytes[line.clone()], prefix);
        let text = content.or(is_next.then_some(&bytes[line.clone()]));
        let Some(text) = text.map(without_plus) else { continue };
        if text.trim_ascii_start().starts_with(b"\"") {
            continue;
        }
        let trimmed = text.trim_ascii_end();
        let start = trimmed.as_ptr() as usize - bytes.as_ptr() as usize;
        return trimmed.ends_with(b"{").then(|| start + trimmed.len() - 1);
    }
    None
}

/// A line's text behind a prefix of which numbers (times, counters) may differ.
fn behind<'l>(line: &'l [u8], prefix: &[u8]) -> Option<&'l [u8]> {
    if let Some(rest) = line.strip_prefix(prefix) {
        return Some(rest);
    }
    let (mut at, mut words) = (0, prefix);
    while let Some(&byte) = words.first() {
        if starts_number(prefix, prefix.len() - words.len()) {
            let numeric = |bytes: &[u8]| {
                bytes.iter().take_while(|b| b.is_ascii_digit() || b":.,-+TZ/".contains(b)).count()
            };
            let (theirs, ours) = (numeric(words), numeric(line.get(at..)?));
            if ours == 0 || !line[at].is_ascii_digit() {
                return None;
            }
            words = &words[theirs..];
            at += ours;
        } else if byte == b' ' {
            // Counters are aligned with blanks.
            words = words.trim_ascii_start();
            let rest = line.get(at..)?;
            let blanks = rest.len() - rest.trim_ascii_start().len();
            at += blanks;
            if blanks == 0 {
                return None;
            }
        } else {
            if line.get(at) != Some(&byte) {
                return None;
            }
            words = &words[1..];
            at += 1;
        }
    }
    line.get(at..)
}

/// Whether a number begins here that is no part of a word.
fn starts_number(prefix: &[u8], at: usize) -> bool {
    prefix[at].is_ascii_digit()
        && at
            .checked_sub(1)
            .is_none_or(|before| matches!(prefix[before], b' ' | b'\t' | b'[' | b'('))
}

/// A line of psql's tables without the sign that the value goes on.
fn without_plus(line: &[u8]) -> &[u8] {
    let trimmed = line.trim_ascii_end();
    trimmed.strip_suffix(b"+").unwrap_or(line)
}
