//! Lines and columns, counted only for requested offsets.

use super::utf8::count;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Offset {
    /// Newlines before it.
    pub lines: u64,
    /// Characters since the last newline.
    pub characters: u64,
}

impl Offset {
    /// The position after these bytes.
    pub fn after(self, bytes: &[u8]) -> Offset {
        let mut cursor = Cursor::new(bytes, self);
        cursor.move_to(bytes.len());
        cursor.place
    }
}

/// How far back a cursor moves, so that a body of many duplicate keys stays linear.
const BACK: usize = 64 * 1024;

/// A cursor over bytes that counts lines and characters as it moves forward.
#[derive(Debug, Clone)]
pub struct Cursor<'a> {
    bytes: &'a [u8],
    begin: Offset,
    at: usize,
    /// The position in the input.
    pub place: Offset,
}

impl<'a> Cursor<'a> {
    /// A cursor at the start of bytes with this position in their input.
    pub fn new(bytes: &'a [u8], begin: Offset) -> Cursor<'a> {
        Cursor { bytes, begin, at: 0, place: begin }
    }

    /// Moves to an offset in the bytes; moving back counts the bytes between and the line before.
    pub fn move_to(&mut self, offset: usize) {
        let offset = offset.min(self.bytes.len());
        if let Some(place) = self.before(offset, usize::MAX) {
            (self.at, self.place) = (offset, place);
            return;
        }
        let passed = &self.bytes[self.at..offset];
        let mut line = passed;
        if let Some(last) = memchr::memrchr(b'\n', passed) {
            let newlines = memchr::memchr_iter(b'\n', &passed[..last]).count() as u64 + 1;
            self.place = Offset { lines: self.place.lines + newlines, characters: 0 };
            line = &passed[last + 1..];
        }
        self.place.characters += count_characters(line);
        self.at = offset;
    }

    /// The position of an offset at or shortly before the cursor.
    pub fn look_back(&self, offset: usize) -> Option<Offset> {
        self.before(offset, BACK)
    }

    /// The position of an offset at or before the cursor, unless more than `most` bytes must be
    /// counted between the two or back to the start of its line.
    fn before(&self, offset: usize, most: usize) -> Option<Offset> {
        let passed = self.bytes.get(offset..self.at).filter(|passed| passed.len() <= most)?;
        let newlines = memchr::memchr_iter(b'\n', passed).count() as u64;
        if newlines == 0 {
            let characters = self.place.characters - count_characters(passed);
            return Some(Offset { lines: self.place.lines, characters });
        }
        let line = &self.bytes[offset.saturating_sub(most)..offset];
        let characters = match memchr::memrchr(b'\n', line) {
            Some(newline) => count_characters(&line[newline + 1..]),
            None if line.len() == offset => self.begin.characters + count_characters(line),
            None => return None,
        };
        Some(Offset { lines: self.place.lines - newlines, characters })
    }
}

#[cfg(test)]
thread_local! {
    /// The bytes counted on this thread.
    pub(crate) static COUNTED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Characters in UTF-8; invalid bytes count if they could begin a character.
fn count_characters(bytes: &[u8]) -> u64 {
    #[cfg(test)]
    COUNTED.with(|counted| counted.set(counted.get() + bytes.len()));
    count(bytes, |byte| byte & 0xc0 != 0x80) as u64
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Offset};

    #[test]
    fn back_and_forth_give_the_same_places() {
        let bytes = "é\nab\n\ncde\nf".as_bytes();
        let begin = Offset { lines: 3, characters: 7 };
        let mut cursor = Cursor::new(bytes, begin);
        for from in 0..=bytes.len() {
            for to in 0..=bytes.len() {
                cursor.move_to(from);
                cursor.move_to(to);
                assert_eq!(cursor.place, begin.after(&bytes[..to]), "{from} {to}");
            }
        }
    }
}
