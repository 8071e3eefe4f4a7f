//! Literals of SQLite's shell, which writes newlines as calls: `replace('{\\n  "action":
//! …','\\n',char(10))`.

use super::coding::{Coding, Undone};
use super::entities::number;

/// Decodes a literal in such a call after `before`.
pub(super) fn undo(before: &[u8], bytes: &[u8]) -> Option<Undone> {
    if !before.ends_with(b"replace(") {
        return None;
    }
    let Undone { mut text, length } = Coding::Twice(b'\'').undo(bytes)?;
    let mut rest = bytes.get(length + 1..)?;
    let mut calls = before;
    while let Some(outer) = calls.strip_suffix(b"replace(") {
        calls = outer;
        let argument = rest.strip_prefix(b",'")?;
        let end = memchr::memchr(b'\'', argument)?;
        let behind = argument[end..].strip_prefix(b"',char(")?;
        let digits = memchr::memchr(b')', behind)?;
        let character = u8::try_from(number(&behind[..digits], 10)?).ok()?;
        text = replaced(&text, &argument[..end], character);
        rest = behind[digits..].strip_prefix(b"))")?;
    }
    Some(Undone { text, length })
}

fn replaced(text: &[u8], word: &[u8], by: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    for found in memchr::memmem::find_iter(text, word) {
        out.extend_from_slice(&text[at..found]);
        out.push(by);
        at = found + word.len();
    }
    out.extend_from_slice(&text[at..]);
    out
}
