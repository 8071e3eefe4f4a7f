//! The sentences of findings: one place for each, so that they can be read together.
//!
//! A message is one sentence without a full stop and without text from a payload, but for the
//! documented words; a help says what to do next; a label fits under a caret.

mod help;
mod message;

pub use help::help;
pub use message::message;

use message::name;

use std::borrow::Cow;

use super::problem::{JsonPath, Problem};

/// A few words under the caret.
pub fn label(problem: &Problem, path: &JsonPath) -> Option<Cow<'static, str>> {
    match problem {
        Problem::MissingField { .. } => Some(["no ", name(path), " here"].concat().into()),
        Problem::DuplicateKey { .. } => Some("again here".into()),
        Problem::TruncatedJson { .. } => Some("ends here".into()),
        _ => None,
    }
}

/// Where the first of two places is, added to the message of a finding at the second.
pub fn first(line: u64, column: u64) -> String {
    format!(", also at line {line}, column {column}")
}
