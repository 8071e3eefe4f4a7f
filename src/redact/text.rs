//! Replaces text by text of the same kind: empty stays empty, blank stays blank, JSON stays JSON,
//! and hidden characters are replaced by other hidden ones.

use super::key::Key;
use crate::json::canonical::{canonical, is_document};
use crate::json::text::{unescape, unpaired_surrogates};
use crate::text::hidden::{hidden_characters, is_bidirectional, is_hidden};
use crate::text::json_layout::json;

/// Half of a surrogate pair, which only a JSON escape can write.
const HALF_PAIR: &str = "\\ud800";

/// Appends the replacement of a JSON string, as a JSON string.
pub fn replacement(key: &Key, string: &str, out: &mut String) {
    let text = unescape(string);
    let replaced = if text.trim().is_empty() {
        blank(&text)
    } else {
        match document(&text) {
            // Equal documents get equal replacements, however they are written.
            Some(kind) => {
                let stand_in = key.hex("text", &canonical(&text), 12);
                kind.replace("%", &stand_in) + hidden_mark(&text, true)
            }
            None => format!("text {}{}", key.hex("text", &text, 12), hidden_mark(&text, false)),
        }
    };
    push(string, &replaced, out);
}

/// One blank of each kind that the text has.
fn blank(text: &str) -> String {
    let breaks = ['\n', '\r', '\t'];
    let is_hidden = |blank: char| !breaks.contains(&blank) && is_hidden(blank);
    let kinds = [
        (text.contains(|blank| !is_hidden(blank) && !breaks.contains(&blank)), ' '),
        (text.contains(breaks), '\n'),
        (text.contains(is_hidden), '\u{2028}'),
    ];
    kinds.into_iter().filter(|(there, _)| *there).map(|(_, blank)| blank).collect()
}

/// Appends the replacement of a key, as a JSON string.
pub fn key(key: &Key, string: &str, out: &mut String) {
    push(string, &format!("key_{}", key.hex("key", &unescape(string), 12)), out);
}

pub fn quoted(text: &str) -> String {
    json(text, false)
}

/// Appends text as a JSON string, with half a surrogate pair if the original has one.
pub fn push(original: &str, text: &str, out: &mut String) {
    out.push_str(&quoted(text));
    if unpaired_surrogates(original).next().is_some() {
        out.pop();
        out.push_str(HALF_PAIR);
        out.push('"');
    }
}

/// A JSON document of the same kind, if the text is an object or array.
fn document(text: &str) -> Option<&'static str> {
    let kind = match text.trim_start().as_bytes().first()? {
        b'{' => "{\"redacted\":\"%\"}",
        b'[' => "[\"%\"]",
        _ => return None,
    };
    is_document(text).then_some(kind)
}

/// The replacement of the hidden characters of a text. Line breaks and tabs are common in documents
/// and metadata, so they get no mark of their own.
fn hidden_mark(text: &str, in_document: bool) -> &'static str {
    let without_breaks = hidden_characters(&text.replace(['\n', '\r', '\t'], " "));
    match (without_breaks, hidden_characters(text)) {
        // After a document, JSON allows only white space.
        (None, Some(_)) => "\n",
        (Some(_), _) if in_document => "\u{200b}",
        (Some((first, _)), _) if is_bidirectional(first) => "\u{202e}",
        (Some((first, _)), _) if first.is_control() => "\u{7}",
        (Some(_), _) => "\u{200b}",
        (None, None) => "",
    }
}
