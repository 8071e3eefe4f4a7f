//! Findings for the services that run checks: annotations, reports and logs with a schema.
//!
//! Unlike the formats that stream, these see the results in order, part by part, and may write
//! only when they have seen all. Each keeps what it needs within the limit that its reader sets.

use std::io::{self, Write};
use std::sync::Arc;

use crate::examine::report::{Report, Summary};
use crate::text::escape::Foreign;

/// What was seen next of the inputs, in order.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// The name of the input.
    pub input: Arc<Foreign>,
    /// Whether it is the first part of its input.
    pub first: bool,
    /// The bodies.
    pub bodies: Vec<BodyPlace>,
    /// The findings, in order; their inputs are named as above.
    pub reports: Vec<Report>,
    /// Why the input was not read, or not to its end.
    pub fault: Option<String>,
}

impl Part {
    /// Names the input by its way from this directory, where it lies below it: services know
    /// files by their place in the repository.
    pub fn make_relative(&mut self, directory: &str) {
        let below = self
            .input
            .raw()
            .strip_prefix(directory)
            .and_then(|rest| rest.strip_prefix('/'))
            .map(|rest| Arc::new(Foreign::new(rest)));
        if let Some(below) = below {
            for report in &mut self.reports {
                report.input = Arc::clone(&below);
            }
            self.input = below;
        }
    }
}

/// Where a body stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyPlace {
    /// Its number in the input, from 1.
    pub number: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
}

/// A format that gathers findings.
pub trait Gathering {
    /// Takes the next part.
    ///
    /// # Errors
    /// What the writer says.
    fn take(&mut self, part: Part, out: &mut dyn Write) -> io::Result<()>;

    /// Writes what remains.
    ///
    /// # Errors
    /// What the writer says.
    fn end(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()>;
}

/// Whether the lines and columns of a finding count in the file itself, and not within a body
/// that was escaped in something else.
pub fn is_placed_in_file(report: &Report) -> bool {
    report.trail.is_empty()
}

/// The message with the way to the body and the place in it, where they are known. Its foreign
/// parts are safe on a line.
pub fn message_with_place(report: &Report) -> String {
    let pointer = super::finding::pointer(report);
    let mut message = report.message.clone().into_owned();
    if !pointer.is_empty() {
        message.push_str(&format!(" ({pointer})"));
    }
    if !report.trail.is_empty() {
        let steps: Vec<_> = report.trail.iter().map(|step| step.terminal()).collect();
        let place = report.start;
        let steps = steps.join(" > ");
        message.push_str(&format!(", in {steps} at {}:{}", place.line, place.column));
    }
    message
}
