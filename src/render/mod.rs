//! Output formats, one file for each.
//!
//! Renderers only write to the given writer. Format, width and colour are decided by the commands;
//! untrusted text is escaped here for its destination.

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

/// Options of formats for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    pub colour: bool,
    /// The width in columns; `None` without a terminal, when nothing is cut.
    pub width: Option<usize>,
    pub time: TimeStyle,
}

impl Options {
    /// The maximum width of a line.
    pub fn columns(&self) -> usize {
        self.width.unwrap_or(usize::MAX)
    }

    /// JSON is coloured only on a terminal, because elsewhere programs read it.
    pub fn paints_json(&self) -> bool {
        self.colour && self.width.is_some()
    }
}
