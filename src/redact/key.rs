//! The secret key of a redaction, and values derived from it with HMAC-SHA-256.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The minimum length of a key, in bytes.
pub const SHORTEST: usize = 16;

/// Equal values get equal pseudonyms with the same key, and unrelated ones with another key.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl Key {
    /// # Errors
    /// Why the bytes are too easy to guess.
    pub fn new(secret: &[u8]) -> Result<Key, &'static str> {
        // A final newline from an editor does not make equal bytes a key.
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

    /// The HMAC of a text for one purpose.
    pub fn derive(&self, purpose: &str, text: &str) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(purpose.as_bytes());
        mac.update(&(text.len() as u64).to_le_bytes());
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// This many hexadecimal digits derived from a text, at most 64.
    pub fn hex(&self, purpose: &str, text: &str, digits: usize) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let derived = self.derive(purpose, text);
        let nibbles = derived.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        nibbles.take(digits).map(|nibble| char::from(DIGITS[usize::from(nibble)])).collect()
    }

    /// An integer below `bound` derived from a text.
    pub fn below(&self, purpose: &str, text: &str, bound: u64) -> u64 {
        let derived = self.derive(purpose, text);
        derived.iter().take(7).fold(0, |sum, byte| sum << 8 | u64::from(*byte)) % bound
    }

    /// Nine decimal digits derived from a text; the first is not zero.
    pub fn digits(&self, purpose: &str, text: &str) -> u64 {
        100_000_000 + self.below(purpose, text, 900_000_000)
    }

    /// A fingerprint by which people recognise the key.
    pub fn name(&self) -> String {
        self.hex("name of the key", "", 8)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Key")
    }
}
