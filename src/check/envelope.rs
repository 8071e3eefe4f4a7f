//! The group envelope: identifies bodies that are not `{"action": …, "goal": {…}}`.

use super::findings::Findings;
use super::schema;
use crate::capture::frames::{Content, Frame, MAX_DEPTH};
use crate::capture::text::anchor;
use crate::capture::text::unread::of_types;
use crate::json::walk::{depth, key_is, members};
use crate::rules::facts::Look;
use crate::rules::problem::{Finding, JsonPath, OtherWebhook, Problem};
use crate::text::utf8::count;
use crate::webhook::body::{Body, JsonType, Members};
use crate::webhook::field::{FIELD_COUNT, FIELDS, REST_API_KEYS, SIBLING_OBJECTS, all_but, at};
use crate::webhook::value::Goal;

/// An object with this many documented keys is a goal without an envelope.
const KEYS_OF_A_GOAL: usize = 4;
/// This many values with type names are another notation, not mistakes.
const TYPED_VALUES: usize = 3;
/// The key of the REST API for what a webhook calls meta_type.
const REST_API_CATEGORY: &str = "meta_type_name";

/// Checks a JSON value without a goal object: one finding says what it is instead. Returns the body
/// if it is a goal webhook with a missing or invalid goal.
pub fn check<'a>(
    frame: &Frame<'a>,
    goal: &mut Goal<'a>,
    findings: &mut Findings<'a>,
) -> Option<Body<'a>> {
    let text = frame.text;
    if too_deep(text) {
        findings.at(Problem::NestedTooDeep { limit: MAX_DEPTH }, JsonPath::Root, &text[..1]);
        return None;
    }
    let kept = frame.members().filter(|members| members.are_all());
    let read = kept.is_none().then(|| Members::read_all(text)).flatten();
    let Some(members) = kept.or(read.as_ref()) else {
        let found = JsonType::of(text);
        findings.at(Problem::NotAnObject { found }, JsonPath::Root, text);
        return None;
    };
    let is_lone_action =
        || !members.0.is_empty() && members.0.iter().all(|(key, _)| key_is(key, "action"));
    if members.has("goal") || is_lone_action() {
        let body: Body<'a> = serde_json::from_str(text).ok()?;
        schema::check(&body, text, goal, findings);
        return Some(body);
    }
    findings.at(classify(members), JsonPath::Root, &text[..1]);
    None
}

/// Whether a body with a goal object is nested too deep to be checked, which is a finding.
pub fn is_too_deep<'a>(text: &'a str, body: &Body<'a>, findings: &mut Findings<'a>) -> bool {
    let is_deep = body.goal.as_ref().is_some_and(|cells| may_nest(body, cells)) && too_deep(text);
    if is_deep {
        findings.at(Problem::NestedTooDeep { limit: MAX_DEPTH }, JsonPath::Root, &text[..1]);
    }
    is_deep
}

/// A documented body has depth two; only unknown keys and wrong types can be deeper.
fn may_nest(body: &Body<'_>, cells: &[Option<&str>; FIELD_COUNT]) -> bool {
    let nests = |cell: &Option<&str>| cell.is_some_and(|cell| cell.starts_with(['{', '[']));
    !body.extras.kept.is_empty() || all_but(body.known_good).any(|index| nests(&cells[index]))
}

/// Findings that end the check of a body with a goal object.
pub fn stops<'a>(text: &'a str, body: &Body<'a>, findings: &mut Findings<'a>) -> bool {
    let Some(cells) = &body.goal else { return false };
    let problem = if may_nest(body, cells)
        && let Some(look) = look_of_types(body, cells)
    {
        Problem::UnreadWebhook { look }
    } else if !body.extras.kept.is_empty() && is_of_the_rest_api(body) {
        Problem::RestApiGoal { list: false }
    } else {
        return false;
    };
    findings.at(problem, JsonPath::Root, &text[..1]);
    true
}

