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
    words
        .map(|word| (strsim::damerau_levenshtein(&letters, &plain_letters(word)), word))
        .filter(|(distance, word)| *distance * 3 <= plain_letters(word).len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

fn plain_letters(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
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
