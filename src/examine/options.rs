//! What examining a block looks for.

use super::select::Selection;
use crate::check::Settings;
use crate::rules::levels::Levels;

#[derive(Debug, Clone, Default)]
pub struct ExamineOptions {
    /// What the rules need to know.
    pub settings: Settings,
    pub levels: Levels,
    pub selection: Selection,
    pub wanted: Wanted,
    /// Whether findings include the source line.
    pub snippets: bool,
}

/// How much of a clean body is needed. Less is faster: values are not parsed unless they are
/// needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wanted {
    /// Nothing: it is only counted.
    Nothing,
    /// The text; the goal is empty.
    Text,
    /// Its values.
    #[default]
    Values,
}
