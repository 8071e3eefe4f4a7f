//! The quoting of a key.

/// The quoting of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    None,
    Plain,
    Cell,
    Backslashes(usize),
    Unicode,
    Caret,
    Hex,
    Html,
    Percent,
    Hash,
    Printable,
}

impl Quoting {
    pub(super) fn before(key: &[u8]) -> Quoting {
        let ends = |with: &[&str]| with.iter().any(|quote| key.ends_with(quote.as_bytes()));
        let Some(before) = key.strip_suffix(b"\"") else {
            return match key {
                _ if ends(&["\\u0022"]) => Quoting::Unicode,
                _ if ends(&["\\x22", "\\X22"]) => Quoting::Hex,
                _ if ends(&["&quot;", "&#34;", "&#x22;", "&amp;quot;"]) => Quoting::Html,
                _ if ends(&["%22", "%2522", "%252522"]) => Quoting::Percent,
                _ if ends(&["#22"]) => Quoting::Hash,
                _ if ends(&["=22"]) => Quoting::Printable,
                _ => Quoting::None,
            };
        };
        match before.last() {
            Some(b'"') => Quoting::Cell,
            Some(b'^') => Quoting::Caret,
            Some(b'\\') => Quoting::Backslashes(backslashes(before)),
            _ => Quoting::Plain,
        }
    }
}

/// The backslashes at the end of text.
pub(super) fn backslashes(before: &[u8]) -> usize {
    before.iter().rev().take_while(|byte| **byte == b'\\').count()
}
