//! Opens one envelope: says what it is, and gives what stands at its bodies.

use std::borrow::Cow;

use super::pointer::{Record, each_child};
use super::records::Records;
use super::table::{TABLE, UNKNOWN};
use super::{Coding, Envelope, Holds, Mark, search};
use crate::capture::delivery::Delivery;
use crate::capture::{coding, time};
use crate::webhook::body::{JsonType, Members};
use crate::webhook::text::unescape;

/// What is in a JSON value.
#[derive(Debug)]
pub enum Opening<'a> {
    /// Nothing: the value itself is to be judged.
    Nothing,
    /// An envelope.
    Envelope(Opened<'a>),
    /// Goal webhooks at more than one place, of which none is preferred: their patterns.
    Ambiguous(Vec<String>),
}

/// An opened envelope.
#[derive(Debug)]
pub struct Opened<'a> {
    /// The row that it is.
    pub envelope: &'static Envelope,
    /// Where bodies were found, if no row says so.
    pub found_at: Option<String>,
    /// What stands where bodies are.
    pub inner: Vec<Inner<'a>>,
    /// How many records hold nothing there.
    pub empty: u64,
}

/// What stands where a body is.
#[derive(Debug)]
pub struct Inner<'a> {
    /// The way to it: a JSON Pointer, and the codings that were undone.
    pub steps: Vec<String>,
    /// Its bytes.
    pub bytes: Cow<'a, [u8]>,
    /// Where its value begins in the text of the envelope, in bytes.
    pub at: usize,
    /// Whether the bytes are surely those that were sent.
    pub exact: bool,
    /// What the envelope says of the delivery.
    pub delivery: Delivery,
}

/// Opens a JSON value that is no goal webhook. A `body_path` says where bodies stand; else
/// values that no row knows are searched only where `may_search` says so.
pub fn open<'a>(text: &'a str, body_path: Option<&str>, may_search: bool) -> Opening<'a> {
    if let Some(path) = body_path {
        return at_path(text, path);
    }
    match JsonType::of(text) {
        JsonType::String if may_search && search::text_holds_one(text, 1) => {
            let mut opened = Opened::of(&UNKNOWN);
            opened.record(text, &Record::read(text), "", &[""]);
            return Opening::Envelope(opened);
        }
        JsonType::Object | JsonType::Array => {}
        _ => return Opening::Nothing,
    }
    let record = Record::read(text);
    if record.has("goal") && record.has("action") {
        return Opening::Nothing;
    }
    let Some(Recognised { envelope, records }) = recognise(&record) else {
        return if may_search { searched(&record, &UNKNOWN) } else { Opening::Nothing };
    };
    if envelope.bodies.is_empty() {
        return match searched(&record, envelope) {
            Opening::Nothing => Opening::Envelope(Opened { empty: 1, ..Opened::of(envelope) }),
            opening => opening,
        };
    }
    let mut opened = Opened::of(envelope);
    if let Some((first, others)) = records {
        let list = envelope.list().unwrap_or_default();
        for (index, record) in std::iter::once(first).chain(others).enumerate() {
            opened.record(text, &record, &format!("{list}/{index}"), envelope.bodies);
        }
    } else if envelope.record.is_empty() {
        opened.record(text, &record, "", envelope.bodies);
    } else {
        record.each(envelope.record, &mut |pointer, value| {
            opened.record(text, &Record::read(value), pointer, envelope.bodies);
        });
    }
    Opening::Envelope(opened)
}

/// What a value is known to be.
pub struct Recognised<'a> {
    /// The row.
    pub envelope: &'static Envelope,
    /// The first record and the others, where they stand in a list.
    pub records: Option<(Record<'a>, Records<'a>)>,
}

