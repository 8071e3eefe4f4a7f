//! Collects the findings of one body.

use std::ops::Range;

use crate::json::text::Half;
use crate::rules::problem::{Finding, JsonPath, Problem};

pub struct Findings<'a> {
    text: &'a str,
    /// Unpaired surrogates in the text, in order.
    halves: Vec<Half>,
    found: Vec<Finding>,
}

impl<'a> Findings<'a> {
    /// No findings yet for a body with this text; reuses the memory of others.
    pub fn new(text: &'a str, halves: Vec<Half>, mut memory: Vec<Finding>) -> Findings<'a> {
        memory.clear();
        Findings { text, halves, found: memory }
    }

    /// Sorts them by offset.
    pub fn sort(&mut self) {
        self.found.sort_by_key(|finding| (finding.span.start, finding.span.end));
    }

    pub fn take(self) -> Vec<Finding> {
        self.found
    }

    /// Whether the text has unpaired surrogates that are not escapes.
    pub fn has_halves(&self) -> bool {
        !self.halves.is_empty()
    }

    /// Adds a finding about a slice of the body's text.
    pub fn at(&mut self, problem: Problem, path: JsonPath, part: &str) {
        let span = self.span(part);
        self.found.push(Finding { problem, path, span, other: None });
    }

    /// Adds a finding about a range of the body's text, with a related range.
    pub fn push(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// The byte range of a slice of the body's text.
    pub fn span(&self, part: &str) -> Range<usize> {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        start..start + part.len()
    }

    /// The byte range of the key before a documented value.
    pub fn key_before(&self, value: &str) -> Range<usize> {
        let text = |end: usize| self.text.get(..end).unwrap_or_default();
        let before = text(self.span(value).start).trim_end();
        let end = before.strip_suffix(':').unwrap_or(before).trim_end().len();
        text(end.saturating_sub(1)).rfind('"').unwrap_or(end)..end
    }

    /// The unpaired surrogates in a slice of the body's text, with offsets in the slice.
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
