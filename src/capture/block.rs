//! A block: a piece of one input that can be examined without the others.

use std::sync::Arc;

use super::form::Form;
use super::frames::{Layout, Place};
use crate::text::escape::Foreign;
use crate::text::position::Start;

/// A piece of one input, cut between bodies.
#[derive(Debug)]
pub struct Block {
    /// The name of the input, or `-`.
    pub input: Arc<Foreign>,
    /// Its bytes, after decompression.
    pub bytes: Vec<u8>,
    /// What stands around it on its first and last line, as far as a person is shown it.
    pub context: Context,
    /// Where it begins in the input, in bytes.
    pub offset: u64,
    /// Where it begins in the input: line ends before it, and characters after the last one.
    pub start: Start,
    /// The form of the input.
    pub form: Form,
    /// How it lies in its input.
    pub layout: Layout,
    /// Whether the input begins with it.
    pub first: bool,
    /// Instead of bytes: a body of this length that is over the limit.
    pub too_large: Option<u64>,
    /// Why the input could not be read further, in a sentence without a full stop.
    pub fault: Option<String>,
}

impl Block {
    /// A block of one body that was found before, with its place in the input.
    pub fn of_one_body(input: Arc<Foreign>, bytes: Vec<u8>, offset: u64, start: Start) -> Block {
        Block {
            input,
            bytes,
            context: Context::default(),
            offset,
            start,
            form: Form::Values,
            layout: Layout {
                arrays_hold_bodies: false,
                place: Place::Top,
                mid_line: false,
                last: true,
                max_body: usize::MAX,
            },
            first: true,
            too_large: None,
            fault: None,
        }
    }
}

/// The bytes around a block that are shown around findings in it.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The end of the line on which the block begins, up to the block.
    pub before: Vec<u8>,
    /// The beginning of what follows on the line on which it ends; of a body that is over the
    /// limit, its own beginning.
    pub after: Vec<u8>,
}
