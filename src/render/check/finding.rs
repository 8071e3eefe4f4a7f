//! What all formats of findings have in common.
//!
//! Workers render findings as they meet them, each into a buffer of its own, so a format holds
//! no state: the caller writes `begin`, the findings with the separator between them, `end`.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::examine::report::{Report, Summary};

/// A way to write findings.
pub trait FindingFormat: Send + Sync {
    /// Writes what stands before all findings.
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Appends one finding.
    fn finding(&self, out: &mut String, report: &Report);

    /// Appends the first finding of its rule in a run, where there may be more to say.
    fn first_of_rule(&self, out: &mut String, report: &Report) {
        self.finding(out, report);
    }

    /// What stands between two findings, wherever they were rendered.
    fn separator(&self) -> &'static str {
        ""
    }

    /// Writes what stands after all findings.
    fn end(&self, _out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        Ok(())
    }
}

/// A pointer longer than this is cut where a person reads it.
const POINTER_COLUMNS: usize = 120;

/// The pointer as a person reads it.
pub fn pointer(report: &Report) -> Cow<'_, str> {
    let pointer = &report.pointer;
    // No character takes more columns than bytes, unless it is escaped.
    if pointer.raw().len() <= POINTER_COLUMNS
        && let Cow::Borrowed(plain) = pointer.terminal()
    {
        return Cow::Borrowed(plain);
    }
    Cow::Owned(pointer.terminal_within(POINTER_COLUMNS))
}
