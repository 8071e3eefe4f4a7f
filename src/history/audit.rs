//! The rules of the group sequence, applied to one chain. One cause has one finding.
//!
//! Only duplicate, stale and late deliveries depend on arrival. Changes from one revision to the
//! next are judged by the delivery of each revision that counts, because that is what a consumer
//! holds; only a change of user is reported for any delivery. An absent field is not a change.

use std::ops::Range;

use super::chain::{Chain, Lateness, Link, Standing};
use super::delivery::{Action, Delivery, FieldState, Watched};
use crate::rules::problem::Problem;

/// A finding about a delivery, given by its index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub problem: Problem,
    pub delivery: u32,
    /// The other delivery involved.
    pub related: Option<u32>,
}

/// The findings of a chain, by revision.
pub fn audit(deliveries: &[Delivery], chain: &Chain) -> Vec<Finding> {
    let mut audit = Audit {
        deliveries,
        chain,
        found: Vec::new(),
        held: [None; WATCHED.len()],
        user: None,
        deletion: None,
        alive: None,
    };
    audit.start();
    let mut before: Option<&Delivery> = None;
    let mut previous = None;
    let mut was_alone = true;
    for revision in &chain.revisions {
        let counts = chain.counting(deliveries, revision);
        let is_alone = chain.variants(revision).nth(1).is_none();
        if let Some(previous) = previous {
            audit.gap(previous, chain.links[revision.start].delivery);
            // Conflicting contents are a finding of their own.
            if was_alone && is_alone {
                audit.unchanged(previous, counts);
            }
        }
        audit.lifetime(revision);
        audit.user(revision, counts);
        audit.values(before, counts);
        audit.arrivals(revision);
        before = Some(&deliveries[counts as usize]);
        previous = Some(counts);
        was_alone = is_alone;
    }
    audit.found
}

struct Audit<'a> {
    deliveries: &'a [Delivery],
    chain: &'a Chain,
    found: Vec<Finding>,
    /// For each watched value, the last delivery that counts and has the field.
    held: [Option<u32>; WATCHED.len()],
    /// The same for the user.
    user: Option<u32>,
    /// The deletion with the lowest revision so far.
    deletion: Option<u32>,
    /// The first delivery so far that is not a deletion.
    alive: Option<u32>,
}

const USER_ID: usize = 0;
const CREATED_BY: usize = 1;
/// Values whose change makes it another goal.
const PURPOSE: [(usize, &str); 3] = [(2, "goal_type_name"), (3, "meta_type"), (4, "account_guid")];
/// Values that are set once; the last is a time.
const COMPLETION: [(usize, &str); 3] = [
    (5, "is_complete goes back to false"),
    (6, "has_been_spent goes back to false"),
    (COMPLETED_AT, "completed_at is cleared or moved"),
];
const COMPLETED_AT: usize = 7;

static WATCHED: [fn(&Watched) -> FieldState<u64>; 8] = [
    |watched| watched.user_id.get(),
    |watched| watched.created_by.get(),
    |watched| watched.kind.get(),
    |watched| watched.category.get(),
    |watched| watched.account.get(),
    |watched| watched.is_complete.map(u64::from),
    |watched| watched.is_spent.map(u64::from),
    |watched| watched.completed_at.get().map(i64::cast_unsigned),
];

/// Whether two deliveries have all watched values, and the same ones.
fn has_the_same_watched(one: &Delivery, other: &Delivery) -> bool {
    one.watched == other.watched && !one.is_partial && !other.is_partial
}

