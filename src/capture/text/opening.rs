//! How goal webhooks begin, where they stand as they are.

/// Whether these bytes are the start of an object that may be a goal webhook.
pub fn starts_goal_webhook(bytes: &[u8]) -> bool {
    let Some(inner) = bytes.strip_prefix(b"{") else { return false };
    let inner = inner.trim_ascii_start();
    [&b"\"action\""[..], b"\"goal\""].iter().any(|key| {
        let behind = inner.strip_prefix(*key).map(<[u8]>::trim_ascii_start);
        behind.is_some_and(|behind| !behind.starts_with(b"=>"))
    })
}

/// Whether a text begins as goal webhooks do: with both of their keys, action first.
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
