//! Detects the form of a live input before a full sample has arrived, by content only, so that the
//! same bytes give the same result however they arrive.

use serde::de::IgnoredAny;

use super::separators::all_separators;
use super::text::find::only_even_runs;
use super::text::{anchor, lines};

/// The length of the start of an input that determines its form whatever follows: a complete first
/// value, or the lines of a log up to one that ends with a goal webhook. `None` if a full sample is
/// needed.
pub fn settled(sample: &[u8]) -> Option<usize> {
    let begin = all_separators(sample);
    match sample.get(begin)? {
        b'{' => values_end(&sample[begin..]).map(|end| begin + end),
        _ => log_end(&sample[begin..]).map(|end| begin + end),
    }
}

/// The end of the first value with a goal webhook: values before it may each contain a line of a
/// log, with bodies over several records.
fn values_end(text: &[u8]) -> Option<usize> {
    let mut start = 0;
    loop {
        let end = start + value_end(&text[start..])?;
        let value = &text[start..end];
        // Doubled backslashes, and bodies over several records, can only be detected from several
        // values.
        if only_even_runs(value) || lines::may_open(value) {
            return None;
        }
        if !value.trim_ascii_start().starts_with(b"{") || anchor::next(value, 0).is_some() {
            return Some(end);
        }
        start = end;
    }
}

/// The length of the JSON value at the start of a text.
fn value_end(text: &[u8]) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<IgnoredAny>();
    values.next()?.ok().map(|_| values.byte_offset())
}

/// The end of the first line that ends with a goal webhook after log text.
fn log_end(text: &[u8]) -> Option<usize> {
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text) {
        let line = text[start..end].trim_ascii_end();
        if let Some(at) = memchr::memmem::find(line, b"{\"action\"") {
            let is_whole = value_end(&line[at..]).is_some_and(|length| at + length == line.len());
            // It could also be the delimiters of a table.
            let before = line[..at].trim_ascii_end().last();
            let is_log = before.is_some_and(|byte| !b",;|\"'`\\".contains(byte))
                && !line[..at].contains(&b'\t');
            let is_plain = !only_even_runs(&line[at..]);
            return (is_whole && is_log && is_plain).then_some(end + 1);
        }
        start = end + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::settled;

    #[test]
    fn content_alone_settles_the_form() {
        let body = r#"{"action":"created","goal":{}}"#;
        for (text, length) in [
            (body.to_owned(), Some(body.len())),
            (format!("\u{feff}\n{body}\n{body}"), Some(4 + body.len())),
            ("{\"action\":\"cre".to_owned(), None),
            (format!("started\nINFO got {body}\nmore"), Some(18 + body.len())),
            (format!("INFO got {body}"), None),
            (format!("1,{body}\n"), None),
            (format!("INFO '{body}\n"), None),
            ("POST / HTTP/1.1\r\n".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(settled(text.as_bytes()), length, "{text}");
        }
    }
}
