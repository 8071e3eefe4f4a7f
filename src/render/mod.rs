//! Results as text: one file for each format, and nothing in them but that format.
//!
//! A renderer judges nothing and writes only to the writer that it was given. Which format, how
//! wide and whether in colour is decided above; text from outside is escaped here, for the
//! place where it goes.

pub mod check;
pub mod diff;
pub mod explain;
mod grid;
pub mod history;
mod list;
mod progress;
pub mod record;
pub mod schema;
pub mod show;
pub mod stats;
pub mod style;
pub mod summary;

use crate::text::time::TimeStyle;

/// What the formats for people need to know about the place where they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    pub colour: bool,
    /// The columns that there are; none where the output is no terminal, and nothing is cut.
    pub width: Option<usize>,
    pub time: TimeStyle,
}

impl Options {
    /// The columns that a line has room for.
    pub fn columns(&self) -> usize {
        self.width.unwrap_or(usize::MAX)
    }

    /// Whether JSON is in colour: on a terminal alone, for elsewhere a program reads it.
    pub fn paints_json(&self) -> bool {
        self.colour && self.width.is_some()
    }
}
