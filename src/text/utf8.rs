//! Fast UTF-8 validation.

pub use simdutf8::compat::{Utf8Error, from_utf8};

/// The start of a text: at most this many bytes, cut between characters.
pub fn start(text: &str, length: usize) -> &str {
    (0..=length.min(text.len())).rev().find_map(|end| text.get(..end)).unwrap_or_default()
}

/// The valid UTF-8 at the start of some bytes.
pub fn valid_start(bytes: &[u8]) -> &str {
    match from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => from_utf8(&bytes[..error.valid_up_to()]).unwrap_or(""),
    }
}
