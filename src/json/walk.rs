//! Walks valid JSON text: the members of an object, the elements of an array, every string in it.
//!
//! The text must be valid, so that every value ends at its quote, its bracket or a delimiter. For
//! any other text the results mean nothing, but it never fails.

use std::borrow::Cow;
use std::ops::Range;

use super::plain::plain_run;
use super::text::unescape;

/// The key or index of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// The key of a member as JSON text.
    Key(&'a str),
    Index(usize),
}

impl Step<'_> {
    pub fn add_to(self, pointer: &mut String) {
        pointer.push('/');
        match self {
            Step::Key(key) => pointer.push_str(&escaped(&unescape(key))),
            Step::Index(index) => pointer.push_str(&index.to_string()),
        }
    }
}

/// The children of a container in order, with duplicate keys; none for a scalar.
pub fn children(json: &str) -> Children<'_> {
    let json = json.trim_ascii_start();
    let is_object = json.starts_with('{');
    let at = if is_object || json.starts_with('[') { 1 } else { json.len() };
    Children { json, at, index: 0, is_object }
}

/// The members of an object, key and value as JSON text; none for other values.
pub fn members(json: &str) -> impl Iterator<Item = (&str, &str)> {
    children(json).map_while(|(step, value)| match step {
        Step::Key(key) => Some((key, value)),
        Step::Index(_) => None,
    })
}

/// The members of an object in the order of their keys, unescaped, each key once: of several values
/// the last one counts, as for nearly every parser.
pub fn members_by_key(json: &str) -> Vec<(Cow<'_, str>, &str)> {
    let mut sorted: Vec<_> = members(json).map(|(key, value)| (unescape(key), value)).collect();
    sorted.sort_by(|(left, _), (right, _)| left.cmp(right));
    // The sort is stable, so the last of equal keys counts.
    sorted.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            std::mem::swap(next, kept);
        }
        is_same
    });
    sorted
}

/// The elements of an array; none for other values.
pub fn elements(json: &str) -> impl Iterator<Item = &str> {
    children(json).map_while(|(step, value)| matches!(step, Step::Index(_)).then_some(value))
}

/// The child with this key or index; of duplicate keys the last, as in JSON.parse.
pub fn child<'a>(container: &'a str, wanted: &str) -> Option<&'a str> {
    let mut children = children(container);
    match children.is_object {
        true => members(container).filter(|(key, _)| key_is(key, wanted)).last().map(|it| it.1),
        false => children.nth(wanted.parse().ok()?).map(|(_, element)| element),
    }
}

/// Whether a key (JSON text with its quotes) equals this name when unescaped.
pub fn key_is(key: &str, name: &str) -> bool {
    let inside = &key[1..key.len() - 1];
    // An escaped key is never shorter.
    inside == name || (inside.len() > name.len() && unescape(key) == name)
}

#[derive(Debug, Clone)]
pub struct Children<'a> {
    json: &'a str,
    at: usize,
    index: usize,
    is_object: bool,
}

impl<'a> Children<'a> {
    /// The next key, value or element.
    fn next_value(&mut self) -> Option<&'a str> {
        let bytes = self.json.as_bytes();
        while matches!(bytes.get(self.at)?, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':') {
            self.at += 1;
        }
        let start = self.at;
        self.at = value_end(bytes, start);
        self.json.get(start..self.at).filter(|value| !value.is_empty())
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = (Step<'a>, &'a str);

    fn next(&mut self) -> Option<(Step<'a>, &'a str)> {
        if self.is_object {
            let key = self.next_value().filter(|key| is_string(key))?;
            return Some((Step::Key(key), self.next_value()?));
        }
        let element = self.next_value()?;
        self.index += 1;
        Some((Step::Index(self.index - 1), element))
    }
}

fn is_string(json: &str) -> bool {
    json.len() > 1 && json.starts_with('"') && json.ends_with('"')
}

