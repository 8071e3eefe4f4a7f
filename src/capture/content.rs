//! What a stretch of a block is.

use std::ops::Range;

use super::fast_reading::Clean;
use crate::rules::problem::Problem;
use crate::webhook::body::{Body, Members};

/// What a frame is.
#[derive(Debug)]
pub enum Content<'a> {
    /// A body of which the recogniser says that it is clean; it was not taken apart.
    Clean(Clean),
    /// A body with a goal object, taken apart.
    Goal(Box<Body<'a>>),
    /// A JSON value of any other shape, with its members if it is an object.
    OtherShape(Members<'a>),
    /// A body that cannot be read: why, and which bytes of the frame say so.
    Broken(Problem, Range<usize>),
    /// Something that is not a body.
    Text,
    /// A fault between the elements of an array of bodies.
    BetweenBodies(Problem),
}
