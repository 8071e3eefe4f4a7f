//! The line hashes by which GitHub code scanning recognises a moved line.
//!
//! A polynomial hash over 100 UTF-16 code units from the start of the line, including following
//! lines, without blanks and tabs and with every line ending as a line feed; and the number of
//! occurrences of the same hash in the file. (`src/fingerprints.ts` of github/codeql-action.)

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Read};

const WINDOW: usize = 100;
const BASE: u64 = 37;
/// The end of the file.
const END: u16 = 0xFFFF;
/// Replaces bytes that are not UTF-8.
const REPLACEMENT: u16 = 0xFFFD;
/// The buffer size, in bytes.
const PIECE: u64 = 1 << 16;

/// The hashes of these lines (from 1) of a file as `hash:count`. `open` opens the file; it is
/// read twice, so that memory does not grow with it.
pub fn line_hashes<R: Read>(
    open: impl Fn() -> io::Result<R>,
    lines: &BTreeSet<u64>,
) -> io::Result<BTreeMap<u64, String>> {
    let mut wanted = HashMap::new();
    hash_lines(open()?, |line, hash| {
        if lines.contains(&line) {
            wanted.insert(hash, 0_u64);
        }
    })?;
    let mut hashes = BTreeMap::new();
    hash_lines(open()?, |line, hash| {
        if let Some(count) = wanted.get_mut(&hash) {
            *count += 1;
            if lines.contains(&line) {
                hashes.insert(line, format!("{hash:x}:{count}"));
            }
        }
    })?;
    Ok(hashes)
}

fn hash_lines(source: impl Read, found: impl FnMut(u64, u64)) -> io::Result<()> {
    let (mut source, mut rolling) = (source, Rolling::new(found));
    let mut bytes = Vec::new();
    loop {
        let read = source.by_ref().take(PIECE).read_to_end(&mut bytes)?;
        let mut cut = 0;
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            chunk.valid().encode_utf16().for_each(|unit| rolling.push(unit));
            match chunk.invalid() {
                [] => {}
                // The character may continue in the next piece.
                invalid if read > 0 && chunks.peek().is_none() => cut = invalid.len(),
                _ => rolling.push(REPLACEMENT),
            }
        }
        drop(chunks);
        bytes.drain(..bytes.len() - cut);
        if read == 0 {
            rolling.end();
            return Ok(());
        }
    }
}

struct Rolling<F> {
    found: F,
    /// A ring buffer of the hashed units.
    window: [u16; WINDOW],
    /// The line that begins with this unit, if any.
    starts: [Option<u64>; WINDOW],
    index: usize,
    hash: u64,
    /// The base to the power of the window length: the weight of the unit that leaves the window.
    weight: u64,
    line: u64,
    is_line_start: bool,
    after_return: bool,
}

impl<F: FnMut(u64, u64)> Rolling<F> {
    fn new(found: F) -> Rolling<F> {
        Rolling {
            found,
            window: [0; WINDOW],
            starts: [None; WINDOW],
            index: 0,
            hash: 0,
            weight: (0..WINDOW).fold(1, |power: u64, _| power.wrapping_mul(BASE)),
            line: 0,
            is_line_start: true,
            after_return: false,
        }
    }

    fn push(&mut self, unit: u16) {
        let [blank, tab, feed, carriage] = [b' ', b'\t', b'\n', b'\r'].map(u16::from);
        if unit == blank || unit == tab || (self.after_return && unit == feed) {
            self.after_return = false;
            return;
        }
        self.after_return = unit == carriage;
        let unit = if self.after_return { feed } else { unit };
        self.give();
        if self.is_line_start {
            self.line += 1;
            self.starts[self.index] = Some(self.line);
        }
        self.is_line_start = unit == feed;
        self.turn(unit);
    }

    /// Ends the file and returns the lines whose window reaches the end.
    fn end(&mut self) {
        self.push(END);
        for _ in 0..WINDOW {
            self.give();
            self.turn(0);
        }
    }

    fn give(&mut self) {
        if let Some(line) = self.starts[self.index].take() {
            (self.found)(line, self.hash);
        }
    }

    fn turn(&mut self, unit: u16) {
        let oldest = std::mem::replace(&mut self.window[self.index], unit);
        let fallen = self.weight.wrapping_mul(u64::from(oldest));
        self.hash = self.hash.wrapping_mul(BASE).wrapping_add(u64::from(unit)).wrapping_sub(fallen);
        self.index = (self.index + 1) % WINDOW;
    }
}

#[cfg(test)]
mod tests {
    use super::line_hashes;

    #[test]
    fn lines_hash_as_on_github() {
        let text = "a first line\r\n\tand another 東京 🚲\r\rthe same\nthe same\nthe same";
        let lines = (1..=6).collect();
        let hashes = line_hashes(|| Ok(text.as_bytes()), &lines).expect("memory can be read");
        let hashes: Vec<&str> = hashes.values().map(String::as_str).collect();
        assert_eq!(
            hashes,
            [
                "d6aa931857503ec7:1",
                "64f7e15d3296a3f0:1",
                "e20cb2b58c397b5e:1",
                "b3b5ae37452e422c:1",
                "f773817575710df:1",
                "b6619a2d2dd25232:1",
            ]
        );
    }
}
