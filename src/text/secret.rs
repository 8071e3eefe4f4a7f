//! Secrets of a delivery, told by the names they have: headers, query parameters, fields.

mod signs;

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::text::secret::signs::{ADDRESS, SCHEMES, is_secret_name};
pub use crate::text::secret::signs::{Signs, has_sign};

/// A shorter word behind a scheme is a word.
const SHORTEST: usize = 8;
/// A longer name is none.
const LONGEST_NAME: usize = 64;
/// The character that stands for each byte of a secret.
const MASK: u8 = b'*';

/// Whether a header, parameter or field of this name may hold a secret.
pub fn is_secret(name: &str) -> bool {
    is_secret_name(name.as_bytes())
}

/// Whether a text is a credential, whatever name it has.
pub fn is_credential(value: &str) -> bool {
    let value = value.trim_start().as_bytes();
    SCHEMES.iter().any(|scheme| {
        value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// Masks the secrets in a stretch of a capture, whatever its form: values of headers on lines,
/// of JSON members, of list elements behind a name, of query parameters; user and password of
/// an address; credentials behind the name of their scheme. The length stays the same.
pub fn mask(bytes: &mut [u8]) {
    for span in spans(bytes) {
        bytes[span].fill(MASK);
    }
}

/// What makes looking for texts quick, made once.
struct Finders {
    address: Finder<'static>,
    schemes: [Finder<'static>; SCHEMES.len()],
}

static FINDERS: LazyLock<Finders> =
    LazyLock::new(|| Finders { address: Finder::new(ADDRESS), schemes: SCHEMES.map(Finder::new) });

fn spans(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let finders = &*FINDERS;
    for at in finders.address.find_iter(bytes) {
        spans.extend(user_of_address(bytes, at + ADDRESS.len()));
    }
    // Nearly always there is no such name at all.
    let names_a_secret = is_secret_name(bytes);
    for at in memchr::memchr3_iter(b':', b'=', b',', bytes).filter(|_| names_a_secret) {
        if bytes[at] == b':' && bytes[at + 1..].starts_with(b"//") {
            continue;
        }
        let (name, quoted) = name_before(bytes, at);
        if name.is_empty() || !is_secret_name(name) {
            continue;
        }
        let value = match (bytes[at], quoted) {
            (b',', false) => None,
            (b',', true) => behind_name(bytes, at + 1),
            (b':', false) => Some(line(bytes, at + 1)),
            _ => Some(value(bytes, at + 1)),
        };
        spans.extend(value);
    }
    for scheme in &finders.schemes {
        for at in scheme.find_iter(bytes) {
            let start = at + scheme.needle().len();
            let length = bytes[start..].iter().take_while(|byte| is_of_token(**byte)).count();
            if length >= SHORTEST {
                spans.push(start..start + length);
            }
        }
    }
    spans
}

fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=._~-".contains(&byte)
}

/// The name before a separator, and whether a quote stands behind it.
fn name_before(bytes: &[u8], at: usize) -> (&[u8], bool) {
    // In a broken capture there may be anything between the two.
    let is_between = |byte: &u8| byte.is_ascii_whitespace() || b"\"\\'}]".contains(byte);
    let gap = bytes[..at].iter().rev().take_while(|byte| is_between(byte)).count();
    let (before, gap) = bytes[..at].split_at(at - gap);
    let quoted = gap.contains(&b'"');
    let length = before
        .iter()
        .rev()
        .take(LONGEST_NAME)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        .count();
    (&before[before.len() - length..], quoted)
}

/// How many backslashes end at a place.
fn backslashes(bytes: &[u8], end: usize) -> usize {
    bytes[..end].iter().rev().take_while(|byte| **byte == b'\\').count()
}

fn skip_blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// The rest of a header's line and the lines folded to it; it may stand in a JSON string, or
/// before a body.
fn line(bytes: &[u8], start: usize) -> Range<usize> {
    let mut end = start;
    while end < bytes.len() && bytes[end] != b'{' {
        let next = line_ends(bytes, end);
        // A line that begins with a blank goes on with the header.
        match bytes.get(next) {
            _ if next == end => end += 1,
            Some(b' ' | b'\t') => end = next,
            _ => break,
        }
    }
    start..end
}

/// The place behind line ends, as they are or as escapes of JSON.
fn line_ends(bytes: &[u8], at: usize) -> usize {
    let mut at = at;
    loop {
        let rest = &bytes[at..];
        at += match rest {
            [b'\\', b'n' | b'r', ..] => 2,
            [byte, ..] if byte.is_ascii_control() && *byte != b'\t' => 1,
            _ => return at,
        };
    }
}

/// The value that begins at a place, after blanks: a string, a list, or up to a delimiter.
fn value(bytes: &[u8], at: usize) -> Range<usize> {
    let start = skip_blanks(bytes, at);
    if let Some(string) = string(bytes, start) {
        return string;
    }
    let rest = &bytes[start..];
    let length = if rest.starts_with(b"[") {
        memchr::memchr(b']', rest)
    } else {
        rest.iter().position(|byte| byte.is_ascii_whitespace() || b",;&}\"'\\".contains(byte))
    };
    start..length.map_or(bytes.len(), |length| start + length)
}

/// The inside of a string whose quote, behind any backslashes, stands at a place.
fn string(bytes: &[u8], start: usize) -> Option<Range<usize>> {
    let slashes = bytes[start..].iter().take_while(|byte| **byte == b'\\').count();
    if bytes.get(start + slashes) != Some(&b'"') {
        return None;
    }
    let inside = start + slashes + 1;
    let closing = memchr::memchr_iter(b'"', &bytes[inside..]).map(|at| inside + at).find(|at| {
        let run = backslashes(bytes, *at).min(at - inside);
        run <= slashes || (slashes == 0 && run.is_multiple_of(2))
    });
    Some(inside..closing.unwrap_or(bytes.len()))
}

/// What belongs to a name that is an element or a member's value: the next string, or the value
/// of the next member.
fn behind_name(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let start = skip_blanks(bytes, at);
    let next = string(bytes, start)?;
    let quote = skip_blanks(bytes, (next.end + 1).min(bytes.len()));
    // The closing quote may have backslashes before it, which the string then ends with.
    match bytes.get(quote) {
        Some(b':') => Some(value(bytes, quote + 1)),
        _ => Some(next),
    }
}

/// User and password of an address, which begins at a place.
fn user_of_address(bytes: &[u8], start: usize) -> Option<Range<usize>> {
    let host = bytes[start..]
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || b"/?#\"\\'<>".contains(byte));
    let end = host.map_or(bytes.len(), |length| start + length);
    let authority = &bytes[start..end];
    if let Some(at) = memchr::memrchr(b'@', authority) {
        return Some(start..start + at);
    }
    // Where the capture is broken there may be no host any more; what follows is then no port.
    let colon = memchr::memchr(b':', authority).filter(|_| !authority.starts_with(b"["))?;
    let is_port = authority[colon + 1..].iter().all(u8::is_ascii_digit);
    (!is_port).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::{is_credential, is_secret, mask};

    fn masked(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        mask(&mut bytes);
        String::from_utf8(bytes).expect("text stays text")
    }

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

    #[test]
    fn secrets_in_any_form_are_masked() {
        for (text, expected) in [
            ("Authorization: Basic abc\r\nHost: x", "Authorization:**********\r\nHost: x"),
            ("Cookie: a=\"b\", c", "Cookie:*********"),
            ("Cookie:\r\n a\r\nHost: x", "Cookie:****\r\nHost: x"),
            (r#"{"authorization":"ab\"c","host":"x"}"#, r#"{"authorization":"*****","host":"x"}"#),
            (r#"{"Cookie" : [ "a", "b" ], "x":1}"#, r#"{"Cookie" : ***********], "x":1}"#),
            (r#"{\"x-token\":\"abc\",\"h\":1}"#, r#"{\"x-token\":\"****",\"h\":1}"#),
            (r#"{"name":"Cookie","value":"abc"}"#, r#"{"name":"Cookie","value":"***"}"#),
            (
                "{\"name\": \"Cookie\",\n \"value\": \"ab",
                "{\"name\": \"Cookie\",\n \"value\": \"**",
            ),
            (r#"["Cookie","abc","Host","x"]"#, r#"["Cookie","***","Host","x"]"#),
            ("GET /a?x=1&token=abc&y=2 HTTP/1.1", "GET /a?x=1&token=***&y=2 HTTP/1.1"),
            ("https://me:pass@host/a@b", "https://*******@host/a@b"),
            ("https://me:pas", "https://******"),
            ("https://host:80", "https://host:80"),
            ("at=info password=\"a b\" x=1", "at=info password=\"***\" x=1"),
            (
                r#"raw: "Authorization: Basic abc\r\nHost: x""#,
                r#"raw: "Authorization:**********\r\nHost: x""#,
            ),
            (r#""value":"Bearer abcdefgh","name":"x""#, r#""value":"Bearer ********","name":"x""#),
            ("token: {\"action\":1}", "token:*{\"action\":1}"),
            ("Basic needs, Bearer of news", "Basic needs, Bearer of news"),
            (
                r#"{"action":"created","goal":{"guid":"x"}}"#,
                r#"{"action":"created","goal":{"guid":"x"}}"#,
            ),
        ] {
            assert_eq!(masked(text), expected);
        }
    }

    #[test]
    fn every_stretch_of_it_can_be_masked() {
        let text = br#"POST https://a:b@c/?key="x" {"token" : "a\"b" , "k":["Cookie" , "v\\" "#;
        for start in 0..text.len() {
            for end in start..=text.len() {
                let mut bytes = text[start..end].to_vec();
                mask(&mut bytes);
                assert_eq!(bytes.len(), end - start);
            }
        }
    }
}
