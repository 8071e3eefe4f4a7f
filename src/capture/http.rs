//! Raw HTTP requests: boundaries, heads and bodies.
//!
//! Content-Length is never used to cut or allocate: a request ends where the next one begins, on
//! its own line or directly after a body, as in a keep-alive stream. Only a response ends by it, so
//! that what is behind one is not lost.

use std::borrow::Cow;
use std::ops::Range;

use super::separators::BYTE_ORDER_MARK;
use super::text::anchor;

/// One request of a capture. Ranges are bytes of the block.
#[derive(Debug)]
pub struct Request<'a> {
    pub method: &'a str,
    pub method_span: Range<usize>,
    /// The request target, as it came.
    pub target: &'a str,
    /// Header names and values, as they came, with the bytes of the value.
    pub headers: Vec<(&'a str, &'a str, Range<usize>)>,
    /// The bytes after the head.
    pub body: Range<usize>,
}

impl<'a> Request<'a> {
    fn of_body(body: Range<usize>) -> Request<'a> {
        let method_span = body.start..body.start;
        Request { method: "", method_span, target: "", headers: Vec::new(), body }
    }

    /// The values of a header; the name is in lower case.
    pub fn header(&self, name: &str) -> impl Iterator<Item = (&'a str, Range<usize>)> {
        self.headers
            .iter()
            .filter(move |(header, _, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value, span)| (*value, span.clone()))
    }

    /// The body, with complete chunked coding decoded.
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

