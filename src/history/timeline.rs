//! The history of a goal as formats get it: its head, its deliveries in order, its findings.
//!
//! A goal may have a million deliveries, so its timeline comes in parts.

use std::collections::HashMap;
use std::io;
use std::ops::Range;

use super::delivery::{BodyLocation, Delivery};
use super::goal::GoalChain;
use super::ledger::Ledger;
use crate::diff::change::{Change, Comparison, Scope, Subject, compare, hide_keys};
use crate::diff::side::Side;
use crate::examine::report::Report;
use crate::text::escape::Untrusted;
use crate::text::time::Moment;
use crate::webhook::field::FIELDS;

/// A stretch of one goal's history.
#[derive(Debug)]
pub struct Part<'a> {
    /// The facts about the whole goal.
    pub goal: &'a GoalHead<'a>,
    /// Whether these are the goal's first entries.
    pub is_first: bool,
    /// By revision, then by arrival.
    pub entries: &'a [Entry<'a>],
    /// The findings of the goal by revision, in its last part only.
    pub findings: Option<&'a [Report]>,
}

#[derive(Debug, Clone, Copy)]
pub struct GoalHead<'a> {
    /// Its number from 1, in guid order.
    pub number: u64,
    /// Its guid, or `goal 1` if values are hidden.
    pub guid: &'a str,
    /// The state that a consumer should hold now: the delivery of the highest revision that counts.
    pub latest: &'a Side<'a>,
    /// Whether the latest delivery is not a deletion.
    pub is_live: bool,
    /// The number of different contents of the highest revision; more than one is a conflict.
    pub latest_variants: u64,
    pub deliveries: u64,
    /// The number of distinct revisions.
    pub revisions: u64,
    pub first: i64,
    pub last: i64,
    /// Deliveries without a received time. If there are any, capture order is used as the order of
    /// arrival.
    pub untimed: u64,
}

impl GoalHead<'_> {
    pub fn is_timed(&self) -> bool {
        self.untimed < self.deliveries
    }

    /// `live` or `deleted`.
    pub fn state(&self) -> &'static str {
        if self.is_live { "live" } else { "deleted" }
    }
}

/// One delivery in a timeline, with its duplicates unless `--deliveries` is given.
#[derive(Debug)]
pub struct Entry<'a> {
    pub delivery: &'a Delivery,
    pub place: Place<'a>,
    pub side: &'a Side<'a>,
    /// What it is compared with: the delivery it conflicts with, else the delivery of the previous
    /// revision that counts; `None` for the first revision.
    pub before: Option<&'a Side<'a>>,
    /// The changes from `before`.
    pub comparison: Comparison<'a>,
    /// The location of the delivery it conflicts with: same revision, other content.
    pub contradicts: Option<Place<'a>>,
    /// The number of different contents of its revision.
    pub variants: usize,
    /// Whether it is the content of its revision that counts.
    pub counts: bool,
    /// The locations of its duplicates, by arrival.
    pub repeats: Vec<Place<'a>>,
    /// Whether it duplicates an earlier entry; only with `--deliveries`.
    pub is_repeat: bool,
    /// The first and last missing revision before it.
    pub missing: Option<(i64, i64)>,
    /// A higher revision that had arrived before.
    pub late_after: Option<i64>,
    /// The rules of its findings and of those of its duplicates.
    pub rules: Vec<&'static str>,
}

/// The location and received time of a delivery.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub input: &'a Untrusted,
    /// The path through envelopes to it.
    pub trail: &'a [Untrusted],
    pub location: &'a BodyLocation,
    pub received: Option<Moment>,
}

impl Ledger {
    /// The location of the delivery with this index.
    pub fn place(&self, delivery: u32) -> Place<'_> {
        let location = &self.locations[delivery as usize];
        Place {
            input: &self.inputs[location.input as usize],
            trail: self.trail(location.trail),
            location,
            received: self.deliveries[delivery as usize].received,
        }
    }
}

/// Reads the text of the delivery with this index in the ledger.
pub type ReadText<'a> = dyn Fn(u32) -> io::Result<String> + Sync + 'a;

#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Whether each delivery is an entry of its own.
    pub each_delivery: bool,
    pub hide_values: bool,
}

/// Facts about entries beyond their own delivery, by the index of the delivery.
#[derive(Debug, Default)]
pub struct Marks {
    repeats: HashMap<u32, Vec<u32>>,
    rules: HashMap<u32, Vec<&'static str>>,
}

impl Marks {
    /// The marks of a goal; `reported` has a delivery and a rule for each of its findings.
    pub fn of<'r>(
        goal: &GoalChain,
        reported: impl Iterator<Item = (u32, &'static str)> + 'r,
        shape: Shape,
    ) -> Marks {
        let mut marks = Marks::default();
        let mut shown_as = HashMap::new();
        for link in goal.chain.links.iter().filter(|_| !shape.each_delivery) {
            if let Some(of) = link.repeats() {
                marks.repeats.entry(of).or_default().push(link.delivery);
                shown_as.insert(link.delivery, of);
            }
        }
        for (delivery, rule) in reported {
            let entry = shown_as.get(&delivery).unwrap_or(&delivery);
            marks.rules.entry(*entry).or_default().push(rule);
        }
        marks
    }
}

/// A body as one side of a comparison.
///
/// # Errors
/// If the text is no longer a readable body.
pub fn side(text: &str) -> io::Result<Side<'_>> {
    match Side::read(text) {
        Some(side) => Ok(side),
        None => Err(io::Error::other("a body changed while it was read")),
    }
}

