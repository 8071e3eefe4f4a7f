//! The canonical form of JSON values: equal values have equal texts.
//!
//! Keys are sorted, numbers have one form without redundant zeros, and strings are escaped in one
//! way. Digits are never converted to a number, so nothing is rounded.

use std::borrow::Cow;

use super::number::Spelled;
use super::text::unescape;
use super::walk::{elements, members_by_key};

/// Deeper values stay as written, because each level is parsed again.
const DEEPEST: usize = 32;

pub fn canonical(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    write(json.trim(), 0, &mut out);
    out
}

/// The text as it is, or its canonical form if it is a JSON document.
pub fn canonical_text(text: &str) -> Option<String> {
    is_document(text).then(|| canonical(text))
}

/// Whether a text is a JSON object or array, as `metadata` often is.
pub fn is_document(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
        && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Writes one value, given as valid JSON without surrounding white space.
fn write(json: &str, depth: usize, out: &mut String) {
    match json.as_bytes().first() {
        Some(b'{') if depth < DEEPEST => object(json, depth, out),
        Some(b'[') if depth < DEEPEST => {
            out.push('[');
            for (index, element) in elements(json).enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write(element, depth + 1, out);
            }
            out.push(']');
        }
        Some(b'"') => string(json, out),
        Some(b'-' | b'0'..=b'9') => number(json, out),
        _ => out.push_str(json),
    }
}

fn object(json: &str, depth: usize, out: &mut String) {
    out.push('{');
    for (index, (key, value)) in members_by_key(json).iter().enumerate() {
        out.push_str(if index > 0 { "," } else { "" });
        write_text(key, out);
        out.push(':');
        write(value, depth + 1, out);
    }
    out.push('}');
}

fn string(json: &str, out: &mut String) {
    match unescape(json) {
        Cow::Borrowed(_) => out.push_str(json),
        Cow::Owned(text) => write_text(&text, out),
    }
}

fn write_text(text: &str, out: &mut String) {
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&serde_json::Value::from(text).to_string());
    }
}

/// Sign, digits without leading and trailing zeros, and the power of ten of the last digit.
fn number(json: &str, out: &mut String) {
    // Fast path: most numbers are short integers.
    if json == "0" || json.bytes().all(|byte| byte.is_ascii_digit()) && !json.ends_with('0') {
        return out.push_str(json);
    }
    let Spelled { is_negative, whole, fraction, exponent } = Spelled::of(json);
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let kept = digits.trim_end_matches('0');
    if kept.is_empty() {
        out.push('0');
        return;
    }
    // A number with an absurd exponent stays as written.
    let Ok(exponent) = exponent.unwrap_or("0").parse::<i64>() else {
        out.push_str(json);
        return;
    };
    let dropped = i128::try_from(digits.len() - kept.len()).unwrap_or(i128::MAX);
    let places = i128::try_from(fraction.len()).unwrap_or(i128::MAX);
    let power = i128::from(exponent).saturating_add(dropped).saturating_sub(places);
    out.push_str(if is_negative { "-" } else { "" });
    out.push_str(kept);
    if power != 0 {
        out.push('e');
        out.push_str(&power.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::{canonical, is_document};

    #[test]
    fn equal_values_have_one_spelling() {
        for (left, right) in [
            ("750", "750.00"),
            ("750", "7.5e2"),
            ("-0.0", "0"),
            ("1e2", "100"),
            ("0.10", "1E-1"),
            (r#"{"a": 1.0, "b": [true, null]}"#, r#"{"b":[true,null],"a":1}"#),
            (r#""\u0041""#, r#""A""#),
            (r#"{"a":1,"a":2}"#, r#"{"\u0061":2}"#),
            (r#"[ {"b":"x\"}" , "a":[]}, -1 ]"#, r#"[{"a":[ ],"b":"x\u0022\u007d"},-1.0]"#),
            (r#"{"":{"\\":{}}}"#, r#" {"" : {"\u005c" : { } } } "#),
            (
                "12345678901234567890123456789012345678901",
                "12345678901234567890123456789012345678901.0",
            ),
        ] {
            assert_eq!(canonical(left), canonical(right), "{left} {right}");
        }
        for (left, right) in [
            (
                "12345678901234567890123456789012345678901",
                "12345678901234567890123456789012345678902",
            ),
            ("1", "\"1\""),
            ("-1", "1"),
            ("{}", "[]"),
            ("null", "\"null\""),
        ] {
            assert_ne!(canonical(left), canonical(right), "{left} {right}");
        }
    }

    #[test]
    fn only_objects_and_arrays_are_documents() {
        assert!(is_document(r#" {"a": 1} "#));
        assert!(is_document("[]"));
        assert!(!is_document("5"));
        assert!(!is_document("{a}"));
        assert!(!is_document("[note] to self"));
    }
}
