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
    /// A key of these bytes; `None` where they are too few.
    pub fn new(secret: &[u8]) -> Option<Key> {
        if secret.len() < SHORTEST {
            return None;
        }
        Hmac::new_from_slice(secret).ok().map(Key)
    }

    /// The first bytes of what the key makes of some text, for one purpose.
    pub fn derive(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(purpose.as_bytes());
        for part in parts {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// So many hexadecimal digits that stand for a text; 64 at most.
    pub fn hex(&self, purpose: &str, text: &str, digits: usize) -> String {
        let derived = self.derive(purpose, &[text.as_bytes()]);
        let mut hex: String = derived.iter().map(|byte| format!("{byte:02x}")).collect();
        hex.truncate(digits);
        hex
    }

    /// Nine decimal digits, the first of them not zero, that stand for a text.
    pub fn digits(&self, purpose: &str, text: &str) -> u64 {
        let derived = self.derive(purpose, &[text.as_bytes()]);
        let random = derived.iter().take(7).fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        100_000_000 + random % 900_000_000
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
