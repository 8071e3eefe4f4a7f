//! Parses one JSON value.

use serde::de::{Deserialize, IgnoredAny};

use super::content::Content;
use super::end_scanner::EndScanner;
use super::fast_reading::GaveUp;
use super::likely_mistake::Failure;
use super::text::opening::starts_goal_webhook;
use crate::rules::problem::Problem;
use crate::text::utf8::{Utf8Error, from_utf8};
use crate::webhook::body::{Body, Members};

/// Parses the value at the start of a text; returns its content and its length in bytes. `stop` is
/// where the fast parser gave up.
///
/// # Errors
/// The syntax error.
pub(super) fn read(text: &str, stop: Option<GaveUp>) -> Result<(Content<'_>, usize), Failure> {
    // The fast parser probably gave up at the error.
    if let Some(GaveUp { at, .. }) = stop
        && let Err(error) =
            IgnoredAny::deserialize(&mut serde_json::Deserializer::from_str(&text[at..]))
    {
        return Err(Failure::new(text.as_bytes(), at, error));
    }
    if !text.starts_with('{') {
        return read_other(text);
    }
    if !starts_goal_webhook(text.as_bytes()) {
        let (members, length) = first_of::<Members<'_>>(text)?;
        let may_have_goal = members.get("goal").is_some_and(|goal| goal.starts_with('{'));
        if members.are_all() && !may_have_goal {
            return Ok((Content::OtherShape(members), length));
        }
    }
    let (body, length) = first_of::<Body<'_>>(text)?;
    let content = match body.goal.is_some() {
        true => Content::Goal(Box::new(body)),
        false => Content::OtherShape(Members::read(&text[..length]).unwrap_or_default()),
    };
    Ok((content, length))
}

/// The JSON value at the start of a text, and its length in bytes.
fn first_of<'a, T: Deserialize<'a>>(text: &'a str) -> Result<(T, usize), Failure> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<T>();
    let value = values.next().unwrap_or_else(|| serde_json::from_str(text));
    let value = value.map_err(|error| Failure::new(text.as_bytes(), 0, error))?;
    Ok((value, values.byte_offset()))
}

/// Parses a value that is not a body.
fn read_other(text: &str) -> Result<(Content<'_>, usize), Failure> {
    let (_, length) = first_of::<IgnoredAny>(text)?;
    Ok((Content::OtherShape(Members::default()), length))
}

/// Whether bytes are a JSON value, ignoring the encoding of strings.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    // Fast path: the first byte rules out most text.
    matches!(bytes.first(), Some(b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' | b'{' | b'['))
        && serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

/// Why a text is not JSON, as a finding.
pub(super) fn broken<'a>(text: &str, failure: &Failure, scanner: &EndScanner) -> Content<'a> {
    let (objects, arrays) = scanner.still_open();
    // serde_json reports a truncated number as invalid, not as an unexpected end.
    let in_number = objects + arrays > 0
        && text.ends_with(['-', '+', '.', 'e', 'E'])
        && failure.at + 1 >= text.len();
    if failure.is_eof() || in_number {
        return truncated(text, scanner);
    }
    let (problem, span) = failure.explain(text);
    Content::Broken(problem, span)
}

/// The finding for a text that ends inside its value.
fn truncated<'a>(text: &str, scanner: &EndScanner) -> Content<'a> {
    let (objects, arrays) = scanner.still_open();
    let problem = Problem::TruncatedJson { in_string: ends_in_string(text), objects, arrays };
    let last = text.char_indices().next_back().map_or(0, |(index, _)| index);
    Content::Broken(problem, last..text.len())
}

/// Whether a string is open at the end of a text; none goes on over a line end.
fn ends_in_string(text: &str) -> bool {
    let line = text.rsplit(['\n', '\r']).next().unwrap_or_default();
    let (mut is_open, mut is_escaped) = (false, false);
    for byte in line.bytes() {
        is_open ^= byte == b'"' && !is_escaped;
        is_escaped = is_open && !is_escaped && byte == b'\\';
    }
    is_open
}

/// Why bytes are not a single body; `None` if they are JSON.
pub fn unreadable(bytes: &[u8]) -> Option<Content<'_>> {
    match from_utf8(bytes) {
        Err(error) => Some(invalid_utf8(bytes, &error)),
        Ok(text) => match serde_json::from_str::<IgnoredAny>(text) {
            Err(error) => {
                Some(broken(text, &Failure::new(bytes, 0, error), &EndScanner::default()))
            }
            Ok(_) => None,
        },
    }
}

/// The finding for invalid UTF-8.
pub(super) fn invalid_utf8<'a>(bytes: &[u8], error: &Utf8Error) -> Content<'a> {
    let start = error.valid_up_to();
    let length = error.error_len().unwrap_or(bytes.len() - start);
    let span = start..start + length;
    Content::Broken(Problem::InvalidUtf8 { bytes: bytes[span.clone()].to_vec() }, span)
}
