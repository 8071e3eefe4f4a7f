//! Streaming decompression of gzip and zstd with all members, and every byte before an error.
//!
//! The readers of the libraries drop output written in the call that hits an error, so the result
//! for broken data would depend on buffer sizes.

use std::io::{self, BufRead, ErrorKind, Read};

use flate2::{Decompress, FlushDecompress};
use zstd::stream::raw::{DParameter, Decoder, InBuffer, Operation, OutBuffer};

/// The compressions that are undone, told by their magic numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    /// The length of the longest magic number.
    pub const MAGIC: usize = 4;

    pub fn of(bytes: &[u8]) -> Option<Compression> {
        match bytes {
            [0x1f, 0x8b, 8, ..] => Some(Compression::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Compression::Zstd),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Compression::Gzip => "gzip",
            Compression::Zstd => "zstd",
        }
    }
}

/// The maximum window of zstd as a power of two, as in its own tool.
const LARGEST_WINDOW: u32 = 27;
/// The maximum window of gzip as a power of two.
const GZIP_WINDOW: u8 = 15;
/// The size of a zstd block header, in bytes.
const ZSTD_BLOCK_HEAD: usize = 3;
/// The bytes that zstd needs at the start of a frame.
const ZSTD_START: usize = 5;

/// A decompressing reader. Nothing follows an error.
pub struct Inflate<R> {
    bytes: R,
    engine: Engine,
    state: State,
}

enum State {
    /// At the start, or after a complete member.
    Between,
    Within,
    /// The output before an error was returned; the error is next.
    Faulty(io::Error),
    Over,
}

impl<R: BufRead> Inflate<R> {
    /// # Errors
    /// Out of memory.
    pub fn new(compression: Compression, bytes: R) -> io::Result<Inflate<R>> {
        let engine = match compression {
            Compression::Gzip => Engine::Gzip(Decompress::new_gzip(GZIP_WINDOW)),
            Compression::Zstd => {
                let mut decoder = Decoder::new()?;
                decoder.set_parameter(DParameter::WindowLogMax(LARGEST_WINDOW))?;
                Engine::Zstd { decoder, wanted: ZSTD_START, holds: false }
            }
        };
        Ok(Inflate { bytes, engine, state: State::Between })
    }
}

impl<R: BufRead> Read for Inflate<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Faulty(fault) => return Err(fault),
                State::Over => return Ok(0),
                state => self.state = state,
            }
            let input = self.bytes.fill_buf()?;
            let at_end = input.is_empty();
            if matches!(self.state, State::Between) {
                if at_end {
                    return Ok(0);
                }
                self.engine.begin()?;
            }
            let held = self.engine.holds();
            let Step { taken, given, ended } = self.engine.step(input, out);
            self.bytes.consume(taken);
            let stands_still = taken == 0 && given == 0 && !held;
            self.state = match ended {
                Ok(true) => State::Between,
                Ok(false) if stands_still && at_end => {
                    State::Faulty(ErrorKind::UnexpectedEof.into())
                }
                Ok(false) if stands_still => State::Faulty(ErrorKind::InvalidData.into()),
                Ok(false) => State::Within,
                Err(fault) => State::Faulty(fault),
            };
            if given > 0 {
                return Ok(given);
            }
        }
    }
}

/// The input and output bytes of one step, and whether a member ended.
struct Step {
    taken: usize,
    given: usize,
    ended: io::Result<bool>,
}

enum Engine {
    Gzip(Decompress),
    Zstd {
        decoder: Decoder<'static>,
        /// The number of bytes needed next.
        wanted: usize,
        /// Whether output may be pending.
        holds: bool,
    },
}

impl Engine {
    /// Prepares for the next member.
    fn begin(&mut self) -> io::Result<()> {
        match self {
            Engine::Gzip(decoder) => decoder.reset(true),
            Engine::Zstd { decoder, wanted, holds } => {
                decoder.reinit()?;
                (*wanted, *holds) = (ZSTD_START, false);
            }
        }
        Ok(())
    }

    /// Whether the next step takes no input.
    fn holds(&self) -> bool {
        matches!(self, Engine::Zstd { holds: true, .. })
    }

    fn step(&mut self, input: &[u8], out: &mut [u8]) -> Step {
        match self {
            Engine::Gzip(decoder) => {
                let before = (decoder.total_in(), decoder.total_out());
                let status = decoder.decompress(input, out, FlushDecompress::None);
                // Both are at most the length of a slice.
                let since = |now: u64, before: u64| usize::try_from(now - before).unwrap_or(0);
                Step {
                    taken: since(decoder.total_in(), before.0),
                    given: since(decoder.total_out(), before.1),
                    ended: status
                        .map(|status| status == flate2::Status::StreamEnd)
                        .map_err(|error| io::Error::new(ErrorKind::InvalidData, error)),
                }
            }
            Engine::Zstd { decoder, wanted, holds } => {
                // zstd drops the output of a failing step. So a step either returns pending output
                // and takes no input, or takes exactly one block, without the header of the next.
                let more = wanted.checked_sub(ZSTD_BLOCK_HEAD).filter(|more| *more > 0);
                let most = if *holds { 0 } else { more.unwrap_or(*wanted).max(1) };
                let room = out.len();
                let mut source = InBuffer::around(&input[..most.min(input.len())]);
                let mut target = OutBuffer::around(out);
                let ended = decoder.run(&mut source, &mut target).map(|next| {
                    *wanted = next;
                    next == 0
                });
                *holds = target.pos() == room;
                Step { taken: source.pos(), given: target.pos(), ended }
            }
        }
    }
}

