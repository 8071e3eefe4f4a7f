//! All deliveries of a run, with the names that they share, and the order to read them in.

use std::borrow::Cow;
use std::sync::Arc;

use super::delivery::{BodyLocation, Delivery};
use super::names::Names;
use crate::text::escape::Untrusted;

/// Digests in capture order, and the texts that they refer to.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The digests, in capture order.
    pub deliveries: Vec<Delivery>,
    /// Where their bodies are, which is looked up only to show one; empty where nothing is shown.
    pub locations: Vec<BodyLocation>,
    /// The numbers of their goals.
    pub goal_of: Vec<u32>,
    /// The guids of goals.
    pub goals: Names,
    /// The names of inputs.
    pub inputs: Vec<Arc<Untrusted>>,
    /// The ways through envelopes; the first is empty.
    trails: Vec<Vec<Untrusted>>,
}

impl Ledger {
    /// The guid of a delivery.
    pub fn guid(&self, delivery: u32) -> &str {
        self.goal_of.get(delivery as usize).map_or("", |goal| self.goals.name(*goal))
    }

    /// The deliveries at these positions, side by side.
    pub fn side_by_side(&self, positions: &[u32]) -> Cow<'_, [Delivery]> {
        // So they stand where one goal is all that there is, which may be the largest of all.
        if positions.is_sorted_by(|before, after| before + 1 == *after) {
            let start = positions.first().map_or(0, |first| *first as usize);
            return Cow::Borrowed(&self.deliveries[start..start + positions.len()]);
        }
        positions.iter().map(|index| self.deliveries[*index as usize]).collect()
    }

    /// The trail with this number.
    pub fn trail(&self, number: u32) -> &[Untrusted] {
        match number {
            0 => &[],
            number => self.trails.get(number as usize - 1).map_or(&[], Vec::as_slice),
        }
    }

    /// The number of a trail.
    pub fn add_trail(&mut self, trail: Vec<Untrusted>) -> u32 {
        if trail.is_empty() {
            return 0;
        }
        self.trails.push(trail);
        u32::try_from(self.trails.len()).expect("memory ends before four billion")
    }

    /// Puts the deliveries of each goal together, in capture order within the goal.
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

/// The deliveries of each goal, as positions in the ledger.
#[derive(Debug)]
pub struct ByGoal {
    starts: Vec<u32>,
    order: Vec<u32>,
}

impl ByGoal {
    /// The deliveries of the goal with this number, in capture order.
    pub fn of(&self, goal: u32) -> &[u32] {
        let goal = goal as usize;
        &self.order[self.starts[goal] as usize..self.starts[goal + 1] as usize]
    }
    /// These goals in portions, each of which ends with the goal that makes it so many deliveries.
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
