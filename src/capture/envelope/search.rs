//! Looks for goal webhooks anywhere in a JSON value that no row of the table knows.

use std::borrow::Cow;

use super::open;
use super::pointer::{Record, Step, each_child};
use crate::capture::coding;
use crate::capture::text::anchor;
use crate::capture::text::opening::{begins_goal_webhook, starts_goal_webhook};
use crate::json::text::{unescape, unescape_start};
use crate::webhook::body::{JsonType, Members};

/// How many levels of containers are searched.
const DEEPEST: usize = 16;
/// How many levels of text within text are searched.
pub const TEXTS: usize = 5;
/// More places than this are not named.
const PLACES: usize = 8;
/// No goal webhook is shorter, in bytes.
const SHORTEST: usize = 20;
/// So much of a text mostly tells whether it is one, in bytes.
const BEGINNING: usize = 64;

/// The places at which goal webhooks stand, as patterns: `*` for the elements of an array.
pub fn places(value: &Record<'_>) -> Vec<String> {
    let mut found = Vec::new();
    if value.text.len() >= SHORTEST {
        let pattern = &mut String::new();
        value.each_child(|step, child| look(step, child, pattern, 0, TEXTS, &mut found));
    }
    found
}

fn search(value: &str, pattern: &mut String, depth: usize, texts: usize, found: &mut Vec<String>) {
    if value.len() < SHORTEST || depth > DEEPEST || found.len() >= PLACES {
        return;
    }
    each_child(value, |step, child| look(step, child, pattern, depth, texts, found));
}

/// Looks at one child of what the pattern leads to; whether to go on.
fn look(
    step: Step<'_>,
    child: &str,
    pattern: &mut String,
    depth: usize,
    texts: usize,
    found: &mut Vec<String>,
) -> bool {
    if child.len() < SHORTEST {
        return true;
    }
    let length = pattern.len();
    match step {
        Step::Key(_) => step.add_to(pattern),
        Step::Index(_) => pattern.push_str("/*"),
    }
    match JsonType::of(child) {
        JsonType::Object | JsonType::Array if !is_goal_webhook(child) => {
            search(child, pattern, depth + 1, texts, found);
        }
        JsonType::Object => keep(found, pattern),
        JsonType::String if text_holds_one(child, texts) => keep(found, pattern),
        _ => {}
    }
    pattern.truncate(length);
    found.len() < PLACES
}

fn keep(found: &mut Vec<String>, pattern: &str) {
    if !found.iter().any(|known| known == pattern) {
        found.push(pattern.to_owned());
    }
}

/// Whether an object has the two keys of a goal webhook.
pub fn is_goal_webhook(value: &str) -> bool {
    begins_goal_webhook(value)
        || Members::read(value).is_some_and(|members| members.has("action") && members.has("goal"))
}

/// Whether a JSON string holds a goal webhook, by itself or in something else.
pub fn text_holds_one(json: &str, texts: usize) -> bool {
    let begins_so = || {
        let start = unescape_start(json, BEGINNING);
        start.is_some_and(|start| begins_goal_webhook(&start))
    };
    json.len() >= SHORTEST && texts > 0 && (begins_so() || holds_one(&unescape(json), texts))
}

/// Whether a text holds a goal webhook: JSON with one in it, base64 of that, or a log line.
pub fn holds_one(text: &str, texts: usize) -> bool {
    let Some(texts) = texts.checked_sub(1) else { return false };
    let text = text.trim_start();
    if !text.starts_with(['{', '[', '"']) {
        if let Some(bytes) = coding::undeclared_base64(text) {
            return bytes_hold_one(&bytes, texts);
        }
        return anchor::any(text.as_bytes());
    }
    if text.starts_with('"') {
        return serde_json::from_str::<Cow<'_, str>>(text)
            .is_ok_and(|inner| holds_one(&inner, texts));
    }
    // If it can be read it has both keys, and if not it is the start of one that was cut.
    if begins_goal_webhook(text) {
        return true;
    }
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() {
        return starts_goal_webhook(text.as_bytes());
    }
    let record = Record::read(text);
    if (record.has("action") && record.has("goal")) || open::recognise(&record).is_some() {
        return true;
    }
    let mut found = Vec::new();
    search(text, &mut String::new(), 0, texts, &mut found);
    !found.is_empty()
}

fn bytes_hold_one(bytes: &[u8], texts: usize) -> bool {
    /// What is looked at of compressed data.
    const LOOKED_AT: usize = 1 << 20;
    match coding::Compression::of(bytes) {
        Some(compression) => {
            let (bytes, _) = compression.undo(bytes, LOOKED_AT);
            holds_one(&String::from_utf8_lossy(&bytes), texts)
        }
        None => holds_one(&String::from_utf8_lossy(bytes), texts),
    }
}
