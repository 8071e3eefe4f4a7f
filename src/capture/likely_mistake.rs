//! Explains errors of `serde_json`: the byte offset, and the likely mistake.

use std::ops::Range;

use serde::de::IgnoredAny;

use crate::rules::problem::{LikelyMistake, Problem};
use crate::text::utf8;

/// A failed parse.
#[derive(Debug)]
pub struct Failure {
    /// The number of valid bytes before the error.
    pub at: usize,
    error: serde_json::Error,
}

impl Failure {
    /// The failure of parsing `text` from `from`.
    pub fn new(text: &[u8], from: usize, error: serde_json::Error) -> Failure {
        let error = broken_escape(text, from).filter(|_| error.is_eof()).unwrap_or(error);
        let at = if error.is_eof() { text.len() } else { from + offset(&text[from..], &error) };
        Failure { at, error }
    }

    /// Whether the text ended too early.
    pub fn is_eof(&self) -> bool {
        self.error.is_eof()
    }

    /// The problem and its byte range.
    pub fn explain(&self, text: &str) -> (Problem, Range<usize>) {
        // Syntax errors of serde_json do not quote the text.
        let said = self.error.to_string();
        let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(words, _)| words);
        let expected = plain_words(said).to_owned();
        let escape = (said == "invalid escape").then(|| escape(text, self.at)).flatten();
        if let Some((span, letter)) = escape {
            let mistake = Some(LikelyMistake::Escape(letter));
            return (Problem::InvalidJson { expected, mistake }, span);
        }
        // serde_json stops before a control character, and after other errors.
        let at = utf8::start(text, self.at + usize::from(said.starts_with("control"))).len();
        let character = text[at..].chars().next();
        let mistake =
            character.and_then(|character| mistake(&text[..at], &text[at..], character, said));
        let length = character.map_or(0, char::len_utf8);
        (Problem::InvalidJson { expected, mistake }, at..at + length)
    }
}

/// The error of an escape of which a text has fewer bytes than there should be, one of them no
/// digit: `serde_json` looks at none of them then, and calls the text unfinished.
fn broken_escape(text: &[u8], from: usize) -> Option<serde_json::Error> {
    let start = text.len().saturating_sub(r"\u000".len()).max(from);
    let digits = start + memchr::memmem::rfind(&text[start..], b"\\u")? + 2;
    if text[digits..].iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let padded = [&text[from..], b"0000"].concat();
    serde_json::from_slice::<IgnoredAny>(&padded).err()
}

/// An error of `serde_json` in the style of our messages.
fn plain_words(said: &str) -> &str {
    match said {
        "expected value" => "expected a value",
        "expected ident" => "expected true, false or null",
        "key must be a string" => "expected a key in double quotes",
        "trailing comma" => "unexpected comma before a closing bracket",
        "trailing characters" => "unexpected text after the value",
        other => other,
    }
}

/// The invalid escape at `at`: its byte range, and the character after the backslash.
fn escape(text: &str, at: usize) -> Option<(Range<usize>, char)> {
    let before = utf8::start(text, at + 1);
    let is_cut = |start: &usize| {
        let rest = &text.as_bytes()[*start..];
        let digits = rest.iter().skip(2).take(4).take_while(|byte| byte.is_ascii_hexdigit());
        rest.starts_with(b"\\u") && digits.count() < 4
    };
    let unicode = (at.saturating_sub(5)..before.len()).find(is_cut);
    let start = unicode.or_else(|| before.rfind('\\'))?;
    let letter = text[start + 1..].chars().next()?;
    // A multi-byte character has no digits after it, so the slice is not split inside a character.
    let behind = text.as_bytes().iter().skip(start + 2).take(4);
    let digits = behind.take_while(|byte| byte.is_ascii_hexdigit()).count();
    let length = 1 + letter.len_utf8() + if unicode.is_some() { digits } else { 0 };
    Some((start..start + length, letter))
}

/// The byte offset in `text` of an error; its line and byte column count from 1.
fn offset(text: &[u8], error: &serde_json::Error) -> usize {
    let line_start = match error.line() {
        0 | 1 => 0,
        line => {
            memchr::memchr_iter(b'\n', text).nth(line - 2).map_or(text.len(), |newline| newline + 1)
        }
    };
    // An error at a newline has column 0 of the next line.
    (line_start + error.column()).saturating_sub(1).min(text.len())
}

/// The likely mistake at a character, given the text before it and from it on.
fn mistake(before: &str, rest: &str, character: char, said: &str) -> Option<LikelyMistake> {
    let previous = before.trim_end().bytes().next_back().unwrap_or(b' ');
    // serde_json stops at the first wrong letter, possibly inside the word.
    let word_start =
        before.len() - before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let word = &before[word_start..];
    let starts = |literal: &str| {
        word.len() < literal.len()
            && literal.starts_with(word)
            && rest.starts_with(&literal[word.len()..])
    };
    if ["None", "True", "False"].into_iter().any(starts) {
        return Some(LikelyMistake::PythonLiteral);
    }
    if ["nil", "=>"].into_iter().any(starts) || (character == '>' && previous == b'=') {
        return Some(LikelyMistake::RubyHash);
    }
    if ["NaN", "Infinity", "undefined"].into_iter().any(starts) {
        return Some(LikelyMistake::NotANumber);
    }
    match character {
        '\n' | '\r' => Some(LikelyMistake::WrappedLine),
        '\0'..' ' => Some(LikelyMistake::ControlCharacter(character)),
        '\u{201c}'..='\u{201f}' | '\u{2018}'..='\u{201b}' | '«' | '»' => {
            Some(LikelyMistake::CurlyQuotes)
        }
        '\'' => Some(LikelyMistake::SingleQuotes),
        '/' | '#' => Some(LikelyMistake::Comment),
        '}' | ']' if previous == b',' => Some(LikelyMistake::TrailingComma),
        '+' | '.' => Some(LikelyMistake::NumberSpelling),
        _ if character.is_whitespace() && !character.is_ascii() => {
            Some(LikelyMistake::NoBreakSpace(character))
        }
        _ if !character.is_ascii() && said != "invalid number" => {
            Some(LikelyMistake::NotAscii(character))
        }
        _ if said.contains("number") => Some(LikelyMistake::NumberSpelling),
        _ if said.starts_with("expected `,`") => Some(LikelyMistake::MissingComma),
        'a'..='z' | 'A'..='Z' | '_' if said.contains("key") => Some(LikelyMistake::UnquotedKey),
        _ => None,
    }
}
