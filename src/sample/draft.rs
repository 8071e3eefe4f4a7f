//! One delivery as values, before it is text.

use chrono::DateTime;

/// Everything that the text of one delivery needs. It is small and flat, so that a plan of
/// many deliveries is cheap to make and to hand to another thread.
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
    /// Whether the guid is spelled with capital letters.
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
    /// When it is received, in Unix seconds.
    pub received: i64,
}

/// A name from the list, with a number where it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// The words.
    pub words: &'static str,
    /// How often it was changed.
    pub number: u32,
}

/// JSON text that a partner keeps on a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metadata {
    /// Which of the templates of `words`.
    pub template: usize,
    /// The number that the template holds.
    pub number: u32,
}

/// The partner's identifier in the ways that partners write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserId {
    /// Null.
    None,
    /// Ten digits, often with zeros before them.
    Digits(u64),
    /// A word, an underscore and hexadecimal digits.
    Word(u64),
}

impl Draft {
    /// Whether the goal saves an amount, so that it has a target to reach.
    pub fn saves(&self) -> bool {
        self.goal_type_name == "SAVE_AMOUNT"
    }

    /// When it is received, as the `Date` header of a request.
    pub fn date(&self) -> String {
        let time = DateTime::from_timestamp(self.received, 0).unwrap_or_default();
        time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }
}