/// The ranges of a multipart body's parts (RFC 2046, section 5.1); none if it does not begin with a
/// boundary and the head of a part.
pub fn parts(body: &[u8]) -> Vec<Range<usize>> {
    let start = body.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let delimiter = line(&body[start..]).trim_ascii_end();
    let head = line(&body[next_line(body, start, body.len())..]);
    if delimiter.len() < 3 || !delimiter.starts_with(b"--") || !is_header(head) {
        return Vec::new();
    }
    let at: Vec<usize> = memchr::memmem::find_iter(body, delimiter)
        .filter(|at| *at == 0 || body[at - 1] == b'\n')
        .collect();
    let ends = at.iter().skip(1).copied().chain([body.len()]);
    let parts = at.iter().zip(ends).filter_map(|(start, end)| {
        let mut from = start + delimiter.len();
        if body[from..].starts_with(b"--") {
            return None;
        }
        // A blank line ends the rest of the boundary line and the head of the part.
        loop {
            from = next_line(body, from, end);
            if from >= end {
                return None;
            }
            if line(&body[from..end]).is_empty() {
                return Some(next_line(body, from, end)..end);
            }
        }
    });
    parts.collect()
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

/// The offsets of messages in a block: requests, responses, and separators of request files.
pub fn starts(block: &[u8]) -> impl Iterator<Item = usize> {
    let first = block.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let first =
        first + if block[first..].starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let mut line_start = first;
    let mut after_separator = true;
    std::iter::from_fn(move || {
        while line_start < block.len() {
            let at = line_start;
            line_start = next_line(block, at, block.len());
            let start = start_in_line(block, at, after_separator);
            // Comments and blank lines can be between a separator and its request.
            if start.is_some() || !is_note(&block[at..line_start]) {
                after_separator = false;
            }
            if is_separator(&block[at..]) {
                after_separator = true;
                return Some(at);
            }
            if start.is_some() {
                return start;
            }
        }
        None
    })
}

/// Where a message begins in the line at an offset: at its start, or directly after a body.
fn start_in_line(block: &[u8], at: usize, after_separator: bool) -> Option<usize> {
    let rest = &block[at..];
    if is_start(rest) || (after_separator && is_plain_start(rest)) {
        return Some(at);
    }
    let line = line(rest);
    // A request line ends with the version, unlike any line of JSON.
    if let Some(version) = version_at_end(line) {
        let target = memchr::memrchr(b' ', &line[..version])?;
        let before = &line[..target];
        let method = METHODS.iter().find(|method| before.ends_with(method.as_bytes()))?;
        return (line[target + 1..version].len() > 1).then(|| at + target - method.len());
    }
    let status = memchr::memmem::find_iter(line, b"HTTP/1.");
    let mut status =
        status.filter(|found| is_status(&line[*found..]) && ends_body(&line[..*found]));
    status.next().map(|found| at + found)
}

fn ends_body(before: &[u8]) -> bool {
    before.trim_ascii_end().last().is_none_or(|byte| matches!(byte, b'}' | b']'))
}

/// Methods directly after a body.
const METHODS: [&str; 7] = ["POST", "PUT", "PATCH", "DELETE", "GET", "HEAD", "OPTIONS"];

/// The offset of the blank before the version of a request line.
fn version_at_end(line: &[u8]) -> Option<usize> {
    let blank = memchr::memrchr(b' ', &line[line.len().saturating_sub(LONGEST_VERSION)..])?;
    let blank = line.len().saturating_sub(LONGEST_VERSION) + blank;
    is_version(&line[blank + 1..]).then_some(blank)
}

const LONGEST_VERSION: usize = 10;

fn is_version(word: &[u8]) -> bool {
    let version = word.strip_prefix(b"HTTP/");
    matches!(version, Some([b'1', b'.', _] | [b'2' | b'3'] | [b'2' | b'3', b'.', b'0']))
}

fn is_status(bytes: &[u8]) -> bool {
    match bytes.strip_prefix(b"HTTP/") {
        Some([b'1', b'.', _, b' ', digit, ..] | [b'2' | b'3', b' ', digit, ..]) => {
            digit.is_ascii_digit()
        }
        _ => false,
    }
}

/// Whether a line separates requests in the files of editors' HTTP clients.
fn is_separator(bytes: &[u8]) -> bool {
    bytes.starts_with(b"###")
}

/// Whether a line is a comment or blank, as before requests in such files.
fn is_note(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.is_empty() || [&b"#"[..], b"//", b"@"].iter().any(|note| line.starts_with(note))
}

/// The offset of the last message, unless it is 0.
pub fn last_start(block: &[u8]) -> Option<usize> {
    starts(block).last().filter(|start| *start > 0)
}

/// The offset of the next message in bytes that begin inside a line.
pub fn next_start(bytes: &[u8]) -> Option<usize> {
    let first = memchr::memchr(b'\n', bytes)? + 1;
    starts(&bytes[first..]).next().map(|start| first + start)
}

/// The length without the last line end, if a message may begin after it.
pub fn certain_end(bytes: &[u8]) -> usize {
    let newline = memchr::memrchr(b'\n', bytes).unwrap_or(bytes.len());
    if bytes.len() - newline > LONGEST_LINE { bytes.len() } else { newline }
}

/// Whether an input begins with a request.
pub fn begins(bytes: &[u8]) -> bool {
    is_start(bytes) || is_separator(bytes) || is_plain_start(bytes)
}

/// Whether a line is the first of a request (`POST /path HTTP/1.1`), of a response, or of an HTTP/2
/// head as browsers show it.
pub fn is_start(bytes: &[u8]) -> bool {
    // Fast path: the first letters rule out nearly every other line.
    let method = bytes.iter().take(LONGEST_METHOD + 1).take_while(|byte| byte.is_ascii_uppercase());
    match (method.count(), bytes) {
        (4, [b'H', b'T', b'T', b'P', b'/', ..]) => is_status(bytes),
        (length @ 1..=LONGEST_METHOD, _) if bytes.get(length) == Some(&b' ') => {
            version_at_end(line(bytes)).is_some_and(|version| version > length)
        }
        (0, [b':', ..]) => bytes.starts_with(b":method:") || bytes.starts_with(b":authority:"),
        _ => false,
    }
}

/// Whether a line is a request line without a version, before a head or a blank line: `POST
/// https://example.test/hooks`.
fn is_plain_start(bytes: &[u8]) -> bool {
    let first = line(bytes);
    let Some(method) = METHODS.iter().find(|method| first.starts_with(method.as_bytes())) else {
        return false;
    };
    let Some(target) = first[method.len()..].strip_prefix(b" ") else { return false };
    let is_target =
        [&b"http://"[..], b"https://", b"/", b"{{"].iter().any(|it| target.starts_with(it));
    let is_one_word = !target.trim_ascii().contains(&b' ');
    let behind = line(&bytes[next_line(bytes, 0, bytes.len())..]);
    is_target && is_one_word && (behind.trim_ascii().is_empty() || is_header(behind))
}

/// Whether a line is a header: a valid name and a colon.
fn is_header(line: &[u8]) -> bool {
    let name = memchr::memchr(b':', line).map_or(&[][..], |colon| &line[..colon]);
    !name.is_empty()
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}

/// The maximum length of a method, in bytes.
const LONGEST_METHOD: usize = 20;

/// The maximum length of a request line, in bytes.
const LONGEST_LINE: usize = 64 * 1024;

fn line(bytes: &[u8]) -> &[u8] {
    let bytes = &bytes[..bytes.len().min(LONGEST_LINE)];
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    bytes[..end].strip_suffix(b"\r").unwrap_or(&bytes[..end])
}

/// The maximum number of headers.
const HEADERS_KEPT: usize = 1_000;

/// Parses one message; `None` for a separator, or a response with nothing behind it.
fn request(block: &[u8], span: Range<usize>) -> Option<Request<'_>> {
    let first = line(&block[span.clone()]);
    if is_separator(first) {
        return None;
    }
    if first.starts_with(b"HTTP/") {
        return behind_response(block, &message(block, span)?);
    }
    message(block, span)
}

