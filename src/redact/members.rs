//! The members of an object and the elements of an array as JSON text, in order, with duplicate
//! keys.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The members of a JSON object, key and value as JSON text; `None` for other values.
pub fn members(json: &str) -> impl Iterator<Item = (&str, &str)> {
    let members: Pairs<'_> = serde_json::from_str(json).unwrap_or_default();
    members.0.into_iter().map(|(key, value)| (key.get(), value.get()))
}

/// The elements of a JSON array as JSON text; `None` for other values.
pub fn elements(json: &str) -> impl Iterator<Item = &str> {
    let elements: Elements<'_> = serde_json::from_str(json).unwrap_or_default();
    elements.0.into_iter().map(RawValue::get)
}

#[derive(Default)]
struct Pairs<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Collect::<Pairs<'a>>(PhantomData))
    }
}

#[derive(Default)]
struct Elements<'a>(Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Elements<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Collect::<Elements<'a>>(PhantomData))
    }
}

struct Collect<T>(PhantomData<T>);

impl<'de: 'a, 'a> Visitor<'de> for Collect<Pairs<'a>> {
    type Value = Pairs<'a>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Collect<Elements<'a>> {
    type Value = Elements<'a>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(element) = elements.next_element()? {
            all.push(element);
        }
        Ok(Elements(all))
    }
}
