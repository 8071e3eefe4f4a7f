//! Formats of findings, one per file.
//!
//! Threads render findings into buffers of their own, so a streaming format has no state: the
//! caller writes `begin`, the findings with the separator between them, and `end`. Formats for CI
//! services get all results in order instead ([`ci_services`]).

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
pub mod sarif_rules;
pub mod text;

use std::io::{self, Write};

use crate::examine::report::{Report, Summary};

/// A streaming format of findings.
pub trait FindingFormat: Send + Sync {
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finding(&self, out: &mut String, report: &Report);

    /// Appends the first finding of its rule in a run, which may say more.
    fn first_of_rule(&self, out: &mut String, report: &Report) {
        self.finding(out, report);
    }

    /// Whether many findings of one rule in one body are folded.
    fn folds(&self) -> bool {
        false
    }

    /// The separator between two findings.
    fn separator(&self) -> &'static str {
        ""
    }

    fn end(&self, _out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        Ok(())
    }
}
