//! Checks one body, from its frame to its typed goal and its findings.
//!
//! Files, lines and output formats are not known here, and no finding prevents others.

pub mod envelope;
pub mod findings;
pub mod keys;
pub mod meaning;
pub mod quick;
pub mod schema;
pub mod strings;
pub mod transport;

use findings::Findings;

use crate::capture::frames::{Content, Frame};
use crate::json::text::Half;
use crate::rules::problem::{Finding, Problem};
use crate::webhook::value::Goal;

#[derive(Debug, Default)]
pub struct Checked<'a> {
    pub goal: Goal<'a>,
    pub findings: Vec<Finding>,
}

impl Checked<'_> {
    /// A body with only this finding.
    pub fn of(problem: Problem) -> Self {
        Checked { goal: Goal::default(), findings: vec![Finding::of(problem, 0..1)] }
    }
}

/// Checks a frame; `None` if it is not a body. `now` is the time of `--now`, in Unix seconds UTC;
/// without it, no rule depends on the current time.
pub fn check<'a>(frame: &Frame<'a>, now: Option<i64>) -> Option<Checked<'a>> {
    let mut checked = Checked::default();
    check_into(frame, now, &[], &mut checked).then_some(checked)
}

/// As [`check`], reusing the memory of another check. Returns whether the frame is a body. `halves`
/// are the unpaired surrogates in its text, in order.
pub fn check_into<'a>(
    frame: &Frame<'a>,
    now: Option<i64>,
    halves: &[Half],
    checked: &mut Checked<'a>,
) -> bool {
    if matches!(frame.content, Content::Text | Content::BetweenBodies(_)) {
        return false;
    }
    checked.goal = Goal::default();
    let found = std::mem::take(&mut checked.findings);
    let mut findings = Findings::new(frame.text, halves.to_vec(), found);
    look(frame, now, &mut checked.goal, &mut findings);
    checked.findings = findings.take();
    true
}

fn look<'a>(frame: &Frame<'a>, now: Option<i64>, goal: &mut Goal<'a>, findings: &mut Findings<'a>) {
    let other;
    let read;
    match &frame.content {
        Content::Text | Content::BetweenBodies(_) | Content::Clean(_) => return,
        Content::Broken(problem, span) => {
            return findings.push(Finding::of(problem.clone(), span.clone()));
        }
        Content::OtherShape(_) => {
            other = envelope::check(frame, goal, findings);
            read = other.as_ref();
        }
        Content::Goal(body) if body.known_clean && now.is_none() && !findings.has_halves() => {
            schema::check(body, frame.text, goal, findings);
            return;
        }
        Content::Goal(body) if envelope::is_too_deep(frame.text, body, findings) => read = None,
        Content::Goal(body) => {
            read = Some(&**body);
            if !envelope::stops(frame.text, body, findings) {
                schema::check(body, frame.text, goal, findings);
                meaning::check(goal, now, findings);
            }
        }
    }
    strings::check(frame.text, read, goal, findings);
    findings.sort();
}
