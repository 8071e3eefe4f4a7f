//! One delivery as a digest, which is enough to order it and to compare it with others, and the
//! place where its body can be found again; both are small whatever the body holds.

use rust_decimal::Decimal;

use super::known::{HashOf, Known, Whole};
use crate::webhook::value::Goal;

/// The action of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// The goal was created.
    Created,
    /// The goal was updated.
    Updated,
    /// The goal was deleted.
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

/// Where a body stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
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
    /// Where it begins in its input, in bytes; 0 where it stood within something else.
    pub start: u64,
    /// Where its text can be read again, in the input or in the spool, in bytes.
    pub offset: u64,
    /// The length of its text in bytes.
    pub length: u32,
    /// Whether the text is read again from the spool, and not from its input.
    pub spooled: bool,
}

/// A digest of one delivery.
#[derive(Debug, Clone, Copy)]
pub struct Delivery {
    /// The hash of user_guid.
    pub user: HashOf,
    /// The revision.
    pub revision: i64,
    /// When it was received, in Unix seconds, where the capture says.
    pub(super) received: Whole,
    /// The action.
    pub action: Action,
    /// Whether documented fields are absent, as they may be from a deletion.
    pub partial: bool,
    /// The position of goal_type_name in the documented types.
    pub kind: Known<u8>,
    /// is_complete.
    pub complete: Known<bool>,
    /// has_been_spent.
    pub spent: Known<bool>,
    /// completed_at in Unix seconds.
    pub completed_at: Whole,
    /// position.
    pub position: Whole,
    /// Whether current_amount is an amount.
    pub(super) has_current: bool,
    /// current_amount, or zero.
    pub(super) current: Decimal,
    /// The hash of account_guid.
    pub account: HashOf,
    /// The hash of meta_type.
    pub category: HashOf,
    /// The hash of user_id.
    pub user_id: HashOf,
    /// The hash of created_by.
    pub created_by: HashOf,
    /// The hash of what the user edits, of whose the goal is, and of what is not documented.
    pub edited: u64,
    /// The hash of what MX computes.
    pub computed: u64,
}

impl Delivery {
    /// When it was received, in Unix seconds, where the capture says.
    pub fn received(&self) -> Option<i64> {
        self.received.get().value()
    }

    /// current_amount, where it is an amount.
    pub fn current(&self) -> Option<Decimal> {
        self.has_current.then_some(self.current)
    }

    /// Whether two deliveries hold the same, the action aside.
    pub fn holds_the_same(&self, other: &Delivery) -> bool {
        (self.edited, self.computed) == (other.edited, other.computed)
    }
}

#[cfg(test)]
mod tests {
    use super::{Delivery, Place};

    #[test]
    fn a_million_digests_leave_room_in_256_megabytes() {
        let digest = size_of::<Delivery>();
        assert!(digest <= 112, "{digest}");
        assert!(digest + size_of::<Place>() <= 168, "{digest}");
    }
}
