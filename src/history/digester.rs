//! Makes digests of bodies.
//!
//! Texts and contents are kept as hashes with a key that is random in each run, so nobody can
//! prepare two with the same one.

use std::borrow::Cow;

use super::delivery::{Action, Delivery};
use super::keyed::{Keyed, Sum};
use super::known::{HashOf, Known, Whole};
use super::names::NameHash;
use crate::diff::canonical::{canonical, canonical_text};
use crate::diff::change::{Scope, Subject};
use crate::diff::side::Side;
use crate::json::text::unescape;
use crate::webhook::field::{Class, FIELDS, GOAL_TYPES, at};
use crate::webhook::value::{Goal, Value};

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
    keyed: Keyed,
    /// What counts; `revision` and `guid` never do, for they are the key.
    scope: Scope,
    /// The fields that count of those that the user edits or that say whose goal it is.
    edited: Vec<Slot>,
    /// The fields that count of those that MX computes.
    computed: Vec<Slot>,
    /// The random number of what is not documented.
    undocumented: u128,
    /// For guids, of which a second hash is taken.
    second: Keyed,
}

/// The place of a field in a content: the random numbers of the words of its value.
#[derive(Debug, Clone, Copy)]
struct Slot {
    field: usize,
    /// Which of the identifiers it is.
    identifier: Option<usize>,
    kind: u128,
    low: u128,
    high: u128,
}

impl Digester {
    /// A digester with a new key.
    pub fn new(scope: Scope) -> Digester {
        let keyed = Keyed::new();
        let slot = |field| {
            let number = |word| keyed.number("content", 3 * field + word);
            let identifier = IDENTIFIERS.iter().position(|identifier| *identifier == field);
            Slot { field, identifier, kind: number(0), low: number(1), high: number(2) }
        };
        let fields = |counts: fn(Class) -> bool| {
            let counts = |field: &usize| {
                *field != at::GUID
                    && counts(FIELDS[*field].class)
                    && scope.includes(&Subject::Field(*field))
            };
            (0..FIELDS.len()).filter(counts).map(slot).collect()
        };
        let edited = fields(|class| matches!(class, Class::Identity | Class::UserEdited));
        let computed = fields(|class| class == Class::SystemComputed);
        let undocumented = keyed.number("undocumented", 0);
        Digester { keyed, scope, edited, computed, undocumented, second: Keyed::new() }
    }

    /// The hash of a guid, which tells goals apart.
    pub fn guid(&self, guid: &str) -> NameHash {
        let guid = guid.as_bytes();
        NameHash { first: self.keyed.text(guid), second: self.second.text(guid) as u32 }
    }

    /// The hash of a guid without its case.
    pub fn caseless(&self, guid: &str) -> u64 {
        self.keyed.text(guid.to_ascii_lowercase().as_bytes())
    }

    /// The digest of a body that has a guid and a revision.
    pub fn digest(
        &self,
        parts: &Parts<'_, '_>,
        revision: i64,
        received: Option<i64>,
        documents: &mut Documents,
    ) -> Delivery {
        let goal = parts.goal;
        let identifiers = IDENTIFIERS.map(|field| self.identifier(goal, field));
        let [user, account, category, user_id, created_by] = identifiers;
        let current = goal.decimal(at::CURRENT_AMOUNT);
        Delivery {
            user,
            revision,
            received: Whole::pack(received.map_or(Known::Absent, Known::Value)),
            action: Action::of(goal),
            partial: goal.cells.iter().any(Option::is_none),
            kind: known(goal, at::GOAL_TYPE_NAME, goal.goal_type.and_then(number_of_type)),
            complete: known(goal, at::IS_COMPLETE, goal.boolean(at::IS_COMPLETE)),
            spent: known(goal, at::HAS_BEEN_SPENT, goal.boolean(at::HAS_BEEN_SPENT)),
            completed_at: Whole::pack(known(
                goal,
                at::COMPLETED_AT,
                goal.integer(at::COMPLETED_AT),
            )),
            position: Whole::pack(known(goal, at::POSITION, goal.integer(at::POSITION))),
            has_current: current.is_some(),
            current: current.unwrap_or_default(),
            account,
            category,
            user_id,
            created_by,
            edited: self.edited(parts, &identifiers, documents),
            computed: self.computed(goal),
        }
    }

    fn identifier(&self, goal: &Goal<'_>, field: usize) -> HashOf {
        HashOf::pack(match goal.value(field) {
            // Goals have nothing in common where an identifier is empty.
            Value::Text(json) if is_blank(json) => Known::Null,
            Value::Text(json) => Known::Value(self.keyed.json(json)),
            _ => known(goal, field, None),
        })
    }

    fn edited(
        &self,
        parts: &Parts<'_, '_>,
        identifiers: &[HashOf; IDENTIFIERS.len()],
        documents: &mut Documents,
    ) -> u64 {
        let mut sum = self.keyed.sum();
        for slot in &self.edited {
            // What is hashed already need not be hashed again.
            match (slot.identifier.map(|index| identifiers[index].get()), slot.field) {
                (Some(Known::Value(hash)), _) => {
                    sum.add(slot.kind, TEXT);
                    sum.add(slot.low, hash);
                }
                (_, at::METADATA) => self.metadata(parts.goal, slot, documents, &mut sum),
                _ => self.value(parts.goal, slot, &mut sum),
            }
        }
        let mut rest = Vec::new();
        if parts.goal.action.is_none() && self.scope.includes(&Subject::Action) {
            // A documented action is kept apart from the content.
            rest.push(0);
            text(&parts.action.map(canonical).unwrap_or_default(), &mut rest);
        }
        for (key, value) in parts.beside {
            if self.scope.includes(&Subject::Beside(key.clone())) {
                rest.push(1);
                text(key, &mut rest);
                text(&canonical(value), &mut rest);
            }
        }
        for (key, value) in parts.inside {
            if self.scope.includes(&Subject::Inside(key.clone())) {
                rest.push(2);
                text(key, &mut rest);
                text(&canonical(value), &mut rest);
            }
        }
        if !rest.is_empty() {
            sum.add(self.undocumented, self.keyed.text(&rest));
        }
        sum.hash()
    }

