//! The conditions for bodies and goals to be chosen.
//!
//! `show`, `check`, `stats` and `redact` choose bodies. `history` and `diff --latest` choose goals
//! after their chains are built from all deliveries ([`Selection::goals`]).

use super::condition::Condition;
use crate::rules::rule::Rule;
use crate::text::span::TimeSpan;
use crate::text::time::Moment;
use crate::webhook::field::{FIELDS, Kind, at};
use crate::webhook::value::Goal;

/// All conditions must match; of each list, one entry. Without conditions, everything is chosen.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    pub goals: Vec<WantedGuid>,
    /// Users by user_guid or user_id.
    pub users: Vec<WantedUser>,
    pub actions: Vec<String>,
    pub conditions: Vec<Condition>,
    /// Received at or after the start of this span.
    pub since: Option<TimeSpan>,
    /// Received before the end of this span.
    pub until: Option<TimeSpan>,
    /// Rules or groups, one of which must have a finding.
    pub rules: Vec<String>,
    /// Whether there must be a finding (`true`) or none (`false`).
    pub flagged: Option<bool>,
    /// Whether goals are chosen: then every readable goal webhook passes here.
    pub chooses_goals: bool,
    /// The options as given, for messages; not escaped.
    pub typed: String,
}

/// The decision about a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Chosen,
    Other,
    /// Undecidable, because it cannot be read.
    Unread,
    /// Undecidable, because it has no received time.
    Untimed,
}

impl Selection {
    pub fn is_everything(&self) -> bool {
        !self.is_by_content() && self.rules.is_empty() && self.flagged.is_none()
    }

    /// Whether there is a condition on content or received time.
    pub fn is_by_content(&self) -> bool {
        self.is_by_name() || self.is_by_more()
    }

    /// Whether there is a condition on goals or users.
    fn is_by_name(&self) -> bool {
        !self.goals.is_empty() || !self.users.is_empty()
    }

    /// Whether there is a condition that needs a readable body.
    fn is_by_more(&self) -> bool {
        !self.actions.is_empty() || !self.conditions.is_empty() || self.is_by_time()
    }

    fn is_by_time(&self) -> bool {
        self.since.is_some() || self.until.is_some()
    }

    /// Whether received times are needed.
    pub fn needs_received(&self) -> bool {
        self.is_by_time() || self.conditions.iter().any(Condition::needs_received)
    }

    /// The decision about a goal webhook, before its findings are known.
    pub fn of_body(&self, goal: &Goal<'_>, received: Option<Moment>) -> Choice {
        if self.chooses_goals {
            return Choice::Chosen;
        }
        if !(self.holds_of_state(goal, received) && self.holds_of_user(goal)) {
            return Choice::Other;
        }
        self.of_time(received)
    }

    /// The decision about an unreadable body: it is chosen only by a goal or user whose guid or id
    /// is in its bytes.
    pub fn of_broken(&self, bytes: &[u8]) -> Choice {
        let is_named = || {
            let bytes = bytes.to_ascii_lowercase();
            (self.goals.is_empty() || self.goals.iter().any(|goal| goal.is_within(&bytes)))
                && (self.users.is_empty() || self.users.iter().any(|user| user.is_within(&bytes)))
        };
        match self.is_by_content() {
            false => Choice::Chosen,
            true if !self.is_by_more() && is_named() => Choice::Chosen,
            true => Choice::Unread,
        }
    }

    /// The decision about JSON that is not a goal webhook.
    pub fn of_something_else(&self) -> Choice {
        if self.is_by_content() { Choice::Other } else { Choice::Chosen }
    }

    /// Whether a goal's state matches the conditions on goal, action and fields; in a history, the
    /// latest state with its received time.
    pub fn holds_of_state(&self, goal: &Goal<'_>, received: Option<Moment>) -> bool {
        let guid = || goal.text(at::GUID);
        let is_wanted = |action: &str| self.actions.iter().any(|wanted| wanted == action);
        (self.goals.is_empty()
            || guid().is_some_and(|guid| self.goals.iter().any(|wanted| wanted.begins(&guid))))
            && (self.actions.is_empty() || goal.action.is_some_and(is_wanted))
            && self.conditions.iter().all(|condition| condition.holds(goal, received))
    }

    /// Whether a body belongs to a chosen user; a goal in a history does if any of its deliveries
    /// does.
    pub fn holds_of_user(&self, goal: &Goal<'_>) -> bool {
        if self.users.is_empty() {
            return true;
        }
        let (guid, id) = (goal.text(at::USER_GUID), goal.text(at::USER_ID));
        self.users.iter().any(|wanted| wanted.is(guid.as_deref(), id.as_deref()))
    }

    /// Whether the received time matches `--since` and `--until`.
    pub fn of_time(&self, received: Option<Moment>) -> Choice {
        let Some(received) = received else {
            return if self.is_by_time() { Choice::Untimed } else { Choice::Chosen };
        };
        let received = i128::from(received.nanos());
        let is_within = self.since.as_ref().is_none_or(|since| received >= since.start)
            && self.until.as_ref().is_none_or(|until| received < until.end);
        if is_within { Choice::Chosen } else { Choice::Other }
    }

    /// Whether findings of these rules match the conditions on findings.
    pub fn holds_of_findings<'r>(&self, rules: impl Iterator<Item = &'r Rule> + Clone) -> bool {
        let has = |name: &String| {
            rules.clone().any(|rule| rule.name == *name || rule.group.name() == *name)
        };
        (self.rules.is_empty() || self.rules.iter().any(has))
            && self.flagged.is_none_or(|flagged| {
                let mut rules = rules;
                rules.next().is_some() == flagged
            })
    }
}

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
