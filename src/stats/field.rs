//! The counts of one field, and the range of its numbers.

use rust_decimal::Decimal;

use super::names::Names;
use crate::json::text::unescape;
use crate::webhook::body::JsonType;
use crate::webhook::field::{CATEGORIES, Kind};
use crate::webhook::value::Value;

/// The counted JSON types with their names.
pub const TYPES: [(JsonType, &str); 5] = [
    (JsonType::String, "string"),
    (JsonType::Number, "number"),
    (JsonType::Boolean, "boolean"),
    (JsonType::Object, "object"),
    (JsonType::Array, "array"),
];

const BOOLEANS: &[&str] = &["true", "false"];

/// Counts of one field over all readable bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldStats {
    pub name: &'static str,
    pub kind: Kind,
    /// Bodies with a value other than null.
    pub seen: u64,
    /// Bodies with null.
    pub null: u64,
    /// Bodies without the field.
    pub absent: u64,
    /// Values by JSON type, in the order of [`TYPES`].
    pub types: [u64; TYPES.len()],
    /// Counts of the documented words of a coded field, in documented order.
    pub words: Vec<(&'static str, u64)>,
    /// Counts of other words.
    pub other_words: Names,
    /// The range of numbers; times are in Unix seconds.
    pub range: Range,
}

impl FieldStats {
    pub fn new(name: &'static str, kind: Kind) -> FieldStats {
        let words: Vec<&'static str> = match kind {
            Kind::Word(words) => words.to_vec(),
            Kind::Category => CATEGORIES.concat(),
            Kind::Boolean => BOOLEANS.to_vec(),
            _ => Vec::new(),
        };
        FieldStats {
            name,
            kind,
            seen: 0,
            null: 0,
            absent: 0,
            types: [0; TYPES.len()],
            words: words.into_iter().map(|word| (word, 0)).collect(),
            other_words: Names::default(),
            range: Range::default(),
        }
    }

    /// Counts the field in one body: its JSON text, if present, and its value.
    pub fn count(&mut self, cell: Option<&str>, value: Value<'_>) {
        let Some(cell) = cell else {
            self.absent += 1;
            return;
        };
        let found = JsonType::of(cell);
        let Some(index) = TYPES.iter().position(|(json_type, _)| *json_type == found) else {
            self.null += 1;
            return;
        };
        self.seen += 1;
        self.types[index] += 1;
        match value {
            Value::Decimal(decimal) => self.range.include(decimal),
            Value::Integer(integer) => self.range.include(Decimal::from(integer)),
            _ => {}
        }
        if self.words.is_empty() {
            return;
        }
        match found {
            JsonType::String if self.kind != Kind::Boolean => self.word(&unescape(cell)),
            JsonType::Boolean if self.kind == Kind::Boolean => self.word(cell),
            _ => {}
        }
    }

    fn word(&mut self, word: &str) {
        match self.words.iter_mut().find(|(documented, _)| *documented == word) {
            Some((_, count)) => *count += 1,
            None => self.other_words.count(word),
        }
    }

    pub fn merge(&mut self, other: &FieldStats) {
        self.seen = self.seen.saturating_add(other.seen);
        self.null = self.null.saturating_add(other.null);
        self.absent = self.absent.saturating_add(other.absent);
        for (mine, theirs) in self.types.iter_mut().zip(other.types) {
            *mine = mine.saturating_add(theirs);
        }
        for ((_, mine), (_, theirs)) in self.words.iter_mut().zip(&other.words) {
            *mine = mine.saturating_add(*theirs);
        }
        self.other_words.merge(&other.other_words);
        self.range.merge(&other.range);
    }
}

/// A range of numbers; empty until one is included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Range(Option<(Decimal, Decimal)>);

impl Range {
    pub fn include(&mut self, number: Decimal) {
        self.0 = Some(match self.0 {
            None => (number, number),
            Some((least, greatest)) => (least.min(number), greatest.max(number)),
        });
    }

    pub fn merge(&mut self, other: &Range) {
        if let Some((least, greatest)) = other.0 {
            self.include(least);
            self.include(greatest);
        }
    }

    /// The minimum and maximum, without trailing zeros, so that equal numbers are written alike.
    pub fn ends(&self) -> Option<(Decimal, Decimal)> {
        self.0.map(|(least, greatest)| (least.normalize(), greatest.normalize()))
    }
}
