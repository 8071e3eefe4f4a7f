//! Where a body starts and ends in what was captured.

pub mod frames;
pub mod outline;
pub mod slips;
