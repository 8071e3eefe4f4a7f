//! Generates deliveries: valid revision chains, and mutants that break exactly one rule.
//!
//! Everything follows from the seed: users own goals, goals go through revisions, and their
//! deliveries are interleaved as they would arrive. Drafts are made in order by one generator (PCG
//! of the crate `oorandom`, whose numbers do not change between versions). A draft has all that its
//! text needs, so texts can be written on any thread.

pub mod body;
pub mod broken_body;
pub mod chain;
pub mod defects;
pub mod draft;
pub mod people;
pub mod sequence;
pub mod shape;
pub mod stream;
