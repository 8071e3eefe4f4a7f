//! One delivery as a digest: enough to order it, to compare it with others and to find its body
//! again, in less than 180 bytes whatever the body holds.
//!
//! Texts are kept as hashes with a key that is random in each run, so nobody can prepare two
//! texts with the same one.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};

use rust_decimal::Decimal;

use super::known::{HashOf, Known, Whole};
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
    /// The number of its goal in the ledger.
    pub goal: u32,
    /// The hash of user_guid.
    pub user: HashOf,
    /// Where it stands.
    pub place: Place,
    /// The revision.
    pub revision: i64,
    /// When it was received, in Unix seconds, where the capture says.
    received: Whole,
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
    has_current: bool,
    /// current_amount, or zero.
    current: Decimal,
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

/// The parts of a body that a digest is made of.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'s, 'a> {
    /// The documented values.
    pub goal: &'s Goal<'a>,
    /// The value of `action` as JSON text.
    pub action: Option<&'a str>,
    /// What is not documented beside `goal`, sorted by key.
    pub beside: &'s [(Cow<'a, str>, &'a str)],
    /// What is not documented in `goal`, sorted by key.
    pub inside: &'s [(Cow<'a, str>, &'a str)],
}

impl<'s, 'a> From<&'s Side<'a>> for Parts<'s, 'a> {
    fn from(side: &'s Side<'a>) -> Parts<'s, 'a> {
        Parts { goal: &side.goal, action: side.action, beside: &side.beside, inside: &side.inside }
    }
}

/// Makes digests. All that are to be compared must come from the same one.
#[derive(Debug, Clone)]
pub struct Digester {
    state: RandomState,
    /// What counts; `revision` and `guid` never do, for they are the key.
    scope: Scope,
    /// The positions of the fields that count of those that the user edits or that say whose
    /// goal it is.
    edited: Vec<usize>,
    /// The positions of the fields that count of those that MX computes.
    computed: Vec<usize>,
}

impl Digester {
    /// A digester with a new key.
    pub fn new(scope: Scope) -> Digester {
        let fields = |counts: fn(Class) -> bool| {
            let counts = |field: &usize| {
                *field != at::GUID
                    && counts(FIELDS[*field].class)
                    && scope.includes(&Subject::Field(*field))
            };
            (0..FIELDS.len()).filter(counts).collect()
        };
        let edited = fields(|class| matches!(class, Class::Identity | Class::UserEdited));
        let computed = fields(|class| class == Class::SystemComputed);
        Digester { state: RandomState::new(), scope, edited, computed }
    }

    /// The digest of a body that has a guid and a revision. The number of its goal is not known
    /// here.
    pub fn digest(
        &self,
        parts: &Parts<'_, '_>,
        revision: i64,
        place: Place,
        received: Option<i64>,
    ) -> Delivery {
        let goal = parts.goal;
        let identifiers = IDENTIFIERS.map(|field| self.text(goal, field));
        let [user, account, category, user_id, created_by] = identifiers;
        Delivery {
            goal: 0,
            user,
            place,
            revision,
            received: Whole::pack(received.map_or(Known::Absent, Known::Value)),
            action: Action::of(goal),
            partial: goal.values.contains(&Value::Absent),
            kind: known(goal, at::GOAL_TYPE_NAME, goal.goal_type.and_then(number_of_type)),
            complete: known(goal, at::IS_COMPLETE, goal.boolean(at::IS_COMPLETE)),
            spent: known(goal, at::HAS_BEEN_SPENT, goal.boolean(at::HAS_BEEN_SPENT)),
            completed_at: Whole::pack(known(
                goal,
                at::COMPLETED_AT,
                goal.integer(at::COMPLETED_AT),
            )),
            position: Whole::pack(known(goal, at::POSITION, goal.integer(at::POSITION))),
            has_current: goal.decimal(at::CURRENT_AMOUNT).is_some(),
            current: goal.decimal(at::CURRENT_AMOUNT).unwrap_or_default(),
            account,
            category,
            user_id,
            created_by,
            edited: self.edited(parts, &identifiers),
            computed: self.computed(goal),
        }
    }

