//! Inputs become plain bytes while they are read: gzip and zstd are undone, all members, in any
//! depth, in constant memory, up to a limit on what comes out; UTF-16 with a byte-order mark becomes
//! UTF-8. Other containers are refused by name.

use std::collections::VecDeque;
use std::io::{self, BufReader, Cursor, Read};
use std::sync::{Arc, Mutex, PoisonError};

use file_format::FileFormat;

use crate::capture::inflate::{Compression, Inflate};

/// The maximum nesting of compression.
const LAYERS: usize = 6;

/// Decompresses a stream.
pub fn decompress(mut bytes: Bytes, limit: u64) -> Bytes {
    for layer in 0..=LAYERS {
        let (magic, rest) = peek(bytes, Compression::MAGIC);
        let compression = Compression::of(&magic);
        bytes = whole(magic, rest);
        let Some(compression) = compression else { break };
        if layer == LAYERS {
            let error = format!("compressed more than {LAYERS} times");
            return failing(io::Error::other(error));
        }
        bytes = match Inflate::new(compression, BufReader::new(bytes)) {
            Ok(inflate) => Box::new(Watched { inflate, compression, left: limit, limit }),
            Err(error) => failing(error),
        };
    }
    bytes
}

/// Limits the decompressed bytes, and describes errors.
struct Watched {
    inflate: Inflate<BufReader<Bytes>>,
    compression: Compression,
    left: u64,
    limit: u64,
}

impl Read for Watched {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // At the limit, try one more byte to see whether there is one.
        let most = usize::try_from(self.left.max(1)).unwrap_or(usize::MAX).min(out.len());
        let name = self.compression.name();
        match self.inflate.read(&mut out[..most]) {
            Ok(1..) if self.left == 0 => Err(io::Error::other(format!(
                "more than {} bytes come out of the {name} data; raise --max-decompressed if it \
                 is genuine",
                self.limit,
            ))),
            Ok(read) => {
                self.left -= read as u64;
                Ok(read)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let what = match error.kind() {
                    io::ErrorKind::UnexpectedEof => {
                        format!("the {name} data is cut short; only complete bodies were read")
                    }
                    io::ErrorKind::InvalidData => {
                        format!(
                            "the {name} data is broken; the complete bodies before that were read"
                        )
                    }
                    _ => format!(
                        "the {name} data is broken: {error}; the complete bodies before that were read"
                    ),
                };
                Err(io::Error::new(error.kind(), what))
            }
        }
    }
}

/// Unpaired surrogates, in order: the offset of U+FFFD in the decoded bytes, and the code unit.
#[derive(Debug, Clone, Default)]
pub struct Halves(Arc<Mutex<VecDeque<(u64, u16)>>>);

impl Halves {
    fn add(&self, at: u64, unit: u16) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_back((at, unit));
    }

    /// Takes those before a place.
    pub fn take_before(&self, end: u64) -> Vec<(u64, u16)> {
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = halves.partition_point(|(at, _)| *at < end);
        halves.drain(..count).collect()
    }
}

/// Decodes UTF-16 with a byte-order mark to UTF-8, and collects unpaired surrogates.
pub fn decode(bytes: Bytes) -> (Bytes, Halves) {
    let halves = Halves::default();
    let (mark, rest) = peek(bytes, 2);
    let decoded: Bytes = match mark.as_slice() {
        [0xff, 0xfe] => Box::new(Utf16::new(rest, u16::from_le_bytes, &halves)),
        [0xfe, 0xff] => Box::new(Utf16::new(rest, u16::from_be_bytes, &halves)),
        _ => whole(mark, rest),
    };
    (decoded, halves)
}

/// Transcodes code units. An unpaired surrogate becomes U+FFFD and is remembered.
struct Utf16<R> {
    bytes: R,
    unit: fn([u8; 2]) -> u16,
    /// A high surrogate whose partner was not read yet.
    high: Option<u16>,
    odd: Option<u8>,
    ready: Vec<u8>,
    given: usize,
    /// The number of bytes before those that are ready.
    before: u64,
    halves: Halves,
}

