//! Bytes written in letters or digits around an anchor: base64, hexadecimal, lists of numbers.

use super::entities::number;
use crate::capture::base64_text as binary;

/// The run of base64 around `from..to`, decoded from the first whole group; `phase` characters
/// of a group stand before `from`.
pub fn base64_around(bytes: &[u8], from: usize, phase: usize, floor: usize) -> Option<Binary> {
    let in_alphabet = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
    let group = from.checked_sub(phase).filter(|group| *group >= floor)?;
    let mut start = group;
    // Encoders for mail break lines; all are of the same length, so groups do not break.
    loop {
        let run = bytes[floor..start].iter().rev().take_while(|byte| in_alphabet(byte)).count();
        start -= run - run % 4;
        let line = line_break_before(&bytes[floor..start]);
        if run % 4 != 0 || line == 0 || start - line <= floor {
            break;
        }
        start -= line;
    }
    let mut text = Vec::new();
    let mut end = start;
    let mut width = 0;
    loop {
        let run = bytes[end..].iter().take_while(|byte| in_alphabet(byte)).count();
        text.extend_from_slice(&bytes[end..end + run]);
        end += run;
        let line = line_break_after(&bytes[end..]);
        let next = bytes.get(end + line);
        width = if width == 0 { run } else { width };
        let is_wrapped = run == width && LINES.contains(&run);
        if !is_wrapped || line == 0 || !next.is_some_and(in_alphabet) {
            break;
        }
        end += line;
    }
    let padding = bytes[end..].iter().take(2).take_while(|byte| **byte == b'=').count();
    let text = String::from_utf8(text).ok()?;
    let text = &text[..text.len() - usize::from(text.len() % 4 == 1)];
    Some(Binary { start, end: end + padding, bytes: binary::base64(text)? })
}

/// Encoders that break lines break them behind so many characters.
const LINES: std::ops::RangeInclusive<usize> = 60..=80;

fn line_break_before(bytes: &[u8]) -> usize {
    match bytes {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n'] => 1,
        _ => 0,
    }
}

fn line_break_after(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\n', ..] => 1,
        _ => 0,
    }
}

/// Bytes that were written in letters and digits, and where.
pub struct Binary {
    pub start: usize,
    pub end: usize,
    pub bytes: Vec<u8>,
}

/// The run of hexadecimal digits around a place where a pair begins.
pub fn hex_around(bytes: &[u8], at: usize, floor: usize) -> Binary {
    let is_digit = |byte: &&u8| byte.is_ascii_hexdigit();
    let before = bytes[floor..at].iter().rev().take_while(is_digit).count();
    let start = at - (before - before % 2);
    let run = bytes[start..].iter().take_while(is_digit).count();
    let end = start + run - run % 2;
    let pairs = bytes[start..end].chunks_exact(2);
    Binary {
        start,
        end,
        bytes: pairs.filter_map(|pair| number(pair, 16)).map(|b| b as u8).collect(),
    }
}

/// The list of byte values around a place where one begins.
pub fn numbers_around(bytes: &[u8], at: usize, floor: usize) -> Binary {
    let in_list = |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b',' | b' ' | b'\n' | b'\r');
    let before = bytes[floor..at].iter().rev().take_while(in_list).count();
    let start = at - before;
    let end = at + bytes[at..].iter().take_while(in_list).count();
    let numbers = bytes[start..end].split(|byte| *byte == b',');
    let values = numbers.map_while(|digits| {
        std::str::from_utf8(digits.trim_ascii()).ok().and_then(|digits| digits.parse().ok())
    });
    Binary { start, end, bytes: values.collect() }
}
