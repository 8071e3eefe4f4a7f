//! Anchors: byte patterns that only goal webhooks contain, in every coding.
//!
//! Searches for keys and the opening `action` … `goal` `{`, plain (which matches with any escaping
//! of quotes), in base64 (three alignments), hexadecimal and lists of bytes; and for gzip data in
//! base64, which is an anchor if it has one in it.

use std::ops::Range;
use std::sync::LazyLock;

pub use super::alphabet::Alphabet;
use super::alphabet::{in_base32_alone, spellings};
use super::escaped_key;
use super::separator::{behind_key, has_value_alone, is_cut_behind_key, leading};
use crate::capture::base64_text::base64;
use crate::capture::inflate::{self, Compression};
use aho_corasick::{AhoCorasick, MatchKind};

/// The keys; the last one is an anchor only as the opening of a webhook.
const KEYS: [&str; 10] = [
    "goal_type_name",
    "has_been_spent",
    "projected_to_complete_at",
    "action",
    RAILS[0],
    RAILS[1],
    "quoted-printable",
    BASE64_HEAD,
    DUMP_START,
    "H4sI",
];
/// The offset that a dump begins with, in the digits of all programs that print one.
pub(super) const DUMP_START: &str = "000000";
/// Line ends may split keys in base64 too.
pub(super) const BASE64_HEAD: &str = "ncoding: base64";
/// The log of Rails, which drops the action.
const RAILS: [&str; 2] = ["\"goal\"=>{", "\"goal\" => {"];
pub const KINDS: usize = KEYS.len();
/// The index of the start of a dump, and of parts of keys as bytes.
const DUMP: usize = 8;
/// The index of the start of gzip data in base64.
const GZIP: usize = 9;
/// So much of it is looked at, in characters, and so much of its content, in bytes.
const GZIP_SEEN: usize = 1 << 20;
/// The index of a key that is not looked for as bytes between blanks: a part of a body that has it
/// nearly always has one of the keys before or behind it.
const BETWEEN: usize = 1;
/// So many of the keys are looked for in base32.
const UNREAD_KEYS: usize = 1;
/// The index of `action`.
const ACTION: usize = 3;
/// The index of the first mail coding, whose lines end anywhere, also inside keys.
const MAIL: usize = 6;
/// The key of the opening includes its quotes in base64 and other codings, because the word is
/// common.
const QUOTED_ACTION: &str = "\"action\"";

/// The halves of a key, one of which is whole wherever lines of hexadecimal end.
const HALVES: [&str; 2] = ["goal_ty", "pe_name"];

/// The first key in UTF-16 of both byte orders.
const UTF16: &[u8] = b"g\0o\0a\0l\0_\0t\0y\0p\0e";

/// `goal` as bytes in rarer spellings.
const GOALS: [(&str, Alphabet); 5] = [
    ("0x67, 0x6f, 0x61, 0x6c", Alphabet::Numbers),
    ("0x67,0x6f,0x61,0x6c", Alphabet::Numbers),
    ("67-6F-61-6C", Alphabet::Hex),
    ("67-6f-61-6c", Alphabet::Hex),
    ("67:6f:61:6c", Alphabet::Hex),
];

/// The location of a goal webhook or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The range of the key.
    pub span: Range<usize>,
    /// The coding.
    pub alphabet: Alphabet,
    /// The index of the key.
    pub key: usize,
}

struct Patterns {
    automaton: AhoCorasick,
    /// The key and its coding; the other patterns are escaped letters.
    meanings: Vec<(usize, Alphabet)>,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let mut patterns: Vec<Vec<u8>> = Vec::new();
    let mut meanings = Vec::new();
    for (key, name) in KEYS.iter().enumerate() {
        patterns.push(name.as_bytes().to_vec());
        meanings.push((key, Alphabet::Plain));
        if key > ACTION {
            continue;
        }
        let coded = if key == ACTION { QUOTED_ACTION } else { name };
        let unread = if key < UNREAD_KEYS { in_base32_alone(name) } else { Vec::new() };
        for (pattern, alphabet) in spellings(coded).into_iter().chain(unread) {
            let is_rare = key == BETWEEN && pattern.contains(&b' ') && !pattern.contains(&b',');
            if !is_rare && !patterns.contains(&pattern) {
                patterns.push(pattern);
                meanings.push((key, alphabet));
            }
        }
    }
    patterns.push(UTF16.to_vec());
    meanings.push((0, Alphabet::Utf16));
    for half in HALVES {
        let digits: String = half.bytes().map(|byte| format!("{byte:02x}")).collect();
        patterns.push(digits.into_bytes());
        meanings.push((DUMP, Alphabet::Hex));
    }
    for (goal, alphabet) in GOALS {
        patterns.push(goal.as_bytes().to_vec());
        meanings.push((DUMP, alphabet));
    }
    patterns.extend(escaped_key::STARTS.map(|start| start.as_bytes().to_vec()));
    debug_assert!(patterns.len() <= 64, "more of them take twice as long");
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(patterns);
    Patterns { automaton: automaton.expect("few and short patterns"), meanings }
});

