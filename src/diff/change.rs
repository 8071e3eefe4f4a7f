//! The changes from one body to another, in the order of the field table.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::side::Side;
use crate::json::canonical::{canonical, canonical_text};
use crate::json::walk::escaped;
use crate::webhook::field::{Class, FIELDS, at};
use crate::webhook::value::{Goal, Value};

/// The member that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject<'a> {
    /// `action`.
    Action,
    /// The documented field with this index in the field table.
    Field(usize),
    /// An undocumented key beside `goal`, unescaped.
    Beside(Cow<'a, str>),
    /// An undocumented key in `goal`, unescaped.
    Inside(Cow<'a, str>),
}

impl Subject<'_> {
    /// The key; for undocumented ones, untrusted text.
    pub fn name(&self) -> &str {
        match self {
            Subject::Action => "action",
            Subject::Field(field) => FIELDS[*field].name,
            Subject::Beside(key) | Subject::Inside(key) => key,
        }
    }

    /// The JSON Pointer (RFC 6901) in the body.
    pub fn pointer(&self) -> String {
        let escaped = escaped(self.name());
        match self {
            Subject::Action | Subject::Beside(_) => format!("/{escaped}"),
            Subject::Field(_) | Subject::Inside(_) => format!("/goal/{escaped}"),
        }
    }

    /// Who changes it: a class of the field table, `envelope` or `undocumented`.
    pub fn class(&self) -> &'static str {
        match self {
            Subject::Action => "envelope",
            Subject::Field(field) => FIELDS[*field].class.name(),
            Subject::Beside(_) | Subject::Inside(_) => "undocumented",
        }
    }
}

/// The headings of groups of changes, in order.
pub const CLASSES: [&str; 6] = [
    "envelope",
    Class::Ordering.name(),
    Class::Identity.name(),
    Class::UserEdited.name(),
    Class::SystemComputed.name(),
    "undocumented",
];

/// One change. The values are JSON text as it came; `None` if the key is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'a> {
    pub subject: Subject<'a>,
    pub old: Option<&'a str>,
    pub new: Option<&'a str>,
}

/// Which fields are compared. Names are keys, or JSON Pointers of undocumented members.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// The fields of `--ignore`.
    pub ignore: Vec<String>,
    /// The fields of `--only`; if empty, all.
    pub only: Vec<String>,
}

impl Scope {
    pub fn includes(&self, subject: &Subject<'_>) -> bool {
        if self.ignore.is_empty() && self.only.is_empty() {
            return true;
        }
        let named = |names: &[String]| {
            let documented = matches!(subject, Subject::Action | Subject::Field(_));
            names.iter().any(|name| {
                (documented && name == subject.name())
                    || (name.starts_with('/') && *name == subject.pointer())
            })
        };
        !named(&self.ignore) && (self.only.is_empty() || named(&self.only))
    }
}

/// The differences of two bodies.
#[derive(Debug, Default)]
pub struct Comparison<'a> {
    /// Values that differ.
    pub changes: Vec<Change<'a>>,
    /// Values that are equal but written differently.
    pub spellings: Vec<Change<'a>>,
}

/// Compares two bodies by value.
pub fn compare<'a>(old: &Side<'a>, new: &Side<'a>, scope: &Scope) -> Comparison<'a> {
    let mut comparison = Comparison::default();
    let mut add = |subject: Subject<'a>, before, after, equal: &dyn Fn() -> bool| {
        if before == after || !scope.includes(&subject) {
            return;
        }
        let change = Change { subject, old: before, new: after };
        if equal() {
            comparison.spellings.push(change);
        } else {
            comparison.changes.push(change);
        }
    };
    add(Subject::Action, old.action, new.action, &|| same_json(old.action, new.action));
    for field in 0..FIELDS.len() {
        let (before, after) = (old.goal.cells[field], new.goal.cells[field]);
        add(Subject::Field(field), before, after, &|| same(&old.goal, &new.goal, field));
    }
    for (key, before, after) in joined(&old.extras.beside, &new.extras.beside) {
        add(Subject::Beside(key), before, after, &|| same_json(before, after));
    }
    for (key, before, after) in joined(&old.extras.inside, &new.extras.inside) {
        add(Subject::Inside(key), before, after, &|| same_json(before, after));
    }
    comparison
}

/// Replaces the names of undocumented keys by numbers, in two bodies and their differences.
pub fn hide_keys<'a>(sides: [&mut Side<'a>; 2], comparison: &mut Comparison<'a>) {
    let keys = sides.iter().flat_map(|side| side.extras.beside.iter().chain(&side.extras.inside));
    let mut keys: BTreeSet<String> = keys.map(|(key, _)| key.to_string()).collect();
    for change in comparison.changes.iter().chain(&comparison.spellings) {
        if let Subject::Beside(key) | Subject::Inside(key) = &change.subject {
            keys.insert(key.to_string());
        }
    }
    let numbers: BTreeMap<String, usize> = keys.into_iter().zip(1..).collect();
    let hide = |key: &mut Cow<'a, str>| {
        let number = numbers.get(key.as_ref()).copied().unwrap_or_default();
        *key = Cow::Owned(format!("undocumented {number}"));
    };
    for change in comparison.changes.iter_mut().chain(&mut comparison.spellings) {
        if let Subject::Beside(key) | Subject::Inside(key) = &mut change.subject {
            hide(key);
        }
    }
    for side in sides {
        side.extras.beside.iter_mut().chain(&mut side.extras.inside).for_each(|(key, _)| hide(key));
        // The lists are merged by key, so each must stay sorted.
        side.extras.beside.sort_by(|(one, _), (other, _)| one.cmp(other));
        side.extras.inside.sort_by(|(one, _), (other, _)| one.cmp(other));
    }
}

/// Whether a documented field has the same value in both goals.
pub fn same(old: &Goal<'_>, new: &Goal<'_>, field: usize) -> bool {
    match (old.value(field), new.value(field)) {
        (Value::Unreadable, _) | (_, Value::Unreadable) => {
            same_json(old.cells[field], new.cells[field])
        }
        (Value::Text(before), Value::Text(after)) => {
            if before == after {
                return true;
            }
            let (before, after) = (old.text(field), new.text(field));
            let document = |text: &Option<Cow<'_, str>>| {
                text.as_deref().filter(|_| field == at::METADATA).and_then(canonical_text)
            };
            match (document(&before), document(&after)) {
                (Some(before), Some(after)) => before == after,
                _ => before == after,
            }
        }
        (before, after) => before == after,
    }
}

fn same_json(old: Option<&str>, new: Option<&str>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => canonical(old) == canonical(new),
        (old, new) => old == new,
    }
}

/// The value of a key on each side.
pub type Joined<'a> = (Cow<'a, str>, Option<&'a str>, Option<&'a str>);

/// Merges two sorted lists: each key with its value on each side.
pub fn joined<'a>(
    old: &[(Cow<'a, str>, &'a str)],
    new: &[(Cow<'a, str>, &'a str)],
) -> Vec<Joined<'a>> {
    let (mut left, mut right) = (old.iter().peekable(), new.iter().peekable());
    let mut both = Vec::new();
    loop {
        let ordering = match (left.peek(), right.peek()) {
            (None, None) => return both,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some((before, _)), Some((after, _))) => before.cmp(after),
        };
        let before = if ordering.is_le() { left.next() } else { None };
        let after = if ordering.is_ge() { right.next() } else { None };
        let key = before.or(after).map(|(key, _)| key.clone()).unwrap_or_default();
        both.push((key, before.map(|(_, value)| *value), after.map(|(_, value)| *value)));
    }
}
