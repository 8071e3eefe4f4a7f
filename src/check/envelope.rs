//! The group envelope: what a body is that is not `{"action": …, "goal": {…}}`.

use super::{Findings, schema};
use crate::capture::frames::{Frame, MAX_DEPTH};
use crate::capture::outline::Outline;
use crate::rules::problem::{Place, Problem};
use crate::text::count::count;
use crate::webhook::body::{Body, JsonType, Members};
use crate::webhook::field::{FIELDS, REST_API_KEYS, SIBLING_OBJECTS, all_but};
use crate::webhook::value::Goal;

/// So many documented keys make an object a goal without its envelope.
const KEYS_OF_A_GOAL: usize = 4;

/// Checks a JSON value that has no goal object: one finding says what it is instead.
pub fn check<'a>(frame: &Frame<'a>, goal: &mut Goal<'a>, findings: &mut Findings<'a>) {
    let text = frame.text;
    if too_deep(text) {
        findings.at(Problem::NestedTooDeep { limit: MAX_DEPTH }, Place::Root, &text[..1]);
        return;
    }
    let Some(members) = frame.members() else {
        let found = JsonType::of(text);
        findings.at(Problem::NotAnObject { found }, Place::Root, text);
        return;
    };
    if let Some(value) = members.get("goal") {
        schema::check_action(members.get("action"), goal, findings);
        schema::wrong_type(Place::Goal, value, "an object", findings);
        return;
    }
    if members.0.len() == 1 && members.has("action") {
        schema::check_action(members.get("action"), goal, findings);
        schema::missing(Place::Goal, goal, text, findings);
        return;
    }
    findings.at(classify(&members), Place::Root, &text[..1]);
}

/// Finds what ends the checking of a body that does have a goal object.
pub fn stops<'a>(text: &'a str, body: &Body<'a>, findings: &mut Findings<'a>) -> bool {
    // A documented body is two deep: only other keys and wrong types can nest.
    let nests = |cell: &Option<&str>| cell.is_some_and(|cell| cell.starts_with(['{', '[']));
    let may_nest = !body.extras.kept.is_empty()
        || body
            .goal
            .is_some_and(|cells| all_but(body.known_good).any(|index| nests(&cells[index])));
    if may_nest && too_deep(text) {
        findings.at(Problem::NestedTooDeep { limit: MAX_DEPTH }, Place::Root, &text[..1]);
        return true;
    }
    let is_rest_key = |key: &str| REST_API_KEYS.iter().any(|(name, _)| *name == key);
    let of_the_rest_api = body.action.is_none()
        && body
            .extras
            .kept
            .iter()
            .any(|extra| extra.in_goal && is_rest_key(extra.key.trim_matches('"')));
    if of_the_rest_api {
        findings.at(Problem::RestApiGoal { list: false }, Place::Root, &text[..1]);
    }
    of_the_rest_api
}

fn too_deep(text: &str) -> bool {
    // Nearly always there are too few brackets for it, which a count tells.
    let brackets = || count(text.as_bytes(), |byte| matches!(byte, b'{' | b'['));
    if !text.starts_with(['{', '[']) || brackets() <= MAX_DEPTH {
        return false;
    }
    let mut outline = Outline::at(text.as_bytes(), 0, false);
    outline.scan(text.as_bytes(), 0);
    outline.deepest > MAX_DEPTH
}

fn classify(members: &Members<'_>) -> Problem {
    let has_action = members.has("action");
    if members.get("goals").is_some_and(|goals| JsonType::of(goals) == JsonType::Array) {
        return Problem::RestApiGoal { list: true };
    }
    if has_action {
        let sibling = SIBLING_OBJECTS.iter().copied().find(|object| {
            members.get(object).is_some_and(|value| JsonType::of(value) == JsonType::Object)
        });
        if sibling.is_some() {
            return Problem::OtherWebhook { object: sibling };
        }
    }
    if REST_API_KEYS.iter().any(|(key, _)| members.has(key)) && members.has("guid") {
        return Problem::RestApiGoal { list: false };
    }
    if FIELDS.iter().filter(|field| members.has(field.name)).count() >= KEYS_OF_A_GOAL {
        return Problem::MissingEnvelope;
    }
    if members.get("type").is_some_and(|value| JsonType::of(value) == JsonType::String) {
        return Problem::OtherWebhook { object: None };
    }
    let wraps_one = members.0.iter().any(|(_, value)| {
        Members::read(value).is_some_and(|inner| inner.has("action") && inner.has("goal"))
    });
    Problem::NotAGoalWebhook { wraps_one }
}
