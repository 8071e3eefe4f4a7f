//! Untrusted text: escaping, measuring, and positions.

pub mod digits;
pub mod escape;
pub mod hidden;
pub mod json_colour;
pub mod json_layout;
pub mod markdown;
pub mod position;
pub mod secret;
pub mod sheet;
pub mod span;
pub mod suggest;
pub mod terminal;
pub mod time;
pub mod utf8;
pub mod width;
