//! Changes as JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7396). Numbers keep their digits.

use super::change::{Change, Comparison, Subject, joined};
use crate::json::walk::{escaped, members_by_key};

/// The changes that turn the old body into the new one. If any value differs, values that are only
/// written differently are included, so that the result is exactly the new body; if none differs,
/// they are included only with `--verbose`.
pub fn effective<'c, 'a>(comparison: &'c Comparison<'a>, spellings: bool) -> Vec<&'c Change<'a>> {
    let with_spellings = spellings || !comparison.changes.is_empty();
    let spellings = comparison.spellings.iter().filter(|_| with_spellings);
    comparison.changes.iter().chain(spellings).collect()
}

/// A JSON Patch as JSON text with one operation per line.
pub fn json_patch(changes: &[&Change<'_>]) -> String {
    let operations: Vec<String> = changes.iter().map(|change| operation(change)).collect();
    match operations.as_slice() {
        [] => "[]".to_owned(),
        operations => format!("[\n  {}\n]", operations.join(",\n  ")),
    }
}

fn operation(change: &Change<'_>) -> String {
    let pointer = serde_json::Value::from(change.subject.pointer());
    match (change.old, change.new) {
        (_, None) => format!("{{\"op\":\"remove\",\"path\":{pointer}}}"),
        (None, Some(new)) => format!("{{\"op\":\"add\",\"path\":{pointer},\"value\":{new}}}"),
        (Some(_), Some(new)) => {
            format!("{{\"op\":\"replace\",\"path\":{pointer},\"value\":{new}}}")
        }
    }
}

/// A JSON Merge Patch as JSON text.
///
/// # Errors
/// The pointer of a field that becomes null or contains null: in a merge patch, null removes.
pub fn merge_patch(changes: &[&Change<'_>]) -> Result<String, String> {
    let (mut beside, mut inside) = (Vec::new(), Vec::new());
    for change in changes {
        let pointer = change.subject.pointer();
        let value = merge_value(change.old, change.new, &pointer)?;
        let member = format!("{}:{value}", serde_json::Value::from(change.subject.name()));
        match change.subject {
            Subject::Action | Subject::Beside(_) => beside.push(member),
            Subject::Field(_) | Subject::Inside(_) => inside.push(member),
        }
    }
    if !inside.is_empty() {
        beside.push(format!("\"goal\":{{{}}}", inside.join(",")));
    }
    Ok(format!("{{{}}}", beside.join(",")))
}

/// Readable bodies are not nested deeper.
const DEEPEST: usize = 128;

fn merge_value(old: Option<&str>, new: Option<&str>, pointer: &str) -> Result<String, String> {
    match new {
        None => Ok("null".to_owned()),
        Some("null") => Err(pointer.to_owned()),
        Some(new) if new.starts_with('{') => {
            // The object is merged into the old one, so members of the old one must be removed.
            let before = old.map_or_else(Vec::new, members_by_key);
            let after = members_by_key(new);
            let mut members = Vec::new();
            for (key, before, after) in joined(&before, &after) {
                if before == after {
                    continue;
                }
                let inner = format!("{pointer}/{}", escaped(&key));
                if inner.matches('/').count() > DEEPEST {
                    return Err(pointer.to_owned());
                }
                let key = serde_json::Value::from(key.as_ref());
                members.push(format!("{key}:{}", merge_value(before, after, &inner)?));
            }
            Ok(format!("{{{}}}", members.join(",")))
        }
        Some(new) => Ok(new.to_owned()),
    }
}
