//! Searches an unknown JSON value for goal webhooks.
//!
//! Everything with an anchor is a hit: a goal webhook, text with one in any coding, a list of
//! bytes, or an object with a goal's own keys. So none is missed.

use std::borrow::Cow;

use crate::capture::base64_text;
use crate::capture::inflate;
use crate::capture::inflate::Compression;
use crate::capture::text::anchor;
use crate::capture::text::opening::{begins_goal_webhook, starts_goal_webhook};
use crate::json::text::unescape;
use crate::json::walk::{Step, children, elements, key_is, members};
use crate::webhook::body::JsonType;

/// The maximum depth of the search.
const DEEPEST: usize = 32;
/// The minimum length of a goal webhook, in bytes.
const SHORTEST: usize = 20;
/// The minimum length of a list of bytes, in elements.
const FEWEST_BYTES: usize = 20;
/// The bytes of compressed data to search.
const LOOKED_AT: usize = 1 << 20;

/// A value with a goal webhook or a part of one.
#[derive(Debug)]
pub struct Hit<'a> {
    pub pointer: String,
    /// The pointer with `*` for every array index.
    pub pattern: String,
    pub value: &'a str,
    /// The innermost record around it, which has the request data.
    pub record: &'a str,
    /// Whether its siblings in the array are of other kinds: cells of a row, arguments of a job.
    pub in_row: bool,
}

/// The hits in a value, in order.
pub fn hits(value: &str) -> Vec<Hit<'_>> {
    let mut hits = Vec::new();
    if may_hold_one(value.as_bytes()) {
        let (pointer, pattern) = (String::new(), String::new());
        Search { hits: &mut hits, pointer, pattern, record: value }.children(value, false, 0);
    }
    hits
}

struct Search<'h, 'a> {
    hits: &'h mut Vec<Hit<'a>>,
    pointer: String,
    pattern: String,
    record: &'a str,
}

impl<'a> Search<'_, 'a> {
    fn children(&mut self, value: &'a str, is_pair: bool, depth: usize) {
        if value.len() < SHORTEST || depth > DEEPEST {
            return;
        }
        let lengths = (self.pointer.len(), self.pattern.len());
        for (step, child) in children(value) {
            step.add_to(&mut self.pointer);
            match step {
                Step::Key(_) => step.add_to(&mut self.pattern),
                Step::Index(_) => self.pattern.push_str("/*"),
            }
            self.look((value, step), child, is_pair, depth);
            self.pointer.truncate(lengths.0);
            self.pattern.truncate(lengths.1);
        }
    }

    fn look(
        &mut self,
        (parent, step): (&str, Step<'_>),
        child: &'a str,
        is_pair: bool,
        depth: usize,
    ) {
        if child.len() < SHORTEST {
            return;
        }
        let is_hit = match JsonType::of(child) {
            JsonType::Object => is_goal_webhook(child) || has_key_of_a_goal(child),
            JsonType::Array => bytes(child).is_some_and(|bytes| bytes_hold_one(&bytes)),
            JsonType::String => text_holds_one(child),
            _ => false,
        };
        if is_hit && !counts(parent, step, child) {
            return;
        }
        if is_hit {
            self.hits.push(Hit {
                pointer: self.pointer.clone(),
                pattern: self.pattern.clone(),
                value: child,
                record: self.record,
                in_row: is_pair
                    || (matches!(step, Step::Index(_))
                        && !matches!(JsonType::of(child), JsonType::Object)),
            });
            return;
        }
        let is_pair = matches!(step, Step::Index(_)) && is_pair_of_name_and_value(child);
        let around = self.record;
        if JsonType::of(child) == JsonType::Object && !is_pair {
            self.record = child;
        }
        self.children(child, is_pair, depth + 1);
        self.record = around;
    }
}

/// Whether a child is the value of its key: of duplicate keys the last counts.
fn counts(parent: &str, step: Step<'_>, child: &str) -> bool {
    let Step::Key(key) = step else { return true };
    let key = unescape(key);
    let last = members(parent).filter(|(other, _)| key_is(other, &key)).last();
    last.is_none_or(|(_, value)| std::ptr::eq(value, child))
}

