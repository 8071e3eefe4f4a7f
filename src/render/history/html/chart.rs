//! A chart of one goal: the amount that a consumer should hold as steps, the target as dashes,
//! deliveries as marks, and missing revisions as hatched bands.
//!
//! Horizontal positions are percentages and heights are pixels, so that the chart adapts to the
//! width while marks and text keep their size.

use std::fmt::Write;

use rust_decimal::Decimal;

use super::scale::{Amounts, Times, WIDE};
use crate::text::time::{Moment, TimeStyle};

/// The height of the plot in pixels, with amounts.
pub const TALL: u32 = 176;
/// The height of the plot in pixels, without amounts.
pub const FLAT: u32 = 44;
/// The width for revision labels along the axis, in pixels.
const ROOM: usize = 600;

/// The data of one delivery.
#[derive(Debug, Clone)]
pub struct Point {
    pub revision: i64,
    /// The received time, if all deliveries of the goal have one.
    pub received: Option<Moment>,
    pub current: Option<Decimal>,
    pub target: Option<Decimal>,
    /// The amount as in the table.
    pub amount: String,
    /// Whether it is the content of its revision that counts.
    pub counts: bool,
    pub is_deletion: bool,
    /// Whether it conflicts with another delivery of the revision.
    pub is_conflict: bool,
    /// Whether a higher revision arrived before.
    pub is_late: bool,
    /// Whether it has a duplicate or is one.
    pub is_repeated: bool,
    /// The first and last missing revision before it.
    pub missing: Option<(i64, i64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    Delivery,
    Repeated,
    Late,
    Conflict,
    Deletion,
}

impl Mark {
    pub const ALL: [Mark; 5] =
        [Mark::Delivery, Mark::Repeated, Mark::Late, Mark::Conflict, Mark::Deletion];

    /// Id and class, label, meaning.
    pub fn words(self) -> [&'static str; 3] {
        match self {
            Mark::Delivery => ["dot", "", "delivery"],
            Mark::Repeated => ["repeated", "again", "delivered more than once"],
            Mark::Late => ["late", "late", "late, after a higher revision"],
            Mark::Conflict => ["conflict", "conflict", "conflicting content"],
            Mark::Deletion => ["deletion", "deleted", "deleted"],
        }
    }
}

impl Point {
    /// The most important property of a delivery.
    pub fn mark(&self) -> Mark {
        if self.is_deletion {
            Mark::Deletion
        } else if self.is_conflict {
            Mark::Conflict
        } else if self.is_late {
            Mark::Late
        } else if self.is_repeated {
            Mark::Repeated
        } else {
            Mark::Delivery
        }
    }

