//! Text that came from outside, and how it is made safe, measured and placed.

pub mod escape;
pub mod hidden;
pub mod position;
pub mod suggest;
pub mod time;
