//! SARIF 2.1.0 logs, for code scanning and viewers.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::ci_services::{Finding, Gathering, Part, Worst};
use super::{in_file, message};
use crate::examine::report::{LineColumn, Report, Summary};
use crate::rules::registry;
use crate::rules::rule::{Level, Rule};
use crate::text::digits::counted;
use crate::text::escape::Untrusted;
use crate::text::json_layout;

/// The hashes of these lines of an input ([`super::line_hash`]); none if it cannot be read again.
pub type LineHashes<'h> = dyn Fn(&Untrusted, &BTreeSet<u64>) -> BTreeMap<u64, String> + 'h;

/// GitHub's limit for results; the worst are written.
const RESULTS: usize = 5_000;
/// Notifications about unreadable inputs.
const FAULTS: usize = 1_000;

pub struct Sarif<'h> {
    line_hashes: &'h LineHashes<'h>,
    results: Worst<(Value, Arc<Untrusted>, u64), RESULTS>,
    notifications: Vec<Value>,
    unread: u64,
}

impl<'h> Sarif<'h> {
    /// A log with line hashes, so that moved results are recognised.
    pub fn new(line_hashes: &'h LineHashes<'h>) -> Sarif<'h> {
        Sarif { line_hashes, results: Worst::default(), notifications: Vec::new(), unread: 0 }
    }

    /// The written results, each with the hash of its line.
    fn results(&mut self) -> Vec<Value> {
        let mut results: Vec<_> =
            self.results.take().take(RESULTS).map(|(_, result)| result).collect();
        let mut lines: BTreeMap<String, (Arc<Untrusted>, BTreeSet<u64>)> = BTreeMap::new();
        for (_, input, line) in &results {
            let of_input = lines.entry(input.raw().to_owned());
            of_input.or_insert_with(|| (Arc::clone(input), BTreeSet::new())).1.insert(*line);
        }
        let hashes: BTreeMap<String, BTreeMap<u64, String>> = lines
            .into_iter()
            .map(|(name, (input, lines))| (name, (self.line_hashes)(&input, &lines)))
            .collect();
        for (result, input, line) in &mut results {
            if let Some(hash) = hashes.get(input.raw()).and_then(|hashes| hashes.get(line)) {
                result["partialFingerprints"]["primaryLocationLineHash"] = json!(hash);
            }
        }
        results.into_iter().map(|(result, ..)| result).collect()
    }
}

