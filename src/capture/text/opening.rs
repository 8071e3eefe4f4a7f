//! The start of plain goal webhooks.

use crate::json::walk::key_is;

/// Whether an object that may be a goal webhook begins here.
pub fn starts_goal_webhook(bytes: &[u8]) -> bool {
    let Some(inner) = bytes.strip_prefix(b"{") else { return false };
    let inner = inner.trim_ascii_start();
    let Some(length) = inner.strip_prefix(b"\"").and_then(|key| memchr::memchr(b'"', key)) else {
        return false;
    };
    let (key, behind) = inner.split_at(length + 2);
    let is_key = matches!(key, b"\"action\"" | b"\"goal\"") || is_escaped_key(key);
    is_key && !behind.trim_ascii_start().starts_with(b"=>")
}

/// Whether a quoted key with escaped letters is one of a goal webhook.
fn is_escaped_key(key: &[u8]) -> bool {
    const LONGEST: usize = "\"action\"".len() + "action".len() * r"\u000".len();
    key.len() <= LONGEST
        && key.contains(&b'\\')
        && std::str::from_utf8(key).is_ok_and(|key| key_is(key, "action") || key_is(key, "goal"))
}

/// Whether a text begins like a goal webhook, with both keys, action first.
pub fn begins_goal_webhook(text: &str) -> bool {
    fn after<'t>(text: &'t str, tokens: &[&str]) -> Option<&'t str> {
        let after = |text: &'t str, token: &&str| text.trim_ascii_start().strip_prefix(*token);
        tokens.iter().try_fold(text, after)
    }
    after(text, &["{", "\"action\"", ":", "\""]).is_some_and(|rest| {
        let word = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        after(&rest[word..], &["\"", ",", "\"goal\"", ":"]).is_some()
    })
}
