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
