//! Replacements of documented fields. Each kind of field keeps what its rules look at. A value of a
//! wrong type keeps that type.

use super::{Redactor, text};
use crate::check::meaning::USER_ID_LENGTH;
use crate::check::schema::has_guid_shape;
use crate::json::number::is_json_number;
use crate::json::text::unescape;
use crate::text::hidden::hidden_characters;
use crate::webhook::body::JsonType;
use crate::webhook::field::{ACTIONS, CATEGORIES, FIELDS, Kind, at};

/// Prefixes of identifiers, which are kept.
const PREFIXES: [&str; 3] = ["GOL-", "ACT-", "USR-"];
/// The hexadecimal digits of a pseudonym that is not a guid.
const DIGITS: usize = 24;
/// A longer quoted amount is replaced as text.
const LONGEST_NUMBER: usize = 40;

impl Redactor {
    /// Appends the replacement of a documented field's value.
    pub(super) fn field(&self, field: usize, json: &str, out: &mut String) {
        let kind = FIELDS[field].kind;
        match (kind, JsonType::of(json)) {
            (_, JsonType::Null | JsonType::Boolean) | (Kind::Integer, JsonType::Number) => {
                out.push_str(json);
            }
            (Kind::Time, JsonType::Number) => out.push_str(&self.times.apply(json)),
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
            (Kind::Boolean, JsonType::Number) if matches!(json, "0" | "1") => out.push_str(json),
            (Kind::Boolean, JsonType::String) if matches!(json, "\"true\"" | "\"false\"") => {
                out.push_str(json);
            }
            _ => self.value(json, out),
        }
    }

    /// Appends the replacement of the value of `action`.
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

    /// Appends a pseudonym. Equal identifiers get equal pseudonyms in any field, and guids that
    /// differ only in case get pseudonyms that differ only in case.
    fn identifier(&self, json: &str, is_guid: bool, out: &mut String) {
        let identifier = unescape(json);
        if identifier.trim().is_empty() {
            return text::replacement(&self.key, json, out);
        }
        let prefix = PREFIXES.into_iter().find(|prefix| identifier.starts_with(prefix));
        let prefix = prefix.unwrap_or_default();
        let rest = &identifier[prefix.len()..];
        let folded = rest.to_ascii_lowercase();
        let pseudonym = if has_guid_shape(folded.as_bytes()) {
            let hex = self.key.hex("guid", &folded, 32);
            let groups = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
            self.in_case_of(rest, &groups.join("-"))
        } else if is_guid {
            let plain = format!("id{}", self.key.hex("identifier", &folded, DIGITS));
            self.in_case_of(rest, &plain) + &self.marks(rest)
        } else {
            format!("id{}{}", self.key.hex("identifier", rest, DIGITS), self.marks(rest))
        };
        text::push(json, &format!("{prefix}{pseudonym}"), out);
    }

    /// A pseudonym in lower case, with upper-case letters where the original has them.
    fn in_case_of(&self, original: &str, pseudonym: &str) -> String {
        if !original.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return pseudonym.to_owned();
        }
        if !original.bytes().any(|byte| byte.is_ascii_lowercase()) {
            return pseudonym.to_ascii_uppercase();
        }
        let bits = self.key.derive("case", original);
        let letters = pseudonym.char_indices().map(|(at, letter)| match bits[at % 32] % 2 {
            0 => letter,
            _ => letter.to_ascii_uppercase(),
        });
        letters.collect()
    }

    /// A suffix with the same findings about characters and length as the identifier.
    fn marks(&self, original: &str) -> String {
        let mut marks = String::new();
        let is_documented = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if !original.bytes().all(is_documented) {
            marks.push('.');
        }
        if original.chars().any(|character| !matches!(character, ' '..='~')) {
            // They may be the only difference between two identifiers.
            marks.push_str(&self.key.hex("mark", original, 12));
            marks.push(if hidden_characters(original).is_some() { '\u{200b}' } else { 'é' });
        }
        if original.chars().count() > USER_ID_LENGTH {
            marks.push_str(&"0".repeat(USER_ID_LENGTH));
        }
        marks
    }
}

/// Whether the text is a JSON number of a plausible length.
fn is_number(text: &str) -> bool {
    text.len() <= LONGEST_NUMBER && is_json_number(text)
}
