//! Values of `--goal` and `--user`: a prefix of a guid, or an id.

use crate::webhook::field::{FIELDS, Kind, at};

/// A prefix of a guid, ignoring case and the type prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedGuid {
    /// As given, in lower case.
    typed: String,
    /// `gol-`, in lower case.
    prefix: String,
}

impl WantedGuid {
    /// A prefix of the guids of a field, such as [`at::GUID`]; `None` if it is empty.
    pub fn new(typed: &str, field: usize) -> Option<WantedGuid> {
        let Kind::Guid(prefix) = FIELDS[field].kind else { return None };
        let (typed, prefix) = (typed.trim().to_ascii_lowercase(), prefix.to_ascii_lowercase());
        let wanted = WantedGuid { typed, prefix };
        (!wanted.rest().is_empty()).then_some(wanted)
    }

    /// Without the type prefix.
    pub(super) fn rest(&self) -> &str {
        self.typed.strip_prefix(&self.prefix).unwrap_or(&self.typed)
    }

    pub(super) fn rest_of<'g>(&self, guid: &'g str) -> &'g str {
        if starts(guid, &self.prefix) { &guid[self.prefix.len()..] } else { guid }
    }

    pub fn begins(&self, guid: &str) -> bool {
        starts(self.rest_of(guid), self.rest()) || starts(guid, &self.typed)
    }

    /// Whether lower-case bytes contain a guid with this prefix.
    pub fn is_within(&self, bytes: &[u8]) -> bool {
        memchr::memmem::find_iter(bytes, self.rest()).any(|at| {
            let before = bytes[..at].strip_suffix(self.prefix.as_bytes()).unwrap_or(&bytes[..at]);
            before.last().is_none_or(|byte| !is_of_a_name(*byte))
        })
    }
}

/// A user: a prefix of the user_guid, or the whole user_id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedUser {
    guid: WantedGuid,
    id: String,
}

impl WantedUser {
    /// `None` for an empty value.
    pub fn new(typed: &str) -> Option<WantedUser> {
        let guid = WantedGuid::new(typed, at::USER_GUID)?;
        Some(WantedUser { guid, id: typed.trim().to_owned() })
    }

    pub fn is(&self, guid: Option<&str>, id: Option<&str>) -> bool {
        id == Some(&self.id) || guid.is_some_and(|guid| self.guid.begins(guid))
    }

    pub fn is_within(&self, bytes: &[u8]) -> bool {
        let id = self.id.to_ascii_lowercase();
        let is_id = |at: usize| {
            let (before, after) = (&bytes[..at], &bytes[at + id.len()..]);
            !before.last().is_some_and(|byte| is_of_a_name(*byte))
                && !after.first().is_some_and(|byte| is_of_a_name(*byte))
        };
        memchr::memmem::find_iter(bytes, &id).any(is_id) || self.guid.is_within(bytes)
    }

    pub(super) fn guid(&self) -> &WantedGuid {
        &self.guid
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }
}

/// Whether a text starts with a lower-case text, ignoring case.
fn starts(text: &str, with: &str) -> bool {
    let start = text.as_bytes().get(..with.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
}

/// Whether a byte can be part of a guid or id.
fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
