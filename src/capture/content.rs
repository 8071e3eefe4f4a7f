//! The content of frames.

use std::ops::Range;

use super::fast_reading::Clean;
use crate::rules::problem::Problem;
use crate::webhook::body::{Body, Members};

/// The content of a frame.
#[derive(Debug)]
pub enum Content<'a> {
    /// A clean body, not parsed.
    Clean(Clean),
    /// A parsed body with a goal object.
    Goal(Box<Body<'a>>),
    /// Any other JSON value, with its members if it is an object.
    OtherShape(Members<'a>),
    /// An unreadable body: the problem, and its byte range in the frame.
    Broken(Problem, Range<usize>),
    /// Text between bodies.
    Text,
    /// An error between the elements of an array of bodies.
    BetweenBodies(Problem),
}

/// A piece of a block that is not a separator.
#[derive(Debug)]
pub struct Frame<'a> {
    pub span: Range<usize>,
    /// Empty if it is not UTF-8.
    pub text: &'a str,
    /// Empty for a skipped body.
    pub bytes: &'a [u8],
    /// Whether it follows a byte-order mark.
    pub byte_order_mark: bool,
    /// Its index, if it is an element of an array that holds bodies.
    pub element: Option<u64>,
    pub content: Content<'a>,
}

impl<'a> Frame<'a> {
    /// A frame without bytes at this offset.
    pub fn at(span: Range<usize>, content: Content<'a>) -> Frame<'a> {
        Frame { span, text: "", bytes: b"", byte_order_mark: false, element: None, content }
    }

    /// The frame shifted by this many bytes.
    pub fn behind(self, length: usize) -> Frame<'a> {
        Frame { span: self.span.start + length..self.span.end + length, ..self }
    }

    /// The members, if it is an object of another shape.
    pub fn members(&self) -> Option<&Members<'a>> {
        match &self.content {
            Content::OtherShape(members) if self.text.starts_with('{') => Some(members),
            _ => None,
        }
    }
}
