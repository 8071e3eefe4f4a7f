//! Counts by arbitrary names, in bounded memory.
//!
//! The shortest names are kept, in alphabetical order among equal lengths. A name that is kept in
//! the end was kept from its first occurrence on, in every part. So its count is exact, and parts
//! merged in any order keep the same names with the same counts as one run. Other names are only
//! counted in total.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::text::escape::Untrusted;

/// The number of names that are kept.
pub const KEPT: usize = 100;
/// The maximum length of a kept name, in bytes.
pub const LONGEST: usize = 64;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// All occurrences, kept names or not.
    all: u64,
    kept: BTreeMap<Name, u64>,
}

/// A name, ordered by length, then alphabetically.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name(Untrusted);

impl Ord for Name {
    fn cmp(&self, other: &Name) -> Ordering {
        let (mine, theirs) = (self.0.raw(), other.0.raw());
        mine.len().cmp(&theirs.len()).then_with(|| mine.cmp(theirs))
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Names {
    pub fn count(&mut self, name: &str) {
        self.all = self.all.saturating_add(1);
        self.keep(name, 1);
    }

    /// Counts occurrences with unknown names.
    pub fn count_unnamed(&mut self, count: u64) {
        self.all = self.all.saturating_add(count);
    }

    /// Adds to the count of a name but not to the total.
    pub fn keep(&mut self, name: &str, count: u64) {
        if name.len() > LONGEST {
            return;
        }
        let kept = self.kept.entry(Name(Untrusted::new(name))).or_default();
        *kept = kept.saturating_add(count);
        if self.kept.len() > KEPT {
            self.kept.pop_last();
        }
    }

    pub fn merge(&mut self, other: &Names) {
        self.all = self.all.saturating_add(other.all);
        for (name, count) in &other.kept {
            self.keep(name.0.raw(), *count);
        }
    }

    /// Drops the names and keeps the total.
    pub fn forget(&mut self) {
        self.kept.clear();
    }

    pub fn all(&self) -> u64 {
        self.all
    }

    /// The kept names with their counts, in order.
    pub fn kept(&self) -> impl Iterator<Item = (&Untrusted, u64)> {
        self.kept.iter().map(|(name, count)| (&name.0, *count))
    }

    /// Occurrences of names that are not kept.
    pub fn more(&self) -> u64 {
        self.kept.values().fold(self.all, |more, count| more.saturating_sub(*count))
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Names};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_in_any_order_give_the_counts_of_the_whole(
            names in proptest::collection::vec("[a-c]{0,7}|[a-z]{60,70}", 0..200),
            cuts in proptest::collection::vec(0_usize..200, 0..6),
            turn in 0_usize..7,
        ) {
            let mut whole = Names::default();
            names.iter().for_each(|name| whole.count(name));
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(names.len())).collect();
            cuts.extend([0, names.len()]);
            cuts.sort_unstable();
            let mut parts: Vec<Names> = cuts.windows(2).map(|cut| {
                let mut part = Names::default();
                names[cut[0]..cut[1]].iter().for_each(|name| part.count(name));
                part
            }).collect();
            let parts_count = parts.len();
            parts.rotate_left(turn % parts_count);
            let mut merged = Names::default();
            parts.iter().for_each(|part| merged.merge(part));
            prop_assert!(whole.kept().count() <= KEPT);
            prop_assert_eq!(&merged, &whole);
            for (name, count) in whole.kept() {
                let exact = names.iter().filter(|other| *other == name.raw()).count() as u64;
                prop_assert_eq!(count, exact);
            }
        }
    }
}
