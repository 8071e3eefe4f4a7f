//! What was not chosen, and how that is said.

use super::nearest::Nearest;
use super::selection::Selection;
use crate::text::digits::{counted, group_digits};
use crate::text::terminal::terminal;

/// The bodies that were not chosen.
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
    /// Adds what another part of the same run passed over.
    pub fn add(&mut self, other: Passed) {
        self.others += other.others;
        self.unread += other.unread;
        self.texts += other.texts;
        self.untimed += other.untimed;
        self.nearest.add(other.nearest);
    }

    /// Notes with the counts of undecidable bodies.
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

/// `0 of 12 bodies match --goal GOL-53ff; did you mean GOL-537e…?`; `things` are bodies or goals.
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
        group_digits(&all.to_string()),
        if all == 1 { things.0 } else { things.1 },
        if all == 1 { "matches" } else { "match" },
        terminal(&selection.typed),
        meant.unwrap_or_default()
    )
}
