//! Finds the list of records of a known envelope in an incomplete document: one that is still being
//! read, or a truncated one.

use serde::de::IgnoredAny;

use super::Envelope;
use super::open::fit;
use super::pointer::Record;
use super::registry::TABLE;
use crate::json::walk::{elements, key_is, members};

/// A list of records in a document.
#[derive(Debug, Clone, Copy)]
pub struct List {
    pub envelope: &'static Envelope,
    /// The byte offset of its opening bracket in the document.
    pub bracket: usize,
    /// The number of objects around it.
    pub depth: usize,
}

/// The list of records in the start of a document, with at least one complete record.
pub fn find(text: &str) -> Option<List> {
    // Fast path: most broken documents have no list.
    if !text.starts_with('{') || memchr::memchr(b'[', text.as_bytes()).is_none() {
        return None;
    }
    TABLE.iter().filter(|row| row.root.is_empty()).find_map(|row| {
        let list = row.list()?;
        let keys: Vec<&str> = list.split('/').skip(1).collect();
        // Fast path: most envelopes are ruled out without parsing.
        let key = format!("\"{}\"", keys.last()?);
        memchr::memmem::find(text.as_bytes(), key.as_bytes())?;
        let list = keys.iter().try_fold(text, |object, key| {
            members(object).find(|(name, _)| key_is(name, key)).map(|(_, value)| value)
        })?;
        let bracket = list.as_ptr() as usize - text.as_ptr() as usize;
        let record = elements(list).next()?;
        let is_read =
            || json(&text[..bracket]).is_err_and(|error| error.is_eof()) && json(record).is_ok();
        (is_read() && fit(&Record::read(record), row.marks)).then_some(List {
            envelope: row,
            bracket,
            depth: keys.len(),
        })
    })
}

/// Parses JSON text that may be truncated or broken.
fn json(text: &str) -> serde_json::Result<IgnoredAny> {
    serde_json::from_str(text)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_list_in_a_document_that_is_cut() {
        let text =
            r#"{"log":{"version":"1.2","entries":[{"startedDateTime":"","request":{}},{"req"#;
        let list = find(text).expect("a list");
        assert_eq!((list.bracket, list.depth, list.envelope.name), (34, 2, "HAR entries"));
        assert!(find(r#"{"log":{"entries":[{"req"#).is_none());
        assert!(find(r#"{"a":[1,2]}"#).is_none());
    }
}
