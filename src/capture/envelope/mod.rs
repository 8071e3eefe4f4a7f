//! Envelopes: JSON in which captures hold bodies, as queues, gateways, logs and tools write it.
//!
//! An envelope is a row of [`table::TABLE`], not a program: how it is recognised, where bodies
//! stand in it, and what it says of each delivery. `open` applies the rows, one level at a
//! time; whoever asks goes on with what comes out, so envelopes nest in any order.

pub mod found;
pub mod list;
pub mod open;
pub mod pointer;
pub mod received;
pub mod search;
pub mod table;

/// One kind of envelope. All patterns are those of [`mod@pointer`].
#[derive(Debug)]
pub struct Envelope {
    /// What it holds, in the plural, as a person calls it.
    pub name: &'static str,
    /// What must be true of the whole value.
    pub root: &'static [Mark],
    /// From the whole value to its records, each of which holds one delivery.
    pub record: &'static str,
    /// What must be true of the first record.
    pub marks: &'static [Mark],
    /// From a record to its bodies: the first pattern that finds any. Without a pattern the
    /// record is searched.
    pub bodies: &'static [&'static str],
    pub coding: Coding,
    pub holds: Holds,
    /// From a record to the time of its arrival: the first pattern that finds one.
    pub received: &'static [&'static str],
    /// From a record to its headers, in any of their usual shapes.
    pub headers: &'static [&'static str],
    /// From a record to the HTTP method.
    pub method: &'static [&'static str],
    /// From a record to the request target or address.
    pub path: &'static [&'static str],
}

impl Envelope {
    /// The way to the list whose elements are the records, if they are those of one list.
    pub fn list(&self) -> Option<&'static str> {
        self.record.strip_suffix("/*").filter(|list| !list.contains('*'))
    }
}

/// Something that tells an envelope.
#[derive(Debug, Clone, Copy)]
pub enum Mark {
    /// The record has a value at this place.
    Has(&'static str),
    /// One of these places has a value.
    HasAny(&'static [&'static str]),
    /// The record has this text there.
    Is(&'static str, &'static str),
    /// The record has a text there that begins so.
    Begins(&'static str, &'static str),
}

/// How a body that is text is written.
#[derive(Debug, Clone, Copy)]
pub enum Coding {
    /// As it is, or in base64 where it looks so.
    Plain,
    Base64,
    /// In base64 where the record has this value at this place.
    Base64Where(&'static str, &'static str),
}

/// What stands where the bodies of an envelope are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// What was delivered: if it is something else than a goal webhook, that is a finding.
    Deliveries,
    /// Anything, of which some may hold a goal webhook: log lines, rows of a table.
    Anything,
}
