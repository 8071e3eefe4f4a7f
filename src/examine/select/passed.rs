//! What was not chosen, what comes nearest to what was looked for, and how that is said.

use super::condition::Condition;
use super::selection::Selection;
use super::wanted::WantedGuid;
use crate::text::digits::{counted, grouped};
use crate::text::terminal::terminal;
use crate::webhook::field::at;
use crate::webhook::value::Goal;

#[derive(Debug, Clone, Default)]
pub struct Passed {
    /// All of them.
    pub others: u64,
    /// Those that cannot be read, so that nobody knows whether they match.
    pub unread: u64,
    /// Stretches of other text between bodies, of which nobody knows either.
    pub texts: u64,
    /// Those of which nobody knows when they were received.
    pub untimed: u64,
    /// What comes nearest to what was looked for, while nothing is chosen.
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

    /// Lines that count those of which nobody knows whether they match.
    pub fn notes(&self) -> Vec<String> {
        const WHY: &str = "left out: it is not known whether they match";
        let counts = [
            (self.unread, "unreadable body", "unreadable bodies"),
            (self.texts, "stretch of other text", "stretches of other text"),
            (self.untimed, "body without a received time", "bodies without a received time"),
        ];
        let line = |(count, one, many)| format!("{} {WHY}", counted(count, one, many));
        counts.into_iter().filter(|(count, ..)| *count > 0).map(line).collect()
    }
}

/// `0 of 12 bodies match --goal GOL-53ff; did you mean GOL-537e…?`, where nothing of so many was
/// chosen; `things` are bodies or goals.
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

/// The text nearest to the one that was looked for, among those that were offered.
#[derive(Debug, Clone, Default)]
pub struct Nearest(Option<(usize, String)>);

/// A longer text is not looked at, in bytes.
const LONGEST: usize = 256;

impl Nearest {
    /// Offers what a body holds that a selection did not choose.
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

    /// Offers the guid of a goal that a selection did not choose.
    pub fn offer_guid(&mut self, selection: &Selection, guid: &str) {
        selection.goals.iter().for_each(|wanted| self.offer_rest(wanted, guid));
    }

    fn offer_rest(&mut self, wanted: &WantedGuid, guid: &str) {
        self.offer_text(wanted.rest(), wanted.rest_of(guid), guid);
    }

    /// Offers a text of which a part is compared.
    fn offer_text(&mut self, wanted: &str, part: &str, text: &str) {
        if text.len() > LONGEST || wanted.len() > LONGEST {
            return;
        }
        let Some(distance) = distance(wanted.as_bytes(), part.as_bytes()) else { return };
        if self.0.as_ref().is_none_or(|(held, _)| distance < *held) {
            self.0 = Some((distance, text.to_owned()));
        }
    }

    /// Takes what another part of the input, behind this one, offered.
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

/// How many bytes of what is wanted differ from a text, or from its beginning, in one stretch;
/// `None` where these are more than a third. Case does not count.
fn distance(wanted: &[u8], found: &[u8]) -> Option<usize> {
    let same = |(one, other): &(&u8, &u8)| one.eq_ignore_ascii_case(other);
    let common = |one: &[u8], other: &[u8]| one.iter().zip(other).take_while(same).count();
    let start = common(wanted, found);
    let most = wanted.len() / 3;
    // A beginning of so many bytes, one more or one less may have been meant, or all.
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
