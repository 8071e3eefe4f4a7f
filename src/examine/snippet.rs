//! The window of a source line around a finding.

use std::borrow::Cow;
use std::ops::Range;

use super::report::Snippet;
use crate::text::terminal::terminal_inside;

/// The width of the window in characters; with a line number it fits 80 columns.
const WINDOW: usize = 68;
/// The maximum number of characters before the finding, if the line does not fit the window.
const BEFORE: usize = 24;
/// The maximum number of characters of the finding. A quoted guid has 42.
const LONGEST: usize = 44;
const UTF8: usize = 4;

/// The window around `span` in the part of the source that may be shown; `line` newlines precede
/// it.
pub fn window(
    source: &[u8],
    span: Range<usize>,
    other: Option<Range<usize>>,
    line: u64,
) -> Snippet {
    let start = span.start.min(source.len());
    let line_start = last_newline(source, start.saturating_sub(WINDOW * UTF8), start);
    let line_end = start + first_newline(&source[start..], (WINDOW + 1) * UTF8);
    let end = span.end.clamp(start, line_end);

    // All lengths are in characters, so that no character is split.
    let before = text(&source[line_start..start]);
    let inside = text(&source[start..end]);
    let after = text(&source[end..line_end]);
    let before_length = before.chars().count();
    let is_cut_already = line_start > 0 && source[line_start - 1] != b'\n';
    let fits = !is_cut_already
        && before_length + inside.chars().count() + after.trim_end().chars().count() <= WINDOW;
    let skipped = if fits { 0 } else { before_length.saturating_sub(BEFORE) };
    let cut_before = skipped > 0 || is_cut_already;
    let (inside, inside_cut) = first_characters(&inside, LONGEST);
    let shown = before_length - skipped + inside.chars().count();
    let left = WINDOW.saturating_sub(shown);
    let (after, after_cut) = if inside_cut { ("", true) } else { first_characters(&after, left) };
    let cut_after = after_cut || (line_end < source.len() && source[line_end] != b'\n');

    let mut text = String::with_capacity(end - line_start + after.len());
    if cut_before {
        text.push('…');
    }
    let shown_before = &before[first_characters(&before, skipped).0.len()..];
    let before_start = text.len();
    text.push_str(&terminal_inside(shown_before));
    let primary_start = text.len();
    text.push_str(&terminal_inside(inside));
    let primary = primary_start..text.len();
    text.push_str(&terminal_inside(after.trim_end_matches('\r')));
    if cut_after {
        text.push('…');
    }
    let secondary = other.and_then(|other| {
        // The first of two keys is only marked if it is in the same window, unescaped.
        let shown_from = start.checked_sub(shown_before.len())?;
        let from = other.start.checked_sub(shown_from)?;
        let to = other.end.checked_sub(shown_from)?;
        let plain = terminal_inside(shown_before).len() == shown_before.len();
        (plain && to <= shown_before.len())
            .then(|| (before_start + from..before_start + to, "first here"))
    });
    Snippet { line: line + 1, source: text, primary, secondary }
}

/// Bytes as text, with invalid UTF-8 replaced.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    // Fast path: nearly all is valid.
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

fn last_newline(source: &[u8], from: usize, to: usize) -> usize {
    match memchr::memrchr(b'\n', &source[from..to]) {
        Some(newline) => from + newline + 1,
        None => {
            // Not inside a character.
            (from..to).find(|&at| (source[at] & 0xc0) != 0x80).unwrap_or(to)
        }
    }
}

fn first_newline(rest: &[u8], limit: usize) -> usize {
    let limit = limit.min(rest.len());
    memchr::memchr(b'\n', &rest[..limit]).unwrap_or_else(|| {
        (0..=limit).rev().find(|&at| at == rest.len() || (rest[at] & 0xc0) != 0x80).unwrap_or(0)
    })
}

/// The first characters of a text, at most this many, and whether there are more.
fn first_characters(text: &str, count: usize) -> (&str, bool) {
    // Fast path: most text is ASCII.
    let plain = count.min(text.len());
    if text.as_bytes()[..plain].is_ascii() {
        return (&text[..plain], text.len() > plain);
    }
    match text.char_indices().nth(count) {
        Some((end, _)) => (&text[..end], true),
        None => (text, false),
    }
}
