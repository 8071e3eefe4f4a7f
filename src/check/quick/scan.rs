//! The grammar of JSON, token by token, as far as the quick reader knows it; keys are compared in one
//! step.

use serde::de::IgnoredAny;

use crate::capture::fast_reading::GaveUp;
use crate::json::number::is_json_number;
use crate::json::plain::plain_run;
use crate::text::utf8;
use crate::webhook::field::{FIELD_COUNT, FIELDS};

/// Longer objects and arrays, in bytes, are left to the full parser.
const LONGEST_NESTED: usize = 4096;

/// A cursor in JSON text.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// Whether there was certainly no white space between tokens.
    pub(super) compact: bool,
    /// Whether all values so far have no findings.
    pub(super) clean: bool,
    pub(super) depth: usize,
    /// The offset of the last other value.
    pub(super) odd: usize,
    /// The offset of the last key or value: where the parser gave up, if it did at one.
    pub(super) stop: Option<GaveUp>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Scan<'a> {
        Scan {
            text,
            bytes: text.as_bytes(),
            at: 0,
            compact: true,
            clean: true,
            depth: 1,
            odd: 0,
            stop: None,
        }
    }

    /// Remembers that a key or value begins here.
    pub(super) fn look(&mut self) {
        self.stop = Some(GaveUp { at: self.at, depth: self.depth, compact: self.compact });
    }

    /// Skips a comma or the closing brace of an object; true for the brace.
    #[inline]
    pub(super) fn ends(&mut self) -> Option<bool> {
        if self.bytes.get(self.at) == Some(&b',') {
            self.at += 1;
            return Some(false);
        }
        let byte = self.next()?;
        self.at += 1;
        match byte {
            b',' => Some(false),
            b'}' => Some(true),
            _ => None,
        }
    }

    /// Skips the value at `start` of any type.
    #[cold]
    pub(super) fn plain_value(&mut self, start: usize) -> Option<()> {
        self.at = start;
        self.clean = false;
        self.look();
        match self.bytes.get(start)? {
            b'"' => self.plain_string(),
            b't' => self.literal(b"true"),
            b'f' => self.literal(b"false"),
            b'n' => self.literal(b"null"),
            b'{' | b'[' => self.nested(),
            _ => self.plain_number(),
        }
    }

    /// Skips a short object or array.
    fn nested(&mut self) -> Option<()> {
        self.compact = false;
        let rest = self.text.get(self.at..)?;
        let rest = utf8::start(rest, LONGEST_NESTED);
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
        values.next()?.ok()?;
        self.at += values.byte_offset();
        Some(())
    }

    /// Skips a string.
    pub(super) fn plain_string(&mut self) -> Option<()> {
        self.literal(b"\"")?;
        loop {
            self.at += plain_run(self.bytes.get(self.at..)?);
            match (self.bytes.get(self.at)?, self.bytes.get(self.at + 1)) {
                (b'"', _) => {
                    self.at += 1;
                    return Some(());
                }
                (b'\\', Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => {
                    self.at += 2;
                }
                (b'\\', Some(b'u')) => {
                    let hex = self.bytes.get(self.at + 2..self.at + 6)?;
                    hex.iter().all(u8::is_ascii_hexdigit).then_some(())?;
                    self.at += 6;
                }
                _ => return None,
            }
        }
    }

    /// Skips a number, which must be followed by a delimiter.
    fn plain_number(&mut self) -> Option<()> {
        let is_part = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let length = self.bytes[self.at..].iter().take_while(is_part).count();
        let number = &self.text[self.at..self.at + length];
        self.at += length;
        is_json_number(number).then_some(())
    }

    /// The next byte that is not white space.
    #[inline]
    pub(super) fn next(&mut self) -> Option<u8> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            // The first comparison decides for nearly every byte.
            if byte > b' ' || !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.compact = false;
            self.at += 1;
        }
    }

    #[inline]
    pub(super) fn symbol(&mut self, symbol: u8) -> Option<()> {
        (self.next()? == symbol).then(|| self.at += 1)
    }

    /// Skips this key, if it is next.
    pub(super) fn key(&mut self, key: &Key) -> Option<()> {
        let rest = key.after(self.rest())?;
        self.go_to(rest);
        Some(())
    }

    /// The rest of the text.
    #[inline]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Moves to the start of this rest of the text.
    #[inline]
    pub(super) fn go_to(&mut self, rest: &[u8]) {
        self.at = self.place_of(rest);
    }

    /// The offset of a rest of the text.
    #[inline]
    pub(super) fn place_of(&self, rest: &[u8]) -> usize {
        self.bytes.len() - rest.len()
    }

    #[inline]
    pub(super) fn literal(&mut self, literal: &[u8]) -> Option<()> {
        self.bytes[self.at..].starts_with(literal).then(|| self.at += literal.len())
    }
}