impl Gathering for Sarif<'_> {
    fn take(&mut self, part: &Part, _: &mut dyn Write) -> io::Result<()> {
        for finding in &part.findings {
            let line = in_file(&finding.report).line;
            self.results.add(finding.report.level, || {
                (result(finding, part.path.raw()), Arc::clone(&part.input), line)
            });
        }
        if let Some(fault) = &part.fault {
            self.unread += 1;
            if self.notifications.len() < FAULTS {
                self.notifications.push(json!({
                    "level": "error",
                    "descriptor": { "id": "not-read" },
                    "message": { "text": format!("Not read: {fault}.") },
                    "locations": [{ "physicalLocation": { "artifactLocation": artifact(part.path.raw()) } }],
                }));
            }
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let seen: u64 = self.results.seen().map(|(_, seen)| seen).sum();
        let results = self.results();
        let cut = seen - results.len() as u64;
        if cut > 0 {
            let findings = counted(cut, "finding is", "findings are");
            self.notifications.push(json!({
                "level": "warning",
                "descriptor": { "id": "results-cut" },
                "message": { "text": format!("{findings} not listed: a log has at most {RESULTS}, the worst first.") },
            }));
        }
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": driver() },
                "automationDetails": { "id": "goalpost/" },
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
    let notification = |id: &str, text: &str, help: &str| {
        json!({
            "id": id,
            "name": pascal_case(id),
            "shortDescription": { "text": text },
            "fullDescription": { "text": text },
            "help": { "text": help, "markdown": help },
        })
    };
    json!({
        "name": "goalpost",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "shortDescription": { "text": env!("CARGO_PKG_DESCRIPTION") },
        "rules": checked().map(descriptor).collect::<Vec<_>>(),
        "notifications": [
            notification(
                "not-read",
                "An input was not read, or not to its end.",
                "The message says why. Nothing is known of what was not read.",
            ),
            notification(
                "results-cut",
                "There are more findings than a log can have.",
                "Check fewer captures at a time, or use another format.",
            ),
        ],
    })
}

fn result(finding: &Finding, path: &str) -> Value {
    let Finding { report, fingerprint } = finding;
    let mut text = message(report);
    if let Some(help) = &report.help {
        text.push_str(&format!("; {help}"));
    }
    let mut location = Map::new();
    location.insert(
        "physicalLocation".to_owned(),
        json!({ "artifactLocation": artifact(path), "region": region(report) }),
    );
    let steps = report.trail.iter().chain([&report.pointer]).map(Untrusted::raw);
    let steps: Vec<&str> = steps.filter(|step| !step.is_empty()).collect();
    if !steps.is_empty() {
        // Each envelope is a location of its own, separated by blanks.
        location.insert(
            "logicalLocations".to_owned(),
            json!([{ "fullyQualifiedName": steps.join(" "), "kind": "member" }]),
        );
    }
    let mut result = json!({
        "ruleId": report.rule.name,
        "level": level(report.level),
        "message": { "text": text },
        "locations": [location],
        "partialFingerprints": { "goalpost/v2": fingerprint },
    });
    if let Some(index) = index(report.rule) {
        result["ruleIndex"] = json!(index);
    }
    result
}

fn artifact(path: &str) -> Value {
    json!({ "uri": uri(path) })
}

fn region(report: &Report) -> Value {
    let start = in_file(report);
    let end = match report.outer {
        Some(outer) => LineColumn { line: outer.line, column: 2 },
        None => report.end,
    };
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// A path as a relative URI reference (RFC 3986), or as a `file:` URI where it is absolute.
///
/// All but unreserved characters and slashes are percent-encoded, the colon too: in the first
/// segment of a relative reference it would end a scheme.
fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    let encoded = path.bytes().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    });
    scheme.to_owned() + &encoded.collect::<String>()
}

/// The rules that `check` can report, in the order of rule indexes.
fn checked() -> impl Iterator<Item = &'static Rule> {
    registry::all().filter(|rule| !rule.group.is_of_history())
}

/// The index of a rule among [`checked`].
fn index(rule: &Rule) -> Option<usize> {
    checked().position(|known| known == rule)
}

fn descriptor(rule: &Rule) -> Value {
    let command = format!("goalpost explain {}", rule.name);
    json!({
        "id": rule.name,
        "name": pascal_case(rule.name),
        "shortDescription": { "text": sentence(rule.summary) },
        "fullDescription": { "text": rule.explanation },
        "help": {
            "text": format!("{}\n\nSamples: {command}", rule.explanation),
            "markdown": format!("{}\n\nSamples: `{command}`", rule.explanation),
        },
        "defaultConfiguration": { "level": level(rule.level) },
        "properties": { "tags": [rule.group.name()] },
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

/// Viewers expect a capital and a full stop.
fn sentence(summary: &str) -> String {
    let mut characters = summary.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), characters.as_str())
}

fn pascal_case(name: &str) -> String {
    name.split('-')
        .map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            first.to_uppercase() + rest
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_percent_encoded() {
        assert_eq!(uri("a/b-1_2.json"), "a/b-1_2.json");
        assert_eq!(uri("a b/50%#1?.json"), "a%20b/50%25%231%3F.json");
        assert_eq!(uri("::error::東"), "%3A%3Aerror%3A%3A%E6%9D%B1");
        assert_eq!(uri("/tmp/a b"), "file:///tmp/a%20b");
    }
}
