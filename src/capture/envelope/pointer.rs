//! Walks from a JSON value to values inside it, by patterns that are JSON Pointers (RFC 6901)
//! with two more segments: `*` is every member or element, `**` is any way down.
//!
//! Values are JSON text borrowed from the whole, so their place in it is known.

use std::borrow::Cow;

use crate::webhook::body::{JsonType, Members};
use crate::webhook::text::unescape;

/// `**` goes down so many levels.
const DEEPEST: usize = 32;

/// A key as it stands in a pointer.
pub fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The children of a container with their segments; none for a scalar.
pub fn children(value: &str) -> Vec<(String, &str)> {
    match JsonType::of(value) {
        JsonType::Object => Members::read(value).map_or(Vec::new(), |members| {
            let members = members.0.into_iter();
            members.map(|(key, value)| (escaped(&unescape(key)), value)).collect()
        }),
        JsonType::Array => elements(value)
            .into_iter()
            .enumerate()
            .map(|(index, element)| (index.to_string(), element))
            .collect(),
        _ => Vec::new(),
    }
}

fn elements(value: &str) -> Vec<&str> {
    let elements: Vec<&serde_json::value::RawValue> =
        serde_json::from_str(value).unwrap_or_default();
    elements.into_iter().map(serde_json::value::RawValue::get).collect()
}

/// The child with this segment.
fn child<'a>(value: &'a str, segment: &str) -> Option<&'a str> {
    match JsonType::of(value) {
        JsonType::Object => Members::read(value)?.get(&key(segment)),
        JsonType::Array => elements(value).get(segment.parse::<usize>().ok()?).copied(),
        _ => None,
    }
}

/// A value that many patterns are held against: an object's members are read only once.
pub struct Record<'a> {
    /// The value as JSON text.
    pub text: &'a str,
    members: Option<Members<'a>>,
}

impl<'a> Record<'a> {
    /// Reads a value.
    pub fn read(text: &'a str) -> Record<'a> {
        let members = if text.starts_with('{') { Members::read(text) } else { None };
        Record { text, members }
    }

    /// Whether it is an object with this key.
    pub fn has(&self, key: &str) -> bool {
        self.members.as_ref().is_some_and(|members| members.has(key))
    }

    /// The first value that a pattern leads to.
    pub fn first(&self, pattern: &str) -> Option<&'a str> {
        let mut found = None;
        self.walk(pattern, &mut |_, value| {
            found = Some(value);
            false
        });
        found
    }

    /// Shows every value that a pattern leads to, each with its pointer.
    pub fn each(&self, pattern: &str, visit: &mut dyn FnMut(&str, &'a str)) {
        self.walk(pattern, &mut |pointer, value| {
            visit(pointer, value);
            true
        });
    }

    fn walk(&self, pattern: &str, visit: &mut dyn FnMut(&str, &'a str) -> bool) {
        let segments: Vec<&str> = pattern.split('/').skip(1).collect();
        match (&self.members, segments.split_first()) {
            (Some(members), Some((name, rest))) if !matches!(*name, "*" | "**") => {
                let Some(value) = members.get(&key(name)) else { return };
                walk(value, rest, &mut format!("/{name}"), visit);
            }
            _ => {
                walk(self.text, &segments, &mut String::new(), visit);
            }
        }
    }
}

/// The key that a segment stands for.
fn key(segment: &str) -> Cow<'_, str> {
    if segment.contains('~') {
        Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(segment)
    }
}

/// Goes on while `visit` says so.
fn walk<'a>(
    value: &'a str,
    pattern: &[&str],
    pointer: &mut String,
    visit: &mut dyn FnMut(&str, &'a str) -> bool,
) -> bool {
    let Some((segment, rest)) = pattern.split_first() else {
        return visit(pointer, value);
    };
    let length = pointer.len();
    match *segment {
        "*" | "**" => {
            if *segment == "**" && !walk(value, rest, pointer, visit) {
                return false;
            }
            let deeper = if *segment == "**" { pattern } else { rest };
            if pointer.matches('/').count() >= DEEPEST {
                return true;
            }
            for (child, value) in children(value) {
                pointer.push('/');
                pointer.push_str(&child);
                let go_on = walk(value, deeper, pointer, visit);
                pointer.truncate(length);
                if !go_on {
                    return false;
                }
            }
            true
        }
        name => {
            let Some(value) = child(value, name) else { return true };
            pointer.push('/');
            pointer.push_str(name);
            let go_on = walk(value, rest, pointer, visit);
            pointer.truncate(length);
            go_on
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Record;

    const VALUE: &str = r#"{"a/b":[{"c":1},{"c":{"c":2}}]}"#;

    fn found(pattern: &str) -> Vec<String> {
        let mut found = Vec::new();
        Record::read(VALUE)
            .each(pattern, &mut |pointer, value| found.push(format!("{pointer} {value}")));
        found
    }

    #[test]
    fn patterns_lead_to_values() {
        assert_eq!(found(""), [format!(" {VALUE}")]);
        assert_eq!(found("/a~1b/0/c"), ["/a~1b/0/c 1"]);
        assert_eq!(found("/*/*/c"), ["/a~1b/0/c 1", r#"/a~1b/1/c {"c":2}"#]);
        assert_eq!(found("/**/c/c"), ["/a~1b/1/c/c 2"]);
        assert_eq!(found("/x/*"), [""; 0]);
        assert_eq!(Record::read(VALUE).first("/a~1b/*"), Some(r#"{"c":1}"#));
    }
}
