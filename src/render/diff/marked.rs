//! Two texts as one line with what was taken out `[-so-]` and what was put in `{+so+}`.

use similar::{ChangeTag, TextDiff};

use crate::render::style;
use crate::text::terminal::terminal;
use crate::text::width::fit;

/// Texts that differ in more bytes than this, after what they have in common at both ends, are
/// shown as replaced: a finer comparison would take long and help nobody.
const COMPARED: usize = 4_000;
/// What is kept of an equal stretch before and after a change where the line has an edge.
const CONTEXT: usize = 16;
/// The longest changed stretch that is shown there.
const CHANGED: usize = 60;

/// The marked line. `cut` says whether long stretches are shortened.
pub fn marked(old: &str, new: &str, cut: bool, colour: bool) -> String {
    let mut line = String::new();
    let parts = parts(old, new);
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
                line.push_str(&style::paint(&text, style::ERROR, colour));
            }
            ChangeTag::Insert => {
                let text = format!("{{+{}+}}", shown(text));
                line.push_str(&style::paint(&text, style::GOOD, colour));
            }
        }
    }
    // The parts were escaped alone; together they can make a runner's command.
    if colour { line } else { terminal(&line).into_owned() }
}

/// An equal stretch, without its middle where that is long.
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

/// The stretches of the comparison by words; adjacent ones of one kind are one.
fn parts(old: &str, new: &str) -> Vec<(ChangeTag, String)> {
    let mut parts: Vec<(ChangeTag, String)> = Vec::new();
    let mut add = |tag: ChangeTag, text: &str| match parts.last_mut() {
        _ if text.is_empty() => {}
        Some((last, before)) if *last == tag => before.push_str(text),
        _ => parts.push((tag, text.to_owned())),
    };
    let start = common_start(old, new);
    let end = common_end(&old[start..], &new[start..]);
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

fn common_start(old: &str, new: &str) -> usize {
    let same = old.bytes().zip(new.bytes()).take_while(|(left, right)| left == right).count();
    (0..=same).rev().find(|at| old.is_char_boundary(*at)).unwrap_or(0)
}

fn common_end(old: &str, new: &str) -> usize {
    let same =
        old.bytes().rev().zip(new.bytes().rev()).take_while(|(left, right)| left == right).count();
    (0..=same).rev().find(|at| old.is_char_boundary(old.len() - at)).unwrap_or(0)
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
        assert_eq!(marked(&old, &new, true, false), "…x x x x x x x x [-a-]{+b+}");
    }

    #[test]
    fn long_texts_are_linear() {
        let old = "a b ".repeat(200_000);
        let new = "b c ".repeat(200_000);
        assert!(marked(&old, &new, true, false).len() < 400);
        assert!(marked(&old, &format!("{old}tail"), true, false).ends_with("{+tail+}"));
    }
}
