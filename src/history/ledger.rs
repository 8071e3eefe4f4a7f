//! All deliveries of a run, with shared names stored once.

use std::borrow::Cow;
use std::sync::Arc;

use super::delivery::{BodyLocation, Delivery};
use super::names::Names;
use crate::text::escape::Untrusted;

#[derive(Debug, Default)]
pub struct Ledger {
    /// The digests, in capture order.
    pub deliveries: Vec<Delivery>,
    /// The locations of the bodies, which are only needed to print them; empty with `--summary`.
    pub locations: Vec<BodyLocation>,
    /// The goal number of each delivery.
    pub goal_of: Vec<u32>,
    /// The guids of the goals.
    pub goals: Names,
    pub inputs: Vec<Arc<Untrusted>>,
    /// Paths through envelopes; the first is empty.
    trails: Vec<Vec<Untrusted>>,
}

impl Ledger {
    pub fn guid(&self, delivery: u32) -> &str {
        self.goal_of.get(delivery as usize).map_or("", |goal| self.goals.name(*goal))
    }

    /// The deliveries at these indexes.
    pub fn side_by_side(&self, positions: &[u32]) -> Cow<'_, [Delivery]> {
        // If there is only one goal, which may be huge, they are in order already and are not
        // copied.
        if positions.is_sorted_by(|before, after| before + 1 == *after) {
            let start = positions.first().map_or(0, |first| *first as usize);
            return Cow::Borrowed(&self.deliveries[start..start + positions.len()]);
        }
        positions.iter().map(|index| self.deliveries[*index as usize]).collect()
    }

    pub fn trail(&self, number: u32) -> &[Untrusted] {
        match number {
            0 => &[],
            number => self.trails.get(number as usize - 1).map_or(&[], Vec::as_slice),
        }
    }

    /// The number of a path through envelopes.
    pub fn add_trail(&mut self, trail: Vec<Untrusted>) -> u32 {
        if trail.is_empty() {
            return 0;
        }
        self.trails.push(trail);
        u32::try_from(self.trails.len()).expect("memory ends before four billion")
    }

    /// Groups the deliveries by goal, in capture order within each goal.
    pub fn by_goal(&self) -> ByGoal {
        let mut starts = vec![0_u32; self.goals.len() + 1];
        for goal in &self.goal_of {
            starts[*goal as usize + 1] += 1;
        }
        for goal in 1..starts.len() {
            starts[goal] += starts[goal - 1];
        }
        let mut next = starts.clone();
        let mut order = vec![0_u32; self.deliveries.len()];
        for (index, goal) in (0_u32..).zip(&self.goal_of) {
            let place = &mut next[*goal as usize];
            order[*place as usize] = index;
            *place += 1;
        }
        ByGoal { starts, order }
    }
}

/// The deliveries of each goal, as indexes in the ledger.
#[derive(Debug)]
pub struct ByGoal {
    starts: Vec<u32>,
    order: Vec<u32>,
}

impl ByGoal {
    /// The deliveries of a goal, in capture order.
    pub fn of(&self, goal: u32) -> &[u32] {
        let goal = goal as usize;
        &self.order[self.starts[goal] as usize..self.starts[goal + 1] as usize]
    }
    /// Splits these goals into chunks of about this many deliveries.
    pub fn portions<'g>(
        &'g self,
        goals: &'g [u32],
        wanted: usize,
    ) -> impl Iterator<Item = &'g [u32]> {
        let mut rest = goals;
        std::iter::from_fn(move || {
            let mut deliveries = 0;
            let is_enough = |goal: &u32| {
                let before = deliveries;
                deliveries += self.of(*goal).len();
                before >= wanted
            };
            let end = rest.iter().position(is_enough).unwrap_or(rest.len());
            let (portion, others) = rest.split_at(end);
            rest = others;
            (!portion.is_empty()).then_some(portion)
        })
    }
}
