//! Cuts text into blocks without splitting bodies over several lines.

use super::around;
use super::binary;
use super::dump;
use super::lines::{self, goes_on, line_at};
use super::mail;

/// The end of the last block of lines in `bytes`.
pub fn cut(bytes: &[u8]) -> Option<usize> {
    let mut end = bytes.len();
    while let Some(newline) = memchr::memrchr(b'\n', &bytes[..end]) {
        let next = newline + 1;
        end = newline;
        let is_in_dump = || {
            let (above, line) = (&bytes[line_at(bytes, newline)], &bytes[line_at(bytes, next)]);
            dump::is_line(line) || dump::is_bare_line(line) || binary::goes_on(above, line)
        };
        if next == bytes.len()
            || is_in_dump()
            || goes_on(&bytes[next..])
            || goes_on_before(&bytes[..newline])
            || mail::ends_with_head(&bytes[..next])
        {
            continue;
        }
        match open_above(bytes, next) {
            None => return Some(next),
            Some(opener) => end = line_at(bytes, opener).start,
        }
    }
    None
}

/// The offset of the first key below a line that opens a body after a prefix or in a record.
fn first_key(line: &[u8], below: &[u8]) -> Option<usize> {
    if !line.ends_with(b"{") {
        return lines::opens_record(line, below);
    }
    // The first key below it has the prefix.
    let key = memchr::memchr(b'"', below)?;
    (!below[..key].trim_ascii().is_empty()).then_some(key + 1)
}

/// Whether a line ends with a continuation sign.
fn goes_on_before(line: &[u8]) -> bool {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    line.ends_with(b"=") || line.ends_with(b"\\") || line.ends_with(b"^") || {
        let last = &line[line_at(line, line.len()).start..];
        around::cri(last).is_some_and(|part| !part.ends) || lines::is_part(last)
    }
}

/// The opening brace of a body over prefixed lines that is still open before `next`.
fn open_above(bytes: &[u8], next: usize) -> Option<usize> {
    let floor = next.saturating_sub(lines::LONGEST);
    let mut end = next;
    while let Some(newline) = memchr::memrchr(b'\n', &bytes[floor..end]).map(|at| floor + at) {
        end = newline;
        let line = line_at(bytes, newline);
        let text = &bytes[line.clone()];
        let text = around::opens_at_end(text).map_or(text, |brace| &text[..=brace]);
        let below = line_at(bytes, line.end + 1);
        let Some(key) = first_key(text, &bytes[below.clone()]) else { continue };
        match lines::joined(bytes, below.start + key, 0) {
            Some(joined) if joined.span.end < next => return None,
            Some(joined) => return Some(joined.span.start),
            None if bytes.len() - line.start < lines::LONGEST => return Some(line.start),
            None => {}
        }
    }
    None
}
