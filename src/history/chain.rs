//! The chain of one goal: its deliveries by revision, and how each relates to those before it.
//! Deliveries are given by their index among those of the goal, in capture order.
//!
//! Order of arrival is by received time if every delivery of the goal has one, else capture order.

use std::collections::HashMap;
use std::ops::Range;

use super::delivery::{Action, Delivery};

/// How a delivery relates to one of the same revision that arrived before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Equal to it.
    Repeat,
    /// Differs from it only in the action.
    OtherAction,
    /// Differs from it in fields that MX computes, and perhaps in the action.
    OtherComputed,
    /// Differs from it in identity or in fields that the user edits.
    OtherContent,
}

/// What had arrived before a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lateness {
    /// A delivery with a higher revision.
    Stale,
    /// A deletion with the same or a higher revision.
    AfterDelete,
}

/// One delivery in its chain.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    pub delivery: u32,
    /// With the earlier delivery; `None` for the first of its revision.
    pub standing: Option<(Standing, u32)>,
    /// With the delivery that had arrived before; `None` if it arrived in order.
    pub lateness: Option<(Lateness, u32)>,
}

impl Link {
    /// The delivery that this one repeats.
    pub fn repeats(&self) -> Option<u32> {
        self.standing.filter(|(standing, _)| *standing == Standing::Repeat).map(|(_, of)| of)
    }

    /// The delivery of the same revision that this one contradicts.
    pub fn contradicts(&self) -> Option<u32> {
        self.standing.filter(|(standing, _)| *standing != Standing::Repeat).map(|(_, of)| of)
    }

    /// The delivery with a higher revision that had arrived before.
    pub fn late_after(&self) -> Option<u32> {
        self.lateness.map(|(_, after)| after)
    }
}

/// The deliveries of one goal, by revision, then by arrival.
#[derive(Debug, Default)]
pub struct Chain {
    pub links: Vec<Link>,
    /// The ranges of the links of each revision, lowest first.
    pub revisions: Vec<Range<usize>>,
}

impl Chain {
    /// The chain of the deliveries of one goal, given in capture order.
    pub fn of(deliveries: &[Delivery]) -> Chain {
        let delivery = |index: u32| &deliveries[index as usize];
        let timed = deliveries.iter().all(|delivery| delivery.received.is_some());
        let received = |index: u32| delivery(index).received.filter(|_| timed);
        let mut arrivals: Vec<u32> = (0..).take(deliveries.len()).collect();
        if timed {
            arrivals.sort_unstable_by_key(|index| (received(*index), *index));
        }

        let mut links = Vec::with_capacity(deliveries.len());
        let mut highest: Option<u32> = None;
        let mut deletion: Option<u32> = None;
        for index in arrivals {
            let this = delivery(index);
            let lateness = match (deletion, highest) {
                (Some(deletion), _) if follows_deletion(this, delivery(deletion)) => {
                    Some((Lateness::AfterDelete, deletion))
                }
                (_, Some(highest)) if this.revision < delivery(highest).revision => {
                    Some((Lateness::Stale, highest))
                }
                _ => None,
            };
            let is_above = |other: Option<u32>| {
                other.is_none_or(|other| this.revision > delivery(other).revision)
            };
            if this.action == Action::Deleted && is_above(deletion) {
                deletion = Some(index);
            }
            if is_above(highest) {
                highest = Some(index);
            }
            links.push(Link { delivery: index, standing: None, lateness });
        }
        let revision = |link: &Link| delivery(link.delivery).revision;
        links.sort_unstable_by_key(|link| (revision(link), received(link.delivery), link.delivery));

        let mut chain = Chain { links, revisions: Vec::new() };
        let mut start = 0;
        while let Some(first) = chain.links.get(start) {
            let number = revision(first);
            let group = chain.links[start..].iter().take_while(|link| revision(link) == number);
            let end = start + group.count();
            chain.revisions.push(start..end);
            if end - start > 1 {
                compare(deliveries, &mut chain.links[start..end]);
            }
            start = end;
        }
        chain
    }

    /// The same chain with each index replaced by the one at its place in this list.
    pub fn renumbered(mut self, positions: &[u32]) -> Chain {
        let position = |index: &mut u32| *index = positions[*index as usize];
        for link in &mut self.links {
            position(&mut link.delivery);
            link.standing.iter_mut().for_each(|(_, of)| position(of));
            link.lateness.iter_mut().for_each(|(_, after)| position(after));
        }
        self
    }

    /// The delivery of a revision that counts, which a consumer should hold: a deletion if there is
    /// one, otherwise the last to arrive.
    pub fn counting(&self, deliveries: &[Delivery], revision: &Range<usize>) -> u32 {
        let links = &self.links[revision.clone()];
        let is_deletion =
            |link: &&Link| deliveries[link.delivery as usize].action == Action::Deleted;
        let counting = links.iter().rev().find(is_deletion).or(links.last());
        counting.map_or(0, |link| link.delivery)
    }

    /// The distinct contents of a revision, by arrival.
    pub fn variants(&self, revision: &Range<usize>) -> impl Iterator<Item = &Link> {
        self.links[revision.clone()].iter().filter(|link| link.repeats().is_none())
    }

    /// The delivery of the highest revision that counts.
    pub fn latest(&self, deliveries: &[Delivery]) -> Option<u32> {
        self.revisions.last().map(|revision| self.counting(deliveries, revision))
    }
}

/// Whether a delivery is not a later state than a deletion that arrived before it.
fn follows_deletion(this: &Delivery, deletion: &Delivery) -> bool {
    this.revision < deletion.revision
        || (this.revision == deletion.revision && this.action != Action::Deleted)
}

/// Relates each delivery of one revision to those that arrived before it. Hash lookups keep this
/// linear for a million deliveries of one revision.
fn compare(deliveries: &[Delivery], links: &mut [Link]) {
    let mut same: HashMap<(u64, u64, Action), u32> = HashMap::new();
    let mut content: HashMap<(u64, u64), u32> = HashMap::new();
    let mut edited: HashMap<u64, u32> = HashMap::new();
    let mut first: Option<u32> = None;
    // A deletion without all fields can only be compared by its action.
    let mut bare_deletion: Option<u32> = None;
    for link in links {
        let index = link.delivery;
        let this = &deliveries[index as usize];
        let is_bare = this.is_partial && this.action == Action::Deleted;
        let whole = (this.edited, this.computed);
        let standings = [
            (same.get(&(whole.0, whole.1, this.action)), Standing::Repeat),
            (first.as_ref().filter(|_| is_bare), Standing::OtherAction),
            (bare_deletion.as_ref().filter(|_| is_bare), Standing::OtherContent),
            (content.get(&whole), Standing::OtherAction),
            (edited.get(&this.edited), Standing::OtherComputed),
            (first.as_ref(), Standing::OtherContent),
            (bare_deletion.as_ref(), Standing::OtherAction),
        ];
        link.standing = standings.into_iter().find_map(|(of, standing)| Some((standing, *of?)));
        same.entry((whole.0, whole.1, this.action)).or_insert(index);
        if is_bare {
            bare_deletion = bare_deletion.or(Some(index));
        } else {
            content.entry(whole).or_insert(index);
            edited.entry(this.edited).or_insert(index);
            first = first.or(Some(index));
        }
    }
}
