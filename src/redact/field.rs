//! What replaces the value of a documented field: each kind of field keeps what its rules look
//! at. A value of another type than documented stays of that type.

use super::{Redactor, feistel, text};
use crate::check::schema::has_guid_shape;
use crate::json::number::is_json_number;
use crate::json::text::unescape;
use crate::text::hidden::{hidden_characters, is_hidden};
use crate::webhook::body::JsonType;
use crate::webhook::field::{ACTIONS, CATEGORIES, FIELDS, Kind, at};

/// The prefixes of identifiers that are kept.
const PREFIXES: [&str; 3] = ["GOL-", "ACT-", "USR-"];
/// A quoted number or time longer than this is replaced as text.
const LONGEST_NUMBER: usize = 40;

impl Redactor {
    /// Appends the copy of the value of a documented field.
    pub(super) fn field(&self, field: usize, json: &str, out: &mut String) {
        let kind = FIELDS[field].kind;
        match (kind, JsonType::of(json)) {
            (_, JsonType::Null | JsonType::Boolean)
            | (Kind::Integer | Kind::Time, JsonType::Number) => out.push_str(json),
            (Kind::Guid(_), JsonType::String) => self.identifier(json, true, out),
            (Kind::Text, JsonType::String) if field == at::USER_ID => {
                self.identifier(json, false, out);
            }
            (Kind::Word(words), JsonType::String) => self.word(words, json, out),
            (Kind::Category, JsonType::String) => self.word(&CATEGORIES.concat(), json, out),
            (Kind::Decimal, JsonType::Number) => out.push_str(&self.amounts.apply(&self.key, json)),
            (Kind::Decimal, JsonType::String) if is_number(&json[1..json.len() - 1]) => {
                out.push('"');
                out.push_str(&self.amounts.apply(&self.key, &json[1..json.len() - 1]));
                out.push('"');
            }
            (Kind::Integer | Kind::Time, JsonType::String) if is_time_or_number(json) => {
                out.push_str(json);
            }
            (Kind::Boolean, JsonType::Number) if matches!(json, "0" | "1") => out.push_str(json),
            (Kind::Boolean, JsonType::String) if matches!(json, "\"true\"" | "\"false\"") => {
                out.push_str(json);
            }
            _ => self.value(json, out),
        }
    }

    /// Appends the copy of the value of `action`.
    pub(super) fn action(&self, json: &str, out: &mut String) {
        match JsonType::of(json) {
            JsonType::String => self.word(ACTIONS, json, out),
            _ => self.value(json, out),
        }
    }

    fn word(&self, words: &[&str], json: &str, out: &mut String) {
        match unescape(json) {
            word if words.contains(&&*word) => out.push_str(&text::quoted(&word)),
            _ => text::replacement(&self.key, json, out),
        }
    }

    /// Appends a pseudonym. Equal identifiers have equal ones in whatever field they stand, and
    /// guids that differ only in case have pseudonyms that differ only in case.
    fn identifier(&self, json: &str, is_guid: bool, out: &mut String) {
        let identifier = unescape(json);
        if identifier.trim().is_empty() {
            return text::replacement(&self.key, json, out);
        }
        let prefix = PREFIXES.into_iter().find(|prefix| identifier.starts_with(prefix));
        let prefix = prefix.unwrap_or_default();
        let rest = &identifier[prefix.len()..];
        let mut pseudonym = if has_guid_shape(rest.to_ascii_lowercase().as_bytes()) {
            self.guid(rest)
        } else if is_guid {
            self.in_one_case(rest)
        } else {
            feistel::permute(&self.key, rest)
        };
        // A prefix must not come about by chance.
        while prefix.is_empty() && PREFIXES.iter().any(|prefix| pseudonym.starts_with(prefix)) {
            pseudonym = feistel::permute(&self.key, &pseudonym);
        }
        text::push(json, &format!("{prefix}{}", self.without_letters(&pseudonym, rest)), out);
    }

    fn guid(&self, rest: &str) -> String {
        let hex = self.key.hex("guid", &rest.to_ascii_lowercase(), 32);
        let groups = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
        let guid = groups.join("-");
        if rest.bytes().any(|byte| byte.is_ascii_uppercase()) {
            guid.to_ascii_uppercase()
        } else {
            guid
        }
    }

    fn in_one_case(&self, rest: &str) -> String {
        let permuted = feistel::permute(&self.key, &rest.to_ascii_lowercase());
        if rest.bytes().any(|byte| byte.is_ascii_uppercase()) {
            permuted.to_ascii_uppercase()
        } else {
            permuted
        }
    }

    /// Replaces what is not ASCII, with a mark that keeps identifiers apart which differ in it.
    fn without_letters(&self, pseudonym: &str, original: &str) -> String {
        if original.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return pseudonym.to_owned();
        }
        let hides = hidden_characters(original).is_some();
        let plain = pseudonym.chars().map(|character| match character {
            ' '..='~' => character,
            hidden if hides && is_hidden(hidden) => '\u{200b}',
            _ => 'é',
        });
        plain.chain(self.key.hex("mark", original, 12).chars()).collect()
    }
}

/// Whether text is a JSON number and nothing else, of a length that has a meaning.
fn is_number(text: &str) -> bool {
    text.len() <= LONGEST_NUMBER && is_json_number(text)
}

/// Whether a JSON string holds a number, or a date and time of ISO 8601.
fn is_time_or_number(json: &str) -> bool {
    let text = &json[1..json.len() - 1];
    let of_a_time = |byte: u8| byte.is_ascii_digit() || b"-:.TZ+ ".contains(&byte);
    is_number(text) || (text.len() <= LONGEST_NUMBER && text.bytes().all(of_a_time))
}
