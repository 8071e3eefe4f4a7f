//! Computes digests of bodies.
//!
//! Texts and contents are kept as hashes (SipHash with the random key of the standard library), so
//! that nobody can prepare two bodies with equal hashes.

use std::hash::{BuildHasher, RandomState};

use super::delivery::{Action, Delivery, FieldState, PackedHash, PackedInt, Watched};
use crate::diff::change::{Scope, Subject};
use crate::diff::side::Extras;
use crate::json::canonical::{canonical, canonical_text};
use crate::json::text::unescape;
use crate::text::time::Moment;
use crate::webhook::field::{Class, FIELDS, at};
use crate::webhook::value::{Goal, Value};

/// Only digests of the same digester can be compared.
#[derive(Debug, Clone)]
pub struct Digester {
    key: RandomState,
    /// Which fields are compared; never `revision` and `guid`, because deliveries are compared
    /// within one revision.
    scope: Scope,
    /// The compared fields of those that identify the goal or that the user edits.
    edited: Vec<usize>,
    /// The compared fields of those that MX computes.
    computed: Vec<usize>,
}

/// The fields with a hash of their own in the digest.
const HASHED: [usize; 6] = [
    at::USER_GUID,
    at::USER_ID,
    at::GOAL_TYPE_NAME,
    at::META_TYPE,
    at::ACCOUNT_GUID,
    at::CREATED_BY,
];

impl Digester {
    /// Creates a digester with a new random key.
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
        Digester { key: RandomState::new(), scope, edited, computed }
    }

    pub fn text(&self, text: &str) -> u64 {
        self.key.hash_one(text.as_bytes())
    }

    /// The digest of a body with guid and revision; `action` is JSON text.
    pub fn digest(
        &self,
        goal: &Goal<'_>,
        action: Option<&str>,
        extras: &Extras<'_>,
        revision: i64,
        received: Option<Moment>,
    ) -> Delivery {
        let hashes = HASHED.map(|field| self.hash(goal, field));
        let [user, user_id, kind, category, account, created_by] = hashes;
        let integer = |field| PackedInt::pack(state(goal, field, goal.integer(field)));
        let mut content = Vec::with_capacity(512);
        let computed = self.content(&self.computed, goal, &[], &mut content);
        if goal.action.is_none() && self.scope.includes(&Subject::Action) {
            // A documented action is not part of the content hash.
            content.push(b'!');
            text(&action.map(canonical).unwrap_or_default(), &mut content);
        }
        self.undocumented(extras, &mut content);
        let edited = self.content(&self.edited, goal, &hashes, &mut content);
        Delivery {
            user,
            revision,
            received,
            action: Action::of(goal),
            is_partial: goal.cells.iter().any(Option::is_none),
            watched: Watched {
                is_complete: state(goal, at::IS_COMPLETE, goal.boolean(at::IS_COMPLETE)),
                is_spent: state(goal, at::HAS_BEEN_SPENT, goal.boolean(at::HAS_BEEN_SPENT)),
                completed_at: integer(at::COMPLETED_AT),
                kind,
                category,
                account,
                user_id,
                created_by,
            },
            position: integer(at::POSITION),
            edited,
            computed,
            is_of_user: true,
            is_in_time: true,
        }
    }

    fn hash(&self, goal: &Goal<'_>, field: usize) -> PackedHash {
        PackedHash::pack(match goal.value(field) {
            Value::Text(json) => {
                let text = unescape(json);
                // A blank identifier relates no goals.
                match text.trim().is_empty() {
                    true => FieldState::Null,
                    false => FieldState::Value(self.text(&text)),
                }
            }
            _ => state(goal, field, None),
        })
    }

    /// The hash of `content` followed by the values of these fields; empties `content`. `hashes`
    /// are the hashes of the fields [`HASHED`].
    fn content(
        &self,
        fields: &[usize],
        goal: &Goal<'_>,
        hashes: &[PackedHash],
        content: &mut Vec<u8>,
    ) -> u64 {
        for field in fields {
            content.push(*field as u8);
            let hash = HASHED.iter().position(|hashed| hashed == field);
            match hash.and_then(|index| hashes.get(index)?.get().value()) {
                // Reuse the hash of a long text.
                Some(hash) => content.extend_from_slice(&hash.to_le_bytes()),
                None => value(goal, *field, content),
            }
        }
        let hash = self.key.hash_one(content.as_slice());
        content.clear();
        hash
    }

    /// Appends the compared undocumented members.
    fn undocumented(&self, extras: &Extras<'_>, content: &mut Vec<u8>) {
        for (key, value) in &extras.beside {
            if self.scope.includes(&Subject::Beside(key.clone())) {
                content.push(b'/');
                text(key, content);
                text(&canonical(value), content);
            }
        }
        for (key, value) in &extras.inside {
            if self.scope.includes(&Subject::Inside(key.clone())) {
                content.push(b'.');
                text(key, content);
                text(&canonical(value), content);
            }
        }
    }
}

