//! Counts bytes by a predicate, many at a time.

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