    pub fn words(&self) -> String {
        // Fast path: most have no other property.
        let [.., meaning] = self.mark().words();
        let mut words = match self.mark() {
            Mark::Delivery => self.revision.to_string(),
            _ => format!("{}, {meaning}", self.revision),
        };
        if !self.amount.is_empty() {
            let _ = write!(words, ": {}", self.amount);
        }
        words
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Gap {
    pub from: i64,
    pub to: i64,
    pub first: i64,
    pub last: i64,
}

impl Gap {
    /// `2 to 3 not seen`.
    pub fn words(&self) -> String {
        match self.first == self.last {
            true => format!("{} not seen", self.first),
            false => format!("{} to {} not seen", self.first, self.last),
        }
    }
}

/// The layout of a chart. Horizontal positions are in hundredths of a percent.
#[derive(Debug)]
pub struct Chart<'a> {
    pub points: &'a [Point],
    pub places: Vec<i64>,
    pub gaps: Vec<Gap>,
    pub ticks: Vec<(i64, String)>,
    pub amounts: Option<Amounts>,
    pub is_timed: bool,
}

impl<'a> Chart<'a> {
    /// A chart of these deliveries, given by revision. The horizontal axis is the received time if
    /// all have one, else the revision.
    pub fn of(points: &'a [Point], style: TimeStyle) -> Chart<'a> {
        let mut values = points.iter().flat_map(|point| [point.current, point.target]).flatten();
        let has_amounts = values.next().is_some();
        let values = points.iter().flat_map(|point| [point.current, point.target]).flatten();
        let amounts = has_amounts.then(|| Amounts::over(values));
        let (places, gaps, ticks) = (Vec::new(), Vec::new(), Vec::new());
        let mut chart = Chart { points, places, gaps, ticks, amounts, is_timed: false };
        let received: Option<Vec<Moment>> = points.iter().map(|point| point.received).collect();
        match received.as_deref().and_then(Times::over) {
            Some(times) => chart.along(&times, style),
            None => chart.along_revisions(),
        }
        chart
    }

    /// Each revision has a slot, and so does each gap.
    fn along_revisions(&mut self) {
        let mut slots: i64 = 0;
        let mut before = None;
        let mut gaps = Vec::new();
        let mut slot_of = Vec::with_capacity(self.points.len());
        for point in self.points {
            if let Some(missing) = point.missing {
                gaps.push((slots, missing));
                slots += 1;
            }
            slots += i64::from(before != Some(point.revision));
            before = Some(point.revision);
            slot_of.push(slots - 1);
        }
        let edge = |slot: i64| slot * WIDE / slots.max(1);
        self.places = slot_of.iter().map(|slot| (edge(*slot) + edge(slot + 1)) / 2).collect();
        let gap = |(slot, (first, last))| Gap { from: edge(slot), to: edge(slot + 1), first, last };
        self.gaps = gaps.into_iter().map(gap).collect();
        let widest = before.map_or(1, |revision| revision.to_string().len());
        let most = (ROOM / (7 * widest + 16)).clamp(2, 10);
        let every = (slots / i64::try_from(most).unwrap_or(1)).max(1);
        let mut next = 0;
        for ((slot, place), point) in slot_of.iter().zip(&self.places).zip(self.points) {
            if *slot >= next {
                next = slot + every;
                self.ticks.push((*place, point.revision.to_string()));
            }
        }
    }

    fn along(&mut self, times: &Times, style: TimeStyle) {
        self.is_timed = true;
        let received = self.points.iter().filter_map(|point| point.received);
        self.places = received.map(|time| times.place(time)).collect();
        self.ticks = times.ticks(style);
        let pairs = self.places.windows(2).zip(self.points.iter().skip(1));
        let gaps = pairs.filter_map(|(pair, point)| {
            let (first, last) = point.missing?;
            let (from, to) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
            Some(Gap { from, to, first, last })
        });
        self.gaps = gaps.collect();
    }

    pub fn height(&self) -> u32 {
        if self.amounts.is_some() { TALL } else { FLAT }
    }

    /// The distance of an amount from the top of the plot, in pixels. Deliveries without amount are
    /// at the bottom, or in the middle if none has one.
    pub fn below(&self, amount: Option<Decimal>) -> Decimal {
        match (&self.amounts, amount) {
            (Some(axis), Some(amount)) => axis.below(amount, TALL),
            (Some(_), None) => Decimal::from(TALL),
            (None, _) => Decimal::from(FLAT / 2),
        }
    }

    pub fn marks(&self) -> Vec<Mark> {
        let has = |mark: &Mark| self.points.iter().any(|point| point.mark() == *mark);
        Mark::ALL.into_iter().filter(has).collect()
    }

    /// The successive states of a consumer: the deliveries of the highest revision so far; in one
    /// revision a deletion wins.
    pub fn held(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.points.len()).collect();
        if self.is_timed {
            order.sort_by_key(|index| self.points[*index].received);
        }
        let mut held: Vec<usize> = Vec::new();
        for index in order {
            let this = &self.points[index];
            let before = held.last().map(|before| &self.points[*before]);
            let is_later = before.is_none_or(|before| match this.revision == before.revision {
                true => self.is_timed && (this.is_deletion || !before.is_deletion),
                false => this.revision > before.revision,
            });
            if is_later && (self.is_timed || this.counts) {
                held.push(index);
            }
        }
        held
    }

    /// Path data of a value of these states, in hundredths of a percent and pixels. The path is
    /// interrupted by a deletion.
    pub fn steps(&self, held: &[usize], value: impl Fn(&Point) -> Option<Decimal>) -> String {
        let mut path = Path::default();
        for (step, index) in held.iter().enumerate() {
            let point = &self.points[*index];
            let end = held.get(step + 1).map_or(WIDE, |next| self.places[*next]);
            let end = if point.is_deletion { None } else { Some(end) };
            path.step(self.places[*index], end, value(point).map(|value| self.below(Some(value))));
        }
        path.into_data()
    }
}

/// Path data of steps, with relative coordinates, which are shorter.
#[derive(Debug, Default)]
pub struct Path {
    data: String,
    /// The current height, unless the path is interrupted.
    at: Option<Decimal>,
}

impl Path {
    /// Moves to a height at a position; `None` interrupts the path.
    pub fn step(&mut self, place: i64, end: Option<i64>, below: Option<Decimal>) {
        let before = self.at.take();
        let Some(below) = below else { return };
        // Writing to a string cannot fail.
        let _ = match before {
            Some(at) if at == below => Ok(()),
            Some(at) => write!(self.data, "v{}", below - at),
            None => write!(self.data, "M{place} {below}"),
        };
        if let Some(end) = end {
            let _ = write!(self.data, "h{}", end - place);
            self.at = Some(below);
        }
    }

    pub fn into_data(self) -> String {
        self.data
    }
}

/// Path data of the area between the steps and this height.
pub fn area(steps: &str, zero: Decimal) -> String {
    let mut area = String::new();
    for part in steps.split('M').skip(1) {
        let start = part.split(' ').next().unwrap_or_default();
        let _ = write!(area, "M{part}V{zero}H{start}z");
    }
    area
}
