//! Rules on the bytes: is this one clean JSON value?

use crate::rules::rule::{Group, Level, Rule};

/// The rule `invalid-utf8`.
pub static INVALID_UTF8: Rule = Rule {
    name: "invalid-utf8",
    group: Group::Syntax,
    level: Level::Error,
    summary: "the body holds bytes that are not UTF-8",
    explanation: "JSON that travels between systems is UTF-8, so a body with other bytes was \
                  damaged or written in another encoding, often Latin-1. Decoders either refuse it \
                  or replace the bytes, and a replaced name no longer equals the one that was \
                  sent. The finding gives the offset and the bytes in hexadecimal, and nothing \
                  else of the body is checked.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/invalid-utf8.json"),
    passing: include_bytes!("../../../fixtures/passing/invalid-utf8.json"),
};

/// The rule `invalid-json`.
pub static INVALID_JSON: Rule = Rule {
    name: "invalid-json",
    group: Group::Syntax,
    level: Level::Error,
    summary: "the body breaks the grammar of JSON",
    explanation: "No JSON parser has to accept this body, so a consumer normally answers with an \
                  error and MX delivers it again. Bodies like this mostly come from a capture that \
                  was edited or printed by a program: a comment, a comma before a closing brace, \
                  single quotes, NaN, or a literal of Python or Ruby. Reading goes on at the next \
                  body.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/invalid-json.json"),
    passing: include_bytes!("../../../fixtures/passing/invalid-json.json"),
};

/// The rule `truncated-json`.
pub static TRUNCATED_JSON: Rule = Rule {
    name: "truncated-json",
    group: Group::Syntax,
    level: Level::Error,
    summary: "the body stops while a string, array or object in it is still open",
    explanation: "The capture stops before the last quote or bracket is closed, so the rest of the \
                  delivery is lost. Logs and database columns that cut long text are the usual \
                  cause. The finding names what is still open, and what stands before the cut is \
                  not checked.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/truncated-json.json"),
    passing: include_bytes!("../../../fixtures/passing/truncated-json.json"),
};

/// The rule `duplicate-key`.
pub static DUPLICATE_KEY: Rule = Rule {
    name: "duplicate-key",
    group: Group::Syntax,
    level: Level::Error,
    summary: "the same key stands twice at the top of the body or in its goal",
    explanation: "JSON does not say which of two equal keys counts: many parsers keep the last, \
                  some keep the first, some refuse the body. Two services that read the same \
                  delivery can then store different goals. Keys are compared after their escapes \
                  are resolved, so \\u0061mount is amount, and both places are shown.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/duplicate-key.json"),
    passing: include_bytes!("../../../fixtures/passing/duplicate-key.json"),
};

/// The rule `unpaired-surrogate`.
pub static UNPAIRED_SURROGATE: Rule = Rule {
    name: "unpaired-surrogate",
    group: Group::Syntax,
    level: Level::Error,
    summary: "an escape gives one half of a surrogate pair without the other",
    explanation: "A character beyond U+FFFF, such as most emoji, takes two \\u escapes when it is \
                  escaped, and one of the two alone is no character. Some decoders refuse the \
                  whole body and others put a replacement character in its place, so the text \
                  cannot be kept as it was sent. The usual cause is a program that cut the text in \
                  the middle of a pair. The rest of the body is still checked.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/unpaired-surrogate.json"),
    passing: include_bytes!("../../../fixtures/passing/unpaired-surrogate.json"),
};

/// The rule `nested-too-deep`.
pub static NESTED_TOO_DEEP: Rule = Rule {
    name: "nested-too-deep",
    group: Group::Syntax,
    level: Level::Error,
    summary: "arrays and objects are nested more than 128 levels deep",
    explanation: "A goal webhook needs two levels, and the limit is 128, with the body itself as \
                  the first. Nesting beyond that can exhaust the stack of a recursive parser, and \
                  no ordinary delivery has it. Nothing else of such a body is checked, and the \
                  next body is read as usual.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/nested-too-deep.json"),
    passing: include_bytes!("../../../fixtures/passing/nested-too-deep.json"),
};

/// The rule `body-too-large`.
pub static BODY_TOO_LARGE: Rule = Rule {
    name: "body-too-large",
    group: Group::Syntax,
    level: Level::Error,
    summary: "the body is larger than the limit of --max-body",
    explanation: "A documented goal takes about half a kilobyte, so a body over the limit is no \
                  ordinary delivery. It is skipped without being held in memory, and the next body \
                  is read as usual. The limit is 16 MiB unless --max-body gives another.",
    arguments: &["--max-body", "2K"],
    failing: include_bytes!("../../../fixtures/failing/body-too-large.json"),
    passing: include_bytes!("../../../fixtures/passing/body-too-large.json"),
};

/// The rule `trailing-text`.
pub static TRAILING_TEXT: Rule = Rule {
    name: "trailing-text",
    group: Group::Syntax,
    level: Level::Error,
    summary: "something that is not a body stands between bodies or after the last one",
    explanation: "Only white space belongs between two bodies, so other bytes there are a log \
                  message, the remains of a broken body or a badly joined file. A reader that \
                  takes one value after another stops at this place and may lose all that follows. \
                  The bodies around the text are checked as usual.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/trailing-text.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/trailing-text.ndjson"),
};

/// The rule `byte-order-mark`.
pub static BYTE_ORDER_MARK: Rule = Rule {
    name: "byte-order-mark",
    group: Group::Syntax,
    level: Level::Warning,
    summary: "a byte order mark stands before the body",
    explanation: "The bytes EF BB BF stand before the first brace, mostly put there by an editor \
                  or an export on Windows. JSON forbids senders to add the mark and lets a parser \
                  either ignore it or refuse the body. The body is checked as if the mark were not \
                  there.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/byte-order-mark.json"),
    passing: include_bytes!("../../../fixtures/passing/byte-order-mark.json"),
};

/// The rules of this group, in the order in which they are documented.
pub static RULES: &[&Rule] = &[
    &INVALID_UTF8,
    &INVALID_JSON,
    &TRUNCATED_JSON,
    &DUPLICATE_KEY,
    &UNPAIRED_SURROGATE,
    &NESTED_TOO_DEEP,
    &BODY_TOO_LARGE,
    &TRAILING_TEXT,
    &BYTE_ORDER_MARK,
];
