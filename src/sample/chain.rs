//! The life of one goal: it is created, changes with every revision, and may end.
//!
//! A valid chain has no finding in any command: revisions are consecutive, each changes something,
//! an open goal stays below its target, and a completion is never undone.

use oorandom::Rand64;

use super::draft::Draft;
use super::people::below;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The goal is open at the end of the sample.
    Open,
    /// The goal is complete, and the money is spent.
    Complete,
    /// The goal is deleted.
    Deleted,
}

impl End {
    /// A random end with realistic probabilities.
    pub fn any(random: &mut Rand64) -> End {
        match below(random, 10) {
            0 | 1 => End::Deleted,
            2..=4 => End::Complete,
            _ => End::Open,
        }
    }
}

/// A goal between two deliveries.
#[derive(Debug)]
pub struct Life {
    /// The last delivery, from which the next revision is derived.
    pub goal: Draft,
    /// The remaining deliveries, including those of a fault.
    pub left: u64,
    pub end: End,
    pub started: bool,
}

impl Life {
    /// The next valid delivery; `left` more follow it.
    pub fn step(&mut self, left: u64, random: &mut Rand64, now: i64) -> Draft {
        if std::mem::replace(&mut self.started, true) {
            advance(&mut self.goal, left, self.end, random, now);
        } else {
            self.goal.received = now;
        }
        self.goal
    }
}

const DAY: i64 = 86_400;

/// Changes a goal to its next revision; `left` more follow it.
pub fn advance(goal: &mut Draft, left: u64, end: End, random: &mut Rand64, now: i64) {
    goal.revision += 1;
    goal.action = "updated";
    goal.received = now;
    if end == End::Deleted && left == 0 {
        goal.action = "deleted";
        change(goal, random);
        return;
    }
    if end == End::Complete && left <= 1 {
        complete(goal, random);
        return;
    }
    change(goal, random);
}

/// One of the last two revisions of a reached goal: complete, then spent.
fn complete(goal: &mut Draft, random: &mut Rand64) {
    if goal.is_complete {
        goal.has_been_spent = true;
        return;
    }
    goal.is_complete = true;
    goal.completed_at = Some(goal.received - below(random, 3_600) as i64);
    goal.projected_to_complete_at = None;
    goal.current_amount = if goal.saves() { goal.amount } else { 0 };
}

/// A random change that leaves the goal open.
pub fn change(goal: &mut Draft, random: &mut Rand64) {
    match below(random, 20) {
        0 => goal.name.number += 1,
        1 if goal.metadata.is_some() => {
            if let Some(metadata) = &mut goal.metadata {
                metadata.number += 1;
            }
        }
        2 if goal.saves() && goal.amount > 0 => goal.amount += 5_000,
        _ => pay(goal, random),
    }
}

/// A payment: savings grow or the debt shrinks, and the projection moves.
fn pay(goal: &mut Draft, random: &mut Rand64) {
    if let Some(projected) = &mut goal.projected_to_complete_at {
        // Each payment moves the projection by days, in the direction that keeps it plausible.
        let days = (1 + below(random, 30) as i64) * DAY;
        *projected += if *projected > goal.received + 3_000 * DAY { -days } else { days };
    }
    let share = 1 + below(random, goal.amount as u64 / 12) as i64;
    if goal.amount == 0 {
        return;
    }
    if goal.saves() {
        goal.current_amount += share;
        if goal.current_amount >= goal.amount {
            // Withdraw some money so that the goal stays open.
            goal.current_amount = goal.amount / 3;
        }
    } else {
        goal.current_amount -= share;
        if goal.current_amount <= 0 {
            goal.current_amount = goal.amount - share;
        }
    }
}
