//! One goal of a ledger: its chain, the state that a consumer should hold, and its findings.

use super::audit::{Finding, audit};
use super::chain::Chain;
use super::delivery::{Action, Delivery};
use super::ledger::{ByGoal, Ledger};

/// An audited goal. Deliveries are given by their indexes in the ledger.
#[derive(Debug)]
pub struct GoalChain {
    /// The number of its guid in the ledger.
    pub goal: u32,
    pub chain: Chain,
    /// The delivery that a consumer should hold now.
    pub latest: u32,
    /// Whether the latest delivery is not a deletion.
    pub is_live: bool,
    /// Deliveries without a received time.
    pub untimed: u64,
    /// The hashes of its users, each at least once.
    pub users: Vec<u64>,
    /// Whether any delivery matches `--user`, and any matches `--since` and `--until`.
    pub is_named: bool,
    /// The findings of the chain; those that involve other goals are added later.
    pub findings: Vec<Finding>,
}

impl GoalChain {
    /// Builds and audits a goal; `None` if it has no deliveries.
    pub fn of(ledger: &Ledger, by_goal: &ByGoal, goal: u32) -> Option<GoalChain> {
        let positions = by_goal.of(goal);
        let deliveries = ledger.side_by_side(positions);
        let chain = Chain::of(&deliveries);
        let latest = chain.latest(&deliveries)?;
        let is_live = deliveries[latest as usize].action != Action::Deleted;
        let untimed = deliveries.iter().filter(|delivery| delivery.received.is_none()).count();
        let mut users: Vec<u64> =
            deliveries.iter().filter_map(|delivery| delivery.user.get().value()).collect();
        users.dedup();
        let is_named = deliveries.iter().any(|delivery| delivery.is_of_user)
            && deliveries.iter().any(|delivery| delivery.is_in_time);
        let position = |index: u32| positions[index as usize];
        let mut findings = audit(&deliveries, &chain);
        for finding in &mut findings {
            finding.delivery = position(finding.delivery);
            finding.related = finding.related.map(position);
        }
        let chain = chain.renumbered(positions);
        Some(GoalChain {
            goal,
            chain,
            latest: position(latest),
            is_live,
            untimed: untimed as u64,
            users,
            is_named,
            findings,
        })
    }

    /// The first delivery of the lowest revision, and the last of the highest.
    pub fn ends(&self) -> (u32, u32) {
        let ends = (self.chain.links.first(), self.chain.links.last());
        let index =
            |link: Option<&super::chain::Link>| link.map_or(self.latest, |link| link.delivery);
        (index(ends.0), index(ends.1))
    }

    /// The number of different contents of the highest revision.
    pub fn variants_of_latest(&self) -> usize {
        self.chain.revisions.last().map_or(0, |revision| self.chain.variants(revision).count())
    }

    /// The number of duplicate deliveries.
    pub fn repeats(&self) -> u64 {
        self.chain.links.iter().filter(|link| link.repeats().is_some()).count() as u64
    }

    /// The latest delivery of a live goal.
    pub fn live<'l>(&self, ledger: &'l Ledger) -> Option<(u32, &'l Delivery)> {
        self.is_live.then(|| (self.latest, &ledger.deliveries[self.latest as usize]))
    }
}