/// The distinct patterns of hits.
pub fn patterns(hits: &[Hit<'_>]) -> Vec<String> {
    let mut patterns: Vec<String> = Vec::new();
    for hit in hits {
        if patterns.last() != Some(&hit.pattern) && !patterns.contains(&hit.pattern) {
            patterns.push(hit.pattern.clone());
        }
    }
    patterns
}

/// The hits, grouped if they are in one record, because they may be copies of one delivery. The
/// state before a change and the echo in a response only count if no other is of the same goal.
pub fn groups<'a>(hits: Vec<Hit<'a>>, patterns: &[String]) -> Vec<Vec<Hit<'a>>> {
    let shared = patterns.iter().fold(usize::MAX, |shared, pattern| {
        let pairs = pattern.split('/').zip(patterns[0].split('/'));
        shared.min(pairs.take_while(|(one, other)| one == other).count())
    });
    let record = |hit: &Hit<'_>| -> String {
        hit.pointer.split('/').take(shared).collect::<Vec<_>>().join("/")
    };
    let mut groups: Vec<(String, Vec<Hit<'a>>)> = Vec::new();
    for hit in hits {
        let key = record(&hit);
        match groups.last_mut().filter(|(last, _)| *last == key) {
            Some((_, group)) => group.push(hit),
            None => groups.push((key, vec![hit])),
        }
    }
    let mut all = Vec::new();
    for (_, mut group) in groups {
        let is_aside = |hit: &Hit<'_>| is_aside(&hit.pattern);
        let others: Vec<Option<&str>> =
            group.iter().filter(|hit| !is_aside(hit)).map(|hit| guid(hit.value)).collect();
        if !others.is_empty() {
            // In text that is still encoded, the guid is not seen.
            let is_of_another = |hit: &Hit<'_>| {
                let differs = |guid| others.iter().all(|other| other.is_some_and(|it| it != guid));
                guid(hit.value).is_some_and(differs)
            };
            group.retain(|hit| !is_aside(hit) || is_of_another(hit));
        }
        match group.iter().all(|hit| hit.pattern == group[0].pattern) {
            true => all.extend(group.into_iter().map(|hit| vec![hit])),
            false => all.push(group),
        }
    }
    all
}

/// Whether a path is that of an old state or a response.
fn is_aside(pattern: &str) -> bool {
    const NAMES: [&str; 8] =
        ["before", "old", "oldvalue", "oldimage", "previous", "response", "responsebody", "echo"];
    pattern.split('/').any(|name| {
        let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
        let name: Vec<u8> = letters.map(|letter| letter.to_ascii_lowercase()).collect();
        NAMES.iter().any(|known| known.as_bytes() == name)
    })
}

/// The first guid of a goal in JSON text.
fn guid(json: &str) -> Option<&str> {
    let guid = &json[memchr::memmem::find(json.as_bytes(), b"GOL-")?..];
    let length = guid.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    Some(&guid[..length.count()])
}

/// Whether an object is a name with a value, such as `{"field": "@message", "value": "…"}`.
pub fn is_pair_of_name_and_value(object: &str) -> bool {
    let (mut name, mut value) = (false, false);
    for (key, _) in members(object) {
        name |= ["name", "field", "key", "column"].iter().any(|known| is_key(key, known));
        value |= is_key(key, "value");
    }
    name && value
}

fn is_key(key: &str, name: &str) -> bool {
    key[1..key.len() - 1].eq_ignore_ascii_case(name)
}

/// Whether an object has the two keys of a goal webhook.
pub fn is_goal_webhook(object: &str) -> bool {
    let has = |name| members(object).any(|(key, _)| key_is(key, name));
    begins_goal_webhook(object) || (has("action") && has("goal"))
}

/// Whether one of an object's keys is that of a goal, with or without a prefix.
fn has_key_of_a_goal(object: &str) -> bool {
    const KEYS: [&str; 3] = ["goal_type_name", "has_been_spent", "projected_to_complete_at"];
    members(object).any(|(key, _)| KEYS.iter().any(|known| key[..key.len() - 1].ends_with(known)))
}

