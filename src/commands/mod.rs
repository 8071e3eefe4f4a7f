//! The commands: each wires input, examination and a format together, in a file of its own.

pub mod check;
pub mod expect;
pub mod explain;
pub mod progress;
pub mod run;
pub mod sample;
pub mod schema;
pub mod settings;
pub mod shell;
pub mod show;
pub mod stats;
