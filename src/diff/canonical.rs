//! One spelling for every JSON value, so that equal values are equal texts.
//!
//! Keys are sorted, numbers have neither exponent forms nor idle zeros to choose from, and
//! strings have one way of escaping. Digits are never computed with, so nothing is rounded.

use serde_json::value::RawValue;

use crate::webhook::body::Members;
use crate::webhook::text::unescape;

/// Deeper values keep the spelling in which they came: each level is read once more.
const DEEPEST: usize = 32;

/// The canonical spelling of a valid JSON value.
pub fn canonical(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    write(json.trim(), 0, &mut out);
    out
}

/// Text that stands for itself, unless it is a JSON document: then its canonical spelling.
pub fn canonical_text(text: &str) -> Option<String> {
    is_document(text).then(|| canonical(text))
}

/// Whether a text is a JSON object or array, as `metadata` often is.
pub fn is_document(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
        && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn write(json: &str, depth: usize, out: &mut String) {
    match json.as_bytes().first() {
        Some(b'{') if depth < DEEPEST => match Members::read_all(json) {
            Some(members) => object(&members, depth, out),
            None => out.push_str(json),
        },
        Some(b'[') if depth < DEEPEST => match serde_json::from_str::<Vec<&RawValue>>(json) {
            Ok(elements) => {
                out.push('[');
                for (index, element) in elements.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write(element.get(), depth + 1, out);
                }
                out.push(']');
            }
            Err(_) => out.push_str(json),
        },
        Some(b'"') => string(json, out),
        Some(b'-' | b'0'..=b'9') => number(json, out),
        _ => out.push_str(json),
    }
}

fn object(members: &Members<'_>, depth: usize, out: &mut String) {
    let mut sorted: Vec<_> = members.0.iter().map(|(key, value)| (unescape(key), *value)).collect();
    sorted.sort_by(|(left, _), (right, _)| left.cmp(right));
    out.push('{');
    for (index, (key, value)) in sorted.iter().enumerate() {
        // Of equal keys the last one counts, as for nearly every parser.
        if sorted.get(index + 1).is_some_and(|(next, _)| next == key) {
            continue;
        }
        if !out.ends_with('{') {
            out.push(',');
        }
        out.push_str(&serde_json::Value::from(key.as_ref()).to_string());
        out.push(':');
        write(value, depth + 1, out);
    }
    out.push('}');
}

fn string(json: &str, out: &mut String) {
    if json.contains('\\') {
        out.push_str(&serde_json::Value::from(unescape(json)).to_string());
    } else {
        out.push_str(json);
    }
}

/// Sign, digits without zeros at either end, and the power of ten of the last digit.
fn number(json: &str, out: &mut String) {
    let (sign, unsigned) = match json.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", json),
    };
    let (significand, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = significand.split_once('.').unwrap_or((significand, ""));
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let kept = digits.trim_end_matches('0');
    if kept.is_empty() {
        out.push('0');
        return;
    }
    // An exponent beyond all sense stays as it is spelled.
    let Ok(exponent) = exponent.parse::<i64>() else {
        out.push_str(json);
        return;
    };
    let dropped = i128::try_from(digits.len() - kept.len()).unwrap_or(i128::MAX);
    let places = i128::try_from(fraction.len()).unwrap_or(i128::MAX);
    let power = i128::from(exponent).saturating_add(dropped).saturating_sub(places);
    out.push_str(sign);
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
