//! Decodes base64, hexadecimal or lists of numbers around an anchor.

use std::ops::{Range, RangeInclusive};

use super::anchor::{self, Alphabet, Anchor};
use super::dump;
use super::entities::number;
use super::find::{Finder, Piece, dumped};
use super::lines::line_at;
use crate::capture::base64_text::base64;
use crate::rules::facts::Look;

impl Finder<'_> {
    pub(super) fn binary(&mut self, anchor: &Anchor, floor: usize) -> Piece {
        if let Some(record) = self.enclosing(anchor, floor) {
            return record;
        }
        if matches!(anchor.alphabet, Alphabet::Base32 | Alphabet::Utf16) {
            return self.unread(anchor, floor);
        }
        let run = self.run(anchor);
        let is_readable = matches!(&run, Some(Piece::Coded { text, .. }) if self.reads(text));
        let dump = if is_readable { None } else { self.dump(anchor.span.start) };
        // What an unreadable webhook looks like is seen in the decoded text.
        let cut = || Piece::Unread { span: anchor.span.clone(), look: Look::CutOff };
        dump.or(run).unwrap_or_else(cut)
    }

    /// The run of base64, hexadecimal or numbers around an anchor, if it has one when decoded.
    pub(super) fn run(&mut self, anchor: &Anchor) -> Option<Piece> {
        let from = anchor.span.start;
        if self.tires(from) {
            return None;
        }
        let (found, name) = match anchor.alphabet {
            Alphabet::Base64(phase) => (base64_around(self.bytes, from, phase, self.at)?, "base64"),
            _ if anchor.is_gzip() => (base64_around(self.bytes, from, 0, self.at)?, "base64"),
            Alphabet::Hex => (hex_around(self.bytes, from, self.at), "hex"),
            _ => (numbers_around(self.bytes, from, self.at), "bytes"),
        };
        if !anchor.is_gzip() && !anchor::any(&found.bytes) {
            self.in_vain += found.end - found.start;
            return None;
        }
        let end = found.end.max(anchor.span.end);
        Some(Binary { end, ..found }.piece(name))
    }

    /// A dump of bytes with a goal webhook.
    pub(super) fn dump(&mut self, at: usize) -> Option<Piece> {
        if self.tires(at) {
            return None;
        }
        let dump = dump::around(&self.bytes[..self.end], at, self.at);
        if !dump.has_webhook {
            self.in_vain += dump.span.len();
        }
        dump.has_webhook.then(|| dumped(dump))
    }
}

/// Decodes the run of base64 around `from..to` from the first complete group; `phase` characters of
/// a group precede `from`.
pub fn base64_around(bytes: &[u8], from: usize, phase: usize, floor: usize) -> Option<Binary> {
    let group = from.checked_sub(phase).filter(|group| *group >= floor)?;
    let run_before = |end: usize| {
        let run = bytes[floor..end].iter().rev().take_while(|byte| in_alphabet(byte)).count();
        // The letter of an escaped newline does not belong to it.
        let is_escape = run > 0 && bytes[floor..end - run].ends_with(b"\\");
        run - usize::from(is_escape && matches!(bytes[end - run], b'n' | b'r'))
    };
    let run = run_before(group);
    let mut start = group - (run - run % 4);
    // Mail encoders break lines of equal length, so groups are not split.
    if run.is_multiple_of(4) {
        start = first_line(bytes, floor..start, LINES, |end| {
            Some(run_before(end)).filter(|run| run % 4 == 0)
        });
    }
    let mut text = Vec::new();
    let (mut end, mut width) = (start, 0);
    loop {
        let run = bytes[end..].iter().take_while(|byte| in_alphabet(byte)).count();
        text.extend_from_slice(&bytes[end..end + run]);
        end += run;
        width = if width == 0 { run } else { width };
        let line = line_break_after(bytes, end).filter(|_| run == width && LINES.contains(&run));
        match line {
            Some(line) if bytes.get(end + line).is_some_and(in_alphabet) => end += line,
            _ => break,
        }
    }
    let padding = bytes[end..].iter().take(2).take_while(|byte| **byte == b'=').count();
    let text = String::from_utf8(text).ok()?;
    let text = &text[..text.len() - usize::from(text.len() % 4 == 1)];
    Some(Binary { start, end: end + padding, bytes: base64(text)? })
}

fn in_alphabet(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_".contains(byte)
}

/// Line lengths of encoders.
const LINES: RangeInclusive<usize> = 60..=80;

/// Line lengths of hexadecimal.
const LINES_OF_HEX: RangeInclusive<usize> = 32..=160;

/// Whether a run of base64 or hexadecimal goes on from one line in the next, one of which is nothing
/// else.
pub(super) fn goes_on(above: &[u8], below: &[u8]) -> bool {
    let (above, below) = (above.trim_ascii_end(), below.trim_ascii_end());
    let run = above.iter().rev().take_while(|byte| in_alphabet(byte)).count();
    let rest = below.iter().take_while(|byte| in_alphabet(byte)).count();
    let is_whole = |rest: &[u8]| rest.iter().all(|byte| *byte == b'=');
    (LINES.contains(&run) || LINES_OF_HEX.contains(&digits_before(above)))
        && rest > 0
        && (run == above.len() || is_whole(&below[rest..]))
}

