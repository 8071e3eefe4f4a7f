//! Why `serde_json` refused a text: the place as a byte offset, and the likely slip behind it.

use std::ops::Range;

use crate::rules::problem::Problem;
pub use crate::rules::problem::Slip;

/// Why and where a reading failed.
#[derive(Debug)]
pub struct Failure {
    /// How many bytes of the text were read before, all of them grammatical.
    pub at: usize,
    error: serde_json::Error,
}

impl Failure {
    /// The failure of a reading of `text` that began at `from`.
    pub fn new(text: &[u8], from: usize, error: serde_json::Error) -> Failure {
        let at = if error.is_eof() { text.len() } else { from + offset(&text[from..], &error) };
        Failure { at, error }
    }

    /// Whether the text ended too early.
    pub fn is_eof(&self) -> bool {
        self.error.is_eof()
    }

    /// The problem behind it, and the bytes that show it.
    pub fn explain(&self, text: &str) -> (Problem, Range<usize>) {
        let at = text.floor_char_boundary(self.at);
        let length = text[at..].chars().next().map_or(0, char::len_utf8);
        // What serde_json says of syntax is its own words, without any of the text.
        let said = self.error.to_string();
        let expected = said.rsplit_once(" at line ").map_or(said.as_str(), |(words, _)| words);
        let slip = slip(&text[..at], &text[at..], expected);
        (Problem::InvalidJson { expected: expected.to_owned(), slip }, at..at + length)
    }
}

/// The byte offset in `text` of an error, which has a line and a column in bytes, from 1.
fn offset(text: &[u8], error: &serde_json::Error) -> usize {
    let line_start = match error.line() {
        0 | 1 => 0,
        line => {
            memchr::memchr_iter(b'\n', text).nth(line - 2).map_or(text.len(), |newline| newline + 1)
        }
    };
    // A line end that is itself the error counts as column 0 of the line behind it.
    (line_start + error.column()).saturating_sub(1).min(text.len())
}

fn slip(before: &str, after: &str, expected: &str) -> Option<Slip> {
    let previous = before.trim_end().bytes().next_back().unwrap_or(b' ');
    let byte = after.bytes().next()?;
    // serde_json stops at the first letter that does not fit, which may be inside the word.
    let word_start =
        before.len() - before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let word = &before[word_start..];
    let starts = |literal: &str| {
        word.len() < literal.len()
            && literal.starts_with(word)
            && after.starts_with(&literal[word.len()..])
    };
    if ["None", "True", "False"].into_iter().any(starts) {
        return Some(Slip::PythonLiteral);
    }
    if ["nil", "=>"].into_iter().any(starts) || (byte == b'>' && previous == b'=') {
        return Some(Slip::RubyHash);
    }
    if ["NaN", "Infinity", "undefined"].into_iter().any(starts) {
        return Some(Slip::NotANumber);
    }
    match byte {
        b'\'' => Some(Slip::SingleQuotes),
        b'/' | b'#' => Some(Slip::Comment),
        b'}' | b']' if previous == b',' => Some(Slip::TrailingComma),
        b'+' | b'.' => Some(Slip::NumberSpelling),
        0..0x20 => Some(Slip::RawControlCharacter),
        _ if expected.contains("number") => Some(Slip::NumberSpelling),
        _ if expected.starts_with("expected `,`") => Some(Slip::MissingComma),
        b'a'..=b'z' | b'A'..=b'Z' | b'_' if expected.contains("key") => Some(Slip::UnquotedKey),
        _ => None,
    }
}
