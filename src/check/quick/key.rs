//! Keys as written in a body, prepared for comparison in one step.

use crate::webhook::field::{FIELD_COUNT, FIELDS};

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
