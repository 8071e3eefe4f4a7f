//! Secrets of a delivery, told by the names they have: headers, query parameters, fields.

/// A name that holds one of these is that of a secret.
const WORDS: [&str; 8] =
    ["authorization", "cookie", "credential", "key", "password", "secret", "signature", "token"];
/// A name of which one of these is a whole word is that of a secret; they are parts of others.
const WHOLE_WORDS: [&str; 8] = ["auth", "bearer", "hmac", "jwt", "passwd", "pwd", "session", "sig"];
/// What comes before a credential, whatever it is the value of.
const SCHEMES: [&str; 2] = ["basic ", "bearer "];

/// Whether a header, parameter or field of this name may hold a secret.
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let mut words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    WORDS.iter().any(|word| name.contains(word)) || words.any(|word| WHOLE_WORDS.contains(&word))
}

/// Whether a text is a credential, whatever name it has.
pub fn is_credential(value: &str) -> bool {
    let value = value.trim_start().as_bytes();
    SCHEMES.iter().any(|scheme| {
        value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
    })
}

/// Whether a text may hold a secret: it names one, or has an address with a user.
pub fn may_hold(text: &str) -> bool {
    is_secret(text) || text.contains("://")
}

#[cfg(test)]
mod tests {
    use super::{is_credential, is_secret};

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
        assert!(is_credential("Bearer abc") && is_credential(" basic abc"));
        assert!(!is_credential("Basically"));
    }
}
