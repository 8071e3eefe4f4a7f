//! The commands: each wires input, examination and a format together, in a file of its own.

pub mod check;
pub mod redact;
pub mod run;
pub mod settings;
pub mod show;
