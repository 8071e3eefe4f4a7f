//! What a sample is to be like.

use crate::rules::rule::Rule;

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
        even + oorandom::Rand64::new(u128::from(self.seed ^ goal)).rand_u64() % mean.div_ceil(2)
    }

    /// The number of deliveries of a goal.
    pub fn revisions(&self, goal: u64) -> u64 {
        self.first_body(goal + 1) - self.first_body(goal)
    }
}
