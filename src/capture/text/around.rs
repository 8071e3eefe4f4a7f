//! What tools put around every line of text: a prefix or a JSON record.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use super::separator;
use crate::json::text::unescape;
use crate::json::walk::members;

/// The wrapping of lines.
pub(super) enum Around<'a> {
    /// A prefix in which numbers (times, counters) may differ.
    Prefix(&'a [u8]),
    /// The prefix of the container runtime interface, which marks partial lines.
    Cri,
    /// A JSON object with the line in this member.
    Record(&'a str),
}

/// The content of a line.
pub(super) struct Content<'l> {
    pub(super) text: Cow<'l, [u8]>,
    /// Whether the line ends here, or is continued in the next record.
    pub(super) ends: bool,
}

impl<'a> Around<'a> {
    /// The wrapping of the line with a key at this offset.
    pub(super) fn of(line: &'a [u8], key: usize) -> Option<Around<'a>> {
        if let Some(record) = record(line) {
            let at = record.as_ptr() as usize - line.as_ptr() as usize;
            let holder = |(_, value): &(&str, &str)| {
                let start = value.as_ptr() as usize - line.as_ptr() as usize;
                value.starts_with('"') && (start..start + value.len()).contains(&key)
            };
            return members(record)
                .filter(|_| at <= key)
                .find(holder)
                .map(|it| Around::Record(it.0));
        }
        if cri(line).is_some() {
            return Some(Around::Cri);
        }
        let quote = memchr::memchr(b'"', line)?;
        let first = quote - colours_before(&line[..quote]);
        let prefix = line[..first].trim_ascii_end();
        let is_psql = without_plus(line).len() < line.len();
        // What begins with an apostrophe is a literal, which has an end.
        let is_literal = prefix.strip_suffix(b"{").unwrap_or(prefix).ends_with(b"'");
        let is_prefix = !is_literal && !is_of_json(prefix);
        (is_prefix || is_psql).then_some(Around::Prefix(prefix))
    }

    /// The content of a line with the same wrapping.
    pub(super) fn content<'l>(&self, line: &'l [u8]) -> Option<Content<'l>> {
        match self {
            Around::Prefix(prefix) => {
                let text = without_plus(behind(line, prefix)?);
                Some(Content { text: Cow::Borrowed(text), ends: true })
            }
            Around::Cri => cri(line),
            Around::Record(key) => {
                let (_, value) = members(record(line)?).find(|(name, _)| name == key)?;
                let text = value.starts_with('"').then(|| unescape(value))?;
                let without = text.strip_suffix('\n');
                // Only some loggers keep the line end, and those cut long lines without it.
                let ends = without.is_some() || !KEEPS_LINE_ENDS.contains(key);
                let text = without.unwrap_or(&text).as_bytes().to_vec();
                Some(Content { text: Cow::Owned(text), ends })
            }
        }
    }
}

/// Whether the text before a quote is JSON itself: punctuation, because a body may be written with
/// commas and colons first, or a value and a comma.
fn is_of_json(prefix: &[u8]) -> bool {
    let has_comma = prefix.contains(&b',');
    let mut words = prefix.split(|byte| b"{}[]:, \t\r".contains(byte));
    words.all(|word| {
        word.is_empty() || has_comma && serde_json::from_slice::<IgnoredAny>(word).is_ok()
    })
}

/// Keys of records whose lines include the newline.
const KEEPS_LINE_ENDS: [&str; 1] = ["\"log\""];

/// The JSON object of a line.
fn record(line: &[u8]) -> Option<&str> {
    let line = line.trim_ascii();
    let line = line.strip_suffix(b",").unwrap_or(line);
    let is_object = line.starts_with(b"{\"") && line.ends_with(b"}");
    let text = std::str::from_utf8(line).ok().filter(|_| is_object)?;
    serde_json::from_str::<IgnoredAny>(text).is_ok().then_some(text)
}

/// The content of a line of the container runtime interface: `2016-04-14T04:26:04.1Z stdout F
/// text`.
pub(super) fn cri(line: &[u8]) -> Option<Content<'_>> {
    let mut words = line.splitn(4, |byte| *byte == b' ');
    let (time, stream, tag) = (words.next()?, words.next()?, words.next()?);
    let is_cri = time.first().is_some_and(u8::is_ascii_digit)
        && memchr::memchr(b'T', time).is_some()
        && (stream == b"stdout" || stream == b"stderr");
    let ends = tag.first() == Some(&b'F');
    let is_tag = ends || tag.first() == Some(&b'P');
    let is_tag = is_tag && tag.get(1).is_none_or(|next| *next == b':');
    let text = words.next().unwrap_or_default();
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    (is_cri && is_tag).then_some(Content { text: Cow::Borrowed(text), ends })
}

fn colours_before(bytes: &[u8]) -> usize {
    let Some(start) = memchr::memchr(0x1b, bytes) else { return 0 };
    let mut at = start;
    while at < bytes.len() {
        let length = separator::colour(&bytes[at..]);
        if length == 0 && !bytes[at].is_ascii_whitespace() {
            return 0;
        }
        at += length.max(1);
    }
    bytes.len() - start
}

/// The text of a line after a prefix in which numbers may differ.
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
            // Counters are padded with blanks.
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

/// Whether a number that is not part of a word begins here.
fn starts_number(prefix: &[u8], at: usize) -> bool {
    prefix[at].is_ascii_digit()
        && at
            .checked_sub(1)
            .is_none_or(|before| matches!(prefix[before], b' ' | b'\t' | b'[' | b'('))
}

/// A line of a psql table without the continuation sign and borders.
fn without_plus(line: &[u8]) -> &[u8] {
    let is_border =
        |byte: &u8| matches!(byte, b' ' | b'|' | b'\r') || b"\xe2\x94\x82".contains(byte);
    let borders = line.iter().rev().take_while(|byte| is_border(byte)).count();
    let text = &line[..line.len() - borders];
    text.strip_suffix(b"+").or(text.strip_suffix("\u{21b5}".as_bytes())).unwrap_or(line)
}

/// The offset of a brace at the end of a line, or before psql's continuation sign.
pub(super) fn opens_at_end(line: &[u8]) -> Option<usize> {
    let brace = memchr::memrchr(b'{', line)?;
    let behind = line[brace + 1..].trim_ascii_start();
    let goes_on = behind.is_empty()
        || behind.starts_with(b"+") && matches!(behind.get(1), None | Some(b' ' | b'|' | b'\r'))
        || behind.starts_with("\u{21b5}".as_bytes());
    goes_on.then_some(brace)
}