/// The next possible anchor from `from` on.
pub fn next(bytes: &[u8], from: usize) -> Option<Anchor> {
    let mut at = from;
    loop {
        let found = PATTERNS.automaton.find(bytes.get(at..)?)?;
        let span = at + found.start()..at + found.end();
        at = span.start + 1;
        if let Some(&(key, alphabet)) = PATTERNS.meanings.get(found.pattern().as_usize()) {
            return Some(Anchor { span, alphabet, key });
        }
        if let Some((key, span)) = escaped_key::around(bytes, span.start, &KEYS[..=ACTION]) {
            return Some(Anchor { span, alphabet: Alphabet::Plain, key });
        }
    }
}

/// Whether a name is that of a goal-only field, with or without a prefix.
pub fn is_key(name: &str) -> bool {
    let name = name.trim();
    let name = name.rsplit_once('.').map_or(name, |(_, name)| name);
    KEYS[..ACTION].contains(&name)
}

fn all(bytes: &[u8]) -> impl Iterator<Item = Anchor> {
    std::iter::successors(next(bytes, 0), |last| next(bytes, last.span.end))
}

/// The first anchor.
pub fn first(bytes: &[u8]) -> Option<Anchor> {
    all(bytes).find(|anchor| anchor.is_certain(bytes))
}

/// Whether bytes contain an anchor.
pub fn any(bytes: &[u8]) -> bool {
    first(bytes).is_some()
}

impl Anchor {
    /// Whether it is the key that a webhook begins with.
    pub fn is_opening(&self) -> bool {
        self.key == ACTION
    }

    /// Whether it is a webhook in a Rails log.
    pub fn is_of_rails(&self) -> bool {
        self.key > ACTION && self.key < MAIL
    }

    /// Whether it is the start of a dump or part of a key as bytes, and no anchor by itself.
    pub fn is_dump(&self) -> bool {
        self.key == DUMP
    }

    /// Whether it is the head of a mail, which may contain goal webhooks.
    pub fn is_mail(&self) -> bool {
        self.key >= MAIL && self.key < DUMP
    }

    /// Whether it is the start of gzip data in base64, which may contain goal webhooks.
    pub fn is_gzip(&self) -> bool {
        self.key == GZIP
    }

    /// Whether the gzip data that begins here contains a goal webhook.
    fn has_zipped(&self, bytes: &[u8]) -> bool {
        let is_of_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
        let (before, behind) = bytes.split_at(self.span.start);
        if before.last().is_some_and(is_of_base64) {
            return false;
        }
        let run = behind.iter().take(GZIP_SEEN).take_while(|byte| is_of_base64(byte)).count();
        let text = std::str::from_utf8(&behind[..run - run % 4]).unwrap_or_default();
        base64(text).is_some_and(|zipped| {
            let (out, _) = inflate::undo(Compression::Gzip, &zipped, GZIP_SEEN);
            all(&out).any(|anchor| !anchor.is_gzip() && anchor.is_certain(&out))
        })
    }

    /// Whether it is confirmed by what follows: a value after the key, or the rest of the opening.
    pub fn is_certain(&self, bytes: &[u8]) -> bool {
        if self.is_gzip() {
            return self.has_zipped(bytes);
        }
        if self.key >= MAIL || self.alphabet != Alphabet::Plain {
            return self.alphabet != Alphabet::Plain;
        }
        if self.key > ACTION {
            let line = bytes[..self.span.start].rsplit(|byte| *byte == b'\n').next();
            let parameters = |line| memchr::memmem::find(line, b"Parameters: {").is_some();
            return line.is_some_and(parameters);
        }
        let Some(value) = behind_key(&bytes[self.span.end..]) else {
            let before = &bytes[..self.span.start];
            return !self.is_opening()
                && (before.ends_with(b":") || before.ends_with(b"%3A"))
                && has_value_alone(&bytes[self.span.end..]);
        };
        if !self.is_opening() {
            return bytes[..self.span.start].last().is_none_or(|byte| !is_word(*byte))
                || behind_an_escape(&bytes[..self.span.start]);
        }
        // The word, quotes and comma between the two keys of the opening.
        let value = escaped_key::without_escapes(&value[..value.len().min(LONGEST_OPENING)]);
        let value = value.as_ref();
        // The closing brace can be followed by another object; a truncated object by the next
        // opening.
        let value = value.split(|byte| *byte == b'}').next().unwrap_or_default();
        let before = &bytes[..self.span.start];
        let value = if before.last().is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b',')
        {
            paragraph(value)
        } else {
            value
        };
        let end = memchr::memmem::find(value, b"action").unwrap_or(value.len());
        memchr::memmem::find(&value[..end], b"goal").is_some_and(|goal| {
            // A truncated opening has no brace of its own; the brace belongs to the next webhook.
            if opens_between(&value[..goal]) {
                return false;
            }
            let behind = &value[goal + 4..];
            behind_key(behind).is_some_and(|inner| leading(&OPENERS, inner).is_some())
                || is_cut_behind_key(behind, value[..goal].contains(&b','))
        })
    }
}

