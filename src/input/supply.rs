//! Where the bytes of an input come from: all at once, or as they arrive.

use std::io::{self, Read};

use super::live::{Filled, Live};

/// Bytes that are read at least at once where there are as many.
const PIECE: usize = 64 << 10;

/// What gives the bytes of one input.
pub enum Supply {
    /// A file: it is read as fast as it can be.
    Steady(Box<dyn Read + Send>),
    /// A stream, which may pause.
    Live(Live),
}

impl Supply {
    /// Appends bytes until the buffer holds so many, the input ends or pauses.
    ///
    /// # Errors
    /// That of the input.
    pub fn fill(&mut self, buffer: &mut Vec<u8>, wanted: usize) -> io::Result<Filled> {
        let source = match self {
            Supply::Live(live) => return live.fill(buffer, wanted),
            Supply::Steady(source) => source,
        };
        while buffer.len() < wanted {
            // A file is most often small, and then needs no room for a whole block.
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
