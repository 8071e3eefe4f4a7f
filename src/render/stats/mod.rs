//! Statistics in every format.

pub mod records;
pub mod table;

use super::record::Cell;
use crate::stats::Stats;
use crate::stats::field::{FieldStats, TYPES};
use crate::text::digits::counted;
use crate::webhook::field::Kind;

/// The minimum and maximum of a field.
fn ends(field: &FieldStats) -> [Cell<'static>; 2] {
    let Some((least, greatest)) = field.range.ends() else { return [Cell::Null, Cell::Null] };
    [least, greatest].map(|number| {
        let digits = number.to_string().into();
        match (field.kind, i64::try_from(number)) {
            (Kind::Time, Ok(seconds)) => Cell::Time(digits, seconds),
            (Kind::Decimal, _) => Cell::Amount(digits),
            _ => Cell::Number(digits),
        }
    })
}

/// The JSON types of a field's values with counts, if there are several.
fn several_types(field: &FieldStats) -> Option<String> {
    let found: Vec<String> = TYPES
        .iter()
        .zip(field.types)
        .filter(|(_, count)| *count > 0)
        .map(|((_, name), count)| counted(count, name, &format!("{name}s")))
        .collect();
    (found.len() > 1).then(|| found.join(", "))
}

/// The words of a coded field with counts, the most frequent first; other words last. They are
/// untrusted and not escaped.
fn words(field: &FieldStats) -> Vec<(&str, u64)> {
    let documented = field.words.iter().map(|(word, count)| (*word, *count));
    let other = field.other_words.kept().map(|(word, count)| (word.raw(), count));
    let mut words: Vec<(&str, u64)> =
        documented.chain(other).filter(|(_, count)| *count > 0).collect();
    words.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let more = field.other_words.more();
    if more > 0 {
        words.push(("(other words)", more));
    }
    words
}

/// Rules with counts, the most frequent first.
fn rules(stats: &Stats) -> Vec<(&str, u64)> {
    let mut rules: Vec<(&str, u64)> =
        stats.totals.rules.iter().map(|(rule, count)| (rule.as_str(), *count)).collect();
    rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    rules
}
