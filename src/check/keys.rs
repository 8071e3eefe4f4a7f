//! Undocumented and duplicate keys.

use std::borrow::Cow;
use std::collections::HashMap;

use super::findings::Findings;
use crate::json::text::{exact_name, unescape};
use crate::json::walk::members;
use crate::rules::problem::{Finding, JsonPath, Problem};
use crate::text::suggest::suggest;
use crate::webhook::body::Body;
use crate::webhook::field::{FIELDS, REST_API_KEYS, position};

/// Further findings of a kind in one body are combined in one.
const MOST: u64 = 1_000;

pub fn check<'a>(body: &Body<'a>, text: &'a str, findings: &mut Findings<'a>) {
    if body.extras.kept.is_empty() {
        return;
    }
    let mut keys = Keys {
        findings,
        seen: HashMap::new(),
        unknown: Rest::default(),
        repeated: Rest::default(),
    };
    if body.extras.dropped == 0 {
        for extra in &body.extras.kept {
            keys.take(extra.in_goal, extra.key, extra.before);
        }
    } else {
        // Rare, so all keys are simply scanned again.
        let objects = [(false, Some(text)), (true, body.goal_text)];
        for (in_goal, object) in objects {
            for (key, _) in object.into_iter().flat_map(members) {
                keys.take(in_goal, key, None);
            }
        }
    }
    keys.sum_up();
}

struct Keys<'f, 'a> {
    findings: &'f mut Findings<'a>,
    seen: HashMap<(bool, Cow<'a, [u8]>), &'a str>,
    unknown: Rest<'a>,
    repeated: Rest<'a>,
}

/// Findings of one kind: their number, and the first key without a finding of its own.
#[derive(Default)]
struct Rest<'a> {
    count: u64,
    first: Option<(bool, &'a str)>,
}

impl<'a> Rest<'a> {
    /// Counts a key; true if it gets a finding of its own.
    fn has_room(&mut self, in_goal: bool, key: &'a str) -> bool {
        self.count += 1;
        if self.count > MOST {
            self.first.get_or_insert((in_goal, key));
        }
        self.count <= MOST
    }
}

impl<'a> Keys<'_, 'a> {
    /// Checks the next key. `before` is its previous value, if known.
    fn take(&mut self, in_goal: bool, key: &'a str, before: Option<&'a str>) {
        let name = unescape(key);
        let documented = documented(in_goal, &name);
        let earlier = before.map(|value| self.findings.key_before(value)).or_else(|| {
            let name = exact_name(key, &self.findings.halves_in(key));
            self.seen.insert((in_goal, name), key).map(|key| self.findings.span(key))
        });
        let path =
            || documented.clone().unwrap_or_else(|| JsonPath::member(&object(in_goal), &name));
        if earlier.is_some() {
            if self.repeated.has_room(in_goal, key) {
                let span = self.findings.span(key);
                let problem = Problem::DuplicateKey { more: 0 };
                self.findings.push(Finding { problem, path: path(), span, other: earlier });
            }
        } else if documented.is_none() && self.unknown.has_room(in_goal, key) {
            self.findings.at(unknown(&name, in_goal), path(), key);
        }
    }

    fn sum_up(&mut self) {
        if let Some((in_goal, key)) = self.unknown.first {
            let more = self.unknown.count - MOST;
            let problem = Problem::UnknownField { suggestion: None, rest_api: false, more };
            self.findings.at(problem, object(in_goal), key);
        }
        if let Some((in_goal, key)) = self.repeated.first {
            let more = self.repeated.count - MOST;
            self.findings.at(Problem::DuplicateKey { more }, object(in_goal), key);
        }
    }
}

fn object(in_goal: bool) -> JsonPath {
    if in_goal { JsonPath::Goal } else { JsonPath::Root }
}

fn documented(in_goal: bool, name: &str) -> Option<JsonPath> {
    match (in_goal, name) {
        (false, "action") => Some(JsonPath::Action),
        (false, "goal") => Some(JsonPath::Goal),
        (true, name) => position(name).map(JsonPath::Field),
        _ => None,
    }
}

fn unknown(name: &str, in_goal: bool) -> Problem {
    let rest_name = REST_API_KEYS.iter().find(|(key, _)| *key == name);
    let suggestion = match rest_name {
        Some((_, counterpart)) => *counterpart,
        None if in_goal => suggest(name, FIELDS.iter().map(|field| field.name)),
        None => suggest(name, ["action", "goal"].into_iter()),
    };
    Problem::UnknownField { suggestion, rest_api: rest_name.is_some(), more: 0 }
}
