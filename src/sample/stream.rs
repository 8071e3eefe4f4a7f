//! The deliveries of a sample in order of arrival.
//!
//! A few dozen goals are active at a time; each step takes one of them to its next revision. So
//! memory is bounded, and chains are interleaved as in a capture.

use oorandom::Rand64;

use super::chain::{End, Life};
use super::draft::Draft;
use super::people::{MILLION, User, below, one_of};
use super::sequence::{self, Fault, Messy};
use crate::rules::registry::syntax;
use crate::rules::rule::Rule;

/// The number of goals active at a time.
const LIVING: usize = 48;
/// The first delivery arrives on 2016-01-04, the last 350 days later.
const FIRST: i64 = 1_451_865_600;
const SPAN: u128 = 350 * 86_400;

/// A delivery with its defect.
#[derive(Debug, Clone, Copy)]
pub struct Planned {
    pub delivery: Draft,
    /// The rule of single bodies that it breaks, and the seed that chooses how.
    pub breaks: Option<(&'static Rule, u64)>,
    /// The rule of histories that it breaks, and the pointer of the field.
    pub shows: Option<(&'static Rule, &'static str)>,
    /// From 0.
    pub number: u64,
}

/// An active goal with the fault of its history.
#[derive(Debug)]
struct Living {
    life: Life,
    fault: Option<Fault>,
    messy: Messy,
}

#[derive(Debug)]
pub struct Stream {
    plan: Plan,
    random: Rand64,
    living: Vec<Living>,
    next_goal: u64,
    number: u64,
    /// Whether the last delivery was truncated.
    open_end: bool,
}

impl Stream {
    pub fn new(plan: Plan) -> Stream {
        let random = Rand64::new(u128::from(plan.seed));
        Stream {
            plan,
            random,
            living: Vec::with_capacity(LIVING + 4),
            next_goal: 0,
            number: 0,
            open_end: false,
        }
    }

    fn now(&self) -> i64 {
        let passed = u128::from(self.number) * SPAN / u128::from(self.plan.bodies.max(1));
        FIRST + i64::try_from(passed).unwrap_or_default()
    }

    /// Starts goals until enough are active.
    fn fill(&mut self) {
        while self.living.len() < LIVING && self.next_goal < self.plan.goals {
            let goals = self.plan.goals - self.next_goal;
            let faulty = !self.plan.chain_rules.is_empty()
                && below(&mut self.random, u64::from(MILLION)) < u64::from(self.plan.rate);
            let rule = faulty.then(|| one_of(&mut self.random, &self.plan.chain_rules));
            let wanted = match rule {
                Some(rule) => sequence::goals_of(rule),
                None => 1 + below(&mut self.random, 3),
            };
            let now = self.now();
            let mut user = User::new(&mut self.random);
            let first = self.living.len();
            for _ in 0..wanted.min(goals) {
                let left = self.plan.revisions(self.next_goal);
                self.next_goal += 1;
                let goal = user.goal(&mut self.random, now);
                let end = End::any(&mut self.random);
                let life = Life { goal, left, end, started: false };
                self.living.push(Living { life, fault: None, messy: Messy::default() });
            }
            if let Some(rule) = rule.filter(|_| wanted <= goals) {
                let lives = self.living[first..].iter_mut().map(|living| &mut living.life);
                let fault = sequence::give(rule, lives.collect(), &mut self.random);
                if let Some(last) = self.living.last_mut() {
                    last.fault = fault;
                }
            }
        }
    }
}

impl Iterator for Stream {
    type Item = Planned;

    fn next(&mut self) -> Option<Planned> {
        self.fill();
        if self.living.is_empty() {
            return None;
        }
        let index = below(&mut self.random, self.living.len() as u64) as usize;
        let now = self.now();
        let Living { life, fault, messy } = &mut self.living[index];
        life.left = life.left.saturating_sub(1);
        let random = &mut self.random;
        let (delivery, shows) = match (fault, self.plan.messy) {
            (Some(fault), _) => sequence::step(fault, life, random, now),
            (None, 0) => (life.step(life.left, random, now), None),
            (None, rate) => messy.step(rate, life, random, now),
        };
        if life.left == 0 {
            self.living.swap_remove(index);
        }
        let broken = !self.plan.body_rules.is_empty()
            && below(&mut self.random, u64::from(MILLION)) < u64::from(self.plan.rate);
        let breaks = broken
            .then(|| (one_of(&mut self.random, &self.plan.body_rules), self.random.rand_u64()));
        // The next body could be read as the rest of a truncated one, unless its first bytes
        // identify it as a body.
        let breaks = breaks.filter(|(rule, _)| !self.open_end || rule == &&syntax::TRUNCATED_JSON);
        self.open_end = breaks.is_some_and(|(rule, _)| rule == &syntax::TRUNCATED_JSON);
        let number = self.number;
        self.number += 1;
        Some(Planned { delivery, breaks, shows, number })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One body per line.
    Ndjson,
    /// An indented body, or an array of several.
    Json,
    /// Raw HTTP/1.1 requests.
    Http,
}

#[derive(Debug, Clone)]
pub struct Plan {
    pub bodies: u64,
    /// The number of goals, at most one per body.
    pub goals: u64,
    pub seed: u64,
    pub shape: Shape,
    /// Rules of single bodies to break.
    pub body_rules: Vec<&'static Rule>,
    /// Rules of histories to break.
    pub chain_rules: Vec<&'static Rule>,
    /// How many bodies (or users, for rules of histories) in a million break a rule.
    pub rate: u32,
    /// How many deliveries in a million come twice, late or not at all.
    pub messy: u32,
}

impl Plan {
    /// The number of the first body of a goal, counting bodies goal by goal. Goals have different
    /// numbers of revisions, each at least half of the mean.
    fn first_body(&self, goal: u64) -> u64 {
        if goal >= self.goals {
            return self.bodies;
        }
        let even = u128::from(goal) * u128::from(self.bodies) / u128::from(self.goals);
        let even = u64::try_from(even).unwrap_or(self.bodies);
        let mean = self.bodies / self.goals;
        if goal == 0 || mean < 2 {
            return even;
        }
        even + Rand64::new(u128::from(self.seed ^ goal)).rand_u64() % mean.div_ceil(2)
    }

    pub fn revisions(&self, goal: u64) -> u64 {
        self.first_body(goal + 1) - self.first_body(goal)
    }
}
