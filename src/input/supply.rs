//! Where the bytes of an input come from: all at once, or as they arrive. Of standard input a thread
//! reads ahead, so that a pause can be told from its end, and what is complete can be handed on.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Bytes that are read at least at once where there are as many; a pipe holds no more.
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

/// Bytes that came are handed on after this time, even if more were wanted.
const PAUSE: Duration = Duration::from_millis(20);
/// Bytes that are read ahead, where no more are wanted.
const AHEAD: usize = 1 << 20;

/// Why a buffer was not filled further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    /// It holds as many bytes as were wanted.
    Enough,
    /// The input ended.
    Ended,
    /// It holds more bytes than before, and no more come at the moment.
    Paused,
}

#[derive(Debug)]
pub struct Live(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// What was read and not yet taken.
    bytes: VecDeque<u8>,
    /// How many of them the reader waits for.
    wanted: usize,
    ended: bool,
    fault: Option<io::Error>,
}

impl Live {
    pub fn new(mut input: Box<dyn Read + Send>) -> Live {
        let shared = Arc::new(Shared::default());
        let feed = Arc::clone(&shared);
        // It may wait for the input for ever, so nobody waits for it.
        std::thread::spawn(move || feed.read(&mut input));
        Live(shared)
    }

    /// Appends what comes until the buffer holds so many bytes, the input ends or pauses.
    ///
    /// # Errors
    /// That of the input, once all bytes before it were given.
    pub fn fill(&mut self, buffer: &mut Vec<u8>, wanted: usize) -> io::Result<Filled> {
        let Shared { state, changed } = &*self.0;
        let mut state = lock(state);
        state.wanted = wanted.saturating_sub(buffer.len());
        changed.notify_all();
        while state.bytes.is_empty() && !state.ended {
            state = changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let until = Instant::now() + PAUSE;
        while state.bytes.len() < state.wanted && !state.ended {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        let filled = if state.bytes.len() >= state.wanted {
            Filled::Enough
        } else if state.ended {
            Filled::Ended
        } else {
            Filled::Paused
        };
        // No more than was wanted, or each block would have room for all that was read ahead.
        let count = state.wanted.min(state.bytes.len());
        buffer.reserve_exact(count);
        let (first, second) = state.bytes.as_slices();
        let (first, rest) = first.split_at(count.min(first.len()));
        buffer.extend_from_slice(first);
        if rest.is_empty() {
            buffer.extend_from_slice(&second[..count - first.len()]);
        }
        state.bytes.drain(..count);
        changed.notify_all();
        match state.fault.take_if(|_| filled == Filled::Ended) {
            Some(fault) => Err(fault),
            None => Ok(filled),
        }
    }
}

impl Shared {
    /// Reads to the end of the input, or to an error.
    fn read(&self, input: &mut dyn Read) {
        let _end = AtTheEnd(self);
        let mut piece = vec![0; PIECE];
        loop {
            let read = input.read(&mut piece);
            let mut state = lock(&self.state);
            match read {
                Ok(0) => {
                    drop(state);
                    return;
                }
                Ok(read) => {
                    let had_none = state.bytes.is_empty();
                    state.bytes.extend(&piece[..read]);
                    if had_none || state.bytes.len() >= state.wanted {
                        self.changed.notify_all();
                    }
                    while state.bytes.len() >= state.wanted.max(AHEAD) {
                        state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    state.fault = Some(error);
                    drop(state);
                    return;
                }
            }
        }
    }
}

/// Says that nothing more comes, also where the reading thread panics.
struct AtTheEnd<'s>(&'s Shared);

impl Drop for AtTheEnd<'_> {
    fn drop(&mut self) {
        lock(&self.0.state).ended = true;
        self.0.changed.notify_all();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
