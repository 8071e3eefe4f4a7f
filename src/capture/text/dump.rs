//! Dumps of bytes, as `od`, `xxd` and `hexdump` print them, with an offset before each line or
//! without: told from other text and looked into for goal webhooks. Only lines that are nothing but
//! a number for each byte are read.

use std::ops::Range;

use super::anchor;
use super::entities::number;
use super::lines::{LONGEST, line_at};

/// The dumps without offsets in which there are goal webhooks. Their lines begin with a blank or a
/// number.
pub(super) fn without_offsets(bytes: &[u8]) -> Vec<Dump> {
    let (mut dumps, mut end) = (Vec::new(), 0);
    let lines = memchr::memchr_iter(b'\n', bytes).map(|newline| newline + 1);
    for start in std::iter::once(0).chain(lines) {
        if start >= end
            && may_be_bare(&bytes[start..])
            && is_bare_line(&bytes[line_at(bytes, start)])
        {
            let dump = around(bytes, start, start);
            end = dump.span.end;
            dumps.extend(dump.has_webhook.then_some(dump));
        }
    }
    dumps
}

/// Whether a line begins with a blank or a number, without a look at the rest: most lines of logs
/// begin with a time.
fn may_be_bare(line: &[u8]) -> bool {
    const LOOKED_AT: usize = 16;
    let is_of_numbers = |byte: &u8| byte.is_ascii_hexdigit() || b" ,+-x>\r\n".contains(byte);
    match line.first() {
        Some(b' ') => true,
        Some(first) if first.is_ascii_hexdigit() => line.iter().take(LOOKED_AT).all(is_of_numbers),
        _ => false,
    }
}

/// What was looked into.
pub(super) struct Dump {
    pub(super) span: Range<usize>,
    pub(super) has_webhook: bool,
    /// The bytes of lines that are nothing but numbers, one for each.
    pub(super) bytes: Option<Vec<u8>>,
}

/// The dump around an offset in bytes.
pub(super) fn around(bytes: &[u8], at: usize, floor: usize) -> Dump {
    let is_start = bytes[at..].starts_with(anchor::DUMP_START.as_bytes());
    if is_start && !bytes[..at].last().is_none_or(|byte| b"\n\t |".contains(byte)) {
        return Dump { span: at..at, has_webhook: false, bytes: None };
    }
    let mut start = if is_start { at } else { line_at(bytes, at).start.max(floor) };
    while !is_start && start > floor && at - start < LONGEST {
        let above = line_at(bytes, start - 1);
        let text = &bytes[above.clone()];
        if above.start < floor || !is_line(text) && !is_bare_line(text) {
            break;
        }
        start = above.start;
    }
    let text = &bytes[start..bytes.len().min(at + LONGEST)];
    // A number of eight digits looks like an offset.
    let has_offsets = text.starts_with(b"0000") || !is_bare_line(&text[line_at(text, 0)]);
    let (mut end, mut before) = (0, None);
    let mut readings = vec![Vec::new(); WORDS.len() + 1];
    let mut is_of_bytes = WORDS.map(|reading| reading.size == 1);
    while end < text.len() {
        let line = line_at(text, end);
        let line_text = &text[line.clone()];
        let (offset, rest) = match offset(line_text).filter(|_| has_offsets) {
            Some((offset, rest)) => (Some(offset), rest),
            None if is_bare_line(line_text) => (None, line_text),
            None => break,
        };
        if end > 0 && (offset.is_some() != before.is_some() || offset.is_some() && offset <= before)
        {
            break;
        }
        before = offset;
        for ((reading, bytes), is_of_bytes) in WORDS.iter().zip(&mut readings).zip(&mut is_of_bytes)
        {
            // What follows the numbers of a line is the same bytes as text.
            let is_whole = words(rest).all(|word| {
                let word = reading.bytes(word);
                bytes.extend_from_slice(word.as_deref().unwrap_or_default());
                word.is_some()
            });
            *is_of_bytes &= is_whole && offset.is_none();
        }
        let character = |four: &[u8]| if four.starts_with(b"   ") { four[3] } else { b' ' };
        readings[WORDS.len()].extend(rest.chunks_exact(4).map(character));
        end = line.end + 1;
    }
    let end = bytes.len().min(start + end);
    let found = readings.iter().position(|bytes| anchor::any(bytes));
    let bytes = found.filter(|it| is_of_bytes.get(*it) == Some(&true));
    let bytes = bytes.map(|it| readings.swap_remove(it));
    Dump { span: start..end, has_webhook: found.is_some(), bytes }
}

