//! The nearest known word, for "did you mean".

/// The known word nearest to `found`, if it is near enough.
///
/// Words that differ only in case or punctuation are nearest; then those within a third of
/// their letters.
pub fn suggest<'w>(found: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    // A key can be a mebibyte long; a text that long is not a typing error.
    if found.is_empty() || found.len() > 64 {
        return None;
    }
    let letters = plain_letters(found);
    let found_count = letters.chars().count();
    let found_set = letter_set(letters.chars().map(u32::from));
    words
        .filter_map(|word| {
            // Rules out most words by their length and letters; each other letter costs an edit.
            // Known words are ASCII.
            let count = word.bytes().filter(|byte| *byte != b'_').count();
            let most = count / 3;
            if count.abs_diff(found_count) > most
                || differ(letter_set(word.bytes().map(u32::from)), found_set) > most
            {
                return None;
            }
            let distance = strsim::osa_distance(&letters, &plain_letters(word));
            (distance <= most).then_some((distance, word))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// `did you mean amount?` for the nearest known word; if none is near, the other hint.
pub fn hint<'w>(found: &str, words: impl Iterator<Item = &'w str>, otherwise: &str) -> String {
    suggest(found, words).map_or(otherwise.to_owned(), |near| format!("did you mean {near}?"))
}

fn plain_letters(text: &str) -> String {
    let letters = text.chars().filter(|character| character.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The set of letters of a word, ignoring case, as bits; some letters share a bit.
fn letter_set(word: impl Iterator<Item = u32>) -> u64 {
    const UNDERSCORE: u32 = '_' as u32;
    word.fold(0, |set, letter| set | u64::from(letter != UNDERSCORE) << ((letter | 0x20) & 63))
}

/// A lower bound for the number of letters of one word that the other does not have.
fn differ(one: u64, other: u64) -> usize {
    (one & !other).count_ones().max((other & !one).count_ones()) as usize
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
        assert_eq!(suggest("nàme", words.into_iter()), Some("name"));
        assert_eq!(suggest("", words.into_iter()), None);
    }
}
