//! Interned names, which millions of deliveries share.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Numbered texts.
#[derive(Debug, Default)]
pub struct Names {
    /// The numbers of the texts by their hashes.
    numbers: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    /// All texts, concatenated, and where each ends.
    texts: String,
    ends: Vec<usize>,
}

/// The identity hasher, for keys that are hashes.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, bytes: &[u8]) {
        // Only `u64` keys are used with this hasher; for others any hash is correct.
        self.0 = self.0.wrapping_add(bytes.len() as u64);
    }
}

impl Names {
    /// The number of a text with this hash; a new text gets the next number.
    pub fn number(&mut self, hash: u64, name: &str) -> u32 {
        let mut slot = hash;
        while let Some(number) = self.numbers.get(&slot) {
            if self.name(*number) == name {
                return *number;
            }
            // A collision: this text takes the next free hash.
            slot = slot.wrapping_add(1);
        }
        let number = u32::try_from(self.ends.len()).expect("memory ends before four billion");
        self.texts.push_str(name);
        self.ends.push(self.texts.len());
        self.numbers.insert(slot, number);
        number
    }

    pub fn name(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before).copied());
        let range = start.unwrap_or(0)..self.ends.get(number).copied().unwrap_or(0);
        self.texts.get(range).unwrap_or("")
    }

    pub fn all(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|number| self.name(number as u32))
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The numbers sorted by text, by code points.
    pub fn sorted(&self) -> Vec<u32> {
        // Guids have a common prefix, so the first bytes after it nearly always decide.
        let same = self.common_start();
        let key = |name: &str| {
            let mut start = [0; 8];
            let rest = &name.as_bytes()[same..];
            let length = rest.len().min(start.len());
            start[..length].copy_from_slice(&rest[..length]);
            u64::from_be_bytes(start)
        };
        let mut numbers: Vec<(u64, u32)> =
            (0..).take(self.len()).map(|number| (key(self.name(number)), number)).collect();
        numbers.sort_unstable_by(|(left_key, left), (right_key, right)| {
            left_key.cmp(right_key).then_with(|| self.name(*left).cmp(self.name(*right)))
        });
        numbers.into_iter().map(|(_, number)| number).collect()
    }

    /// The length of the common prefix of all texts, in bytes.
    fn common_start(&self) -> usize {
        let first = self.name(0).as_bytes();
        (1..).take(self.len().saturating_sub(1)).fold(first.len(), |same, number| {
            let pairs = first[..same].iter().zip(self.name(number).as_bytes());
            pairs.take_while(|(left, right)| left == right).count()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_are_told_apart_and_put_in_order() {
        let mut names = Names::default();
        let texts = ["GOL-b", "GOL-", "GOL-a-longer-b", "GOL-a-longer-a", "GOL-a\0", "GOL-a"];
        for (number, text) in (0..).zip(texts) {
            // All have the same hash, so all but the first take a free one.
            assert_eq!(names.number(u64::MAX, text), number);
        }
        for (number, text) in (0..).zip(texts) {
            assert_eq!(names.number(u64::MAX, text), number);
            assert_eq!(names.name(number), text);
        }
        let mut sorted = texts;
        sorted.sort_unstable();
        let numbers = names.sorted();
        assert_eq!(numbers.iter().map(|number| names.name(*number)).collect::<Vec<_>>(), sorted);
        assert!(Names::default().sorted().is_empty());
        assert_eq!((names.len(), names.name(6)), (6, ""));
    }
}