    fn text(&self, goal: &Goal<'_>, field: usize) -> HashOf {
        match goal.text(field) {
            // Goals have nothing in common where an identifier is empty.
            Some(text) if text.trim().is_empty() => HashOf::pack(Known::Null),
            Some(text) => HashOf::pack(Known::Value(self.state.hash_one(text.as_bytes()))),
            None => HashOf::pack(known(goal, field, None)),
        }
    }

    fn edited(&self, parts: &Parts<'_, '_>, identifiers: &[HashOf; IDENTIFIERS.len()]) -> u64 {
        let mut bytes = Vec::with_capacity(USUAL_LENGTH);
        for field in &self.edited {
            // What is hashed already need not be hashed again.
            let hash = IDENTIFIERS.iter().position(|identifier| identifier == field);
            match hash.map(|index| identifiers[index].get()) {
                Some(Known::Value(hash)) => {
                    bytes.push(10);
                    bytes.extend_from_slice(&hash.to_le_bytes());
                }
                _ => value(parts.goal, *field, &mut bytes),
            }
        }
        if parts.goal.action.is_none() && self.scope.includes(&Subject::Action) {
            // A documented action is kept apart from the content.
            text(&parts.action.map(canonical).unwrap_or_default(), &mut bytes);
        }
        for (key, value) in parts.beside {
            if self.scope.includes(&Subject::Beside(key.clone())) {
                bytes.push(8);
                text(key, &mut bytes);
                text(&canonical(value), &mut bytes);
            }
        }
        for (key, value) in parts.inside {
            if self.scope.includes(&Subject::Inside(key.clone())) {
                bytes.push(9);
                text(key, &mut bytes);
                text(&canonical(value), &mut bytes);
            }
        }
        self.state.hash_one(bytes)
    }

    fn computed(&self, goal: &Goal<'_>) -> u64 {
        let mut bytes = Vec::with_capacity(USUAL_LENGTH);
        for field in &self.computed {
            value(goal, *field, &mut bytes);
        }
        self.state.hash_one(bytes)
    }
}

/// The fields of which a digest holds a hash of each; what else counts is hashed in one piece,
/// which is several times faster.
const IDENTIFIERS: [usize; 5] =
    [at::USER_GUID, at::ACCOUNT_GUID, at::META_TYPE, at::USER_ID, at::CREATED_BY];

/// What the values of a body take, nearly always, in bytes.
const USUAL_LENGTH: usize = 512;

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

/// Appends a value by what it is worth, so that its spelling does not count, and so that no two
/// different ones look alike.
fn value(goal: &Goal<'_>, field: usize, bytes: &mut Vec<u8>) {
    match goal.values[field] {
        Value::Absent => bytes.push(0),
        Value::Null => bytes.push(1),
        Value::Boolean(value) => bytes.push(2 + u8::from(value)),
        Value::Integer(value) => {
            bytes.push(4);
            bytes.extend_from_slice(&value.to_le_bytes());
        }
        Value::Decimal(value) => {
            // Few amounts end in a zero behind the point.
            let value = if value.scale() == 0 { value } else { value.normalize() };
            bytes.push(5);
            bytes.extend_from_slice(&value.mantissa().to_le_bytes());
            bytes.extend_from_slice(&value.scale().to_le_bytes());
        }
        Value::Text(_) => {
            bytes.push(6);
            let content = goal.text(field).unwrap_or_default();
            match (field == at::METADATA).then(|| canonical_text(&content)).flatten() {
                Some(document) => text(&document, bytes),
                None => text(&content, bytes),
            }
        }
        Value::Unreadable => {
            bytes.push(7);
            text(&canonical(goal.cells[field].unwrap_or_default()), bytes);
        }
    }
}

/// Appends a text with its length before it.
fn text(content: &str, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&(content.len() as u64).to_le_bytes());
    bytes.extend_from_slice(content.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::Delivery;

    #[test]
    fn a_million_digests_leave_room_in_256_megabytes() {
        assert!(size_of::<Delivery>() <= 176, "{}", size_of::<Delivery>());
    }
}
