//! Text as a cell of a CSV file, inert in a spreadsheet.
//!
//! Quoting is left to the CSV writer. A cell that a spreadsheet would take for a formula gets
//! a leading `'`; a number stays a number.

use std::borrow::Cow;

use super::terminal::terminal;
use crate::json::number::is_json_number;

/// The text as a cell that no spreadsheet computes, with hidden characters made visible.
pub fn cell(text: &str) -> Cow<'_, str> {
    if is_json_number(text) {
        return Cow::Borrowed(text);
    }
    let visible = terminal(text);
    // A spreadsheet set to semicolons splits there, and the rest is a cell of its own.
    let mut guards: Vec<usize> = memchr::memchr_iter(b';', visible.as_bytes())
        .map(|at| at + 1)
        .filter(|at| is_formula(&visible[*at..]))
        .collect();
    // A leading TAB or CR is an escape by now, but some programs take such escapes back.
    if is_formula(text) || text.starts_with(['\t', '\r']) {
        guards.insert(0, 0);
    }
    if guards.is_empty() {
        return visible;
    }
    let mut guarded = String::with_capacity(visible.len() + guards.len());
    let mut copied = 0;
    for at in guards {
        guarded.push_str(&visible[copied..at]);
        guarded.push('\'');
        copied = at;
    }
    guarded.push_str(&visible[copied..]);
    Cow::Owned(guarded)
}

/// Whether a spreadsheet may compute the text; blanks before it and a quote do not save it.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches(|character: char| character.is_whitespace() || character == '"')
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::cell;
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

    proptest! {
        #[test]
        fn no_cell_is_a_formula(text in "[ \t\r=+@;\"a＝-]{0,6}") {
            let cell = cell(&text);
            prop_assert!(cell.split(';').all(|part| !super::is_formula(part)));
        }
    }
}
