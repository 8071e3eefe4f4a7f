//! UTF-8, told many bytes at a time.

pub use simdutf8::compat::{Utf8Error, from_utf8};

/// What a text begins with: at most so many bytes, and no part of a character.
pub fn start(text: &str, length: usize) -> &str {
    (0..=length.min(text.len())).rev().find_map(|end| text.get(..end)).unwrap_or_default()
}

/// The text that bytes begin with: all before the first that is not UTF-8.
pub fn valid_start(bytes: &[u8]) -> &str {
    match from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => from_utf8(&bytes[..error.valid_up_to()]).unwrap_or(""),
    }
}
