//! A look at the first bytes of a stream.

use std::io::{self, Cursor, Read};

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