/// Decompresses at most `limit` bytes, and returns whether that is all. Broken data gives the
/// output before the error.
pub fn undo(compression: Compression, bytes: &[u8], limit: usize) -> (Vec<u8>, bool) {
    let mut out = Vec::new();
    let all =
        Inflate::new(compression, bytes).is_ok_and(|inflate| read_within(inflate, limit, &mut out));
    (out, all)
}

fn read_within(decoder: impl Read, limit: usize, out: &mut Vec<u8>) -> bool {
    let ended = decoder.take(limit as u64 + 1).read_to_end(out).is_ok();
    let within = out.len() <= limit;
    out.truncate(limit);
    ended && within
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::{Compression, Inflate};

    fn text() -> Vec<u8> {
        (0..15_000_u32)
            .flat_map(|number| format!("{} ", number.wrapping_mul(7919)).into_bytes())
            .collect()
    }

    fn packed(compression: Compression, text: &[u8]) -> Vec<u8> {
        match compression {
            Compression::Gzip => {
                let mut encoder =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                encoder.write_all(text).and_then(|()| encoder.finish()).expect("memory")
            }
            Compression::Zstd => zstd::encode_all(text, 1).expect("memory"),
        }
    }

    /// What comes out in reads of this size, from buffers of that, and whether all was well.
    fn read(compression: Compression, bytes: &[u8], size: usize, buffer: usize) -> (Vec<u8>, bool) {
        let bytes = std::io::BufReader::with_capacity(buffer, bytes);
        let mut inflate = Inflate::new(compression, bytes).expect("memory");
        let (mut whole, mut part) = (Vec::new(), vec![0; size]);
        loop {
            match inflate.read(&mut part) {
                Ok(0) => return (whole, true),
                Ok(read) => whole.extend_from_slice(&part[..read]),
                Err(_) => {
                    assert_eq!(inflate.read(&mut part).expect("nothing follows"), 0);
                    return (whole, false);
                }
            }
        }
    }

    #[test]
    fn members_follow_each_other() {
        let text = text();
        for compression in [Compression::Gzip, Compression::Zstd] {
            let mut bytes = packed(compression, &text);
            bytes.extend(packed(compression, b""));
            bytes.extend(packed(compression, b"end"));
            for (size, buffer) in [(1 << 20, 1 << 20), (1000, 100), (61, 53)] {
                let expected = ([&text[..], b"end"].concat(), true);
                assert!(read(compression, &bytes, size, buffer) == expected, "{compression:?}");
            }
            bytes.extend(b"more");
            assert!(!read(compression, &bytes, 1 << 20, 1 << 20).1);
        }
    }

    #[test]
    fn a_block_before_a_broken_head_is_given_whole() {
        // A frame with a window of 2 MiB, a block as it is, and one of a kind that is reserved.
        let head = |size: u32, kind: u32| (size << 3 | kind << 1).to_le_bytes();
        let block = vec![b'x'; 1000];
        let parts = [&b"\x28\xb5\x2f\xfd\0\x58"[..], &head(1000, 0)[..3], &block, &head(9, 3)[..3]];
        let bytes = parts.concat();
        for (size, buffer) in
            [(1, 1), (10, 2000), (999, 2000), (1000, 2000), (1001, 7), (5000, 5000)]
        {
            let left = read(Compression::Zstd, &bytes, size, buffer);
            assert!(left == (block.clone(), false), "{size} {buffer}: {}", left.0.len());
        }
    }

    #[test]
    fn what_is_left_of_broken_data_does_not_hang_on_buffers() {
        let text = text();
        for compression in [Compression::Gzip, Compression::Zstd] {
            let whole = packed(compression, &text);
            let mut most = 0;
            for place in (0..whole.len()).step_by(whole.len() / 4) {
                for cut in [false, true] {
                    let mut bytes = whole[..if cut { place } else { whole.len() }].to_vec();
                    if let Some(byte) = bytes.get_mut(place) {
                        *byte ^= 0xff;
                    }
                    let (left, ended) = read(compression, &bytes, 1 << 20, 1 << 20);
                    for (size, buffer) in [(97, 4096), (4096, 97)] {
                        let other = read(compression, &bytes, size, buffer);
                        assert!(other == (left.clone(), ended), "{compression:?} {place} {cut}");
                    }
                    if cut {
                        assert!(!ended || place == 0, "{compression:?} {place}");
                        assert!(text.starts_with(&left), "{compression:?} {place}");
                        most = most.max(left.len());
                    }
                }
            }
            assert!(most > text.len() / 2, "{most}");
        }
    }
}
