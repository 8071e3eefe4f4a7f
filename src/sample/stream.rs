//! The deliveries of a sample in the order in which they arrive.
//!
//! A few dozen goals live at a time; each step takes one of them to its next revision. So the
//! memory is the same for any number of bodies, and chains are interleaved as in a capture.

use oorandom::Rand64;

use super::chain::{End, Life};
use super::draft::Draft;
use super::messy::Messy;
use super::people::{MILLION, User, below, one_of};
use super::sequence::{self, Fault};
use crate::rules::registry::syntax;
use crate::rules::rule::Rule;

/// Goals that live at a time.
const LIVING: usize = 48;
/// The first delivery arrives on 2016-01-04, the last 350 days later.
const FIRST: i64 = 1_451_865_600;
const SPAN: u128 = 350 * 86_400;

/// A delivery with what is to be broken in it.
#[derive(Debug, Clone, Copy)]
pub struct Planned {
    /// The values.
    pub delivery: Draft,
    /// A rule of single bodies that its text breaks, and the seed of how.
    pub breaks: Option<(&'static Rule, u64)>,
    /// A rule of histories that is broken with this delivery, and the field that shows it.
    pub shows: Option<(&'static Rule, &'static str)>,
    /// Its number, from 0.
    pub number: u64,
}

/// A goal on its way, and what is wrong with its history.
#[derive(Debug)]
struct Living {
    life: Life,
    fault: Option<Fault>,
    messy: Messy,
}

/// The deliveries of a plan.
#[derive(Debug)]
pub struct Stream {
    plan: Plan,
    random: Rand64,
    living: Vec<Living>,
    next_goal: u64,
    number: u64,
    /// Whether the last delivery is cut off.
    open_end: bool,
}

impl Stream {
    /// The deliveries of a plan.
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

    /// Lets users start goals until enough live.
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
        // What follows a body that does not end could be read as the rest of it, unless it is
        // known as a body by how it begins.
        let breaks = breaks.filter(|(rule, _)| !self.open_end || rule == &&syntax::TRUNCATED_JSON);
        self.open_end = breaks.is_some_and(|(rule, _)| rule == &syntax::TRUNCATED_JSON);
        let number = self.number;
        self.number += 1;
        Some(Planned { delivery, breaks, shows, number })
    }
}

/// How deliveries are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One body on each line.
    Ndjson,
    /// An indented body, or an array of them.
    Json,
    /// Raw HTTP/1.1 requests.
    Http,
}

/// What to make.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The number of bodies.
    pub bodies: u64,
    /// The number of goals that they tell of; at most one for each body.
    pub goals: u64,
    /// Where the random numbers start.
    pub seed: u64,
    /// How deliveries are written.
    pub shape: Shape,
    /// The rules that bodies break.
    pub body_rules: Vec<&'static Rule>,
    /// The rules that histories break.
    pub chain_rules: Vec<&'static Rule>,
    /// How many bodies, or users for the rules of histories, break one, in a million.
    pub rate: u32,
    /// How many deliveries come twice, late or not at all, in a million.
    pub messy: u32,
}

impl Plan {
    /// The number of the first body of a goal, counting bodies goal by goal. Goals differ in
    /// their number of revisions, and each has at least half as many as the mean.
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

    /// The number of deliveries of a goal.
    pub fn revisions(&self, goal: u64) -> u64 {
        self.first_body(goal + 1) - self.first_body(goal)
    }
}
