//! What can be odd about the deliveries of a goal or the goals of a user, as data: each variant
//! belongs to one rule and holds the facts that its sentences need, never text from a payload.
//! The sentences stand in `sequence_words.rs`.

use super::registry::{sequence, user};
use super::rule::{Level, Rule};

/// What is odd, with the facts. Revisions are as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SequenceProblem {
    /// `after` is a higher revision that had arrived before, if any had.
    DuplicateDelivery {
        revision: i64,
        after: Option<i64>,
    },
    ConflictingRevision {
        revision: i64,
    },
    ConflictingComputed {
        revision: i64,
    },
    ConflictingAction {
        revision: i64,
        actions: [&'static str; 2],
    },
    StaleDelivery {
        revision: i64,
        after: i64,
    },
    /// The first and the last revision that is missing.
    RevisionGap {
        first: i64,
        last: i64,
    },
    StartsLate {
        revision: i64,
        action: &'static str,
    },
    CreatedAgain {
        revision: i64,
        above: i64,
    },
    AfterDelete {
        revision: i64,
        deleted: i64,
    },
    LateAfterDelete {
        revision: i64,
        deleted: i64,
    },
    DeletedAgain {
        revision: i64,
        deleted: i64,
    },
    UnchangedRevision {
        revision: i64,
        before: i64,
    },
    UserChanged {
        revision: i64,
    },
    UserIdChanged {
        revision: i64,
    },
    /// The names of the fields that changed.
    GoalRepurposed {
        revision: i64,
        fields: Vec<&'static str>,
    },
    ProvenanceChanged {
        revision: i64,
        from_null: bool,
    },
    /// What was taken back, in the words of the fields.
    CompletionReversed {
        revision: i64,
        fields: Vec<&'static str>,
    },
    GuidCase,

    SharedPosition {
        position: i64,
    },
    SharedAccount,
    SplitUser,
}

impl SequenceProblem {
    /// The rule that this is a case of.
    pub fn rule(&self) -> &'static Rule {
        match self {
            SequenceProblem::DuplicateDelivery { .. } => &sequence::DUPLICATE_DELIVERY,
            SequenceProblem::ConflictingRevision { .. } => &sequence::CONFLICTING_REVISION,
            SequenceProblem::ConflictingComputed { .. } => &sequence::CONFLICTING_COMPUTED,
            SequenceProblem::ConflictingAction { .. } => &sequence::CONFLICTING_ACTION,
            SequenceProblem::StaleDelivery { .. } => &sequence::STALE_DELIVERY,
            SequenceProblem::RevisionGap { .. } => &sequence::REVISION_GAP,
            SequenceProblem::StartsLate { .. } => &sequence::STARTS_LATE,
            SequenceProblem::CreatedAgain { .. } => &sequence::CREATED_AGAIN,
            SequenceProblem::AfterDelete { .. } => &sequence::AFTER_DELETE,
            SequenceProblem::LateAfterDelete { .. } => &sequence::LATE_AFTER_DELETE,
            SequenceProblem::DeletedAgain { .. } => &sequence::DELETED_AGAIN,
            SequenceProblem::UnchangedRevision { .. } => &sequence::UNCHANGED_REVISION,
            SequenceProblem::UserChanged { .. } => &sequence::USER_CHANGED,
            SequenceProblem::UserIdChanged { .. } => &sequence::USER_ID_CHANGED,
            SequenceProblem::GoalRepurposed { .. } => &sequence::GOAL_REPURPOSED,
            SequenceProblem::ProvenanceChanged { .. } => &sequence::PROVENANCE_CHANGED,
            SequenceProblem::CompletionReversed { .. } => &sequence::COMPLETION_REVERSED,
            SequenceProblem::GuidCase => &sequence::GUID_CASE,
            SequenceProblem::SharedPosition { .. } => &user::SHARED_POSITION,
            SequenceProblem::SharedAccount => &user::SHARED_ACCOUNT,
            SequenceProblem::SplitUser => &user::SPLIT_USER,
        }
    }

    /// The level without options: that of the rule, but for a creator that is filled in.
    pub fn level(&self) -> Level {
        match self {
            // MX says that the field is not populated yet, so it will be some day.
            SequenceProblem::ProvenanceChanged { from_null: true, .. } => Level::Info,
            _ => self.rule().level,
        }
    }

    /// The JSON Pointer to the field that it is about, if it is about one.
    pub fn pointer(&self) -> &'static str {
        match self {
            SequenceProblem::ConflictingAction { .. } => "/action",
            SequenceProblem::UserChanged { .. } => "/goal/user_guid",
            SequenceProblem::UserIdChanged { .. } | SequenceProblem::SplitUser => "/goal/user_id",
            SequenceProblem::ProvenanceChanged { .. } => "/goal/created_by",
            SequenceProblem::GuidCase => "/goal/guid",
            SequenceProblem::SharedPosition { .. } => "/goal/position",
            SequenceProblem::SharedAccount => "/goal/account_guid",
            SequenceProblem::RevisionGap { .. }
            | SequenceProblem::StaleDelivery { .. }
            | SequenceProblem::UnchangedRevision { .. } => "/goal/revision",
            _ => "",
        }
    }
}
