//! The commands: each wires input, examination and a format together, in a file of its own.

pub mod check;
pub mod cli;
mod complete;
mod config;
pub mod diff;
pub mod expect;
pub mod explain;
pub mod filter;
mod formats;
pub mod gather;
pub mod help;
pub mod history;
pub mod latest;
mod man;
pub mod options;
pub mod redact;
pub mod replay;
mod repository;
pub mod sample;
pub mod schema;
mod scripts;
pub mod settings;
pub mod shell;
pub mod show;
pub mod stats;
pub mod timelines;
pub mod words;
