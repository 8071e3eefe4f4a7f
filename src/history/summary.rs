//! The counts of a history.

use std::collections::BTreeMap;

use crate::examine::report::Summary;

#[derive(Debug, Clone, Default)]
pub struct HistorySummary {
    /// Inputs, bytes, bodies and findings.
    pub run: Summary,
    /// Bodies with guid and revision.
    pub deliveries: u64,
    /// Bodies that are unreadable or have no guid or revision.
    pub unplaced: u64,
    pub goals: u64,
    /// Goals whose highest revision is not a deletion.
    pub live: u64,
    /// Distinct users of all goals.
    pub users: u64,
    /// The sum of the distinct revisions of all goals.
    pub revisions: u64,
    /// Duplicate deliveries.
    pub repeats: u64,
}

impl HistorySummary {
    /// The counts with their names, in output order.
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

    /// Whether nothing was found, for which a message about the inputs or the filters gives the
    /// reason.
    pub fn is_nothing(&self) -> bool {
        self.deliveries + self.unplaced == 0 && self.run.rules.is_empty()
    }

    /// Findings by rule name.
    pub fn rules(&self) -> &BTreeMap<&'static str, u64> {
        &self.run.rules
    }
}

/// The finding counts of a goal.
#[derive(Debug, Clone)]
pub struct FlaggedGoal {
    /// Its guid, or `goal 1` if values are hidden.
    pub guid: String,
    /// Findings by level, the most serious first.
    pub counts: [u64; 3],
    /// Findings by rule, in the order of the goal's revisions.
    pub rules: Vec<(&'static str, u64)>,
}
