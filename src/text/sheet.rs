//! Text as a cell of a CSV file that is inert in spreadsheets.
//!
//! The CSV writer quotes. A cell that a spreadsheet would take for a formula gets a leading `'`; a
//! number stays a number.

use std::borrow::Cow;

use super::terminal::{is_of_latin_letter, terminal};
use crate::json::number::is_json_number;
use crate::json::text::replace_at;

/// The text as a cell that no spreadsheet evaluates, with hidden characters made visible.
pub fn cell(text: &str) -> Cow<'_, str> {
    if is_inert(text) || is_json_number(text) {
        return Cow::Borrowed(text);
    }
    let visible = terminal(text);
    // A spreadsheet set to semicolons splits at them, and the rest is a cell of its own.
    let mut guards: Vec<usize> = memchr::memchr_iter(b';', visible.as_bytes())
        .map(|at| at + 1)
        .filter(|at| is_formula(&visible[*at..]))
        .collect();
    // A leading TAB or CR is escaped by now, but some programs unescape it.
    if is_formula(text) || text.starts_with(['\t', '\r']) {
        guards.insert(0, 0);
    }
    let guards = guards.into_iter().map(|at| (at..at, "'".to_owned()));
    replace_at(&visible, guards).map_or(visible, Cow::Owned)
}

/// The cell as a string literal, `="0128372140"`, if a spreadsheet would change it: drop leading
/// zeros, round after 15 digits, read a date. A string literal cannot contain a formula.
pub fn kept(cell: &str, is_text: bool) -> Option<String> {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let is_plain = |byte: u8| byte.is_ascii_digit() || b".,:/+-eE %".contains(&byte);
    let changes = digits > 15 || is_text && digits > 0;
    (changes && cell.bytes().all(is_plain)).then(|| format!("=\"{cell}\""))
}

/// Whether it is a plain word, guid or file, as most cells are, which needs no escapes and no quotes.
pub fn is_inert(text: &str) -> bool {
    let is_inert = |byte: u8| {
        byte.is_ascii_alphanumeric()
            | matches!(byte, b' ' | b'-' | b'_' | b'.' | b'/' | b'\'' | b'&' | b'(' | b')')
            | is_of_latin_letter(byte)
    };
    // No early exit, so that the loop is vectorized.
    text.starts_with(char::is_alphanumeric)
        && text.bytes().fold(true, |all, byte| all & is_inert(byte))
}

/// Whether a spreadsheet may evaluate the text; leading blanks and a quote do not prevent that.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches(|character: char| character.is_whitespace() || character == '"')
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::{cell, is_formula, is_inert, kept};
    use crate::text::terminal::terminal;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_inert_and_numbers_stay_numbers() {
        for (text, expected) in [
            ("Home", "Home"),
            ("", ""),
            ("-12.50", "-12.50"),
            ("-1e5", "-1e5"),
            ("0128372140", "0128372140"),
            ("=1+1", "'=1+1"),
            (" =1+1", "' =1+1"),
            ("+49 30", "'+49 30"),
            ("-2+3", "'-2+3"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\\t=1"),
            ("\rx", "'\\rx"),
            ("＝1", "'＝1"),
            ("＠x", "'＠x"),
            ("\"=1\"", "'\"=1\""),
            ("a;=1;b", "a;'=1;b"),
            ("two\nlines", "two\\nlines"),
            ("::error::x", ":\\u{3a}error::x"),
        ] {
            assert_eq!(cell(text), expected);
        }
    }

    #[test]
    fn digits_that_a_spreadsheet_would_change_are_texts() {
        for (text, is_text, expected) in [
            ("0128372140", true, Some("=\"0128372140\"")),
            ("2017-03", true, Some("=\"2017-03\"")),
            ("1e5", true, Some("=\"1e5\"")),
            ("750", false, None),
            ("71613633657603.65", false, Some("=\"71613633657603.65\"")),
            ("-", true, None),
            ("Home 2", true, None),
            ("", true, None),
        ] {
            assert_eq!(kept(text, is_text).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn inert_text_needs_no_escapes_and_no_quotes(text in "[a1é×Ÿſ &'()./_:#;,=\"\u{80}ƀ-]{1,4}") {
            let needs_none = terminal(&text) == text
                && !is_formula(&text)
                && !text.contains([',', '"', '\n', '\r', ';']);
            prop_assert!(needs_none || !is_inert(&text), "{text:?}");
        }

        #[test]
        fn no_cell_is_a_formula(text in "[ \t\r=+@;\"a＝-]{0,6}") {
            let cell = cell(&text);
            prop_assert!(cell.split(';').all(|part| !is_formula(part)));
        }
    }
}
