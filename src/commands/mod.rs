//! The commands: each wires input, examination and a format together, in a file of its own.

pub mod check;
pub mod run;
pub mod sample;
pub mod settings;
pub mod show;
pub mod stats;
