//! Bodies over several lines: continuation lines, and lines with a prefix from a tool.

use std::borrow::Cow;
use std::ops::Range;

use super::around::{self, Around, Content};
use crate::capture::end_scanner::{EndScanner, Ended};

/// The name of joined lines in paths.
pub const NAME: &str = "lines";

/// The maximum size of a body over lines, including interleaved other lines, in bytes.
pub const LONGEST: usize = 256 * 1024;

/// Whether a line that begins here may be inside a body that began on a line before.
pub fn goes_on(line: &[u8]) -> bool {
    line.first()
        .is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'{' | b'}' | b']' | b'\r' | b'\n' | 0x1b))
        || line.starts_with(b"\\\t")
        || is_member(line)
}

/// Whether a line without an indent begins with a key: `"action":`, with quotes as in CSV or plain.
/// What is cut before its colon may be one.
fn is_member(line: &[u8]) -> bool {
    let quotes = line.iter().take(2).take_while(|byte| **byte == b'"').count();
    let (quotes, rest) = line.split_at(quotes);
    let word = rest.iter().take_while(|byte| byte.is_ascii_lowercase() || **byte == b'_').count();
    let rest = &rest[word..];
    let behind = rest.strip_prefix(quotes).filter(|_| word > 0);
    let is_cut = quotes.starts_with(rest) || behind == Some(b" ");
    !quotes.is_empty()
        && (is_cut || behind.is_some_and(|it| it.starts_with(b":") || it.starts_with(b" :")))
}

/// Whether a line after `from` ends with a brace, and the next one does not continue it.
pub fn closes_within(bytes: &[u8], from: usize) -> bool {
    memchr::memchr_iter(b'\n', &bytes[from..]).any(|newline| {
        let (text, next) = (&bytes[..from + newline], &bytes[from + newline + 1..]);
        text.trim_ascii_end().ends_with(b"}") && !goes_on(next)
    })
}

/// The line at an offset, without its newline.
pub fn line_at(bytes: &[u8], at: usize) -> Range<usize> {
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |newline| newline + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |newline| at + newline);
    start..end
}

/// A body joined from lines.
pub struct Joined {
    /// From its opening brace to the end of its last line.
    pub span: Range<usize>,
    pub text: Vec<u8>,
    /// Interleaved lines of others.
    pub others: Vec<Range<usize>>,
}

/// The body around the key at `key`, over lines with the same wrapping. `floor` is the end of what
/// was read before.
pub fn joined(bytes: &[u8], key: usize, floor: usize) -> Option<Joined> {
    let line = line_at(bytes, key);
    if line.start < floor {
        return None;
    }
    let around = Around::of(&bytes[line.clone()], key - line.start)?;
    let opener = opener(bytes, line.start, &around, floor)?;
    let mut joined =
        Joined { span: opener.line..opener.line, text: Vec::new(), others: Vec::new() };
    joined.text.extend_from_slice(&opener.rest);
    let mut scanner = EndScanner::at(&joined.text, 0, false);
    let (mut read, mut ended) = scanner.scan(&joined.text, 0);
    let mut at = line_at(bytes, opener.line).end + 1;
    while ended == Ended::OutOfBytes && at < bytes.len() && at - opener.line < LONGEST {
        let line = line_at(bytes, at);
        at = line.end + 1;
        match around.content(&bytes[line.clone()]) {
            Some(content) => {
                add(&mut joined.text, &content);
                (read, ended) = scanner.scan(&joined.text, read);
                joined.span.end = line.end;
            }
            // A body that opens with another prefix ends before the next such line.
            None if opener.is_other && around::opens_at_end(&bytes[line.clone()]).is_some() => {
                break;
            }
            None => joined.others.push(line),
        }
    }
    joined.others.retain(|line| line.start < joined.span.end);
    (ended == Ended::Closed && joined.span.end > key).then_some(joined)
}

