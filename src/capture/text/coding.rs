//! Codings of text in captures. Each is decoded exactly as its writer encoded it, to the end of the
//! encoded text, or not at all.

use super::entities::{is_name, number, reference};

/// One level of coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// A JSON string.
    Json,
    /// A string of C or a language like it (Go, Python, Ruby, Java, MySQL), in this kind of quotes.
    C {
        quote: u8,
        /// Whether `\xHH` is a character, as in Python's texts, and not a byte.
        characters: bool,
        /// Whether a quote is also written twice, as in SQL.
        doubled: bool,
    },
    /// Only quotes are escaped, by backslashes.
    QuotesOnly,
    /// Backslashes are doubled and newlines escaped: COPY, OUTFILE, `mysql -B`.
    Doubled,
    /// The same twice.
    Again,
    /// This quote is doubled: CSV and SQL.
    Twice(u8),
    /// Quotes are doubled but behind backslashes, as PHP's `fputcsv` writes them.
    TwiceUnescaped,
    /// A string in apostrophes of a POSIX shell.
    Shell,
    /// Escaped by carets, as for the Windows command prompt.
    Caret,
    /// `\xHH` for bytes up to this quote, as nginx and `mysqlbinlog` write them.
    Hex(u8),
    /// Character references of HTML.
    Html,
    /// Percent-encoding, of forms where `plus` is a blank; `quoted` up to an apostrophe.
    Percent { plus: bool, quoted: bool },
    /// `#HH`, as HAProxy writes them.
    Hash,
    /// Quoted-printable.
    Printable,
    /// With terminal colour sequences.
    Colours,
}

/// Decoded text, and the length of the encoded bytes.
pub struct Undone {
    pub text: Vec<u8>,
    pub length: usize,
}

impl Coding {
    /// The name in paths.
    pub fn name(self) -> &'static str {
        match self {
            Coding::Json | Coding::C { .. } | Coding::QuotesOnly => "text",
            Coding::Doubled | Coding::Again => "backslashes",
            Coding::Twice(b'"') | Coding::TwiceUnescaped => "cell",
            Coding::Twice(_) | Coding::Shell | Coding::Caret => "literal",
            Coding::Hex(_) | Coding::Hash => "escapes",
            Coding::Html => "html",
            Coding::Percent { .. } => "percent",
            Coding::Printable => "quoted-printable",
            Coding::Colours => "colours",
        }
    }

    /// Decodes from the start of bytes to the end of the encoded text.
    pub fn undo(self, bytes: &[u8]) -> Option<Undone> {
        let mut out = Out { text: Vec::with_capacity(bytes.len().min(4096)), bytes, at: 0 };
        let is_whole = match self {
            Coding::Json => out.escapes(b'"', Out::json_escape),
            Coding::C { quote, characters, doubled } => out.c_string(quote, characters, doubled),
            Coding::QuotesOnly => out.quotes_only(),
            Coding::Doubled => out.doubled(),
            Coding::Again => {
                let outer = Coding::Doubled.undo(bytes)?;
                let inner = Coding::Doubled.undo(&outer.text)?;
                out.text = inner.text;
                out.at = outer.length;
                inner.length == outer.text.len()
            }
            Coding::Twice(quote) => out.twice(quote, false),
            Coding::TwiceUnescaped => out.twice(b'"', true),
            Coding::Shell => out.shell(),
            Coding::Caret => out.caret(),
            Coding::Hex(quote) => out.hex(quote),
            Coding::Html => out.html(),
            Coding::Percent { plus, quoted } => out.percent(b'%', plus, |byte| {
                matches!(byte, b'&' | b'"' | b'<' | b'>') || byte <= b' ' || quoted && byte == b'\''
            }),
            Coding::Hash => {
                out.percent(b'#', false, |byte| matches!(byte, b'|' | b'}' | b'"' | b'\n'))
            }
            Coding::Printable => out.printable(),
            Coding::Colours => out.colours(),
        };
        is_whole.then_some(Undone { text: out.text, length: out.at })
    }
}

/// Whether there are only tabs on the last line, which is not the first.
fn is_indent(text: &[u8]) -> bool {
    text.iter().rev().find(|byte| **byte != b'\t') == Some(&b'\n')
}

/// Whether an object split at a newline continues on the next line.
fn goes_on_in_object(text: &[u8], next: &[u8]) -> bool {
    let is_open = matches!(text.trim_ascii_end().last(), Some(b'{' | b'[' | b','));
    match next.trim_ascii_start().first() {
        Some(b'}' | b']') => true,
        Some(b'"' | b'{' | b'[') => is_open && matches!(next.first(), Some(b' ' | b'\t')),
        _ => false,
    }
}

