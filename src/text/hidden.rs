//! Characters that readers cannot see, and whether they are deceptive in their context.
//!
//! Many are part of ordinary writing: joiners in Persian and in the scripts of India, variation
//! selectors in emoji, direction marks in Hebrew. The properties of characters and scripts come
//! from Unicode's data. The caller decides what to do about a hidden character.

use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use icu_properties::props::{
    BidiClass, DefaultIgnorableCodePoint, Emoji, EmojiModifier, ExtendedPictographic,
    GeneralCategory, GeneralCategoryGroup, Ideographic, IndicSyllabicCategory, JoiningType,
    LineBreak, PrependedConcatenationMark, Script,
};
use icu_properties::script::ScriptWithExtensions;
use icu_properties::{CodePointMapData, CodePointSetData};

const ZERO_WIDTH_JOINER: char = '\u{200d}';
const EMOJI_SELECTOR: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';
const MONGOLIAN_SEPARATOR: char = '\u{180e}';
const BRAILLE_BLANK: char = '\u{2800}';
const BLACK_FLAG: char = '\u{1f3f4}';
const END_OF_TAGS: char = '\u{e007f}';
/// The longest code of a subdivision, such as gbeng, in tags.
const LONGEST_SUBDIVISION: usize = 5;
/// The shortest, such as ustx.
const SHORTEST_SUBDIVISION: usize = 3;

/// Whether the character is invisible or changes how its neighbours are shown.
pub fn is_hidden(character: char) -> bool {
    match character {
        ' '..='~' | '\u{ae}'..='\u{2ff}' => false,
        _ if CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character) => true,
        BRAILLE_BLANK => true,
        _ => match category(character) {
            GeneralCategory::Control
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator => true,
            GeneralCategory::Format => {
                !CodePointSetData::new::<PrependedConcatenationMark>().contains(character)
            }
            _ => false,
        },
    }
}

/// Whether the character changes the direction of the text around it.
pub fn is_bidirectional(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Whether an invisible character changes what its neighbours look like, but not their order.
pub(super) fn shapes(character: char) -> bool {
    matches!(
        character,
        '\u{200c}' | '\u{200d}' | '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}'
            | BRAILLE_BLANK | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Whether the character has no defined appearance: private use or unassigned.
pub fn is_unassignable(character: char) -> bool {
    let code = u32::from(character);
    matches!(code, 0xe000..=0xf8ff | 0xfdd0..=0xfdef | 0xf_0000..)
        || matches!(code & 0xffff, 0xfffe | 0xffff)
}

/// Whether a text has a deceptive character.
pub fn has_hidden_characters(text: &str) -> bool {
    hidden_characters(text).is_some()
}

/// The first deceptive character of a text and the number of them; `None` if there is none.
pub fn hidden_characters(text: &str) -> Option<(char, usize)> {
    if !text.chars().any(is_hidden) {
        return None;
    }
    let mut hidden = characters(text).into_iter().filter(|(_, is_hidden)| *is_hidden);
    let (first, _) = hidden.next()?;
    Some((first, 1 + hidden.count()))
}

/// Each character with whether it is deceptive.
pub(super) fn characters(text: &str) -> Vec<(char, bool)> {
    let characters: Vec<char> = text.chars().collect();
    let paired: HashSet<usize> = pairs(&characters).chain(flag_tags(&characters)).collect();
    let deceives = |(index, &character): (usize, &char)| {
        let belongs = || match character {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}' => {
                paired.contains(&index)
            }
            _ => belongs(character, &characters[..index], &characters[index + 1..]),
        };
        (character, is_hidden(character) && !belongs())
    };
    characters.iter().enumerate().map(deceives).collect()
}

/// The offsets of closed embeddings and isolates and of their closing characters. Overrides are
/// always deceptive, but they have closing characters too.
fn pairs(characters: &[char]) -> impl Iterator<Item = usize> {
    let mut open = Vec::new();
    let mut paired = Vec::new();
    for (index, &character) in characters.iter().enumerate() {
        match character {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' | '\u{2066}'..='\u{2068}' => {
                open.push((index, character));
            }
            '\u{202c}' | '\u{2069}' => {
                let closes = |(_, start): &mut (usize, char)| {
                    (*start >= '\u{2066}') == (character == '\u{2069}')
                };
                if let Some((start, opened)) = open.pop_if(closes) {
                    paired.push(index);
                    paired.extend((!matches!(opened, '\u{202d}' | '\u{202e}')).then_some(start));
                }
            }
            _ => {}
        }
    }
    paired.into_iter()
}

/// The offsets of tags that spell a subdivision after a black flag, as for England and Texas.
fn flag_tags(characters: &[char]) -> impl Iterator<Item = usize> {
    let flags = characters.iter().enumerate().filter(|(_, flag)| **flag == BLACK_FLAG);
    flags.flat_map(|(index, _)| {
        let start = index + 1;
        let is_letter = |tag: &char| matches!(tag, '\u{e0061}'..='\u{e007a}');
        let is_digit = |tag: &char| matches!(tag, '\u{e0030}'..='\u{e0039}');
        let tags = characters[start..].iter().take(LONGEST_SUBDIVISION + 1);
        let length = tags.take_while(|tag| is_letter(tag) || is_digit(tag)).count();
        let is_code = (SHORTEST_SUBDIVISION..=LONGEST_SUBDIVISION).contains(&length)
            && characters[start..start + 2].iter().all(is_letter)
            && characters.get(start + length) == Some(&END_OF_TAGS);
        if is_code { start..start + length + 1 } else { 0..0 }
    })
}

