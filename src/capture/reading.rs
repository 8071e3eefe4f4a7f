//! Reads one JSON value: its content and its length, or why it is none.

use serde::de::{Deserialize, IgnoredAny};
use serde_json::error::Category;

use super::content::Content;
use super::envelope::sketch::Sketch;
use super::outline::Outline;
use super::slips::Failure;
use super::taken::{Recogniser, Stop};
use super::text::opening::starts_goal_webhook;
use crate::rules::problem::Problem;
use crate::text::utf8::{Utf8Error, from_utf8};
use crate::webhook::body::Object;

/// Reads the object at the start of a text if it is most likely an envelope, and says how long it
/// is in bytes. `None` where it is not, or where this does not know on.
pub(super) fn read_envelope(
    text: &str,
    recognise: Option<Recogniser>,
) -> Option<(Content<'_>, usize)> {
    if starts_goal_webhook(text.as_bytes()) {
        return None;
    }
    let (sketch, length) = Sketch::read(text, recognise)?;
    (!sketch.has_goal_object()).then_some((Content::OtherShape(Some(sketch)), length))
}

/// Reads the value at the start of a text, and says how long it is in bytes. `stop` is where the
/// quick way did not know on with it.
///
/// # Errors
/// Why it is none.
pub(super) fn read(
    text: &str,
    recognise: Option<Recogniser>,
    stop: Option<Stop>,
) -> Result<(Content<'_>, usize), Failure> {
    // Most likely the quick way stopped because the value is broken there.
    if let Some(Stop { at, .. }) = stop
        && let Err(error) =
            IgnoredAny::deserialize(&mut serde_json::Deserializer::from_str(&text[at..]))
    {
        return Err(Failure::new(text.as_bytes(), at, error));
    }
    if !text.starts_with('{') {
        return read_other(text);
    }
    let mut objects = serde_json::Deserializer::from_str(text).into_iter::<Object<'_>>();
    let object = match objects.next() {
        Some(Ok(object)) => object,
        Some(Err(error)) if error.classify() != Category::Data => {
            return Err(Failure::new(text.as_bytes(), 0, error));
        }
        // What should be the goal is none.
        _ => {
            return match Sketch::read(text, recognise) {
                Some((sketch, length)) => Ok((Content::OtherShape(Some(sketch)), length)),
                None => read_other(text),
            };
        }
    };
    let length = objects.byte_offset();
    let content = match (object.body.goal.is_some(), object.members) {
        (true, _) => Content::Goal(Box::new(object.body)),
        (false, members) => {
            Content::OtherShape(members.map(|members| Sketch::of(&text[..length], members)))
        }
    };
    Ok((content, length))
}

/// Reads a value that is no body, whatever it is.
fn read_other(text: &str) -> Result<(Content<'_>, usize), Failure> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Err(error)) => Err(Failure::new(text.as_bytes(), 0, error)),
        _ => Ok((Content::OtherShape(None), values.byte_offset())),
    }
}

/// Whether bytes are a JSON value, but for the encoding of strings.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    // Most text is none, which its first byte tells.
    matches!(bytes.first(), Some(b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' | b'{' | b'['))
        && serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

/// Why a text is not JSON, as a finding.
pub(super) fn broken<'a>(text: &str, failure: &Failure, outline: &Outline) -> Content<'a> {
    let (objects, arrays) = outline.still_open();
    // serde_json calls a number that was cut invalid, not unfinished.
    let in_number = objects + arrays > 0
        && text.ends_with(['-', '+', '.', 'e', 'E'])
        && failure.at + 1 >= text.len();
    if failure.is_eof() || in_number {
        return truncated(text, outline);
    }
    let (problem, span) = failure.explain(text);
    Content::Broken(problem, span)
}

/// That a text ends before its value does, as a finding.
fn truncated<'a>(text: &str, outline: &Outline) -> Content<'a> {
    let (objects, arrays) = outline.still_open();
    let problem = Problem::TruncatedJson { in_string: outline.in_string, objects, arrays };
    let last = text.char_indices().next_back().map_or(0, |(index, _)| index);
    Content::Broken(problem, last..text.len())
}

/// Why bytes that should be one body are none; `None` where they are JSON.
pub fn unreadable(bytes: &[u8]) -> Option<Content<'_>> {
    match from_utf8(bytes) {
        Err(error) => Some(invalid_utf8(bytes, &error)),
        Ok(text) => match serde_json::from_str::<IgnoredAny>(text) {
            Err(error) => Some(broken(text, &Failure::new(bytes, 0, error), &Outline::default())),
            Ok(_) => None,
        },
    }
}

/// That bytes are not UTF-8, as a finding.
pub(super) fn invalid_utf8<'a>(bytes: &[u8], error: &Utf8Error) -> Content<'a> {
    let start = error.valid_up_to();
    let length = error.error_len().unwrap_or(bytes.len() - start);
    let span = start..start + length;
    Content::Broken(Problem::InvalidUtf8 { bytes: bytes[span.clone()].to_vec() }, span)
}
