//! Sentences about pairs, for every format for people.

use super::{Counts, End};
use crate::text::digits::counted;

/// `5 bodies the same · 1 different · 2 only in OLD`.
pub fn summary(counts: &Counts, goals: bool) -> String {
    let (one, many) = if goals { ("goal", "goals") } else { ("body", "bodies") };
    let mut parts = vec![format!("{} the same", counted(counts.same, one, many))];
    for (count, what) in [
        (counts.different, "different"),
        (counts.only_old, "only in OLD"),
        (counts.only_new, "only in NEW"),
    ] {
        if count > 0 {
            parts.push(counted(count, what, what));
        }
    }
    parts.join(" · ")
}

/// The notes about conflicts in a pair.
pub fn conflicts(old: &End<'_>, new: &End<'_>) -> Vec<String> {
    let conflict = |end: &End<'_>, these: &str| {
        let (count, revision) = (end.variants, end.side.revision().unwrap_or_default());
        format!(
            "conflict: revision {revision} was delivered with {count} different contents; {these}"
        )
    };
    // Two contents of one revision in one capture are one conflict.
    let is_one = old.side.revision() == new.side.revision()
        && old.variants == new.variants
        && std::ptr::eq(old.input, new.input);
    if is_one && old.variants > 1 {
        let these = format!("these are {} and {}", old.place(), new.place());
        return vec![conflict(old, &these)];
    }
    let ends = [old, new].into_iter().filter(|end| end.variants > 1);
    ends.map(|end| conflict(end, &format!("this is {}", end.place()))).collect()
}

/// `, deleted in NEW at revision 7`, if the other side deleted the goal.
pub fn gone(deleted: Option<i64>, side: &str) -> String {
    deleted.map_or(String::new(), |revision| format!(", deleted in {side} at revision {revision}"))
}
