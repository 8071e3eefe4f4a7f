//! Statistics as JSON, to be saved and merged later. Numbers keep every digit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::field::{FieldStats, TYPES};
use super::names::Names;
use super::{Stats, Totals};
use crate::json::number::exact;
use crate::rules::registry;

/// The version of the saved form; changes when a key changes.
const FORM: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    /// The version of goalpost that wrote it.
    goalpost: String,
    format: u32,
    pub summary: Totals,
    pub fields: Vec<SavedField>,
    /// Undocumented keys.
    pub unknown_fields: SavedNames,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedField {
    pub field: String,
    pub seen: u64,
    pub null: u64,
    pub absent: u64,
    pub types: BTreeMap<String, u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<BTreeMap<String, u64>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_words: Option<SavedNames>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greatest: Option<Box<RawValue>>,
}

/// Counts by name: the total, and those of the kept names.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedNames {
    pub all: u64,
    pub kept: BTreeMap<String, u64>,
}

impl From<&Stats> for Saved {
    fn from(stats: &Stats) -> Saved {
        Saved {
            goalpost: env!("CARGO_PKG_VERSION").to_owned(),
            format: FORM,
            summary: stats.totals.clone(),
            fields: stats.fields.iter().map(SavedField::from).collect(),
            unknown_fields: SavedNames::from(&stats.unknown),
        }
    }
}

impl From<&FieldStats> for SavedField {
    fn from(field: &FieldStats) -> SavedField {
        let ends = field.range.ends();
        let number = |number: rust_decimal::Decimal| {
            RawValue::from_string(number.to_string()).expect("a decimal is a JSON number")
        };
        let types = TYPES.iter().zip(field.types).map(|((_, name), count)| (*name, count));
        let coded = !field.words.is_empty();
        SavedField {
            field: field.name.to_owned(),
            seen: field.seen,
            null: field.null,
            absent: field.absent,
            types: owned(types.filter(|(_, count)| *count > 0)),
            words: coded.then(|| owned(field.words.iter().copied())),
            other_words: coded.then(|| SavedNames::from(&field.other_words)),
            least: ends.map(|(least, _)| number(least)),
            greatest: ends.map(|(_, greatest)| number(greatest)),
        }
    }
}

impl From<&Names> for SavedNames {
    fn from(names: &Names) -> SavedNames {
        SavedNames {
            all: names.all(),
            kept: owned(names.kept().map(|(name, count)| (name.raw(), count))),
        }
    }
}

fn owned<'a>(counts: impl Iterator<Item = (&'a str, u64)>) -> BTreeMap<String, u64> {
    counts.map(|(name, count)| (name.to_owned(), count)).collect()
}

/// # Errors
/// A short reason why the text is not a saved result.
pub fn read(text: &str) -> Result<Stats, &'static str> {
    let saved: Saved =
        serde_json::from_str(text).map_err(|_| "not a result of `stats --format json`")?;
    if saved.format != FORM {
        return Err("saved by another version of goalpost in another format");
    }
    if saved.summary.rules.keys().any(|rule| registry::find(rule).is_none()) {
        return Err("it has counts for an unknown rule");
    }
    let mut stats = Stats { totals: saved.summary, ..Stats::default() };
    if saved.fields.len() != stats.fields.len() {
        return Err("its fields are not the documented ones");
    }
    for (field, saved) in stats.fields.iter_mut().zip(&saved.fields) {
        read_field(field, saved)?;
    }
    read_names(&mut stats.unknown, &saved.unknown_fields);
    Ok(stats)
}

fn read_field(field: &mut FieldStats, saved: &SavedField) -> Result<(), &'static str> {
    const OTHER_FIELDS: &str = "its fields are not the documented ones";
    if field.name != saved.field {
        return Err(OTHER_FIELDS);
    }
    (field.seen, field.null, field.absent) = (saved.seen, saved.null, saved.absent);
    for (name, count) in &saved.types {
        let index = TYPES.iter().position(|(_, known)| known == name).ok_or(OTHER_FIELDS)?;
        field.types[index] = *count;
    }
    for (word, count) in saved.words.iter().flatten() {
        let known = field.words.iter_mut().find(|(known, _)| known == word);
        known.ok_or("its words are not the documented ones")?.1 = *count;
    }
    if let Some(names) = &saved.other_words {
        read_names(&mut field.other_words, names);
    }
    for number in [&saved.least, &saved.greatest].into_iter().flatten() {
        let text = number.get();
        let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        let exact = is_number.then(|| exact(text)).flatten();
        field.range.include(exact.ok_or("a range in it is not a number")?);
    }
    Ok(())
}

fn read_names(names: &mut Names, saved: &SavedNames) {
    names.count_unnamed(saved.all);
    for (name, count) in &saved.kept {
        names.keep(name, *count);
    }
}
