//! Opens one envelope: identifies it and returns the values in the place of its bodies.

use std::sync::LazyLock;

use super::found::{Found, Way};
use super::pointer::{Keys, Record};
use super::registry::{TABLE, UNKNOWN};
use super::search::{self, Hit};
use super::{Envelope, Holds, Mark};
use crate::json::text::unescape;
use crate::json::walk::{Children, children, key_is, members};
use crate::webhook::body::JsonType;

/// With more hits, nothing is compared.
const PLACES: usize = 8;

/// The content of a JSON value.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "the large one is the usual one")]
pub enum Opening<'a> {
    /// Nothing: the value itself is checked.
    Nothing,
    Envelope(Opened<'a>),
    /// The patterns of several goal webhooks, none of which is preferred.
    Ambiguous(Vec<String>),
}

/// An opened envelope.
#[derive(Debug)]
pub struct Opened<'a> {
    pub envelope: &'static Envelope,
    /// Where bodies were found, if the envelope is unknown.
    pub found_at: Option<String>,
    value: Record<'a>,
    contents: Contents<'a>,
}

/// The records of an envelope.
#[derive(Debug)]
enum Contents<'a> {
    /// One record, without a body.
    Nothing,
    /// A list, of which the first record was parsed.
    List(Option<(Record<'a>, Children<'a>)>),
    /// The value itself is the record.
    Itself,
    /// The value is the record with this index of a list.
    Element(u64),
    /// The matches of the envelope's pattern.
    Elsewhere,
    /// Hits of a search; several together may be copies of one delivery.
    Hits(Vec<Vec<Hit<'a>>>),
}

/// Opens a JSON value that is not a goal webhook. `body_path` is the path of the bodies; without
/// it, unknown values are searched only if `may_search`.
pub fn open<'a>(value: Record<'a>, body_path: Option<&str>, may_search: bool) -> Opening<'a> {
    if let Some(path) = body_path {
        return Opening::Envelope(Opened::at(&UNKNOWN, path.to_owned(), value));
    }
    match JsonType::of(value.text) {
        JsonType::String if may_search && search::text_holds_one(value.text) => {
            return Opening::Envelope(Opened {
                envelope: &UNKNOWN,
                found_at: None,
                value,
                contents: Contents::Itself,
            });
        }
        JsonType::Object | JsonType::Array => {}
        _ => return Opening::Nothing,
    }
    if value.has("goal") && value.has("action") {
        return Opening::Nothing;
    }
    let Some(Recognised { envelope, records }) = recognise(&value) else {
        return if may_search { searched(value, None) } else { Opening::Nothing };
    };
    if envelope.bodies.is_empty() {
        return searched(value, Some(envelope));
    }
    let contents = match (envelope.record, envelope.list()) {
        ("", _) => Contents::Itself,
        (_, Some(_)) => Contents::List(records),
        (_, None) => Contents::Elsewhere,
    };
    Opening::Envelope(Opened { envelope, found_at: None, value, contents })
}

pub struct Recognised<'a> {
    pub envelope: &'static Envelope,
    /// The first record and the others, if they are in a list.
    pub records: Option<(Record<'a>, Children<'a>)>,
}

/// For each envelope the required keys of the object and of a record: one of each set.
static NEEDS: LazyLock<Vec<[Vec<Keys>; 2]>> = LazyLock::new(|| {
    let first_key = |pattern: &'static str| Keys::of(pattern.split('/').nth(1).unwrap_or_default());
    let needs = |marks: &'static [Mark]| -> Vec<Keys> {
        let keys = |mark: &'static Mark| match mark {
            Mark::Has(at) | Mark::Is(at, _) | Mark::Begins(at, _) => first_key(at),
            Mark::HasAny(places) => {
                places.iter().fold(Keys::NONE, |keys, at| keys.and(first_key(at)))
            }
            Mark::Sole(names, _) => {
                names.iter().fold(Keys::NONE, |keys, name| keys.and(Keys::of(name)))
            }
        };
        marks.iter().map(keys).collect()
    };
    let row = |envelope: &'static Envelope| {
        let mut value = needs(envelope.root);
        let record = needs(envelope.marks);
        match envelope.record {
            "" => value.extend_from_slice(&record),
            pattern => value.push(first_key(pattern)),
        }
        [value, record]
    };
    TABLE.iter().map(row).collect()
});

