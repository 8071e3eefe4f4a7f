//! Makes deliveries: valid revision chains, and mutants that break exactly one rule.
//!
//! Everything follows from the seed: users own goals, goals live through revisions, and their
//! deliveries are interleaved as they would arrive. The plan is made in order by one generator
//! (PCG of the crate `oorandom`, whose numbers do not change between versions), and a planned
//! delivery knows all that its text needs, so texts can be written on any thread.

pub mod body;
pub mod chain;
pub mod defect;
pub mod defects;
pub mod draft;
pub mod messy;
pub mod people;
pub mod sequence;
pub mod shape;
pub mod stream;
