//! Where in a body a finding is.

use crate::json::walk::escaped;
use crate::text::escape::Untrusted;
use crate::webhook::field::FIELDS;

/// A value in a body's JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonPath {
    /// The whole body.
    Root,
    Action,
    Goal,
    /// The documented field at this position of the field table.
    Field(usize),
    /// Anything else, as a JSON Pointer.
    Other(Box<str>),
}

impl JsonPath {
    /// The path of the member of an object that has this name.
    pub fn member(object: &JsonPath, name: &str) -> JsonPath {
        JsonPath::Other([object.text(), "/", &escaped(name)].concat().into())
    }

    /// The JSON Pointer (RFC 6901).
    pub fn pointer(&self) -> Untrusted {
        match self {
            JsonPath::Root => Untrusted::known(""),
            JsonPath::Action => Untrusted::known("/action"),
            JsonPath::Goal => Untrusted::known("/goal"),
            JsonPath::Field(index) => Untrusted::known(FIELDS[*index].pointer),
            JsonPath::Other(pointer) => Untrusted::new(&**pointer),
        }
    }

    fn text(&self) -> &str {
        match self {
            JsonPath::Root => "",
            JsonPath::Action => "/action",
            JsonPath::Goal => "/goal",
            JsonPath::Field(index) => FIELDS[*index].pointer,
            JsonPath::Other(pointer) => pointer,
        }
    }
}
