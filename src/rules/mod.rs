//! The rules: what each one is, what it finds, and the words for it.

pub mod facts;
pub mod levels;
pub mod problem;
pub mod registry;
pub mod rule;
pub mod words;
