//! Describes unreadable goal webhooks.

use std::ops::Range;

use super::anchor;
use super::lines::line_at;
use crate::rules::facts::Look;

/// The context examined before and after a key, in bytes.
const AROUND: usize = 400;

/// Whether a key is followed by a separator other than JSON's.
pub fn is_dump(behind: &[u8]) -> bool {
    let rest = behind.strip_prefix(b"\"").unwrap_or(behind).trim_ascii_start();
    rest.starts_with(b"=>") || rest.starts_with(b"] =>")
}

/// The start of the webhook around a key: the bracket before it.
pub fn start(bytes: &[u8], floor: usize, key: usize) -> usize {
    let opener = bytes[floor..key].iter().position(|byte| matches!(byte, b'{' | b'['));
    opener.map_or(key, |opener| floor + opener)
}

/// The form of the text around a key.
pub fn of(bytes: &[u8], key: Range<usize>, floor: usize) -> Look {
    let from = floor.max(key.start.saturating_sub(AROUND));
    let to = bytes.len().min(key.end + AROUND);
    let around = &bytes[from..to];
    let has = |text: &str| memchr::memmem::find(around, text.as_bytes()).is_some();
    let before = &bytes[..key.start];
    let behind = &bytes[key.end..];
    let line = line_at(bytes, key.start);
    if bytes[key.clone()].ends_with(b"{") {
        return Look::Rails;
    }
    if before.ends_with("\u{201c}".as_bytes()) || before.ends_with("\u{201d}".as_bytes()) {
        return Look::CurlyQuotes;
    }
    if before.ends_with(b"<") || before.ends_with(b"&lt;") {
        return Look::Xml;
    }
    let closed = behind.strip_prefix(b"\"").or(behind.strip_prefix(b"'")).unwrap_or(behind);
    let separator = closed.trim_ascii_start();
    if separator.starts_with(b";") {
        return Look::Php;
    }
    if separator.starts_with(b"=>")
        || separator.starts_with(b"]")
        || separator.starts_with(b"=&gt;")
    {
        return match before.last() {
            _ if has("Parameters: {") || in_line(bytes, &line, "Parameters: {") => Look::Rails,
            Some(b'"') if separator.starts_with(b"]") => Look::Php,
            Some(b'\'') if has("$VAR") || has("undef") || has("bless") || !has("array (") => {
                if has("NULL") || has("array") { Look::Php } else { Look::Perl }
            }
            Some(b'[' | b'\'') => Look::Php,
            _ if has("%{") => Look::Elixir,
            _ => Look::Ruby,
        };
    }
    if separator.starts_with(b",") {
        return Look::NamesAndValues;
    }
    if separator.starts_with(b"=") {
        let is_java = has("{action=") || has("goal={") || has(", ");
        return if is_java { Look::Java } else { Look::KeyValue };
    }
    match before.last() {
        Some(b'\'') => Look::Python,
        Some(b'"') => of_json(around, bytes, key),
        _ if has("map[") => Look::Go,
        _ if has(": nil") || has(": :") => Look::Ruby,
        _ if is_yaml(bytes, &line, key.start) => Look::Yaml,
        _ if has("%{") => Look::Elixir,
        _ if has("<nil>") => Look::Go,
        _ => Look::JavaScript,
    }
}

fn in_line(bytes: &[u8], line: &Range<usize>, text: &str) -> bool {
    memchr::memmem::find(&bytes[line.clone()], text.as_bytes()).is_some()
}

/// The form of broken text with JSON quotes.
fn of_json(around: &[u8], bytes: &[u8], key: Range<usize>) -> Look {
    let has = |text: &str| memchr::memmem::find(around, text.as_bytes()).is_some();
    let value = anchor::behind_key_alone(&bytes[key.end..]).unwrap_or_default();
    if has("String(\"") || has("Object {") || has("Bool(") {
        Look::Rust
    } else if of_types(value).is_some() {
        of_types(value).unwrap_or(Look::Unknown)
    } else if has("\u{a0}") {
        Look::NoBreakSpaces
    } else if has(": None") || has(": True") || has(": False") {
        Look::Python
    } else {
        Look::CutOff
    }
}

/// JSON with type names for values.
pub fn of_types(value: &[u8]) -> Option<Look> {
    let inner = value.strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
    let name = inner.split(|byte| *byte == b'"').next()?;
    match name {
        b"S" | b"N" | b"BOOL" | b"NULL" | b"M" => Some(Look::DynamoDb),
        b"string" | b"boolean" | b"long" | b"int" | b"double" => Some(Look::Avro),
        b"$date" | b"$oid" => Some(Look::MongoDb),
        _ if name.starts_with(b"$number") => Some(Look::MongoDb),
        _ => None,
    }
}

fn is_yaml(bytes: &[u8], line: &Range<usize>, key: usize) -> bool {
    let before = bytes[line.start..key].iter().all(|byte| matches!(byte, b' ' | b'-'));
    before && !bytes[line.clone()].trim_ascii_end().ends_with(b",")
}

/// The form of a JSON value with anchors but no body.
pub fn of_record(text: &[u8]) -> Look {
    let Some(first) = anchor::first(text) else { return Look::Unknown };
    let quoted =
        text[..first.span.start].ends_with(b"\"") && !text[..first.span.start].ends_with(b"\\\"");
    match of(text, first.span.clone(), 0) {
        look @ (Look::DynamoDb
        | Look::MongoDb
        | Look::Avro
        | Look::Python
        | Look::Ruby
        | Look::NamesAndValues) => look,
        _ if quoted && memchr::memmem::find(text, b"\"goal_type_name\"").is_some() => {
            Look::BareGoal
        }
        look if !quoted => look,
        _ => Look::Flattened,
    }
}
