//! Checks one body: from its frame to its typed goal and its findings.
//!
//! Nothing here knows of files, lines or formats, and no finding stops the others.

pub mod envelope;
pub mod keys;
pub mod meaning;
pub mod quick;
pub mod schema;
pub mod strings;
pub mod transport;

use std::ops::Range;

use crate::capture::frames::{Content, Frame};
use crate::json::text::Half;
use crate::rules::problem::{Finding, JsonPath, Problem};
use crate::webhook::value::Goal;

/// What a check needs to know beside the body.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// The time to hold dates against, in Unix seconds UTC; without it no rule reads a clock.
    pub now: Option<i64>,
}

/// A body that was checked.
#[derive(Debug, Default)]
pub struct Checked<'a> {
    /// Its values.
    pub goal: Goal<'a>,
    /// Its findings, in the order of its text.
    pub findings: Vec<Finding>,
}

/// Gathers the findings of one body.
pub struct Findings<'a> {
    text: &'a str,
    /// Halves of surrogate pairs in the text, in order.
    halves: &'a [Half],
    found: Vec<Finding>,
}

impl<'a> Findings<'a> {
    /// Adds a finding about a part of the body's text.
    pub fn at(&mut self, problem: Problem, path: JsonPath, part: &str) {
        let span = self.span(part);
        self.found.push(Finding { problem, path, span, other: None });
    }

    /// Adds a finding about a span of the body's text, and another that belongs to it.
    pub fn push(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// Where a part that was borrowed from the body's text stands in it, in bytes.
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

/// Checks a frame that is a body. `None` for a frame that is none.
pub fn check<'a>(frame: &Frame<'a>, settings: Settings) -> Option<Checked<'a>> {
    let mut checked = Checked::default();
    check_into(frame, settings, &[], &mut checked).then_some(checked)
}

/// As [`check`], into the memory of another check. Gives whether the frame is a body. `halves` are
/// those of surrogate pairs in its text, in order.
pub fn check_into<'a>(
    frame: &Frame<'a>,
    settings: Settings,
    halves: &'a [Half],
    checked: &mut Checked<'a>,
) -> bool {
    if matches!(frame.content, Content::Text | Content::BetweenBodies(_)) {
        return false;
    }
    checked.goal = Goal::default();
    let found = std::mem::take(&mut checked.findings);
    let mut findings = Findings { text: frame.text, halves, found };
    findings.found.clear();
    look(frame, settings, &mut checked.goal, &mut findings);
    checked.findings = findings.found;
    true
}

fn look<'a>(
    frame: &Frame<'a>,
    settings: Settings,
    goal: &mut Goal<'a>,
    findings: &mut Findings<'a>,
) {
    let other;
    let read;
    match &frame.content {
        Content::Text | Content::BetweenBodies(_) | Content::Clean(_) => return,
        Content::Broken(problem, span) => {
            findings.push(Finding {
                problem: problem.clone(),
                path: JsonPath::Root,
                span: span.clone(),
                other: None,
            });
            return;
        }
        Content::OtherShape(_) => {
            other = envelope::check(frame, goal, findings);
            read = other.as_ref();
        }
        Content::Goal(body) if body.known_clean && settings.now.is_none() => {
            schema::check(body, frame.text, goal, findings);
            return;
        }
        Content::Goal(body) => {
            read = Some(&**body);
            if !envelope::stops(frame.text, body, findings) {
                schema::check(body, frame.text, goal, findings);
                meaning::check(goal, settings, findings);
            }
        }
    }
    strings::check(frame.text, read, goal, findings);
    if findings.found.len() > 1 {
        findings.found.sort_by_key(|finding| (finding.span.start, finding.span.end));
    }
}
