//! Bodies, in a file for each format.

pub mod card;
pub mod cell;
pub mod plan;
pub mod rows;
pub mod table;
