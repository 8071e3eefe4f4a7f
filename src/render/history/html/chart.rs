//! A chart of one goal: the amount that a consumer should hold as steps, its target as dashes,
//! each delivery as a mark, and what is missing as a hatched band.
//!
//! Places along the chart are percentages and heights are pixels, so that it takes the width
//! that there is while its marks and words keep their size.

use std::fmt::Write;

use rust_decimal::Decimal;

use super::scale::{Amounts, Times, WIDE};
use crate::text::time::{Moment, TimeStyle};

/// The height of the plot in pixels, with amounts.
pub const TALL: u32 = 176;
/// The height of the plot in pixels, where no amounts are shown.
pub const FLAT: u32 = 44;
/// The pixels along the axis that names of revisions may take.
const ROOM: usize = 600;

/// One delivery, as much of it as a chart shows.
#[derive(Debug, Clone)]
pub struct Point {
    pub revision: i64,
    /// When it was received, where that is known of all deliveries of the goal.
    pub received: Option<Moment>,
    pub current: Option<Decimal>,
    pub target: Option<Decimal>,
    /// The amount as the table has it.
    pub amount: String,
    /// Whether its content is the one of its revision that counts.
    pub counts: bool,
    pub is_deletion: bool,
    /// Whether another delivery of the revision differs.
    pub is_conflict: bool,
    /// Whether a higher revision had arrived before.
    pub is_late: bool,
    /// Whether it was delivered again, or repeats another one.
    pub is_repeated: bool,
    /// The first and the last revision that are missing before it.
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

    /// Its id and class, the word beside it, and what it means.
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
    /// The most important of what can be said about it.
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
        // Most are nothing but deliveries, and a page has many of them.
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

/// Where everything of a chart is. Places are in hundredths of a percent.
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
    /// A chart of these deliveries, which come by revision: along their received times where all
    /// have one, or else along their revisions.
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

    /// Each revision has a slot, and so has each gap, however many revisions are missing.
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

    /// How many pixels below the upper edge of the plot an amount is. What has none is drawn on
    /// the lower edge, and in the middle where nothing has one.
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

    /// The deliveries that a consumer holds one after the other: those of the highest revision so
    /// far, a deletion before anything else of its revision.
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

    /// A value of what is held, as the data of a path in hundredths of a percent and pixels. It
    /// breaks off where the goal is deleted.
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

/// The data of a path that goes in steps, each relative to the one before, which is shorter.
#[derive(Debug, Default)]
pub struct Path {
    data: String,
    /// The height where the path is, while it may go on from there.
    at: Option<Decimal>,
}

impl Path {
    /// Goes to a height at a place, and along to the end; without a height the path breaks off.
    pub fn step(&mut self, place: i64, end: Option<i64>, below: Option<Decimal>) {
        let before = self.at.take();
        let Some(below) = below else { return };
        // A string takes every write.
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

/// What lies between the steps of a path and this height, as the data of a path.
pub fn area(steps: &str, zero: Decimal) -> String {
    let mut area = String::new();
    for part in steps.split('M').skip(1) {
        let start = part.split(' ').next().unwrap_or_default();
        let _ = write!(area, "M{part}V{zero}H{start}z");
    }
    area
}
