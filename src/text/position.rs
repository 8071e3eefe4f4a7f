//! Lines and columns, counted only for the places that are asked for.

/// A cursor over a block that counts lines and columns as it moves forward.
#[derive(Debug, Clone)]
pub struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Line ends before the cursor.
    pub lines: u64,
    /// Characters between the last line end (or the start) and the cursor.
    pub characters: u64,
}

impl<'a> Cursor<'a> {
    /// A cursor at the start.
    pub fn new(bytes: &'a [u8]) -> Cursor<'a> {
        Cursor { bytes, at: 0, lines: 0, characters: 0 }
    }

    /// Moves to an offset, which is best not before the last one.
    pub fn move_to(&mut self, offset: usize) {
        let offset = offset.min(self.bytes.len());
        if offset < self.at {
            *self = Cursor::new(self.bytes);
        }
        let passed = &self.bytes[self.at..offset];
        let newlines = memchr::memchr_iter(b'\n', passed).count() as u64;
        if newlines > 0 {
            self.lines += newlines;
            self.characters = 0;
        }
        let line = memchr::memrchr(b'\n', passed).map_or(passed, |newline| &passed[newline + 1..]);
        self.characters += count_characters(line);
        self.at = offset;
    }
}

/// Characters in UTF-8; of invalid bytes, those that could begin one.
fn count_characters(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| (**byte & 0xc0) != 0x80).count() as u64
}
