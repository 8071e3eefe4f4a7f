//! The rules that look at several goals: guids that differ only in case, and the latest state
//! of all live goals of one user.
//!
//! Each further goal is held against the first one in the order of guids, so that many goals
//! give as many findings and not as many pairs.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hash};

use super::audit::Oddity;
use super::delivery::Delivery;
use super::keyed::Hashed;
use super::known::Known;
use crate::rules::sequence_problem::SequenceProblem;

/// Gathers goals, in the order of their guids.
#[derive(Debug, Default)]
pub struct Across {
    /// Hashes of guids without their case.
    guids: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    positions: HashMap<(u64, u8, i64), u32>,
    accounts: HashMap<(u64, u64), u32>,
    /// The first user_id of each user, and all of them.
    user_ids: HashMap<u64, (u64, u32)>,
    more_user_ids: HashSet<(u64, u64)>,
}

impl Across {
    /// How many users have a live goal with a user_id.
    pub fn users(&self) -> u64 {
        self.user_ids.len() as u64
    }

    /// Takes the next goal: the hash of its guid without its case, its first delivery, and the
    /// latest one where the goal lives.
    pub fn add(&mut self, guid: u64, first: u32, live: Option<(u32, &Delivery)>) -> Vec<Oddity> {
        let mut found = Vec::new();
        if let Some(other) = held_against(&mut self.guids, guid, first) {
            found.push(oddity(SequenceProblem::GuidCase, first, other));
        }
        if let Some((latest, delivery)) = live {
            self.user(delivery, latest, &mut found);
        }
        found
    }

    fn user(&mut self, goal: &Delivery, index: u32, found: &mut Vec<Oddity>) {
        let Some(user) = goal.user.get().value() else { return };
        // A goal that does not say that it is complete is open.
        let is_open = goal.complete != Known::Value(true);
        if let (true, Some(kind), Some(position)) =
            (is_open, goal.kind.value(), goal.position.get().value())
            && let Some(other) = held_against(&mut self.positions, (user, kind, position), index)
        {
            found.push(oddity(SequenceProblem::SharedPosition { position }, index, other));
        }
        if let (true, Some(account)) = (is_open, goal.account.get().value())
            && let Some(other) = held_against(&mut self.accounts, (user, account), index)
        {
            found.push(oddity(SequenceProblem::SharedAccount, index, other));
        }
        if let Some(user_id) = goal.user_id.get().value() {
            let (first_id, first) = *self.user_ids.entry(user).or_insert((user_id, index));
            let is_new = first_id != user_id && self.more_user_ids.insert((user, user_id));
            if is_new {
                found.push(oddity(SequenceProblem::SplitUser, index, first));
            }
        }
    }
}

/// The goal that had this key before, or none, and then this one has it.
fn held_against<Key: Hash + Eq>(
    held: &mut HashMap<Key, u32, impl BuildHasher>,
    key: Key,
    this: u32,
) -> Option<u32> {
    match held.entry(key) {
        std::collections::hash_map::Entry::Occupied(other) => Some(*other.get()),
        std::collections::hash_map::Entry::Vacant(vacant) => {
            vacant.insert(this);
            None
        }
    }
}

fn oddity(problem: SequenceProblem, delivery: u32, other: u32) -> Oddity {
    Oddity { problem, delivery, related: Some(other) }
}
