//! Recognises credentials of a delivery by the names of headers, query parameters and fields.

/// A name that contains one of these is that of a credential.
const WORDS: [&str; 8] =
    ["authorization", "cookie", "credential", "key", "password", "secret", "signature", "token"];
/// A name with one of these as a whole word is that of a credential; they occur inside other words.
const WHOLE_WORDS: [&str; 8] = ["auth", "bearer", "hmac", "jwt", "passwd", "pwd", "session", "sig"];
/// Prefixes of credentials, under any name.
const SCHEMES: [&str; 2] = ["basic ", "bearer "];

/// Whether a header, parameter or field with this name may be a credential.
pub fn is_secret(name: &str) -> bool {
    is_secret_in_lower_case(&name.to_ascii_lowercase())
}

fn is_secret_in_lower_case(name: &str) -> bool {
    let mut words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    WORDS.iter().any(|word| name.contains(word)) || words.any(|word| WHOLE_WORDS.contains(&word))
}

/// Whether a text is a credential, under any name.
pub fn is_credential(value: &str) -> bool {
    let value = value.trim_start().as_bytes();
    SCHEMES.iter().any(|scheme| {
        value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
    })
}

/// Whether a text may contain a credential: it has the name or scheme of one, a URL, which may name
/// a user, or the option of curl that does.
pub fn may_hold(text: &str) -> bool {
    const MARKS: [&str; 3] = ["://", " -u", "--user"];
    let text = text.to_ascii_lowercase();
    is_secret_in_lower_case(&text) || SCHEMES.iter().chain(&MARKS).any(|mark| text.contains(mark))
}

/// Whether a text has a word that may be a key or token by its looks: long, with letters and digits.
pub fn has_token(text: &str) -> bool {
    const SHORTEST: usize = 16;
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "_-+/=".contains(letter);
    text.split(|letter| !is_part(letter)).filter(|word| word.len() >= SHORTEST).any(|word| {
        word.bytes().any(|byte| byte.is_ascii_digit())
            && word.bytes().any(|byte| byte.is_ascii_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use super::{has_token, is_credential, is_secret, may_hold};

    #[test]
    fn names_of_secrets() {
        for name in [
            "Authorization",
            "proxy-authorization",
            "Cookie",
            "X-Api-Key",
            "x-hub-signature-256",
            "X-Auth",
            "auth_user",
            "sig",
            "access_token",
            "PHPSESSION-Session",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["Host", "Author", "Date", "design", "account_guid", "Content-Length", ""] {
            assert!(!is_secret(name), "{name}");
        }
        for text in ["sent as Basic YWE6", "curl -u me:1 -d @a", "redis://me:1@host", "the token"] {
            assert!(may_hold(text), "{text}");
        }
        assert!(!may_hold("2016-04-14T04:26:04Z received"));
        assert!(has_token("x: AKIAIOSFODNN7EXAMPLE") && has_token("xoxb-2147483647-abc"));
        assert!(!has_token("2016-04-14T04:26:04Z received by worker 12"));
        assert!(is_credential("Bearer abc") && is_credential(" basic abc"));
        assert!(!is_credential("Basically"));
    }
}
