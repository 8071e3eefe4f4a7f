//! The deliveries of each goal by revision, and findings about them.
//!
//! Only a digest of each delivery is kept; bodies are read again if their text is needed.

pub mod audit;
pub mod chain;
pub mod delivery;
pub mod digest;
pub mod goal;
pub mod ledger;
pub mod names;
pub mod pairs;
pub mod summary;
pub mod timeline;
pub mod users;
