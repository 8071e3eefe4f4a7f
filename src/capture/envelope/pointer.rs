//! Finds values inside a JSON value by patterns: JSON Pointers (RFC 6901) with two more segments,
//! `*` for every member or element and `**` for any number of levels.
//!
//! Values are slices of the whole text, so their offsets are known.

use std::cell::RefCell;

use crate::capture::content::Content;
use crate::json::walk::{child, children, key_is, members, unescaped};
use crate::webhook::body::MEMBERS_KEPT;

/// The maximum number of levels of `**`.
const MAX_DEPTH: usize = 32;

/// A JSON value with a cache, for many patterns.
#[derive(Debug)]
pub struct Record<'a> {
    /// The value as JSON text.
    pub text: &'a str,
    /// The keys of its members, if it is an object.
    pub keys: Keys,
    /// Parsed objects in it, itself first, so that each is parsed once.
    objects: RefCell<Vec<(&'a str, MembersOf<'a>)>>,
}

/// The first members of an object: keys and values as JSON text.
type MembersOf<'a> = Vec<(&'a str, &'a str)>;

impl<'a> Record<'a> {
    /// Valid JSON.
    pub fn read(text: &'a str) -> Record<'a> {
        Record::new(text, members(text).take(MEMBERS_KEPT).collect())
    }

    /// An already parsed value.
    pub fn of(text: &'a str, content: &Content<'a>) -> Record<'a> {
        match content {
            Content::OtherShape(members) => Record::new(text, members.0.clone()),
            _ => Record::read(text),
        }
    }

    fn new(text: &'a str, members: MembersOf<'a>) -> Record<'a> {
        let keys = members.iter().fold(Keys::NONE, |keys, (key, _)| keys.and(Keys::of_json(key)));
        Record { text, keys, objects: RefCell::new(vec![(text, members)]) }
    }

    /// Whether it is an object with this key.
    pub fn has(&self, name: &str) -> bool {
        self.keys.may_have_any(Keys::of(name)) && self.step(self.text, name).is_some()
    }

    /// The child of a value with this key or index.
    fn step(&self, value: &'a str, wanted: &str) -> Option<&'a str> {
        if !value.starts_with('{') {
            return child(value, wanted);
        }
        let mut objects = self.objects.borrow_mut();
        let known = objects.iter().position(|(object, _)| std::ptr::eq(*object, value));
        let index = known.unwrap_or_else(|| {
            objects.push((value, members(value).take(MEMBERS_KEPT).collect()));
            objects.len() - 1
        });
        let members = &objects[index].1;
        if members.len() == MEMBERS_KEPT {
            return child(value, wanted);
        }
        members.iter().rfind(|(key, _)| key_is(key, wanted)).map(|(_, value)| *value)
    }

    /// The first match of a pattern.
    pub fn first(&self, pattern: &str) -> Option<&'a str> {
        if is_plain(pattern) {
            return self.at(pattern);
        }
        let mut found = None;
        walk(self.text, &segments(pattern), &mut String::new(), &mut |_, value| {
            found = Some(value);
            false
        });
        found
    }

    /// The match of a pattern without `*`.
    fn at(&self, pattern: &str) -> Option<&'a str> {
        let mut steps = pattern.split('/').skip(1).map(unescaped);
        steps.try_fold(self.text, |value, step| self.step(value, &step))
    }

    /// Passes on every match of a pattern with its pointer.
    pub fn each(&self, pattern: &str, visit: &mut dyn FnMut(&str, &'a str)) {
        if is_plain(pattern) {
            if let Some(value) = self.at(pattern) {
                visit(pattern, value);
            }
            return;
        }
        walk(self.text, &segments(pattern), &mut String::new(), &mut |pointer, value| {
            visit(pointer, value);
            true
        });
    }
}

/// Whether a pattern is a plain pointer.
fn is_plain(pattern: &str) -> bool {
    !pattern.bytes().any(|byte| byte == b'*')
}

fn segments(pattern: &str) -> Vec<&str> {
    pattern.split('/').skip(1).collect()
}

/// Continues while `visit` returns true.
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
            if pointer.matches('/').count() >= MAX_DEPTH {
                return true;
            }
            children(value).all(|(step, child)| {
                step.add_to(pointer);
                let go_on = walk(child, deeper, pointer, visit);
                pointer.truncate(length);
                go_on
            })
        }
        name => {
            let Some(value) = child(value, &unescaped(name)) else { return true };
            pointer.push('/');
            pointer.push_str(name);
            let go_on = walk(value, rest, pointer, visit);
            pointer.truncate(length);
            go_on
        }
    }
}

/// A set of keys. Different keys may look the same in it, so it only ever says "surely not".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys(u64);

impl Keys {
    pub const NONE: Keys = Keys(0);

    pub fn of(key: &str) -> Keys {
        let bytes = key.as_bytes();
        let (first, last) = match bytes {
            [first, .., last] => (*first, *last),
            [only] => (*only, 0),
            [] => (0, 0),
        };
        let sum = bytes.len() + 5 * usize::from(first) + 11 * usize::from(last);
        Keys(1 << (sum % 64))
    }

    /// A key as JSON text with its quotes; an escaped key matches any.
    pub fn of_json(key: &str) -> Keys {
        let inner = &key[1..key.len() - 1];
        if inner.bytes().any(|byte| byte == b'\\') { Keys(u64::MAX) } else { Keys::of(inner) }
    }

    /// Both sets.
    pub fn and(self, other: Keys) -> Keys {
        Keys(self.0 | other.0)
    }

    /// Whether one of these keys may be in the set.
    pub fn may_have_any(self, of: Keys) -> bool {
        self.0 & of.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Keys, Record};

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

    #[test]
    fn only_surely_missing_keys_are_ruled_out() {
        let keys = Keys::of_json("\"Records\"").and(Keys::of_json("\"time\""));
        assert!(keys.may_have_any(Keys::of("Records")));
        assert!(keys.may_have_any(Keys::of("requestContext").and(Keys::of("time"))));
        assert!(!keys.may_have_any(Keys::of("requestContext")));
        assert!(!Keys::NONE.may_have_any(Keys::of("time")));
        assert!(Keys::of_json("\"t\\u0069me\"").may_have_any(Keys::of("time")));
    }
}
