//! Findings as JUnit XML: a suite for each input, a case for each body.
//!
//! A body fails by an error; lesser findings stand in the output of a case that passes. The
//! counts of a suite come before its cases, so all cases are held; from a limit on they are
//! counted together, which bounds memory.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use super::FindingFormat;
use super::ci_services::{Gathering, Part};
use super::concise::Concise;
use crate::examine::report::{Report, Summary};
use crate::rules::rule::Level;
use crate::text::digits::counted;

/// So many cases are written one by one.
const CASES: u64 = 100_000;

/// A report in XML.
#[derive(Debug, Default)]
pub struct Junit {
    suites: Vec<TestSuite>,
    cases: u64,
    /// The bodies behind the limit, and those of them that fail.
    uncounted: (u64, u64),
}

impl Gathering for Junit {
    fn take(&mut self, part: &Part, _: &mut dyn Write) -> io::Result<()> {
        let name = part.path.terminal().into_owned();
        if part.first || self.suites.is_empty() {
            self.suites.push(TestSuite::new(name.as_str()));
        }
        let reports: Vec<&Report> = part.findings.iter().map(|finding| &finding.report).collect();
        let mut reports = reports.as_slice();
        for body in &part.bodies {
            // Findings come in the order of bodies; those before this one are of no body.
            let before = reports
                .iter()
                .position(|report| report.body == Some(body.number))
                .unwrap_or_else(|| leading_beside(reports));
            self.beside(&name, &reports[..before]);
            reports = &reports[before..];
            let length =
                reports.iter().take_while(|report| report.body == Some(body.number)).count();
            let case = format!("body {}, line {}", body.number, body.line);
            self.case(&name, &case, &reports[..length]);
            reports = &reports[length..];
        }
        self.beside(&name, reports);
        if let Some(fault) = &part.fault {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_type("not-read").set_message(fault.as_str());
            self.add(&name, "reading", status, None);
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if let (more @ 1.., failed) = self.uncounted {
            let status = if failed == 0 {
                TestCaseStatus::success()
            } else {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                let bodies = counted(failed, "body has", "bodies have");
                status.set_type("not-listed").set_message(format!("{bodies} errors"));
                status
            };
            let name = format!("{} more", counted(more, "body", "bodies"));
            self.suites.push(TestSuite::new("not listed"));
            self.cases = 0;
            self.add("goalpost", &name, status, None);
        }
        let mut document = Document::new("goalpost");
        document.add_test_suites(std::mem::take(&mut self.suites));
        let text = document.to_string().map_err(io::Error::other)?;
        // Jenkins' schema knows this count only of suites, and the first one is the document's.
        out.write_all(text.replacen(" skipped=\"0\"", "", 1).as_bytes())
    }
}

/// How many of the first findings stand beside bodies.
fn leading_beside(reports: &[&Report]) -> usize {
    reports.iter().take_while(|report| report.body.is_none()).count()
}

impl Junit {
    /// Adds a case for each finding that stands beside bodies, and for bodies that could not be
    /// shown one by one.
    fn beside(&mut self, suite: &str, reports: &[&Report]) {
        for report in reports {
            let place = report.start;
            let what = report.body.map_or("text".to_owned(), |body| format!("body {body}"));
            let case = format!("{what}, line {} column {}", place.line, place.column);
            self.case(suite, &case, std::slice::from_ref(report));
        }
    }

    fn case(&mut self, suite: &str, name: &str, reports: &[&Report]) {
        let text = concise(reports);
        let worst = reports.iter().max_by_key(|report| report.level);
        match worst.filter(|worst| worst.level == Level::Error) {
            Some(_) => {
                let first = reports.iter().find(|report| report.level == Level::Error);
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                if let Some(first) = first {
                    status.set_type(first.rule.name).set_message(first.message.as_ref());
                }
                status.set_description(text);
                self.add(suite, name, status, None);
            }
            None => {
                let output = (!reports.is_empty()).then_some(text);
                self.add(suite, name, TestCaseStatus::success(), output);
            }
        }
    }

    fn add(&mut self, class: &str, name: &str, status: TestCaseStatus, output: Option<String>) {
        if self.cases >= CASES {
            self.uncounted.0 += 1;
            self.uncounted.1 += u64::from(!matches!(status, TestCaseStatus::Success { .. }));
            return;
        }
        self.cases += 1;
        let mut case = TestCase::new(name, status);
        case.set_classname(class);
        if let Some(output) = output {
            case.set_system_out(output);
        }
        if let Some(suite) = self.suites.last_mut() {
            suite.add_test_case(case);
        }
    }
}

/// The findings on a line each, and what to do.
fn concise(reports: &[&Report]) -> String {
    let mut text = String::new();
    for report in reports {
        Concise { colour: false }.finding(&mut text, report);
        if let Some(help) = &report.help {
            text.push_str(&format!("  help: {help}\n"));
        }
    }
    text
}
