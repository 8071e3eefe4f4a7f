//! Walks from a JSON value to values inside it, by patterns that are JSON Pointers (RFC 6901)
//! with two more segments: `*` is every member or element, `**` is any way down.
//!
//! Values are JSON text borrowed from the whole, so their place in it is known.

use std::borrow::Cow;

use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::webhook::body::{JsonType, Members};
use crate::webhook::text::unescape;

/// `**` goes down so many levels.
const DEEPEST: usize = 32;

/// A key as it stands in a pointer.
pub fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A step from a container to one of its children.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// To a member: its key as JSON text.
    Key(&'a str),
    /// To an element.
    Index(usize),
}

impl Step<'_> {
    /// Adds the step to a pointer.
    pub fn add_to(self, pointer: &mut String) {
        pointer.push('/');
        match self {
            Step::Key(key) => pointer.push_str(&escaped(&unescape(key))),
            Step::Index(index) => pointer.push_str(&index.to_string()),
        }
    }
}

/// Shows the children of a container while `visit` says so; a scalar has none.
pub fn each_child<'a>(value: &'a str, mut visit: impl FnMut(Step<'a>, &'a str) -> bool) {
    match JsonType::of(value) {
        JsonType::Object => {
            let members = Members::read(value).map_or(Vec::new(), |members| members.0);
            members.into_iter().all(|(key, value)| visit(Step::Key(key), value));
        }
        JsonType::Array => {
            let mut json = serde_json::Deserializer::from_str(value);
            // It ends with an error on purpose where `visit` has seen enough.
            let _ = json.deserialize_seq(Elements(&mut visit));
        }
        _ => {}
    }
}

/// Shows elements one by one, so that a long array takes no memory.
struct Elements<'v, V>(&'v mut V);

impl<'a, V: FnMut(Step<'a>, &'a str) -> bool> Visitor<'a> for Elements<'_, V> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut array: A) -> Result<(), A::Error> {
        let mut index = 0;
        while let Some(element) = array.next_element::<&'a RawValue>()? {
            if !(self.0)(Step::Index(index), element.get()) {
                return Err(A::Error::custom("seen enough"));
            }
            index += 1;
        }
        Ok(())
    }
}

fn element(value: &str, wanted: usize) -> Option<&str> {
    let mut found = None;
    each_child(value, |step, element| match step {
        Step::Index(index) if index == wanted => {
            found = Some(element);
            false
        }
        _ => true,
    });
    found
}

/// The child with this segment.
fn child<'a>(value: &'a str, segment: &str) -> Option<&'a str> {
    match JsonType::of(value) {
        JsonType::Object => Members::read(value)?.get(&key(segment)),
        JsonType::Array => element(value, segment.parse().ok()?),
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

    /// A value whose members have been read.
    pub fn of(text: &'a str, members: Option<Members<'a>>) -> Record<'a> {
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
            let mut go_on = true;
            each_child(value, |step, child| {
                step.add_to(pointer);
                go_on = walk(child, deeper, pointer, visit);
                pointer.truncate(length);
                go_on
            });
            go_on
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