/// Whether an invisible character belongs to the ordinary writing of the text around it.
fn belongs(character: char, before: &[char], after: &[char]) -> bool {
    let visible = |neighbour: Option<&char>| neighbour.copied().filter(|other| !is_hidden(*other));
    let (before_it, after_it) = (before.last().copied(), after.first().copied());
    let (left, right) = (visible(before.last()), visible(after.first()));
    match character {
        // Direction marks are useful where directions meet, but not inside a word.
        '\u{61c}' | '\u{200e}' | '\u{200f}' => {
            !(left.is_some_and(is_left_to_right) && right.is_some_and(is_left_to_right))
        }
        '\u{200c}' | ZERO_WIDTH_JOINER => {
            left.is_some_and(|left| uses_joiners(left, before))
                || (character == ZERO_WIDTH_JOINER && joins_emoji(before, right))
                // An end of a word can stand alone, as in the sign of the Hijri year.
                || (!left.is_some_and(is_of_word)
                    && !before_it.is_some_and(is_hidden)
                    && right.is_some_and(|right| uses_joiners(right, &[])))
        }
        '\u{ad}' => left.is_some_and(is_of_word) && right.is_some_and(is_of_word),
        '\u{200b}' => [left, right].into_iter().flatten().any(is_of_spaceless_script),
        // Joins two visible characters in one line, which is pointless inside a word.
        '\u{2060}' => match (left, right) {
            (Some(left), Some(right)) => {
                !(left.is_whitespace()
                    || right.is_whitespace()
                    || is_of_word(left) && is_of_word(right))
            }
            _ => false,
        },
        // Orders marks, or keeps them apart.
        '\u{34f}' => right.is_some_and(is_mark),
        EMOJI_SELECTOR if before_it.is_some_and(|base| base.is_ascii()) => {
            after_it == Some(KEYCAP) && matches!(before_it, Some('0'..='9' | '#' | '*'))
        }
        '\u{180b}'..='\u{180d}' | '\u{180f}' => {
            before_it == Some(MONGOLIAN_SEPARATOR)
                || left.is_some_and(|base| share_a_script(character, base))
        }
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
            left.is_some_and(|base| has_variations(base, character))
        }
        // The fillers of Hangul are letters, and the reason for this rule.
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => false,
        _ => [left, right].into_iter().flatten().any(|other| share_a_script(character, other)),
    }
}

fn joins_emoji(before: &[char], right: Option<char>) -> bool {
    let pictures = CodePointSetData::new::<ExtendedPictographic>();
    let modifiers = CodePointSetData::new::<EmojiModifier>();
    let shape = |other: &&char| **other == EMOJI_SELECTOR || modifiers.contains(**other);
    // An emoji has at most one skin tone and one selector.
    let picture = before.iter().rev().enumerate().find(|(_, other)| !shape(other));
    picture.is_some_and(|(shapes, other)| shapes <= 2 && pictures.contains(*other))
        && right.is_some_and(|right| pictures.contains(right))
}

/// Whether joiners shape the letters and marks of the character's script. `before` is the text up
/// to it, whose last letter decides for marks that many scripts share.
fn uses_joiners(character: char, before: &[char]) -> bool {
    static SCRIPTS: LazyLock<Vec<Script>> = LazyLock::new(|| {
        let types = CodePointMapData::<JoiningType>::new();
        let syllables = CodePointMapData::<IndicSyllabicCategory>::new();
        let joining =
            [JoiningType::DualJoining, JoiningType::RightJoining, JoiningType::LeftJoining];
        let viramas = [IndicSyllabicCategory::Virama, IndicSyllabicCategory::InvisibleStacker];
        scripts_of(
            joining
                .into_iter()
                .flat_map(|joining| types.iter_ranges_for_value(joining))
                .chain(viramas.into_iter().flat_map(|kind| syllables.iter_ranges_for_value(kind))),
        )
    });
    let is_shared = |mark: char| {
        ScriptWithExtensions::new().has_script(mark, Script::Latin)
            && CodePointMapData::<IndicSyllabicCategory>::new().get(mark)
                == IndicSyllabicCategory::Other
    };
    if is_mark(character) && is_shared(character) {
        let letter = before.iter().rev().copied().find(|other| !is_mark(*other));
        return letter.is_some_and(|letter| !is_hidden(letter) && uses_joiners(letter, &[]));
    }
    is_of_word(character) && is_of(character, &SCRIPTS)
}

