//! Faults in the history of a goal or among the goals of a user, one for each rule.
//!
//! Each delivery stays valid by itself; only their order, or what changes between them, breaks the
//! rule. A user with a fault has no other goals, so that no other rule is broken by accident.
//!
//! And deliveries as they really arrive: some twice, late or not at all. Every consumer must handle
//! these; `history` reports each as an info.

use oorandom::Rand64;

use super::chain::{End, Life, advance};
use super::draft::{Draft, Name, UserId};
use super::people::{MILLION, below};
use crate::rules::registry::{sequence as rules, user};
use crate::rules::rule::{Group, Rule};

/// The deliveries that a goal needs for any fault.
pub const SHORTEST: u64 = 4;

/// The fault of one history.
#[derive(Debug)]
pub struct Fault {
    rule: &'static Rule,
    /// The index of the delivery that breaks the rule.
    at: u64,
    given: u64,
    held: Option<Draft>,
}

/// A delivery, with the rule that it breaks and the pointer of the field.
pub type Shown = (Draft, Option<(&'static Rule, &'static str)>);

pub fn goals_of(rule: &'static Rule) -> u64 {
    if rule.group == Group::User || rule == &rules::GUID_CASE { 2 } else { 1 }
}

/// Adds a fault to the one or two goals of a user, and returns the fault of the last one.
pub fn give(rule: &'static Rule, mut lives: Vec<&mut Life>, random: &mut Rand64) -> Option<Fault> {
    if lives.iter().any(|life| life.left < SHORTEST) {
        return None;
    }
    for life in &mut lives {
        life.end = End::Open;
    }
    let at = match lives.as_mut_slice() {
        [first, second] => {
            let is_of_users = rule == &user::SPLIT_USER || rule == &user::SHARED_USER_ID;
            if is_of_users && first.goal.user_id == UserId::None {
                // A null next to a value is not a second identifier.
                first.goal.user_id = UserId::Digits(below(random, 1_000_000_000));
            }
            pair(rule, &mut first.goal, &mut second.goal, random);
            // `history` reports the goal whose guid sorts second: its first delivery for a rule
            // about guids, otherwise its latest state.
            if rule == &rules::GUID_CASE { 0 } else { second.left - 1 }
        }
        [life] => {
            let last = life.left - 1;
            if rule == &rules::PROVENANCE_CHANGED {
                life.goal.created_by = Some("USER");
            }
            match rule.name {
                "starts-late" => 0,
                "conflicting-action" => 1,
                "after-delete" | "late-after-delete" | "deleted-again" => last,
                _ => 2 + below(random, last - 2),
            }
        }
        _ => return None,
    };
    Some(Fault { rule, at, given: 0, held: None })
}

/// Makes the second goal of a user conflict with the first.
fn pair(rule: &'static Rule, first: &mut Draft, second: &mut Draft, random: &mut Rand64) {
    if first.guid > second.guid {
        std::mem::swap(&mut first.guid, &mut second.guid);
    }
    if rule == &rules::GUID_CASE {
        // Upper case sorts before lower case.
        first.guid = second.guid;
        first.capitals = true;
    } else if rule == &user::SHARED_ACCOUNT {
        second.account_guid = first.account_guid;
    } else if rule == &user::SPLIT_USER {
        second.user_id = other_id(first.user_id, random);
    } else if rule == &user::SHARED_USER_ID {
        second.user_id = first.user_id;
        second.user_guid ^= 1 << below(random, 128);
    } else {
        let Draft { guid, account_guid, name, .. } = *second;
        *second = Draft { guid, account_guid, name, ..*first };
        second.name = Name { words: name.words, number: name.number + 1 };
    }
}

fn other_id(id: UserId, random: &mut Rand64) -> UserId {
    match id {
        UserId::Digits(number) => UserId::Digits(number + 1),
        _ => UserId::Digits(below(random, 1_000_000_000)),
    }
}

/// The next delivery of a goal with a fault.
pub fn step(fault: &mut Fault, life: &mut Life, random: &mut Rand64, now: i64) -> Shown {
    let index = fault.given;
    fault.given += 1;
    let rule = fault.rule;
    let delivery = match index.cmp(&fault.at) {
        _ if index + 1 == fault.at => before(fault, life, random, now),
        std::cmp::Ordering::Equal => at_fault(fault, life, random, now),
        _ => life.step(life.left, random, now),
    };
    (delivery, (index == fault.at).then(|| (rule, pointer(rule))))
}

