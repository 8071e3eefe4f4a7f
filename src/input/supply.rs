//! The bytes of an input, as fast as possible or as they arrive.

use std::io::{self, Read};

use super::live::{Filled, Live};

/// The minimum read size in bytes.
const PIECE: usize = 64 << 10;

pub enum Supply {
    /// A file, read as fast as possible.
    Steady(Box<dyn Read + Send>),
    /// A stream, which may pause.
    Live(Live),
}

impl Supply {
    /// Appends bytes until the buffer has this many, or the input ends or pauses.
    ///
    /// # Errors
    /// That of the input.
    pub fn fill(&mut self, buffer: &mut Vec<u8>, wanted: usize) -> io::Result<Filled> {
        let source = match self {
            Supply::Live(live) => return live.fill(buffer, wanted),
            Supply::Steady(source) => source,
        };
        while buffer.len() < wanted {
            // Most files are small and need no buffer of block size.
            let (length, capacity) = (buffer.len(), buffer.capacity());
            let room = length.max(PIECE).max(capacity - length).min(wanted - length);
            buffer.reserve_exact(room);
            if source.take(room as u64).read_to_end(buffer)? < room {
                return Ok(Filled::Ended);
            }
        }
        Ok(Filled::Enough)
    }
}
