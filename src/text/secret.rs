//! Secrets of a delivery, told by the names they have: headers, query parameters, fields.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// A name that holds one of these is that of a secret.
const WORDS: [&str; 8] =
    ["authorization", "cookie", "credential", "key", "password", "secret", "signature", "token"];
/// A name of which one of these is a whole word is that of a secret; they are parts of others.
const WHOLE_WORDS: [&str; 8] = ["auth", "bearer", "hmac", "jwt", "passwd", "pwd", "session", "sig"];
/// What stands before a credential, whatever it is the value of.
const SCHEMES: [&[u8]; 2] = [b"Basic ", b"Bearer "];
/// What stands before an address, in which a user and a password may stand.
const ADDRESS: &[u8] = b"://";
/// What tells of a secret beside names.
const OTHER_SIGNS: [&[u8]; 3] = [ADDRESS, SCHEMES[0], SCHEMES[1]];
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

fn is_secret_name(name: &[u8]) -> bool {
    last_of(name, 0..name.len(), NAMES).is_some()
}

/// Looks for signs of secrets in bytes, at each place once however often it is asked about: a
/// capture can have a finding at every few bytes, and secrets are looked for around each.
#[derive(Debug)]
pub struct Signs<'a> {
    bytes: &'a [u8],
    /// The places that were looked at.
    seen: Range<usize>,
    /// The last of them with a sign.
    last: Option<usize>,
}

impl<'a> Signs<'a> {
    /// The signs in these bytes.
    pub fn new(bytes: &'a [u8]) -> Signs<'a> {
        Signs { bytes, seen: 0..0, last: None }
    }

    /// Whether [`mask`] may find anything in a stretch of the bytes; certainly not, if not. It
    /// is quick for stretches that come in order.
    pub fn may_be_in(&mut self, stretch: Range<usize>) -> bool {
        if stretch.start < self.seen.start || stretch.start > self.seen.end {
            self.seen = stretch.start..stretch.start;
            self.last = None;
        }
        if stretch.end > self.seen.end {
            let new = self.seen.end..stretch.end;
            self.last = last_of(self.bytes, new, SIGNS).or(self.last);
            self.seen.end = stretch.end;
        }
        self.last.is_some_and(|last| last >= stretch.start)
    }
}

/// The bits of signs that are names: the words by their place in [`WORDS`] and [`WHOLE_WORDS`].
const NAMES: u16 = 0xff;
/// Those of all signs; behind the names stand [`OTHER_SIGNS`].
const SIGNS: u16 = u16::MAX;

/// The last of some places at which one of some signs begins.
fn last_of(bytes: &[u8], places: Range<usize>, signs: u16) -> Option<usize> {
    // Nearly always the first letters tell that there is none.
    let end = bytes.len().min(places.end + LETTERS.len() - 1);
    let starts = bytes[places.start.min(end)..end].array_windows();
    let found = starts.enumerate().rev().find(|(index, [first, second, third])| {
        let [firsts, seconds, thirds] = &LETTERS;
        let found = firsts[usize::from(*first)]
            & seconds[usize::from(*second)]
            & thirds[usize::from(*third)]
            & signs;
        found != 0 && begins(bytes, places.start + index, found)
    });
    found.map(|(index, _)| places.start + index)
}

/// Whether one of the signs of these bits begins at a place.
#[cold]
fn begins(bytes: &[u8], at: usize, signs: u16) -> bool {
    (0..u16::BITS as usize).any(|index| signs & 1 << index != 0 && is_sign(bytes, at, index))
}

fn is_sign(bytes: &[u8], at: usize, index: usize) -> bool {
    let rest = &bytes[at..];
    let starts = |word: &str| {
        rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    };
    let Some(whole) = WHOLE_WORDS.get(index) else {
        return rest.starts_with(OTHER_SIGNS[index - WHOLE_WORDS.len()]);
    };
    let begins = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
    let ends = rest.get(whole.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    starts(WORDS[index]) || (begins && ends && starts(whole))
}

/// For the first, the second and the third byte of a sign: the bits of the signs that have a
/// byte there, whatever its case.
static LETTERS: [[u16; 256]; 3] = {
    let mut letters = [[0; 256]; 3];
    let mut index = 0;
    while index < WORDS.len() {
        add(&mut letters, WORDS[index].as_bytes(), 1 << index);
        add(&mut letters, WHOLE_WORDS[index].as_bytes(), 1 << index);
        index += 1;
    }
    let mut other = 0;
    while other < OTHER_SIGNS.len() {
        add(&mut letters, OTHER_SIGNS[other], 1 << (index + other));
        other += 1;
    }
    letters
};

const fn add(letters: &mut [[u16; 256]; 3], sign: &[u8], bit: u16) {
    let mut at = 0;
    while at < letters.len() {
        letters[at][sign[at].to_ascii_lowercase() as usize] |= bit;
        letters[at][sign[at].to_ascii_uppercase() as usize] |= bit;
        at += 1;
    }
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
    use super::{Signs, is_credential, is_secret, mask};
    use proptest::prelude::*;

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

    proptest! {
        /// Whatever stretches are asked about, in whatever order.
        #[test]
        fn there_is_nothing_to_mask_without_a_sign(
            words in proptest::collection::vec(
                prop_oneof![
                    "[a-z :=,\"]{1,9} ",
                    prop::sample::select(vec![
                        "X-Api-KEY: a ", "\"token\":\"b\" ", "sig=c ", "https://d:e@f/ ",
                        "Basic abcdefgh ", "Bearer abcdefgh ", "PassWord , \"g\" ",
                    ]).prop_map(str::to_owned),
                ],
                0..30,
            ),
            stretches in proptest::collection::vec((0_usize..30, 0_usize..10), 1..10),
        ) {
            let text = words.concat();
            let place = |count: usize| words.iter().take(count).map(String::len).sum::<usize>();
            let mut signs = Signs::new(text.as_bytes());
            for (from, count) in stretches {
                let stretch = place(from)..place(from + count);
                let mut bytes = text.as_bytes()[stretch.clone()].to_vec();
                mask(&mut bytes);
                let is_masked = bytes != text.as_bytes()[stretch.clone()];
                prop_assert!(signs.may_be_in(stretch) || !is_masked);
            }
        }
    }
}
