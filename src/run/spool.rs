//! Texts of bodies in an unnamed temporary file, to be read again on any thread.

use std::fs::File;
use std::io::{self, Write};

const PIECE: usize = 1 << 20;

/// Concatenated texts, found by offset and length in bytes.
#[derive(Debug, Default)]
pub struct Spool {
    /// Created at the first write.
    file: Option<File>,
    waiting: Vec<u8>,
    length: u64,
}

impl Spool {
    /// Appends texts and returns their offset.
    pub fn append(&mut self, texts: &[u8]) -> io::Result<u64> {
        let start = self.length;
        self.length += texts.len() as u64;
        self.waiting.extend_from_slice(texts);
        if self.waiting.len() >= PIECE {
            self.flush()?;
        }
        Ok(start)
    }

    /// Writes buffered texts; they cannot be read before.
    pub fn flush(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile()?),
        };
        file.write_all(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }

    /// The text at an offset, of this length in bytes.
    pub fn read(&self, offset: u64, length: u32) -> io::Result<String> {
        let mut text = vec![0; length as usize];
        if let Some(file) = &self.file {
            read_at(file, offset, &mut text)?;
        }
        String::from_utf8(text).map_err(io::Error::other)
    }
}

#[cfg(unix)]
fn read_at(file: &File, offset: u64, text: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, text, offset)
}

#[cfg(windows)]
fn read_at(file: &File, offset: u64, mut text: &mut [u8]) -> io::Result<()> {
    let mut offset = offset;
    while !text.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, text, offset)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        offset += read as u64;
        text = &mut text[read..];
    }
    Ok(())
}
