//! The rules: what each one is, what it finds, and the words for it.

pub mod problem;
pub mod registry;
pub mod rule;
