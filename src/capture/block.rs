//! A block: a piece of one input that can be examined without the others.

use std::sync::Arc;

use super::form::Form;
use super::frames::Layout;
use crate::text::escape::Foreign;

/// A piece of one input, cut between bodies.
#[derive(Debug)]
pub struct Block {
    /// The name of the input, or `-`.
    pub input: Arc<Foreign>,
    /// Its bytes, after decompression.
    pub bytes: Vec<u8>,
    /// Where it begins in the input, in bytes.
    pub offset: u64,
    /// The form of the input.
    pub form: Form,
    /// How it lies in its input.
    pub layout: Layout,
    /// Whether the input begins with it.
    pub first: bool,
    /// Instead of bytes: a body of this length that is over the limit.
    pub too_large: Option<TooLarge>,
    /// Why the input could not be read further, in a sentence without a full stop.
    pub fault: Option<String>,
}

/// What is known of a body that was passed over because of its length.
#[derive(Debug, Clone, Copy)]
pub struct TooLarge {
    /// Its length in bytes.
    pub bytes: u64,
    /// The line ends in it.
    pub lines: u64,
    /// The characters after the last of them.
    pub characters: u64,
}
