//! The values of a delivery before it is written as text.

use chrono::DateTime;

/// Small and flat, so that many drafts are cheap to make and to pass to another thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draft {
    pub action: &'static str,
    pub account_guid: u128,
    pub amount: i64,
    pub completed_at: Option<i64>,
    pub created_by: Option<&'static str>,
    pub current_amount: i64,
    pub goal_type_name: &'static str,
    pub guid: u128,
    /// Whether the guid is in upper case.
    pub capitals: bool,
    pub has_been_spent: bool,
    pub is_complete: bool,
    pub meta_type: &'static str,
    pub metadata: Option<Metadata>,
    pub name: Name,
    pub position: i64,
    pub projected_to_complete_at: Option<i64>,
    pub revision: i64,
    pub user_guid: u128,
    pub user_id: UserId,
    /// The received time in Unix seconds.
    pub received: i64,
}

/// A name from the list, with a number once it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    pub words: &'static str,
    pub number: u32,
}

/// JSON text that a partner stores on a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metadata {
    /// An index in the templates of `words`.
    pub template: usize,
    /// The number in the template.
    pub number: u32,
}

/// The partner's identifier of a user, in forms that partners use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserId {
    None,
    /// Ten digits, often with leading zeros.
    Digits(u64),
    /// A word, an underscore and hexadecimal digits.
    Word(u64),
}

impl Draft {
    /// Whether the goal has a target to reach.
    pub fn saves(&self) -> bool {
        self.goal_type_name == "SAVE_AMOUNT"
    }

    /// The received time as the value of a `Date` header.
    pub fn date(&self) -> String {
        let time = DateTime::from_timestamp(self.received, 0).unwrap_or_default();
        time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }
}
