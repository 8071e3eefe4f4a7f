//! Unescapes JSON strings.

use std::borrow::Cow;
use std::ops::Range;

use super::plain::{HIGHS, ONES, plain_run, zeros};

/// The text of a JSON string (with its quotes), unescaped.
///
/// An unpaired surrogate escape becomes U+FFFD; it is a finding of its own.
pub fn unescape(json: &str) -> Cow<'_, str> {
    let inner = &json[1..json.len() - 1];
    if !has_escape(inner.as_bytes()) {
        return Cow::Borrowed(inner);
    }
    if let Some(text) = short_escapes(inner) {
        return Cow::Owned(text);
    }
    match serde_json::from_str::<String>(json) {
        Ok(text) => Cow::Owned(text),
        Err(_) => Cow::Owned(
            serde_json::from_str(&replace_halves(json, |_| "\\ufffd".to_owned()))
                .unwrap_or_else(|_| inner.to_owned()),
        ),
    }
}

/// The text of the JSON string at the start of some bytes; `None` if there is none.
pub fn unescape_first(bytes: &[u8]) -> Option<String> {
    if !bytes.starts_with(b"\"") {
        return None;
    }
    let mut end = 1;
    loop {
        end += plain_run(bytes.get(end..)?);
        match bytes.get(end)? {
            b'"' => break,
            b'\\' => end += 2,
            _ => return None,
        }
    }
    let json = std::str::from_utf8(&bytes[..=end]).ok()?;
    match short_escapes(&json[1..end]) {
        Some(text) => Some(text),
        None => serde_json::from_str(json).ok(),
    }
}

/// Whether the text contains a backslash. Most values are so short that a call of memchr costs more
/// than this loop over eight bytes at a time.
pub fn has_escape(text: &[u8]) -> bool {
    const SHORT: usize = 64;
    if text.len() > SHORT {
        return memchr::memchr(b'\\', text).is_some();
    }
    let (words, rest) = text.as_chunks();
    words.iter().any(|word| backslashes(u64::from_le_bytes(*word)) != 0) || rest.contains(&b'\\')
}

/// The lowest set bit is the high bit of the first backslash of eight little-endian bytes; zero if
/// there is none.
#[inline]
pub fn backslashes(word: u64) -> u64 {
    zeros(word ^ (ONES * u64::from(b'\\'))) & HIGHS
}

/// Unescapes escapes of one character, nearly the only ones in escaped JSON; `None` if there are
/// others.
fn short_escapes(inner: &str) -> Option<String> {
    let bytes = inner.as_bytes();
    // Copies eight bytes at a time; excess bytes are overwritten by the next copy.
    let mut text = vec![0; bytes.len() + PIECE];
    let (mut from, mut to) = (0, 0);
    while from < bytes.len() {
        let Some(piece) = bytes.get(from..from + PIECE) else {
            let plain = bytes[from..].iter().take_while(|byte| **byte != b'\\').count();
            text[to..to + plain].copy_from_slice(&bytes[from..from + plain]);
            (from, to) = (from + plain, to + plain);
            if from < bytes.len() {
                text[to] = short_escape(*bytes.get(from + 1)?)?;
                (from, to) = (from + 2, to + 1);
            }
            continue;
        };
        text[to..to + PIECE].copy_from_slice(piece);
        let plain = before_backslash(piece);
        (from, to) = (from + plain, to + plain);
        if plain < PIECE {
            text[to] = short_escape(*bytes.get(from + 1)?)?;
            (from, to) = (from + 2, to + 1);
        }
    }
    text.truncate(to);
    String::from_utf8(text).ok()
}

const PIECE: usize = 8;

/// The number of bytes, of eight, before the first backslash.
fn before_backslash(piece: &[u8]) -> usize {
    let word = piece.try_into().map_or(0, u64::from_le_bytes);
    backslashes(word).trailing_zeros() as usize / 8
}

fn short_escape(letter: u8) -> Option<u8> {
    Some(match letter {
        b'"' | b'\\' | b'/' => letter,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        _ => return None,
    })
}

/// An unpaired surrogate of UTF-16 input, which is U+FFFD in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Half {
    /// The byte offset in the text.
    pub at: usize,
    pub unit: u16,
}

impl Half {
    /// The bytes of U+FFFD.
    pub const LENGTH: usize = '\u{fffd}'.len_utf8();
}