/// The documented fields in which two deliveries of a revision differ; one name stands for all
/// undocumented ones.
pub fn differing_fields([one, other]: [&Side<'_>; 2]) -> Vec<&'static str> {
    let comparison = compare(one, other, &Scope::default());
    let name = |change: &Change<'_>| match change.subject {
        Subject::Action => "action",
        Subject::Field(field) => FIELDS[field].name,
        Subject::Beside(_) | Subject::Inside(_) => "undocumented fields",
    };
    let mut names: Vec<&str> = comparison.changes.iter().map(name).collect();
    names.dedup();
    names
}

pub fn head<'a>(
    ledger: &Ledger,
    goal: &GoalChain,
    (number, guid): (u64, &'a str),
    latest: &'a Side<'a>,
) -> GoalHead<'a> {
    let delivery = |index: u32| &ledger.deliveries[index as usize];
    let (first, last) = goal.ends();
    GoalHead {
        number,
        guid,
        latest,
        is_live: goal.is_live,
        latest_variants: goal.variants_of_latest() as u64,
        deliveries: goal.chain.links.len() as u64,
        revisions: goal.chain.revisions.len() as u64,
        first: delivery(first).revision,
        last: delivery(last).revision,
        untimed: goal.untimed,
    }
}

/// Calls a function with the entries of some of a goal's links.
///
/// # Errors
/// A body that cannot be read again.
pub fn with_entries<Out>(
    ledger: &Ledger,
    goal: &GoalChain,
    links: Range<usize>,
    (marks, shape): (&Marks, Shape),
    read: &ReadText<'_>,
    give: impl FnOnce(&[Entry<'_>]) -> Out,
) -> io::Result<Out> {
    let drafts = drafts(ledger, goal, links, shape);
    let mut needed: Vec<u32> =
        drafts.iter().flat_map(|draft| [Some(draft.content), draft.before]).flatten().collect();
    needed.sort_unstable();
    needed.dedup();
    let texts: Vec<String> =
        needed.iter().map(|delivery| read(*delivery)).collect::<io::Result<_>>()?;
    let sides: Vec<Side<'_>> = texts.iter().map(|text| side(text)).collect::<io::Result<_>>()?;
    let side_of = |delivery: &u32| &sides[needed.partition_point(|other| other < delivery)];
    let entries: Vec<Entry<'_>> = drafts
        .iter()
        .map(|draft| {
            let this = side_of(&draft.content);
            let before = draft.before.as_ref().map(side_of).filter(|_| !draft.is_repeat);
            let mut comparison = before.map_or_else(Comparison::default, |before| {
                compare(before, this, &Scope::default())
            });
            if shape.hide_values {
                hide_keys([&mut Side::default(), &mut Side::default()], &mut comparison);
            }
            let repeats = marks.repeats.get(&draft.delivery);
            Entry {
                delivery: &ledger.deliveries[draft.delivery as usize],
                place: ledger.place(draft.delivery),
                side: this,
                before,
                comparison,
                contradicts: draft.contradicts.map(|of| ledger.place(of)),
                variants: draft.variants,
                counts: draft.counts,
                repeats: repeats.into_iter().flatten().map(|index| ledger.place(*index)).collect(),
                is_repeat: draft.is_repeat,
                missing: draft.missing,
                late_after: draft.late_after,
                rules: marks.rules.get(&draft.delivery).cloned().unwrap_or_default(),
            }
        })
        .collect();
    Ok(give(&entries))
}

/// An entry before its texts are read; deliveries are given by their indexes.
struct Draft {
    delivery: u32,
    content: u32,
    before: Option<u32>,
    contradicts: Option<u32>,
    variants: usize,
    counts: bool,
    is_repeat: bool,
    missing: Option<(i64, i64)>,
    late_after: Option<i64>,
}

fn drafts(ledger: &Ledger, goal: &GoalChain, links: Range<usize>, shape: Shape) -> Vec<Draft> {
    let chain = &goal.chain;
    let number = |index: u32| ledger.deliveries[index as usize].revision;
    let start = chain.revisions.partition_point(|revision| revision.end <= links.start);
    let mut drafts = Vec::with_capacity(links.len());
    for (index, revision) in chain.revisions.iter().enumerate().skip(start) {
        if revision.start >= links.end {
            break;
        }
        let counting = chain.counting(&ledger.deliveries, revision);
        let below = index
            .checked_sub(1)
            .map(|below| chain.counting(&ledger.deliveries, &chain.revisions[below]));
        let shown = revision.start.max(links.start)..revision.end.min(links.end);
        let content_of = |link: &super::chain::Link| link.repeats().unwrap_or(link.delivery);
        let counts = chain.links[revision.clone()]
            .iter()
            .find(|link| link.delivery == counting)
            .map_or(counting, content_of);
        let variants = chain.variants(revision).count();
        for (at, link) in shown.clone().zip(&chain.links[shown]) {
            let is_repeat = link.repeats().is_some();
            if is_repeat && !shape.each_delivery {
                continue;
            }
            let this = number(link.delivery);
            let missing = below.map(|below| (number(below), this)).filter(|(below, this)| {
                at == revision.start && i128::from(*this) - i128::from(*below) > 1
            });
            drafts.push(Draft {
                delivery: link.delivery,
                content: content_of(link),
                before: link.contradicts().or(below),
                contradicts: link.contradicts(),
                variants,
                counts: content_of(link) == counts,
                is_repeat,
                missing: missing.map(|(below, this)| (below + 1, this - 1)),
                late_after: link.late_after().map(number).filter(|after| *after > this),
            });
        }
    }
    drafts
}
