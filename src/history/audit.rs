//! The rules of the group sequence on one chain. One cause gives one finding.
//!
//! Only duplicate, stale and late deliveries depend on arrival. A value changes between two
//! revisions only where no delivery of the one agrees with any of the other, so that a conflict
//! within a revision is not reported as changes around it. A field that is absent says nothing.

use std::collections::HashSet;
use std::hash::Hash;
use std::ops::Range;

use super::chain::{Chain, Lateness, Link, Standing};
use super::delivery::{Action, Delivery};
use super::known::Known;
use crate::rules::sequence_problem::SequenceProblem;

/// Something odd about a delivery, which is given by its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oddity {
    /// What.
    pub problem: SequenceProblem,
    /// The delivery.
    pub delivery: u32,
    /// The other delivery that belongs to it.
    pub related: Option<u32>,
}

/// Finds what is odd about a chain, in the order of its revisions.
pub fn audit(deliveries: &[Delivery], chain: &Chain) -> Vec<Oddity> {
    let mut audit = Audit {
        deliveries,
        chain,
        found: Vec::new(),
        known: Default::default(),
        alone: None,
        deletion: None,
        created_or_updated: None,
    };
    audit.start();
    let mut before: Option<Range<usize>> = None;
    for revision in &chain.revisions {
        if let Some(before) = before {
            audit.gap(&before, revision);
            audit.unchanged(&before, revision);
        }
        audit.lifetime(revision);
        audit.values(revision);
        audit.arrivals(revision);
        before = Some(revision.clone());
    }
    audit.found
}

struct Audit<'a> {
    deliveries: &'a [Delivery],
    chain: &'a Chain,
    found: Vec<Oddity>,
    /// For each watched value, the last revision that had it.
    known: [Range<usize>; WATCHED.len()],
    /// The delivery that alone has the last known of all watched values.
    alone: Option<u32>,
    /// The lowest deletion so far.
    deletion: Option<u32>,
    /// The first created or updated delivery so far.
    created_or_updated: Option<u32>,
}

/// A value that is watched from revision to revision.
type Watched = fn(&Delivery) -> Known<u64>;

const USER: usize = 0;
const USER_ID: usize = 1;
const KIND: usize = 2;
const CATEGORY: usize = 3;
const ACCOUNT: usize = 4;
const CREATED_BY: usize = 5;
const COMPLETE: usize = 6;
const SPENT: usize = 7;
const COMPLETED_AT: usize = 8;

static WATCHED: [Watched; 9] = [
    |delivery| delivery.user.get(),
    |delivery| delivery.user_id.get(),
    |delivery| widen(delivery.kind, u64::from),
    |delivery| delivery.category.get(),
    |delivery| delivery.account.get(),
    |delivery| delivery.created_by.get(),
    |delivery| widen(delivery.complete, u64::from),
    |delivery| widen(delivery.spent, u64::from),
    |delivery| widen(delivery.completed_at.get(), i64::cast_unsigned),
];

/// Whether two deliveries have the same of all watched values.
fn has_the_same_watched(one: &Delivery, other: &Delivery) -> bool {
    let watched = |delivery: &Delivery| {
        let Delivery {
            user, user_id, kind, category, account, created_by, complete, spent, ..
        } = *delivery;
        let times = delivery.completed_at;
        (user, user_id, kind, category, account, created_by, complete, spent, times)
    };
    watched(one) == watched(other)
}

fn widen<T>(known: Known<T>, wide: impl Fn(T) -> u64) -> Known<u64> {
    match known {
        Known::Absent => Known::Absent,
        Known::Null => Known::Null,
        Known::Value(value) => Known::Value(wide(value)),
    }
}

