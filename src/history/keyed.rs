//! The keyed hash of digests: fast on the few words that most values are, and proven.
//!
//! Every word of 64 bits is multiplied by a random number of 128 bits that belongs to its place,
//! and the hash is the upper half of the sum (multilinear hashing: Lemire and Kaser, "Strongly
//! universal string hashing is fast", The Computer Journal, 2014). Two different values have the
//! same hash with a probability of 2^-64, whoever chose them, as long as nobody knows the numbers:
//! they are new in each run, and neither they nor a hash leaves it. No hash of 64 bits is better.
//! The numbers are what SipHash makes of the standard library's random key. Long values, for
//! which there are not enough of them, are hashed with SipHash itself.

use std::hash::{BuildHasher, Hasher, RandomState};

use crate::json::text::{backslashes, unescape};

/// Texts of as many words as this are long: there are no more random numbers for words.
const LONGEST: usize = 32;

/// The random numbers of a run.
#[derive(Debug, Clone)]
pub(super) struct Keyed {
    state: RandomState,
    start: u128,
    length: u128,
    words: [u128; LONGEST],
}

impl Keyed {
    /// New random numbers.
    pub(super) fn new() -> Keyed {
        let state = RandomState::new();
        let mut keyed = Keyed { state, start: 0, length: 0, words: [0; LONGEST] };
        keyed.start = keyed.number("start", 0);
        keyed.length = keyed.number("length", 0);
        keyed.words = std::array::from_fn(|index| keyed.number("words", index));
        keyed
    }

    /// The random number of a place that has this name and index, always the same.
    pub(super) fn number(&self, name: &str, index: usize) -> u128 {
        let half = |which: usize| u128::from(self.state.hash_one((name, index, which)));
        half(0) << 64 | half(1)
    }

    /// A sum of no words.
    pub(super) fn sum(&self) -> Sum {
        Sum(self.start)
    }

    /// The hash of a text.
    pub(super) fn text(&self, text: &[u8]) -> u64 {
        self.short(text).map_or_else(|| self.state.hash_one(text), |(hash, _)| hash)
    }

    /// The hash of the text that a JSON string stands for.
    pub(super) fn json(&self, json: &str) -> u64 {
        match self.short(&json.as_bytes()[1..json.len() - 1]) {
            Some((hash, false)) => hash,
            _ => self.text(unescape(json).as_bytes()),
        }
    }

    /// The hash of a text that is not long, and whether a backslash stands in it.
    fn short(&self, text: &[u8]) -> Option<(u64, bool)> {
        let (words, rest) = text.as_chunks();
        let last_number = self.words.get(words.len())?;
        // Of the same length and the same last bytes, texts may only differ before those.
        let last = match text.last_chunk() {
            Some(last) => u64::from_le_bytes(*last),
            None => rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        let mut sum = self.sum();
        sum.add(self.length, text.len() as u64);
        sum.add(*last_number, last);
        let mut escapes = backslashes(last);
        for (number, word) in self.words.iter().zip(words) {
            let word = u64::from_le_bytes(*word);
            sum.add(*number, word);
            escapes |= backslashes(word);
        }
        Some((sum.hash(), escapes != 0))
    }
}

/// A sum of words, each multiplied by the number of its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sum(u128);

impl Sum {
    /// Adds the word at the place of this number.
    #[inline]
    pub(super) fn add(&mut self, number: u128, word: u64) {
        self.0 = self.0.wrapping_add(number.wrapping_mul(u128::from(word)));
    }

    /// The hash of all that was added.
    #[inline]
    pub(super) fn hash(self) -> u64 {
        (self.0 >> 64) as u64
    }
}

/// Hashes for maps whose keys are such hashes already.
#[derive(Debug, Default)]
pub(super) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("no other key has this hasher");
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::Keyed;

    #[test]
    fn texts_have_the_same_hash_only_where_they_are_the_same() {
        let keyed = Keyed::new();
        let mut seen = HashMap::new();
        for length in (0..40).chain(250..262) {
            for place in 0..=length {
                // Zeros are what a shorter text might be filled up with.
                for byte in [0, b'b', b'\\'] {
                    let mut text = vec![b'a'; length];
                    if let Some(changed) = text.get_mut(place) {
                        *changed = byte;
                    }
                    let hash = keyed.text(&text);
                    assert_eq!(seen.entry(hash).or_insert_with(|| text.clone()), &text);
                    let json = serde_json::json!(String::from_utf8(text).expect("ASCII"));
                    assert_eq!(keyed.json(&json.to_string()), hash);
                }
            }
        }
        assert_ne!(keyed.text(b"a"), Keyed::new().text(b"a"));
    }
}
