//! Characters that a reader cannot see: controls, bidirectional overrides, fillers, tags.
//!
//! A joiner or an emoji selector between visible characters that are not ASCII is part of how
//! those are written (emoji families, Persian, the scripts of India), so it is not counted.
//! What to do about a hidden character is left to the caller.

const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';
const EMOJI_SELECTOR: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';

/// Whether the character shows nothing of its own, or changes how its neighbours are shown.
pub fn is_hidden(character: char) -> bool {
    match character {
        // What nearly all names are written in is told first; nothing of it stands below.
        ' '..='~' | '\u{ae}'..='\u{34e}' | '\u{350}'..='\u{61b}' | '\u{3165}'..='\u{fdff}' => false,
        '\0'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        _ => false,
    }
}

/// Whether the character turns the direction of the text around it.
pub fn is_bidirectional(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Whether no two fonts agree on the character: private use, or no character at all.
pub fn is_unassignable(character: char) -> bool {
    let code = u32::from(character);
    matches!(code, 0xe000..=0xf8ff | 0xfdd0..=0xfdef | 0xf_0000..)
        || matches!(code & 0xffff, 0xfffe | 0xffff)
}

/// Whether a text has a hidden character.
pub fn has_hidden_characters(text: &str) -> bool {
    text.chars().any(is_hidden) && characters(text).any(|(_, is_hidden)| is_hidden)
}

/// The first hidden character of a text and how many it has; `None` where all can be seen.
pub fn hidden_characters(text: &str) -> Option<(char, usize)> {
    let mut hidden = characters(text).filter(|(_, is_hidden)| *is_hidden);
    let (first, _) = hidden.next()?;
    Some((first, 1 + hidden.count()))
}

/// Each character with whether it is hidden where it stands.
pub(super) fn characters(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut following = text.chars().peekable();
    let mut before: Option<char> = None;
    std::iter::from_fn(move || {
        let character = following.next()?;
        let hidden = is_hidden(character) && !joins(before, character, following.peek().copied());
        before = (!hidden).then_some(character);
        Some((character, hidden))
    })
}

/// Whether `character` belongs to the visible characters on both sides of it.
fn joins(before: Option<char>, character: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    match character {
        EMOJI_SELECTOR if matches!(before, '0'..='9' | '#' | '*') => after == Some(KEYCAP),
        EMOJI_SELECTOR => joinable(before) && before != ZERO_WIDTH_JOINER,
        ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER => {
            (joinable(before) || before == EMOJI_SELECTOR) && after.is_some_and(joinable)
        }
        _ => false,
    }
}

fn joinable(character: char) -> bool {
    !character.is_ascii() && !character.is_whitespace() && !is_hidden(character)
}

#[cfg(test)]
mod tests {
    use super::{hidden_characters, is_hidden};

    #[test]
    fn what_cannot_be_seen_is_counted() {
        for hidden in [
            "\u{0}",
            "\n",
            "\u{1b}",
            "\u{7f}",
            "\u{9b}",
            "\u{ad}",
            "\u{202e}",
            "\u{200b}",
            "\u{2028}",
            "\u{115f}",
            "\u{1160}",
            "\u{3164}",
            "\u{ffa0}",
            "\u{2800}",
            "\u{e0041}",
            "\u{e0100}",
            "\u{feff}",
            "\u{fe0f}",
            "\u{200d}",
            "\u{2066}",
            "\u{61c}",
        ] {
            let first = hidden.chars().next().expect("each case has a character");
            assert!(is_hidden(first), "{first:?}");
            assert_eq!(hidden_characters(hidden), Some((first, 1)));
            assert_eq!(hidden_characters(&format!("a{hidden}b{hidden}")), Some((first, 2)));
        }
    }

    #[test]
    fn joiners_within_a_script_or_an_emoji_are_not() {
        for seen in ["Home", "é", "東京旅行", "👨‍👩‍👧", "🏳️‍🌈", "1️⃣", "می‌خواهم", "ශ්‍රී", "🇩🇪", "❤️"]
        {
            assert_eq!(hidden_characters(seen), None, "{seen}");
        }
        assert_eq!(hidden_characters("a\u{200d}b"), Some(('\u{200d}', 1)));
        assert_eq!(hidden_characters("é\u{200d}\u{200d}é"), Some(('\u{200d}', 2)));
        assert_eq!(hidden_characters("❤\u{fe0f}\u{fe0f}"), Some(('\u{fe0f}', 1)));
        assert_eq!(hidden_characters("a\u{fe0f}"), Some(('\u{fe0f}', 1)));
    }
}
