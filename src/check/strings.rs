//! What strings hold that a person would not see: half surrogate pairs and hidden characters.
//!
//! Nearly all bodies are plain ASCII without a backslash, which one look at the whole text
//! tells; only the others are looked at value by value.

use super::Findings;
use crate::rules::problem::{Finding, Place, Problem};
use crate::text::hidden::hidden_characters;
use crate::webhook::field::at;
use crate::webhook::text::unpaired_surrogates;
use crate::webhook::value::{Goal, Value};

/// The character DEL, the only one in ASCII that JSON allows and nobody sees.
const DELETE: u8 = 0x7f;

/// Checks the strings of a body, but for the fields, as bits by position, that are known to be
/// good.
pub fn check<'a>(text: &'a str, goal: &Goal<'a>, known_good: u32, findings: &mut Findings<'a>) {
    if text.is_ascii() && memchr::memchr2(b'\\', DELETE, text.as_bytes()).is_none() {
        return;
    }
    let mut last_place = None;
    for span in unpaired_surrogates(text) {
        let place = goal
            .cells
            .iter()
            .position(|cell| cell.is_some_and(|cell| contains(&findings.span(cell), &span)))
            .map_or(Place::Root, Place::Field);
        if last_place.replace(place) != Some(place) {
            findings.push(Finding {
                problem: Problem::UnpairedSurrogate,
                place,
                span,
                other: None,
            });
        }
    }
    for (index, value) in goal.values.iter().enumerate() {
        let Value::Text(cell) = value else { continue };
        if known_good & 1 << index != 0 || is_visible(cell) {
            continue;
        }
        let unescaped = crate::webhook::text::unescape(cell);
        // Line breaks and tabs are usual in metadata, which often is JSON itself.
        let hidden = if index == at::METADATA {
            hidden_characters(&unescaped.replace(['\n', '\r', '\t'], " "))
        } else {
            hidden_characters(&unescaped)
        };
        if let Some((first, count)) = hidden {
            findings.at(Problem::HiddenCharacters { first, count }, Place::Field(index), cell);
        }
    }
}

/// Whether JSON text is ASCII that everybody sees, with no escapes but of quotes and slashes.
fn is_visible(json: &str) -> bool {
    let mut bytes = json.bytes();
    while let Some(byte) = bytes.next() {
        let visible = match byte {
            b'\\' => matches!(bytes.next(), Some(b'"' | b'\\' | b'/')),
            _ => (b' '..DELETE).contains(&byte),
        };
        if !visible {
            return false;
        }
    }
    true
}

fn contains(outer: &std::ops::Range<usize>, inner: &std::ops::Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
