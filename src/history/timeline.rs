//! What a format is given of a goal's history: its head, its deliveries in order, its findings.
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
    /// What holds for the whole goal.
    pub goal: &'a GoalHead<'a>,
    /// Whether these are the goal's first entries.
    pub is_first: bool,
    /// By revision, and within it by arrival.
    pub entries: &'a [Entry<'a>],
    /// With the last part: the findings of the goal, by revision.
    pub findings: Option<&'a [Report]>,
}

/// One goal.
#[derive(Debug, Clone, Copy)]
pub struct GoalHead<'a> {
    /// Its number, from 1 in the order of guids.
    pub number: u64,
    /// Its guid, or `goal 1` where values stay hidden.
    pub guid: &'a str,
    /// The state that a consumer should hold now: the delivery that counts of the highest revision.
    pub latest: &'a Side<'a>,
    /// Whether that is no deletion.
    pub is_live: bool,
    /// How many different contents the highest revision was delivered with; several are a
    /// conflict.
    pub latest_variants: u64,
    pub deliveries: u64,
    /// Distinct revisions.
    pub revisions: u64,
    /// The lowest revision.
    pub first: i64,
    /// The highest revision.
    pub last: i64,
    /// Deliveries whose received time is not known. Where there are any, the order of the capture
    /// is that of arrival.
    pub untimed: u64,
}

impl GoalHead<'_> {
    /// Whether any delivery has a received time.
    pub fn is_timed(&self) -> bool {
        self.untimed < self.deliveries
    }

    /// `live` or `deleted`.
    pub fn state(&self) -> &'static str {
        if self.is_live { "live" } else { "deleted" }
    }
}

/// One delivery of a timeline; unless each is shown on its own, with its repeats.
#[derive(Debug)]
pub struct Entry<'a> {
    pub delivery: &'a Delivery,
    pub place: Place<'a>,
    /// Its values.
    pub side: &'a Side<'a>,
    /// What it is compared with: the delivery that it contradicts, or else the one that counts of
    /// the revision before; none for the first revision.
    pub before: Option<&'a Side<'a>>,
    /// What differs from that.
    pub comparison: Comparison<'a>,
    /// Where the delivery is that it contradicts: one of the same revision with other content.
    pub contradicts: Option<Place<'a>>,
    /// How many different contents its revision was delivered with.
    pub variants: usize,
    /// Whether its content is the one of its revision that counts.
    pub counts: bool,
    /// Where the same was delivered again, by arrival.
    pub repeats: Vec<Place<'a>>,
    /// Whether it repeats an entry before it, which only happens where each delivery is shown.
    pub is_repeat: bool,
    /// The first and the last revision that is missing before it.
    pub missing: Option<(i64, i64)>,
    /// The revision that had arrived before, where it is a higher one.
    pub late_after: Option<i64>,
    /// The rules of its findings and of those of its repeats.
    pub rules: Vec<&'static str>,
}

/// Where a body is, and when it was received.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The name of its input.
    pub input: &'a Untrusted,
    /// The way through envelopes to it.
    pub trail: &'a [Untrusted],
    pub location: &'a BodyLocation,
    /// Where the capture says.
    pub received: Option<Moment>,
}

impl Ledger {
    /// Where the delivery at this position is.
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

/// Reads the text of the delivery at a position of the ledger.
pub type ReadText<'a> = dyn Fn(u32) -> io::Result<String> + Sync + 'a;

/// How a timeline is built.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Whether each delivery is an entry of its own.
    pub each_delivery: bool,
    pub hide_values: bool,
}

/// What the entries of a goal say beyond their own delivery, by the delivery that they show.
#[derive(Debug, Default)]
pub struct Marks {
    repeats: HashMap<u32, Vec<u32>>,
    rules: HashMap<u32, Vec<&'static str>>,
}

impl Marks {
    /// The marks of this goal, whose findings are `reported`, a delivery and a rule each.
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

/// The text of a body as one side of a comparison.
///
/// # Errors
/// Where it is no longer what was read first.
pub fn side(text: &str) -> io::Result<Side<'_>> {
    match Side::read(text) {
        Some(side) => Ok(side),
        None => Err(io::Error::other("a body changed while it was read")),
    }
}

/// The documented fields in which two deliveries of a revision differ; all others have one name.
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

/// The head of a goal whose latest state is this one.
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

/// Gives the entries of some of a goal's links to a function.
///
/// # Errors
/// Where a body cannot be read again.
pub fn with_entries<Out>(
    ledger: &Ledger,
    goal: &GoalChain,
    links: Range<usize>,
    (marks, shape): (&Marks, Shape),
    read: &ReadText<'_>,
    give: impl FnOnce(&[Entry<'_>]) -> Out,
) -> io::Result<Out> {
    let drafts = drafts(ledger, goal, links, shape);
    let mut indexes = HashMap::new();
    let mut texts = Vec::new();
    for delivery in drafts.iter().flat_map(|draft| [Some(draft.content), draft.before]).flatten() {
        if let std::collections::hash_map::Entry::Vacant(vacant) = indexes.entry(delivery) {
            vacant.insert(texts.len());
            texts.push(read(delivery)?);
        }
    }
    let sides: Vec<Side<'_>> = texts.iter().map(|text| side(text)).collect::<io::Result<_>>()?;
    let side_of = |delivery: &u32| &sides[indexes[delivery]];
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

/// An entry before its texts are read; deliveries are given by their positions.
struct Draft {
    delivery: u32,
    /// The delivery whose text has its content.
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
