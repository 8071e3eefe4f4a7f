//! The path of a finding in a body.

use crate::json::pointer::escaped;
use crate::text::escape::Untrusted;
use crate::webhook::field::FIELDS;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonPath {
    Root,
    Action,
    Goal,
    /// The documented field with this index in the field table.
    Field(usize),
    /// Any other value, as a JSON Pointer.
    Other(Box<str>),
}

impl JsonPath {
    /// The path of a member by its name.
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