/// The bytes of a JSON string (with its quotes), different for different strings: UTF-8, with three
/// bytes for an unpaired surrogate (as in WTF-8). `halves` are those in the JSON.
pub fn exact_name<'a>(json: &'a str, halves: &[Half]) -> Cow<'a, [u8]> {
    let unit = |escape: Range<usize>| u16::from_str_radix(&json[escape][2..], 16).unwrap_or(0);
    let mut all: Vec<(Range<usize>, u16)> =
        unpaired_surrogates(json).map(|escape| (escape.clone(), unit(escape))).collect();
    if all.is_empty() && halves.is_empty() {
        return match unescape(json) {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        };
    }
    all.extend(halves.iter().map(|half| (half.at..half.at + Half::LENGTH, half.unit)));
    all.sort_by_key(|(span, _)| span.start);
    let mut name = Vec::new();
    let mut from = 1;
    for (span, unit) in all {
        name.extend_from_slice(unescape(&format!("\"{}\"", &json[from..span.start])).as_bytes());
        let [high, low] = unit.to_be_bytes();
        name.extend([0xe0 | high >> 4, 0x80 | (high & 0xf) << 2 | low >> 6, 0x80 | (low & 0x3f)]);
        from = span.end;
    }
    name.extend_from_slice(unescape(&format!("\"{}", &json[from..])).as_bytes());
    Cow::Owned(name)
}

/// JSON text for strict readers: the backslash of an unpaired surrogate escape is escaped.
pub fn with_halves_spelled_out(json: &str) -> Cow<'_, str> {
    replace_halves(json, |escape| format!("\\{escape}"))
}

fn replace_halves(json: &str, by: impl Fn(&str) -> String) -> Cow<'_, str> {
    let halves = unpaired_surrogates(json).map(|escape| (escape.clone(), by(&json[escape])));
    replace_at(json, halves).map_or(Cow::Borrowed(json), Cow::Owned)
}

/// A text in which something else is at some ranges, which come in order; none where there are none.
pub fn replace_at(
    text: &str,
    ranges: impl IntoIterator<Item = (Range<usize>, String)>,
) -> Option<String> {
    let mut replaced: Option<String> = None;
    let mut done = 0;
    for (range, by) in ranges {
        let replaced = replaced.get_or_insert_default();
        replaced.push_str(&text[done..range.start]);
        replaced.push_str(&by);
        done = range.end;
    }
    replaced.map(|replaced| replaced + &text[done..])
}

/// The byte ranges of all unpaired surrogate escapes in JSON text.
pub fn unpaired_surrogates(json: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = json.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
            let escape = at + found;
            match surrogate(bytes, escape) {
                Some(Surrogate::High) if surrogate(bytes, escape + 6) == Some(Surrogate::Low) => {
                    at = escape + 12;
                }
                Some(_) => {
                    at = escape + 6;
                    return Some(escape..escape + 6);
                }
                None => at = escape + 2,
            }
        }
        None
    })
}

#[derive(PartialEq)]
enum Surrogate {
    High,
    Low,
}

/// Which half of a pair the escape at `at` is, if any.
fn surrogate(bytes: &[u8], at: usize) -> Option<Surrogate> {
    let escape = bytes.get(at..at + 6)?;
    if &escape[..2] != b"\\u" || !matches!(escape[2], b'd' | b'D') {
        return None;
    }
    match escape[3] {
        b'8' | b'9' | b'a' | b'b' | b'A' | b'B' => Some(Surrogate::High),
        b'c'..=b'f' | b'C'..=b'F' => Some(Surrogate::Low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unpaired_surrogates_are_found_and_replaced() {
        assert_eq!(unescape(r#""plain""#), "plain");
        assert_eq!(unescape(r#""\ud83c\udfe0""#), "🏠");
        for before in 0..70 {
            for after in 0..10 {
                let text = |middle| format!("{}{middle}{}", "[".repeat(before), "]".repeat(after));
                assert_eq!(unescape(&format!("\"{}\"", text("\\\\"))), text("\\"));
            }
        }
        for short in [r#""a\"b\\c\/d\be\ff\ng\rh\ti""#, r#""\\""#, r#""\\\"""#, r#""\n東""#] {
            let expected: String = serde_json::from_str(short).expect("JSON");
            assert_eq!(unescape(short), expected);
        }
        for length in 0..40 {
            for place in 0..=length {
                let text = format!("{}\\\"東{}", "a".repeat(place), "b".repeat(length - place));
                let expected: String = serde_json::from_str(&format!("\"{text}\"")).expect("JSON");
                assert_eq!(unescape(&format!("\"{text}\"")), expected);
            }
        }
        assert_eq!(unpaired_surrogates(r#""\ud83c\udfe0""#).next(), None);
        assert_eq!(unpaired_surrogates(r#""a\\ud83c""#).next(), None);
        assert_eq!(unpaired_surrogates(r#""a\ud83c""#).next(), Some(2..8));
        assert_eq!(unescape(r#""a\ud83c\ud83c\udfe0\udfe0""#), "a\u{fffd}🏠\u{fffd}");
    }
}
