//! What strings hold that a person would not see: half surrogate pairs and hidden characters.
//!
//! Nearly all bodies are plain ASCII without a backslash, or have nothing else in values that
//! are known to be good, which one look tells; only the others are looked at value by value.

use super::Findings;
use crate::json::text::unpaired_surrogates;
use crate::rules::problem::{Finding, Place, Problem};
use crate::text::hidden::hidden_characters;
use crate::webhook::body::Body;
use crate::webhook::field::at;
use crate::webhook::value::{Goal, Value};

/// The character DEL, the only one in ASCII that JSON allows and nobody sees.
const DELETE: u8 = 0x7f;

/// Checks the strings of a body that has `goal`'s values, but for those that are known to be good.
pub fn check<'a>(
    text: &'a str,
    body: Option<&Body<'a>>,
    goal: &Goal<'a>,
    findings: &mut Findings<'a>,
) {
    // Where nothing is unknown but some fields, only those are looked at.
    let is_documented =
        body.is_some_and(|body| body.extras.kept.is_empty()) && goal.action.is_some();
    if match is_documented {
        true => goal.others().all(|index| goal.cells[index].is_none_or(is_plain)),
        false => is_plain(text),
    } {
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
    for index in goal.others() {
        let Value::Text(cell) = goal.value(index) else { continue };
        if is_visible(cell) {
            continue;
        }
        let unescaped = crate::json::text::unescape(cell);
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

/// Whether text is ASCII without escapes that everybody sees.
fn is_plain(text: &str) -> bool {
    text.is_ascii() && memchr::memchr2(b'\\', DELETE, text.as_bytes()).is_none()
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
