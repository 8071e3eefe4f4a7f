//! The quick way of taking bodies apart, as the cutting of frames sees it.

use crate::webhook::body::Body;

/// Looks at the body at the start of a text, and gives its extent if it is certainly clean.
pub type Recogniser = fn(&str) -> Option<Clean>;

/// Takes the body at the start of a text apart, if it is of a simple form: the same cells as
/// reading it gives, sooner. The parts of a clean body are given only where they are wanted.
///
/// # Errors
/// Where it did not know on, if that is known.
pub type TakeApart = fn(&str, bool) -> Result<Taken<'_>, Option<GaveUp>>;

/// A key or value of a body or of its goal at which the quick way did not know on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GaveUp {
    /// Where it begins; all before it is grammatical.
    pub at: usize,
    /// How many objects are open around it; nothing else is.
    pub depth: usize,
    /// Whether it is certain that nothing is between the tokens before it.
    pub compact: bool,
}

/// A body that was taken apart in the quick way.
#[derive(Debug)]
pub struct Taken<'a> {
    pub clean: Clean,
    /// Its parts; none of a clean body whose parts nobody wants.
    pub body: Option<Box<Body<'a>>>,
}

/// The extent of a body that was looked at in the quick way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clean {
    /// Its length in bytes.
    pub length: usize,
    /// Whether it is certain that nothing is between its tokens.
    pub compact: bool,
}
