//! Formats of bodies.

pub mod card;
pub mod cell;
mod column;
pub mod content;
pub mod rows;
pub mod table;
