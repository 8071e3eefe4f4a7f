//! Keeps the worst of many findings, and counts the others.

use crate::rules::rule::Level;

/// The levels, the worst first.
pub const LEVELS: [Level; 3] = [Level::Error, Level::Warning, Level::Info];

/// The first findings of each level, up to a limit for each.
#[derive(Debug)]
pub struct Worst<T> {
    limit: usize,
    kept: [Vec<T>; LEVELS.len()],
    seen: [u64; LEVELS.len()],
}

impl<T> Worst<T> {
    /// Keeps so many of each level.
    pub fn new(limit: usize) -> Worst<T> {
        Worst { limit, kept: [const { Vec::new() }; LEVELS.len()], seen: [0; LEVELS.len()] }
    }

    /// Counts one, and keeps it where there is room; `make` is called only then.
    pub fn add(&mut self, level: Level, make: impl FnOnce() -> T) {
        let index = LEVELS.iter().position(|known| *known == level).unwrap_or_default();
        self.seen[index] += 1;
        if self.kept[index].len() < self.limit {
            self.kept[index].push(make());
        }
    }

    /// Takes those that were kept, the worst level first, each level in its order.
    pub fn take(&mut self) -> impl Iterator<Item = (Level, T)> {
        let kept = std::mem::take(&mut self.kept);
        LEVELS
            .into_iter()
            .zip(kept)
            .flat_map(|(level, kept)| kept.into_iter().map(move |finding| (level, finding)))
    }

    /// How many of each level were seen.
    pub fn seen(&self) -> impl Iterator<Item = (Level, u64)> {
        LEVELS.into_iter().zip(self.seen)
    }
}
