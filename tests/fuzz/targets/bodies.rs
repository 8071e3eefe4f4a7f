//! Single bodies: two ways to one verdict agree, and patches do what they say.

use goalpost::diff::change::{Scope, compare};
use goalpost::diff::patch::{effective, json_patch, merge_patch};
use goalpost::diff::side::Side;
use serde_json::Value;
use serde_json::value::RawValue;

use super::agree::agree;
use super::door::check;
use super::reading::is_read_as_it_is;

const SAMPLE: &str = include_str!("../../../fixtures/sample/compact.json");

/// The rules that say that something is not JSON.
const GRAMMAR: &[&str] =
    &["invalid-utf8", "invalid-json", "truncated-json", "nested-too-deep", "trailing-text"];
/// The rule of what is left unread in text of any kind, JSON or not.
const UNREAD: &[&str] = &["unread-webhook"];

/// What may stand between bodies and is no white space of JSON.
const SEPARATORS: [char; 7] =
    ['\0', '\u{c}', '\u{b}', '\u{1e}', '\u{feff}', '\u{2028}', '\u{2029}'];

/// The quick way and the full one say the same of a body, its grammar is judged as by
/// `serde_json`, and findings lie within it, on whole characters.
pub fn decoding(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).ok();
    if let Some(text) = text {
        agree(text);
    }
    if !is_read_as_it_is(bytes) {
        return;
    }
    let report = check(&["--input-format", "json"], bytes);
    let findings = report["findings"].as_array().expect("a list");
    for finding in findings {
        if !is_at_top(finding) {
            continue;
        }
        let number =
            |name: &str| finding[name].as_u64().and_then(|number| usize::try_from(number).ok());
        let start = number("offset").expect("a number");
        let end = start + number("length").expect("a number");
        assert!(end <= bytes.len(), "{finding}");
        if let Some(text) = text {
            assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{finding}");
        }
    }
    let unread = report["summary"]["unreadable_inputs"] == 1;
    let has = |rules: &[&str]| {
        let is_of = |finding: &Value| rules.iter().any(|rule| finding["rule"] == *rule);
        findings.iter().any(|finding| is_at_top(finding) && is_of(finding))
    };
    let refused = has(GRAMMAR) || has(UNREAD);
    match text {
        Some(text) if !text.contains(SEPARATORS) => {
            let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
            // A line of scalars may be told as text, because no body is one.
            let mut scalars = false;
            let fault = values.by_ref().any(|value| {
                scalars |= value.as_ref().is_ok_and(|json| !json.get().starts_with(['{', '[']));
                value.is_err()
            });
            // Commas between bodies are read over, by design.
            let at_comma = text[values.byte_offset()..].trim_start().starts_with(',');
            let too_deep = findings.iter().any(|finding| finding["rule"] == "nested-too-deep");
            let is_told = if fault { refused || unread } else { !has(GRAMMAR) || scalars };
            assert!(at_comma || too_deep || is_told, "{report}");
        }
        Some(_) => {}
        None => assert!(refused || unread, "{report}"),
    }
}

/// Whether a finding is about the text itself, and not about one that stands in it.
fn is_at_top(finding: &Value) -> bool {
    finding["trail"].as_array().is_none_or(Vec::is_empty)
}

/// A patch from one body to another gives the other, by another implementation of patches; a
/// merge patch does, or was refused.
pub fn apply(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (old, new) = text.split_once('\0').unwrap_or((SAMPLE, text));
    for (old, new) in [(old, new), (new, old)] {
        let (Some(before), Some(after)) = (Side::read(old), Side::read(new)) else { return };
        let values = [old, new].map(serde_json::from_str::<Value>);
        let [Ok(old), Ok(new)] = values else { return };
        let comparison = compare(&before, &after, &Scope::default());
        let changes = effective(&comparison, true);
        let patch = json_patch(&changes);
        let mut patched = old.clone();
        let operations: json_patch::Patch = serde_json::from_str(&patch).expect("a JSON Patch");
        json_patch::patch(&mut patched, &operations).expect("the patch applies");
        assert_eq!(patched, new, "{patch}");
        if let Ok(patch) = merge_patch(&changes) {
            let mut patched = old;
            json_patch::merge(&mut patched, &serde_json::from_str(&patch).expect("a merge patch"));
            assert_eq!(patched, new, "{patch}");
        }
    }
}