impl<'a> Audit<'a> {
    fn delivery(&self, link: &Link) -> &'a Delivery {
        &self.deliveries[link.delivery as usize]
    }

    fn links(&self, revision: &Range<usize>) -> &'a [Link] {
        &self.chain.links[revision.clone()]
    }

    fn number(&self, index: u32) -> i64 {
        self.deliveries[index as usize].revision
    }

    fn add(&mut self, problem: SequenceProblem, delivery: u32, related: Option<u32>) {
        self.found.push(Oddity { problem, delivery, related });
    }

    fn start(&mut self) {
        let is_created = |link: &Link| self.delivery(link).action == Action::Created;
        if self.chain.links.iter().any(is_created) {
            return;
        }
        if let Some(link) = self.chain.links.first() {
            let first = self.delivery(link);
            let (revision, action) = (first.revision, first.action.name());
            self.add(SequenceProblem::StartsLate { revision, action }, link.delivery, None);
        }
    }

    fn gap(&mut self, before: &Range<usize>, revision: &Range<usize>) {
        let (below, above) = (self.chain.links[before.start], self.chain.links[revision.start]);
        let (low, high) = (self.delivery(&below).revision, self.delivery(&above).revision);
        if i128::from(high) - i128::from(low) > 1 {
            let problem = SequenceProblem::RevisionGap { first: low + 1, last: high - 1 };
            self.add(problem, above.delivery, Some(below.delivery));
        }
    }

    /// A creation or a deletion says itself why nothing else changed.
    fn unchanged(&mut self, before: &Range<usize>, revision: &Range<usize>) {
        let reference = self.chain.links[before.start];
        let is_plain = |link: &Link| {
            let delivery = self.delivery(link);
            delivery.holds_the_same(self.delivery(&reference)) && delivery.action != Action::Deleted
        };
        let is_created = |link: &Link| self.delivery(link).action == Action::Created;
        if self.links(before).iter().all(is_plain)
            && self.links(revision).iter().all(is_plain)
            && !self.links(revision).iter().any(is_created)
        {
            let this = self.chain.links[revision.start].delivery;
            let (revision, before) = (self.number(this), self.number(reference.delivery));
            let problem = SequenceProblem::UnchangedRevision { revision, before };
            self.add(problem, this, Some(reference.delivery));
        }
    }

    /// Creations and deletions; what comes above a deletion is told by that alone.
    fn lifetime(&mut self, revision: &Range<usize>) {
        let links = self.links(revision);
        let number = self.delivery(&links[0]).revision;
        let first = |wanted: &dyn Fn(Action) -> bool| {
            links.iter().find(|link| wanted(self.delivery(link).action)).map(|link| link.delivery)
        };
        let created = first(&|action| action == Action::Created);
        let deleted = first(&|action| action == Action::Deleted);
        let alive = first(&|action| action != Action::Deleted);
        let changed = first(&|action| matches!(action, Action::Created | Action::Updated));

        if let Some(deletion) = self.deletion {
            let at = self.number(deletion);
            if let Some(alive) = alive {
                let problem = SequenceProblem::AfterDelete { revision: number, deleted: at };
                self.add(problem, alive, Some(deletion));
            } else if let Some(deleted) = deleted {
                let problem = SequenceProblem::DeletedAgain { revision: number, deleted: at };
                self.add(problem, deleted, Some(deletion));
            }
        } else if let (Some(created), Some(earlier)) = (created, self.created_or_updated) {
            let above = self.number(earlier);
            let problem = SequenceProblem::CreatedAgain { revision: number, above };
            self.add(problem, created, Some(earlier));
        }
        self.deletion = self.deletion.or(deleted);
        self.created_or_updated = self.created_or_updated.or(changed);
    }

    /// Values that should stay, or whose change means something.
    fn values(&mut self, revision: &Range<usize>) {
        let this = self.chain.links[revision.start].delivery;
        let delivery = &self.deliveries[this as usize];
        let before = self.alone.map(|before| &self.deliveries[before as usize]);
        let is_whole = revision.len() == 1 && !delivery.partial;
        self.alone = is_whole.then_some(this);
        // Nearly every revision is delivered once, and has the values of the one before.
        if is_whole && before.is_some_and(|before| has_the_same_watched(before, delivery)) {
            self.known.fill(revision.clone());
            return;
        }
        let number = delivery.revision;
        if let Some(before) = self.changed(USER, revision) {
            self.add(SequenceProblem::UserChanged { revision: number }, this, Some(before));
        }
        if let Some(before) = self.changed(USER_ID, revision) {
            self.add(SequenceProblem::UserIdChanged { revision: number }, this, Some(before));
        }
        self.repurposed(revision, this);
        if let Some(before) = self.changed(CREATED_BY, revision) {
            let from_null = self.deliveries[before as usize].created_by.get() == Known::Null;
            let problem = SequenceProblem::ProvenanceChanged { revision: number, from_null };
            self.add(problem, this, Some(before));
        }
        self.reversed(revision, this);
        for (watched, known) in WATCHED.iter().zip(&mut self.known) {
            let links = &self.chain.links[revision.clone()];
            let is_known =
                |link: &Link| watched(&self.deliveries[link.delivery as usize]) != Known::Absent;
            if links.iter().any(is_known) {
                *known = revision.clone();
            }
        }
    }

    fn repurposed(&mut self, revision: &Range<usize>, this: u32) {
        let mut fields = Vec::new();
        let mut related = None;
        for (watched, name) in
            [(KIND, "goal_type_name"), (CATEGORY, "meta_type"), (ACCOUNT, "account_guid")]
        {
            if let Some(before) = self.changed(watched, revision) {
                fields.push(name);
                related = related.or(Some(before));
            }
        }
        if related.is_some() {
            let revision = self.number(this);
            self.add(SequenceProblem::GoalRepurposed { revision, fields }, this, related);
        }
    }

    fn reversed(&mut self, revision: &Range<usize>, this: u32) {
        let mut fields = Vec::new();
        let mut related = None;
        for (watched, words) in [
            (COMPLETE, "is_complete goes back to false"),
            (SPENT, "has_been_spent goes back to false"),
            (COMPLETED_AT, "completed_at is cleared or moved"),
        ] {
            let Some(before) = self.changed(watched, revision) else { continue };
            let value = WATCHED[watched](&self.deliveries[before as usize]);
            let was_set = match watched {
                COMPLETED_AT => matches!(value, Known::Value(_)),
                _ => value == Known::Value(1),
            };
            if was_set {
                fields.push(words);
                related = related.or(Some(before));
            }
        }
        if related.is_some() {
            let revision = self.number(this);
            self.add(SequenceProblem::CompletionReversed { revision, fields }, this, related);
        }
    }

    /// The delivery whose value no delivery of this revision has, where the value was known.
    fn changed(&self, watched: usize, revision: &Range<usize>) -> Option<u32> {
        let value = |link: &Link| WATCHED[watched](self.delivery(link));
        let known = |link: &&Link| value(link) != Known::Absent;
        let (before, links) = (self.links(&self.known[watched]), self.links(revision));
        // Nearly every revision is delivered once.
        if let ([reference], [link]) = (before, links) {
            let (old, new) = (value(reference), value(link));
            let changed = old != new && old != Known::Absent && new != Known::Absent;
            return changed.then_some(reference.delivery);
        }
        let mut links = links.iter().filter(known);
        let reference = before.iter().find(known)?;
        let first = links.next()?;
        let values: HashSet<Known<u64>> = before.iter().filter(known).map(value).collect();
        let disjoint = is_disjoint(&values, std::iter::once(first).chain(links).map(value));
        disjoint.then_some(reference.delivery)
    }

    /// How each delivery stands to its revision, and to what had arrived before it.
    fn arrivals(&mut self, revision: &Range<usize>) {
        for link in self.links(revision) {
            let revision = self.delivery(link).revision;
            let (problem, related) = match link.standing {
                Standing::First => (None, None),
                Standing::Repeat(of) => {
                    let after = match link.lateness {
                        Lateness::Stale(after) | Lateness::AfterDelete(after) => {
                            Some(self.number(after)).filter(|after| *after > revision)
                        }
                        Lateness::InOrder => None,
                    };
                    (Some(SequenceProblem::DuplicateDelivery { revision, after }), Some(of))
                }
                Standing::OtherAction(of) => {
                    let first = self.deliveries[of as usize].action.name();
                    let actions = [first, self.delivery(link).action.name()];
                    (Some(SequenceProblem::ConflictingAction { revision, actions }), Some(of))
                }
                Standing::OtherComputed(of) => {
                    (Some(SequenceProblem::ConflictingComputed { revision }), Some(of))
                }
                Standing::OtherContent(of) => {
                    (Some(SequenceProblem::ConflictingRevision { revision }), Some(of))
                }
            };
            if let Some(problem) = problem {
                self.add(problem, link.delivery, related);
            }
            // A repeat is told as such, wherever it arrives.
            if matches!(link.standing, Standing::Repeat(_)) {
                continue;
            }
            match link.lateness {
                Lateness::InOrder => {}
                Lateness::Stale(after) => {
                    let problem =
                        SequenceProblem::StaleDelivery { revision, after: self.number(after) };
                    self.add(problem, link.delivery, Some(after));
                }
                Lateness::AfterDelete(deletion) => {
                    let deleted = self.number(deletion);
                    let problem = SequenceProblem::LateAfterDelete { revision, deleted };
                    self.add(problem, link.delivery, Some(deletion));
                }
            }
        }
    }
}

fn is_disjoint<T: Hash + Eq>(values: &HashSet<T>, mut others: impl Iterator<Item = T>) -> bool {
    !others.any(|other| values.contains(&other))
}
