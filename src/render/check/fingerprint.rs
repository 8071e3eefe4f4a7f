//! Names for findings that stay the same when a capture grows or is put in another order.

use sha2::{Digest, Sha256};

use crate::examine::report::Report;

/// The fingerprint of a finding, from its rule, goal, revision and pointer, as 32 hexadecimal
/// digits. Where the goal is not known, its input and body stand for it.
pub fn fingerprint(report: &Report) -> String {
    let number = |number: Option<String>| number.unwrap_or_default();
    let revision = number(report.revision.map(|revision| revision.to_string()));
    let body = number(report.body.map(|body| body.to_string()));
    let mut parts = vec![report.rule.name, report.pointer.raw()];
    match &report.goal {
        Some(goal) => parts.extend([goal.raw(), &revision]),
        None => {
            parts.push(report.input.raw());
            parts.extend(report.trail.iter().map(crate::text::escape::Foreign::raw));
            parts.push(&body);
        }
    }
    of_parts(parts)
}

/// The fingerprint of these texts in this order.
pub fn of_parts<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // The length keeps neighbours apart: "ab" and "c" are not "a" and "bc".
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