/// Text with a goal webhook that is no part of a response whose length is known.
fn behind_response<'b>(block: &'b [u8], response: &Request<'b>) -> Option<Request<'b>> {
    let length: usize = response.header("content-length").next()?.0.parse().ok()?;
    let end = response.body.start.checked_add(length)?;
    let behind = block.get(end..response.body.end)?;
    let is_other = response.header("content-encoding").next().is_none()
        && behind.first().is_some_and(u8::is_ascii_whitespace)
        && anchor::any(behind);
    is_other.then(|| Request::of_body(end..response.body.end))
}

/// Parses a request or a response.
fn message(block: &[u8], span: Range<usize>) -> Option<Request<'_>> {
    let first = line(&block[span.clone()]);
    let mut request = Request::of_body(span.clone());
    let mut at = span.start;
    if !first.starts_with(b":") {
        let first = std::str::from_utf8(first).ok()?;
        let (method, rest) = first.split_once(' ')?;
        request.method = method;
        request.method_span = span.start..span.start + method.len();
        let version = version_at_end(rest.as_bytes()).unwrap_or(rest.len());
        request.target = rest[..version].trim();
        at = next_line(block, at, span.end);
    }
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
        if !matches!(line[0], b' ' | b'\t')
            && let Ok(text) = std::str::from_utf8(line)
        {
            request.add_header(block, at, text);
        }
        at = next_line(block, at, span.end);
    }
    request.body = at..span.end;
    Some(request)
}

impl<'a> Request<'a> {
    /// Parses a line of the head, at this offset in the block.
    fn add_header(&mut self, block: &[u8], at: usize, line: &'a str) {
        let (pseudo, rest) = match line.strip_prefix(':') {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        let Some((name, value)) = rest.split_once(':') else { return };
        let value = value.trim();
        let start = value.as_ptr() as usize - block.as_ptr() as usize;
        let span = start..start + value.len();
        match (pseudo, name) {
            (true, "method") => (self.method, self.method_span) = (value, span),
            (true, "path") => self.target = value,
            (false, _) if self.headers.len() < HEADERS_KEPT => {
                debug_assert!(start >= at);
                self.headers.push((name.trim(), value, span));
            }
            _ => {}
        }
    }
}

fn next_line(block: &[u8], at: usize, end: usize) -> usize {
    memchr::memchr(b'\n', &block[at..end]).map_or(end, |newline| at + newline + 1)
}

/// Decodes chunked coding (RFC 9112, section 7.1); `None` if it is incomplete.
fn unchunk(raw: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let mut rest = raw;
    loop {
        let size_line = std::str::from_utf8(line(rest)).ok()?;
        let digits = size_line.split(';').next()?.trim();
        // Rust would accept a sign too.
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

#[cfg(test)]
mod tests;
