//! What a history saw, in counts.

use std::collections::BTreeMap;

use crate::examine::report::Summary;

/// The counts of a history.
#[derive(Debug, Clone, Default)]
pub struct HistorySummary {
    /// Inputs, bytes, bodies and findings.
    pub run: Summary,
    /// Bodies that have a place in a chain.
    pub deliveries: u64,
    /// Bodies that have none: unreadable, or without guid or revision.
    pub unplaced: u64,
    /// Goals.
    pub goals: u64,
    /// Goals whose highest revision is no deletion.
    pub live: u64,
    /// Distinct users of all goals.
    pub users: u64,
    /// Distinct revisions of all goals together.
    pub revisions: u64,
    /// Deliveries that repeat another one.
    pub repeats: u64,
}

impl HistorySummary {
    /// The counts with their names, in the order in which formats print them.
    pub fn counts(&self) -> [(&'static str, u64); 15] {
        let run = &self.run;
        [
            ("inputs", run.inputs),
            ("unreadable_inputs", run.unreadable_inputs),
            ("bytes", run.bytes),
            ("bodies", run.bodies),
            ("clean", run.clean),
            ("deliveries", self.deliveries),
            ("unplaced", self.unplaced),
            ("goals", self.goals),
            ("live", self.live),
            ("users", self.users),
            ("revisions", self.revisions),
            ("repeats", self.repeats),
            ("errors", run.errors),
            ("warnings", run.warnings),
            ("infos", run.infos),
        ]
    }

    /// Findings by rule name.
    pub fn rules(&self) -> &BTreeMap<&'static str, u64> {
        &self.run.rules
    }
}

/// A goal with findings, in counts.
#[derive(Debug, Clone)]
pub struct FlaggedGoal {
    /// Its guid, or `goal 1` where values stay hidden.
    pub guid: String,
    /// Findings by level, the most serious first.
    pub counts: [u64; 3],
    /// Findings by rule, in the order of the goal's revisions.
    pub rules: Vec<(&'static str, u64)>,
}
