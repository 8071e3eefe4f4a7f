//! What tells of a secret: words in names, schemes of credentials, addresses.

use std::ops::Range;

/// A name that holds one of these is that of a secret.
const WORDS: [&str; 8] =
    ["authorization", "cookie", "credential", "key", "password", "secret", "signature", "token"];
/// A name of which one of these is a whole word is that of a secret; they are parts of others.
const WHOLE_WORDS: [&str; 8] = ["auth", "bearer", "hmac", "jwt", "passwd", "pwd", "session", "sig"];
/// What stands before a credential, whatever it is the value of.
pub(super) const SCHEMES: [&[u8]; 2] = [b"Basic ", b"Bearer "];
/// What stands before an address, in which a user and a password may stand.
pub(super) const ADDRESS: &[u8] = b"://";
/// What tells of a secret beside names.
const OTHER_SIGNS: [&[u8]; 3] = [ADDRESS, SCHEMES[0], SCHEMES[1]];

/// Whether a name holds a word for something secret.
pub(super) fn is_secret_name(name: &[u8]) -> bool {
    last_of(name, 0..name.len(), NAMES).is_some()
}

/// Whether [`super::mask`] may find anything in a text.
pub fn has_sign(text: &str) -> bool {
    last_of(text.as_bytes(), 0..text.len(), SIGNS).is_some()
}

/// Looks for signs of secrets in bytes, at each place once however often it is asked about: a
/// capture can have a finding at every few bytes, and secrets are looked for around each.
#[derive(Debug)]
pub struct Signs<'a> {
    bytes: &'a [u8],
    /// The places that were looked at.
    seen: Range<usize>,
    /// The last of them with a sign.
    last: Option<usize>,
}

impl<'a> Signs<'a> {
    /// The signs in these bytes.
    pub fn new(bytes: &'a [u8]) -> Signs<'a> {
        Signs { bytes, seen: 0..0, last: None }
    }

    /// Whether [`super::mask`] may find anything in a stretch of the bytes; certainly not, if not.
    /// It is quick for stretches that come in order.
    pub fn may_be_in(&mut self, stretch: Range<usize>) -> bool {
        if stretch.start < self.seen.start || stretch.start > self.seen.end {
            self.seen = stretch.start..stretch.start;
            self.last = None;
        }
        if stretch.end > self.seen.end {
            let new = self.seen.end..stretch.end;
            self.last = last_of(self.bytes, new, SIGNS).or(self.last);
            self.seen.end = stretch.end;
        }
        self.last.is_some_and(|last| last >= stretch.start)
    }
}

/// The bits of signs that are names: the words by their place in [`WORDS`] and [`WHOLE_WORDS`].
const NAMES: u16 = 0xff;
/// Those of all signs; behind the names stand [`OTHER_SIGNS`].
const SIGNS: u16 = u16::MAX;

/// The last of some places at which one of some signs begins.
fn last_of(bytes: &[u8], places: Range<usize>, signs: u16) -> Option<usize> {
    // Nearly always the first letters tell that there is none.
    let end = bytes.len().min(places.end + LETTERS.len() - 1);
    let starts = bytes[places.start.min(end)..end].array_windows();
    let found = starts.enumerate().rev().find(|(index, [first, second, third])| {
        let [firsts, seconds, thirds] = &LETTERS;
        let found = firsts[usize::from(*first)]
            & seconds[usize::from(*second)]
            & thirds[usize::from(*third)]
            & signs;
        found != 0 && begins(bytes, places.start + index, found)
    });
    found.map(|(index, _)| places.start + index)
}

/// Whether one of the signs of these bits begins at a place.
#[cold]
fn begins(bytes: &[u8], at: usize, signs: u16) -> bool {
    (0..u16::BITS as usize).any(|index| signs & 1 << index != 0 && is_sign(bytes, at, index))
}

fn is_sign(bytes: &[u8], at: usize, index: usize) -> bool {
    let rest = &bytes[at..];
    let starts = |word: &str| {
        rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    };
    let Some(whole) = WHOLE_WORDS.get(index) else {
        return rest.starts_with(OTHER_SIGNS[index - WHOLE_WORDS.len()]);
    };
    let begins = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
    let ends = rest.get(whole.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    starts(WORDS[index]) || (begins && ends && starts(whole))
}

/// For the first, the second and the third byte of a sign: the bits of the signs that have a
/// byte there, whatever its case.
static LETTERS: [[u16; 256]; 3] = {
    let mut letters = [[0; 256]; 3];
    let mut index = 0;
    while index < WORDS.len() {
        add(&mut letters, WORDS[index].as_bytes(), 1 << index);
        add(&mut letters, WHOLE_WORDS[index].as_bytes(), 1 << index);
        index += 1;
    }
    let mut other = 0;
    while other < OTHER_SIGNS.len() {
        add(&mut letters, OTHER_SIGNS[other], 1 << (index + other));
        other += 1;
    }
    letters
};

const fn add(letters: &mut [[u16; 256]; 3], sign: &[u8], bit: u16) {
    let mut at = 0;
    while at < letters.len() {
        letters[at][sign[at].to_ascii_lowercase() as usize] |= bit;
        letters[at][sign[at].to_ascii_uppercase() as usize] |= bit;
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::Signs;
    use crate::text::secret::mask;
    use proptest::prelude::*;

    proptest! {
        /// Whatever stretches are asked about, in whatever order.
        #[test]
        fn there_is_nothing_to_mask_without_a_sign(
            words in proptest::collection::vec(
                prop_oneof![
                    "[a-z :=,\"]{1,9} ",
                    prop::sample::select(vec![
                        "X-Api-KEY: a ", "\"token\":\"b\" ", "sig=c ", "https://d:e@f/ ",
                        "Basic abcdefgh ", "Bearer abcdefgh ", "PassWord , \"g\" ",
                    ]).prop_map(str::to_owned),
                ],
                0..30,
            ),
            stretches in proptest::collection::vec((0_usize..30, 0_usize..10), 1..10),
        ) {
            let text = words.concat();
            let place = |count: usize| words.iter().take(count).map(String::len).sum::<usize>();
            let mut signs = Signs::new(text.as_bytes());
            for (from, count) in stretches {
                let stretch = place(from)..place(from + count);
                let mut bytes = text.as_bytes()[stretch.clone()].to_vec();
                mask(&mut bytes);
                let is_masked = bytes != text.as_bytes()[stretch.clone()];
                prop_assert!(signs.may_be_in(stretch) || !is_masked);
            }
        }
    }
}
