//! Runs of bytes in JSON strings without escapes.

pub(super) const ONES: u64 = u64::from_ne_bytes([1; 8]);
pub(super) const HIGHS: u64 = ONES << 7;

/// The number of bytes before the first quote, backslash or control character.
#[inline]
pub fn plain_run(bytes: &[u8]) -> usize {
    let is_special = |byte: u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    run(bytes, special, is_special).0
}

/// The same, with DEL ending the run too; also whether all bytes of the run are ASCII.
#[inline]
pub fn visible_run(bytes: &[u8]) -> (usize, bool) {
    let is_special = |byte: u8| matches!(byte, b'"' | b'\\' | 0..0x20 | 0x7f);
    let (length, seen) =
        run(bytes, |chunk| special(chunk) | zeros(chunk ^ (ONES * 0x7f)), is_special);
    (length, seen & HIGHS == 0)
}

/// The length of a run, and all of its bytes combined by OR. `find` takes eight bytes and sets the
/// high bit of each byte that ends the run; bits after the first such byte may be wrong.
#[inline]
fn run(bytes: &[u8], find: impl Fn(u64) -> u64, ends: impl Fn(u8) -> bool) -> (usize, u64) {
    let mut seen = 0;
    let mut length = 0;
    while let Some(chunk) = bytes.get(length..).and_then(<[u8]>::first_chunk) {
        let chunk = u64::from_le_bytes(*chunk);
        let found = find(chunk) & HIGHS;
        if found != 0 {
            let bits = found.trailing_zeros() - 7;
            return (length + bits as usize / 8, seen | chunk & !(u64::MAX << bits));
        }
        seen |= chunk;
        length += 8;
    }
    let rest = bytes[length..].iter().copied().take_while(|byte| !ends(*byte));
    rest.fold((length, seen), |(length, seen), byte| (length + 1, seen | u64::from(byte)))
}

/// High bits for quotes, backslashes and control characters.
#[inline]
fn special(chunk: u64) -> u64 {
    let controls = chunk.wrapping_sub(ONES * 0x20) & !chunk;
    controls | zeros(chunk ^ (ONES * u64::from(b'"'))) | zeros(chunk ^ (ONES * u64::from(b'\\')))
}

/// Where bytes are zero, as [`run`] wants it: taking one from such a byte borrows its highest bit.
#[inline]
pub(super) fn zeros(chunk: u64) -> u64 {
    chunk.wrapping_sub(ONES) & !chunk
}

#[cfg(test)]
mod tests {
    use super::{plain_run, visible_run};

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
                let is_ascii = bytes[..length].is_ascii();
                let visible = bytes[..length].iter().position(|byte| *byte == 0x7f);
                match visible {
                    None => assert_eq!(visible_run(&bytes), (length, is_ascii)),
                    Some(length) => assert_eq!(visible_run(&bytes).0, length),
                }
            }
        }
    }
}
