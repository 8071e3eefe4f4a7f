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
    let found = Letters::of(letters.chars().map(u32::from));
    words
        .filter(|word| {
            // Fewer letters than bytes have those words only by their underscores.
            let (most, least) = (word.len(), word.len().saturating_sub(UNDERSCORES));
            3 * found.count <= 4 * most && 3 * found.count >= 2 * least
        })
        .filter_map(|word| {
            // Most words have other letters, of which each costs an edit, or are too long or
            // too short to be meant.
            // Known words are ASCII.
            let known = Letters::of(word.bytes().map(u32::from));
            let most = known.count / 3;
            if known.count.abs_diff(found.count) > most || known.differ(&found) > most {
                return None;
            }
            let distance = strsim::osa_distance(&letters, &plain_letters(word));
            (distance <= most).then_some((distance, word))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// No known word has more underscores.
const UNDERSCORES: usize = 4;

fn plain_letters(text: &str) -> String {
    let letters = text.chars().filter(|character| character.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The letters of a word.
struct Letters {
    /// Which there are, as bits that some letters share; case does not count.
    set: u64,
    /// How many there are.
    count: usize,
}

impl Letters {
    fn of(word: impl Iterator<Item = u32>) -> Letters {
        const UNDERSCORE: u32 = '_' as u32;
        word.fold(Letters { set: 0, count: 0 }, |Letters { set, count }, letter| {
            let is_letter = letter != UNDERSCORE;
            let bit = u64::from(is_letter) << ((letter | 0x20) & 63);
            Letters { set: set | bit, count: count + usize::from(is_letter) }
        })
    }

    /// How many letters of one word the other does not have, at least.
    fn differ(&self, other: &Letters) -> usize {
        let missing = |one: &Letters, other: &Letters| (one.set & !other.set).count_ones();
        missing(self, other).max(missing(other, self)) as usize
    }
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
