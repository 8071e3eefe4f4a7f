//! Findings for CI services: annotations, reports and logs with a schema.
//!
//! Unlike streaming formats, these get the results in order, part by part, and can write only at
//! the end. Each keeps what it needs, within the limit of the service.

use std::io::{self, Write};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::examine::report::{Report, Summary};
use crate::rules::rule::Level;
use crate::text::escape::Untrusted;

/// The next part of the results, in input order.
#[derive(Debug, Clone, Default)]
pub struct Part {
    pub input: Arc<Untrusted>,
    /// The path of the input as the service knows it; `-` for standard input.
    pub path: Arc<Untrusted>,
    pub first: bool,
    pub bodies: Vec<BodyPlace>,
    pub findings: Vec<Finding>,
    /// Why the input was not read, or not to the end.
    pub fault: Option<String>,
}

/// A finding with its fingerprint.
#[derive(Debug, Clone)]
pub struct Finding {
    pub report: Report,
    /// See [`fingerprint`].
    pub fingerprint: String,
}

#[derive(Debug, Clone, Default)]
pub struct BodyPlace {
    pub number: u64,
    pub line: u64,
    /// A hash of its text, if it has findings.
    pub content: Option<String>,
}

/// A format that collects findings before it writes.
pub trait Gathering {
    fn take(&mut self, part: &Part, out: &mut dyn Write) -> io::Result<()>;

    fn end(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()>;
}

/// Identifies a finding even if its capture grows or is reordered: a hash of the path, the rule,
/// the pointer, and the goal with its revision or, if unknown, the content of the body; 32
/// hexadecimal digits.
pub fn fingerprint(report: &Report, path: &str, content: &str) -> String {
    let revision = report.revision.map(|revision| revision.to_string());
    let (goal, revision) = match (&report.goal, &revision) {
        (Some(goal), Some(revision)) => (goal.raw(), revision.as_str()),
        _ => (content, ""),
    };
    hash([path, report.rule.name, report.pointer.raw(), goal, revision])
}

/// The hash of these texts in order, as 32 hexadecimal digits.
pub fn hash<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // The lengths make "ab", "c" different from "a", "bc".
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

const LEVELS: [Level; 3] = [Level::Error, Level::Warning, Level::Info];

/// The first findings of each level, up to a limit per level.
#[derive(Debug)]
pub struct Worst<T, const LIMIT: usize> {
    kept: [Vec<T>; LEVELS.len()],
    seen: [u64; LEVELS.len()],
}

impl<T, const LIMIT: usize> Default for Worst<T, LIMIT> {
    fn default() -> Worst<T, LIMIT> {
        Worst { kept: Default::default(), seen: Default::default() }
    }
}

impl<T, const LIMIT: usize> Worst<T, LIMIT> {
    pub fn add(&mut self, level: Level, make: impl FnOnce() -> T) {
        let index = LEVELS.iter().position(|known| *known == level).unwrap_or_default();
        self.seen[index] += 1;
        if self.kept[index].len() < LIMIT {
            self.kept[index].push(make());
        }
    }

    /// The kept findings, the worst level first, each level in order.
    pub fn take(&mut self) -> impl Iterator<Item = (Level, T)> {
        let kept = std::mem::take(&mut self.kept);
        LEVELS
            .into_iter()
            .zip(kept)
            .flat_map(|(level, kept)| kept.into_iter().map(move |finding| (level, finding)))
    }

    pub fn seen(&self) -> impl Iterator<Item = (Level, u64)> {
        LEVELS.into_iter().zip(self.seen)
    }
}
