//! Standard input as it arrives: a thread reads ahead, so that a pause of the input can be told
//! from its end, and what is complete can be handed on.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

/// Bytes that came are handed on after this time, even if more were wanted.
const PAUSE: Duration = Duration::from_millis(20);
/// Bytes that are read at once; a pipe holds no more.
const PIECE: usize = 64 << 10;
/// Pieces that are read ahead.
const AHEAD: usize = 16;

/// Why a buffer was not filled further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    /// It holds as many bytes as were wanted.
    Enough,
    Ended,
    /// It holds more bytes than before, and no more come at the moment.
    Paused,
}

/// A stream that is read ahead.
#[derive(Debug)]
pub struct Live {
    pieces: Receiver<io::Result<Vec<u8>>>,
    /// What came and was not wanted yet.
    rest: Vec<u8>,
}

impl Live {
    pub fn new(mut input: Box<dyn Read + Send>) -> Live {
        let (send, pieces) = sync_channel(AHEAD);
        // It may wait for the input for ever, so nobody waits for it.
        std::thread::spawn(move || {
            let mut piece = vec![0; PIECE];
            loop {
                let read = match input.read(&mut piece) {
                    Ok(0) => return,
                    Ok(read) => Ok(piece[..read].to_vec()),
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(error) => Err(error),
                };
                let is_over = read.is_err();
                if send.send(read).is_err() || is_over {
                    return;
                }
            }
        });
        Live { pieces, rest: Vec::new() }
    }

    /// Appends what comes until the buffer holds so many bytes, the input ends or pauses.
    ///
    /// # Errors
    /// That of the input, once all bytes before it were given.
    pub fn fill(&mut self, buffer: &mut Vec<u8>, wanted: usize) -> io::Result<Filled> {
        buffer.reserve_exact(wanted.saturating_sub(buffer.len()));
        let mut until = None;
        loop {
            let count = self.rest.len().min(wanted.saturating_sub(buffer.len()));
            buffer.extend(self.rest.drain(..count));
            if buffer.len() >= wanted {
                return Ok(Filled::Enough);
            }
            if count > 0 {
                until.get_or_insert_with(|| Instant::now() + PAUSE);
            }
            let piece = match until {
                None => self.pieces.recv().map_err(RecvTimeoutError::from),
                Some(until) => {
                    self.pieces.recv_timeout(until.saturating_duration_since(Instant::now()))
                }
            };
            match piece {
                Ok(piece) => self.rest = piece?,
                Err(RecvTimeoutError::Timeout) => return Ok(Filled::Paused),
                Err(RecvTimeoutError::Disconnected) => return Ok(Filled::Ended),
            }
        }
    }
}
