//! JUnit XML: a suite for each input, a case for each body.
//!
//! An error fails the case; lesser findings are in the output of a passing case. The counts of a
//! suite precede its cases, so all cases are kept; beyond a limit they are only counted, which
//! bounds memory.

use std::io::{self, Write};

use maud::{Markup, PreEscaped, html};

use super::FindingFormat;
use super::ci_services::{Gathering, Part};
use super::concise::Concise;
use crate::examine::report::{Report, Summary};
use crate::rules::rule::Level;
use crate::text::digits::counted;
use crate::text::terminal::terminal;

/// How many cases are written one by one.
const CASES: u64 = 100_000;

#[derive(Debug, Default)]
pub struct Junit {
    suites: Vec<Suite>,
    cases: u64,
    /// The bodies beyond the limit, and those of them that fail.
    uncounted: (u64, u64),
}

#[derive(Debug)]
struct Suite {
    name: String,
    tests: u64,
    errors: u64,
    failures: u64,
    /// The written cases.
    cases: String,
}

/// The result of a case.
enum Outcome<'o> {
    /// With the findings below error level, if any.
    Passes(String),
    /// With a type, a message and the details.
    Fails(&'o str, &'o str, String),
    /// The input could not be read.
    NotRead(&'o str),
}

impl Gathering for Junit {
    fn take(&mut self, part: &Part, _: &mut dyn Write) -> io::Result<()> {
        let name = part.path.terminal().into_owned();
        if part.first || self.suites.is_empty() {
            self.suite(&name);
        }
        let reports: Vec<&Report> = part.findings.iter().map(|finding| &finding.report).collect();
        let mut reports = reports.as_slice();
        for body in &part.bodies {
            // Findings come in body order; those before this one belong to no body.
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
            self.add(&name, "reading", &Outcome::NotRead(fault));
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if let (more @ 1.., failed) = self.uncounted {
            let errors = format!("{} errors", counted(failed, "body has", "bodies have"));
            let outcome = match failed {
                0 => Outcome::Passes(String::new()),
                _ => Outcome::Fails("not-listed", &errors, String::new()),
            };
            let name = format!("{} more", counted(more, "body", "bodies"));
            self.suite("not listed");
            self.cases = 0;
            self.add("goalpost", &name, &outcome);
        }
        let sum = |count: fn(&Suite) -> u64| self.suites.iter().map(count).sum::<u64>();
        let (tests, failures) = (sum(|suite| suite.tests), sum(|suite| suite.failures));
        let document = html! {
            (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
            testsuites name="goalpost" tests=(tests) failures=(failures) errors=(sum(|suite| suite.errors)) {
                "\n"
                @for Suite { name, tests, errors, failures, cases } in &self.suites {
                    "    "
                    testsuite name=(name) tests=(tests) skipped="0" errors=(errors) failures=(failures) {
                        "\n" (PreEscaped(cases)) "    "
                    }
                    "\n"
                }
            }
        };
        writeln!(out, "{}", document.into_string())
    }
}

/// The number of leading findings outside the bodies.
fn leading_beside(reports: &[&Report]) -> usize {
    reports.iter().take_while(|report| report.body.is_none()).count()
}

impl Junit {
    /// Adds a case for each finding outside the bodies, and one for the bodies beyond the limit.
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
        let error = reports.iter().find(|report| report.level == Level::Error);
        let outcome = match error {
            Some(error) => Outcome::Fails(error.rule.name, &error.message, text),
            None => Outcome::Passes(text),
        };
        self.add(suite, name, &outcome);
    }

    fn suite(&mut self, name: &str) {
        let (tests, errors, failures, cases) = Default::default();
        self.suites.push(Suite { name: name.to_owned(), tests, errors, failures, cases });
    }

    fn add(&mut self, class: &str, name: &str, outcome: &Outcome<'_>) {
        if self.cases >= CASES {
            self.uncounted.0 += 1;
            self.uncounted.1 += u64::from(!matches!(outcome, Outcome::Passes(_)));
            return;
        }
        self.cases += 1;
        let Some(suite) = self.suites.last_mut() else { return };
        suite.tests += 1;
        suite.errors += u64::from(matches!(outcome, Outcome::NotRead(_)));
        suite.failures += u64::from(matches!(outcome, Outcome::Fails(..)));
        let case = html! {
            "        " testcase name=(name) classname=(class) { (outcome.element()) } "\n"
        };
        suite.cases.push_str(&case.into_string());
    }
}

impl Outcome<'_> {
    fn element(&self) -> Markup {
        html! {
            @match self {
                Outcome::Passes(text) => @if !text.is_empty() { system-out { (text) } },
                Outcome::Fails(kind, message, text) => failure message=(message) type=(kind) { (text) },
                Outcome::NotRead(why) => error message=(terminal(why)) type="not-read" {},
            }
        }
    }
}

/// One finding per line, with its help.
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