/// The maximum length of a documented key with quotes and colon, in bytes.
const LONGEST: usize = 32;
/// In words of eight bytes.
const WORDS: usize = LONGEST / 8;

/// A key as JSON text, with quotes and colon.
pub(super) struct Key {
    text: [u8; LONGEST],
    mask: [u8; LONGEST],
    length: usize,
}

/// The keys of the goal's fields, in the order of the field table.
pub(super) static FIELD_KEYS: [Key; FIELD_COUNT] = {
    let mut keys = [const { Key::new("") }; FIELD_COUNT];
    let mut index = 0;
    while index < FIELD_COUNT {
        keys[index] = Key::new(FIELDS[index].name);
        index += 1;
    }
    keys
};
/// The keys of the envelope.
pub(super) static ACTION: Key = Key::new("action");
pub(super) static GOAL: Key = Key::new("goal");

impl Key {
    const fn new(name: &str) -> Key {
        let name = name.as_bytes();
        let mut text = [0; LONGEST];
        let mut mask = [0; LONGEST];
        let length = name.len() + 3;
        let mut at = 0;
        while at < length {
            text[at] = if at == 0 || at == length - 2 {
                b'"'
            } else if at == length - 1 {
                b':'
            } else {
                name[at - 1]
            };
            mask[at] = 0xff;
            at += 1;
        }
        Key { text, mask, length }
    }

    /// The rest after the key, if the bytes begin with it.
    #[inline]
    pub(super) fn after<'b>(&self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        let begins = match bytes.first_chunk::<LONGEST>() {
            // No call and no branch per byte: nearly every key matches.
            Some(block) => {
                let word =
                    |bytes: &[u8; LONGEST], index| u64::from_ne_bytes(bytes.as_chunks().0[index]);
                let differ = |index| {
                    (word(block, index) ^ word(&self.text, index)) & word(&self.mask, index)
                };
                (0..WORDS).fold(0, |all, index| all | differ(index)) == 0
            }
            None => bytes.starts_with(&self.text[..self.length]),
        };
        if begins { bytes.get(self.length..) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::{ACTION, FIELD_KEYS, GOAL};
    use crate::webhook::field::FIELDS;

    #[test]
    fn keys_begin_what_they_stand_before() {
        let names = FIELDS.iter().map(|field| field.name).chain(["action", "goal"]);
        for (key, name) in FIELD_KEYS.iter().chain([&ACTION, &GOAL]).zip(names) {
            let text = format!("\"{name}\":");
            for more in [0, 1, 40] {
                let text = format!("{text}{}", "x".repeat(more));
                assert_eq!(key.after(text.as_bytes()).map(<[u8]>::len), Some(more), "{text}");
                for at in 0..name.len() + 3 {
                    let mut other = text.clone().into_bytes();
                    other[at] ^= 1;
                    assert_eq!(key.after(&other), None, "{text} at {at}");
                    assert_eq!(key.after(&text.as_bytes()[..at]), None);
                }
            }
        }
    }
}