impl<R: Read> Utf16<R> {
    fn new(bytes: R, unit: fn([u8; 2]) -> u16, halves: &Halves) -> Utf16<R> {
        let (ready, halves) = (Vec::new(), halves.clone());
        Utf16 { bytes, unit, high: None, odd: None, ready, given: 0, before: 0, halves }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut raw = [0; 64 * 1024];
        let read = self.bytes.read(&mut raw)?;
        self.before += self.ready.len() as u64;
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
        let mut text = String::with_capacity(units.len());
        for unit in char::decode_utf16(units) {
            let character = unit.unwrap_or_else(|half| {
                self.halves.add(self.before + text.len() as u64, half.unpaired_surrogate());
                char::REPLACEMENT_CHARACTER
            });
            text.push(character);
        }
        self.ready = text.into_bytes();
        // A read of only half a character must not look like the end of input.
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

pub type Bytes = Box<dyn Read + Send>;

/// The first bytes of a stream (fewer only at its end or before an error), and the stream with
/// these bytes put back. No bytes are lost before an error.
pub fn peek(mut bytes: Bytes, length: usize) -> (Vec<u8>, Bytes) {
    let mut start = vec![0; length];
    let mut filled = 0;
    while filled < length {
        match bytes.read(&mut start[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                bytes = failing(error);
                break;
            }
        }
    }
    start.truncate(filled);
    (start, bytes)
}

/// A stream with bytes put back at its start.
pub fn whole(start: Vec<u8>, rest: Bytes) -> Bytes {
    Box::new(Cursor::new(start).chain(rest))
}

/// A stream that returns an error once.
pub fn failing(error: io::Error) -> Bytes {
    Box::new(Failing(Some(error)))
}

struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Why an input with these first bytes is not read, without a full stop: it is a binary container, or
/// text in an encoding that must be guessed.
pub fn refusal(start: &[u8]) -> Option<String> {
    if is_unmarked_utf16(start) {
        let what = "UTF-16 without a byte-order mark; convert it first, for example with iconv";
        return Some(what.to_owned());
    }
    // All containers have control characters near their start, and for every file the crate copies
    // 36 kB, because the magic numbers of discs are that far behind.
    if start.iter().take(512).all(|byte| matches!(byte, b' '..|b'\t'| b'\n' | b'\r')) {
        return None;
    }
    let (what, next) = match FileFormat::from_bytes(start) {
        FileFormat::Zip => ("a zip archive", UNPACK),
        FileFormat::TapeArchive => ("a tar archive", UNPACK),
        FileFormat::SevenZip => ("a 7z archive (7-Zip)", UNPACK),
        FileFormat::RoshalArchive => ("a rar archive", UNPACK),
        FileFormat::Xz => ("xz data", "decompress it first, for example with xz -dc"),
        FileFormat::Bzip2 => ("bzip2 data", "decompress it first, for example with bzip2 -dc"),
        FileFormat::Lz4 => ("lz4 data", "decompress it first, for example with lz4 -dc"),
        FileFormat::ApacheParquet => ("a Parquet file", EXPORT),
        FileFormat::ApacheAvro => {
            ("an Avro file", "write it as JSON first, with avro-tools tojson")
        }
        FileFormat::Sqlite3 => (
            "an SQLite database",
            "export the column with the bodies, for example with sqlite3 -csv -header FILE 'select …'",
        ),
        FileFormat::PcapDump | FileFormat::PcapNextGenerationDump => (
            "a packet capture (pcap)",
            "write the requests out first, for example with tshark --export-objects http,FOLDER",
        ),
        _ => return None,
    };
    Some(format!("{what} is not read; {next}"))
}

const UNPACK: &str = "unpack it and read the files in it";
const EXPORT: &str = "export it as JSON lines first, for example with duckdb";

/// Whether text begins as ASCII in UTF-16 does.
fn is_unmarked_utf16(bytes: &[u8]) -> bool {
    let first = |byte| matches!(byte, b'{' | b'[' | b' ' | b'\n');
    matches!(bytes, [one, 0, _, 0, ..] | [0, one, 0, _, ..] if first(*one))
}

#[cfg(test)]
mod tests {
    use super::refusal;

    #[test]
    fn containers_are_named() {
        let mut tar = vec![b'a'; 257];
        tar.extend_from_slice(b"ustar\x0000");
        for (start, name) in [
            (&b"PK\x03\x04\x14\0"[..], "zip"),
            (&tar, "tar"),
            (b"7z\xbc\xaf\x27\x1c\0\x04", "7z"),
            (b"\xfd7zXZ\0\0\x04", "xz"),
            (b"BZh91AY&SY\x17\x72", "bzip2"),
            (b"\x04\x22\x4d\x18\x64\x40", "lz4"),
            (b"PAR1\x15\x04", "Parquet"),
            (b"Obj\x01\x04\x16", "Avro"),
            (b"SQLite format 3\0", "SQLite"),
            (b"\xd4\xc3\xb2\xa1\x02\0\x04\0", "pcap"),
            (b"\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a", "pcap"),
        ] {
            assert!(refusal(start).is_some_and(|said| said.contains(name)), "{name}");
        }
        for text in ["", "{\"action\":1}", "[1]", "2016-04-14 got {}", "id,payload\n", "\u{feff}{}"]
        {
            assert_eq!(refusal(text.as_bytes()), None, "{text}");
        }
    }
}
