//! The width of text on a terminal, and fitting text into columns.
//!
//! Text is measured by grapheme clusters: wide characters count two, an emoji sequence counts once.
//! The text must already be escaped for the terminal.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::terminal::terminal;

/// The separator between the parts of a line.
pub const BETWEEN: &str = " · ";

/// Units that stay on the line of their number.
const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];

/// Non-ASCII characters of our own that take one column.
const SIGNS: [char; 6] = ['·', '–', '…', '→', '█', '░'];

/// The columns of a text.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    // Fast path: these never join their neighbours.
    if text.chars().all(|character| character.is_ascii() || SIGNS.contains(&character)) {
        return text.chars().count();
    }
    // Of the ASCII at either end, only the character next to the rest can be part of a cluster.
    let plain = |bytes: &mut dyn Iterator<Item = u8>| bytes.take_while(u8::is_ascii).count();
    let start = plain(&mut text.bytes()).saturating_sub(1);
    let end = plain(&mut text.bytes().rev()).saturating_sub(1);
    let middle = &text[start..text.len() - end];
    start + end + middle.graphemes(true).map(UnicodeWidthStr::width).sum::<usize>()
}

/// The text in at most this many columns; if it is longer, its start and `…`.
pub fn fit(text: &str, columns: usize) -> String {
    // A character takes at most one column per byte.
    if text.len() <= columns || width(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(1) else { return String::new() };
    let mut used = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > room {
            break;
        }
        end = at + grapheme.len();
    }
    format!("{}…", &text[..end])
}

/// The part of a line that fits this many columns and has the start of `range`, and the offset of
/// its first character in the line; `…` marks where it is cut.
pub fn fit_around(line: &str, range: &Range<usize>, columns: usize) -> (String, usize) {
    // The text before the range is cut only if the range would not fit after it.
    let keeps_start = width(line) <= columns || width(&line[..range.end]) < columns;
    let kept = if keeps_start { usize::MAX } else { columns / 4 };
    let from = line[..range.start]
        .grapheme_indices(true)
        .map(|(at, _)| at)
        .find(|at| width(&line[*at..range.start]) <= kept)
        .unwrap_or(range.start);
    let cut = if from > 0 { "…" } else { "" };
    (fit(&[cut, &line[from..]].concat(), columns), from)
}

/// Pads with spaces at the end.
pub fn pad_end(text: &str, columns: usize) -> String {
    format!("{text}{}", blanks(columns.saturating_sub(width(text))))
}

/// Pads with spaces at the start.
pub fn pad_start(text: &str, columns: usize) -> String {
    format!("{}{text}", blanks(columns.saturating_sub(width(text))))
}

/// Wraps text: after ` ·` if that keeps the next part whole, else at spaces, and within a word
/// longer than a line.
pub fn fold(text: &str, columns: usize) -> Vec<String> {
    fold_within(text, columns, columns)
}

/// The same, in which a longer word is alone on a line, however long.
pub fn fold_at_words(text: &str, columns: usize) -> Vec<String> {
    fold_within(text, columns, usize::MAX)
}

/// The same, but a longer word is alone on a line of up to `most` columns.
fn fold_within(text: &str, columns: usize, most: usize) -> Vec<String> {
    if width(text) <= columns {
        return vec![text.to_owned()];
    }
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for part in text.split_inclusive(BETWEEN) {
        let part = part.strip_suffix(' ').filter(|_| part.ends_with(BETWEEN)).unwrap_or(part);
        let all = width(part);
        let mut begins_line = used > 0 && all <= columns && used + 1 + all > columns;
        for word in words(part, columns) {
            let mut columns_of_word = width(word);
            match lines.last_mut().filter(|_| !std::mem::take(&mut begins_line)) {
                Some(line) if used + 1 + columns_of_word <= columns => {
                    line.push(' ');
                    line.push_str(word);
                    used += 1 + columns_of_word;
                    continue;
                }
                _ => {}
            }
            let mut rest = word;
            while let Some((end, columns_of_start)) = split(rest, most) {
                lines.push(rest[..end].to_owned());
                rest = &rest[end..];
                columns_of_word = columns_of_word.saturating_sub(columns_of_start);
            }
            lines.push(rest.to_owned());
            used = columns_of_word;
        }
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines.iter_mut().skip(1).for_each(|line| *line = inert(std::mem::take(line)));
    lines
}

/// The words of a text; a number with its noun, name or unit is one, if a line has room for it.
fn words(text: &str, columns: usize) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut ends = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]);
        let first = ends.next()?;
        let whole = ends.next().filter(|end| {
            let (word, next) = (&text[..first], &text[first + 1..*end]);
            (is_count(word, next) || is_numbered(word, next)) && width(&text[..*end]) <= columns
        });
        let end = whole.unwrap_or(first);
        rest = text.get(end + 1..);
        Some(&text[..end])
    })
}

