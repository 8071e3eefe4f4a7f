//! Finds the list of records of a known envelope in a document that is not whole: because more
//! of it is still to be read, or because its end is missing.

use std::cell::Cell;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Envelope;
use super::open::fit;
use super::pointer::Record;
use super::table::TABLE;

/// A list of records in a document.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// The row of its records.
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
        let first = Cell::new(None);
        let mut json = serde_json::Deserializer::from_str(text);
        // It ends with an error on purpose: what matters is what was seen on the way.
        let _ = Follow { keys: &keys, first: &first }.deserialize(&mut json);
        let record: &str = first.get()?;
        let start = record.as_ptr() as usize - text.as_ptr() as usize;
        let bracket = memchr::memrchr(b'[', &text.as_bytes()[..start])?;
        fit(&Record::read(record), row.marks).then_some(List {
            envelope: row,
            bracket,
            depth: keys.len(),
        })
    })
}

/// Follows keys down to a list, and takes its first element.
struct Follow<'f, 'a> {
    keys: &'f [&'f str],
    first: &'f Cell<Option<&'a str>>,
}

impl<'a> DeserializeSeed<'a> for Follow<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Follow<'_, 'a> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an object with a list")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((wanted, rest)) = self.keys.split_first() else {
            return Err(A::Error::custom("not a list"));
        };
        while let Some(key) = map.next_key::<String>()? {
            if key == *wanted {
                return map.next_value_seed(Follow { keys: rest, first: self.first });
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<(), A::Error> {
        if self.keys.is_empty()
            && let Some(element) = list.next_element::<&'a RawValue>()?
        {
            self.first.set(Some(element.get()));
        }
        Err(A::Error::custom("seen enough"))
    }
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
