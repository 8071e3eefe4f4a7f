//! Counts of what was not chosen, the nearest match, and the notes about both.

use super::condition::Condition;
use super::selection::{Selection, WantedGuid};
use crate::text::digits::{counted, grouped};
use crate::text::terminal::terminal;
use crate::webhook::field::at;
use crate::webhook::value::Goal;

#[derive(Debug, Clone, Default)]
pub struct Passed {
    /// The total.
    pub others: u64,
    /// Unreadable bodies, for which the filters cannot be decided.
    pub unread: u64,
    /// Texts between bodies, for which the filters cannot be decided.
    pub texts: u64,
    /// Bodies without a received time.
    pub untimed: u64,
    /// The nearest value, while nothing is chosen.
    pub nearest: Nearest,
}

impl Passed {
    pub fn add(&mut self, other: Passed) {
        self.others += other.others;
        self.unread += other.unread;
        self.texts += other.texts;
        self.untimed += other.untimed;
        self.nearest.add(other.nearest);
    }

    /// Notes with the counts of undecidable bodies.
    pub fn notes(&self) -> Vec<String> {
        let counts = [
            (self.unread, "unreadable body", "unreadable bodies"),
            (self.texts, "stretch of other text", "stretches of other text"),
            (self.untimed, "body without a received time", "bodies without a received time"),
        ];
        let line = |(count, one, many)| {
            let whether = if count == 1 { "it matches" } else { "they match" };
            format!("{} left out: it is not known whether {whether}", counted(count, one, many))
        };
        counts.into_iter().filter(|(count, ..)| *count > 0).map(line).collect()
    }
}

/// What filters choose, one and several.
pub const BODIES: (&str, &str) = ("body", "bodies");
pub const GOALS: (&str, &str) = ("goal", "goals");

/// `0 of 12 bodies match --goal GOL-53ff; did you mean GOL-537e…?`; `things` are [`BODIES`] or
/// [`GOALS`].
pub fn nothing_matches(
    selection: &Selection,
    all: u64,
    things: (&str, &str),
    nearest: Option<&Nearest>,
) -> String {
    let nearest = nearest.and_then(Nearest::text);
    let meant = nearest.map(|text| format!("; did you mean {}?", terminal(text)));
    format!(
        "0 of {} {} {} {}{}",
        grouped(all),
        if all == 1 { things.0 } else { things.1 },
        if all == 1 { "matches" } else { "match" },
        terminal(&selection.typed),
        meant.unwrap_or_default()
    )
}

/// The offered text that is nearest to a wanted one.
#[derive(Debug, Clone, Default)]
pub struct Nearest(Option<(usize, String)>);

/// Longer texts are ignored, in bytes.
const LONGEST: usize = 256;

impl Nearest {
    /// Offers the values of a body that was not chosen.
    pub fn offer(&mut self, selection: &Selection, goal: &Goal<'_>) {
        if let Some(guid) = goal.text(at::GUID) {
            self.offer_guid(selection, &guid);
        }
        let (guid, id) = match selection.users.is_empty() {
            true => (None, None),
            false => (goal.text(at::USER_GUID), goal.text(at::USER_ID)),
        };
        for wanted in &selection.users {
            guid.iter().for_each(|guid| self.offer_rest(wanted.guid(), guid));
            id.iter().for_each(|id| self.offer_text(wanted.id(), id, id));
        }
        for (field, wanted) in selection.conditions.iter().filter_map(Condition::text) {
            goal.text(field).iter().for_each(|found| self.offer_text(wanted, found, found));
        }
    }

    /// Offers the guid of a goal that was not chosen.
    pub fn offer_guid(&mut self, selection: &Selection, guid: &str) {
        selection.goals.iter().for_each(|wanted| self.offer_rest(wanted, guid));
    }

    fn offer_rest(&mut self, wanted: &WantedGuid, guid: &str) {
        // What matches was not chosen because of another filter.
        if !wanted.begins(guid) {
            self.offer_text(wanted.rest(), wanted.rest_of(guid), guid);
        }
    }

    /// Offers a text; only a part of it is compared.
    fn offer_text(&mut self, wanted: &str, part: &str, text: &str) {
        if text.len() > LONGEST || wanted.len() > LONGEST {
            return;
        }
        let Some(distance) = distance(wanted.as_bytes(), part.as_bytes()) else { return };
        if self.0.as_ref().is_none_or(|(held, _)| distance < *held) {
            self.0 = Some((distance, text.to_owned()));
        }
    }

    /// Merges the result of a later part of the input.
    pub fn add(&mut self, other: Nearest) {
        if let Some((distance, text)) = other.0
            && self.0.as_ref().is_none_or(|(held, _)| distance < *held)
        {
            self.0 = Some((distance, text));
        }
    }

    /// The text, not escaped.
    pub fn text(&self) -> Option<&str> {
        self.0.as_ref().map(|(_, text)| text.as_str())
    }
}

/// The number of bytes of `wanted` that differ from a text or its prefix in one run; `None` if more
/// than a third. Ignores case.
fn distance(wanted: &[u8], found: &[u8]) -> Option<usize> {
    let same = |(one, other): &(&u8, &u8)| one.eq_ignore_ascii_case(other);
    let common = |one: &[u8], other: &[u8]| one.iter().zip(other).take_while(same).count();
    let start = common(wanted, found);
    let most = wanted.len() / 3;
    // The prefix of this length, one byte more or less, or the whole text.
    let lengths = [wanted.len(), wanted.len() + 1, wanted.len().saturating_sub(1), found.len()];
    let distance = lengths
        .into_iter()
        .filter(|length| *length <= found.len())
        .map(|length| {
            let end = wanted.iter().rev().zip(found[..length].iter().rev());
            let longest = wanted.len().min(length) - start.min(wanted.len().min(length));
            let end = end.take_while(same).count().min(longest);
            wanted.len().max(length) - start.min(length) - end
        })
        .min()?;
    (distance <= most).then_some(distance)
}