impl<'a> Audit<'a> {
    fn delivery(&self, index: u32) -> &'a Delivery {
        &self.deliveries[index as usize]
    }

    fn links(&self, revision: &Range<usize>) -> &'a [Link] {
        &self.chain.links[revision.clone()]
    }

    fn number(&self, index: u32) -> i64 {
        self.delivery(index).revision
    }

    fn add(&mut self, problem: Problem, delivery: u32, related: Option<u32>) {
        self.found.push(Finding { problem, delivery, related });
    }

    /// A chain without a creation; a creation above other revisions is `created-again`.
    fn start(&mut self) {
        let is_created = |delivery: &Delivery| delivery.action == Action::Created;
        if self.deliveries.iter().any(is_created) {
            return;
        }
        if let Some(first) = self.chain.links.first() {
            let delivery = self.delivery(first.delivery);
            let (revision, action) = (delivery.revision, delivery.action.name());
            self.add(Problem::StartsLate { revision, action }, first.delivery, None);
        }
    }

    fn gap(&mut self, below: u32, above: u32) {
        let (low, high) = (self.number(below), self.number(above));
        if i128::from(high) - i128::from(low) > 1 {
            self.add(Problem::RevisionGap { first: low + 1, last: high - 1 }, above, Some(below));
        }
    }

    /// For a creation or a deletion it is clear why nothing else changed.
    fn unchanged(&mut self, before: u32, this: u32) {
        let (old, new) = (self.delivery(before), self.delivery(this));
        let is_plain = !matches!(new.action, Action::Created | Action::Deleted);
        if is_plain && old.action != Action::Deleted && new.holds_the_same(old) {
            let (revision, below) = (new.revision, old.revision);
            self.add(Problem::UnchangedRevision { revision, before: below }, this, Some(before));
        }
    }

    /// Creations and deletions. A delivery above a deletion gets only that finding.
    fn lifetime(&mut self, revision: &Range<usize>) {
        let links = self.links(revision);
        let number = self.number(links[0].delivery);
        let first = |wanted: &dyn Fn(Action) -> bool| {
            links
                .iter()
                .map(|link| link.delivery)
                .find(|index| wanted(self.delivery(*index).action))
        };
        let created = first(&|action| action == Action::Created);
        let deleted = first(&|action| action == Action::Deleted);
        let alive = first(&|action| action != Action::Deleted);
        match (self.deletion, self.alive) {
            (Some(deletion), _) => {
                let at = self.number(deletion);
                if let Some(alive) = alive {
                    let problem = Problem::AfterDelete { revision: number, deleted: at };
                    self.add(problem, alive, Some(deletion));
                } else if let Some(deleted) = deleted {
                    let problem = Problem::DeletedAgain { revision: number, deleted: at };
                    self.add(problem, deleted, Some(deletion));
                }
            }
            (None, Some(earlier)) => {
                if let Some(created) = created {
                    let above = self.number(earlier);
                    let problem = Problem::CreatedAgain { revision: number, above };
                    self.add(problem, created, Some(earlier));
                }
            }
            (None, None) => {}
        }
        self.deletion = self.deletion.or(deleted);
        self.alive = self.alive.or(alive);
    }

    /// A change of user can show another person's money, so a conflict must not hide it.
    fn user(&mut self, revision: &Range<usize>, counts: u32) {
        let deliveries = self.deliveries;
        let user = |index: u32| deliveries[index as usize].user.get();
        let mut before = self.user;
        let mut changed = None;
        for link in self.links(revision) {
            match (before, user(link.delivery)) {
                (_, FieldState::Absent) => {}
                (None, _) => before = Some(link.delivery),
                (Some(of), now) if user(of) != now => {
                    changed = changed.or(Some((of, link.delivery)));
                }
                _ => {}
            }
        }
        if let Some((before, this)) = changed {
            let revision = self.number(this);
            self.add(Problem::UserChanged { revision }, this, Some(before));
        }
        self.user = if user(counts) == FieldState::Absent { before } else { Some(counts) };
    }

    /// Values that should stay the same, or whose change matters.
    fn values(&mut self, before: Option<&Delivery>, this: u32) {
        let delivery = self.delivery(this);
        // Fast path: most revisions have the same values as the one before.
        if !before.is_some_and(|before| has_the_same_watched(before, delivery)) {
            let revision = delivery.revision;
            if let Some(before) = self.changed(USER_ID, this) {
                self.add(Problem::UserIdChanged { revision }, this, Some(before));
            }
            if let Some((fields, before)) = self.all_changed(PURPOSE, this, |_, _| true) {
                self.add(Problem::GoalRepurposed { revision, fields }, this, Some(before));
            }
            if let Some(before) = self.changed(CREATED_BY, this) {
                let from_null = self.delivery(before).watched.created_by.get() == FieldState::Null;
                self.add(Problem::ProvenanceChanged { revision, from_null }, this, Some(before));
            }
            let was_set = |watched, value| match watched {
                COMPLETED_AT => matches!(value, FieldState::Value(_)),
                _ => value == FieldState::Value(1),
            };
            if let Some((fields, before)) = self.all_changed(COMPLETION, this, was_set) {
                self.add(Problem::CompletionReversed { revision, fields }, this, Some(before));
            }
        }
        for (watched, held) in WATCHED.iter().zip(&mut self.held) {
            if watched(&delivery.watched) != FieldState::Absent {
                *held = Some(this);
            }
        }
    }

    /// The names of the values that changed, and the delivery with the old value of the first.
    fn all_changed(
        &self,
        watched: [(usize, &'static str); 3],
        this: u32,
        applies: impl Fn(usize, FieldState<u64>) -> bool,
    ) -> Option<(Vec<&'static str>, u32)> {
        let changed = |(watched, words): (usize, &'static str)| {
            let before = self.changed(watched, this)?;
            applies(watched, WATCHED[watched](&self.delivery(before).watched))
                .then_some((words, before))
        };
        let (words, before): (Vec<_>, Vec<_>) = watched.into_iter().filter_map(changed).unzip();
        Some((words, *before.first()?))
    }

    /// The earlier delivery with another value.
    fn changed(&self, watched: usize, this: u32) -> Option<u32> {
        let value = |index: u32| WATCHED[watched](&self.delivery(index).watched);
        let now = value(this);
        self.held[watched].filter(|before| now != FieldState::Absent && value(*before) != now)
    }

    /// Duplicate, conflicting, stale and late deliveries.
    fn arrivals(&mut self, revision: &Range<usize>) {
        for link in self.links(revision) {
            let this = self.delivery(link.delivery);
            let revision = this.revision;
            let name = |of: u32| self.delivery(of).action.name();
            if let Some((standing, of)) = link.standing {
                let fields = Vec::new();
                let problem = match standing {
                    Standing::Repeat => {
                        let after = link.late_after().map(|after| self.number(after));
                        let after = after.filter(|after| *after > revision);
                        Problem::DuplicateDelivery { revision, after }
                    }
                    Standing::OtherAction => {
                        let actions = [name(of), name(link.delivery)];
                        Problem::ConflictingAction { revision, actions }
                    }
                    Standing::OtherComputed => Problem::ConflictingComputed { revision, fields },
                    Standing::OtherContent => Problem::ConflictingRevision { revision, fields },
                };
                self.add(problem, link.delivery, Some(of));
            }
            let is_repeat = link.repeats().is_some();
            match link.lateness {
                // A late duplicate changes nothing for a consumer, unless it brings a deleted goal
                // back.
                Some((Lateness::Stale, after)) if !is_repeat => {
                    let problem = Problem::StaleDelivery { revision, after: self.number(after) };
                    self.add(problem, link.delivery, Some(after));
                }
                Some((Lateness::AfterDelete, deletion))
                    if !(is_repeat && this.action == Action::Deleted) =>
                {
                    let deleted = self.number(deletion);
                    let problem = Problem::LateAfterDelete { revision, deleted };
                    self.add(problem, link.delivery, Some(deletion));
                }
                _ => {}
            }
        }
    }
}
