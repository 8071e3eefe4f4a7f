//! Walks from a JSON value to values inside it, by patterns that are JSON Pointers (RFC 6901)
//! with two more segments: `*` is every member or element, `**` is any way down.
//!
//! Values are JSON text borrowed from the whole, so their place in it is known.

use std::borrow::Cow;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::keys::Keys;
use super::sketch::Sketch;
use crate::json::text::unescape;
use crate::webhook::body::{JsonType, Members, key_is};

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

/// A value that many patterns are held against: it is read only once.
#[derive(Debug)]
pub struct Record<'a> {
    /// The value as JSON text.
    pub text: &'a str,
    /// Where it stands in a sketch of it or of what is around it, if it is an object.
    pub(super) sketch: Option<(Sketch<'a>, usize)>,
    /// The keys of its members.
    pub keys: Keys,
}

/// A value that a pattern leads to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) text: &'a str,
    pub(super) at: Option<usize>,
}

impl<'a> Record<'a> {
    /// A value of which there may be a sketch.
    pub fn known(text: &'a str, sketch: Option<Sketch<'a>>) -> Record<'a> {
        match sketch {
            Some(sketch) => Record::at(sketch, 0),
            None => Record::read(text),
        }
    }

    /// Reads a value.
    pub fn read(text: &'a str) -> Record<'a> {
        match Sketch::read(text, None) {
            Some((sketch, length)) if length == text.len() => Record::at(sketch, 0),
            _ => Record::of(text, if text.starts_with('{') { Members::read(text) } else { None }),
        }
    }

    /// A value whose members have been read, if it is an object.
    pub fn of(text: &'a str, members: Option<Members<'a>>) -> Record<'a> {
        match members {
            Some(members) => Record::at(Sketch::of(text, members), 0),
            None => Record::closed(text),
        }
    }

    /// A value of which nothing has been read.
    fn closed(text: &'a str) -> Record<'a> {
        Record { text, sketch: None, keys: Keys::NONE }
    }

    /// The value at a place of a sketch.
    pub fn at(sketch: Sketch<'a>, at: usize) -> Record<'a> {
        let text = sketch.node(at).text;
        let keys = if text.starts_with('{') { sketch.keys(at) } else { Keys::NONE };
        Record { text, sketch: Some((sketch, at)), keys }
    }

    /// Whether it is an object with this key.
    pub fn has(&self, name: &str) -> bool {
        self.text.starts_with('{')
            && self.sketch.as_ref().is_some_and(|(sketch, at)| {
                sketch.children(*at).any(|child| sketch.is_key(child, name))
            })
    }

    /// Shows its children while `visit` says so.
    pub fn each_child(&self, mut visit: impl FnMut(Step<'a>, &'a str) -> bool) {
        self.each_record(|step, child| visit(step, child.text));
    }

    /// Shows its children as records while `visit` says so.
    pub fn each_record(&self, mut visit: impl FnMut(Step<'a>, &Record<'a>) -> bool) {
        match &self.sketch {
            Some((sketch, at)) if sketch.node(*at).is_open => {
                let is_object = self.text.starts_with('{');
                (0..).zip(sketch.children(*at)).all(|(index, child)| {
                    let key = sketch.node(child).key;
                    let step = if is_object { Step::Key(key) } else { Step::Index(index) };
                    visit(step, &Record::at(sketch.clone(), child))
                });
            }
            _ => each_child(self.text, |step, child| visit(step, &Record::closed(child))),
        }
    }

    /// The record to which a pattern without `*` leads.
    pub fn below(&self, pattern: &str) -> Option<Record<'a>> {
        let spot = self.spot(pattern)?;
        Some(match (&self.sketch, spot.at) {
            (Some((sketch, _)), Some(at)) => Record::at(sketch.clone(), at),
            _ => Record::closed(spot.text),
        })
    }

    /// The value to which a pattern without `*` leads, through the members that are kept: no
    /// known envelope has more.
    pub(super) fn spot(&self, pattern: &str) -> Option<Spot<'a>> {
        let here = Spot { text: self.text, at: self.sketch.as_ref().map(|(_, at)| *at) };
        each_segment(pattern).try_fold(here, |spot, segment| self.step(spot, segment))
    }

    fn step(&self, spot: Spot<'a>, segment: &str) -> Option<Spot<'a>> {
        let (Some((sketch, root)), Some(at)) = (&self.sketch, spot.at) else {
            return child(spot.text, segment).map(|text| Spot { text, at: None });
        };
        if !sketch.node(at).is_open && at != *root {
            return child(spot.text, segment).map(|text| Spot { text, at: None });
        }
        let found = if spot.text.starts_with('{') {
            let name = key(segment);
            sketch.children(at).filter(|child| sketch.is_key(*child, &name)).last()?
        } else {
            sketch.children(at).nth(segment.parse().ok()?)?
        };
        Some(Spot { text: sketch.node(found).text, at: Some(found) })
    }

    /// The first value that a pattern leads to, through the members that are kept.
    pub fn first(&self, pattern: &str) -> Option<&'a str> {
        if is_plain(pattern) {
            return self.spot(pattern).map(|spot| spot.text);
        }
        let mut found = None;
        walk(self.text, &segments(pattern), &mut String::new(), &mut |_, value| {
            found = Some(value);
            false
        });
        found
    }

    /// Shows every value that a pattern leads to, each with its pointer, and whether it is known
    /// to be a clean goal webhook.
    pub fn each(&self, pattern: &str, visit: &mut dyn FnMut(&str, &'a str, bool)) {
        let all_kept = self.sketch.as_ref().is_none_or(|(sketch, at)| sketch.node(*at).is_open);
        if all_kept && is_plain(pattern) {
            if let Some(spot) = self.spot(pattern) {
                let at = self.sketch.as_ref().zip(spot.at);
                let is_clean = at.is_some_and(|((sketch, _), at)| sketch.node(at).is_clean);
                visit(pattern, spot.text, is_clean);
            }
            return;
        }
        walk(self.text, &segments(pattern), &mut String::new(), &mut |pointer, value| {
            visit(pointer, value, false);
            true
        });
    }
}

/// Whether a pattern leads to one value at most, so that it is a pointer itself.
fn is_plain(pattern: &str) -> bool {
    !pattern.bytes().any(|byte| byte == b'*')
}

fn segments(pattern: &str) -> Vec<&str> {
    each_segment(pattern).collect()
}

/// The segments of a pattern. They are so short that a call of a search costs more than it.
fn each_segment(pattern: &str) -> impl Iterator<Item = &str> {
    let mut rest = pattern;
    std::iter::from_fn(move || {
        let after = rest.strip_prefix('/')?;
        let end = after.bytes().position(|byte| byte == b'/').unwrap_or(after.len());
        rest = &after[end..];
        Some(&after[..end])
    })
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
            .each(pattern, &mut |pointer, value, _| found.push(format!("{pointer} {value}")));
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