/// Whether a line is one of a dump with offsets.
pub(super) fn is_line(line: &[u8]) -> bool {
    let Some((_, rest)) = offset(line) else { return false };
    let mut words = words(rest.trim_ascii_end());
    let is_word = |word: &[u8]| word.iter().all(u8::is_ascii_hexdigit) || word.len() < 4;
    words.next().is_some_and(is_word) && words.next().is_none_or(is_word)
}

/// Whether a line is one of a dump without offsets: words of one form, or a character in four
/// columns.
pub(super) fn is_bare_line(line: &[u8]) -> bool {
    let is_printed = |reading: &Word| {
        let mut words = words(line).take_while(|word| !word.starts_with(b">")).peekable();
        words.peek().is_some() && words.all(|word| reading.bytes(word).is_some())
    };
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let is_cell = |cell: &[u8]| cell.len() == 4 && cell[0] == b' ' && cell[3] != b' ';
    WORDS.iter().any(is_printed) || !line.is_empty() && line.chunks(4).all(is_cell)
}

/// The words of a line.
fn words(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|byte| b" \r".contains(byte)).filter(|word| !word.is_empty())
}

/// The offset at the start of a line, and what is behind it.
fn offset(line: &[u8]) -> Option<(u32, &[u8])> {
    let digits = line.iter().take(9).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let (digits, rest) = line.split_at_checked(digits).filter(|_| matches!(digits, 6..=8))?;
    let rest = rest.strip_prefix(b":").unwrap_or(rest);
    rest.starts_with(b" ").then_some((number(digits, 16)?, rest))
}

/// How a dump prints bytes as numbers.
struct Word {
    radix: u32,
    /// How many digits each number has; 0 if it is not padded by zeros.
    digits: usize,
    /// How many bytes it stands for.
    size: usize,
    /// Whether the first of them is the highest one.
    is_big: bool,
}

const fn word(radix: u32, digits: usize, size: usize, is_big: bool) -> Word {
    Word { radix, digits, size, is_big }
}

const WORDS: [Word; 14] = [
    word(16, 0, 1, true),
    word(16, 4, 2, true),
    word(16, 4, 2, false),
    word(16, 8, 4, true),
    word(16, 8, 4, false),
    word(16, 16, 8, true),
    word(16, 16, 8, false),
    word(8, 0, 1, false),
    word(8, 6, 2, false),
    word(8, 11, 4, false),
    word(10, 0, 1, false),
    word(10, 0, 2, false),
    word(10, 0, 4, false),
    word(2, 8, 1, false),
];

impl Word {
    /// The bytes of a number.
    fn bytes(&self, word: &[u8]) -> Option<Vec<u8>> {
        let word = word.strip_suffix(b",").unwrap_or(word);
        let word = word.strip_prefix(b"0x").unwrap_or(word);
        let is_padded = self.digits == 0 || self.digits == word.len();
        let text = std::str::from_utf8(word).ok().filter(|_| is_padded)?;
        let number = i128::from_str_radix(text, self.radix).ok()?;
        let all = number.to_le_bytes();
        let (bytes, rest) = all.split_at(self.size);
        // Numbers may have a sign.
        let fits = rest.iter().all(|byte| *byte == 0) || rest.iter().all(|byte| *byte == 0xff);
        let mut bytes = bytes.to_vec();
        if self.is_big {
            bytes.reverse();
        }
        fits.then_some(bytes)
    }
}
