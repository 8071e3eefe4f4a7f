//! The commands and formats that every promise is held against.

use crate::door::{Ran, goalpost};

/// Every way to print bodies and findings.
pub const READING: &[&[&str]] = &[
    &["check", "--format", "text"],
    &["check", "--format", "concise"],
    &["check", "--format", "json"],
    &["check", "--format", "jsonl"],
    &["show"],
    &["show", "--format", "table"],
    &["show", "--format", "card"],
    &["show", "--format", "json"],
    &["show", "--format", "jsonl"],
    &["show", "--format", "jsonl", "--with-source"],
    &["show", "--format", "csv"],
    &["show", "--format", "markdown"],
];

/// Runs a command over bytes from standard input.
pub fn over(arguments: &[&str], bytes: &[u8]) -> Ran {
    goalpost(arguments.iter().copied()).stdin(bytes).run()
}

/// Findings as `line:column level[rule] /pointer: message`, and the summary.
pub fn findings(bytes: &[u8]) -> String {
    let ran = over(&["check", "--format", "concise", "-"], bytes);
    String::from_utf8(ran.stdout).expect("text") + &ran.stderr
}

/// What a check says, for comparing.
#[derive(Debug)]
pub struct Report {
    /// The rule and the pointer of each finding, in order.
    pub findings: Vec<(String, String)>,
    pub bodies: u64,
    pub clean: u64,
    pub bytes: u64,
}

impl Report {
    /// The rules in order.
    pub fn rules(&self) -> Vec<&str> {
        self.findings.iter().map(|(rule, _)| rule.as_str()).collect()
    }
}

/// Checks bytes from standard input.
pub fn report(bytes: &[u8], more: &[&str]) -> Report {
    let arguments: Vec<&str> =
        ["check", "--format", "json", "-"].iter().chain(more).copied().collect();
    let document = over(&arguments, bytes).json();
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    let findings = document["findings"].as_array().expect("a list");
    let count = |name: &str| document["summary"][name].as_u64().expect("a count");
    Report {
        findings: findings
            .iter()
            .map(|finding| (text(&finding["rule"]), text(&finding["pointer"])))
            .collect(),
        bodies: count("bodies"),
        clean: count("clean"),
        bytes: count("bytes"),
    }
}
