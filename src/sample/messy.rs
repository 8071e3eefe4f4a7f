//! Deliveries as they really arrive: some twice, late or not at all.
//!
//! Every consumer must handle these; `history` reports each as an info.

use oorandom::Rand64;

use super::chain::Life;
use super::draft::Draft;
use super::people::{MILLION, below};
use super::sequence::{Shown, pointer};
use crate::rules::registry::sequence as rules;

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
