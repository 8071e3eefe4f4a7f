//! The parameters of a sample.

use crate::rules::rule::Rule;

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
        even + oorandom::Rand64::new(u128::from(self.seed ^ goal)).rand_u64() % mean.div_ceil(2)
    }

    pub fn revisions(&self, goal: u64) -> u64 {
        self.first_body(goal + 1) - self.first_body(goal)
    }
}
