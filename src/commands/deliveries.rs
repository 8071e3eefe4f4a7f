//! Reads captures into a ledger of deliveries, for `history` and `diff`.
//!
//! Workers compute the digests of a block; the main thread numbers goals and users in order.

use std::io;

use anyhow::Result;

use crate::capture::frames::Content;
use crate::diff::side::{Extras, Side};
use crate::examine::Seen;
use crate::examine::numbering::Numbered;
use crate::examine::report::{LineColumn, Report};
use crate::examine::select::{Choice, Nearest, Selection};
use crate::history::delivery::{BodyLocation, Delivery};
use crate::history::digest::Digester;
use crate::history::ledger::Ledger;
use crate::history::timeline::side;
use crate::render::check::concise::Concise;
use crate::render::check::{FindingFormat, body_place};
use crate::run::spool::Spool;
use crate::run::{Consumer, Outcome, Run};
use crate::text::escape::Untrusted;
use crate::webhook::field::at;
use crate::world::World;

/// All deliveries of a capture.
pub struct Deliveries {
    pub ledger: Ledger,
    /// The texts of the bodies.
    spool: Spool,
    pub outcome: Outcome,
    /// Chosen bodies without guid or revision, which belong to no chain.
    pub unplaced: u64,
    /// Chosen bodies that are not readable goal webhooks.
    pub unreadable: u64,
    /// Deliveries left out because they have no received time.
    pub untimed: u64,
}

/// What to keep of each body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Whether to keep locations and texts; without them, only counts are possible.
    pub texts: bool,
    /// Whether bodies without guid or revision are kept, with an empty guid and the lowest
    /// revision; otherwise they are reported and left out.
    pub unplaced: bool,
    /// Whether messages must not contain values.
    pub hide_values: bool,
    /// Leaves out deliveries received at this time or later, in nanoseconds since 1970.
    pub as_of: Option<i128>,
}

impl Deliveries {
    /// Reads the text of the delivery at this index in the ledger.
    ///
    /// # Errors
    /// A failed read of the temporary file that contains it.
    pub fn read(&self, index: u32) -> io::Result<String> {
        let location = &self.ledger.locations[index as usize];
        self.spool.read(location.spooled, location.length)
    }

    /// The nearest values to those of the filters, for when no goal matches.
    ///
    /// # Errors
    /// As for [`Deliveries::read`].
    pub fn nearest(&self, selection: &Selection) -> Result<Nearest> {
        let mut nearest = Nearest::default();
        self.ledger.goals.all().for_each(|guid| nearest.offer_guid(selection, guid));
        let needs_text = !selection.users.is_empty() || !selection.conditions.is_empty();
        for index in (0..).take(self.ledger.locations.len()).filter(|_| needs_text) {
            nearest.offer(selection, &side(&self.read(index)?)?.goal);
        }
        Ok(nearest)
    }
}

/// Reads every chosen body.
///
/// # Errors
/// A failed write to the temporary file.
pub fn gather(
    run: Run,
    digester: &Digester,
    keep: Keep,
    world: &mut World<'_>,
) -> Result<Deliveries> {
    let mut ledger = Ledger::default();
    ledger.inputs = run.sources.list.iter().map(|source| source.name().into()).collect();
    let selection = Selection { chooses_goals: false, ..run.examine_options.selection.clone() };
    let concise = Box::new(Concise { colour: false });
    let gatherer = Gatherer { digester, keep, selection, concise };
    let mut spool = Spool::default();
    let (mut unplaced, mut unreadable, mut untimed) = (0, 0, 0);
    let mut inputs: u32 = 0;
    let outcome = run.go(&gatherer, world.stdin, world.stderr, |mut batch: Batch| {
        inputs += u32::from(batch.first);
        unplaced += batch.unplaced.len() as u64;
        unreadable += batch.unreadable;
        untimed += batch.untimed;
        let spooled_from = spool.append(&batch.texts)?;
        let mut names = batch.names.as_str();
        let mut trails = batch.trails.into_iter().peekable();
        let goals = batch.guids.into_iter().map(|(hash, length)| {
            let (guid, rest) = names.split_at(length);
            names = rest;
            ledger.goals.number(hash, guid)
        });
        ledger.goal_of.extend(goals);
        ledger.deliveries.append(&mut batch.deliveries);
        for (index, mut location) in batch.locations.into_iter().enumerate() {
            location.input = inputs.saturating_sub(1);
            location.body += batch.bodies_before;
            location.spooled += spooled_from;
            if let Some((_, trail)) = trails.next_if(|(of, _)| *of == index) {
                location.trail = ledger.add_trail(trail);
            }
            ledger.locations.push(location);
        }
        Ok(())
    })?;
    spool.flush()?;
    Ok(Deliveries { ledger, spool, outcome, unplaced, unreadable, untimed })
}

struct Gatherer<'d> {
    digester: &'d Digester,
    keep: Keep,
    selection: Selection,
    concise: Box<dyn FindingFormat>,
}

/// Initial capacity: most blocks have fewer bodies.
const BODIES_OF_A_BLOCK: usize = 1_280;

