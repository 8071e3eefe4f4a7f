//! Users and the goals that they start with.

use oorandom::Rand64;

use super::draft::{Draft, Metadata, Name, UserId};
use super::words::{self, PAYING_OFF, SAVING};

const DAY: u64 = 86_400;
/// The denominator of rates.
pub const MILLION: u32 = 1_000_000;
/// The percentages of PAYOFF goals and of milestones, which have no amount to save.
const PAYOFFS: u64 = 20;
const MILESTONES: u64 = 3;

/// A user with the positions of the goals so far.
#[derive(Debug)]
pub struct User {
    guid: u128,
    id: UserId,
    saving: i64,
    paying_off: i64,
}

pub fn below(random: &mut Rand64, bound: u64) -> u64 {
    random.rand_range(0..bound.max(1))
}

pub fn one_of<T: Copy>(random: &mut Rand64, choices: &[T]) -> T {
    choices[below(random, choices.len() as u64) as usize]
}

fn wide(random: &mut Rand64) -> u128 {
    u128::from(random.rand_u64()) << 64 | u128::from(random.rand_u64())
}

impl User {
    pub fn new(random: &mut Rand64) -> User {
        let id = match below(random, 10) {
            0 => UserId::None,
            1..=5 => UserId::Digits(below(random, 1_000_000_000)),
            _ => UserId::Word(random.rand_u64()),
        };
        User { guid: wide(random), id, saving: 0, paying_off: 0 }
    }

    /// A new goal of this user, created at a time in Unix seconds.
    pub fn goal(&mut self, random: &mut Rand64, now: i64) -> Draft {
        let percent = below(random, 100);
        let pays_off = percent < PAYOFFS;
        let milestone = !pays_off && percent < PAYOFFS + MILESTONES;
        let meta_type = match (pays_off, milestone) {
            (true, _) => one_of(random, PAYING_OFF),
            (false, true) => one_of(random, SAVING[1]),
            (false, false) => one_of(random, SAVING[0]),
        };
        let amount = match (pays_off, milestone) {
            (_, true) => 0,
            (true, _) => 20_000 + below(random, 2_000_000) as i64,
            (false, false) => 100 * (50 + 10 * below(random, 2_000) as i64),
        };
        let current_amount = match (pays_off, milestone) {
            (_, true) => 0,
            (true, _) => amount,
            (false, false) => below(random, amount as u64 / 4) as i64,
        };
        let position = if pays_off { &mut self.paying_off } else { &mut self.saving };
        *position += 1;
        let position = *position;
        let metadata = (below(random, 3) == 0).then(|| Metadata {
            template: below(random, words::METADATA.len() as u64) as usize,
            number: below(random, 30) as u32,
        });
        Draft {
            action: "created",
            account_guid: wide(random),
            amount,
            completed_at: None,
            // MX documents that the field is not populated yet.
            created_by: (below(random, 20) == 0).then_some("USER"),
            current_amount,
            goal_type_name: if pays_off { "PAYOFF" } else { "SAVE_AMOUNT" },
            guid: wide(random),
            capitals: false,
            has_been_spent: false,
            is_complete: false,
            meta_type,
            metadata,
            name: Name { words: one_of(random, words::names(meta_type)), number: 0 },
            position,
            projected_to_complete_at: Some(now + ((600 + below(random, 2_000)) * DAY) as i64),
            revision: if below(random, 3) == 0 { 1 + below(random, 90) as i64 } else { 1 },
            user_guid: self.guid,
            user_id: self.id,
            received: now,
        }
    }
}
