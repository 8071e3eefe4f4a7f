//! Findings for the services that run checks: annotations, reports and logs with a schema.
//!
//! Unlike the formats that stream, these see the results in order, part by part, and may write
//! only when they have seen all. Each keeps what it needs within the limit that its reader sets.

use std::io::{self, Write};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::examine::report::{Report, Summary};
use crate::rules::rule::Level;
use crate::text::escape::Untrusted;

/// What was seen next of the inputs, in order.
#[derive(Debug, Clone, Default)]
pub struct Part {
    pub input: Arc<Untrusted>,
    /// The path by which the service knows the input, `-` for standard input.
    pub path: Arc<Untrusted>,
    /// Whether it is the first part of its input.
    pub first: bool,
    pub bodies: Vec<BodyPlace>,
    pub findings: Vec<Finding>,
    /// Why the input was not read, or not to its end.
    pub fault: Option<String>,
}

/// A finding with what a service knows it by.
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
    /// A hash of its text, where it has findings.
    pub content: Option<String>,
}

/// A format that gathers findings.
pub trait Gathering {
    fn take(&mut self, part: &Part, out: &mut dyn Write) -> io::Result<()>;

    fn end(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()>;
}

/// What stays the same of a finding when its capture grows or is put in another order: the path,
/// the rule, the pointer, and the goal with its revision or, where they are not known, the
/// content of the body. As 32 hexadecimal digits.
pub fn fingerprint(report: &Report, path: &str, content: &str) -> String {
    let revision = report.revision.map(|revision| revision.to_string());
    let (goal, revision) = match (&report.goal, &revision) {
        (Some(goal), Some(revision)) => (goal.raw(), revision.as_str()),
        _ => (content, ""),
    };
    hash([path, report.rule.name, report.pointer.raw(), goal, revision])
}

/// The hash of these texts in this order, as 32 hexadecimal digits.
pub fn hash<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // The length keeps neighbours apart: "ab" and "c" are not "a" and "bc".
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The levels, the worst first.
const LEVELS: [Level; 3] = [Level::Error, Level::Warning, Level::Info];

/// The first findings of each level, up to a limit for each.
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

    /// Takes those that were kept, the worst level first, each level in its order.
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
