//! What a run found in all, and the exit status by it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::examine::report::Summary;
use crate::examine::select::Passed;
use crate::exit::Exit;
use crate::text::digits::{counted, grouped};

/// The maximum number of kinds of input in a note.
const KINDS: usize = 3;

#[derive(Debug, Default)]
pub struct Outcome {
    pub summary: Summary,
    pub passed: Passed,
    /// The number of inputs by kind, except plain JSON.
    pub read_as: BTreeMap<String, u64>,
    /// Whether no body was chosen although that is an error.
    pub chose_nothing: bool,
}

impl Outcome {
    pub fn add(&mut self, part: Outcome) {
        self.summary.add(&part.summary);
        self.passed.add(part.passed);
        for (kind, inputs) in part.read_as {
            *self.read_as.entry(kind).or_default() += inputs;
        }
    }

    /// The exit status by input errors and findings.
    pub fn exit(&self) -> Exit {
        if self.summary.unreadable_inputs > 0 || self.chose_nothing {
            Exit::Trouble
        } else if self.summary.errors > 0 {
            Exit::Findings
        } else {
            Exit::Clean
        }
    }

    pub fn is_nothing_chosen(&self) -> bool {
        self.summary.bodies == 0 && self.summary.rules.is_empty() && self.passed.others > 0
    }

    /// `5 inputs read as an HTTP request, 2 as a log; -v names each`.
    pub fn note_read_as(&self) -> Option<String> {
        let mut kinds: Vec<(&String, u64)> =
            self.read_as.iter().map(|(kind, n)| (kind, *n)).collect();
        kinds.sort_by_key(|(_, inputs)| Reverse(*inputs));
        let others: u64 = kinds.iter().skip(KINDS).map(|(_, inputs)| inputs).sum();
        let mut parts: Vec<String> = kinds
            .iter()
            .take(KINDS)
            .enumerate()
            .map(|(at, (kind, inputs))| match at {
                0 => format!("{} read as {kind}", counted(*inputs, "input", "inputs")),
                _ => format!("{} as {kind}", grouped(inputs)),
            })
            .collect();
        parts.extend((others > 0).then(|| format!("{} as others", grouped(others))));
        (!parts.is_empty()).then(|| format!("{}; -v names each", parts.join(", ")))
    }
}
