//! Formats JSON text, on one line or indented, with every value as written.
//!
//! Only white space between values changes. In strings, DEL, C1 controls, bidirectional controls,
//! line separators and the opening bracket of a runner's command (`##[…`) become `\uXXXX`: the
//! value stays the same and cannot act where it is shown. The text must be valid JSON.

use std::fmt::Write;

use serde::Serialize;

use super::hidden::is_bidirectional;
use super::terminal::opens_bracket;
use crate::json::text::with_halves_spelled_out;

/// Serializes a value, compact or indented, as safe to show as formatted raw text, and for strict
/// readers.
pub fn json<T: Serialize + ?Sized>(value: &T, pretty: bool) -> String {
    let text = serde_json::to_string(value).expect("own results have string keys and no errors");
    // It can contain values of bodies as they came.
    let text = with_halves_spelled_out(&text);
    let mut laid_out = String::with_capacity(text.len());
    if pretty {
        raw_json_pretty(&text, &mut laid_out);
    } else {
        raw_json_line(&text, &mut laid_out);
    }
    laid_out
}

/// Serializes a value without raw JSON in it on one line; faster than `json`.
pub fn json_of_own_values<T: Serialize>(value: &T) -> String {
    let text = serde_json::to_string(value).expect("own results have string keys and no errors");
    if is_safe_in_json(&text) {
        return text;
    }
    let mut laid_out = String::with_capacity(text.len());
    raw_json_line(&text, &mut laid_out);
    laid_out
}

/// Whether JSON text certainly has nothing that [`raw_json_line`] would escape.
pub fn is_safe_in_json(text: &str) -> bool {
    const DELETE: u8 = 0x7f;
    text.is_ascii() && memchr::memchr2(DELETE, b'#', text.as_bytes()).is_none()
}

/// Appends JSON text on one line.
pub fn raw_json_line(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    out.reserve(text.len());
    let mut copied = 0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => {
                out.push_str(&text[copied..at]);
                at = skip_blanks(bytes, at);
                copied = at;
            }
            b'"' => at = string(text, at, &mut copied, out),
            _ => at += 1,
        }
    }
    out.push_str(&text[copied..]);
}

/// Appends JSON text indented by two spaces per level.
pub fn raw_json_pretty(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = skip_blanks(bytes, 0);
    while let Some(byte) = bytes.get(at) {
        let after = skip_blanks(bytes, at + 1);
        match byte {
            b'"' => {
                let mut copied = at;
                let end = string(text, at, &mut copied, out);
                out.push_str(&text[copied..end]);
                at = skip_blanks(bytes, end);
                continue;
            }
            b'{' | b'[' => {
                out.push(char::from(*byte));
                if let Some(close @ (b'}' | b']')) = bytes.get(after) {
                    out.push(char::from(*close));
                    at = skip_blanks(bytes, after + 1);
                    continue;
                }
                depth += 1;
                new_line(depth, out);
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                new_line(depth, out);
                out.push(char::from(*byte));
            }
            b',' => {
                out.push(',');
                new_line(depth, out);
            }
            b':' => out.push_str(": "),
            _ => {
                let length = bytes[at..].iter().position(|byte| ends_scalar(*byte));
                let end = length.map_or(bytes.len(), |length| at + length);
                out.push_str(&text[at..end]);
                at = skip_blanks(bytes, end);
                continue;
            }
        }
        at = after;
    }
}

fn new_line(depth: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

fn ends_scalar(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' | b'}' | b']' | b'"' | b'{' | b'[')
}

fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// The bytes to look at in a string: its end, an escape, `#`, and the first bytes of all characters
/// that are escaped here.
static NOTABLE: [bool; 256] = {
    let mut notable = [false; 256];
    let mut index = 0;
    let bytes = [b'"', b'\\', b'#', 0x7f, 0xc2, 0xd8, 0xe2];
    while index < bytes.len() {
        notable[bytes[index] as usize] = true;
        index += 1;
    }
    notable
};

