//! Finds bodies in captures.

pub mod base64_text;
pub mod block;
pub mod capture_meta;
pub mod content;
pub mod csv;
pub mod end_scanner;
pub mod envelope;
pub mod fast_reading;
pub mod form;
pub mod form_detection;
pub mod frames;
pub mod http;
pub mod inflate;
pub mod known_failures;
pub mod likely_mistake;
pub mod page;
pub mod reading;
mod score;
pub mod separators;
pub mod split_values;
pub mod table_detection;
pub mod tally;
pub mod text;
pub mod time;
