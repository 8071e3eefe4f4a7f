//! The records of a list, each read once: its text and its members come from the same pass.

use serde_json::value::RawValue;

use super::pointer::Record;
use crate::webhook::body::Members;

/// The elements of a JSON array that has been read before, so its grammar is known to be good.
#[derive(Debug)]
pub struct Records<'a> {
    rest: &'a str,
}

impl<'a> Records<'a> {
    /// The elements of an array; `None` for any other value.
    pub fn of(list: &'a str) -> Option<Records<'a>> {
        list.strip_prefix('[').map(|rest| Records { rest })
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let blank = [' ', '\t', '\n', '\r', ','];
        let text = self.rest.trim_start_matches(blank);
        let (members, length) = if text.starts_with('{') {
            let mut values = serde_json::Deserializer::from_str(text).into_iter::<Members<'a>>();
            let members = values.next()?.ok()?;
            (Some(members), values.byte_offset())
        } else if text.starts_with(']') {
            return None;
        } else {
            let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
            values.next()?.ok()?;
            (None, values.byte_offset())
        };
        self.rest = &text[length..];
        Some(Record::of(&text[..length], members))
    }
}

#[cfg(test)]
mod tests {
    use super::Records;

    #[test]
    fn records_of_a_list() {
        let records = Records::of(r#"[ {"a":1} , 2,"x" ,{}]"#).expect("a list");
        let texts: Vec<&str> = records.map(|record| record.text).collect();
        assert_eq!(texts, [r#"{"a":1}"#, "2", r#""x""#, "{}"]);
        assert!(Records::of("{}").is_none());
    }
}
