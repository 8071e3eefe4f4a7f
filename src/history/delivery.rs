//! One delivery as a digest, which is enough to order it and to compare it with others, and the
//! place where its body can be found again; both are small whatever the body holds.

use crate::text::time::Moment;
use crate::webhook::value::Goal;

/// The action of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    Created,
    Updated,
    Deleted,
    /// Anything that is not documented.
    Other,
}

impl Action {
    /// The action as formats print it.
    pub fn name(self) -> &'static str {
        match self {
            Action::Created => "created",
            Action::Updated => "updated",
            Action::Deleted => "deleted",
            Action::Other => "unknown",
        }
    }

    /// The action of a body.
    pub(super) fn of(goal: &Goal<'_>) -> Action {
        match goal.action {
            Some("created") => Action::Created,
            Some("updated") => Action::Updated,
            Some("deleted") => Action::Deleted,
            _ => Action::Other,
        }
    }
}

/// Where a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyLocation {
    /// The number of the input, from 0, in the order of the command line.
    pub input: u32,
    /// The number of its trail in the ledger; 0 for none.
    pub trail: u32,
    /// The number of the body in its input, from 1.
    pub body: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// The column in which it begins, from 1.
    pub column: u32,
    /// The length of its text in bytes.
    pub length: u32,
    /// Where it begins in its input, in bytes; 0 where it was inside something else.
    pub start: u64,
    /// Where its text begins in the spool, in bytes.
    pub spooled: u64,
}

/// A value that may be absent, or there without being usable (null or of a wrong type).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldState<T> {
    /// The field is not there, so nothing is known of it.
    Absent,
    /// Null, or a value of a wrong type.
    Null,
    /// The value, or the hash of a text.
    Value(T),
}

impl<T> FieldState<T> {
    /// The value, where there is one.
    pub fn value(self) -> Option<T> {
        match self {
            FieldState::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The same state with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> FieldState<U> {
        match self {
            FieldState::Absent => FieldState::Absent,
            FieldState::Null => FieldState::Null,
            FieldState::Value(value) => FieldState::Value(change(value)),
        }
    }
}

/// A hash of a text, or that there is none, in eight bytes.
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

    /// The hash.
    pub fn get(self) -> FieldState<u64> {
        match self.0 {
            0 => FieldState::Absent,
            1 => FieldState::Null,
            hash => FieldState::Value(hash),
        }
    }
}

/// A whole number, or that there is none, in eight bytes. The two lowest numbers that there are
/// count as the one above them.
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

    /// The number.
    pub fn get(self) -> FieldState<i64> {
        match self.0 {
            i64::MIN => FieldState::Absent,
            number if number == i64::MIN + 1 => FieldState::Null,
            number => FieldState::Value(number),
        }
    }
}

/// A digest of one delivery.
#[derive(Debug, Clone, Copy)]
pub struct Delivery {
    /// The hash of user_guid.
    pub user: PackedHash,
    pub revision: i64,
    /// When it was received, where the capture says.
    pub received: Option<Moment>,
    pub action: Action,
    /// Whether documented fields are absent, as they may be from a deletion.
    pub is_partial: bool,
    pub is_complete: FieldState<bool>,
    /// has_been_spent.
    pub is_spent: FieldState<bool>,
    /// In Unix seconds.
    pub completed_at: PackedInt,
    pub position: PackedInt,
    /// The hash of goal_type_name.
    pub kind: PackedHash,
    /// The hash of meta_type.
    pub category: PackedHash,
    /// The hash of account_guid.
    pub account: PackedHash,
    /// The hash of user_id.
    pub user_id: PackedHash,
    /// The hash of created_by.
    pub created_by: PackedHash,
    /// The hash of what the user edits, of whose the goal is, and of what is not documented.
    pub edited: u64,
    /// The hash of what MX computes.
    pub computed: u64,
    /// Whether it shows a user that was asked for, where users were.
    pub is_of_user: bool,
    /// Whether it was received when it was asked for, where that was.
    pub is_in_time: bool,
}

impl Delivery {
    /// Whether two deliveries hold the same, the action aside.
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