/// Whether words of the character's script are written without spaces between them.
fn is_of_spaceless_script(character: char) -> bool {
    static SCRIPTS: LazyLock<Vec<Script>> = LazyLock::new(|| {
        scripts_of(
            CodePointMapData::<LineBreak>::new().iter_ranges_for_value(LineBreak::ComplexContext),
        )
    });
    is_of(character, &SCRIPTS)
}

/// Whether Unicode has variations of the character that this selector may choose. Its list of
/// standardized variation sequences is not among the properties, so this goes by kinds.
fn has_variations(base: char, selector: char) -> bool {
    let scripts = ScriptWithExtensions::new();
    let of = |script| scripts.has_script(base, script);
    let is_ideograph = CodePointSetData::new::<Ideographic>().contains(base);
    let is_sign = !base.is_ascii()
        && (GeneralCategoryGroup::Symbol.contains(category(base))
            || GeneralCategoryGroup::Punctuation.contains(category(base)));
    match selector {
        '\u{e0100}'.. => is_ideograph,
        '\u{fe0e}' | EMOJI_SELECTOR => {
            is_sign || (!base.is_ascii() && CodePointSetData::new::<Emoji>().contains(base))
        }
        _ => {
            is_ideograph
                || is_sign
                || [
                    Script::Myanmar,
                    Script::PhagsPa,
                    Script::Manichaean,
                    Script::EgyptianHieroglyphs,
                ]
                .into_iter()
                .any(of)
        }
    }
}

/// Whether both characters share a script.
fn share_a_script(character: char, other: char) -> bool {
    let scripts = ScriptWithExtensions::new();
    scripts
        .get_script_extensions_val(character)
        .iter()
        .filter(|script| !matches!(*script, Script::Common | Script::Inherited | Script::Unknown))
        .any(|script| scripts.has_script(other, script))
}

/// The scripts that use these code points alone or with others.
fn scripts_of(ranges: impl Iterator<Item = RangeInclusive<u32>>) -> Vec<Script> {
    let mut all: Vec<Script> = Vec::new();
    for code in ranges.flatten() {
        let script = ScriptWithExtensions::new().get_script_val32(code);
        if !all.contains(&script) && !matches!(script, Script::Common | Script::Inherited) {
            all.push(script);
        }
    }
    all
}

fn is_of(character: char, scripts: &[Script]) -> bool {
    let extensions = ScriptWithExtensions::new();
    scripts.iter().any(|script| extensions.has_script(character, *script))
}

fn is_left_to_right(character: char) -> bool {
    GeneralCategoryGroup::Letter.contains(category(character))
        && CodePointMapData::<BidiClass>::new().get(character) == BidiClass::LeftToRight
}

fn is_of_word(character: char) -> bool {
    GeneralCategoryGroup::Letter.contains(category(character)) || is_mark(character)
}

fn is_mark(character: char) -> bool {
    GeneralCategoryGroup::Mark.contains(category(character))
}

fn category(character: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(character)
}

#[cfg(test)]
mod tests {
    use super::{hidden_characters, is_hidden};

    #[test]
    fn what_deceives_is_counted() {
        for hidden in [
            '\0',
            '\n',
            '\u{1b}',
            '\u{7f}',
            '\u{9b}',
            '\u{ad}',
            '\u{202e}',
            '\u{200b}',
            '\u{2028}',
            '\u{115f}',
            '\u{1160}',
            '\u{3164}',
            '\u{ffa0}',
            '\u{2800}',
            '\u{e0041}',
            '\u{e0100}',
            '\u{feff}',
            '\u{fe0f}',
            '\u{200d}',
            '\u{2066}',
            '\u{fff9}',
            '\u{180b}',
            '\u{2062}',
        ] {
            assert!(is_hidden(hidden), "{hidden:?}");
            assert_eq!(hidden_characters(&format!("1{hidden}2{hidden}")), Some((hidden, 2)));
        }
    }

    #[test]
    fn only_what_belongs_where_it_is_is_honest() {
        for (honest, deceiving) in [
            ("بيت\u{200f}", "ad\u{200f}min"),
            ("\u{2067}בית\u{2069}", "\u{2067}בית"),
            ("\u{202b}בית\u{202c}", "\u{202e}בית\u{202c}"),
            ("می\u{200c}خواهم", "می\u{200c}\u{200c}خواهم"),
            ("श्री\u{200d}", "Sri\u{200d}"),
            ("👩\u{200d}💻", "👩\u{200d}"),
            ("❤\u{fe0f}", "❤\u{fe0f}\u{fe0f}"),
            ("1\u{fe0f}\u{20e3}", "1\u{fe0f}"),
            ("葛\u{e0100}", "か\u{e0100}"),
            ("ᠠ\u{180b}", "a\u{180b}"),
            ("บ้าน\u{200b}ใหม่", "Home\u{200b}"),
            ("Schiff\u{ad}fahrt", "Schiff\u{ad}"),
            ("⠓⠊\u{2800}⠽", "Hi\u{2800}"),
            ("🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", "🏴\u{e0067}\u{e0062}"),
        ] {
            assert_eq!(hidden_characters(honest), None, "{honest:?}");
            assert!(hidden_characters(deceiving).is_some(), "{deceiving:?}");
        }
    }
}
