//! Unpaired surrogates and hidden characters in strings.
//!
//! Nearly all bodies are plain ASCII without backslashes except in values known to be valid, which
//! one scan shows; only the others are checked value by value.

use super::findings::Findings;
use crate::json::text::{Half, unescape, unpaired_surrogates};
use crate::json::walk::strings;
use crate::rules::problem::{Finding, JsonPath, Problem};
use crate::text::hidden::hidden_characters;
use crate::webhook::body::{Body, JsonType};
use crate::webhook::field::at;
use crate::webhook::value::{Goal, Value};

/// DEL, the only invisible ASCII character that JSON allows unescaped.
const DELETE: u8 = 0x7f;

/// Checks the strings of a body, except values of `goal` that are known to be valid.
pub fn check<'a>(
    text: &'a str,
    body: Option<&Body<'a>>,
    goal: &Goal<'a>,
    findings: &mut Findings<'a>,
) {
    // If only some fields are not known to be valid, only those are checked.
    let is_documented = body.is_some_and(|body| body.goal.is_some() && body.extras.kept.is_empty())
        && goal.action.is_some();
    let is_odd = findings.has_halves();
    if !is_odd
        && match is_documented {
            true => goal.others().all(|index| goal.cells[index].is_none_or(is_plain)),
            false => is_plain(text),
        }
    {
        return;
    }
    surrogates(text, findings);
    if let Some(action) = body.and_then(|body| body.action) {
        hidden(JsonPath::Action, action, findings);
    }
    for index in goal.others() {
        if let Value::Text(cell) = goal.value(index) {
            hidden(JsonPath::Field(index), cell, findings);
        }
    }
}

/// One finding for each string with an unpaired surrogate, at the first one.
pub fn surrogates<'a>(text: &'a str, findings: &mut Findings<'a>) {
    if !findings.has_halves() && unpaired_surrogates(text).next().is_none() {
        return;
    }
    strings(text, &mut |string, steps| {
        let json = &text[string.clone()];
        let escape = unpaired_surrogates(json).next();
        let unit = findings.halves_in(json).first().map(|half| half.at..half.at + Half::LENGTH);
        let Some(first) = escape.into_iter().chain(unit).min_by_key(|half| half.start) else {
            return;
        };
        let span = string.start + first.start..string.start + first.end;
        let mut pointer = String::new();
        steps.iter().for_each(|step| step.add_to(&mut pointer));
        let path = JsonPath::Other(pointer.into());
        findings.push(Finding { problem: Problem::UnpairedSurrogate, path, span, other: None });
    });
}

fn hidden<'a>(path: JsonPath, cell: &'a str, findings: &mut Findings<'a>) {
    if JsonType::of(cell) != JsonType::String || is_visible(cell) {
        return;
    }
    let unescaped = unescape(cell);
    // Line breaks and tabs are common in metadata, which often is JSON itself.
    let hidden = if path == JsonPath::Field(at::METADATA) {
        hidden_characters(&unescaped.replace(['\n', '\r', '\t'], " "))
    } else {
        hidden_characters(&unescaped)
    };
    if let Some((first, count)) = hidden {
        findings.at(Problem::HiddenCharacters { first, count }, path, cell);
    }
}

/// Whether text is visible ASCII without escapes.
fn is_plain(text: &str) -> bool {
    text.is_ascii() && memchr::memchr2(b'\\', DELETE, text.as_bytes()).is_none()
}

/// Whether JSON text is visible ASCII, without escapes other than of quotes and slashes.
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