/// Skips the string at `start` and returns its end. Bytes before `copied` have been appended to
/// `out`; more is appended only if something must be escaped.
fn string(text: &str, start: usize, copied: &mut usize, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    while let Some(plain) = bytes[at..].iter().position(|byte| NOTABLE[usize::from(*byte)]) {
        at += plain;
        match bytes[at] {
            b'"' => return at + 1,
            // Unreachable for valid JSON, but invalid text must not panic.
            b'\\' => at = (at + 2).min(bytes.len()),
            b'#' => {
                at += 1;
                if let Some(bracket) = command_bracket(bytes, at) {
                    out.push_str(&text[*copied..bracket]);
                    out.push_str("\\u005b");
                    at = bracket + 1;
                    *copied = at;
                }
            }
            _ => {
                let character = text[at..].chars().next().expect("a byte is left");
                let end = at + character.len_utf8();
                if acts(character) {
                    out.push_str(&text[*copied..at]);
                    write!(out, "\\u{:04x}", u32::from(character))
                        .expect("a string takes every write");
                    *copied = end;
                }
                at = end;
            }
        }
    }
    bytes.len()
}

/// The offset of the bracket if the bytes at `at`, after one `#`, are `#word[`.
fn command_bracket(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes[at..].strip_prefix(b"#")?;
    opens_bracket(rest).then(|| memchr::memchr(b'[', rest).map(|length| at + 1 + length))?
}

fn acts(character: char) -> bool {
    matches!(character, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}')
        || is_bidirectional(character)
}

#[cfg(test)]
mod tests {
    use super::{json, raw_json_line, raw_json_pretty};
    use proptest::prelude::*;

    fn line(text: &str) -> String {
        let mut out = String::new();
        raw_json_line(text, &mut out);
        out
    }

    fn pretty(text: &str) -> String {
        let mut out = String::new();
        raw_json_pretty(text, &mut out);
        out
    }

    #[test]
    fn spelling_is_kept() {
        let text = " { \"b\" : 1.50e+1 ,\r\n \"a\":[ ] , \"a\" : \"x \\\" \\u0041\\\\\" , \"c\":{ },\"d\":[-0, null ,true] } \n";
        assert_eq!(
            line(text),
            r#"{"b":1.50e+1,"a":[],"a":"x \" \u0041\\","c":{},"d":[-0,null,true]}"#
        );
        assert_eq!(
            pretty(text),
            "{\n  \"b\": 1.50e+1,\n  \"a\": [],\n  \"a\": \"x \\\" \\u0041\\\\\",\n  \"c\": {},\n  \"d\": [\n    -0,\n    null,\n    true\n  ]\n}"
        );
        assert_eq!(line(" 12 "), "12");
        assert_eq!(pretty(" 12 "), "12");
    }

    #[test]
    fn strings_cannot_act() {
        for (text, safe) in [
            ("\"a\u{7f}\u{9b}\u{202e}\u{2028}\"", r#""a\u007f\u009b\u202e\u2028""#),
            ("\"é東“”\u{ad}؀\"", "\"é東“”\u{ad}؀\""),
            ("\"##[error]##vso[x]\"", "\"##\\u005berror]##vso\\u005bx]\""),
            ("\"### x ##a b[\"", "\"### x ##a b[\""),
            ("\"###[x\"", "\"###\\u005bx\""),
        ] {
            assert_eq!(line(text), safe);
            assert_eq!(pretty(text), safe);
        }
        assert_eq!(json("\u{9b}", false), r#""\u009b""#);
        assert_eq!(json(&[1], true), "[\n  1\n]");
    }

    proptest! {
        #[test]
        fn the_value_stays_the_same(
            texts in proptest::collection::vec(".{0,8}|[#a\\[\u{202e}\u{9b}\"\\\\]{0,8}", 0..5),
            number in -1000_i64..1000,
        ) {
            let value = serde_json::json!({"t": texts, "n": [number, {}, [], {"k": null}]});
            let spaced = serde_json::to_string_pretty(&value).expect("a value");
            for laid_out in [line(&spaced), pretty(&spaced), line(&pretty(&spaced))] {
                prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(&laid_out).expect("still JSON"), &value);
                prop_assert!(!laid_out.contains("##[") && !laid_out.contains("##a["));
                let acting = laid_out.contains(['\u{9b}', '\u{202e}']);
                prop_assert!(!acting);
            }
            prop_assert_eq!(line(&pretty(&spaced)), line(&spaced));
        }
    }
}
