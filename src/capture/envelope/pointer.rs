//! Walks from a JSON value to values inside it, by patterns that are JSON Pointers (RFC 6901)
//! with two more segments: `*` is every member or element, `**` is any way down.
//!
//! Values are JSON text borrowed from the whole, so their place in it is known.

use std::borrow::Cow;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::keys::Keys;
use crate::webhook::body::{JsonType, Members, key_is};
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

/// Shows the children of a container, one by one and all of them, while `visit` says so; a
/// scalar has none.
pub fn each_child<'a>(value: &'a str, mut visit: impl FnMut(Step<'a>, &'a str) -> bool) {
    let mut json = serde_json::Deserializer::from_str(value);
    // It ends with an error on purpose where `visit` has seen enough.
    let _ = match JsonType::of(value) {
        JsonType::Object => json.deserialize_map(Children(&mut visit)),
        JsonType::Array => json.deserialize_seq(Children(&mut visit)),
        _ => Ok(()),
    };
}

/// Shows children one by one, so that a long container takes no memory.
struct Children<'v, V>(&'v mut V);

impl<'a, V: FnMut(Step<'a>, &'a str) -> bool> Visitor<'a> for Children<'_, V> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a container")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(key) = object.next_key::<&'a RawValue>()? {
            let value = object.next_value::<&'a RawValue>()?;
            if !(self.0)(Step::Key(key.get()), value.get()) {
                return Err(A::Error::custom("seen enough"));
            }
        }
        Ok(())
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

/// The child with this segment; of members with the same key the last one.
fn child<'a>(value: &'a str, segment: &str) -> Option<&'a str> {
    let mut found = None;
    match JsonType::of(value) {
        JsonType::Object => {
            let name = key(segment);
            each_child(value, |step, child| {
                if matches!(step, Step::Key(key) if key_is(key, &name)) {
                    found = Some(child);
                }
                true
            });
        }
        JsonType::Array => {
            let wanted: usize = segment.parse().ok()?;
            each_child(value, |step, child| match step {
                Step::Index(index) if index == wanted => {
                    found = Some(child);
                    false
                }
                _ => true,
            });
        }
        _ => {}
    }
    found
}

/// A value that many patterns are held against: an object's members are read only once.
#[derive(Debug)]
pub struct Record<'a> {
    /// The value as JSON text.
    pub text: &'a str,
    members: Option<Members<'a>>,
    /// The keys of its members.
    pub keys: Keys,
}

impl<'a> Record<'a> {
    /// A value whose members may have been read.
    pub fn known(text: &'a str, members: Option<Members<'a>>) -> Record<'a> {
        match members {
            Some(members) => Record::of(text, Some(members)),
            None => Record::read(text),
        }
    }

    /// Reads a value.
    pub fn read(text: &'a str) -> Record<'a> {
        Record::of(text, if text.starts_with('{') { Members::read(text) } else { None })
    }

    /// A value whose members have been read.
    pub fn of(text: &'a str, members: Option<Members<'a>>) -> Record<'a> {
        let keys = match &members {
            Some(members) => {
                members.0.iter().fold(Keys::NONE, |keys, (key, _)| keys.and(Keys::of_json(key)))
            }
            None => Keys::NONE,
        };
        Record { text, members, keys }
    }

    /// Whether it is an object with this key.
    pub fn has(&self, key: &str) -> bool {
        self.members.as_ref().is_some_and(|members| members.has(key))
    }

    /// Shows its children while `visit` says so.
    pub fn each_child(&self, mut visit: impl FnMut(Step<'a>, &'a str) -> bool) {
        match &self.members {
            Some(members) if members.are_all() => {
                members.0.iter().all(|(key, value)| visit(Step::Key(key), value));
            }
            _ => each_child(self.text, visit),
        }
    }

    /// The first value that a pattern leads to, through the members that are kept: no known
    /// envelope has more.
    pub fn first(&self, pattern: &str) -> Option<&'a str> {
        if !is_plain(pattern) {
            let mut found = None;
            walk(self.text, &segments(pattern), &mut String::new(), &mut |_, value| {
                found = Some(value);
                false
            });
            return found;
        }
        let mut segments = pattern.split('/').skip(1);
        let Some(first) = segments.next() else { return Some(self.text) };
        let value = match &self.members {
            Some(members) => members.get(&key(first))?,
            None => child(self.text, first)?,
        };
        segments.try_fold(value, child)
    }

    /// Shows every value that a pattern leads to, each with its pointer.
    pub fn each(&self, pattern: &str, visit: &mut dyn FnMut(&str, &'a str)) {
        let all_kept = self.members.as_ref().is_none_or(Members::are_all);
        if all_kept && is_plain(pattern) {
            return self.first(pattern).into_iter().for_each(|value| visit(pattern, value));
        }
        walk(self.text, &segments(pattern), &mut String::new(), &mut |pointer, value| {
            visit(pointer, value);
            true
        });
    }
}

/// Whether a pattern leads to one value at most, so that it is a pointer itself.
fn is_plain(pattern: &str) -> bool {
    !pattern.bytes().any(|byte| byte == b'*')
}

fn segments(pattern: &str) -> Vec<&str> {
    pattern.split('/').skip(1).collect()
}

/// The key that a segment stands for.
fn key(segment: &str) -> Cow<'_, str> {
    if segment.bytes().any(|byte| byte == b'~') {
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
