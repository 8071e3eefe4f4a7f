//! Streaming decompression of gzip and zstd inputs: all members, nested, in constant memory, up to
//! a limit of decompressed bytes.

use std::io::{self, BufReader, Read};

use super::peek::{Bytes, failing, peek, whole};
use crate::capture::compression::Compression;
use crate::capture::inflate::Inflate;

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
