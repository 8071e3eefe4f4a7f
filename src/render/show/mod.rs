//! Bodies, in a file for each format.

pub mod card;
pub mod cell;
mod column;
pub mod content;
pub mod rows;
pub mod table;
