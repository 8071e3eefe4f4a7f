//! The commands and formats that every promise is held against.

use crate::door::{Ran, goalpost};

/// Every way to read a capture, in every format.
#[rustfmt::skip]
pub const READING: &[&[&str]] = &[
    &["check", "--format", "text"],
    &["check", "--format", "concise"],
    &["check", "--format", "json"],
    &["check", "--format", "jsonl"],
    &["check", "--format", "github"],
    &["check", "--format", "gitlab"],
    &["check", "--format", "junit"],
    &["check", "--format", "sarif"],
    &["show"],
    &["show", "--format", "table"],
    &["show", "--format", "card"],
    &["show", "--format", "json"],
    &["show", "--format", "jsonl"],
    &["show", "--format", "jsonl", "--with-source"],
    &["show", "--format", "csv"],
    &["show", "--format", "markdown"],
    &["history"],
    &["history", "--format", "json"],
    &["history", "--format", "jsonl"],
    &["history", "--format", "csv"],
    &["history", "--format", "markdown"],
    &["history", "--summary"],
    &["history", "--latest"],
    &["history", "--latest", "--format", "card"],
    &["history", "--latest", "--format", "json"],
    &["history", "--latest", "--format", "jsonl"],
    &["history", "--latest", "--format", "csv"],
    &["history", "--latest", "--format", "markdown"],
    &["stats"],
    &["stats", "--format", "json"],
    &["stats", "--format", "jsonl"],
    &["stats", "--format", "csv"],
    &["stats", "--format", "markdown"],
    &["redact", "--key-file", KEY],
    &["redact", "--key-file", KEY, "--amounts", "scale"],
];

/// Every way to compare two captures, or two bodies.
#[rustfmt::skip]
pub const COMPARING: &[&[&str]] = &[
    &["diff", "--format", "table"],
    &["diff", "--format", "unified"],
    &["diff", "--format", "json"],
    &["diff", "--format", "markdown"],
    &["diff", "--format", "table", "--verbose"],
];

/// Ways to compare that are for two bodies only.
pub const PATCHING: &[&[&str]] = &[&["diff", "--format", "patch"], &["diff", "--format", "merge"]];

/// Every way to print something without an input.
#[rustfmt::skip]
pub const PRINTING: &[&[&str]] = &[
    &["sample", "--count", "30", "--seed", "7"],
    &["sample", "--count", "30", "--seed", "7", "--shape", "http"],
    &["sample", "--count", "30", "--seed", "7", "--shape", "json", "--defects", "10%"],
    &["schema"],
    &["schema", "--format", "json-schema"],
    &["schema", "--format", "markdown"],
    &["explain"],
    &["explain", "wrong-type"],
    &["completions", "bash"],
    &["man"],
    &["--help"],
    &["--version"],
];

/// Any file of more than 16 bytes is a key.
pub const KEY: &str = "fixtures/sample/pretty.json";

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

/// Compares two captures, which are written to files for it.
pub fn compare(arguments: &[&str], old: &[u8], new: &[u8]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = [("old", old), ("new", new)].map(|(name, bytes)| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    });
    goalpost(arguments.iter().copied()).and(paths).run()
}

/// How many cases of a property are looked at; more with `PROPTEST_CASES`, as proptest itself
/// reads it.
pub fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}
