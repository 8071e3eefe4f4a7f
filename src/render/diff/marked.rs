//! Two texts as one line, with removed text as `[-old-]` and added text as `{+new+}`.

use icu_normalizer::DecomposingNormalizerBorrowed;
use similar::{ChangeTag, TextDiff};
use unicode_segmentation::UnicodeSegmentation;

use crate::render::style;
use crate::text::terminal::terminal;
use crate::text::width::fit;

/// If more bytes differ between common prefix and suffix, the texts are shown as replaced: a finer
/// comparison would be slow and unreadable.
const COMPARED: usize = 4_000;
/// The characters kept of equal text before and after a change on a terminal.
const CONTEXT: usize = 16;
/// The maximum width of changed text on a terminal.
const CHANGED: usize = 60;

/// The marked line. `cut` shortens long runs.
pub fn marked(old: &str, new: &str, cut: bool, colour: bool) -> String {
    let mut line = String::new();
    let parts = if cut { apart(parts(old, new)) } else { parts(old, new) };
    let last = parts.len().saturating_sub(1);
    for (index, (tag, text)) in parts.iter().enumerate() {
        let shown = |text: &str| match cut {
            true => fit(&terminal(text), CHANGED),
            false => terminal(text).into_owned(),
        };
        match tag {
            ChangeTag::Equal if cut => line.push_str(&context(text, index == 0, index == last)),
            ChangeTag::Equal => line.push_str(&terminal(text)),
            ChangeTag::Delete => {
                let text = format!("[-{}-]", shown(text));
                line.push_str(&style::paint(&text, style::REMOVED, colour));
            }
            ChangeTag::Insert => {
                let text = format!("{{+{}+}}", shown(text));
                line.push_str(&style::paint(&text, style::ADDED, colour));
            }
        }
    }
    let mut notes = Vec::new();
    if let Some(before) = common_characters(old, new).filter(|before| cut && *before > CONTEXT) {
        notes.push(format!("from character {}", before + 1));
    }
    notes.extend(note(old, new));
    if !notes.is_empty() {
        line.push_str(&format!(" ({})", notes.join("; ")));
    }
    // The parts were escaped separately; together they can make a runner's command.
    if colour { line } else { terminal(&line).into_owned() }
}

/// Takes common prefixes and suffixes out of long replaced runs, so that the start of each shows
/// the difference.
fn apart(parts: Vec<(ChangeTag, String)>) -> Vec<(ChangeTag, String)> {
    let mut out: Vec<(ChangeTag, String)> = Vec::new();
    for (tag, text) in parts {
        let before = out.pop();
        match (before, tag) {
            (Some((ChangeTag::Delete, old)), ChangeTag::Insert)
                if old.len().max(text.len()) > CHANGED =>
            {
                let start = common(old.graphemes(true), text.graphemes(true), str::len);
                let (was, is) = (&old[start..], &text[start..]);
                let end = common(was.graphemes(true).rev(), is.graphemes(true).rev(), str::len);
                let (was, is) = (&was[..was.len() - end], &is[..is.len() - end]);
                out.extend(
                    [
                        (ChangeTag::Equal, &old[..start]),
                        (ChangeTag::Delete, was),
                        (ChangeTag::Insert, is),
                        (ChangeTag::Equal, &old[old.len() - end..]),
                    ]
                    .into_iter()
                    .filter(|(_, piece)| !piece.is_empty())
                    .map(|(tag, piece)| (tag, piece.to_owned())),
                );
            }
            (before, tag) => {
                out.extend(before);
                out.push((tag, text));
            }
        }
    }
    out
}

/// The length of the common prefix in characters, if both texts continue after it.
fn common_characters(old: &str, new: &str) -> Option<usize> {
    old.graphemes(true).zip(new.graphemes(true)).position(|(was, is)| was != is)
}

/// The code points of two characters, unless both are ASCII: others can look alike.
pub fn look_alike(was: &str, is: &str) -> Option<String> {
    if was.is_ascii() && is.is_ascii() {
        return None;
    }
    let points = |text: &str| {
        let point = |character: char| match character.is_ascii_graphic() {
            true => character.to_string(),
            false => format!("U+{:04X}", u32::from(character)),
        };
        text.chars().map(point).collect::<Vec<_>>().join(" ")
    };
    let canonical = DecomposingNormalizerBorrowed::new_nfd();
    let what = match canonical.normalize(was) == canonical.normalize(is) {
        true => "same letters, other Unicode form",
        false => "code points",
    };
    Some(format!("{what}: {} / {}", points(was), points(is)))
}