/// Whether an object begins between `action` and `goal`.
fn opens_between(text: &[u8]) -> bool {
    const BRACES: [&str; 8] = ["{", "%7B", "%7b", "%257B", "\\x7B", "\\u007b", "&#123;", "#7B"];
    text.iter().any(|byte| b"{%\\&#".contains(byte))
        && BRACES.iter().any(|brace| memchr::memmem::find(text, brace.as_bytes()).is_some())
}

/// Text up to the first line that is not indented.
fn paragraph(text: &[u8]) -> &[u8] {
    let ends = |newline: &usize| text.get(newline + 1).is_some_and(|byte| !b" \t".contains(byte));
    let end = memchr::memchr_iter(b'\n', text).find(ends);
    &text[..end.unwrap_or(text.len())]
}

/// The maximum distance of `goal` from the separator of `action`, in bytes.
const LONGEST_OPENING: usize = 160;
/// How the goal begins as each program prints it.
const OPENERS: [&str; 16] = [
    "{", "%{", "[Object", "map[", "array", "Array", "Object", "#{", "(", "%7B", "%7b", "%257B",
    "%257b", "%25257B", "#7B", "<",
];
/// The value of a JSON key.
pub fn behind_key_alone(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(b"\"")?.trim_ascii_start().strip_prefix(b":")?;
    Some(rest.trim_ascii_start())
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether the letters or digits before a key belong to an escape for a quote.
fn behind_an_escape(before: &[u8]) -> bool {
    let is_escape = |start: &str, digits: usize| {
        before.len().checked_sub(start.len() + digits).is_some_and(|at| {
            let (before, code) = before[at..].split_at(start.len());
            before == start.as_bytes() && code.iter().all(u8::is_ascii_hexdigit)
        })
    };
    is_escape("%", 2)
        || is_escape("%25", 2)
        || is_escape("%2525", 2)
        || is_escape("#", 2)
        || is_escape("\\x", 2)
        || is_escape("\\", 3)
        || is_escape("=", 2)
        || is_escape("\\u", 4)
        || ["&#x22", "[0m", "m"].iter().any(|escape| before.ends_with(escape.as_bytes()))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

    use super::*;

    fn certain(text: &str) -> bool {
        any(text.as_bytes())
    }

    #[test]
    fn anchors_in_every_spelling() {
        for text in [
            r#"{"goal_type_name":"PAYOFF""#,
            r#"\"has_been_spent\":false"#,
            r"\x22goal_type_name\x22:\x22PAYOFF\x22",
            "&quot;goal_type_name&quot;: &quot;PAYOFF",
            "%22goal_type_name%22%3A%22PAYOFF",
            "'goal_type_name': 'PAYOFF'",
            "goal_type_name=PAYOFF",
            "[goal_type_name] => PAYOFF",
            "{'action': 'created', 'goal': {",
            "action: 'created', goal: [Object]",
            "map[action:created goal:map[",
            "\u{1b}[34;1m\"goal_type_name\"\u{1b}[0m\u{1b}[1;39m: x",
            r#"{"\u0067oal_type_name":"PAYOFF""#,
            r#"{"\u0061ction":"created","go\u0061l":{"#,
            r#"{\"\\u0068as_been\\u005fspent\":false"#,
        ] {
            assert!(certain(text), "{text}");
        }
        for text in [
            "goal_type_name\tString\tThe type",
            "the action is to reach the goal {soon}",
            "GOL-537e7e57-6b5f stored",
            "my_goal_type_name",
            "{\"action\":\"created\",\n{\"goal\":{",
            "%22action%22%3A%22created%22%7D\n%7B%22goal%22%3A%7B",
        ] {
            assert!(!certain(text), "{text}");
        }
    }

    #[test]
    fn base64_in_each_alignment() {
        for before in ["", "a", "ab", "abc"] {
            let text = format!("{before}{{\"action\":\"x\",\"goal_type_name\":1}}");
            for coded in [STANDARD_NO_PAD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
                let anchor = next(coded.as_bytes(), 0).expect("one is there");
                let Alphabet::Base64(start) = anchor.alphabet else { panic!("{anchor:?}") };
                assert_eq!((anchor.span.start - start) % 4, 0, "{before}");
            }
        }
    }
}
