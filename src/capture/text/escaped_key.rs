//! Keys with escaped letters: `"\u0067oal_type_name"`.

use std::borrow::Cow;
use std::ops::Range;

use super::entities::number;

/// The start of an escaped letter, after a backslash in any coding.
pub(super) const STARTS: [&str; 3] = ["u006", "u007", "u005"];
const BACKSLASHES: [&str; 8] = ["\\x5C", "\\x5c", "%255C", "%5C", "%5c", "=5C", "&#92;", "\\"];
/// The length of an escape after its backslash, in bytes.
const LENGTH: usize = "u0067".len();

/// The key of this list whose first escape has its `u` at this offset, and its byte range.
pub(super) fn around(bytes: &[u8], u: usize, keys: &[&str]) -> Option<(usize, Range<usize>)> {
    let letter = letter(&bytes[u..])?;
    let before = &bytes[..u];
    let backslash = before.len() - backslashes_at_end(before)?;
    keys.iter().enumerate().find_map(|(index, key)| {
        let starts = memchr::memchr_iter(letter, key.as_bytes());
        starts.filter(|at| bytes[..backslash].ends_with(&key.as_bytes()[..*at])).find_map(|at| {
            let rest = &key.as_bytes()[at + 1..];
            let end = u + LENGTH + written(&bytes[u + LENGTH..], rest)?;
            Some((index, backslash - at..end))
        })
    })
}

/// The encoded length of a text with or without escapes.
fn written(bytes: &[u8], text: &[u8]) -> Option<usize> {
    text.iter().try_fold(0, |at, byte| {
        let (letter, length) = first(&bytes[at..])?;
        (letter == *byte).then_some(at + length)
    })
}

/// Text with escaped letters decoded.
pub(super) fn without_escapes(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memmem::find(text, b"u00").is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((letter, length)) = first(rest) {
        out.push(letter);
        rest = &rest[length..];
    }
    Cow::Owned(out)
}

/// The first character of a text and its encoded length.
fn first(text: &[u8]) -> Option<(u8, usize)> {
    let mut rest = text;
    while let Some(way) = BACKSLASHES.iter().find(|way| rest.starts_with(way.as_bytes())) {
        rest = &rest[way.len()..];
    }
    match letter(rest).filter(|_| rest.len() < text.len()) {
        Some(letter) => Some((letter, text.len() - rest.len() + LENGTH)),
        None => Some((*text.first()?, 1)),
    }
}

/// The letter of an escape.
fn letter(escape: &[u8]) -> Option<u8> {
    let code = number(escape.strip_prefix(b"u")?.get(..4)?, 16)?;
    let letter = u8::try_from(code).ok()?;
    (letter.is_ascii_alphanumeric() || letter == b'_').then_some(letter)
}

/// The number of trailing backslashes.
fn backslashes_at_end(text: &[u8]) -> Option<usize> {
    let mut rest = text;
    while let Some(way) = BACKSLASHES.iter().find(|way| rest.ends_with(way.as_bytes())) {
        rest = &rest[..rest.len() - way.len()];
    }
    (rest.len() < text.len()).then_some(text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_with_escapes_anywhere_under_any_coding() {
        for text in [
            r#""\u0067oal"#,
            r#""go\u0061l"#,
            r#"\"\\u0067\\u006Fal"#,
            r"\x22\x5Cu0067oal",
            "%22%5Cu0067oal",
            "=22go=5Cu0061l",
        ] {
            let u = memchr::memchr(b'u', text.as_bytes()).expect("an escape");
            let found = around(text.as_bytes(), u, &["action", "goal"]);
            let start = text.find(['g', 'u']).expect("a key");
            let (key, span) = found.expect(text);
            assert_eq!((key, span.end), (1, text.len()), "{text}");
            assert!(span.start <= start, "{text}");
        }
        assert_eq!(around(br"\u0067oat", 1, &["goal"]), None);
        assert_eq!(&*without_escapes(br"a\u0062\\u0063%5Cu0064"), b"abcd");
    }
}
