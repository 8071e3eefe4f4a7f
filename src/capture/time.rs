//! The time at which something was captured, in the many ways in which captures write it.

use std::borrow::Cow;

use chrono::DateTime;

use crate::json::text::unescape;
use crate::text::moment;
use crate::webhook::body::JsonType;

/// From this number on, a count since 1970 is in milliseconds, microseconds, nanoseconds.
const UNITS: [(i64, i64); 3] = [
    (100_000_000_000_000_000, 1_000_000_000),
    (100_000_000_000_000, 1_000_000),
    (100_000_000_000, 1_000),
];
/// How far into a line its time may stand, in bytes.
const LEAD: usize = 200;
/// So many words of a line that begin with a digit may be its time.
const WORDS_TRIED: usize = 5;

/// The Unix seconds that a JSON value stands for: a number in any unit, or text.
pub fn of_json(json: &str) -> Option<i64> {
    match JsonType::of(json) {
        JsonType::String => of_text(&unescape(json)),
        JsonType::Number => of_text(json),
        _ => None,
    }
}

/// The Unix seconds that a text stands for.
pub fn of_text(text: &str) -> Option<i64> {
    let text = text.trim();
    let (digits, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.bytes().all(|byte| byte.is_ascii_digit())
        && let Ok(count) = digits.parse::<i64>()
    {
        let unit = UNITS.iter().find(|(from, _)| count >= *from).map_or(1, |(_, unit)| *unit);
        return Some(count / unit);
    }
    if let Ok(time) = DateTime::parse_from_str(text, "%d/%b/%Y:%H:%M:%S %z") {
        return Some(time.timestamp());
    }
    moment::parse(text).or_else(|| moment::parse(&spelled_out(text)))
}

/// A time as databases and loggers print it, in the spelling of RFC 3339.
fn spelled_out(text: &str) -> Cow<'_, str> {
    let text = text.strip_suffix(" UTC").unwrap_or(text);
    let mut plain = text.replace('/', "-").replace(',', ".");
    let zone = plain.rfind(['+', '-']).filter(|at| *at > "2017-03-31".len());
    let zone = zone.filter(|at| plain[*at..].is_ascii());
    match zone.map(|at| plain.len() - at) {
        Some(3) => plain.push_str(":00"),
        Some(5) => plain.insert(plain.len() - 2, ':'),
        _ => {}
    }
    if let Some(at) = plain.rfind(" +").or_else(|| plain.rfind(" -")) {
        plain.remove(at);
    }
    Cow::Owned(plain)
}

/// The time near the start of a log line.
pub fn leading(line: &str) -> Option<i64> {
    let mut end = line.len().min(LEAD);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let lead = &line[..end];
    let starts_a_word = |at: usize| {
        at == 0 || matches!(lead.as_bytes()[at - 1], b' ' | b'\t' | b'[' | b'(' | b'"' | b'=')
    };
    lead.bytes()
        .enumerate()
        .filter(|(at, byte)| byte.is_ascii_digit() && starts_a_word(*at))
        .take(WORDS_TRIED)
        .find_map(|(at, _)| starting(&lead[at..]))
}

/// The time that a text starts with.
fn starting(text: &str) -> Option<i64> {
    let words: Vec<&str> = text.split_ascii_whitespace().take(3).collect();
    (1..=words.len()).rev().find_map(|count| {
        let words = words[..count].join(" ");
        let time = words.trim_end_matches([']', ')', ',', ':', '|', '"']);
        // A number alone may be anything; in seconds or milliseconds it has ten digits or more.
        let number = time.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if number && time.len() < 10 { None } else { of_text(time) }
    })
}

#[cfg(test)]
mod tests {
    use super::{leading, of_json, of_text};

    #[test]
    fn times_in_all_their_spellings() {
        for text in [
            "1491004799",
            "1491004799123",
            "1491004799123456",
            "1491004799123456789",
            "1491004799.123",
            "2017-03-31T23:59:59.123Z",
            "2017-03-31 23:59:59.123+00",
            "2017-03-31 23:59:59+0000",
            "2017-03-31 23:59:59 UTC",
            "2017-03-31 23:59:59 +0000",
            "2017/03/31 23:59:59",
            "31/Mar/2017:23:59:59 +0000",
            "2017-03-31 23:59:59,123",
        ] {
            assert_eq!(of_text(text), Some(1_491_004_799), "{text}");
        }
        assert_eq!(of_json("1491004799123"), Some(1_491_004_799));
        assert_eq!(of_json("\"1491004799123\""), Some(1_491_004_799));
        assert_eq!(of_json("null"), None);
        assert_eq!(of_text("2017-03-31 23:59:59+0é0"), None);
        assert_eq!(of_text("2017-03-31 23:59:59+é"), None);
    }

    #[test]
    fn the_time_of_a_line() {
        for line in [
            "2017-03-31T23:59:59Z INFO got ",
            "[2017-03-31 23:59:59] app.INFO: got ",
            "I, [2017-03-31T23:59:59.123456 #7]  INFO -- : got ",
            "10.0.0.1 - - [31/Mar/2017:23:59:59 +0000] \"POST\"",
            "2017-03-31 23:59:59,123 INFO got",
        ] {
            assert_eq!(leading(line), Some(1_491_004_799), "{line}");
        }
        assert_eq!(leading("worker 12 got "), None);
    }
}
