//! Gathers the findings of one body.

use std::ops::Range;

use crate::json::text::Half;
use crate::rules::problem::{Finding, JsonPath, Problem};

/// What a check needs to know beside the body.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// The time to hold dates against, in Unix seconds UTC; without it no rule reads a clock.
    pub now: Option<i64>,
}

pub struct Findings<'a> {
    text: &'a str,
    /// Halves of surrogate pairs in the text, in order.
    halves: Vec<Half>,
    found: Vec<Finding>,
}

impl<'a> Findings<'a> {
    /// None yet, of a body with this text; they go into the memory of others.
    pub fn new(text: &'a str, halves: Vec<Half>, mut memory: Vec<Finding>) -> Findings<'a> {
        memory.clear();
        Findings { text, halves, found: memory }
    }

    /// Puts them in the order of the text.
    pub fn sort(&mut self) {
        self.found.sort_by_key(|finding| (finding.span.start, finding.span.end));
    }

    pub fn take(self) -> Vec<Finding> {
        self.found
    }

    /// Whether the text has halves of surrogate pairs that are no escapes.
    pub fn has_halves(&self) -> bool {
        !self.halves.is_empty()
    }

    /// Adds a finding about a part of the body's text.
    pub fn at(&mut self, problem: Problem, path: JsonPath, part: &str) {
        let span = self.span(part);
        self.found.push(Finding { problem, path, span, other: None });
    }

    /// Adds a finding about a span of the body's text, and another that belongs to it.
    pub fn push(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// Where a part that was borrowed from the body's text is in it, in bytes.
    pub fn span(&self, part: &str) -> Range<usize> {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        start..start + part.len()
    }

    /// The halves of surrogate pairs in a part of the body's text, counted from its start.
    pub fn halves_in(&self, part: &str) -> Vec<Half> {
        if self.halves.is_empty() {
            return Vec::new();
        }
        let Range { start, end } = self.span(part);
        let first = self.halves.partition_point(|half| half.at < start);
        let within = self.halves[first..].iter().take_while(|half| half.at < end);
        within.map(|half| Half { at: half.at - start, ..*half }).collect()
    }
}
