//! Where the bytes of an input come from: all at once, or as they arrive. A thread reads standard
//! input ahead, so that a pause is noticed and complete bodies can be handed on.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Bytes read at once, if there are as many; a pipe holds no more.
const PIECE: usize = 64 << 10;

pub enum Supply {
    /// A file, read as fast as possible.
    Steady(Box<dyn Read + Send>),
    /// A stream, which may pause.
    Live(Live),
}

impl Supply {
    /// Appends bytes until the buffer has `wanted` bytes, or the input ends or pauses.
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

/// After this time without input, the bytes so far are passed on.
const PAUSE: Duration = Duration::from_millis(20);
/// The minimum read-ahead in bytes.
const AHEAD: usize = 1 << 20;

/// Why filling a buffer stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    /// It has the requested bytes.
    Enough,
    /// The input ended.
    Ended,
    /// It has new bytes, and the input pauses.
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
    /// Bytes read but not yet taken.
    bytes: VecDeque<u8>,
    /// The number of bytes that the consumer waits for.
    wanted: usize,
    ended: bool,
    fault: Option<io::Error>,
}

impl Live {
    pub fn new(mut input: Box<dyn Read + Send>) -> Live {
        let shared = Arc::new(Shared::default());
        let feed = Arc::clone(&shared);
        // Detached, because it may block on input forever.
        std::thread::spawn(move || feed.read(&mut input));
        Live(shared)
    }

    /// Appends bytes until the buffer has this many, or the input ends or pauses.
    ///
    /// # Errors
    /// The error of the input, after all bytes before it.
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
        // No more than requested, or each block would have the capacity of the whole read-ahead.
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

/// Signals the end of input, also if the reading thread panics.
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
