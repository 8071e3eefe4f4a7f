//! Takes bodies apart and says "clean" in one look, several times faster than the full check.
//!
//! Archives hold millions of bodies with little to say about them. This reader knows objects of
//! plain keys, best in the documented order, and values that no rule has anything against. What
//! it takes apart has the cells that `serde_json` gives, and it says "clean" only where the full
//! check does; whatever it does not know (escaped or repeated keys, long values in brackets,
//! broken grammar) it leaves to the one way that reads all bodies. Property tests hold the two
//! together.

mod key;
mod scan;
mod value;

use std::ops::Range;

use crate::capture::frames::{Clean, Taken};
use crate::webhook::body::{Body, Extra};
use crate::webhook::field::{ACTIONS, ALL_FIELDS, FIELD_COUNT, FIELDS, position};
use key::{ACTION, FIELD_KEYS, GOAL};
use scan::Scan;
use value::Known;

/// More keys that are not documented than this are left to the full reading, which counts them.
const MOST_EXTRAS: usize = 16;

/// Takes the body at the start of `text` apart, if it is of a simple form, and gives its extent.
/// Where the body is marked as known clean, it certainly gives no finding with the usual
/// settings and no time to hold dates against; such a body is given without its parts where
/// nobody wants them.
pub fn take_apart(text: &str, wants_clean: bool) -> Option<Taken<'_>> {
    let mut parts = Parts::default();
    let mut scan = Scan::new(text);
    scan.envelope(&mut parts)?;
    let clean = Clean { length: scan.at, compact: scan.compact };
    let known_clean = scan.clean && !parts.action.is_empty();
    if known_clean && !wants_clean {
        return Some(Taken { clean, body: None });
    }
    Some(Taken { clean, body: Some(parts.body(text, known_clean)?) })
}

/// The extent of the body at the start of `text`, if it is certainly clean.
pub fn recognise(text: &str) -> Option<Clean> {
    let Taken { clean, body: None } = take_apart(text, false)? else { return None };
    Some(clean)
}

/// Where the values of a body stand in its text: an empty range at its start for those that are not there.
/// They are cut out of it only where somebody wants them.
#[derive(Default)]
struct Parts<'a> {
    action: Range<usize>,
    has_goal: bool,
    fields: [Range<usize>; FIELD_COUNT],
    /// See [`Body::known_good`].
    known_good: u32,
    extras: Vec<Extra<'a>>,
}

impl<'a> Parts<'a> {
    fn body(self, text: &'a str, known_clean: bool) -> Option<Box<Body<'a>>> {
        // No value begins where the text does.
        let cell = |span: &Range<usize>| match span.end {
            0 => Some(None),
            _ => text.get(span.clone()).map(Some),
        };
        let mut cells = [None; FIELD_COUNT];
        for (cut, span) in cells.iter_mut().zip(&self.fields) {
            *cut = cell(span)?;
        }
        Some(Box::new(Body {
            action: cell(&self.action)?,
            goal: Some(cells),
            extras: self.extras,
            extras_dropped: 0,
            known_clean,
            known_good: self.known_good,
        }))
    }
}

impl<'a> Scan<'a> {
    /// The whole body.
    fn envelope(&mut self, parts: &mut Parts<'a>) -> Option<()> {
        self.symbol(b'{')?;
        loop {
            self.next()?;
            if parts.action.is_empty() && self.key(&ACTION).is_some() {
                self.next()?;
                let start = self.at;
                match value::word(self.rest(), ACTIONS) {
                    Some((_, rest)) => self.go_to(rest),
                    None => self.plain_value(start)?,
                }
                parts.action = start..self.at;
            } else if !parts.has_goal && self.key(&GOAL).is_some() {
                parts.has_goal = true;
                self.goal(parts)?;
            } else if parts.has_goal || !parts.action.is_empty() {
                self.extra(false, parts)?;
            } else {
                // It may well be an envelope, which others know how to read.
                return None;
            }
            if self.ends()? {
                return parts.has_goal.then_some(());
            }
        }
    }

    /// The members of the goal.
    fn goal(&mut self, parts: &mut Parts<'a>) -> Option<()> {
        let mut known = Known::default();
        let mut next = 0;
        self.symbol(b'{')?;
        while !self.in_order(&mut next, &mut known, parts) {
            self.member(&mut next, &mut known, parts)?;
            if self.ends()? {
                break;
            }
        }
        self.clean &= parts.known_good == ALL_FIELDS && known.is_consistent();
        Some(())
    }

    /// Passes fields in the documented order from the next one on, as long as nothing stands
    /// between their tokens and no rule has anything against their values: so nearly all goals
    /// are. Gives whether the goal ended with them.
    #[inline]
    fn in_order(&mut self, next: &mut usize, known: &mut Known, parts: &mut Parts<'a>) -> bool {
        let mut rest = self.rest();
        let first = *next;
        let mut passed = first;
        let mut ends = false;
        for index in first..FIELD_COUNT {
            let Some(value) = FIELD_KEYS[index].after(rest) else { break };
            let Some(end) = value::read(index, &FIELDS[index], value, known) else { break };
            let Some((delimiter @ (b',' | b'}'), after)) = end.split_first() else { break };
            let span = &mut parts.fields[index];
            if span.end > 0 {
                break;
            }
            *span = self.place_of(value)..self.place_of(end);
            passed = index + 1;
            rest = after;
            if *delimiter == b'}' {
                ends = true;
                break;
            }
        }
        parts.known_good |= (1 << passed) - (1 << first);
        *next = passed;
        self.go_to(rest);
        ends
    }

    /// Passes any member of the goal.
    #[cold]
    fn member(&mut self, next: &mut usize, known: &mut Known, parts: &mut Parts<'a>) -> Option<()> {
        self.next()?;
        // Here too the next key is foretold.
        let foretold = FIELD_KEYS.get(*next).and_then(|key| self.key(key));
        let Some(index) = foretold.map(|()| *next).or_else(|| self.documented_key()) else {
            return self.extra(true, parts);
        };
        *next = index + 1;
        self.next()?;
        let start = self.at;
        match value::read(index, &FIELDS[index], self.rest(), known) {
            Some(rest) => {
                parts.known_good |= 1 << index;
                self.go_to(rest);
            }
            None => self.plain_value(start)?,
        }
        let span = &mut parts.fields[index];
        let stands_again = std::mem::replace(span, start..self.at).end > 0;
        (!stands_again).then_some(())
    }

    /// Passes the key of a documented field of the goal that is not in its usual place.
    #[cold]
    fn documented_key(&mut self) -> Option<usize> {
        let rest = self.text.get(self.at..)?.strip_prefix('"')?;
        let index = position(&rest[..memchr::memchr(b'"', rest.as_bytes())?])?;
        self.key(&FIELD_KEYS[index])?;
        Some(index)
    }

    /// Passes a member that is not documented.
    #[cold]
    fn extra(&mut self, in_goal: bool, parts: &mut Parts<'a>) -> Option<()> {
        let start = self.at;
        self.plain_string(false)?;
        let key = self.text.get(start..self.at)?;
        let name = &key[1..key.len() - 1];
        let is_documented =
            if in_goal { position(name).is_some() } else { matches!(name, "action" | "goal") };
        if is_documented || parts.extras.len() == MOST_EXTRAS {
            return None;
        }
        self.symbol(b':')?;
        self.next()?;
        let start = self.at;
        self.plain_value(start)?;
        parts.extras.push(Extra { in_goal, key, before: None });
        Some(())
    }
}
