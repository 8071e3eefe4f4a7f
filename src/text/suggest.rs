//! The nearest known word, for "did you mean".

/// The word most like `found`, if one is near enough to be meant.
///
/// Words that differ only in case or punctuation are nearest; then those within a third of
/// their letters.
pub fn suggest<'w>(found: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    // A key can be a mebibyte long: nothing that long is a slip of the keyboard.
    if found.is_empty() || found.len() > 64 {
        return None;
    }
    let letters = plain_letters(found);
    let length = letters.chars().count();
    let set = letter_set(&letters);
    words
        .filter_map(|word| {
            // Most words have other letters, of which each costs an edit, or are too long or
            // too short to be meant.
            let known = letter_set(word);
            let strange = (set & !known).count_ones().max((known & !set).count_ones());
            if strange as usize > word.len() / 3 {
                return None;
            }
            let most = count_letters(word) / 3;
            if count_letters(word).abs_diff(length) > most {
                return None;
            }
            let distance = strsim::osa_distance(&letters, &plain_letters(word));
            (distance <= most).then_some((distance, word))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

fn plain_letters(text: &str) -> String {
    let letters = text.chars().filter(|character| character.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Which letters a word has, as a set of bits that some letters share; neither `_` nor case
/// counts.
fn letter_set(word: &str) -> u64 {
    const UNDERSCORE: u64 = 1 << (b'_' & 63 | 0x20);
    word.bytes().fold(0, |set, byte| set | 1 << ((byte | 0x20) & 63)) & !UNDERSCORE
}

/// The letters of a known word, which is ASCII.
fn count_letters(word: &str) -> usize {
    word.bytes().filter(u8::is_ascii_alphanumeric).count()
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn only_near_words_are_suggested() {
        let words = ["amount", "current_amount", "name", "guid"];
        assert_eq!(suggest("amuont", words.into_iter()), Some("amount"));
        assert_eq!(suggest("currentAmount", words.into_iter()), Some("current_amount"));
        assert_eq!(suggest("GUID", words.into_iter()), Some("guid"));
        assert_eq!(suggest("colour", words.into_iter()), None);
        assert_eq!(suggest("", words.into_iter()), None);
    }
}