/// The envelope of a value.
pub fn recognise<'a>(value: &Record<'a>) -> Option<Recognised<'a>> {
    let may_fit = |record: &Record<'_>, needs: &[Keys]| {
        needs.iter().all(|keys| record.keys.may_have_any(*keys))
    };
    // Several envelopes have the same list, which is parsed once.
    let mut looked_at = "";
    let mut records = None;
    TABLE.iter().zip(NEEDS.iter()).find_map(|(envelope, [of_value, of_record])| {
        if !may_fit(value, of_value) || !fit(value, envelope.root) {
            return None;
        }
        if envelope.record.is_empty() {
            return fit(value, envelope.marks).then_some(Recognised { envelope, records: None });
        }
        let list = envelope.list();
        let fits = match list {
            Some(list) => {
                if looked_at != list {
                    looked_at = list;
                    records =
                        value.first(list).filter(|list| list.starts_with('[')).and_then(|list| {
                            let mut elements = children(list);
                            let (_, first) = elements.next()?;
                            Some((Record::read(first), elements))
                        });
                }
                match &records {
                    Some((first, _)) => may_fit(first, of_record) && fit(first, envelope.marks),
                    None => is_empty_list(value, envelope),
                }
            }
            None => value
                .first(envelope.record)
                .is_some_and(|record| fit(&Record::read(record), envelope.marks)),
        };
        let records = if fits && list.is_some() { records.take() } else { None };
        fits.then_some(Recognised { envelope, records })
    })
}

/// Whether the list of an envelope's records is there but empty, and no other envelope has the same
/// list.
fn is_empty_list(value: &Record<'_>, row: &Envelope) -> bool {
    row.record.matches('/').count() > 2
        && row
            .list()
            .and_then(|list| value.first(list))
            .is_some_and(|list| list.starts_with('[') && list[1..].trim_start() == "]")
}

/// Whether a value meets all conditions.
pub fn fit(value: &Record<'_>, marks: &[Mark]) -> bool {
    let text = |at| value.first(at).filter(|json| json.starts_with('"')).map(unescape);
    marks.iter().all(|mark| match mark {
        Mark::Has(at) => value.first(at).is_some(),
        Mark::HasAny(places) => places.iter().any(|at| value.first(at).is_some()),
        Mark::Is(at, expected) => text(at).is_some_and(|text| text == *expected),
        Mark::Begins(at, expected) => text(at).is_some_and(|text| text.starts_with(expected)),
        Mark::Sole(names, inner) => {
            let is_one = |key: &str, of: &[&str]| of.iter().any(|name| key_is(key, name));
            let mut all = members(value.text);
            all.next().is_some_and(|(key, object)| {
                is_one(key, names)
                    && object.starts_with('{')
                    && members(object).all(|(key, _)| is_one(key, inner))
            }) && all.next().is_none()
        }
    })
}

/// Searches a value for bodies; for an envelope without patterns, or an unknown one.
fn searched<'a>(value: Record<'a>, row: Option<&'static Envelope>) -> Opening<'a> {
    let hits = search::hits(value.text);
    let mut patterns = search::patterns(&hits);
    let envelope = row.unwrap_or(&UNKNOWN);
    match patterns.as_slice() {
        [] if row.is_none() => Opening::Nothing,
        [] => {
            let contents = Contents::Nothing;
            Opening::Envelope(Opened { envelope, found_at: None, value, contents })
        }
        [pattern] if !hits[0].in_row => {
            Opening::Envelope(Opened::at(envelope, pattern.clone(), value))
        }
        several if several.len() > PLACES => {
            patterns.truncate(PLACES);
            Opening::Ambiguous(patterns)
        }
        several => {
            let groups = search::groups(hits, several);
            let found_at = Some(groups[0][0].pattern.clone());
            let contents = Contents::Hits(groups);
            Opening::Envelope(Opened { envelope, found_at, value, contents })
        }
    }
}