/// Appends a value in canonical form: equal values give the same bytes however they are written,
/// different values never do.
fn value(goal: &Goal<'_>, field: usize, content: &mut Vec<u8>) {
    match goal.value(field) {
        Value::Absent => content.push(b'-'),
        Value::Null => content.push(b'n'),
        Value::Boolean(value) => content.push(if value { b't' } else { b'f' }),
        Value::Integer(value) => {
            content.push(b'i');
            content.extend_from_slice(&value.to_le_bytes());
        }
        Value::Decimal(value) => {
            content.push(b'd');
            // Amounts without trailing zeros.
            content.push(value.scale() as u8);
            content.extend_from_slice(&value.mantissa().to_le_bytes());
        }
        Value::Text(json) => {
            let plain = unescape(json);
            // Metadata is often a JSON document, which can be written in several ways.
            let document = (field == at::METADATA).then(|| canonical_text(&plain)).flatten();
            content.push(if document.is_some() { b'{' } else { b'"' });
            text(document.as_deref().unwrap_or(&plain), content);
        }
        Value::Unreadable => {
            content.push(b'?');
            text(&canonical(goal.cells[field].unwrap_or_default()), content);
        }
    }
}

fn state<T>(goal: &Goal<'_>, field: usize, value: Option<T>) -> FieldState<T> {
    match (goal.cells[field], value) {
        (None, _) => FieldState::Absent,
        (_, Some(value)) => FieldState::Value(value),
        (_, None) => FieldState::Null,
    }
}

/// Appends a text preceded by its length.
fn text(plain: &str, content: &mut Vec<u8>) {
    content.extend_from_slice(&(plain.len() as u64).to_le_bytes());
    content.extend_from_slice(plain.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::{Delivery, Digester};
    use crate::diff::change::Scope;
    use crate::diff::side::Side;

    #[test]
    fn contents_are_the_same_where_their_values_are() {
        let digester = Digester::new(Scope::default());
        let digest = |members: &str| -> Delivery {
            let body = format!(r#"{{"action":"updated","goal":{{"revision":1{members}}}}}"#);
            let side = Side::read(&body).expect("a body");
            digester.digest(&side.goal, side.action, &side.extras, 1, None)
        };
        let one =
            r#","user_guid":"USR-a","amount":750.00,"metadata":"{\"b\":1.0,\"a\":[]}","x":1e1"#;
        let again =
            r#","user_guid":"\u0055SR-a","amount":7.5e2,"metadata":"{ \"a\":[],\"b\":1}","x":10"#;
        let reference = digest(one);
        assert!(digest(again).holds_the_same(&reference));
        assert_eq!(digest(again).user, reference.user);
        let long = "y".repeat(300);
        let different = [
            one.replace("USR-a", "USR-b"),
            one.replace("USR-a", ""),
            one.replace("750.00", "-750"),
            one.replace("750.00", "7500"),
            one.replace("750.00", "75.0"),
            one.replace("750.00", "750.000000000000000000001"),
            one.replace("750.00", "null"),
            one.replace("750.00", "true"),
            one.replace("\"amount\":750.00,", ""),
            one.replace("1.0", "1.5"),
            one.replace("1e1", "1e2"),
            one.replace("\"x\"", "\"y\""),
            one.replace("USR-a", &long),
            one.replace("USR-a", &format!("{long}y")),
            one.replace("amount", "current_amount"),
        ];
        let mut seen = vec![reference];
        for members in &different {
            let this = digest(members);
            assert!(seen.iter().all(|other| !this.holds_the_same(other)), "{members}");
            seen.push(this);
        }
    }
}
