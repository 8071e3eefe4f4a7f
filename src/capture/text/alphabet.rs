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
    /// Hexadecimal, with or without blanks between the bytes.
    Hex,
    /// As decimal numbers with commas or blanks between them.
    Numbers,
    /// In base32, which is not read.
    Base32,
    /// In a dump of bytes with offsets, as of `od`, `xxd` or `hexdump`, which is not read.
    Dump,
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

/// A key in spellings that are only named. Lines of dumps are short, so four bytes around each of
/// its underscores are looked for, at both alignments where bytes are in pairs.
pub(super) fn unread_spellings(key: &str) -> Vec<(Vec<u8>, Alphabet)> {
    let mut all: Vec<_> = (0..5).map(|before| (in_base32(key, before), Alphabet::Base32)).collect();
    let mut add = |text: String| all.push((text.into_bytes(), Alphabet::Dump));
    for (underscore, _) in key.match_indices('_') {
        let hex = |at: usize| format!("{:02x}", key.as_bytes()[at]);
        for start in [underscore - 2, underscore - 1] {
            let [a, b, c, d] = [0, 1, 2, 3].map(|at| hex(start + at));
            add(format!("{a}{b} {c}{d}"));
            add(format!("{b}{a} {d}{c}"));
        }
        let four = underscore - 2..underscore + 2;
        add(four.clone().map(hex).collect::<Vec<_>>().join(" "));
        add(key[four].chars().map(String::from).collect::<Vec<_>>().join("   "));
    }
    all
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
