//! The forms in which bodies are captured: how each is told from its content, where it can be
//! cut into blocks, and which parts of a block hold bodies.

use std::borrow::Cow;

use super::http::{self, Request};
use super::page;

/// A form of capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// JSON values: one, several, a line each, or in an array.
    Values,
    /// Raw HTTP/1.1 requests.
    Http,
    /// A paste of the documentation page.
    Page,
    /// A table exported as CSV.
    Csv,
    /// Lines of a log, with bodies behind other text.
    Log,
}

impl Form {
    /// What a person is told that was read, where it is not plain JSON.
    pub fn description(self) -> Option<&'static str> {
        match self {
            Form::Values => None,
            Form::Http => Some("an HTTP request"),
            Form::Page => Some("a documentation page"),
            Form::Csv => Some("a CSV table"),
            Form::Log => Some("a log"),
        }
    }

    /// The parts of a block that hold bodies.
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

/// A stretch of JSON values in a block.
#[derive(Debug)]
pub struct Part<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// Where they stand in the block; nowhere, where a coding was undone.
    pub base: Option<usize>,
    /// The request that they came in.
    pub request: Option<Request<'a>>,
}
