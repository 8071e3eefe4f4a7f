//! Where things begin and end in a stream of JSON values, without reading the values.
//!
//! `serde_json` decides what is JSON. This module only says where to go on when it refused, so
//! that one broken body never hides another: at the bracket that closes the body, or before a
//! line that can only be the start of the next one.

/// The ASCII record separator that stands before each text of RFC 7464.
const RECORD_SEPARATOR: u8 = 0x1e;
/// A byte-order mark, as files that were put together have in their middle.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// How far a line's first key may stand from its brace to be looked at, in bytes.
const KEY_LOOK_AHEAD: usize = 64;
/// First keys by which a line is known as the start of a webhook body.
const FIRST_KEYS: [&[u8]; 3] = [b"\"action\"", b"\"goal\"", b"\"type\""];

/// The length of the separator at the start of `bytes`, if one stands there: JSON white space,
/// the record separator, NUL (as preallocated logs end in), U+2028 and U+2029.
pub fn separator(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b' ' | b'\t' | b'\n' | b'\r' | RECORD_SEPARATOR | 0, ..] => Some(1),
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => Some(3),
        _ => None,
    }
}

/// How the scan of a value ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// At the bracket that closes it.
    Closed,
    /// Before a line that starts the next body.
    NextBody,
    /// At the end of the bytes.
    OutOfBytes,
}

/// A scan over one value that begins with a bracket; it can be fed in pieces.
#[derive(Debug, Default)]
pub struct Outline {
    /// The open containers, innermost last: whether each is an object.
    open: Vec<bool>,
    /// The deepest nesting seen.
    pub deepest: usize,
    /// Whether the scan stands in a string.
    pub in_string: bool,
    escaped: bool,
    /// The last byte outside strings that is not blank; `"` for a string.
    previous: u8,
    /// Spaces before the value on its first line.
    indent: usize,
}

/// Containers deeper than this are counted, not told apart, to bound memory.
const KINDS_KEPT: usize = 1_000_000;

impl Outline {
    /// A scan of the value that begins at `start`.
    pub fn at(bytes: &[u8], start: usize) -> Outline {
        let line = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |newline| newline + 1);
        let blanks = bytes[line..start].iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
        Outline { indent: blanks.count(), ..Outline::default() }
    }

    /// The number of objects and of arrays that are open.
    pub fn still_open(&self) -> (u64, u64) {
        let objects = self.open.iter().filter(|is_object| **is_object).count();
        (objects as u64, (self.open.len() - objects) as u64)
    }

    /// Goes on from `from` and gives the end of the value, and why it ends there.
    pub fn scan(&mut self, bytes: &[u8], from: usize) -> (usize, Ended) {
        let mut at = from;
        while let Some(&byte) = bytes.get(at) {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                // No JSON string holds a raw line break: the quote that opened it is broken.
                if !matches!(byte, b'\n' | b'\r') {
                    at += 1;
                    continue;
                }
                self.in_string = false;
                self.escaped = false;
            }
            match byte {
                b'"' => {
                    self.in_string = true;
                    self.previous = b'"';
                }
                b'{' | b'[' => {
                    if self.open.len() < KINDS_KEPT {
                        self.open.push(byte == b'{');
                    }
                    self.deepest = self.deepest.max(self.open.len());
                    self.previous = byte;
                }
                b'}' | b']' => {
                    self.open.pop();
                    if self.open.is_empty() {
                        return (at + 1, Ended::Closed);
                    }
                    self.previous = byte;
                }
                RECORD_SEPARATOR => return (at, Ended::NextBody),
                b'\n' | b'\r' if self.next_body_follows(&bytes[at + 1..]) => {
                    return (at + 1, Ended::NextBody);
                }
                b' ' | b'\t' | b'\n' | b'\r' => {}
                _ => self.previous = byte,
            }
            at += 1;
        }
        (at, Ended::OutOfBytes)
    }

    /// Whether the line that begins here starts another body, given what came before it.
    fn next_body_follows(&self, line: &[u8]) -> bool {
        let line = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line);
        let indent = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        match line.get(indent) {
            Some(&RECORD_SEPARATOR) => true,
            // A closing bracket is never followed by an opening one inside a JSON value.
            Some(b'{' | b'[') if matches!(self.previous, b'}' | b']') => true,
            Some(b'{') if indent <= self.indent => {
                let in_object = self.open.last().copied().unwrap_or(true);
                let may_be_a_value = match self.previous {
                    b':' => true,
                    b',' | b'[' => !in_object,
                    _ => false,
                };
                !may_be_a_value || starts_a_body(&line[indent..])
            }
            _ => false,
        }
    }
}

/// Whether these bytes are a brace and a first key of a webhook body.
pub fn starts_a_body(bytes: &[u8]) -> bool {
    let Some(inner) = bytes.strip_prefix(b"{") else { return false };
    let blanks = inner.iter().take(KEY_LOOK_AHEAD).take_while(|byte| byte.is_ascii_whitespace());
    let key = &inner[blanks.count()..];
    FIRST_KEYS.iter().any(|first| key.starts_with(first))
}

/// The end of text that is not a body: the end of its line, or a body on the same line.
pub fn text_end(bytes: &[u8], start: usize) -> usize {
    let line_end = memchr::memchr2(b'\n', RECORD_SEPARATOR, &bytes[start..])
        .map_or(bytes.len(), |found| start + found);
    memchr::memchr_iter(b'{', &bytes[start + 1..line_end.max(start + 1)])
        .map(|found| start + 1 + found)
        .find(|&brace| starts_a_body(&bytes[brace..]))
        .unwrap_or(line_end)
        .max(start + 1)
}

/// The end of an array's element that does not begin with a bracket.
pub fn element_end(bytes: &[u8], start: usize) -> usize {
    let mut in_string = false;
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' => break,
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b',' | b']' if !in_string => break,
            _ => {}
        }
        at += 1;
    }
    at.clamp(start + 1, bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str) -> (usize, Ended) {
        Outline::at(text.as_bytes(), 0).scan(text.as_bytes(), 0)
    }

    #[test]
    fn a_value_ends_at_its_bracket_or_before_the_next_body() {
        assert_eq!(end(r#"{"a":"}"}{"#), (9, Ended::Closed));
        assert_eq!(end("{\"a\":{\"b\":1\n{\"action\":1}"), (12, Ended::NextBody));
        assert_eq!(end("{\"goal\":\n{\"action\":1}"), (9, Ended::NextBody));
        assert_eq!(end("{\"goal\":\n{\"guid\":1}}"), (20, Ended::Closed));
        assert_eq!(end("{\"a\":\"open\n{\"type\":1}"), (11, Ended::NextBody));
        assert_eq!(end("{\"a\":[\n{\"b\":1},\n{\"b\":2}]}"), (25, Ended::Closed));
        assert_eq!(end("{\"a\":1,\n\u{feff}{\"action\":1}"), (8, Ended::NextBody));
        assert_eq!(end("{\"a\":1"), (6, Ended::OutOfBytes));
    }

    #[test]
    fn text_ends_at_its_line_or_at_a_body() {
        assert_eq!(text_end(b"junk\n{", 0), 4);
        assert_eq!(text_end(b"10:00 got {\"action\":1}", 0), 10);
        assert_eq!(text_end(b"{", 0), 1);
    }
}