/// Line ends, plain or escaped.
const LINE_BREAKS: [&[u8]; 4] = [b"\r\n", b"\n", b"\\r\\n", b"\\n"];

/// The start of the lines of equal length at the end of a part that are nothing but a run.
fn first_line(
    bytes: &[u8],
    part: Range<usize>,
    lengths: RangeInclusive<usize>,
    run_before: impl Fn(usize) -> Option<usize>,
) -> usize {
    let (mut start, mut length) = (part.end, None);
    while let Some(line_break) =
        LINE_BREAKS.iter().find(|line_break| bytes[part.start..start].ends_with(line_break))
        && let end = start - line_break.len()
        && let Some(run) = run_before(end).filter(|run| lengths.contains(run))
        && length.is_none_or(|length| length == run)
    {
        length = Some(run);
        start = end - run;
    }
    start
}

/// The length of the line end at an offset, behind which a run goes on.
fn line_break_after(bytes: &[u8], at: usize) -> Option<usize> {
    let line_break = LINE_BREAKS.iter().find(|end| bytes[at..].starts_with(end))?;
    let next = at + line_break.len();
    let is_escaped = line_break.starts_with(b"\\");
    let above = &bytes[line_at(bytes, at).start..at];
    (is_escaped || goes_on(above, &bytes[line_at(bytes, next)])).then_some(line_break.len())
}

/// Decoded bytes and their range.
pub struct Binary {
    pub start: usize,
    pub end: usize,
    pub bytes: Vec<u8>,
}

impl Binary {
    /// As a piece with this coding.
    pub(super) fn piece(self, name: &'static str) -> Piece {
        Piece::Coded { span: self.start..self.end, name, text: self.bytes, exact: true }
    }
}

/// The run of hexadecimal digits around a pair; blanks, dashes or colons can separate pairs.
pub fn hex_around(bytes: &[u8], at: usize, floor: usize) -> Binary {
    let pair = |at: usize| bytes.get(at..at + 2).and_then(|digits| number(digits, 16));
    let is_gap = |byte: Option<&u8>| byte.is_some_and(|byte| b" -:".contains(byte));
    let mut start = at;
    while let Some(before) = start.checked_sub(2 + usize::from(is_gap(bytes[..start].last())))
        && before >= floor
        && pair(before).is_some()
    {
        start = before;
    }
    start = first_line(bytes, floor..start, LINES_OF_HEX, |end| {
        Some(digits_before(&bytes[floor..end])).filter(|run| run % 2 == 0)
    });
    let (mut end, mut next, mut values) = (start, start, Vec::new());
    while let Some(value) = pair(next) {
        values.push(value as u8);
        end = next + 2;
        let is_wrapped = || LINES_OF_HEX.contains(&digits_before(&bytes[start..end]));
        next = match (bytes.get(end), line_break_after(bytes, end)) {
            (gap, _) if is_gap(gap) => end + 1,
            (_, Some(line)) if is_wrapped() => end + line,
            _ => end,
        };
    }
    Binary { start, end, bytes: values }
}

/// The digits at the end of bytes, or more than a line has.
fn digits_before(bytes: &[u8]) -> usize {
    let digits = bytes.iter().rev().take_while(|byte| byte.is_ascii_hexdigit());
    digits.take(LINES_OF_HEX.end() + 1).count()
}

/// The list of byte values around an offset.
pub fn numbers_around(bytes: &[u8], at: usize, floor: usize) -> Binary {
    let is_of_c = bytes[at..].starts_with(b"0x");
    let is_digit = |byte: &u8| match is_of_c {
        true => byte.is_ascii_hexdigit() || *byte == b'x',
        // Java prints them from -128 to 127.
        false => byte.is_ascii_digit() || *byte == b'-',
    };
    let in_list = |byte: &&u8| is_digit(byte) || matches!(byte, b',' | b' ' | b'\n' | b'\r');
    let before = bytes[floor..at].iter().rev().take_while(in_list).count();
    let start = at - before;
    let end = at + bytes[at..].iter().take_while(in_list).count();
    let numbers = bytes[start..end].split(|byte| !is_digit(byte));
    let values =
        numbers.filter(|digits| digits.iter().any(u8::is_ascii_digit)).map_while(|digits| {
            match (digits.strip_prefix(b"0x"), digits.strip_prefix(b"-")) {
                (Some(digits), _) => u8::try_from(number(digits, 16)?).ok(),
                (_, Some(digits)) => 0x100_u32.checked_sub(number(digits, 10)?)?.try_into().ok(),
                _ => u8::try_from(number(digits, 10)?).ok(),
            }
        });
    Binary { start, end, bytes: values.collect() }
}