/// The row that a value is.
pub fn recognise<'a>(value: &Record<'a>) -> Option<Recognised<'a>> {
    // Several rows have their records in the same list, which is looked at once.
    let mut looked_at = "";
    let mut records = None;
    TABLE.iter().find_map(|envelope| {
        if envelope.record.is_empty() {
            let fits = fit(value, envelope.root) && fit(value, envelope.marks);
            return fits.then_some(Recognised { envelope, records: None });
        }
        let first_key = envelope.record.split('/').nth(1).unwrap_or_default();
        if !value.has(first_key) || !fit(value, envelope.root) {
            return None;
        }
        let fits = match envelope.list() {
            Some(list) => {
                if looked_at != list {
                    looked_at = list;
                    let mut all = value.first(list).and_then(Records::of);
                    records = all.as_mut().and_then(Iterator::next).zip(all);
                }
                match &records {
                    Some((first, _)) => fit(first, envelope.marks),
                    None => is_empty_list(value, envelope),
                }
            }
            None => value
                .first(envelope.record)
                .is_some_and(|record| fit(&Record::read(record), envelope.marks)),
        };
        let records = if fits && envelope.list().is_some() { records.take() } else { None };
        fits.then_some(Recognised { envelope, records })
    })
}

/// Whether the list of a row's records is there, without any, and no other row has it.
fn is_empty_list(value: &Record<'_>, row: &Envelope) -> bool {
    row.record.matches('/').count() > 2
        && row
            .list()
            .and_then(|list| value.first(list))
            .is_some_and(|list| list.starts_with('[') && list[1..].trim_start() == "]")
}

/// Whether all marks are true of a value.
pub fn fit(value: &Record<'_>, marks: &[Mark]) -> bool {
    let text = |at| value.first(at).filter(|json| json.starts_with('"')).map(unescape);
    marks.iter().all(|mark| match mark {
        Mark::Has(at) => value.first(at).is_some(),
        Mark::HasAny(places) => places.iter().any(|at| value.first(at).is_some()),
        Mark::Is(at, expected) => text(at).is_some_and(|text| text == *expected),
        Mark::Begins(at, expected) => text(at).is_some_and(|text| text.starts_with(expected)),
    })
}

fn at_path<'a>(text: &'a str, path: &str) -> Opening<'a> {
    let mut opened = Opened { found_at: Some(path.to_owned()), ..Opened::of(&UNKNOWN) };
    opened.record(text, &Record::read(text), "", &[path]);
    Opening::Envelope(opened)
}

fn searched<'a>(value: &Record<'a>, envelope: &'static Envelope) -> Opening<'a> {
    let mut places = search::places(value.text);
    let Some(place) = places.pop() else { return Opening::Nothing };
    if !places.is_empty() {
        places.push(place);
        return Opening::Ambiguous(places);
    }
    let mut opened = Opened { found_at: Some(place), ..Opened::of(envelope) };
    let place = opened.found_at.clone().unwrap_or_default();
    opened.record(value.text, value, "", &[&place]);
    Opening::Envelope(opened)
}

