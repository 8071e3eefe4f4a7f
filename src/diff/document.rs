//! The differences of two JSON documents in a text field, by path.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::change::{escape, joined};
use crate::json::canonical::canonical;
use crate::json::text::unescape;
use crate::webhook::body::Members;

/// Deeper values are compared as a whole, because each level is parsed again.
const DEEPEST: usize = 32;

/// A change in a document. The values are JSON text; `None` if the key is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<'a> {
    /// The JSON Pointer (RFC 6901) in the document; untrusted text.
    pub pointer: String,
    pub old: Option<&'a str>,
    pub new: Option<&'a str>,
}

/// The changes from one document to another, by value, in key order.
pub fn steps<'a>(old: &'a str, new: &'a str) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    walk(String::new(), Some(old.trim()), Some(new.trim()), 0, &mut steps);
    steps
}

fn walk<'a>(
    pointer: String,
    old: Option<&'a str>,
    new: Option<&'a str>,
    depth: usize,
    steps: &mut Vec<Step<'a>>,
) {
    if let (Some(before), Some(after)) = (old, new) {
        if before == after {
            return;
        }
        if depth < DEEPEST {
            if let (Some(before), Some(after)) = (members(before), members(after)) {
                for (key, before, after) in joined(&before, &after) {
                    let key = escape(&key);
                    walk(format!("{pointer}/{key}"), before, after, depth + 1, steps);
                }
                return;
            }
            if let (Some(before), Some(after)) = (elements(before), elements(after)) {
                for index in 0..before.len().max(after.len()) {
                    let (before, after) = (before.get(index).copied(), after.get(index).copied());
                    walk(format!("{pointer}/{index}"), before, after, depth + 1, steps);
                }
                return;
            }
        }
        if canonical(before) == canonical(after) {
            return;
        }
    }
    steps.push(Step { pointer, old, new });
}

/// The members of an object sorted by key; of duplicate keys, the last.
pub(super) fn members(json: &str) -> Option<Vec<(Cow<'_, str>, &str)>> {
    if !json.starts_with('{') {
        return None;
    }
    let members = Members::read_all(json)?;
    let mut sorted: Vec<_> =
        members.0.into_iter().map(|(key, value)| (unescape(key), value)).collect();
    sorted.sort_by(|(left, _), (right, _)| left.cmp(right));
    // Reversed, so that the last of equal keys is kept.
    sorted.reverse();
    sorted.dedup_by(|(left, _), (right, _)| left == right);
    sorted.reverse();
    Some(sorted)
}

fn elements(json: &str) -> Option<Vec<&str>> {
    if !json.starts_with('[') {
        return None;
    }
    let elements: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    Some(elements.into_iter().map(RawValue::get).collect())
}
