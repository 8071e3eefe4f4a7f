//! Dumps of bytes with an offset before each line, as `od`, `xxd` and `hexdump` print them: told
//! from other text, and looked into for goal webhooks, but not read.

use super::anchor;
use super::entities::number;
use super::lines::{LONGEST, line_at};

/// The end of the dump that begins at a place, if there is a goal webhook in it.
pub(super) fn with_webhook(bytes: &[u8], start: usize) -> Option<usize> {
    if !bytes[..start].last().is_none_or(|byte| b"\n\t |".contains(byte)) {
        return None;
    }
    let text = &bytes[start..bytes.len().min(start + LONGEST)];
    let (mut end, mut before) = (0, None);
    // As bytes, as pairs of bytes with the second one first, and as characters.
    let mut readings = [Vec::new(), Vec::new(), Vec::new()];
    while end < text.len() {
        let line = line_at(text, end);
        let Some((offset, rest)) = offset(&text[line.clone()]) else { break };
        if before.is_some_and(|before| offset <= before) {
            break;
        }
        before = Some(offset);
        let words = rest.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
        for word in words.map_while(in_hex) {
            readings[0].extend_from_slice(&word);
            readings[1].extend(word.iter().rev());
        }
        let character = |four: &[u8]| if four.starts_with(b"   ") { four[3] } else { b' ' };
        readings[2].extend(rest.chunks_exact(4).map(character));
        end = line.end + 1;
    }
    readings.iter().any(|bytes| anchor::any(bytes)).then_some(bytes.len().min(start + end))
}

/// Whether a line is one of a dump.
pub(super) fn is_line(line: &[u8]) -> bool {
    let Some((_, rest)) = offset(line) else { return false };
    let mut words = rest.trim_ascii_end().split(|byte| *byte == b' ').filter(|it| !it.is_empty());
    let is_word = |word: &[u8]| in_hex(word).is_some() || word.len() < 4;
    words.next().is_some_and(is_word) && words.next().is_none_or(is_word)
}

/// The offset at the start of a line, and what is behind it.
fn offset(line: &[u8]) -> Option<(u32, &[u8])> {
    let digits = line.iter().take(9).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let (digits, rest) = line.split_at_checked(digits).filter(|_| matches!(digits, 7 | 8))?;
    let rest = rest.strip_prefix(b":").unwrap_or(rest);
    rest.starts_with(b" ").then_some((number(digits, 16)?, rest))
}

/// The bytes of a word of two or four hexadecimal digits.
fn in_hex(word: &[u8]) -> Option<Vec<u8>> {
    if !matches!(word.len(), 2 | 4) {
        return None;
    }
    word.chunks(2).map(|digits| u8::try_from(number(digits, 16)?).ok()).collect()
}
