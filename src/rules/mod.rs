//! The rules, the problems they find, and the messages.

pub mod facts;
pub mod levels;
pub mod problem;
pub mod registry;
pub mod rule;
pub mod words;
