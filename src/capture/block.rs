//! Blocks: pieces of an input that can be examined independently.

use std::sync::Arc;

use super::csv::Table;
use super::envelope::Envelope;
use super::form::Form;
use super::frames::Layout;
use super::text::signs::Signs;
use crate::json::text::Half;
use crate::text::escape::Untrusted;
use crate::text::position::Offset;

/// A piece of one input, cut between bodies.
#[derive(Debug)]
pub struct Block {
    /// The name of the input, or `-`.
    pub input: Arc<Untrusted>,
    /// Its bytes, after decompression.
    pub bytes: Vec<u8>,
    /// Unpaired surrogates in them, if the input is UTF-16.
    pub halves: Vec<Half>,
    /// The byte offset in the input.
    pub offset: u64,
    /// The position in the input.
    pub start: Offset,
    pub form: Form,
    /// Its context in the input.
    pub layout: Layout,
    pub first: bool,
    /// What the input looks like, in case it has no bodies; only the block with which its form is
    /// known has this.
    pub kind: Option<&'static str>,
    /// The columns, if the input is a table.
    pub table: Option<Arc<Table>>,
    /// Which interpretations of text are tried first.
    pub signs: Signs,
    /// The row of the records, where it is part of the list of them in one long document.
    pub list: Option<&'static Envelope>,
    /// Whether it has no bodies, only the rest of a document around such a list.
    pub passed_over: bool,
    /// Whether the input begins with a plain body: then an unknown value is a finding and is not
    /// searched for bodies.
    pub plain: bool,
    /// `--body-path`.
    pub body_path: Option<Arc<str>>,
    /// For a body over the buffer size: `bytes` only has what precedes it, and the body itself if
    /// it is within the limit after all.
    pub long: Option<Long>,
    /// Whether the input pauses after it, so that its results must be printed at once.
    pub pauses: bool,
    /// Why the input could not be read further, in a sentence without a full stop.
    pub fault: Option<String>,
}

/// A skipped body.
#[derive(Debug, Clone, Copy)]
pub struct Long {
    /// All skipped bytes.
    pub bytes: usize,
    /// Those before the body.
    pub before: usize,
    /// The length of the body in bytes, without separators after it.
    pub length: usize,
}

impl Block {
    /// A block that is a whole input of values, without its bytes.
    pub fn whole(input: Arc<Untrusted>, max_body: usize) -> Block {
        Block {
            input,
            bytes: Vec::new(),
            halves: Vec::new(),
            offset: 0,
            start: Offset::default(),
            form: Form::Values,
            layout: Layout::whole(max_body),
            first: true,
            kind: None,
            table: None,
            signs: Signs::default(),
            list: None,
            passed_over: false,
            plain: false,
            body_path: None,
            long: None,
            pauses: false,
            fault: None,
        }
    }

    /// A block of one body with a known position.
    pub fn of_one_body(input: Arc<Untrusted>, bytes: Vec<u8>, offset: u64, start: Offset) -> Block {
        Block { bytes, offset, start, plain: true, ..Block::whole(input, usize::MAX) }
    }
}
