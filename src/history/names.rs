//! Names that millions of deliveries share, each kept once.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Texts with a number for each.
#[derive(Debug, Default)]
pub struct Names {
    /// The numbers by the hashes of the texts.
    numbers: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    /// All texts, one behind the other, and where each ends.
    texts: String,
    ends: Vec<usize>,
}

/// Hashes for a map whose keys are hashes already.
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
        // No other key has this hasher; any hash would be right.
        self.0 = self.0.wrapping_add(bytes.len() as u64);
    }
}

impl Names {
    /// The number of a text that has this hash; a new one where it is new.
    pub fn number(&mut self, hash: u64, name: &str) -> u32 {
        let mut slot = hash;
        while let Some(number) = self.numbers.get(&slot) {
            if self.name(*number) == name {
                return *number;
            }
            // Another text has the hash, so this one takes the next that is free.
            slot = slot.wrapping_add(1);
        }
        let number = u32::try_from(self.ends.len()).expect("memory ends before four billion");
        self.texts.push_str(name);
        self.ends.push(self.texts.len());
        self.numbers.insert(slot, number);
        number
    }

    /// The text with this number.
    pub fn name(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before).copied());
        let range = start.unwrap_or(0)..self.ends.get(number).copied().unwrap_or(0);
        self.texts.get(range).unwrap_or("")
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The numbers in the order of their texts, by code points.
    pub fn sorted(&self) -> Vec<u32> {
        // Guids begin alike, so what comes after that beginning decides nearly always.
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

    /// The length of what all texts begin with, in bytes.
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
            // All have one hash, so that each but the first takes a free one.
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
