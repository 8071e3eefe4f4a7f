//! The records of a list, each read once: its text and its members come from the same pass.

use serde_json::value::RawValue;

use super::pointer::Record;
use super::sketch::Sketch;
use crate::webhook::body::Members;

/// The elements of a JSON array that has been read before, so its grammar is known to be good.
#[derive(Debug)]
pub struct Records<'a>(Rest<'a>);

#[derive(Debug)]
enum Rest<'a> {
    /// They are in a sketch, at these places, of which the last comes first.
    Known(Sketch<'a>, Vec<usize>),
    /// They are still to be read.
    Text(&'a str),
}

impl<'a> Records<'a> {
    /// The elements of an array; `None` for any other value.
    pub fn of(list: &'a str) -> Option<Records<'a>> {
        list.strip_prefix('[').map(|rest| Records(Rest::Text(rest)))
    }

    /// The elements of the array at this place of a sketch.
    pub fn known(sketch: &Sketch<'a>, at: usize) -> Records<'a> {
        let mut places: Vec<usize> = sketch.children(at).collect();
        places.reverse();
        Records(Rest::Known(sketch.clone(), places))
    }
}

impl<'a> Record<'a> {
    /// The records in the list to which a pattern leads.
    pub fn list(&self, pattern: &str) -> Option<Records<'a>> {
        let spot = self.spot(pattern)?;
        match (&self.sketch, spot.at) {
            (Some((sketch, _)), Some(at)) if sketch.node(at).is_open => {
                spot.text.starts_with('[').then(|| Records::known(sketch, at))
            }
            _ => Records::of(spot.text),
        }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let rest = match &mut self.0 {
            Rest::Known(sketch, places) => return Some(Record::at(sketch.clone(), places.pop()?)),
            Rest::Text(rest) => rest,
        };
        let blank = [' ', '\t', '\n', '\r', ','];
        let text = rest.trim_start_matches(blank);
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
        *rest = &text[length..];
        Some(Record::of(&text[..length], members))
    }
}

#[cfg(test)]
mod tests {
    use super::{Records, Sketch};

    #[test]
    fn records_of_a_list() {
        let records = Records::of(r#"[ {"a":1} , 2,"x" ,{}]"#).expect("a list");
        let texts: Vec<&str> = records.map(|record| record.text).collect();
        assert_eq!(texts, [r#"{"a":1}"#, "2", r#""x""#, "{}"]);
        assert!(Records::of("{}").is_none());
        let (sketch, _) = Sketch::read(r#"{"r":[ {"a":1} , 2,"x" ,{}]}"#, None).expect("read");
        let known: Vec<&str> = Records::known(&sketch, 1).map(|record| record.text).collect();
        assert_eq!(known, texts);
    }
}
