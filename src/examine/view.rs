//! One body for `show`: the goal, its location, and its findings.

use super::report::{Report, Summary};
use crate::text::escape::Untrusted;
use crate::text::moment::Moment;
use crate::webhook::value::Goal;

/// A body to show; borrows everything.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub goal: &'a Goal<'a>,
    /// The body's JSON text as it came.
    pub text: &'a str,
    /// The input's name as the user gave it, or `-`.
    pub input: &'a Untrusted,
    /// The way through envelopes to the body; empty for a plain body.
    pub trail: &'a [Untrusted],
    /// The 1-based number of the body in its input.
    pub body: u64,
    /// The line on which the body begins, from 1.
    pub line: u64,
    /// The form, if it is worth showing, such as "a documentation page".
    pub form: Option<&'static str>,
    pub reports: &'a [Report],
    /// When the capture says that the body was received.
    pub received: Option<Moment>,
}

impl View<'_> {
    /// The counts of this body alone.
    pub fn summary(&self) -> Summary {
        let mut summary =
            Summary { bodies: 1, clean: u64::from(self.reports.is_empty()), ..Summary::default() };
        for report in self.reports {
            summary.count(report.rule, report.level);
        }
        summary
    }
}
