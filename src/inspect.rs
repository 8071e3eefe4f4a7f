//! Reads and checks bytes in memory, for programs that embed the library.

use std::io::{self, Cursor};
use std::sync::Arc;

use crate::examine::numbering::Numbered;
use crate::examine::report::Report;
use crate::examine::{ExamineOptions, Seen};
use crate::input::Reading;
use crate::input::walk::Sources;
use crate::run::progress::Watch;
use crate::run::{Consumer, NothingChosen, Run};

/// The bodies and findings of a capture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inspection {
    /// The readable goal webhooks, in order.
    pub bodies: Vec<Body>,
    /// The findings about these bodies and about what could not be read, in order.
    pub findings: Vec<Finding>,
    /// Why the bytes were not read to the end, for example broken compression.
    pub fault: Option<String>,
}

/// A goal webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its JSON text, taken out of any envelope and decoded.
    pub json: String,
    /// Its number among all bodies, readable or not, from 1.
    pub number: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The name of the rule; `goalpost explain` describes it.
    pub rule: &'static str,
    /// `error`, `warning` or `info`.
    pub level: &'static str,
    /// One sentence. Contains no text from the body except documented words.
    pub message: String,
    /// The number of the body, from 1; `None` outside of bodies.
    pub body: Option<u64>,
    /// A JSON Pointer (RFC 6901) in the body.
    pub pointer: String,
    /// The line where it begins, from 1: in the bytes, or in the body if that was inside an
    /// envelope.
    pub line: u64,
    /// The column where it begins, in characters from 1.
    pub column: u64,
}

/// Reads the goal webhooks in a capture of any form and checks them with the default levels.
///
/// ```
/// let capture = br#"{"action": "updated", "goal": {"name": "Home", "revision": "71"}}"#;
/// let inspection = goalpost::inspect(capture);
/// assert_eq!(inspection.bodies.len(), 1);
/// let finding = inspection.findings.iter().find(|finding| finding.rule == "wrong-type");
/// assert_eq!(finding.map(|finding| finding.pointer.as_str()), Some("/goal/revision"));
/// ```
pub fn inspect(bytes: &[u8]) -> Inspection {
    let bytes: Arc<[u8]> = bytes.into();
    let run = Run {
        sources: Sources::stdin(),
        reading: Reading::default(),
        examine_options: ExamineOptions::default(),
        jobs: 1,
        quiet: true,
        verbose: false,
        hide_values: false,
        nothing_chosen: NothingChosen::Silent,
        watch: Watch::default(),
    };
    let mut inspection = Inspection::default();
    let stdin = || -> Box<dyn io::Read + Send> { Box::new(Cursor::new(Arc::clone(&bytes))) };
    let ended = run.go(&Collector, &stdin, &mut io::sink(), |part: Inspection| {
        inspection.bodies.extend(part.bodies);
        inspection.findings.extend(part.findings);
        inspection.fault = inspection.fault.take().or(part.fault);
        Ok(())
    });
    if let Err(error) = ended {
        inspection.fault.get_or_insert(error.to_string());
    }
    inspection
}

struct Collector;

impl Consumer for Collector {
    type Kept = Vec<Body>;
    type Data = Inspection;

    fn body(&self, bodies: &mut Vec<Body>, seen: &Seen<'_, '_>) {
        if seen.is_readable() {
            bodies.push(Body { json: seen.frame.text.to_owned(), number: seen.number });
        }
    }

    fn render(
        &self,
        mut bodies: Vec<Body>,
        numbered: &Numbered,
        _: &mut Vec<String>,
    ) -> io::Result<Inspection> {
        for body in &mut bodies {
            body.number += numbered.bodies_before;
        }
        let findings = numbered.reports.iter().map(finding).collect();
        Ok(Inspection { bodies, findings, fault: numbered.fault.clone() })
    }
}

fn finding(report: &Report) -> Finding {
    Finding {
        rule: report.rule.name,
        level: report.level.name(),
        message: report.message.to_string(),
        body: report.body,
        pointer: report.pointer.raw().to_owned(),
        line: report.start.line,
        column: report.start.column,
    }
}
