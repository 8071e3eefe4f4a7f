//! One delivery as a digest: enough to order it, to compare it with others and to find its body
//! again, in about 150 bytes whatever the body holds.
//!
//! Texts are kept as hashes with a key that is random in each run, so nobody can prepare two
//! texts with the same one.

use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};

use rust_decimal::Decimal;

use crate::diff::canonical::{canonical, canonical_text};
use crate::diff::change::{Scope, Subject};
use crate::diff::side::Side;
use crate::webhook::field::{Class, FIELDS, GOAL_TYPES, at};
use crate::webhook::value::{Goal, Value};

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

    fn of(goal: &Goal<'_>) -> Action {
        match goal.action {
            Some("created") => Action::Created,
            Some("updated") => Action::Updated,
            Some("deleted") => Action::Deleted,
            _ => Action::Other,
        }
    }
}

/// A value that may be absent, or there without being usable (null or of a wrong type).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Known<T> {
    /// The field is not there, so nothing is known of it.
    Absent,
    /// Null, or a value of a wrong type.
    Null,
    /// The value, or the hash of a text.
    Value(T),
}

impl<T> Known<T> {
    /// The value, where there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Known::Value(value) => Some(value),
            _ => None,
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
    pub column: u64,
    /// Where it begins in its input, in bytes; 0 where it stood within something else.
    pub start: u64,
    /// Where its text can be read again, in the input or in the spool, in bytes.
    pub offset: u64,
    /// The length of its text in bytes.
    pub length: u64,
    /// Whether the text is read again from the spool, and not from its input.
    pub spooled: bool,
}

/// A digest of one delivery.
#[derive(Debug, Clone, Copy)]
pub struct Delivery {
    /// The number of its goal in the ledger.
    pub goal: u32,
    /// The number of its user_guid in the ledger; none where it has no such text.
    pub user: Option<u32>,
    /// Where it stands.
    pub place: Place,
    /// The revision.
    pub revision: i64,
    /// When it was received, in Unix seconds, where the capture says.
    pub received: Option<i64>,
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
    pub completed_at: Known<i64>,
    /// position.
    pub position: Known<i64>,
    /// current_amount.
    pub current: Option<Decimal>,
    /// The hash of account_guid.
    pub account: Known<u64>,
    /// The hash of meta_type.
    pub category: Known<u64>,
    /// The hash of user_id.
    pub user_id: Known<u64>,
    /// The hash of created_by.
    pub created_by: Known<u64>,
    /// The hash of what the user edits, of whose the goal is, and of what is not documented.
    pub edited: u64,
    /// The hash of what MX computes.
    pub computed: u64,
}

impl Delivery {
    /// Whether two deliveries hold the same, the action aside.
    pub fn holds_the_same(&self, other: &Delivery) -> bool {
        (self.edited, self.computed) == (other.edited, other.computed)
    }
}

/// Makes digests. All that are to be compared must come from the same one.
#[derive(Debug, Clone, Default)]
pub struct Digester {
    state: RandomState,
    /// The fields that count; `revision` and `guid` never do, for they are the key.
    scope: Scope,
}

impl Digester {
    /// A digester with a new key.
    pub fn new(scope: Scope) -> Digester {
        Digester { state: RandomState::new(), scope }
    }

    /// The digest of a body that has a guid and a revision. Its goal, user and place are those
    /// that were given.
    pub fn digest(
        &self,
        side: &Side<'_>,
        revision: i64,
        place: Place,
        received: Option<i64>,
    ) -> Delivery {
        let goal = &side.goal;
        Delivery {
            goal: 0,
            user: None,
            place,
            revision,
            received,
            action: Action::of(goal),
            partial: goal.values.contains(&Value::Absent),
            kind: known(goal, at::GOAL_TYPE_NAME, goal.goal_type.and_then(number_of_type)),
            complete: known(goal, at::IS_COMPLETE, goal.boolean(at::IS_COMPLETE)),
            spent: known(goal, at::HAS_BEEN_SPENT, goal.boolean(at::HAS_BEEN_SPENT)),
            completed_at: known(goal, at::COMPLETED_AT, goal.integer(at::COMPLETED_AT)),
            position: known(goal, at::POSITION, goal.integer(at::POSITION)),
            current: goal.decimal(at::CURRENT_AMOUNT),
            account: self.text(goal, at::ACCOUNT_GUID),
            category: self.text(goal, at::META_TYPE),
            user_id: self.text(goal, at::USER_ID),
            created_by: self.text(goal, at::CREATED_BY),
            edited: self.edited(side),
            computed: self.hash(goal, |class| class == Class::SystemComputed).finish(),
        }
    }

    fn text(&self, goal: &Goal<'_>, field: usize) -> Known<u64> {
        known(goal, field, goal.text(field).map(|text| self.state.hash_one(text.as_bytes())))
    }

    fn edited(&self, side: &Side<'_>) -> u64 {
        let mut hasher =
            self.hash(&side.goal, |class| matches!(class, Class::Identity | Class::UserEdited));
        if side.goal.action.is_none() && self.scope.includes(&Subject::Action) {
            // A documented action is kept apart from the content.
            side.action.map(canonical).hash(&mut hasher);
        }
        for (key, value) in &side.beside {
            if self.scope.includes(&Subject::Beside(key.clone())) {
                (0_u8, key.as_bytes(), canonical(value)).hash(&mut hasher);
            }
        }
        for (key, value) in &side.inside {
            if self.scope.includes(&Subject::Inside(key.clone())) {
                (1_u8, key.as_bytes(), canonical(value)).hash(&mut hasher);
            }
        }
        hasher.finish()
    }

    fn hash(&self, goal: &Goal<'_>, counts: fn(Class) -> bool) -> DefaultHasher {
        let mut hasher = self.state.build_hasher();
        for (field, documented) in FIELDS.iter().enumerate() {
            if field != at::GUID
                && counts(documented.class)
                && self.scope.includes(&Subject::Field(field))
            {
                hash_value(goal, field, &mut hasher);
            }
        }
        hasher
    }
}

fn known<T>(goal: &Goal<'_>, field: usize, value: Option<T>) -> Known<T> {
    match (goal.values[field], value) {
        (Value::Absent, _) => Known::Absent,
        (_, Some(value)) => Known::Value(value),
        (_, None) => Known::Null,
    }
}

fn number_of_type(word: &str) -> Option<u8> {
    GOAL_TYPES.iter().position(|other| *other == word).and_then(|index| u8::try_from(index).ok())
}

/// Adds a value by what it is worth, so that its spelling does not count.
fn hash_value(goal: &Goal<'_>, field: usize, hasher: &mut impl Hasher) {
    match goal.values[field] {
        Value::Absent => hasher.write_u8(0),
        Value::Null => hasher.write_u8(1),
        Value::Boolean(value) => hasher.write_u8(2 + u8::from(value)),
        Value::Integer(value) => {
            hasher.write_u8(4);
            hasher.write_i64(value);
        }
        Value::Decimal(value) => {
            let value = value.normalize();
            hasher.write_u8(5);
            hasher.write_i128(value.mantissa());
            hasher.write_u32(value.scale());
        }
        Value::Text(_) => {
            let text = goal.text(field).unwrap_or_default();
            hasher.write_u8(6);
            match (field == at::METADATA).then(|| canonical_text(&text)).flatten() {
                Some(document) => document.hash(hasher),
                None => text.hash(hasher),
            }
        }
        Value::Unreadable => {
            hasher.write_u8(7);
            canonical(goal.cells[field].unwrap_or_default()).hash(hasher);
        }
    }
}
