//! Text as one safe line for a terminal or the log of a CI runner.
//!
//! Hidden characters and line ends become visible escapes. So does one character of each runner
//! command: the second colon of a leading `::`, the second `#` of `##[` and `##word[`, and the
//! colon of GitLab's section marks. A backslash stays as it is: the escapes are for people and
//! cannot be unescaped.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

use super::hidden::{characters, is_hidden, is_unassignable, shapes};
use crate::json::text::replace_at;

/// No script needs more combining marks on one character.
const MARKS_SHOWN: usize = 4;

/// The text on one line, without control sequences and hidden characters.
pub fn terminal(text: &str) -> Cow<'_, str> {
    made_safe(text, true)
}

/// The same for text that follows something else on its line, where `::` is no command.
pub fn terminal_inside(text: &str) -> Cow<'_, str> {
    made_safe(text, false)
}

fn made_safe(text: &str, leads_line: bool) -> Cow<'_, str> {
    // No early exit, so that the loop is vectorized.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') | is_of_latin_letter(byte);
    let plain = text.bytes().fold(true, |all, byte| all & is_plain(byte));
    let mut visible = match plain {
        true => Cow::Borrowed(text),
        false => show_hidden(text),
    };
    // An escape can separate a joiner from its other character.
    while let Cow::Owned(shown) = &visible {
        match show_hidden(shown) {
            Cow::Owned(again) => visible = Cow::Owned(again),
            Cow::Borrowed(_) => break,
        }
    }
    match disarm(&visible, leads_line) {
        Some(disarmed) => Cow::Owned(disarmed),
        None => visible,
    }
}

/// Whether a byte of UTF-8 outside ASCII can only be of U+00C0 to U+017F, if all such bytes of the
/// text are: letters, × and ÷.
pub(super) fn is_of_latin_letter(byte: u8) -> bool {
    matches!(byte, 0x80..=0xbf | 0xc3..=0xc5)
}

fn show_hidden(text: &str) -> Cow<'_, str> {
    let mut marks = 0;
    let mut end = 0;
    let acting = characters(text).into_iter().filter_map(|(character, hidden)| {
        let start = end;
        end += character.len_utf8();
        // Invisible characters are shown even if they are not deceptive, unless letters or emoji
        // need them.
        let hidden = hidden || (is_hidden(character) && !shapes(character));
        let is_mark = !hidden && !character.is_ascii() && character.width() == Some(0);
        marks = if is_mark { marks + 1 } else { 0 };
        let is_escaped = hidden || is_unassignable(character) || marks > MARKS_SHOWN;
        is_escaped.then(|| (start..end, escaped(character)))
    });
    replace_at(text, acting).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn escaped(character: char) -> String {
    match character {
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        other => format!("\\u{{{:x}}}", u32::from(other)),
    }
}

/// Escapes the commands that a runner would obey; `None` if there are none.
fn disarm(text: &str, leads_line: bool) -> Option<String> {
    // Each offset is that of an ASCII character.
    let acting = |at: usize| (at..at + 1, escaped(char::from(text.as_bytes()[at])));
    replace_at(text, commands(text, leads_line).into_iter().map(acting))
}

/// The offsets of the characters to escape, ascending; each is `:` or `#`.
fn commands(text: &str, leads_line: bool) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    // Runners skip leading blanks.
    let start = text.len() - text.trim_start().len();
    for at in memchr::memchr2_iter(b':', b'#', bytes) {
        let found = if bytes[at] == b'#' {
            at > 0 && bytes[at - 1] == b'#' && opens_bracket(&bytes[at + 1..])
        } else {
            leads_line && leads(&bytes[start..], at - start)
                || bytes[..at].ends_with(b"section_start")
                || bytes[..at].ends_with(b"section_end")
        };
        if found {
            places.push(at);
        }
    }
    places
}

/// Whether the bytes begin with an optional word and `[`.
pub(super) fn opens_bracket(bytes: &[u8]) -> bool {
    bytes.iter().find(|byte| !byte.is_ascii_alphanumeric()) == Some(&b'[')
}

/// Whether the colon at `at` is the second of a leading `::`, or the whole text, so that a colon
/// appended by a format would be the second.
fn leads(bytes: &[u8], at: usize) -> bool {
    (at == 1 && bytes[0] == b':') || bytes == b":"
}

#[cfg(test)]
mod tests {
    use super::{terminal, terminal_inside};
    use proptest::prelude::*;

    #[test]
    fn hidden_characters_become_visible_escapes() {
        for (text, shown) in [
            ("Home", "Home"),
            ("C:\\new", "C:\\new"),
            ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
            ("\u{1b}[31mred\u{9b}", "\\u{1b}[31mred\\u{9b}"),
            ("abc\u{202e}fed", "abc\\u{202e}fed"),
            ("x\u{2028}y\u{3164}z\u{2800}", "x\\u{2028}y\\u{3164}z\\u{2800}"),
            ("\u{e000}\u{fdd0}\u{10ffff}", "\\u{e000}\\u{fdd0}\\u{10ffff}"),
            ("tag\u{e0041}", "tag\\u{e0041}"),
            ("東京旅行 👨‍👩‍👧 🇩🇪 1️⃣ ❤️", "東京旅行 👨‍👩‍👧 🇩🇪 1️⃣ ❤️"),
            ("می‌خواهم", "می‌خواهم"),
            ("e\u{301}", "e\u{301}"),
            ("\u{301}\u{200d}\u{301}\u{200d}\u{301}", "\u{301}\\u{200d}\u{301}\\u{200d}\u{301}"),
        ] {
            assert_eq!(terminal(text), shown);
        }
        let tower = format!("z{}", "\u{301}".repeat(10_000));
        let shown = terminal(&tower);
        assert_eq!(shown.matches('\u{301}').count(), 4);
        assert_eq!(shown.matches("\\u{301}").count(), 9_996);
    }

    #[test]
    fn commands_of_runners_are_dead() {
        for (text, shown) in [
            ("::error::x", ":\\u{3a}error::x"),
            (" \u{a0}::error::x", " \u{a0}:\\u{3a}error::x"),
            ("a::b", "a::b"),
            (":", "\\u{3a}"),
            (":)", ":)"),
            ("12:30", "12:30"),
            ("x ##[error]y", "x #\\u{23}[error]y"),
            ("###[error]", "##\\u{23}[error]"),
            ("##vso[task.x]", "#\\u{23}vso[task.x]"),
            ("##teamcity[x]", "#\\u{23}teamcity[x]"),
            ("## title", "## title"),
            ("section_start:1:a", "section_start\\u{3a}1:a"),
            ("section_end:1:a", "section_end\\u{3a}1:a"),
        ] {
            assert_eq!(terminal(text), shown);
        }
        assert_eq!(terminal_inside(":: ##[x]"), ":: #\\u{23}[x]");
    }

    #[test]
    fn latin_letters_are_shown_as_they_are() {
        for character in '\u{a0}'..'\u{180}' {
            let text = character.to_string();
            if text.bytes().all(super::is_of_latin_letter) {
                assert_eq!(super::show_hidden(&text), text);
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_acts(text in ".{0,40}|[:# \\[a\u{200d}\u{301}é\n]{0,12}") {
            let shown = terminal(&text);
            prop_assert!(!shown.trim_start().starts_with("::"));
            prop_assert!(!shown.contains("##[") && !shown.contains("##a["));
            prop_assert!(!shown.chars().any(char::is_control));
            prop_assert_eq!(super::super::hidden::hidden_characters(&shown), None);
            prop_assert_eq!(terminal(&shown), shown.as_ref());
        }
    }
}
