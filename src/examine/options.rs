//! What examining a block looks for.

use super::select::Selection;
use crate::check::Settings;
use crate::rules::levels::Levels;

/// What to look for and what to keep of it.
#[derive(Debug, Clone, Default)]
pub struct ExamineOptions {
    pub settings: Settings,
    pub levels: Levels,
    pub selection: Selection,
    /// How much of a clean body is wanted.
    pub wanted: Wanted,
    /// Whether findings keep the source line around them.
    pub snippets: bool,
}

/// How much of a clean body is wanted. The less, the faster: a clean body whose values nobody
/// wants is not taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wanted {
    /// Nothing: it is only counted.
    Nothing,
    /// Its text; it is seen with an empty goal.
    Text,
    #[default]
    Values,
}
