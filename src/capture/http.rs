//! Raw HTTP/1.1 requests: where each begins, what its head says, and which bytes are its body.
//!
//! Lengths that a head promises are never used to cut or to allocate: a request ends where the
//! next one begins.

use std::borrow::Cow;
use std::ops::Range;

/// One request of a capture. Ranges are bytes of the block.
#[derive(Debug)]
pub struct Request<'a> {
    /// The method, as it came.
    pub method: &'a str,
    /// The method's bytes.
    pub method_span: Range<usize>,
    /// The request target, as it came.
    pub target: &'a str,
    /// Header names and values, as they came, with the bytes of the value.
    pub headers: Vec<(&'a str, &'a str, Range<usize>)>,
    /// The bytes after the head.
    pub body: Range<usize>,
}

impl<'a> Request<'a> {
    /// All values of a header, whose name is given in lower case.
    pub fn header(&self, name: &str) -> impl Iterator<Item = (&'a str, Range<usize>)> {
        self.headers
            .iter()
            .filter(move |(header, _, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value, span)| (*value, span.clone()))
    }

    /// The body without its chunked coding, where it has one that is whole.
    pub fn unchunked(&self, block: &'a [u8]) -> Cow<'a, [u8]> {
        let raw = &block[self.body.clone()];
        let chunked = self
            .header("transfer-encoding")
            .any(|(value, _)| value.eq_ignore_ascii_case("chunked"));
        match chunked.then(|| unchunk(raw)).flatten() {
            Some(body) => Cow::Owned(body),
            None => Cow::Borrowed(raw),
        }
    }
}

/// The requests of a block that begins with one.
pub fn requests(block: &[u8]) -> impl Iterator<Item = Request<'_>> {
    let mut starts = starts(block).peekable();
    std::iter::from_fn(move || {
        loop {
            let start = starts.next()?;
            let end = starts.peek().copied().unwrap_or(block.len());
            if let Some(request) = request(block, start..end) {
                return Some(request);
            }
        }
    })
}

/// Where requests, and responses between them, begin in a block.
pub fn starts(block: &[u8]) -> impl Iterator<Item = usize> {
    let first = block.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    std::iter::once(first)
        .chain(memchr::memchr_iter(b'\n', block).map(|newline| newline + 1))
        .filter(move |&start| start >= first && is_start(&block[start..]))
}

/// Where the last message begins, unless that is at the start of the block.
pub fn last_start(block: &[u8]) -> Option<usize> {
    memchr::memrchr_iter(b'\n', block)
        .map(|newline| newline + 1)
        .find(|start| is_start(&block[*start..]))
        .or_else(|| starts(block).next().filter(|start| *start > 0))
}

/// Where the next message begins in bytes that do not begin with a line.
pub fn next_start(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes)
        .map(|newline| newline + 1)
        .find(|start| is_start(&bytes[*start..]))
}

/// The length of bytes without the last line end, if a message may begin behind it.
pub fn certain_end(bytes: &[u8]) -> usize {
    let newline = memchr::memrchr(b'\n', bytes).unwrap_or(bytes.len());
    if bytes.len() - newline > LONGEST_LINE { bytes.len() } else { newline }
}

/// Whether a line is the first of a request, `POST /path HTTP/1.1`, or of a response.
pub fn is_start(bytes: &[u8]) -> bool {
    // Nearly every other line is told by its first letters.
    let method = bytes.iter().take(LONGEST_METHOD + 1).take_while(|byte| byte.is_ascii_uppercase());
    match (method.count(), bytes) {
        (4, [b'H', b'T', b'T', b'P', b'/', b'1', b'.', _, b' ', digit, ..]) => {
            digit.is_ascii_digit()
        }
        (length @ 1..=LONGEST_METHOD, _) if bytes.get(length) == Some(&b' ') => {
            let line = line(bytes);
            memchr::memrchr(b' ', line)
                .is_some_and(|last| last > length && line[last + 1..].starts_with(b"HTTP/1."))
        }
        _ => false,
    }
}

/// No longer word is a method, in bytes.
const LONGEST_METHOD: usize = 20;

/// A first line longer than this is no request line.
const LONGEST_LINE: usize = 64 * 1024;

fn line(bytes: &[u8]) -> &[u8] {
    let bytes = &bytes[..bytes.len().min(LONGEST_LINE)];
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    bytes[..end].strip_suffix(b"\r").unwrap_or(&bytes[..end])
}

/// Headers past this number are passed over.
const HEADERS_KEPT: usize = 1_000;

/// Reads one message; `None` for a response.
fn request(block: &[u8], span: Range<usize>) -> Option<Request<'_>> {
    let first = line(&block[span.clone()]);
    if first.starts_with(b"HTTP/") {
        return None;
    }
    let first = std::str::from_utf8(first).ok()?;
    let (method, rest) = first.split_once(' ')?;
    let (target, _) = rest.rsplit_once(' ')?;
    let method_span = span.start..span.start + method.len();

    let mut headers: Vec<(&str, &str, Range<usize>)> = Vec::new();
    let mut at = next_line(block, span.start, span.end);
    while at < span.end {
        let line = line(&block[at..span.end]);
        if line.is_empty() {
            at = next_line(block, at, span.end);
            break;
        }
        // Some dumps lose the blank line; no header begins with a bracket.
        if matches!(line[0], b'{' | b'[') {
            break;
        }
        let folded = matches!(line[0], b' ' | b'\t');
        if !folded
            && headers.len() < HEADERS_KEPT
            && let Ok(text) = std::str::from_utf8(line)
            && let Some((name, value)) = text.split_once(':')
        {
            let value = value.trim();
            let start = value.as_ptr() as usize - block.as_ptr() as usize;
            headers.push((name.trim(), value, start..start + value.len()));
        }
        at = next_line(block, at, span.end);
    }
    Some(Request { method, method_span, target, headers, body: at..span.end })
}

fn next_line(block: &[u8], at: usize, end: usize) -> usize {
    memchr::memchr(b'\n', &block[at..end]).map_or(end, |newline| at + newline + 1)
}

/// Takes chunks apart (RFC 9112, section 7.1); `None` where they are not whole.
fn unchunk(raw: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let mut rest = raw;
    loop {
        let size_line = std::str::from_utf8(line(rest)).ok()?;
        let digits = size_line.split(';').next()?.trim();
        // Rust would read a sign, too.
        let is_size = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let size = usize::from_str_radix(digits, 16).ok().filter(|_| is_size)?;
        rest = &rest[next_line(rest, 0, rest.len())..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..size)?);
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n")?;
    }
}