    fn computed(&self, goal: &Goal<'_>) -> u64 {
        let mut sum = self.keyed.sum();
        for slot in &self.computed {
            self.value(goal, slot, &mut sum);
        }
        sum.hash()
    }

    /// Adds a value by what it is worth, so that its spelling does not count, and so that no two
    /// different ones are the same words.
    fn value(&self, goal: &Goal<'_>, slot: &Slot, sum: &mut Sum) {
        let (kind, low, high) = match goal.value(slot.field) {
            Value::Absent => (0, 0, 0),
            Value::Null => (1, 0, 0),
            Value::Boolean(value) => (2 + u64::from(value), 0, 0),
            Value::Integer(value) => (4, value.cast_unsigned(), 0),
            Value::Decimal(value) => {
                // Exact amounts have no idle zeros behind the point.
                let mantissa = value.mantissa().cast_unsigned();
                (9 + u64::from(value.scale()), mantissa as u64, (mantissa >> 64) as u64)
            }
            Value::Text(json) => (TEXT, self.keyed.json(json), 0),
            Value::Unreadable => {
                let cell = goal.cells[slot.field].unwrap_or_default();
                (7, self.keyed.text(canonical(cell).as_bytes()), 0)
            }
        };
        sum.add(slot.kind, kind);
        sum.add(slot.low, low);
        sum.add(slot.high, high);
    }

    /// Adds metadata, of which a JSON document may be spelled in several ways.
    fn metadata(&self, goal: &Goal<'_>, slot: &Slot, documents: &mut Documents, sum: &mut Sum) {
        let Value::Text(json) = goal.value(slot.field) else {
            return self.value(goal, slot, sum);
        };
        let spelled = self.keyed.text(json.as_bytes());
        let hash = documents.hash(spelled, || {
            let content = unescape(json);
            let document = canonical_text(&content);
            self.keyed.text(document.as_deref().unwrap_or(&content).as_bytes())
        });
        sum.add(slot.kind, TEXT);
        sum.add(slot.low, hash);
    }
}

/// What the value of a text begins with in a content.
const TEXT: u64 = 6;

/// The hashes of documents by those of their spellings, as far as they are remembered: captures
/// repeat them, and telling what a document is worth takes longer than all other values.
#[derive(Debug, Default)]
pub struct Documents(Vec<Option<(u64, u64)>>);

/// How many documents are remembered, so that they stay in the cache of a processor.
const REMEMBERED: usize = 256;

impl Documents {
    fn hash(&mut self, spelled: u64, find: impl FnOnce() -> u64) -> u64 {
        self.0.resize(REMEMBERED, None);
        let place = &mut self.0[spelled as usize % REMEMBERED];
        match place {
            Some((known, hash)) if *known == spelled => *hash,
            _ => place.insert((spelled, find())).1,
        }
    }
}

/// The fields of which a digest holds a hash of each.
const IDENTIFIERS: [usize; 5] =
    [at::USER_GUID, at::ACCOUNT_GUID, at::META_TYPE, at::USER_ID, at::CREATED_BY];

/// Whether the text of a JSON string is nothing but blanks.
fn is_blank(json: &str) -> bool {
    !json.as_bytes()[1].is_ascii_alphanumeric() && unescape(json).trim().is_empty()
}

fn known<T>(goal: &Goal<'_>, field: usize, value: Option<T>) -> Known<T> {
    match (goal.cells[field], value) {
        (None, _) => Known::Absent,
        (_, Some(value)) => Known::Value(value),
        (_, None) => Known::Null,
    }
}

fn number_of_type(word: &str) -> Option<u8> {
    GOAL_TYPES.iter().position(|other| *other == word).and_then(|index| u8::try_from(index).ok())
}

/// Appends a text with its length before it.
fn text(content: &str, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&(content.len() as u64).to_le_bytes());
    bytes.extend_from_slice(content.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::{Delivery, Digester, Documents, Parts};
    use crate::diff::change::Scope;
    use crate::diff::side::Side;

    #[test]
    fn contents_are_the_same_where_their_values_are() {
        let digester = Digester::new(Scope::default());
        let mut documents = Documents::default();
        let mut digest = |members: &str| -> Delivery {
            let body = format!(r#"{{"action":"updated","goal":{{"revision":1{members}}}}}"#);
            let side = Side::read(&body).expect("a body");
            digester.digest(&Parts::from(&side), 1, None, &mut documents)
        };
        let one =
            r#","user_guid":"USR-a","amount":750.00,"metadata":"{\"b\":1.0,\"a\":[]}","x":1e1"#;
        let again =
            r#","user_guid":"\u0055SR-a","amount":7.5e2,"metadata":"{ \"a\":[],\"b\":1}","x":10"#;
        let reference = digest(one);
        // The second time a document is remembered.
        for same in [one, again, one, again] {
            assert!(digest(same).holds_the_same(&reference), "{same}");
            assert_eq!(digest(same).user, reference.user, "{same}");
        }
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
