//! Findings, in a file for each format.
//!
//! Workers render findings as they meet them, each into a buffer of its own, so a format that
//! streams holds no state: the caller writes `begin`, the findings with the separator between
//! them, `end`. Formats for services see all results in order instead ([`ci_services`]).

pub mod ci_services;
pub mod concise;
pub mod fold;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod line_hash;
pub mod markdown;
pub mod marks;
pub mod place;
pub mod sarif;
pub mod text;

use std::io::{self, Write};

use crate::examine::report::{Report, Summary};

/// A way to write findings.
pub trait FindingFormat: Send + Sync {
    /// Writes what comes before all findings.
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Appends one finding.
    fn finding(&self, out: &mut String, report: &Report);

    /// Appends the first finding of its rule in a run, where there may be more to say.
    fn first_of_rule(&self, out: &mut String, report: &Report) {
        self.finding(out, report);
    }

    /// Whether many findings of one rule in one body become one.
    fn folds(&self) -> bool {
        false
    }

    /// What comes between two findings, wherever they were rendered.
    fn separator(&self) -> &'static str {
        ""
    }

    /// Writes what comes after all findings.
    fn end(&self, _out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        Ok(())
    }
}
