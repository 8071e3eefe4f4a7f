//! The texts of findings, in one place each so that they can be read together.
//!
//! A message is one sentence without a full stop and without text from a payload except documented
//! words; a help says what to do next; a label fits under a caret.

mod help;
mod message;

pub use help::help;
pub use message::message;

use message::name;

use std::borrow::Cow;

use super::problem::{JsonPath, Problem};

/// The label under the carets.
pub fn label(problem: &Problem, path: &JsonPath) -> Option<Cow<'static, str>> {
    match problem {
        Problem::MissingField { .. } => Some(["no ", name(path), " here"].concat().into()),
        Problem::DuplicateKey { .. } => Some("again here".into()),
        Problem::TruncatedJson { .. } => Some("ends here".into()),
        _ => None,
    }
}

/// The location of the related range, appended to the message.
pub fn first(line: u64, column: u64) -> String {
    format!(", also at line {line}, column {column}")
}