/// Whether a word is a number, and the next one its noun or unit.
fn is_count(count: &str, noun: &str) -> bool {
    let digits = count.strip_prefix('(').unwrap_or(count);
    let is_number = digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'.');
    let is_unit = UNITS.iter().any(|unit| noun.starts_with(unit));
    let letters = noun.bytes().take_while(u8::is_ascii_lowercase).count();
    // Not a preposition or a conjunction.
    is_number && (is_unit || letters > 2 && noun != "and")
}

/// Whether a word names what the next one numbers: revision 72. Text before a sentence may be joined
/// with its first word.
fn is_numbered(name: &str, number: &str) -> bool {
    ["revision", "revisions", "line", "column", "character"].iter().any(|word| name.ends_with(word))
        && number.starts_with(|first: char| first.is_ascii_digit())
}

/// Lines for people, wrapped at words for a terminal of this many columns; unchanged without one.
pub fn wrapped(text: &str, columns: Option<usize>) -> String {
    let Some(columns) = columns else { return text.to_owned() };
    let lines = text.lines().flat_map(|line| fold_at_words(line, columns));
    lines.collect::<Vec<_>>().join("\n")
}

/// Escapes a piece of a line that could be the command of a runner on a line of its own.
pub fn inert(line: String) -> String {
    if line.starts_with("::") { terminal(&line).into_owned() } else { line }
}

/// The width of the longest word.
pub fn longest_word(text: &str) -> usize {
    text.split(' ').map(width).max().unwrap_or(0)
}

/// Where to split a text longer than this many columns, and the width of the first part: at least
/// one character.
fn split(text: &str, columns: usize) -> Option<(usize, usize)> {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        if at > 0 && used + grapheme.width() > columns {
            return Some((at, used));
        }
        used += grapheme.width();
    }
    None
}

fn blanks(count: usize) -> String {
    " ".repeat(count)
}

#[cfg(test)]
mod tests {
    use super::{fit, fold, pad_end, pad_start, width};
    use proptest::prelude::*;

    #[test]
    fn folds_at_spaces() {
        assert_eq!(fold("one two three", 8), ["one two", "three"]);
        assert_eq!(fold("東京 東京 x", 6), ["東京", "東京 x"]);
        assert_eq!(fold("unbreakable one", 4), ["unbr", "eaka", "ble", "one"]);
        assert_eq!(fold("東京", 1), ["東", "京"]);
        assert_eq!(fold("", 4), [""]);
        assert_eq!(fold("a b · c d · e", 8), ["a b ·", "c d · e"]);
        assert_eq!(fold("a · seventeen b", 8), ["a ·", "seventee", "n b"]);
        assert_eq!(fold("1 input (1.4 kB): x", 12), ["1 input", "(1.4 kB): x"]);
        assert_eq!(
            fold("6.0 kB: 2 clean; 1,200 errors", 9),
            ["6.0 kB:", "2 clean;", "1,200", "errors"]
        );
        assert_eq!(fold("all 12 of  34 X", 10), ["all 12 of ", "34 X"]);
        assert_eq!(fold("of revision 72 arrived", 12), ["of", "revision 72", "arrived"]);
        assert_eq!(fold("a ::error::x", 10), ["a", ":\\u{3a}error::x"]);
    }

    #[test]
    fn measures_what_is_seen() {
        for (text, columns) in [
            ("", 0),
            ("Home", 4),
            ("東京旅行", 8),
            ("👨‍👩‍👧", 2),
            ("🇩🇪", 2),
            ("e\u{301}", 1),
            ("█░", 2),
        ] {
            assert_eq!(width(text), columns, "{text}");
        }
        for sign in super::SIGNS {
            assert_eq!(unicode_width::UnicodeWidthChar::width(sign), Some(1), "{sign}");
        }
    }

    #[test]
    fn cuts_between_characters_only() {
        assert_eq!(fit("Home", 4), "Home");
        assert_eq!(fit("Homes", 4), "Hom…");
        assert_eq!(fit("東京旅行", 8), "東京旅行");
        assert_eq!(fit("東京旅行", 7), "東京旅…");
        assert_eq!(fit("東京旅行", 6), "東京…");
        assert_eq!(fit("👨‍👩‍👧👨‍👩‍👧", 3), "👨‍👩‍👧…");
        assert_eq!(fit("Home", 1), "…");
        assert_eq!(fit("Home", 0), "");
        assert_eq!(pad_end("東京", 6), "東京  ");
        assert_eq!(pad_start("100", 5), "  100");
        assert_eq!(pad_start("100", 2), "100");
    }

    proptest! {
        #[test]
        fn a_fitted_text_fits(text in "\\PC{0,30}", columns in 0_usize..20) {
            prop_assert!(width(&fit(&text, columns)) <= columns);
        }
    }
}
