//! What a run says on standard error beside its progress: faults, what inputs were read as, and
//! filters that match nothing.

use std::io::Write;

use super::outcome::Outcome;
use crate::capture::block::Block;
use crate::examine::numbering::{Numbered, ReadAs};
use crate::examine::select::{BODIES, Selection, nothing_matches};
use crate::text::digits::counted;
use crate::text::terminal::terminal;
use crate::text::width::wrapped;

/// What to do if no body matches the filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NothingChosen {
    Note,
    /// An error if the filters are by content, so that a check does not pass for nothing.
    Error,
    /// The caller says it.
    Silent,
}

/// How much is said.
#[derive(Debug, Clone, Copy)]
pub struct Notes {
    /// Only errors.
    pub quiet: bool,
    /// Also what plain JSON was read as.
    pub verbose: bool,
    /// What each input was read as, not how many were read as what.
    pub each_input: bool,
    /// The width of standard error, if it is a terminal.
    pub columns: Option<usize>,
    pub nothing_chosen: NothingChosen,
    pub hide_values: bool,
}

impl Notes {
    pub fn say(&self, stderr: &mut dyn Write, message: &str) {
        // A failed write only loses a message.
        let _ = writeln!(stderr, "{}", wrapped(message, self.columns));
    }

    fn note(&self, stderr: &mut dyn Write, note: &str) {
        if !self.quiet {
            self.say(stderr, &format!("note: {note}"));
        }
    }

    pub fn files_passed_over(&self, files: u64, stderr: &mut dyn Write) {
        if files > 0 {
            let why = "not read because of the name; name a file to read it all the same";
            self.note(stderr, &format!("{} {why}", counted(files, "file", "files")));
        }
    }

    /// Adds what is said of a block to the messages about its bodies. Returns the kind of its input
    /// that is only counted.
    pub fn of_block(
        &self,
        block: &Block,
        numbered: &Numbered,
        messages: &mut Vec<String>,
    ) -> Option<String> {
        if self.quiet {
            // Findings are in the exit status then.
            messages.clear();
        }
        let name = terminal(block.input.raw());
        let fault = numbered.fault.iter();
        messages.extend(fault.map(|fault| format!("error: {name}: {}", terminal(fault))));
        let ReadAs { parts, kinds } = numbered.read_as.as_ref().filter(|_| !self.quiet)?;
        if parts.is_empty() && self.verbose {
            messages.push(format!("note: {name}: read as JSON"));
        } else if !parts.is_empty() && self.each_input {
            messages.push(format!("note: {name}: read as {}", parts.join(", ")));
        } else if !kinds.is_empty() {
            return Some(kinds.join(" and "));
        }
        None
    }

    /// Says what holds of the whole run.
    pub fn at_end(&self, outcome: &mut Outcome, selection: &Selection, stderr: &mut dyn Write) {
        let notes = outcome.note_read_as().into_iter().chain(outcome.passed.notes());
        notes.for_each(|note| self.note(stderr, &note));
        if !outcome.is_nothing_chosen() || self.nothing_chosen == NothingChosen::Silent {
            return;
        }
        let nearest = (!self.hide_values).then_some(&outcome.passed.nearest);
        let why = nothing_matches(selection, outcome.passed.others, BODIES, nearest);
        outcome.chose_nothing =
            self.nothing_chosen == NothingChosen::Error && selection.is_by_content();
        if outcome.chose_nothing {
            self.say(stderr, &format!("error: {why}"));
        } else {
            self.note(stderr, &why);
        }
    }
}