/// The note of [`look_alike`] for the first differing characters, if the texts as a whole may look
/// alike.
pub fn note(old: &str, new: &str) -> Option<String> {
    let (mut before, mut after) = (old.graphemes(true), new.graphemes(true));
    let mut note = None;
    loop {
        match (before.next(), after.next()) {
            (None, None) => return note,
            (Some(was), Some(is)) if was == is => {}
            (Some(was), Some(is)) => {
                let this = look_alike(was, is)?;
                note = note.or(Some(this));
            }
            _ => return None,
        }
    }
}

/// An equal run, without its middle if it is long.
fn context(text: &str, is_first: bool, is_last: bool) -> String {
    let count = text.chars().count();
    let (head, tail) = (if is_first { 0 } else { CONTEXT }, if is_last { 0 } else { CONTEXT });
    if count <= head + tail + 1 {
        return terminal(text).into_owned();
    }
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{}…{}", terminal(&start), terminal(&end))
}

/// The runs of a comparison by words; adjacent ones of one kind are merged.
fn parts(old: &str, new: &str) -> Vec<(ChangeTag, String)> {
    let mut parts: Vec<(ChangeTag, String)> = Vec::new();
    let mut add = |tag: ChangeTag, text: &str| match parts.last_mut() {
        _ if text.is_empty() => {}
        Some((last, before)) if *last == tag => before.push_str(text),
        _ => parts.push((tag, text.to_owned())),
    };
    let start = common(old.chars(), new.chars(), char::len_utf8);
    let (was, is) = (old[start..].chars().rev(), new[start..].chars().rev());
    let end = common(was, is, char::len_utf8);
    let (before, after) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    if before.len().max(after.len()) > COMPARED {
        add(ChangeTag::Equal, &old[..start]);
        add(ChangeTag::Delete, before);
        add(ChangeTag::Insert, after);
        add(ChangeTag::Equal, &old[old.len() - end..]);
    } else if old.len().max(new.len()) > COMPARED {
        add(ChangeTag::Equal, &old[..start]);
        for change in TextDiff::from_unicode_words(before, after).iter_all_changes() {
            add(change.tag(), change.value());
        }
        add(ChangeTag::Equal, &old[old.len() - end..]);
    } else {
        for change in TextDiff::from_unicode_words(old, new).iter_all_changes() {
            add(change.tag(), change.value());
        }
    }
    parts
}

/// How long the pieces are together with which two texts begin alike.
fn common<T: PartialEq + Copy>(
    one: impl Iterator<Item = T>,
    other: impl Iterator<Item = T>,
    length: impl Fn(T) -> usize,
) -> usize {
    let same = one.zip(other).take_while(|(one, other)| one == other);
    same.map(|(piece, _)| length(piece)).sum()
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn marks_words_within_the_line() {
        assert_eq!(
            marked("Holiday in Rome with Ada", "Holiday in Paris with Ada", false, false),
            "Holiday in [-Rome-]{+Paris+} with Ada"
        );
        assert_eq!(marked("", "Home", false, false), "{+Home+}");
        let (old, new) = (format!("{}a", "x ".repeat(40)), format!("{}b", "x ".repeat(40)));
        assert_eq!(
            marked(&old, &new, true, false),
            "…x x x x x x x x [-a-]{+b+} (from character 81)"
        );
    }

    #[test]
    fn what_looks_alike_is_told_apart() {
        assert_eq!(
            marked("F\u{fc}hrer", "Fu\u{308}hrer", false, false),
            "[-F\u{fc}hrer-]{+Fu\u{308}hrer+} (same letters, other Unicode form: U+00FC / u U+0308)"
        );
        // Beyond Latin, with several marks, and canonical singletons.
        for (old, new) in [
            ("\u{1ec7}", "e\u{323}\u{302}"),
            ("\u{d55c}", "\u{1112}\u{1161}\u{11ab}"),
            ("\u{439}", "\u{438}\u{306}"),
            ("\u{212b}", "\u{c5}"),
        ] {
            let shown = marked(old, new, false, false);
            assert!(shown.contains("(same letters, other Unicode form: "), "{shown}");
        }
        assert!(marked("\u{2460}", "1", false, false).ends_with("(code points: U+2460 / 1)"));
        assert!(marked("a", "\u{430}", false, false).ends_with("(code points: a / U+0430)"));
        let long = "y".repeat(200);
        let shown = marked(&format!("{long}a"), &format!("{long}b"), true, false);
        assert!(shown.ends_with("[-a-]{+b+} (from character 201)"), "{shown}");
    }

    #[test]
    fn long_texts_are_linear() {
        let old = "a b ".repeat(200_000);
        let new = "b c ".repeat(200_000);
        assert!(marked(&old, &new, true, false).len() < 400);
        assert!(marked(&old, &format!("{old}tail"), true, false).contains("{+tail+}"));
    }
}