impl<'a> Opened<'a> {
    /// Nothing yet.
    pub fn of(envelope: &'static Envelope) -> Opened<'a> {
        Opened { envelope, found_at: None, inner: Vec::new(), empty: 0 }
    }

    /// Adds what a record holds at the first of the patterns that finds something.
    pub fn record(
        &mut self,
        text: &'a str,
        record: &Record<'a>,
        record_pointer: &str,
        bodies: &[&str],
    ) {
        let before = self.inner.len();
        for pattern in bodies {
            record.each(pattern, &mut |pointer, value| {
                if !is_blank(value) {
                    let pointer = format!("{record_pointer}{pointer}");
                    let at = value.as_ptr() as usize - text.as_ptr() as usize;
                    self.inner.push(inner(self.envelope, record, pointer, value, at));
                }
            });
            if self.inner.len() > before {
                let delivery = delivery(self.envelope, record);
                for inner in &mut self.inner[before..] {
                    inner.delivery.clone_from(&delivery);
                }
                return;
            }
        }
        self.empty += 1;
    }

    /// Whether what stands at the bodies must be goal webhooks.
    pub fn holds_deliveries(&self) -> bool {
        self.envelope.holds == Holds::Deliveries || self.found_at.is_some()
    }
}

impl<'a> Inner<'a> {
    /// Bytes of which no envelope says more.
    pub fn plain(steps: Vec<String>, bytes: &'a [u8]) -> Inner<'a> {
        let (bytes, delivery) = (Cow::Borrowed(bytes), Delivery::default());
        Inner { steps, bytes, at: 0, exact: false, delivery }
    }
}

fn is_blank(value: &str) -> bool {
    value == "null" || (value.starts_with('"') && value[1..value.len() - 1].trim().is_empty())
}

fn inner<'a>(
    envelope: &Envelope,
    record: &Record<'_>,
    pointer: String,
    value: &'a str,
    at: usize,
) -> Inner<'a> {
    let mut inner = Inner {
        steps: vec![pointer],
        bytes: Cow::Borrowed(value.as_bytes()),
        at,
        exact: false,
        delivery: Delivery::default(),
    };
    if JsonType::of(value) != JsonType::String {
        return inner;
    }
    let text = unescape(value);
    let declared = match envelope.coding {
        Coding::Plain => false,
        Coding::Base64 => true,
        Coding::Base64Where(place, expected) => {
            record.first(place).is_some_and(|value| value.trim_matches('"') == expected)
        }
    };
    let decoded = if declared { coding::base64(&text) } else { coding::undeclared_base64(&text) };
    inner.bytes = match (decoded, text) {
        (Some(bytes), _) => {
            inner.steps.push("base64".to_owned());
            inner.exact = true;
            Cow::Owned(bytes)
        }
        (None, Cow::Borrowed(text)) => Cow::Borrowed(text.as_bytes()),
        (None, Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
    };
    inner
}

/// What a record says of its delivery.
fn delivery(envelope: &Envelope, record: &Record<'_>) -> Delivery {
    let first = |patterns: &[&str]| patterns.iter().find_map(|at| record.first(at));
    let text = |patterns| {
        first(patterns).filter(|json: &&str| json.starts_with('"')).map(|json| unescape(json))
    };
    let mut delivery = Delivery {
        received: envelope.received.iter().find_map(|at| record.first(at).and_then(time::of_json)),
        ..Delivery::default()
    };
    if let Some(method) = text(envelope.method) {
        delivery.set_method(&method);
    }
    if let Some(path) = text(envelope.path) {
        delivery.set_path(&path);
    }
    if let Some(headers) = first(envelope.headers) {
        add_headers(headers, &mut delivery);
    }
    delivery
}

/// Takes headers in any usual shape: an object of texts or of arrays of texts, an array of
/// objects with name (or key) and value, or names and values in turn.
pub fn add_headers(headers: &str, delivery: &mut Delivery) {
    let text = |json: &str| json.starts_with('"').then(|| unescape(json).into_owned());
    if JsonType::of(headers) == JsonType::Object {
        let members = Members::read(headers).map_or(Vec::new(), |members| members.0);
        for (name, value) in members {
            let name = unescape(name);
            match text(value) {
                Some(value) => delivery.add_header(&name, &value),
                None => each_child(value, |_, value| {
                    if let Some(value) = text(value) {
                        delivery.add_header(&name, &value);
                    }
                    true
                }),
            }
        }
        return;
    }
    let mut name_before = None;
    each_child(headers, |_, element| {
        match Members::read(element) {
            Some(members) => {
                let name = members.get("name").or(members.get("key")).and_then(text);
                let value = members.get("value").and_then(text);
                if let (Some(name), Some(value)) = (name, value) {
                    delivery.add_header(&name, &value);
                }
            }
            None => match (name_before.take(), text(element)) {
                (Some(name), Some(value)) => {
                    let name: String = name;
                    delivery.add_header(&name, &value);
                }
                (None, name) => name_before = name,
                (Some(_), None) => {}
            },
        }
        true
    });
}
