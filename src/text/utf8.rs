//! UTF-8, validated and counted many bytes at a time.

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

/// How many of the bytes are of a kind.
pub fn count(bytes: &[u8], is_of_kind: impl Fn(u8) -> bool) -> usize {
    // In chunks this short the count fits a byte, so the loop is vectorized.
    let chunks = bytes.chunks(usize::from(u8::MAX));
    chunks
        .map(|chunk| chunk.iter().map(|byte| u8::from(is_of_kind(*byte))).sum::<u8>())
        .map(usize::from)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn all_are_counted_however_many() {
        for length in [0, 1, 254, 255, 256, 1_000] {
            let bytes: Vec<u8> = b"{x[".iter().cycle().take(length).copied().collect();
            assert_eq!(count(&bytes, |byte| byte != b'x'), length - (length + 1) / 3);
            assert_eq!(count(&bytes, |_| true), length);
        }
    }
}
