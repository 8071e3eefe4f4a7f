//! A keyed permutation of all identifiers of one shape, so that two never become one.
//!
//! Every letter and digit is a symbol of an alphabet that fits the whole identifier; all other
//! characters stay where they are. The symbols go through a Feistel network, whose rounds add to
//! one half what the key makes of the other.

use super::key::Key;

const ROUNDS: u8 = 10;
const DIGITS: &[u8] = b"0123456789";
const LOWER: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const UPPER: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const MIXED: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Another identifier of the same shape. Only letters and digits of ASCII change.
pub fn permute(key: &Key, text: &str) -> String {
    let alphabet = alphabet(text);
    let shape: String = text.chars().map(shape).collect();
    let symbol = |byte: u8| alphabet.iter().position(|letter| *letter == byte);
    let mut symbols: Vec<u8> =
        text.bytes().filter_map(symbol).filter_map(|at| u8::try_from(at).ok()).collect();
    let middle = symbols.len() / 2;
    for round in 0..ROUNDS {
        let (left, right) = symbols.split_at_mut(middle);
        let (changed, other) = if round % 2 == 0 { (right, left) } else { (left, right) };
        add(key, round, &shape, changed, other, alphabet.len());
    }
    let mut permuted = symbols.into_iter().map(|symbol| char::from(alphabet[usize::from(symbol)]));
    text.chars()
        .map(|character| match character {
            letter if letter.is_ascii_alphanumeric() => permuted.next().unwrap_or(letter),
            other => other,
        })
        .collect()
}

fn add(key: &Key, round: u8, shape: &str, changed: &mut [u8], other: &[u8], radix: usize) {
    for (index, chunk) in changed.chunks_mut(16).enumerate() {
        let parts = [&[round][..], &index.to_le_bytes(), shape.as_bytes(), other];
        let stream = key.derive("identifier", &parts);
        for (symbol, pair) in chunk.iter_mut().zip(stream.chunks_exact(2)) {
            let sum = usize::from(*symbol) + usize::from(u16::from_le_bytes([pair[0], pair[1]]));
            // A radix is at most 62.
            *symbol = u8::try_from(sum % radix).unwrap_or_default();
        }
    }
}

fn alphabet(text: &str) -> &'static [u8] {
    let lower = text.bytes().any(|byte| byte.is_ascii_lowercase());
    let upper = text.bytes().any(|byte| byte.is_ascii_uppercase());
    match (lower, upper) {
        (false, false) => DIGITS,
        (true, false) => LOWER,
        (false, true) => UPPER,
        (true, true) => MIXED,
    }
}

fn shape(character: char) -> char {
    if character.is_ascii_alphanumeric() { 'x' } else { character }
}

#[cfg(test)]
mod tests {
    use super::{Key, permute};
    use std::collections::HashSet;

    #[test]
    fn identifiers_of_one_shape_are_permuted() {
        let key = Key::new(&[7; 32]).expect("long enough");
        let all: HashSet<String> = (0..1000).map(|id| permute(&key, &format!("{id:03}"))).collect();
        assert_eq!(all.len(), 1000);
        assert!(all.iter().all(|id| id.len() == 3 && id.bytes().all(|byte| byte.is_ascii_digit())));
        assert_eq!(permute(&key, "a_b-@ é"), permute(&key, "a_b-@ é"));
        assert!(permute(&key, "a_b-@ é").ends_with("-@ é"));
        let other = Key::new(&[8; 32]).expect("long enough");
        assert_ne!(permute(&key, "0128372140"), permute(&other, "0128372140"));
    }
}
