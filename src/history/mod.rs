//! The deliveries of each goal in the order of their revisions, and what is odd about them.
//!
//! Only a digest of each delivery is kept; bodies are read again where their text is needed.

pub mod across;
pub mod audit;
pub mod chain;
pub mod delivery;
pub mod digester;
pub mod finding;
mod keyed;
pub mod known;
pub mod ledger;
pub mod names;
