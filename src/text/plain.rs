//! Stretches of JSON strings that stand for themselves.

/// How many bytes of a string stand for themselves here: none is a quote, a backslash or a
/// control character.
#[inline]
pub fn plain_run(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHS: u64 = ONES << 7;
    let mut run = 0;
    // Eight bytes at a time: a high bit stays where one is a quote, a backslash or a control
    // character, and perhaps behind such a one, but never before the first.
    while let Some(chunk) = bytes.get(run..run + 8).and_then(|eight| eight.try_into().ok()) {
        let chunk = u64::from_le_bytes(chunk);
        let controls = chunk.wrapping_sub(ONES * 0x20) & !chunk;
        let quote = chunk ^ (ONES * u64::from(b'"'));
        let backslash = chunk ^ (ONES * u64::from(b'\\'));
        let quotes = quote.wrapping_sub(ONES) & !quote;
        let backslashes = backslash.wrapping_sub(ONES) & !backslash;
        let found = (controls | quotes | backslashes) & HIGHS;
        if found != 0 {
            return run + found.trailing_zeros() as usize / 8;
        }
        run += 8;
    }
    let is_plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
    run + bytes[run..].iter().take_while(is_plain).count()
}

#[cfg(test)]
mod tests {
    use super::plain_run;

    #[test]
    fn a_run_ends_before_the_first_special_byte() {
        for length in 0..30 {
            for special in [b'"', b'\\', b'\n', 0, 0x1f] {
                let mut bytes =
                    "é#!~\u{7f}ÿ [abcdefghijklmnopqrstuvwxyz".as_bytes()[..length].to_vec();
                assert_eq!(plain_run(&bytes), length);
                bytes.push(special);
                bytes.extend_from_slice(b"\"more than eight");
                assert_eq!(plain_run(&bytes), length);
            }
        }
    }
}
