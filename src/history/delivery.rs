//! The digest of a delivery, enough to order and compare deliveries, and the location of its body.
//! The size of both is constant.

use crate::text::time::Moment;
use crate::webhook::value::Goal;

/// The action of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    Created,
    Updated,
    Deleted,
    /// An undocumented action.
    Other,
}

impl Action {
    pub fn name(self) -> &'static str {
        match self {
            Action::Created => "created",
            Action::Updated => "updated",
            Action::Deleted => "deleted",
            Action::Other => "unknown",
        }
    }

    pub(super) fn of(goal: &Goal<'_>) -> Action {
        match goal.action {
            Some("created") => Action::Created,
            Some("updated") => Action::Updated,
            Some("deleted") => Action::Deleted,
            _ => Action::Other,
        }
    }
}

/// The location of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyLocation {
    /// The number of the input, from 0, in command-line order.
    pub input: u32,
    /// The number of its path through envelopes in the ledger; 0 for none.
    pub trail: u32,
    /// The number of the body in its input, from 1.
    pub body: u64,
    /// From 1.
    pub line: u64,
    /// The column where it begins, in characters from 1.
    pub column: u32,
    /// The length of its text in bytes.
    pub length: u32,
    /// The byte offset in the input; 0 for a body inside an envelope.
    pub start: u64,
    /// The byte offset of its text in the spool.
    pub spooled: u64,
}

/// A value that may be absent or unusable (null or of a wrong type).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldState<T> {
    /// The field is absent.
    Absent,
    /// Null or of a wrong type.
    Null,
    /// The value, or the hash of a text.
    Value(T),
}

impl<T> FieldState<T> {
    pub fn value(self) -> Option<T> {
        match self {
            FieldState::Value(value) => Some(value),
            _ => None,
        }
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> FieldState<U> {
        match self {
            FieldState::Absent => FieldState::Absent,
            FieldState::Null => FieldState::Null,
            FieldState::Value(value) => FieldState::Value(change(value)),
        }
    }
}

/// An optional hash in eight bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PackedHash(u64);

impl PackedHash {
    pub(super) fn pack(state: FieldState<u64>) -> PackedHash {
        PackedHash(match state {
            FieldState::Absent => 0,
            FieldState::Null => 1,
            FieldState::Value(hash) => hash.max(2),
        })
    }

    pub fn get(self) -> FieldState<u64> {
        match self.0 {
            0 => FieldState::Absent,
            1 => FieldState::Null,
            hash => FieldState::Value(hash),
        }
    }
}

/// An optional integer in eight bytes. The two lowest values of `i64` are stored as the one above
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PackedInt(i64);

impl PackedInt {
    pub(super) fn pack(state: FieldState<i64>) -> PackedInt {
        PackedInt(match state {
            FieldState::Absent => i64::MIN,
            FieldState::Null => i64::MIN + 1,
            FieldState::Value(number) => number.max(i64::MIN + 2),
        })
    }

    pub fn get(self) -> FieldState<i64> {
        match self.0 {
            i64::MIN => FieldState::Absent,
            number if number == i64::MIN + 1 => FieldState::Null,
            number => FieldState::Value(number),
        }
    }
}

/// Values that are watched from revision to revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watched {
    pub is_complete: FieldState<bool>,
    pub is_spent: FieldState<bool>,
    /// Unix seconds.
    pub completed_at: PackedInt,
    pub kind: PackedHash,
    pub category: PackedHash,
    pub account: PackedHash,
    pub user_id: PackedHash,
    pub created_by: PackedHash,
}

#[derive(Debug, Clone, Copy)]
pub struct Delivery {
    pub user: PackedHash,
    pub revision: i64,
    /// Received time, if the capture has it.
    pub received: Option<Moment>,
    pub action: Action,
    /// Whether documented fields are absent, as is allowed for deletions.
    pub is_partial: bool,
    pub watched: Watched,
    pub position: PackedInt,
    /// The hash of identity, user-edited and undocumented fields.
    pub edited: u64,
    /// The hash of fields that MX computes.
    pub computed: u64,
    /// Whether it matches `--user`.
    pub is_of_user: bool,
    /// Whether it matches `--since` and `--until`.
    pub is_in_time: bool,
}

impl Delivery {
    /// Whether two deliveries are equal apart from the action.
    pub fn holds_the_same(&self, other: &Delivery) -> bool {
        (self.edited, self.computed) == (other.edited, other.computed)
    }
}

#[cfg(test)]
mod tests {
    use super::{BodyLocation, Delivery};

    #[test]
    fn a_million_digests_leave_room_in_256_megabytes() {
        let digest = size_of::<Delivery>();
        assert!(digest <= 120, "{digest}");
        assert!(digest + size_of::<BodyLocation>() <= 180, "{digest}");
    }
}
