//! Hostile input and faults: every class of them with what is promised.
//!
//! A module is a class, or a promise over all classes. Commands and formats are lists in
//! `runs`, inputs are lists in `corpus`: a new one is a line there.

#[path = "../door/mod.rs"]
mod door;

mod algorithms;
mod blocks;
mod compression;
mod corpus;
mod faults;
mod files;
mod framing;
mod http;
mod inert;
mod output;
mod places;
mod redact;
mod runs;
mod same_bytes;
mod secrets;
mod tables;
mod values;
mod verdicts;
mod whole;
