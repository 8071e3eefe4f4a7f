//! Decides whether an object after a colon and a newline is a member's value or the next body.

use crate::json::text::unescape_first;
use crate::json::walk::string_end;
use crate::webhook::field::FIELDS;

/// The maximum look-ahead, in bytes.
const VALUE_LOOK_AHEAD: usize = 190;

/// Whether an object is the value of a member and not a body: empty, a goal, or followed by the
/// next member.
pub fn is_a_value(object: &[u8]) -> bool {
    if object[1..].trim_ascii_start().starts_with(b"}") {
        return true;
    }
    let object = &object[..object.len().min(VALUE_LOOK_AHEAD)];
    let mut depth = 0_usize;
    // Of the first key that can be read.
    let mut is_field = None;
    let mut at = 0;
    while let Some(&byte) = object.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b'"' => {
                let end = string_end(object, at);
                let behind = &object[end..];
                if depth == 1
                    && behind.trim_ascii_start().starts_with(b":")
                    && let Some(key) = unescape_first(&object[at..end])
                {
                    if ["action", "goal"].contains(&&*key) {
                        return false;
                    }
                    is_field.get_or_insert_with(|| FIELDS.iter().any(|field| field.name == key));
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return is_field == Some(true) || member_follows(&object[at..]);
        }
    }
    is_field == Some(true)
}

/// Whether the object around a value continues.
fn member_follows(behind: &[u8]) -> bool {
    let behind = behind.trim_ascii_start();
    match behind.strip_prefix(b",") {
        Some(next) => next.trim_ascii_start().starts_with(b"\""),
        None => behind.starts_with(b"}"),
    }
}
