//! Findings as a SARIF 2.1.0 log, for code scanning and for viewers.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::fingerprint::fingerprint;
use super::sarif_rules::{descriptors, index, level};
use super::service::{Gathering, Part, is_placed_in_file, message_with_place};
use super::worst::Worst;
use crate::examine::report::{Report, Summary};
use crate::text::digits::counted;
use crate::text::{json_layout, uri};

/// More results than this GitHub does not take, so the worst are written.
const RESULTS: usize = 5_000;
/// Notifications of inputs that were not read.
const FAULTS: usize = 1_000;

/// A log of one run.
#[derive(Debug)]
pub struct Sarif {
    results: Worst<Value>,
    notifications: Vec<Value>,
    unread: u64,
}

impl Default for Sarif {
    fn default() -> Sarif {
        Sarif { results: Worst::new(RESULTS), notifications: Vec::new(), unread: 0 }
    }
}

impl Gathering for Sarif {
    fn take(&mut self, part: Part, _: &mut dyn Write) -> io::Result<()> {
        for report in &part.reports {
            self.results.add(report.level, || result(report));
        }
        if let Some(fault) = &part.fault {
            self.unread += 1;
            if self.notifications.len() < FAULTS {
                self.notifications.push(json!({
                    "level": "error",
                    "descriptor": { "id": "not-read" },
                    "message": { "text": format!("Not read: {fault}.") },
                    "locations": [{ "physicalLocation": { "artifactLocation": artifact(part.input.raw()) } }],
                }));
            }
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let results: Vec<Value> = self.results.take().take(RESULTS).map(|(_, kept)| kept).collect();
        let seen: u64 = self.results.seen().map(|(_, seen)| seen).sum();
        let cut = seen - results.len() as u64;
        if cut > 0 {
            let findings = counted(cut, "finding is", "findings are");
            self.notifications.push(json!({
                "level": "warning",
                "descriptor": { "id": "results-cut" },
                "message": { "text": format!("{findings} not listed: a log holds at most {RESULTS}, the worst first.") },
            }));
        }
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": driver() },
                "columnKind": "unicodeCodePoints",
                "invocations": [{
                    "executionSuccessful": self.unread == 0 && summary.unreadable_inputs == 0,
                    "toolExecutionNotifications": self.notifications,
                }],
                "results": results,
            }],
        });
        writeln!(out, "{}", json_layout::json(&log, true))
    }
}

fn driver() -> Value {
    json!({
        "name": "goalpost",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "shortDescription": { "text": env!("CARGO_PKG_DESCRIPTION") },
        "rules": descriptors(),
        "notifications": [
            { "id": "not-read", "shortDescription": { "text": "An input was not read, or not to its end." } },
            { "id": "results-cut", "shortDescription": { "text": "There are more findings than a log holds." } },
        ],
    })
}

fn result(report: &Report) -> Value {
    let mut message = message_with_place(report);
    if let Some(help) = &report.help {
        message.push_str(&format!("; {help}"));
    }
    let mut physical = Map::new();
    physical.insert("artifactLocation".to_owned(), artifact(report.input.raw()));
    if is_placed_in_file(report) {
        physical.insert("region".to_owned(), region(report));
    }
    let mut location = Map::new();
    location.insert("physicalLocation".to_owned(), Value::Object(physical));
    let steps = report.trail.iter().chain([&report.pointer]).map(crate::text::escape::Foreign::raw);
    let steps: Vec<&str> = steps.filter(|step| !step.is_empty()).collect();
    if !steps.is_empty() {
        // Each envelope is a place of its own, so the steps are told apart by a blank.
        location.insert(
            "logicalLocations".to_owned(),
            json!([{ "fullyQualifiedName": steps.join(" "), "kind": "member" }]),
        );
    }
    let mut result = json!({
        "ruleId": report.rule.name,
        "level": level(report.level),
        "message": { "text": message },
        "locations": [location],
        "partialFingerprints": { "goalpost/v1": fingerprint(report) },
    });
    if let Some(index) = index(report.rule) {
        result["ruleIndex"] = json!(index);
    }
    result
}

fn artifact(input: &str) -> Value {
    let path = match input {
        "-" => "stdin",
        path => path.strip_prefix("./").unwrap_or(path),
    };
    json!({ "uri": uri::path(path) })
}

fn region(report: &Report) -> Value {
    json!({
        "startLine": report.start.line,
        "startColumn": report.start.column,
        "endLine": report.end.line,
        "endColumn": report.end.column,
    })
}