/// The notation of a body whose values have type names, as databases and queues write them.
fn look_of_types(body: &Body<'_>, cells: &[Option<&str>; FIELD_COUNT]) -> Option<Look> {
    let look = |value: &str| of_types(value.as_bytes());
    let is_typed = |cell: &&str| look(cell).is_some();
    let typed: Vec<&str> = cells.iter().copied().flatten().filter(is_typed).collect();
    match body.action.and_then(look) {
        // The goal has a type name too.
        Some(of_action) => body.goal_text.and_then(look).map(|_| of_action),
        None => typed.first().filter(|_| typed.len() >= TYPED_VALUES).and_then(|first| look(first)),
    }
}

/// Whether the goal of a body has the shape of the REST API. Without an action any of the REST keys
/// is enough; with one, only the REST category without the webhook's.
fn is_of_the_rest_api(body: &Body<'_>) -> bool {
    let lacks = |index: usize| body.goal.is_some_and(|cells| cells[index].is_none());
    let is_sign = |key: &str| match body.action {
        None => REST_API_KEYS.iter().any(|(name, _)| key_is(key, name)),
        Some(_) => key_is(key, REST_API_CATEGORY) && lacks(at::META_TYPE) && lacks(at::REVISION),
    };
    if body.extras.dropped == 0 {
        return body.extras.kept.iter().any(|extra| extra.in_goal && is_sign(extra.key));
    }
    body.goal_text.is_some_and(|goal| members(goal).any(|(key, _)| is_sign(key)))
}

/// The notation of a goal whose values have type names, as databases export them.
pub fn typed(frame: &Frame<'_>, findings: &[Finding]) -> Option<Look> {
    let Content::Goal(body) = &frame.content else { return None };
    if findings.is_empty() {
        return None;
    }
    // Fast path: the values of nearly all goals are plain.
    let mut cells = body.goal.iter().flatten().flatten().peekable();
    if cells.peek().is_some() && !cells.any(|cell| cell.starts_with('{')) {
        return None;
    }
    let keys = std::iter::successors(anchor::next(frame.bytes, 0), |last| {
        anchor::next(frame.bytes, last.span.end)
    });
    keys.filter(|key| !key.is_opening())
        .find_map(|key| of_types(anchor::behind_key_alone(&frame.bytes[key.span.end..])?))
}

fn too_deep(text: &str) -> bool {
    // Fast path: nearly always there are too few brackets.
    let brackets = || count(text.as_bytes(), |byte| matches!(byte, b'{' | b'['));
    text.starts_with(['{', '[']) && brackets() > MAX_DEPTH && depth(text) > MAX_DEPTH
}

fn classify(members: &Members<'_>) -> Problem {
    let is = |key: &str, kind: JsonType| {
        members.get(key).is_some_and(|value| JsonType::of(value) == kind)
    };
    if is("goals", JsonType::Array) {
        return Problem::RestApiGoal { list: true };
    }
    if members.has("action") {
        let sibling = |object: &&str| is(object, JsonType::Object);
        if let Some(object) = SIBLING_OBJECTS.iter().copied().find(sibling) {
            return Problem::OtherWebhook(OtherWebhook::Object(object));
        }
    }
    if REST_API_KEYS.iter().any(|(key, _)| members.has(key)) && members.has("guid") {
        return Problem::RestApiGoal { list: false };
    }
    if FIELDS.iter().filter(|field| members.has(field.name)).count() >= KEYS_OF_A_GOAL {
        return Problem::MissingEnvelope;
    }
    if is("type", JsonType::String) {
        return Problem::OtherWebhook(OtherWebhook::Event);
    }
    if is_envelope_of_another_object(members) {
        return Problem::OtherWebhook(OtherWebhook::Unknown);
    }
    let wraps_one = members.0.iter().any(|(_, value)| {
        Members::read(value).is_some_and(|inner| inner.has("action") && inner.has("goal"))
    });
    Problem::NotAGoalWebhook { wraps_one }
}

/// Whether an object has an action and one object with a guid, as all MX webhooks do.
fn is_envelope_of_another_object(members: &Members<'_>) -> bool {
    let others = || members.0.iter().filter(|(key, _)| !key_is(key, "action"));
    let has_guid = |value: &str| Members::read(value).is_some_and(|inner| inner.has("guid"));
    members.get("action").is_some_and(|action| JsonType::of(action) == JsonType::String)
        && others().count() == 1
        && others().all(|(_, value)| has_guid(value))
}
