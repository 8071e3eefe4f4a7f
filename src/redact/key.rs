//! The secret of a redaction, and what is derived from it with HMAC-SHA-256.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A key shorter than this is no secret, in bytes.
pub const SHORTEST: usize = 16;

/// The secret. Equal values give equal pseudonyms under one key, and nothing in common under
/// two.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl Key {
    /// A key of exactly these bytes.
    ///
    /// # Errors
    /// Why they are too easy to guess.
    pub fn new(secret: &[u8]) -> Result<Key, &'static str> {
        // A line break that an editor adds does not make equal bytes any better.
        let typed = secret.trim_ascii_end();
        let first = typed.first();
        if secret.len() < SHORTEST {
            return Err("a key needs at least 16 bytes");
        }
        if typed.iter().all(|byte| Some(byte) == first) {
            return Err("all bytes of the key are the same");
        }
        Hmac::new_from_slice(secret).map(Key).map_err(|_| "the key cannot be used")
    }

    /// What the key makes of some text, for one purpose.
    pub fn derive(&self, purpose: &str, text: &str) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(purpose.as_bytes());
        mac.update(&(text.len() as u64).to_le_bytes());
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// This many hexadecimal digits that stand for a text, at most 64.
    pub fn hex(&self, purpose: &str, text: &str, digits: usize) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let derived = self.derive(purpose, text);
        let nibbles = derived.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        nibbles.take(digits).map(|nibble| char::from(DIGITS[usize::from(nibble)])).collect()
    }

    /// A whole number below `bound` that stands for a text.
    pub fn below(&self, purpose: &str, text: &str, bound: u64) -> u64 {
        let derived = self.derive(purpose, text);
        derived.iter().take(7).fold(0, |sum, byte| sum << 8 | u64::from(*byte)) % bound
    }

    /// Nine decimal digits, the first of them not zero, that stand for a text.
    pub fn digits(&self, purpose: &str, text: &str) -> u64 {
        100_000_000 + self.below(purpose, text, 900_000_000)
    }

    /// A name by which a person tells this key from others.
    pub fn name(&self) -> String {
        self.hex("name of the key", "", 8)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Key")
    }
}