/// A delivery before the one that breaks the rule.
fn before(fault: &mut Fault, life: &mut Life, random: &mut Rand64, now: i64) -> Draft {
    match fault.rule.name {
        "stale-delivery" | "late-after-delete" => {
            fault.held = Some(life.step(life.left, random, now));
            let mut delivery = life.step(life.left, random, now);
            if fault.rule == &rules::LATE_AFTER_DELETE {
                delivery.action = "deleted";
            }
            delivery
        }
        "after-delete" | "deleted-again" => {
            let delivery = life.step(life.left, random, now);
            Draft { action: "deleted", ..delivery }
        }
        "completion-reversed" => {
            advance(&mut life.goal, 1, End::Complete, random, now);
            life.goal
        }
        _ => life.step(life.left, random, now),
    }
}

/// The delivery that breaks the rule.
fn at_fault(fault: &mut Fault, life: &mut Life, random: &mut Rand64, now: i64) -> Draft {
    let repeated = Draft { received: now, ..life.goal };
    match fault.rule.name {
        "duplicate-delivery" => return repeated,
        "conflicting-revision" => {
            let name = Name { words: repeated.name.words, number: repeated.name.number + 1 };
            return Draft { name, ..repeated };
        }
        "conflicting-computed" => {
            let projected = repeated.projected_to_complete_at.map(|time| time + 86_400);
            return Draft { projected_to_complete_at: projected, ..repeated };
        }
        "conflicting-action" => return Draft { action: "updated", ..repeated },
        "stale-delivery" | "late-after-delete" => {
            let held = fault.held.take().unwrap_or(repeated);
            return Draft { received: now, ..held };
        }
        "unchanged-revision" => {
            life.goal = Draft { action: "updated", ..repeated };
            life.goal.revision += 1;
            return life.goal;
        }
        "completion-reversed" => {
            let goal = &mut life.goal;
            (goal.is_complete, goal.completed_at) = (false, None);
            goal.current_amount = goal.amount / 3;
            goal.projected_to_complete_at = Some(now + 700 * 86_400);
        }
        "revision-gap" => life.goal.revision += 1 + below(random, 3) as i64,
        "user-changed" => life.goal.user_guid ^= 1 << below(random, 128),
        "user-id-changed" => life.goal.user_id = other_id(life.goal.user_id, random),
        "goal-repurposed" => life.goal.account_guid ^= 1 << below(random, 128),
        "provenance-changed" => life.goal.created_by = Some("SYSTEM"),
        _ => {}
    }
    let mut delivery = life.step(life.left, random, now);
    match fault.rule.name {
        "starts-late" => delivery.action = "updated",
        "created-again" => delivery.action = "created",
        "deleted-again" => delivery.action = "deleted",
        _ => {}
    }
    delivery
}

/// The pointer of the field that shows the broken rule; empty for the whole delivery.
pub fn pointer(rule: &'static Rule) -> &'static str {
    match rule.name {
        "conflicting-action" => "/action",
        "stale-delivery" | "revision-gap" | "unchanged-revision" => "/goal/revision",
        "user-changed" => "/goal/user_guid",
        "user-id-changed" | "split-user" | "shared-user-id" => "/goal/user_id",
        "provenance-changed" => "/goal/created_by",
        "shared-account" => "/goal/account_guid",
        "shared-position" => "/goal/position",
        "guid-case" => "/goal/guid",
        _ => "",
    }
}

/// The last delivery of a goal, and the one that is held back.
#[derive(Debug, Default)]
pub struct Messy {
    last: Option<Draft>,
    held: Option<Draft>,
}

/// With fewer remaining deliveries, none is held back or skipped.
const ROOM: u64 = 3;

impl Messy {
    /// The next delivery; `rate` in a million come twice, late or not at all.
    pub fn step(&mut self, rate: u32, life: &mut Life, random: &mut Rand64, now: i64) -> Shown {
        let is_due = life.left == 0 || below(random, 2) == 0;
        if let Some(held) = self.held.take_if(|_| is_due) {
            let is_deleted = self.last.is_some_and(|last| last.action == "deleted");
            let rule = match is_deleted {
                true => &rules::LATE_AFTER_DELETE,
                false => &rules::STALE_DELIVERY,
            };
            return (Draft { received: now, ..held }, Some((rule, pointer(rule))));
        }
        let left = life.left - u64::from(self.held.is_some());
        let is_messy = below(random, u64::from(MILLION)) < u64::from(rate);
        let mut shows = None;
        match (self.last, below(random, 3)) {
            (Some(last), 0) if is_messy => {
                let rule = &rules::DUPLICATE_DELIVERY;
                return (Draft { received: now, ..last }, Some((rule, pointer(rule))));
            }
            (Some(_), 1) if is_messy && left >= ROOM && self.held.is_none() => {
                self.held = Some(life.step(left, random, now));
            }
            (Some(_), 2) if is_messy && left >= ROOM => {
                life.step(left, random, now);
                shows = Some((&rules::REVISION_GAP, pointer(&rules::REVISION_GAP)));
            }
            _ => {}
        }
        let left = life.left - u64::from(self.held.is_some());
        let delivery = life.step(left, random, now);
        self.last = Some(delivery);
        (delivery, shows)
    }
}
