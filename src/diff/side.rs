//! One of the two bodies of a comparison.

use std::borrow::Cow;

use crate::capture::frames::{Content, Frame};
use crate::check::check;
use crate::check::quick::take_apart;
use crate::json::walk::members_by_key;
use crate::webhook::body::Body;
use crate::webhook::field::{at, position};
use crate::webhook::value::Goal;

#[derive(Debug, Default)]
pub struct Side<'a> {
    /// The documented values.
    pub goal: Goal<'a>,
    /// The value of `action` as JSON text.
    pub action: Option<&'a str>,
    pub extras: Extras<'a>,
    /// The replacement of the guid if values are hidden.
    pub alias: Option<String>,
}

/// Undocumented members: unescaped keys, sorted, with their values as JSON text.
#[derive(Debug, Default)]
pub struct Extras<'a> {
    /// Beside `goal`.
    pub beside: Vec<(Cow<'a, str>, &'a str)>,
    /// In `goal`.
    pub inside: Vec<(Cow<'a, str>, &'a str)>,
}

impl<'a> Side<'a> {
    /// Parses a body; `None` if it has no goal object or is not a goal webhook.
    pub fn read(text: &'a str) -> Option<Side<'a>> {
        let taken = take_apart(text, true).ok().filter(|taken| taken.clean.length == text.len());
        let body: Box<Body<'a>> = match taken.and_then(|taken| taken.body) {
            Some(body) => body,
            None => Box::new(serde_json::from_str(text).ok()?),
        };
        body.goal?;
        let frame = Frame::at(0..text.len(), Content::Goal(body));
        let frame = Frame { text, bytes: text.as_bytes(), ..frame };
        let goal = check(&frame, None)?.goal;
        let Content::Goal(body) = frame.content else { return None };
        let (action, extras) = (body.action, Extras::of(&body, text));
        let side = |goal| Side { goal, action, extras, alias: None };
        Side::is_comparable(&goal, &body).then(|| side(goal))
    }

    /// Whether the values of a body were parsed.
    pub fn is_comparable(goal: &Goal<'_>, body: &Body<'_>) -> bool {
        // Parsed cells are slices of the same text.
        let is_it = |(cell, read): (&Option<&str>, &Option<&str>)| {
            cell.map(str::as_ptr) == read.map(str::as_ptr)
        };
        body.goal.is_some_and(|cells| cells.iter().zip(&goal.cells).all(is_it))
    }

    /// Unescaped.
    pub fn guid(&self) -> Cow<'a, str> {
        match &self.alias {
            Some(alias) => Cow::Owned(alias.clone()),
            None => self.goal.text(at::GUID).unwrap_or_default(),
        }
    }

    /// Unescaped.
    pub fn name(&self) -> Cow<'a, str> {
        self.goal.text(at::NAME).unwrap_or_default()
    }

    pub fn revision(&self) -> Option<i64> {
        self.goal.integer(at::REVISION)
    }
}

impl<'a> Extras<'a> {
    /// Undocumented members of this body, given its text.
    pub fn of(body: &Body<'_>, text: &'a str) -> Extras<'a> {
        let has_any = body.extras.kept.iter().any(|extra| extra.before.is_none());
        if !has_any {
            return Extras::default();
        }
        let (mut beside, mut inside) = (members_by_key(text), Vec::new());
        if let Some((_, goal)) = beside.iter().find(|(key, _)| key == "goal") {
            inside = members_by_key(goal);
        }
        beside.retain(|(key, _)| !matches!(&**key, "action" | "goal"));
        inside.retain(|(key, _)| position(key).is_none());
        Extras { beside, inside }
    }
}
