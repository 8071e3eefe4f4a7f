//! UTF-16 with a byte-order mark becomes UTF-8 while it is read; everything else passes.

use std::io::{self, Read};

/// Bytes as UTF-8 where they are marked as UTF-16.
pub fn decode(mut bytes: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
    let mut mark = [0; 2];
    let mut filled = 0;
    while filled < mark.len() {
        match bytes.read(&mut mark[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                return Box::new(
                    io::Cursor::new(mark).take(filled as u64).chain(Failed(Some(error))),
                );
            }
        }
    }
    match mark {
        [0xff, 0xfe] if filled == 2 => Box::new(Utf16::new(bytes, u16::from_le_bytes)),
        [0xfe, 0xff] if filled == 2 => Box::new(Utf16::new(bytes, u16::from_be_bytes)),
        _ => Box::new(io::Cursor::new(mark).take(filled as u64).chain(bytes)),
    }
}

/// Gives the error that was met while looking for the mark, once.
struct Failed(Option<io::Error>);

impl Read for Failed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Transcodes pairs of bytes. A half surrogate pair becomes U+FFFD.
struct Utf16<R> {
    bytes: R,
    unit: fn([u8; 2]) -> u16,
    /// The first half of a surrogate pair whose second half is not read yet.
    high: Option<u16>,
    odd: Option<u8>,
    ready: Vec<u8>,
    given: usize,
}

impl<R: Read> Utf16<R> {
    fn new(bytes: R, unit: fn([u8; 2]) -> u16) -> Utf16<R> {
        Utf16 { bytes, unit, high: None, odd: None, ready: Vec::new(), given: 0 }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut raw = [0; 64 * 1024];
        let read = self.bytes.read(&mut raw)?;
        self.ready.clear();
        self.given = 0;
        let units = self.odd.take().into_iter().chain(raw[..read].iter().copied());
        let units: Vec<u8> = units.collect();
        let pairs = units.chunks_exact(2);
        self.odd = pairs.remainder().first().copied();
        let units = pairs.map(|pair| (self.unit)([pair[0], pair[1]]));
        let mut units: Vec<u16> = self.high.take().into_iter().chain(units).collect();
        if read > 0 {
            self.high = units.pop_if(|unit| (0xd800..0xdc00).contains(unit));
        } else if self.odd.take().is_some() {
            units.push(0xfffd);
        }
        let text: String = char::decode_utf16(units)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        self.ready = text.into_bytes();
        // A read that gave only half a character must not look like the end.
        if self.ready.is_empty() && read > 0 { self.refill() } else { Ok(()) }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.given == self.ready.len() {
            self.refill()?;
        }
        let length = out.len().min(self.ready.len() - self.given);
        out[..length].copy_from_slice(&self.ready[self.given..self.given + length]);
        self.given += length;
        Ok(length)
    }
}