impl<'a> Opened<'a> {
    /// An unknown envelope with bodies at this pattern.
    fn at(envelope: &'static Envelope, place: String, value: Record<'a>) -> Opened<'a> {
        Opened { envelope, found_at: Some(place), value, contents: Contents::Itself }
    }

    /// A record from the list of an envelope.
    pub fn element(envelope: &'static Envelope, index: u64, record: Record<'a>) -> Opened<'a> {
        Opened { envelope, found_at: None, value: record, contents: Contents::Element(index) }
    }

    /// Whether the values must be goal webhooks.
    pub fn holds_deliveries(&self) -> bool {
        self.envelope.holds == Holds::Deliveries || self.found_at.is_some()
    }

    /// Passes on the values in the place of bodies, possible copies of one delivery together, and
    /// records without any; `visit` returns whether there was a body. Returns the numbers of bodies
    /// and of records without one.
    pub fn each(&mut self, visit: &mut Visit<'_, 'a>) -> (u64, u64) {
        let contents = std::mem::replace(&mut self.contents, Contents::Nothing);
        let list = self.envelope.list().unwrap_or_default();
        let mut counts = (0, 0);
        match contents {
            Contents::Nothing => {
                visit(Shown::Left(self.value.text, 0));
                counts.1 = 1;
            }
            Contents::List(None) => {
                visit(Shown::Left(self.value.text, 0));
            }
            Contents::Itself => self.take(Way::default(), &self.value, visit, &mut counts),
            Contents::Element(index) => {
                let way = Way { pointer: list, index: Some(index) };
                self.take(way, &self.value, visit, &mut counts);
            }
            Contents::List(Some((first, others))) => {
                let others = others.map(|(_, other)| Record::read(other));
                let mut around = 0..0;
                for (index, record) in (0..).zip(std::iter::once(first).chain(others)) {
                    around.end = self.offset(record.text);
                    visit(Shown::Left(&self.value.text[around.clone()], around.start));
                    around.start = around.end + record.text.len();
                    let way = Way { pointer: list, index: Some(index) };
                    self.take(way, &record, visit, &mut counts);
                }
                visit(Shown::Left(&self.value.text[around.start..], around.start));
            }
            Contents::Elsewhere => {
                self.value.each(self.envelope.record, &mut |pointer, value| {
                    let way = Way { pointer, index: None };
                    self.take(way, &Record::read(value), visit, &mut counts);
                });
            }
            Contents::Hits(groups) => {
                for group in groups {
                    match self.group(Way::default(), self.value.text, &group, visit) {
                        true => counts.0 += 1,
                        false => counts.1 += 1,
                    }
                }
            }
        }
        counts
    }

    /// Passes on the contents of a record and counts its bodies.
    fn take(
        &self,
        way: Way<'_>,
        record: &Record<'a>,
        visit: &mut Visit<'_, 'a>,
        (full, empty): &mut (u64, u64),
    ) {
        match self.record(way, record, visit) {
            0 => {
                visit(Shown::Left(record.text, self.offset(record.text)));
                *empty += 1;
            }
            bodies => *full += bodies,
        }
    }

    /// Passes on the matches of the first pattern that has any; if these are not bodies, the hits
    /// of a search in them. Returns the number of bodies.
    fn record(&self, way: Way<'_>, record: &Record<'a>, visit: &mut Visit<'_, 'a>) -> u64 {
        let (mut any, mut bodies) = (false, 0);
        let mut at = |pattern: &str| {
            record.each(pattern, &mut |pointer, value| {
                if !is_blank(value) {
                    any = true;
                    let found = Found {
                        envelope: self.envelope,
                        record,
                        root: record.text,
                        way,
                        pointer,
                        pattern,
                        value,
                        at: self.offset(value),
                    };
                    bodies += u64::from(visit(Shown::Places(&[found])));
                }
            });
            any
        };
        match (&self.found_at, self.envelope.bodies) {
            (Some(place), _) => at(place),
            // Text that contains a body.
            (None, []) => at(""),
            (None, places) => places.iter().any(|pattern| at(pattern)),
        };
        if bodies == 0 && self.found_at.is_none() && !self.envelope.bodies.is_empty() {
            let hits = search::hits(record.text);
            let patterns = search::patterns(&hits);
            for group in search::groups(hits, &patterns) {
                bodies += u64::from(self.group(way, record.text, &group, visit));
            }
        }
        bodies
    }

    /// Passes on hits in `root`.
    fn group(
        &self,
        way: Way<'_>,
        root: &'a str,
        group: &[Hit<'a>],
        visit: &mut Visit<'_, 'a>,
    ) -> bool {
        let records: Vec<Record<'a>> = group.iter().map(|hit| Record::read(hit.record)).collect();
        let found = group.iter().zip(&records).map(|(hit, record)| Found {
            envelope: self.envelope,
            record,
            root,
            way,
            pointer: &hit.pointer,
            pattern: &hit.pattern,
            value: hit.value,
            at: self.offset(hit.value),
        });
        visit(Shown::Places(&found.collect::<Vec<_>>()))
    }

    /// The byte offset of a value in the text of the envelope.
    fn offset(&self, value: &str) -> usize {
        value.as_ptr() as usize - self.value.text.as_ptr() as usize
    }
}

/// What is passed on from an envelope.
pub enum Shown<'s, 'r, 'a> {
    /// Values in the place of bodies.
    Places(&'s [Found<'r, 'a>]),
    /// A record without a body, or the surroundings of records, and its offset in the envelope.
    Left(&'a str, usize),
}

/// Gets the contents of an envelope and returns whether there was a body.
pub type Visit<'v, 'a> = dyn FnMut(Shown<'_, '_, 'a>) -> bool + 'v;

fn is_blank(value: &str) -> bool {
    value == "null" || (value.starts_with('"') && value[1..value.len() - 1].trim().is_empty())
}