/// The nesting depth of a value.
pub fn depth(json: &str) -> usize {
    let bytes = json.as_bytes();
    let (mut at, mut open, mut deepest) = (0, 0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        at = if *byte == b'"' { string_end(bytes, at) } else { at + 1 };
        match byte {
            b'{' | b'[' => open += 1,
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

/// The end of the value at an offset; the offset itself if there is none.
fn value_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut open = 0_usize;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                if open == 0 {
                    return at;
                }
                continue;
            }
            b'{' | b'[' => open += 1,
            b'}' | b']' if open > 1 => open -= 1,
            b'}' | b']' if open == 1 => return at + 1,
            b'}' | b']' => return at,
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' if open == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    at
}

/// The end of the string whose opening quote is at an offset.
pub fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        at += plain_run(bytes.get(at..).unwrap_or_default());
        match bytes.get(at) {
            None => return bytes.len(),
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}

/// The member whose key comes next.
const NO_KEY: Step<'static> = Step::Key("");

/// Calls a function with each string of valid JSON, keys included, in order: its bytes with quotes,
/// and its path; for a key, the path of its member.
pub fn strings<'a>(json: &'a str, tell: &mut dyn FnMut(Range<usize>, &[Step<'a>])) {
    let bytes = json.as_bytes();
    let mut steps = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let mut end = at + 1;
        match byte {
            b'{' => steps.push(NO_KEY),
            b'[' => steps.push(Step::Index(0)),
            b'}' | b']' => {
                steps.pop();
            }
            b',' => match steps.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                Some(key) => *key = NO_KEY,
                None => {}
            },
            b'"' => {
                end = string_end(bytes, at);
                if let Some(key @ Step::Key("")) = steps.last_mut() {
                    *key = Step::Key(&json[at..end]);
                }
                tell(at..end, &steps);
            }
            _ => {}
        }
        at = end;
    }
}

/// Escapes a key.
pub fn escaped(key: &str) -> Cow<'_, str> {
    match key.contains(['~', '/']) {
        true => Cow::Owned(key.replace('~', "~0").replace('/', "~1")),
        false => Cow::Borrowed(key),
    }
}

/// Unescapes a reference token.
pub fn unescaped(segment: &str) -> Cow<'_, str> {
    match segment.contains('~') {
        true => Cow::Owned(segment.replace("~1", "/").replace("~0", "~")),
        false => Cow::Borrowed(segment),
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, children, elements, members, strings};
    use proptest::prelude::*;

    #[test]
    fn children_of_containers() {
        let object = r#" {"a" : [1, "}"], "b\"": {"c":[]},"a":-1.5e3 , "":null}"#;
        let all: Vec<_> = members(object).collect();
        let expected = [
            ("\"a\"", r#"[1, "}"]"#),
            (r#""b\"""#, r#"{"c":[]}"#),
            ("\"a\"", "-1.5e3"),
            ("\"\"", "null"),
        ];
        assert_eq!(all, expected);
        assert_eq!(elements(r#"[[], "x,]" ,true]"#).collect::<Vec<_>>(), ["[]", "\"x,]\"", "true"]);
        assert_eq!(children("[5]").next(), Some((Step::Index(0), "5")));
        for scalar in ["5", "\"{}\"", "null", "", "{}", "[ ]"] {
            assert_eq!(children(scalar).count(), 0, "{scalar}");
        }
        assert_eq!(members("[1]").count() + elements("{\"a\":1}").count(), 0);
    }

    proptest! {
        /// Terminates for any text.
        #[test]
        fn any_text_ends(text in "[\\[\\]{}\",:a\\\\ 1é]{0,40}") {
            prop_assert!(children(&text).count() <= text.len());
        }
    }

    #[test]
    fn each_string_comes_with_the_way_to_it() {
        let json = r#"{"a":["x",{"b\"":"y"}],"c":"z"}"#;
        let mut found = Vec::new();
        strings(json, &mut |span, steps| found.push((&json[span], steps.to_vec())));
        let (a, b, c) = (Step::Key(r#""a""#), Step::Key(r#""b\"""#), Step::Key(r#""c""#));
        let (first, second) = (Step::Index(0), Step::Index(1));
        assert_eq!(
            found,
            [
                (r#""a""#, vec![a]),
                (r#""x""#, vec![a, first]),
                (r#""b\"""#, vec![a, second, b]),
                (r#""y""#, vec![a, second, b]),
                (r#""c""#, vec![c]),
                (r#""z""#, vec![c]),
            ]
        );
    }
}
