//! Where a body starts and ends in what was captured.

pub mod attempts;
pub mod block;
pub mod cut;
pub mod form;
pub mod frames;
pub mod http;
pub mod outline;
pub mod page;
pub mod slips;
