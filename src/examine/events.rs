//! What examining a block tells of while it goes on.

use super::block_report::BlockReport;
use super::report::Report;
use crate::capture::capture_meta::CaptureMeta;
use crate::capture::form::Form;
use crate::capture::frames::{Content, Frame};
use crate::capture::http::Request;
use crate::text::escape::Untrusted;
use crate::webhook::value::Goal;

/// What examining a block gives before its end.
#[derive(Debug)]
pub enum Event<'s, 'a> {
    Body(Seen<'s, 'a>),
    /// What was found since the last part.
    Part(BlockReport),
}

/// One chosen body, for the commands that do more than check.
#[derive(Debug)]
pub struct Seen<'s, 'a> {
    pub goal: &'s Goal<'a>,
    pub input: &'s Untrusted,
    pub form: Form,
    /// The way through envelopes and codings to it; empty for a plain body.
    pub trail: &'s [Untrusted],
    pub frame: &'s Frame<'a>,
    /// What it stood in, as HAR entries; none for a body in no envelope.
    pub envelope: Option<&'static str>,
    /// When and how it was delivered, as far as the capture says.
    pub delivery: &'s CaptureMeta,
    /// The raw request that it came in.
    pub request: Option<&'s Request<'s>>,
    /// Its number in the block, from 1.
    pub number: u64,
    /// The line on which it begins, from 1; within something else, the line of that.
    pub line: u64,
    /// The column in which it begins, from 1.
    pub column: u64,
    /// Where its text is in the input, in bytes; none where it stood within something else.
    pub offset: Option<u64>,
    /// Its findings, placed in the block.
    pub reports: &'s [Report],
}

impl Seen<'_, '_> {
    /// Whether it is JSON of the documented shape, so that there are values to show.
    pub fn is_readable(&self) -> bool {
        matches!(self.frame.content, Content::Goal(_) | Content::Clean(_))
    }
}
