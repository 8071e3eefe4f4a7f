//! gzip and zstd inputs become what is in them while they are read: all members, in any depth,
//! in constant memory, up to a limit on what comes out.

use std::io::{self, BufReader, Cursor, Read};

use crate::capture::compression::Compression;
use crate::capture::inflate::Inflate;

/// So many layers of compression are taken off an input.
const LAYERS: usize = 6;

/// Bytes without their compressions.
pub fn decompress(bytes: Box<dyn Read + Send>, limit: u64) -> Box<dyn Read + Send> {
    let mut bytes = bytes;
    for layer in 0..=LAYERS {
        let (compression, whole) = match look(bytes) {
            Ok(looked) => looked,
            Err(error) => return Box::new(Failed(Some(error))),
        };
        let Some(compression) = compression else { return whole };
        if layer == LAYERS {
            let error = io::Error::other(format!("compressed more than {LAYERS} times"));
            return Box::new(Failed(Some(error)));
        }
        bytes = match Inflate::new(compression, BufReader::new(whole)) {
            Ok(inflate) => Box::new(Watched { inflate, compression, left: limit, limit }),
            Err(error) => return Box::new(Failed(Some(error))),
        };
    }
    bytes
}

/// The compression that bytes begin with, and the bytes as if nobody had looked.
fn look(
    mut bytes: Box<dyn Read + Send>,
) -> io::Result<(Option<Compression>, Box<dyn Read + Send>)> {
    let mut magic = Vec::new();
    let mut start = [0; Compression::MAGIC];
    while magic.len() < start.len() {
        match bytes.read(&mut start[magic.len()..]) {
            Ok(0) => break,
            Ok(read) => magic = start[..magic.len() + read].to_vec(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // What was read before the error is not lost.
            Err(error) if !magic.is_empty() => {
                return Ok((None, Box::new(Cursor::new(magic).chain(Failed(Some(error))))));
            }
            Err(error) => return Err(error),
        }
    }
    let compression = Compression::of(&magic);
    Ok((compression, Box::new(Cursor::new(magic).chain(bytes))))
}

/// Gives an error, once.
struct Failed(Option<io::Error>);

impl Read for Failed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Counts what comes out, and says of faults what they are.
struct Watched {
    inflate: Inflate<BufReader<Box<dyn Read + Send>>>,
    compression: Compression,
    left: u64,
    limit: u64,
}

impl Read for Watched {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // At the limit one more byte is asked for, to see whether there is one.
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
                        format!("the {name} data is cut short; its complete bodies were read")
                    }
                    io::ErrorKind::InvalidData => {
                        format!("the {name} data is broken; what came before was read")
                    }
                    _ => format!("the {name} data is broken: {error}"),
                };
                Err(io::Error::new(error.kind(), what))
            }
        }
    }
}