fn add(text: &mut Vec<u8>, content: &Content<'_>) {
    text.extend_from_slice(&content.text);
    if content.ends {
        text.push(b'\n');
    }
}

/// The opening of a body.
struct Opener {
    /// The start of its line, or of its brace there.
    line: usize,
    /// The content of the line from the brace on.
    rest: Vec<u8>,
    /// Whether its prefix differs from that of the lines below.
    is_other: bool,
}

/// The opening brace on the line of a key or above it, over lines with only keys.
fn opener(bytes: &[u8], line_of_key: usize, around: &Around<'_>, floor: usize) -> Option<Opener> {
    let mut end = line_at(bytes, line_of_key).end + 1;
    let mut are_all_alike = true;
    while end > floor && line_of_key.saturating_sub(end) < LONGEST {
        let line = line_at(bytes, end - 1);
        if line.start < floor {
            return None;
        }
        end = line.start;
        let text = &bytes[line.clone()];
        // The line before the first key may have another prefix.
        let own = around.content(text);
        let other = || {
            let opened = around::opens_at_end(text).map(|brace| &text[..=brace]);
            let text = opened.filter(|_| are_all_alike)?;
            Some(Content { text: text.into(), ends: true })
        };
        let is_own = own.is_some();
        let content = own.or_else(other);
        are_all_alike &= is_own;
        let Some(content) = content else { continue };
        if content.text.trim_ascii_start().starts_with(b"\"") || goes_on_above(bytes, end, around) {
            continue;
        }
        let brace = opening_brace(&content.text)?;
        let mut rest = Vec::new();
        let start = match &content.text {
            Cow::Borrowed(text) => text.as_ptr() as usize - bytes.as_ptr() as usize + brace,
            Cow::Owned(_) => line.start,
        };
        add(&mut rest, &Content { text: content.text[brace..].into(), ends: content.ends });
        return Some(Opener { line: start, rest, is_other: !is_own });
    }
    None
}

/// Whether the line above an offset has a part of the line there.
fn goes_on_above(bytes: &[u8], at: usize, around: &Around<'_>) -> bool {
    let above = at.checked_sub(1).map(|end| &bytes[line_at(bytes, end)]);
    above.and_then(|line| around.content(line)).is_some_and(|content| !content.ends)
}

/// The first brace that is followed by a key or nothing.
fn opening_brace(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'{', text).find(|brace| {
        let behind = text[brace + 1..].trim_ascii_start();
        behind.is_empty() || behind.starts_with(b"\"")
    })
}

/// Whether a line is a record of a container's log.
pub fn is_of_container(line: &[u8]) -> bool {
    let has = |key: &[u8]| memchr::memmem::find(line, key).is_some();
    line.starts_with(b"{\"") && has(b"\"log\":") && has(b"\"stream\":")
}

/// Whether a line is such a record with a partial line.
pub fn is_part(line: &[u8]) -> bool {
    is_of_container(line) && memchr::memmem::find(line, b"\\n\"").is_none()
}

/// Whether the line at an offset, or the one before, is partial.
pub fn is_in_part(bytes: &[u8], line: usize) -> bool {
    is_part(&bytes[line_at(bytes, line)])
        || line.checked_sub(1).is_some_and(|above| is_part(&bytes[line_at(bytes, above)]))
}

/// The ends of records whose line opens a body.
const OPENS: [&[u8]; 4] = [b"{\\n\"", b"{\\r\\n\"", b"{\",", b"{\"}"];

/// Whether a record may open a body that continues in the next one.
pub fn may_open(record: &[u8]) -> bool {
    OPENS.iter().any(|end| memchr::memmem::find(record, end).is_some())
}

/// If a line opens a body that continues in the next record, the offset of its first key in
/// `below`.
pub fn opens_record(line: &[u8], below: &[u8]) -> Option<usize> {
    let is_opener = line.starts_with(b"{\"") && may_open(line);
    is_opener.then(|| memchr::memmem::find(below, b"\\\"")).flatten().map(|at| at + 2)
}
