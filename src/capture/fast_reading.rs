//! The interface of the fast parser for the framer.

use crate::webhook::body::Body;

/// The length of the body at the start of a text, if it is certainly clean.
pub type Recogniser = fn(&str) -> Option<Clean>;

/// Parses the body at the start of a text, if its form is simple, with the same cells as the full
/// parser. The cells of a clean body are left out if they are not wanted.
///
/// # Errors
/// Where it gave up, if known.
pub type TakeApart = fn(&str, bool) -> Result<Taken<'_>, Option<GaveUp>>;

/// Where the fast parser gave up: a key or value of a body or its goal. Everything before it is
/// valid JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GaveUp {
    /// The offset.
    pub at: usize,
    /// The number of open objects; no arrays are open.
    pub depth: usize,
    /// Whether there is certainly no white space between the tokens before it.
    pub compact: bool,
}

/// A body parsed by the fast parser.
#[derive(Debug)]
pub struct Taken<'a> {
    pub clean: Clean,
    /// `None` for a clean body whose cells are not wanted.
    pub body: Option<Box<Body<'a>>>,
}

/// The extent of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clean {
    /// In bytes.
    pub length: usize,
    /// Whether there is certainly no white space between its tokens.
    pub compact: bool,
}