#[derive(Default)]
struct Batch {
    deliveries: Vec<Delivery>,
    /// The locations of the bodies in the block.
    locations: Vec<BodyLocation>,
    /// The hashes of the guids, and the lengths of the guids in `names`.
    guids: Vec<(u64, usize)>,
    /// The guids, concatenated.
    names: String,
    /// The paths through envelopes of the deliveries that have one, in order.
    trails: Vec<(usize, Vec<Untrusted>)>,
    /// The texts of the bodies, concatenated.
    texts: Vec<u8>,
    /// Bodies that belong to no chain.
    unplaced: Vec<(LineColumn, String)>,
    unreadable: u64,
    untimed: u64,
    first: bool,
    bodies_before: u64,
}

impl Gatherer<'_> {
    /// Keeps the location and the text of a body.
    fn keep_text(batch: &mut Batch, seen: &Seen<'_, '_>) {
        if !seen.trail.is_empty() {
            batch.trails.push((batch.locations.len(), seen.trail.to_vec()));
        }
        let text = seen.frame.text.as_bytes();
        batch.locations.push(BodyLocation {
            input: 0,
            trail: 0,
            body: seen.number,
            line: seen.line,
            column: u32::try_from(seen.column).unwrap_or(u32::MAX),
            length: u32::try_from(text.len()).unwrap_or(u32::MAX),
            start: seen.offset.unwrap_or(0),
            spooled: batch.texts.len() as u64,
        });
        batch.texts.extend_from_slice(text);
    }
}

impl Consumer for Gatherer<'_> {
    type Kept = Batch;
    type Data = Batch;

    /// Nothing is printed before everything was read.
    fn prints(&self, _: &Batch) -> bool {
        false
    }

    fn body(&self, batch: &mut Batch, seen: &Seen<'_, '_>) {
        // The findings of an unreadable body are reported, unless its rule is disabled.
        let body = match &seen.frame.content {
            Content::Goal(body) if Side::is_comparable(seen.goal, body) => body,
            _ => {
                let of_contents = |report: &Report| report.rule.group.is_of_contents();
                batch.unreadable += u64::from(!seen.reports.iter().all(of_contents));
                return;
            }
        };
        let received = seen.delivery.received;
        let time = self.selection.of_time(received);
        let as_of = self.keep.as_of;
        let is_before = |as_of: i128| received.map(|time| i128::from(time.nanos()) < as_of);
        let is_untimed = received.is_none() && (as_of.is_some() || time == Choice::Untimed);
        batch.untimed += u64::from(is_untimed);
        if as_of.is_some_and(|as_of| is_before(as_of) != Some(true)) {
            return;
        }
        let guid = seen.goal.text(at::GUID).filter(|guid| !guid.trim().is_empty());
        let (guid, revision) = match (guid, seen.goal.integer(at::REVISION)) {
            (Some(guid), Some(revision)) => (guid, revision),
            (guid, _) if self.keep.unplaced => (guid.unwrap_or_default(), i64::MIN),
            _ if self.selection.of_body(seen.goal, received) != Choice::Chosen => return,
            _ => {
                let start = LineColumn { line: seen.line, column: seen.column };
                batch.unplaced.push((start, body_place(seen.input, seen.trail, start)));
                return;
            }
        };
        let extras = Extras::of(body, seen.frame.text);
        let mut delivery =
            self.digester.digest(seen.goal, body.action, &extras, revision, received);
        delivery.is_of_user = self.selection.holds_of_user(seen.goal);
        delivery.is_in_time = time == Choice::Chosen;
        if batch.deliveries.is_empty() {
            batch.deliveries.reserve(BODIES_OF_A_BLOCK);
        }
        batch.guids.push((self.digester.text(&guid), guid.len()));
        batch.names.push_str(&guid);
        batch.deliveries.push(delivery);
        if self.keep.texts {
            Self::keep_text(batch, seen);
        }
    }

    fn render(
        &self,
        mut batch: Batch,
        numbered: &Numbered,
        messages: &mut Vec<String>,
    ) -> io::Result<Batch> {
        batch.first = numbered.summary.inputs > 0;
        batch.bodies_before = numbered.bodies_before;
        // Both kinds of messages in input order, so that they do not depend on the blocks.
        let mut told = Vec::new();
        for report in numbered.reports.iter().filter(|report| !report.rule.group.is_of_contents()) {
            let mut line = String::new();
            let hidden = self.keep.hide_values.then(|| report.without_values());
            self.concise.finding(&mut line, hidden.as_ref().unwrap_or(report));
            let at = report.outer.unwrap_or(report.start);
            told.push((at, line.trim_end().to_owned()));
        }
        for (at, place) in &batch.unplaced {
            let what = "no guid or revision, so it belongs to no history; see goalpost check";
            told.push((*at, format!("{place}: {what}")));
        }
        told.sort_by_key(|(at, _)| *at);
        messages.extend(told.into_iter().map(|(_, line)| line));
        Ok(batch)
    }
}
