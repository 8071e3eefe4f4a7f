//! A fast parser that recognises clean bodies in one pass, several times faster than the full
//! check.
//!
//! Archives have millions of bodies with few findings. This parser is fastest for keys in the
//! documented order and values without findings. Its cells are those of `serde_json`, and it
//! reports "clean" only if the full check would; everything else (long objects and arrays, a second
//! goal, invalid JSON) is left to the full parser. Property tests compare the two.

mod scan;
mod value;

use std::ops::Range;

use crate::capture::fast_reading::{Clean, GaveUp, Taken};
use crate::check::quick::scan::{ACTION, FIELD_KEYS, GOAL, Scan};
use crate::check::quick::value::GoalValues;
use crate::json::walk::key_is;
use crate::webhook::body::{Body, Extras, field_index};
use crate::webhook::field::{ACTIONS, ALL_FIELDS, FIELD_COUNT, FIELDS};

/// Parses the body at the start of `text`, if its form is simple, and returns its length. A body
/// marked as clean certainly has no finding with default levels and without `--now`; its parts are
/// left out if they are not wanted.
///
/// # Errors
/// Where its form is not simple, if that is at a key or value of the body or of its goal.
pub fn take_apart(text: &str, wants_clean: bool) -> Result<Taken<'_>, Option<GaveUp>> {
    let mut parts = Parts::default();
    let mut scan = Scan::new(text);
    if scan.envelope(&mut parts).is_none() {
        return Err(scan.stop);
    }
    let clean = Clean { length: scan.at, compact: scan.compact };
    let known_clean = scan.clean && !parts.action.is_empty();
    if known_clean && !wants_clean {
        return Ok(Taken { clean, body: None });
    }
    Ok(Taken { clean, body: Some(parts.body(text, known_clean).ok_or(None)?) })
}

/// The length of the body at the start of `text`, if it is certainly clean.
pub fn recognise(text: &str) -> Option<Clean> {
    let Taken { clean, body: None } = take_apart(text, false).ok()? else { return None };
    Some(clean)
}

/// The ranges of a body's values in its text; an empty range at 0 for absent ones. Slices are only
/// taken if they are wanted.
#[derive(Default)]
struct Parts<'a> {
    action: Range<usize>,
    goal: Range<usize>,
    fields: [Range<usize>; FIELD_COUNT],
    /// See [`Body::known_good`].
    known_good: u32,
    extras: Extras<'a>,
}

impl<'a> Parts<'a> {
    fn body(self, text: &'a str, known_clean: bool) -> Option<Box<Body<'a>>> {
        // No value begins at 0.
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
            goal_text: cell(&self.goal)?,
            goal: Some(cells),
            extras: self.extras,
            known_clean,
            known_good: self.known_good,
        }))
    }
}

impl<'a> Scan<'a> {
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
            } else if parts.goal.is_empty() && self.key(&GOAL).is_some() {
                self.next()?;
                let start = self.at;
                self.goal(parts)?;
                parts.goal = start..self.at;
            } else if !parts.goal.is_empty() || !parts.action.is_empty() {
                let key = self.any_key()?;
                if key_is(key, "action") || key_is(key, "goal") {
                    return None;
                }
                self.extra(false, key, parts)?;
            } else {
                // It may be an envelope, which the full parser handles.
                return None;
            }
            if self.ends()? {
                return (!parts.goal.is_empty()).then_some(());
            }
        }
    }

    fn goal(&mut self, parts: &mut Parts<'a>) -> Option<()> {
        let mut values = GoalValues::default();
        let mut next = 0;
        self.symbol(b'{')?;
        self.depth += 1;
        while !self.in_order(&mut next, &mut values, parts) {
            self.member(&mut next, &mut values, parts)?;
            if self.ends()? {
                break;
            }
        }
        self.depth -= 1;
        self.clean &= parts.known_good == ALL_FIELDS && values.is_consistent();
        Some(())
    }

    /// Skips fields in the documented order from the next one on, as long as there is no white
    /// space between tokens and the values have no findings, which is true of nearly all goals.
    /// Returns whether the goal ended.
    #[inline]
    fn in_order(
        &mut self,
        next: &mut usize,
        values: &mut GoalValues,
        parts: &mut Parts<'a>,
    ) -> bool {
        let mut rest = self.rest();
        let first = *next;
        let mut passed = first;
        let mut ends = false;
        for index in first..FIELD_COUNT {
            let Some(value) = FIELD_KEYS[index].after(rest) else { break };
            let Some(end) = value::read(index, &FIELDS[index], value, values) else {
                self.odd = self.place_of(value);
                break;
            };
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

    /// Skips any member of the goal.
    #[cold]
    fn member(
        &mut self,
        next: &mut usize,
        values: &mut GoalValues,
        parts: &mut Parts<'a>,
    ) -> Option<()> {
        self.next()?;
        let key_at = self.at;
        // Try the next documented key first.
        let is_next = FIELD_KEYS.get(*next).and_then(|key| self.key(key));
        let (index, key) = match is_next {
            Some(()) => (*next, self.text.get(key_at..self.at - 1)?),
            None => {
                let key = self.any_key()?;
                match field_index(key, *next) {
                    Some(index) => (index, key),
                    None => return self.extra(true, key, parts),
                }
            }
        };
        *next = index + 1;
        self.next()?;
        let start = self.at;
        let is_odd = start == self.odd;
        let good = || value::read(index, &FIELDS[index], self.rest(), values);
        match (!is_odd).then(good).flatten() {
            Some(rest) => {
                parts.known_good |= 1 << index;
                self.go_to(rest);
            }
            None => {
                parts.known_good &= !(1 << index);
                self.plain_value(start)?;
            }
        }
        let before = std::mem::replace(&mut parts.fields[index], start..self.at);
        if before.end > 0 {
            self.clean = false;
            parts.extras.add(true, key, self.text.get(before));
        }
        Some(())
    }

    /// Skips a key and its colon; returns the key as JSON text.
    #[cold]
    fn any_key(&mut self) -> Option<&'a str> {
        let start = self.at;
        // A key that is not a string is invalid, which serde_json reports better.
        if self.bytes.get(start) == Some(&b'"') {
            self.look();
        }
        self.plain_string()?;
        let key = self.text.get(start..self.at)?;
        self.symbol(b':')?;
        Some(key)
    }

    /// Skips the value of an undocumented key.
    #[cold]
    fn extra(&mut self, in_goal: bool, key: &'a str, parts: &mut Parts<'a>) -> Option<()> {
        self.next()?;
        self.plain_value(self.at)?;
        parts.extras.add(in_goal, key, None);
        Some(())
    }
}
