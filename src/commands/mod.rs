//! The commands: each wires input, examination and a format together, in a file of its own.

pub mod bodies;
pub mod check;
pub mod diff;
pub mod expect;
pub mod explain;
pub mod gather;
pub mod history;
pub mod latest;
pub mod pairs;
pub mod progress;
pub mod redact;
pub mod run;
pub mod sample;
pub mod schema;
pub mod settings;
pub mod shell;
pub mod show;
pub mod stats;
