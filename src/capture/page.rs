//! Text pasted from the documentation page.
//!
//! Its code block has line numbers, `_` and digits, on their own lines or between tokens. Outside
//! of strings they are white space; they are replaced by blanks, so that all offsets stay the same.

/// The minimum number of line numbers in a paste.
const MARKS: usize = 3;

/// Whether text looks like such a paste: the same mark at least three times, first before or
/// directly after the body's first brace.
pub fn is_page(text: &[u8]) -> bool {
    let Some(mark) = first_mark(text) else { return false };
    let brace = memchr::memchr(b'{', text).unwrap_or(text.len());
    let before_first_key = memchr::memchr(b'"', text).unwrap_or(text.len());
    let first = memchr::memmem::find(text, mark).unwrap_or(text.len());
    first < brace.max(before_first_key) && memchr::memmem::find_iter(text, mark).count() >= MARKS
}

/// The paste with line numbers and everything before the body replaced by blanks.
pub fn blank_out(text: &[u8]) -> Vec<u8> {
    let mut blanked = text.to_vec();
    let Some(mark) = first_mark(text).map(<[u8]>::to_vec) else { return blanked };
    let body = body_start(text, &mark);
    let mut in_string = false;
    let mut at = 0;
    while at < blanked.len() {
        let byte = blanked[at];
        if at < body {
            if byte != b'\n' {
                blanked[at] = b' ';
            }
        } else if byte == b'"' {
            in_string = !in_string;
        } else if byte == b'\\' && in_string {
            at += 1;
        } else if !in_string && blanked[at..].starts_with(&mark) {
            blanked[at..at + mark.len()].fill(b' ');
        }
        at += 1;
    }
    blanked
}

/// The first brace followed by a key, ignoring line numbers.
fn body_start(text: &[u8], mark: &[u8]) -> usize {
    memchr::memchr_iter(b'{', text)
        .find(|&brace| {
            let mut rest = text[brace + 1..].trim_ascii_start();
            while let Some(after) = rest.strip_prefix(mark) {
                rest = after.trim_ascii_start();
            }
            rest.starts_with(b"\"")
        })
        .unwrap_or(0)
}

/// The first `_` with digits that is not part of a longer word before it.
fn first_mark(text: &[u8]) -> Option<&[u8]> {
    memchr::memchr_iter(b'_', text).find_map(|start| {
        let digits = text[start + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let alone = start == 0 || !text[start - 1].is_ascii_alphanumeric();
        (digits > 0 && alone).then(|| &text[start..=start + digits])
    })
}
