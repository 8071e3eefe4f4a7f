//! Envelopes: JSON around bodies, as written by queues, gateways, logs and tools.
//!
//! An envelope is a row of [`registry::TABLE`], not code: how it is recognised, where its bodies are,
//! and where its request data is. `open` applies the rows one level at a time; the caller continues
//! with the result, so envelopes nest in any order.

pub mod broken_list;
pub mod found;
pub mod open;
pub mod pointer;
pub mod received;
pub mod registry;
pub mod search;

/// One kind of envelope. All patterns are those of [`mod@pointer`].
#[derive(Debug)]
pub struct Envelope {
    /// Its plural name for people.
    pub name: &'static str,
    /// Conditions on the whole value.
    pub root: &'static [Mark],
    /// The path from the whole value to its records, one per delivery.
    pub record: &'static str,
    /// Conditions on the first record.
    pub marks: &'static [Mark],
    /// Patterns from a record to its bodies; the first with a match counts. Without patterns the
    /// record is searched.
    pub bodies: &'static [&'static str],
    pub coding: Coding,
    pub holds: Holds,
    /// Patterns from a record to the received time; the first with a match counts.
    pub received: &'static [&'static str],
    /// Patterns from a record to its headers, in any common shape.
    pub headers: &'static [&'static str],
    /// Patterns from a record to the HTTP method.
    pub method: &'static [&'static str],
    /// Patterns from a record to the request target or URL.
    pub path: &'static [&'static str],
}

impl Envelope {
    /// The pointer to the list of records, if they are in one list.
    pub fn list(&self) -> Option<&'static str> {
        self.record.strip_suffix("/*").filter(|list| !list.contains('*'))
    }
}

/// A condition that identifies an envelope.
#[derive(Debug, Clone, Copy)]
pub enum Mark {
    /// The record has a value at this pointer.
    Has(&'static str),
    /// One of these pointers has a value.
    HasAny(&'static [&'static str]),
    /// The record has this string there.
    Is(&'static str, &'static str),
    /// The record has a string with this prefix there.
    Begins(&'static str, &'static str),
    /// The only member of the record has one of the first names, and is an object with members of
    /// the second names alone.
    Sole(&'static [&'static str], &'static [&'static str]),
}

/// The coding of bodies in strings.
#[derive(Debug, Clone, Copy)]
pub enum Coding {
    /// Plain, or base64 if it looks like that.
    Plain,
    Base64,
    /// Base64 if the record has this value at this pointer.
    Base64Where(&'static str, &'static str),
}

/// What an envelope contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Deliveries: anything other than a goal webhook is a finding.
    Deliveries,
    /// Anything, some of it goal webhooks: log lines, rows of a table.
    Anything,
}
