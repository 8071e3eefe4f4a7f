//! Forms of captures: how they are cut into blocks, and which parts of a block contain bodies.

use std::borrow::Cow;

use super::http::{self, Request};
use super::page;

/// A form of capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// JSON values: one, several, one per line, or in an array.
    Values,
    /// Raw HTTP/1.1 requests.
    Http,
    /// A paste of the documentation page.
    Page,
    /// A table exported as CSV.
    Csv,
    /// Lines of a log, with other text before bodies.
    Log,
}

impl Form {
    /// The description for people; `None` for plain JSON.
    pub fn description(self) -> Option<&'static str> {
        match self {
            Form::Values => None,
            Form::Http => Some("an HTTP request"),
            Form::Page => Some("a documentation page"),
            Form::Csv => Some("a CSV table"),
            Form::Log => Some("a log"),
        }
    }

    /// The parts of a block that contain bodies.
    pub fn parts(self, block: &[u8]) -> Vec<Part<'_>> {
        let whole = |bytes| Part { bytes, base: Some(0), request: None };
        match self {
            Form::Values | Form::Csv | Form::Log => vec![whole(Cow::Borrowed(block))],
            Form::Page => vec![whole(Cow::Owned(page::blank_out(block)))],
            Form::Http => http::requests(block)
                .map(|request| {
                    let bytes = request.unchunked(block);
                    let base = matches!(bytes, Cow::Borrowed(_)).then_some(request.body.start);
                    Part { bytes, base, request: Some(request) }
                })
                .collect(),
        }
    }
}

/// A piece of a block with JSON values.
#[derive(Debug)]
pub struct Part<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// The range in the block; empty if it was decoded.
    pub base: Option<usize>,
    /// The request around it.
    pub request: Option<Request<'a>>,
}
