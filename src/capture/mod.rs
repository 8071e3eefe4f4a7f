//! Where a body starts and ends in what was captured.

pub mod attempts;
pub mod block;
pub mod coding;
pub mod columns;
pub mod compression;
pub mod content;
pub mod csv;
pub mod cut;
pub mod delivery;
pub mod envelope;
pub mod form;
pub mod frames;
pub mod http;
pub mod inflate;
pub mod judge;
pub mod outline;
pub mod page;
pub mod reading;
pub mod separators;
pub mod settle;
pub mod slips;
pub mod taken;
pub mod tally;
pub mod text;
pub mod time;