/// The state of decoding.
pub(super) struct Out<'b> {
    text: Vec<u8>,
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Out<'b> {
    pub(super) fn rest(&self) -> &'b [u8] {
        &self.bytes[self.at..]
    }

    /// Copies bytes up to one accepted by `stops`, and returns that one.
    fn copy_to(&mut self, stops: impl Fn(u8) -> bool) -> Option<u8> {
        let rest = self.rest();
        let length = rest.iter().position(|byte| stops(*byte)).unwrap_or(rest.len());
        self.text.extend_from_slice(&rest[..length]);
        self.at += length;
        rest.get(length).copied()
    }

    pub(super) fn put(&mut self, text: &[u8], length: usize) -> bool {
        self.text.extend_from_slice(text);
        self.at += length;
        true
    }

    pub(super) fn put_char(&mut self, code: u32, length: usize) -> bool {
        let mut buffer = [0; 4];
        let Some(character) = char::from_u32(code) else { return false };
        self.put(character.encode_utf8(&mut buffer).as_bytes(), length)
    }

    /// A string up to its quote, with backslash escapes. It may contain a raw newline if the next
    /// line continues the text.
    pub(super) fn escapes(&mut self, quote: u8, mut escape: impl FnMut(&mut Self) -> bool) -> bool {
        while let Some(byte) = self.copy_to(|byte| byte == quote || byte == b'\\' || byte == b'\n')
        {
            match byte {
                b'\\' => {
                    if !escape(self) {
                        return false;
                    }
                }
                _ if self.newline(byte) => {}
                _ => return true,
            }
        }
        true
    }

    /// A newline in the text, if the next line continues it.
    fn newline(&mut self, byte: u8) -> bool {
        byte == b'\n' && super::lines::goes_on(&self.rest()[1..]) && self.put(b"\n", 1)
    }

    /// A backslash with one of these letters for a control character, or of these signs.
    pub(super) fn escape(&mut self, letters: &[u8], signs: &[u8]) -> bool {
        const LETTERS: &[u8] = b"nrtbfvaeZ0";
        const CONTROLS: &[u8] = b"\n\r\t\x08\x0c\x0b\x07\x1b\x1a\0";
        let Some(next) = self.rest().get(1) else { return false };
        // Fast path: most escapes are of quotes.
        if signs.contains(next) {
            return self.put(&[*next], 2);
        }
        let control = LETTERS.iter().position(|letter| letter == next);
        let control = control.filter(|_| letters.contains(next));
        control.is_some_and(|at| self.put(&CONTROLS[at..=at], 2))
    }

    /// A byte as two hexadecimal digits behind so many characters.
    pub(super) fn hex_byte(&mut self, before: usize) -> bool {
        let code = self.rest().get(before..before + 2).and_then(|digits| number(digits, 16));
        code.is_some_and(|code| self.put(&[code as u8], before + 2))
    }

    fn json_escape(&mut self) -> bool {
        match self.rest().get(1) {
            Some(b'u') => self.unicode(),
            _ => self.escape(b"bfnrt", b"\"\\/"),
        }
    }

    /// `\uHHHH`, with the second half of a surrogate pair.
    pub(super) fn unicode(&mut self) -> bool {
        let unit = |bytes: &[u8]| {
            bytes.strip_prefix(b"\\u").and_then(|digits| number(digits.get(..4)?, 16))
        };
        let rest = self.rest();
        match unit(rest) {
            Some(high @ 0xd800..0xdc00) => match unit(&rest[6..]) {
                Some(low @ 0xdc00..0xe000) => {
                    self.put_char(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), 12)
                }
                _ => false,
            },
            Some(code) => self.put_char(code, 6),
            None => false,
        }
    }

    fn quotes_only(&mut self) -> bool {
        while let Some(byte) = self.copy_to(|byte| matches!(byte, b'"' | b'\\' | b'\n')) {
            match byte {
                b'\\' => {
                    // Of a run of backslashes, only the last can belong to a quote.
                    let run = self.rest().iter().take_while(|byte| **byte == b'\\').count();
                    let quoted = self.rest().get(run) == Some(&b'"');
                    let kept = if quoted { run - 1 } else { run };
                    let from = self.at;
                    self.put(&self.bytes[from..from + kept], kept);
                    if quoted {
                        self.put(b"\"", 2);
                    }
                }
                _ if self.newline(byte) => {}
                _ => return true,
            }
        }
        true
    }

    fn doubled(&mut self) -> bool {
        while let Some(byte) = self.copy_to(|byte| matches!(byte, b'\\' | b'\n' | b'\t')) {
            let goes_on = match byte {
                b'\n' => goes_on_in_object(&self.text, &self.rest()[1..]),
                b'\t' => is_indent(&self.text),
                _ => false,
            };
            if goes_on {
                self.put(&[byte], 1);
                continue;
            }
            if byte != b'\\' {
                return true;
            }
            let octal = self.rest().get(1..4).and_then(|digits| number(digits, 8));
            if let Some(byte) = octal.and_then(|code| u8::try_from(code).ok()) {
                self.put(&[byte], 4);
                continue;
            }
            if !self.escape(b"nrtbfv0Z", b"\\\n\t\"'") {
                return false;
            }
        }
        true
    }

    fn twice(&mut self, quote: u8, but_escaped: bool) -> bool {
        let ends_at_line = quote == b'\'';
        while let Some(byte) = self.copy_to(|byte| byte == quote || ends_at_line && byte == b'\n') {
            if self.newline(byte) {
                continue;
            }
            let length = match self.rest().get(1) {
                _ if byte == b'\n' => return true,
                _ if but_escaped && self.bytes[..self.at].ends_with(b"\\") => 1,
                Some(next) if *next == quote => 2,
                _ => return true,
            };
            self.put(&[quote], length);
        }
        true
    }

    fn shell(&mut self) -> bool {
        while let Some(byte) = self.copy_to(|byte| byte == b'\'' || byte == b'\n') {
            if self.newline(byte) {
                continue;
            }
            let rest = self.rest();
            let reopened =
                [&b"'\\''"[..], b"'\"'\"'"].into_iter().find(|way| rest.starts_with(way));
            match reopened {
                Some(way) => self.put(b"'", way.len()),
                None => return true,
            };
        }
        true
    }

    fn caret(&mut self) -> bool {
        while let Some(byte) = self.copy_to(|byte| matches!(byte, b'^' | b'\n')) {
            match (byte, self.rest()) {
                (b'^', [_, b'\r', b'\n', b'\r', b'\n', ..]) => self.put(b"\n", 5),
                (b'^', [_, b'\n', b'\n', ..]) => self.put(b"\n", 3),
                (b'^', [_, next, ..]) if *next != b'\n' && *next != b'\r' => self.put(&[*next], 2),
                _ => return true,
            };
        }
        true
    }

    fn hex(&mut self, quote: u8) -> bool {
        let stops = |byte: u8| byte == quote || matches!(byte, b'\\' | b'\n');
        while let Some(byte) = self.copy_to(stops) {
            if byte != b'\\' {
                return true;
            }
            match self.rest() {
                [_, b'x' | b'X', _, _, ..] if !self.hex_byte(2) => return false,
                [_, b'x' | b'X', _, _, ..] => {}
                _ => {
                    self.put(b"\\", 1);
                }
            }
        }
        true
    }

    fn html(&mut self) -> bool {
        while let Some(byte) = self.copy_to(|byte| matches!(byte, b'&' | b'<' | b'"' | b'\n')) {
            match byte {
                b'&' => {
                    let rest = &self.rest()[1..];
                    let end = rest.iter().take(10).position(|byte| *byte == b';');
                    let code = end.and_then(|end| reference(&rest[..end]));
                    match (code, end) {
                        (Some(code), Some(end)) => self.put_char(code, end + 2),
                        (None, Some(end)) if is_name(&rest[..end]) => return false,
                        _ => self.put(b"&", 1),
                    };
                }
                _ if self.newline(byte) => {}
                _ => return true,
            }
        }
        true
    }

    /// Bytes as two hexadecimal digits behind a sign.
    fn percent(&mut self, sign: u8, plus: bool, ends: impl Fn(u8) -> bool) -> bool {
        while let Some(byte) = self.copy_to(|byte| byte == sign || byte == b'+' || ends(byte)) {
            match (byte, self.rest()) {
                (byte, [_, _, _, ..]) if byte == sign => {
                    if !self.hex_byte(1) {
                        return false;
                    }
                }
                (b'+', _) => {
                    self.put(if plus { b" " } else { b"+" }, 1);
                }
                _ => return true,
            }
        }
        true
    }

    fn printable(&mut self) -> bool {
        let mut last_line = 0;
        while let Some(byte) = self.copy_to(|byte| matches!(byte, b'=' | b'\n')) {
            match (byte, self.rest()) {
                (b'=', [_, b'\n', ..]) => self.put(b"", 2),
                (b'=', [_, b'\r', b'\n', ..]) => self.put(b"", 3),
                (b'=', [_, _, _, ..]) if !self.hex_byte(1) => return false,
                (b'=', [_, _, _, ..]) => true,
                (b'\n', _) => {
                    // A part of a mail ends with a blank line or its boundary.
                    let line = self.text[last_line..].trim_ascii_end();
                    let rest = &self.rest()[1..];
                    if line.is_empty() && last_line > 0 || rest.starts_with(b"--") {
                        return true;
                    }
                    self.put(b"\n", 1);
                    last_line = self.text.len();
                    true
                }
                _ => return true,
            };
        }
        true
    }

    fn colours(&mut self) -> bool {
        while self.copy_to(|byte| byte == 0x1b).is_some() {
            match super::separator::colour(self.rest()) {
                0 => return false,
                length => self.at += length,
            }
        }
        true
    }
}
