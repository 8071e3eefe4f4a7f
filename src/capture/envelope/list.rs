//! Finds the list of records of a known envelope in a document that is not whole: because more
//! of it is still to be read, or because its end is missing.

use serde::de::IgnoredAny;

use super::Envelope;
use super::open::fit;
use super::pointer::Record;
use super::table::TABLE;
use crate::json::walk::{elements, key_is, members};

/// A list of records in a document.
#[derive(Debug, Clone, Copy)]
pub struct List {
    pub envelope: &'static Envelope,
    /// Where its opening bracket stands, in bytes from the start of the document.
    pub bracket: usize,
    /// How many objects are open around it.
    pub depth: usize,
}

/// The list of records in a document whose start this is; at least one record must be whole.
pub fn find(text: &str) -> Option<List> {
    // Most of what is broken holds no list at all.
    if !text.starts_with('{') || memchr::memchr(b'[', text.as_bytes()).is_none() {
        return None;
    }
    TABLE.iter().filter(|row| row.root.is_empty()).find_map(|row| {
        let list = row.list()?;
        let keys: Vec<&str> = list.split('/').skip(1).collect();
        // Most rows are ruled out without reading the document.
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

/// Reads JSON text that may be cut off or broken.
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
