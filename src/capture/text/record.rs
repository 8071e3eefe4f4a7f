//! Records in which a body is twice: in two columns of a table without a heading, in one line of a
//! log with an echo.

use super::find::Piece;
use super::lines::line_at;
use super::signs::has_statements;
use crate::json::canonical::canonical_text;

/// The shortest body, in bytes.
const SHORTEST: usize = 60;

/// A body with more behind it on its line.
pub struct Last {
    start: usize,
    end: usize,
    text: Vec<u8>,
    /// Whether it is in the quotes of a cell or a literal of SQL, not of a list of texts.
    is_column: bool,
}

/// Whether a body has the same value as the last one in its record, and so is no other delivery.
pub fn has_again(bytes: &[u8], last: &mut Option<Last>, piece: &Piece) -> bool {
    let span = piece.span();
    let beside = last.take().filter(|last| is_beside(bytes, last, span.start));
    let rest = &bytes[span.end..];
    let has_more = memchr::memchr(b'\n', rest).unwrap_or(rest.len()) >= SHORTEST;
    if beside.is_none() && !has_more {
        return false;
    }
    let (text, is_column) = match piece {
        Piece::Plain(span) => (&bytes[span.clone()], true),
        Piece::Coded { text, name, .. } => {
            (&text[..], ["cell", "literal", "backslashes"].contains(name))
        }
        Piece::Unread { .. } => return false,
    };
    let value = |text: &[u8]| canonical_text(std::str::from_utf8(text).ok()?);
    let is_again = beside.is_some_and(|last| {
        let last = value(&last.text);
        last.is_some() && last == value(text)
    });
    if has_more {
        let text = text.to_vec();
        *last = Some(Last { start: span.start, end: span.end, text, is_column });
    }
    is_again
}

/// Whether what begins at `start` is in the record of the last body: on its line, and not in the
/// next row of a statement, element of a list or value of a stream.
fn is_beside(bytes: &[u8], last: &Last, start: usize) -> bool {
    let Some(between) = bytes.get(last.end..start) else { return false };
    if between.iter().any(|byte| b"\n<>()[]{}\\&".contains(byte)) {
        return false;
    }
    let mut inner = between;
    while let [b'"' | b'\'', rest @ ..] | [rest @ .., b'"' | b'\''] = inner {
        inner = rest;
    }
    match inner.trim_ascii() {
        b"" => inner.contains(&b'\t'),
        b"," if inner.len() == 1 => inner.len() < between.len() && last.is_column,
        b"," => has_statements(&bytes[line_at(bytes, last.start).start..last.start]),
        _ => true,
    }
}
