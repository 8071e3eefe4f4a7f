//! The differences of two JSON documents in a text field, by path.

use super::change::joined;
use crate::json::canonical::canonical;
use crate::json::walk::{elements, escaped, members_by_key};

/// Deeper values are compared as a whole, because each level is parsed again.
const DEEPEST: usize = 32;

/// A change in a document. The values are JSON text; `None` if the key is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<'a> {
    /// The JSON Pointer (RFC 6901) in the document; untrusted text.
    pub pointer: String,
    pub old: Option<&'a str>,
    pub new: Option<&'a str>,
}

/// The changes from one document to another, by value, in key order.
pub fn steps<'a>(old: &'a str, new: &'a str) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    walk(String::new(), Some(old.trim()), Some(new.trim()), 0, &mut steps);
    steps
}

fn walk<'a>(
    pointer: String,
    old: Option<&'a str>,
    new: Option<&'a str>,
    depth: usize,
    steps: &mut Vec<Step<'a>>,
) {
    if let (Some(before), Some(after)) = (old, new) {
        if before == after {
            return;
        }
        if depth < DEEPEST {
            let are = |bracket| before.starts_with(bracket) && after.starts_with(bracket);
            if are('{') {
                for (key, before, after) in joined(&members_by_key(before), &members_by_key(after))
                {
                    let key = escaped(&key);
                    walk(format!("{pointer}/{key}"), before, after, depth + 1, steps);
                }
                return;
            }
            if are('[') {
                let (mut before, mut after) = (elements(before), elements(after));
                for index in 0.. {
                    let (before, after) = (before.next(), after.next());
                    if before.or(after).is_none() {
                        return;
                    }
                    walk(format!("{pointer}/{index}"), before, after, depth + 1, steps);
                }
            }
        }
        if canonical(before) == canonical(after) {
            return;
        }
    }
    steps.push(Step { pointer, old, new });
}
