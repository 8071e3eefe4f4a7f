//! Encodes words in binary-to-text codings.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The coding of an anchor's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// Plain; the quotes determine the coding.
    Plain,
    /// Base64; the group of four begins this many characters before the anchor.
    Base64(usize),
    /// Hexadecimal, with or without blanks, dashes or colons between the bytes.
    Hex,
    /// As decimal numbers or such of C (`0x7b`), with commas or blanks between them.
    Numbers,
    /// In base32, which is not read.
    Base32,
    /// In UTF-16 within other text, which is not read.
    Utf16,
}

/// A word in every coding.
pub(super) fn spellings(word: &str) -> Vec<(Vec<u8>, Alphabet)> {
    let mut all = Vec::new();
    for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
        for before in 0..3 {
            let (text, start) = in_base64(engine, word, before);
            all.push((text, Alphabet::Base64(start)));
        }
    }
    let joined = |digits: fn(u8) -> String, between: &str| {
        word.bytes().map(digits).collect::<Vec<_>>().join(between).into_bytes()
    };
    for between in ["", " "] {
        all.push((joined(|byte| format!("{byte:02x}"), between), Alphabet::Hex));
        all.push((joined(|byte| format!("{byte:02X}"), between), Alphabet::Hex));
    }
    for between in [",", ", ", " "] {
        all.push((joined(|byte| byte.to_string(), between), Alphabet::Numbers));
    }
    all
}

/// The part around the underscore of a key in base32, which is only named: lines may end in the
/// rest of it.
pub(super) fn in_base32_alone(key: &str) -> Vec<(Vec<u8>, Alphabet)> {
    let Some(middle) = key.find('_').filter(|at| *at > 1) else { return Vec::new() };
    let part = &key[middle - 2..middle + 6];
    (0..5).map(|before| (in_base32(part, before), Alphabet::Base32)).collect()
}

/// The characters of base32 that a text alone decides, behind so many bytes of its group.
fn in_base32(text: &str, before: usize) -> Vec<u8> {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bytes: Vec<u8> = std::iter::repeat_n(0, before).chain(text.bytes()).collect();
    let bit = |at: usize| usize::from(bytes[at / 8] >> (7 - at % 8) & 1);
    let digits = (before * 8).div_ceil(5)..bytes.len() * 8 / 5;
    digits.map(|at| DIGITS[(0..5).fold(0, |code, next| code * 2 + bit(at * 5 + next))]).collect()
}

/// The base64 characters determined by a text alone, and how many characters of their group precede
/// them, if this many bytes of the group precede the text.
fn in_base64(engine: &impl Engine, text: &str, before: usize) -> (Vec<u8>, usize) {
    let padded: Vec<u8> = std::iter::repeat_n(0, before).chain(text.bytes()).collect();
    let start = (before * 8).div_ceil(6);
    let end = padded.len() * 8 / 6;
    (engine.encode(&padded).as_bytes()[start..end].to_vec(), start)
}
