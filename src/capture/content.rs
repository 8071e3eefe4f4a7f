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

/// A stretch of a block that is more than separators.
#[derive(Debug)]
pub struct Frame<'a> {
    pub span: Range<usize>,
    /// Its text; empty where it is not UTF-8.
    pub text: &'a str,
    /// Its bytes; none of a body that was passed over.
    pub bytes: &'a [u8],
    /// Whether a byte-order mark is before it.
    pub byte_order_mark: bool,
    /// Its index, if it is an element of an array that holds bodies.
    pub element: Option<u64>,
    pub content: Content<'a>,
}

impl<'a> Frame<'a> {
    /// Something at this place whose bytes are not looked at.
    pub fn at(span: Range<usize>, content: Content<'a>) -> Frame<'a> {
        Frame { span, text: "", bytes: b"", byte_order_mark: false, element: None, content }
    }

    /// The same in bytes that begin so much earlier.
    pub fn behind(self, length: usize) -> Frame<'a> {
        Frame { span: self.span.start + length..self.span.end + length, ..self }
    }

    /// The members of what is an object of another shape than a goal webhook.
    pub fn members(&self) -> Option<&Members<'a>> {
        match &self.content {
            Content::OtherShape(members) if self.text.starts_with('{') => Some(members),
            _ => None,
        }
    }
}
