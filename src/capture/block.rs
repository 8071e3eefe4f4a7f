//! A block: a piece of one input that can be examined without the others.

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
    /// The halves of surrogate pairs in them, where the input is UTF-16.
    pub halves: Vec<Half>,
    /// Where it begins in the input, in bytes.
    pub offset: u64,
    /// Where it begins in the input: line ends before it, and characters after the last one.
    pub start: Offset,
    pub form: Form,
    /// How it lies in its input.
    pub layout: Layout,
    pub first: bool,
    /// The columns of the input, where it is a table.
    pub table: Option<Arc<Table>>,
    /// Which readings of text are tried first.
    pub signs: Signs,
    /// The row of the records, where it is part of the list of them in one long document.
    pub list: Option<&'static Envelope>,
    /// Whether it holds no bodies, only what is around such a list.
    pub passed_over: bool,
    /// Whether the input begins with a plain body: then a value of no known kind is a finding,
    /// not something to search for bodies.
    pub plain: bool,
    /// Where bodies stand in each value, if the user said so.
    pub body_path: Option<Arc<str>>,
    /// Where one body was too long to be read whole at first: of its bytes only those are here
    /// that stand before it, and its own if they are within the limit after all.
    pub long: Option<Long>,
    /// Whether the input pauses behind it, so that what it gives is to be told at once.
    pub pauses: bool,
    /// Why the input could not be read further, in a sentence without a full stop.
    pub fault: Option<String>,
}

/// What is known of a body that was passed over.
#[derive(Debug, Clone, Copy)]
pub struct Long {
    /// The bytes that were passed, all of them.
    pub bytes: usize,
    /// Those before the body.
    pub before: usize,
    /// The length of the body, in bytes; what separates it from the next does not count.
    pub length: usize,
}

impl Block {
    /// A whole input of values, without its bytes.
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

    /// A block of one body that was found before, with its place in the input.
    pub fn of_one_body(input: Arc<Untrusted>, bytes: Vec<u8>, offset: u64, start: Offset) -> Block {
        Block { bytes, offset, start, plain: true, ..Block::whole(input, usize::MAX) }
    }
}
