//! All deliveries of a run, with the names that they share, and the order to read them in.

use std::collections::HashMap;
use std::sync::Arc;

use super::delivery::Delivery;
use crate::text::escape::Foreign;

/// Texts with a number for each.
#[derive(Debug, Default)]
pub struct Names {
    numbers: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
}

impl Names {
    /// The number of a text; a new one where it is new.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).expect("memory ends before four billion");
        let name: Arc<str> = Arc::from(name);
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }

    /// The text with this number.
    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", |name| name)
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The numbers in the order of their texts, by code points.
    pub fn sorted(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..).take(self.names.len()).collect();
        numbers.sort_unstable_by_key(|number| self.name(*number));
        numbers
    }
}

/// Digests in capture order, and the texts that they refer to.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The digests, in capture order.
    pub deliveries: Vec<Delivery>,
    /// The guids of goals.
    pub goals: Names,
    /// The names of inputs.
    pub inputs: Vec<Arc<Foreign>>,
    /// The ways through envelopes; the first is empty.
    trails: Vec<Vec<Foreign>>,
}

impl Ledger {
    /// The trail with this number.
    pub fn trail(&self, number: u32) -> &[Foreign] {
        match number {
            0 => &[],
            number => self.trails.get(number as usize - 1).map_or(&[], Vec::as_slice),
        }
    }

    /// The number of a trail.
    pub fn add_trail(&mut self, trail: Vec<Foreign>) -> u32 {
        if trail.is_empty() {
            return 0;
        }
        self.trails.push(trail);
        u32::try_from(self.trails.len()).expect("memory ends before four billion")
    }

    /// Puts the deliveries of each goal together, in capture order within the goal.
    pub fn by_goal(&self) -> ByGoal {
        let mut starts = vec![0_u32; self.goals.len() + 1];
        for delivery in &self.deliveries {
            starts[delivery.goal as usize + 1] += 1;
        }
        for goal in 1..starts.len() {
            starts[goal] += starts[goal - 1];
        }
        let mut next = starts.clone();
        let mut order = vec![0_u32; self.deliveries.len()];
        for (index, delivery) in (0_u32..).zip(&self.deliveries) {
            let place = &mut next[delivery.goal as usize];
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
}
