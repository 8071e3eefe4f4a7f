//! The rules that look at several goals: guids that differ only in case, and the latest state
//! of all live goals of one user.
//!
//! Each further goal is compared with the first one in guid order, so that n goals give n findings
//! and not n² pairs.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::audit::Finding;
use super::delivery::{Delivery, FieldState, Watched};
use crate::rules::problem::Problem;

/// Collects goals in guid order.
#[derive(Debug, Default)]
pub struct Users {
    /// Hashes of lower-case guids.
    guids: HashMap<u64, u32>,
    /// By user, type, category and position.
    positions: HashMap<(u64, u64, u64, i64), u32>,
    /// By user and account.
    accounts: HashMap<(u64, u64), u32>,
    user_ids: Pairs,
    user_guids: Pairs,
    /// Findings about users, which belong to no single goal.
    pub found: Vec<Finding>,
}

impl Users {
    /// Adds the next goal (the hash of its lower-case guid, its first delivery, and the latest one
    /// if the goal is live) and returns the findings about it.
    pub fn add(&mut self, guid: u64, first: u32, live: Option<(u32, &Delivery)>) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut add = |problem, delivery, other: Option<u32>| {
            found.extend(other.map(|_| Finding { problem, delivery, related: other }));
        };
        add(Problem::GuidCase, first, first_with(&mut self.guids, guid, first));
        let Some((index, goal)) = live else { return found };
        let Some(user) = goal.user.get().value() else { return found };
        let Watched { is_complete, kind, category, account, user_id, .. } = goal.watched;
        // A goal without `is_complete` is open.
        let is_open = is_complete != FieldState::Value(true);
        if let (true, Some(kind), Some(category), Some(position)) =
            (is_open, kind.get().value(), category.get().value(), goal.position.get().value())
        {
            let key = (user, kind, category, position);
            let other = first_with(&mut self.positions, key, index);
            add(Problem::SharedPosition { position }, index, other);
        }
        if let (true, Some(account)) = (is_open, account.get().value()) {
            let other = first_with(&mut self.accounts, (user, account), index);
            add(Problem::SharedAccount, index, other);
        }
        if let Some(user_id) = user_id.get().value() {
            add(Problem::SplitUser, index, self.user_ids.other(user, user_id, index));
            let related = self.user_guids.other(user_id, user, index);
            let problem = Problem::SharedUserId;
            self.found.extend(related.map(|_| Finding { problem, delivery: index, related }));
        }
        found
    }
}

/// The first value of each key, and further values that differ.
#[derive(Debug, Default)]
struct Pairs {
    first: HashMap<u64, (u64, u32)>,
    more: HashSet<(u64, u64)>,
}

impl Pairs {
    /// The first goal with this key, if its value was another one; each value is reported once.
    fn other(&mut self, key: u64, with: u64, this: u32) -> Option<u32> {
        let (first_with, first) = *self.first.entry(key).or_insert((with, this));
        (first_with != with && self.more.insert((key, with))).then_some(first)
    }
}

/// The first goal with this key; records this one if there is none.
fn first_with<Key: Hash + Eq>(goals: &mut HashMap<Key, u32>, key: Key, this: u32) -> Option<u32> {
    match goals.entry(key) {
        Entry::Occupied(other) => Some(*other.get()),
        Entry::Vacant(vacant) => {
            vacant.insert(this);
            None
        }
    }
}
