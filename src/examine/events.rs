//! Intermediate results of examining a block.

use super::block_report::BlockReport;
use super::report::Report;
use crate::capture::capture_meta::CaptureMeta;
use crate::capture::form::Form;
use crate::capture::frames::{Content, Frame};
use crate::capture::http::Request;
use crate::text::escape::Untrusted;
use crate::webhook::value::Goal;

/// Intermediate results of examining a block.
#[derive(Debug)]
pub enum Event<'s, 'a> {
    Body(Seen<'s, 'a>),
    /// The results since the last part.
    Part(BlockReport),
}

/// A chosen body.
#[derive(Debug)]
pub struct Seen<'s, 'a> {
    pub goal: &'s Goal<'a>,
    pub input: &'s Untrusted,
    pub form: Form,
    /// The path through envelopes and codings; empty for a plain body.
    pub trail: &'s [Untrusted],
    pub frame: &'s Frame<'a>,
    /// The kind of envelope, such as HAR entries.
    pub envelope: Option<&'static str>,
    /// Received time and request data, as far as the capture has them.
    pub delivery: &'s CaptureMeta,
    /// The raw request that it came in.
    pub request: Option<&'s Request<'s>>,
    /// The number in the block, from 1.
    pub number: u64,
    /// The line where it begins, from 1; inside an envelope, the line of the envelope.
    pub line: u64,
    /// From 1.
    pub column: u64,
    /// The byte range of its text in the input; `None` inside an envelope.
    pub offset: Option<u64>,
    /// Its findings, with positions in the block.
    pub reports: &'s [Report],
}

impl Seen<'_, '_> {
    /// Whether it has the documented shape, so that there are values to show.
    pub fn is_readable(&self) -> bool {
        matches!(self.frame.content, Content::Goal(_) | Content::Clean(_))
    }
}
