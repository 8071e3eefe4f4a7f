//! Results as text: one file for each format, and nothing in them but that format.
//!
//! A renderer judges nothing and writes only to the writer that it was given. Which format, how
//! wide and whether in colour is decided above; text from outside is escaped here, for the
//! place where it goes.

pub mod card;
mod cell;
pub mod change_json;
pub mod change_words;
pub mod ci;
pub mod concise;
pub mod csv;
pub mod diff;
mod diff_json;
mod diff_markdown;
mod diff_table;
mod diff_unified;
mod finding;
mod grid;
pub mod history;
mod history_csv;
mod history_json;
mod history_markdown;
mod history_table;
pub mod json;
pub mod json_schema;
pub mod jsonl;
pub mod markdown;
pub mod marked;
mod marks;
mod progress;
pub mod rules;
pub mod schema;
pub mod stats;
pub mod style;
pub mod summary;
pub mod table;
mod table_plan;
pub mod text;
mod timeline;

pub use finding::{CheckFormat, FindingFormat, check_format};

use crate::text::time::TimeStyle;

/// What the formats for people need to know about the place where they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Whether to write colour.
    pub colour: bool,
    /// The columns that there are; none where the output is no terminal, and nothing is cut.
    pub width: Option<usize>,
    /// How times are shown.
    pub time: TimeStyle,
}

#[cfg(test)]
mod samples;