/// The bytes in an array of numbers.
pub fn bytes(array: &str) -> Option<Vec<u8>> {
    let first = array.strip_prefix('[')?.trim_ascii_start();
    if !first.starts_with(|digit: char| digit.is_ascii_digit()) {
        return None;
    }
    let bytes: Option<Vec<u8>> = elements(array).map(|byte| byte.parse().ok()).collect();
    bytes.filter(|bytes| bytes.len() >= FEWEST_BYTES)
}

/// Whether a JSON string contains a goal webhook in any form.
pub fn text_holds_one(json: &str) -> bool {
    json.len() >= SHORTEST && holds_one(&unescape(json))
}

/// Whether a text contains a goal webhook, or a part of one, in any coding.
pub fn holds_one(text: &str) -> bool {
    let text = text.trim_start();
    starts_goal_webhook(text.as_bytes())
        || anchor::any(text.as_bytes())
        || begins_compressed(text)
            && base64_text::undeclared_base64(text).is_some_and(|bytes| bytes_hold_one(&bytes))
}

/// Whether a text begins like gzip or zstd in base64.
fn begins_compressed(text: &str) -> bool {
    text.starts_with("H4sI") || text.starts_with("KLUv")
}

fn bytes_hold_one(bytes: &[u8]) -> bool {
    let bytes = match Compression::of(bytes) {
        Some(compression) => Cow::Owned(inflate::undo(compression, bytes, LOOKED_AT).0),
        None => Cow::Borrowed(bytes),
    };
    holds_one(&String::from_utf8_lossy(&bytes))
}

/// Whether JSON text may contain a hit; "no" is certain.
pub fn may_hold_one(json: &[u8]) -> bool {
    let has = |text: &[u8]| memchr::memmem::find(json, text).is_some();
    anchor::any(json)
        || has(b"\"goal")
        || has(b"goal\\\"")
        || has(b"123,")
        || has(b"H4sI")
        || has(b"KLUv")
}

#[cfg(test)]
mod tests {
    use super::{bytes, hits};

    const BODY: &str = r#"{"action":"created","goal":{"guid":"GOL-1","goal_type_name":"PAYOFF"}}"#;

    fn found(value: &str) -> Vec<(String, String, bool)> {
        let hits = hits(value).into_iter();
        hits.map(|hit| (hit.pointer, hit.pattern, hit.in_row)).collect()
    }

    #[test]
    fn hits_anywhere() {
        let text = serde_json::to_string(BODY).expect("text");
        let numbers: Vec<String> = BODY.bytes().map(|byte| byte.to_string()).collect();
        let numbers = format!("[{}]", numbers.join(", "));
        let hit =
            |pointer: &str, pattern: &str, in_row| (pointer.to_owned(), pattern.to_owned(), in_row);
        for (value, expected) in [
            (format!(r#"{{"a/b":[1,{{"c":{BODY}}}]}}"#), hit("/a~1b/1/c", "/a~1b/*/c", false)),
            (format!(r#"{{"rows":[[1,{text},"x"]]}}"#), hit("/rows/0/1", "/rows/*/*", true)),
            (
                format!(r#"[[{{"field":"@message","value":{text}}}]]"#),
                hit("/0/0/value", "/*/*/value", true),
            ),
            (format!(r#"{{"m":{numbers}}}"#), hit("/m", "/m", false)),
            (
                format!(r#"{{"b":{{"type":"Buffer","data":{numbers}}}}}"#),
                hit("/b/data", "/b/data", false),
            ),
            (r#"{"x":{"goal.goal_type_name":"PAYOFF"}}"#.to_owned(), hit("/x", "/x", false)),
        ] {
            assert_eq!(found(&value), [expected], "{value}");
        }
        assert_eq!(found(r#"{"x":{"status":"goal_type_name"},"y":[1,2,3]}"#), []);
        assert_eq!(bytes("[1,2,300]"), None);
    }
}
