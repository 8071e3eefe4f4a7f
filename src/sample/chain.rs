//! The life of one goal: it is created, changes with every revision, and may end.
//!
//! A valid chain gives no finding in any command: revisions follow one another, each changes
//! something, an open goal stays below its target, and a completion stands.

use oorandom::Rand64;

use super::draft::Draft;
use super::people::below;

/// How a goal ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It is open at the end of the sample.
    Open,
    /// It is complete, with the money spent.
    Complete,
    /// It is deleted.
    Deleted,
}

impl End {
    /// An end as often as it is likely.
    pub fn any(random: &mut Rand64) -> End {
        match below(random, 10) {
            0 | 1 => End::Deleted,
            2..=4 => End::Complete,
            _ => End::Open,
        }
    }
}

/// One goal on its way.
#[derive(Debug)]
pub struct Life {
    /// Its next delivery; its last one is what the next revision starts from.
    pub goal: Draft,
    /// Deliveries that are left, those of a fault included.
    pub left: u64,
    pub end: End,
    /// Whether it has been created.
    pub started: bool,
}

impl Life {
    /// The next delivery where nothing is wrong, with `left` more after it.
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

/// Takes a goal to its next revision, which has so many after it.
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

/// The two last revisions of a goal that is reached: complete, then spent.
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

/// Any change that leaves the goal open.
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

/// Money comes in, or the debt goes down; the projection moves with it.
fn pay(goal: &mut Draft, random: &mut Rand64) {
    if let Some(projected) = &mut goal.projected_to_complete_at {
        // Each payment moves the end by days, in whichever direction keeps it in sight.
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
            // The saver takes some out, and goes on.
            goal.current_amount = goal.amount / 3;
        }
    } else {
        goal.current_amount -= share;
        if goal.current_amount <= 0 {
            goal.current_amount = goal.amount - share;
        }
    }
}
