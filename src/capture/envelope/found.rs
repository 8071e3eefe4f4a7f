//! The value in the place of a body in an envelope, evaluated lazily: its path, decoded text, and
//! request data.

use std::borrow::Cow;

use super::pointer::Record;
use super::{Coding, Envelope, received, search};
use crate::capture::capture_meta::CaptureMeta;
use crate::capture::{base64_text, time};
use crate::json::text::unescape;
use crate::json::walk::{Step, child, children, elements};
use crate::text::time::Moment;
use crate::webhook::body::JsonType;

/// The path from a value to one of its records.
#[derive(Debug, Clone, Copy, Default)]
pub struct Way<'r> {
    /// The pointer to the record or to its list.
    pub pointer: &'r str,
    /// The index in that list.
    pub index: Option<u64>,
}

/// A value in the place of a body.
#[derive(Debug)]
pub struct Found<'r, 'a> {
    pub envelope: &'static Envelope,
    pub record: &'r Record<'a>,
    /// The record, or what is around it.
    pub root: &'a str,
    pub way: Way<'r>,
    /// The pointer from there.
    pub pointer: &'r str,
    /// The pointer with `*` for every array index.
    pub pattern: &'r str,
    pub value: &'a str,
    /// The byte offset in the text of the envelope.
    pub at: usize,
}

/// The decoded bytes.
#[derive(Debug)]
pub struct Decoded<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// The coding, if the bytes are certainly those that were sent.
    pub coding: Option<&'static str>,
}

/// The bytes of nested content with their context.
#[derive(Debug)]
pub struct Inner<'a> {
    /// The path to them: a JSON Pointer and the codings.
    pub steps: Vec<String>,
    pub bytes: Cow<'a, [u8]>,
    /// Whether they are certainly the bytes that were sent.
    pub exact: bool,
    pub delivery: CaptureMeta,
}

impl<'a> Inner<'a> {
    /// Bytes without request data.
    pub fn plain(steps: Vec<String>, bytes: &'a [u8]) -> Inner<'a> {
        let (bytes, delivery) = (Cow::Borrowed(bytes), CaptureMeta::default());
        Inner { steps, bytes, exact: false, delivery }
    }
}

impl<'a> Found<'_, 'a> {
    /// The bytes, with escapes and base64 decoded.
    pub fn decode(&self) -> Decoded<'a> {
        if let Some(bytes) = search::bytes(self.value) {
            return Decoded { bytes: Cow::Owned(bytes), coding: Some("bytes") };
        }
        if JsonType::of(self.value) != JsonType::String {
            return Decoded { bytes: Cow::Borrowed(self.value.as_bytes()), coding: None };
        }
        let text = unescape(self.value);
        let declared = match self.envelope.coding {
            Coding::Plain => false,
            Coding::Base64 => true,
            Coding::Base64Where(place, expected) => {
                self.record.first(place).is_some_and(|value| value.trim_matches('"') == expected)
            }
        };
        let decoded = if declared {
            base64_text::base64(&text)
        } else {
            base64_text::undeclared_base64(&text)
        };
        let coding = decoded.is_some().then_some("base64");
        let bytes = match (decoded, text) {
            (Some(bytes), _) => Cow::Owned(bytes),
            (None, Cow::Borrowed(text)) => Cow::Borrowed(text.as_bytes()),
            (None, Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
        };
        Decoded { bytes, coding }
    }

    /// The decoded bytes with their context; `wanted` selects the request data.
    pub fn inner(&self, decoded: Decoded<'a>, wanted: Told) -> Inner<'a> {
        let list = self.way.pointer;
        let mut steps = vec![match self.way.index {
            Some(index) => format!("{list}/{index}{}", self.pointer),
            None => format!("{list}{}", self.pointer),
        }];
        steps.extend(decoded.coding.map(str::to_owned));
        let delivery = self.delivery(wanted);
        Inner { steps, bytes: decoded.bytes, exact: decoded.coding.is_some(), delivery }
    }

    fn text(&self, patterns: &[&str]) -> Option<Cow<'a, str>> {
        patterns.iter().find_map(|at| self.record.first(at)).and_then(text)
    }
}

/// The request data next to a body in its record.
pub trait Beside {
    fn method(&self) -> Option<Cow<'_, str>>;
    /// The request target or address.
    fn path(&self) -> Option<Cow<'_, str>>;
    /// The received time.
    fn received(&self) -> Option<Moment>;
    /// The headers in any common shape.
    fn headers(&self) -> Option<&str>;

    /// The request data selected by `wanted`.
    fn delivery(&self, wanted: Told) -> CaptureMeta {
        let mut delivery = CaptureMeta::default();
        if let Some(method) = self.method() {
            delivery.set_method(&method);
        }
        if let Some(headers) = self.headers() {
            each_header(headers, &mut |name, value| delivery.add_header(name, value));
        }
        if wanted == Told::All {
            delivery.received = self.received().or(delivery.received);
            if let Some(path) = self.path() {
                delivery.set_path(&path);
            }
        }
        delivery
    }
}

impl Beside for Found<'_, '_> {
    fn method(&self) -> Option<Cow<'_, str>> {
        self.text(self.envelope.method)
    }

    fn path(&self) -> Option<Cow<'_, str>> {
        self.text(self.envelope.path)
    }

    fn received(&self) -> Option<Moment> {
        let received = self.envelope.received.iter();
        let said = received.filter_map(|at| self.record.first(at).and_then(time::of_json)).next();
        said.or_else(|| received::near(self.root, self.pointer))
    }

    fn headers(&self) -> Option<&str> {
        self.envelope.headers.iter().find_map(|at| self.record.first(at))
    }
}

/// How much request data is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Method and headers, for checks.
    Head,
    All,
}

fn text(json: &str) -> Option<Cow<'_, str>> {
    json.starts_with('"').then(|| unescape(json))
}

/// Passes on headers in any common shape: an object of strings or of arrays of strings, an array of
/// objects with name (or key) and value, or an array of alternating names and values.
pub fn each_header(headers: &str, visit: &mut dyn FnMut(&str, &str)) {
    let mut name_before: Option<Cow<'_, str>> = None;
    for (step, value) in children(headers) {
        match (step, text(value)) {
            (Step::Key(name), Some(value)) => visit(&unescape(name), &value),
            (Step::Key(name), None) => {
                let name = unescape(name);
                for value in elements(value).filter_map(text) {
                    visit(&name, &value);
                }
            }
            (Step::Index(_), None) if value.starts_with('{') => {
                let name = child(value, "name").or_else(|| child(value, "key"));
                let value = child(value, "value").and_then(text);
                if let (Some(name), Some(value)) = (name.and_then(text), value) {
                    visit(&name, &value);
                }
            }
            (Step::Index(_), value) => match (name_before.take(), value) {
                (Some(name), Some(value)) => visit(&name, &value),
                (None, name) => name_before = name,
                (Some(_), None) => {}
            },
        }
    }
}
