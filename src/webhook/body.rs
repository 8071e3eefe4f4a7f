//! Splits a webhook body, valid JSON, into cells.
//!
//! Each documented value becomes a cell: its JSON text, borrowed from the body. The text keeps the
//! digits as they came, and its address gives the offset, so nothing is counted or converted before
//! a check needs it. Wrong types, unknown and duplicate keys do not stop the parser; only invalid
//! JSON does, or an object that is not an envelope (see [`Members`]).

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::field::{FIELD_COUNT, FIELDS};
use crate::json::text::unescape;
use crate::json::walk::{key_is, members};

/// Further undocumented keys are only counted, to bound memory.
const EXTRAS_KEPT: usize = 1_000;

/// A body `{"action": …, "goal": {…}}` in cells. Every `&str` is JSON text as it came.
#[derive(Debug, Default)]
pub struct Body<'a> {
    pub action: Option<&'a str>,
    /// The last value of `goal`, of any type.
    pub goal_text: Option<&'a str>,
    /// The values of the documented fields, in the order of [`FIELDS`]; all `None` if the last
    /// value of `goal` is not an object.
    pub goal: Option<[Option<&'a str>; FIELD_COUNT]>,
    /// Undocumented and duplicate keys.
    pub extras: Extras<'a>,
    /// Whether it certainly has no finding, except for rules that need `--now`.
    pub known_clean: bool,
    /// The fields, as bits by index, whose values by themselves certainly have no finding.
    pub known_good: u32,
}

/// An undocumented or duplicate key.
#[derive(Debug, Clone, Copy)]
pub struct Extra<'a> {
    /// Whether the key is in `goal` or beside it.
    pub in_goal: bool,
    /// The key as JSON text, quotes included.
    pub key: &'a str,
    /// For a duplicate documented key: its previous value.
    pub before: Option<&'a str>,
}

/// Extra keys, a bounded number of them.
#[derive(Debug, Default)]
pub struct Extras<'a> {
    /// The kept keys, in text order.
    pub kept: Vec<Extra<'a>>,
    /// The number of further keys.
    pub dropped: u64,
}

impl<'a> Extras<'a> {
    /// Adds a key; see [`Extra`].
    pub fn add(&mut self, in_goal: bool, key: &'a str, before: Option<&'a str>) {
        if self.kept.len() < EXTRAS_KEPT {
            self.kept.push(Extra { in_goal, key, before });
        } else {
            self.dropped += 1;
        }
    }
}

impl<'a> Body<'a> {
    /// Parses an object, given as valid JSON.
    fn of(json: &'a str) -> Body<'a> {
        let mut body = Body::default();
        for (key, value) in members(json) {
            let known = if key_is(key, "action") {
                &mut body.action
            } else if key_is(key, "goal") {
                &mut body.goal_text
            } else {
                body.extras.add(false, key, None);
                continue;
            };
            if let Some(before) = known.replace(value) {
                body.extras.add(false, key, Some(before));
            }
        }
        // Of duplicate keys the last counts, as in most parsers.
        let Some(goal) = body.goal_text.filter(|goal| goal.starts_with('{')) else { return body };
        let cells = body.goal.insert([None; FIELD_COUNT]);
        // Fields nearly always come in the documented order.
        let mut next = 0;
        for (key, value) in members(goal) {
            let Some(index) = field_index(key, next) else {
                body.extras.add(true, key, None);
                continue;
            };
            next = index + 1;
            if let Some(before) = cells[index].replace(value) {
                body.extras.add(true, key, Some(before));
            }
        }
        body
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Body<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = <&RawValue>::deserialize(deserializer)?.get();
        match json.starts_with('{') {
            true => Ok(Body::of(json)),
            false => Err(D::Error::custom("a body is an object")),
        }
    }
}

/// The index of the field with this key (JSON text with its quotes), trying `guess` first.
pub fn field_index(key: &str, guess: usize) -> Option<usize> {
    let is_guess = FIELDS.get(guess).is_some_and(|field| field.name == &key[1..key.len() - 1]);
    if is_guess { Some(guess) } else { super::field::position(&unescape(key)) }
}

/// The members of any JSON object as JSON text, for bodies of another shape.
#[derive(Debug, Default)]
pub struct Members<'a>(pub Vec<(&'a str, &'a str)>);

/// Further members are not kept: no known shape needs them.
pub const MEMBERS_KEPT: usize = 1_000;

impl<'a> Members<'a> {
    /// The members of an object, given as valid JSON; `None` for other values.
    pub fn read(json: &'a str) -> Option<Members<'a>> {
        json.starts_with('{').then(|| Members(members(json).take(MEMBERS_KEPT).collect()))
    }

    pub fn read_all(json: &'a str) -> Option<Members<'a>> {
        json.starts_with('{').then(|| Members(members(json).collect()))
    }

    /// The last value with this key, as JSON text.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().rev().find(|(key, _)| key_is(key, name)).map(|(_, value)| *value)
    }

    /// Whether the object has exactly these members.
    pub fn are_all(&self) -> bool {
        self.0.len() < MEMBERS_KEPT
    }

    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Vec<(&'de str, &'de str)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(key) = map.next_key::<&'de RawValue>()? {
            let value = map.next_value::<&'de RawValue>()?;
            if members.len() < MEMBERS_KEPT {
                members.push((key.get(), value.get()));
            }
        }
        Ok(members)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor).map(Members)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonType {
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}

impl JsonType {
    /// The type of a JSON value, from its first byte.
    pub fn of(text: &str) -> JsonType {
        match text.as_bytes().first() {
            Some(b'{') => JsonType::Object,
            Some(b'[') => JsonType::Array,
            Some(b'"') => JsonType::String,
            Some(b't' | b'f') => JsonType::Boolean,
            Some(b'n') => JsonType::Null,
            _ => JsonType::Number,
        }
    }

    /// The type with its article, for sentences.
    pub fn phrase(self) -> &'static str {
        match self {
            JsonType::Object => "an object",
            JsonType::Array => "an array",
            JsonType::String => "a string",
            JsonType::Number => "a number",
            JsonType::Boolean => "a boolean",
            JsonType::Null => "null",
        }
    }
}
