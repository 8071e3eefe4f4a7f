//! A copy of a body that is safe to share: a list says what is kept, everything else is replaced.
//!
//! Documented keys, documented words, revisions, positions and booleans are kept, and times and
//! amounts unless they are shifted or scaled. Identifiers become keyed pseudonyms, text becomes
//! text of the same kind, and the structure of the JSON stays, so that every rule has the same
//! findings in the copy.

pub mod delivery;
pub mod field;
pub mod key;
pub mod number;
pub mod text;

use crate::json::canonical::canonical;
use crate::json::text::unescape;
use crate::json::walk::{elements, members};
use crate::redact::key::Key;
use crate::redact::number::{Amounts, Times};
use crate::webhook::body::JsonType;
use crate::webhook::field::{FIELDS, REST_API_KEYS, SIBLING_OBJECTS, position};

/// Keys that are not fields but identify the kind of a body.
const ENVELOPE_KEYS: [&str; 5] = ["action", "goal", "goals", "type", "pagination"];

#[derive(Debug)]
pub struct Redactor {
    pub key: Key,
    pub amounts: Amounts,
    pub times: Times,
}

impl Redactor {
    /// The copy of a body, on one line. The text must be valid JSON within the nesting limit.
    pub fn body(&self, text: &str) -> String {
        let mut copy = String::with_capacity(text.len());
        self.value(text, &mut copy);
        copy
    }

    /// Appends the replacement of a value outside the documented fields.
    fn value(&self, json: &str, out: &mut String) {
        match JsonType::of(json) {
            JsonType::Object => self.object(json, out),
            JsonType::Array => {
                out.push('[');
                for (index, element) in elements(json).enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    self.value(element, out);
                }
                out.push(']');
            }
            JsonType::String => text::replacement(&self.key, json, out),
            JsonType::Number => {
                out.push_str(&self.key.digits("number", &canonical(json)).to_string());
            }
            JsonType::Boolean | JsonType::Null => out.push_str(json),
        }
    }

    fn object(&self, json: &str, out: &mut String) {
        out.push('{');
        for (index, (key, value)) in members(json).enumerate() {
            out.push_str(if index > 0 { "," } else { "" });
            let name = unescape(key);
            if is_kept(&name) {
                out.push_str(&text::quoted(&name));
            } else {
                text::key(&self.key, key, out);
            }
            out.push(':');
            match position(&name) {
                Some(field) => self.field(field, value, out),
                None if name == "action" => self.action(value, out),
                None => self.value(value, out),
            }
        }
        out.push('}');
    }
}

/// Whether a key is a documented name in any style of writing.
fn is_kept(name: &str) -> bool {
    let documented = FIELDS.iter().map(|field| field.name);
    let rest = REST_API_KEYS.iter().map(|(key, _)| *key);
    let mut known =
        documented.chain(rest).chain(ENVELOPE_KEYS).chain(SIBLING_OBJECTS.iter().copied());
    name.len() <= 40 && known.any(|known| letters(known).eq(letters(name)))
}

/// The characters of a key without ASCII punctuation, in lower case.
fn letters(key: &str) -> impl Iterator<Item = char> {
    key.chars()
        .filter(|character| !matches!(character, '_' | '-'))
        .map(|character| character.to_ascii_lowercase())
}
