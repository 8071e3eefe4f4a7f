//! The group schema, and repeated keys: a body against the table of documented fields.

use std::collections::HashMap;

use super::Findings;
use crate::json::decimal;
use crate::json::number::is_json_number;
use crate::json::text::unescape;
use crate::rules::problem::{Finding, Place, Problem, TypeHint};
use crate::text::suggest::suggest;
use crate::webhook::body::{Body, JsonType, Members};
use crate::webhook::field::{
    ACTIONS, CATEGORIES, FIELDS, Field, GOAL_TYPES, Kind, REST_API_KEYS, at,
};
use crate::webhook::value::{Goal, Value};

/// Fields without which a goal cannot be told from others or put in order.
pub const KEYS: [usize; 3] = [at::GUID, at::REVISION, at::USER_GUID];

/// Reads every documented value of a body, with a finding for each that is not as documented.
pub fn check<'a>(body: &Body<'a>, text: &'a str, goal: &mut Goal<'a>, findings: &mut Findings<'a>) {
    let Some(cells) = &body.goal else { return };
    goal.cells = *cells;
    goal.known_good = body.known_good;
    match body.action {
        Some(_) => check_action(body.action, goal, findings),
        None => missing(Place::Action, goal, text, findings),
    }
    let mut object = None;
    for index in goal.others() {
        match cells[index] {
            Some(cell) => goal.set(index, read(index, cell, findings)),
            None => {
                let read = || Members::read(text).and_then(|members| members.get("goal"));
                // Read once, however many fields are missing in however long a body.
                let object = *object.get_or_insert_with(|| read().unwrap_or(text));
                missing(Place::Field(index), goal, object, findings);
            }
        }
    }
    goal.goal_type = documented_word(goal, at::GOAL_TYPE_NAME, &[GOAL_TYPES]);
    goal.category = documented_word(goal, at::META_TYPE, &CATEGORIES);
    check_extras(body, findings);
}

/// The word that a field holds, where it is one of these.
pub fn documented_word(
    goal: &Goal<'_>,
    field: usize,
    lists: &[&'static [&'static str]],
) -> Option<&'static str> {
    let Value::Text(json) = goal.value(field) else { return None };
    let find = |text: &str| {
        lists.iter().find_map(|words| words.iter().copied().find(|word| *word == text))
    };
    // A word nearly always stands as it is.
    find(&json[1..json.len() - 1]).or_else(|| find(&unescape(json)))
}

/// Reads `action`.
pub fn check_action<'a>(cell: Option<&'a str>, goal: &mut Goal<'a>, findings: &mut Findings<'a>) {
    let Some(cell) = cell else { return };
    match JsonType::of(cell) {
        JsonType::String => {
            let word = unescape(cell);
            goal.action = ACTIONS.iter().copied().find(|action| *action == word);
            if goal.action.is_none() {
                let suggestion = suggest(&word, ACTIONS.iter().copied());
                let problem = Problem::UnknownValue { words: ACTIONS, suggestion };
                findings.at(problem, Place::Action, cell);
            }
        }
        JsonType::Null => findings.at(Problem::NullIdentity, Place::Action, cell),
        _ => wrong_type(Place::Action, cell, "a string", findings),
    }
}

/// Adds the finding for something that is not there; it points to the brace of its object.
pub fn missing<'a>(
    place: Place<'a>,
    goal: &Goal<'a>,
    object: &'a str,
    findings: &mut Findings<'a>,
) {
    let identity = match place {
        Place::Field(index) => KEYS.contains(&index),
        _ => true,
    };
    let on_deleted = goal.action == Some("deleted");
    findings.at(Problem::MissingField { on_deleted, identity }, place, &object[..1]);
}

/// Adds the finding for a value of another type than documented.
pub fn wrong_type<'a>(
    place: Place<'a>,
    cell: &'a str,
    expected: &'static str,
    findings: &mut Findings<'a>,
) {
    let problem = Problem::WrongType { expected, found: JsonType::of(cell), hint: None };
    findings.at(problem, place, cell);
}

fn read<'a>(index: usize, cell: &'a str, findings: &mut Findings<'a>) -> Value<'a> {
    let field = &FIELDS[index];
    let place = Place::Field(index);
    let found = JsonType::of(cell);
    if found == JsonType::Null {
        if KEYS.contains(&index) {
            findings.at(Problem::NullIdentity, place, cell);
        } else if !field.nullable {
            findings.at(Problem::UnexpectedNull, place, cell);
        }
        return Value::Null;
    }
    let outcome = match field.kind {
        Kind::Guid(prefix) if found == JsonType::String => read_guid(index, prefix, cell),
        Kind::Word(words) if found == JsonType::String => read_word(words, cell),
        Kind::Category if found == JsonType::String => read_category(cell),
        Kind::Text if found == JsonType::String => Ok(Value::Text(cell)),
        Kind::Decimal => read_decimal(cell, found),
        Kind::Integer | Kind::Time if found == JsonType::Number => read_integer(cell),
        Kind::Boolean if found == JsonType::Boolean => Ok(Value::Boolean(cell == "true")),
        _ => Err((Value::Unreadable, unexpected(field, cell, found))),
    };
    match outcome {
        Ok(value) => value,
        Err((value, problem)) => {
            findings.at(problem, place, cell);
            value
        }
    }
}

/// A value, or a problem with the value that can be used all the same.
type Outcome<'a> = Result<Value<'a>, (Value<'a>, Problem)>;

fn read_guid<'a>(index: usize, prefix: &'static str, cell: &'a str) -> Outcome<'a> {
    let guid = unescape(cell);
    let value = Value::Text(cell);
    if KEYS.contains(&index) && guid.trim().is_empty() {
        return Err((value, Problem::BlankIdentity));
    }
    match guid.strip_prefix(prefix) {
        None => Err((value, Problem::GuidPrefix { prefix })),
        Some(rest) if !has_guid_shape(rest.as_bytes()) => Err((value, Problem::GuidShape)),
        Some(_) => Ok(value),
    }
}

/// Whether this is lower-case hexadecimal in groups of 8, 4, 4, 4 and 12.
pub fn has_guid_shape(rest: &[u8]) -> bool {
    const HYPHENS: [usize; 4] = [8, 13, 18, 23];
    let Ok(mut rest) = <[u8; 36]>::try_from(rest) else { return false };
    let hyphens = HYPHENS.iter().all(|&index| rest[index] == b'-');
    for index in HYPHENS {
        rest[index] = b'0';
    }
    // Without an early end the compiler looks at many bytes at once.
    let is_hex = |byte: &u8| byte.wrapping_sub(b'0') < 10 || byte.wrapping_sub(b'a') < 6;
    hyphens & rest.iter().fold(true, |all, byte| all & is_hex(byte))
}

fn read_word<'a>(words: &'static [&'static str], cell: &'a str) -> Outcome<'a> {
    let word = unescape(cell);
    if words.contains(&&*word) {
        return Ok(Value::Text(cell));
    }
    let suggestion = suggest(&word, words.iter().copied());
    Err((Value::Text(cell), Problem::UnknownValue { words, suggestion }))
}

fn read_category(cell: &str) -> Outcome<'_> {
    let word = unescape(cell);
    if CATEGORIES.iter().any(|words| words.contains(&&*word)) {
        return Ok(Value::Text(cell));
    }
    let suggestion = suggest(&word, CATEGORIES.iter().flat_map(|words| words.iter().copied()));
    Err((Value::Text(cell), Problem::UnknownCategory { suggestion }))
}

fn read_decimal(cell: &str, found: JsonType) -> Outcome<'_> {
    let text = if found == JsonType::String { unescape(cell) } else { cell.into() };
    if found != JsonType::Number && !is_json_number(&text) {
        let hint = (found == JsonType::String).then_some(TypeHint::QuotedNumber);
        let expected = "a decimal number";
        return Err((Value::Unreadable, Problem::WrongType { expected, found, hint }));
    }
    match decimal::exact(&text) {
        None => Err((Value::Unreadable, Problem::NumberOutOfRange { documented: "a decimal" })),
        Some(decimal) if found == JsonType::String => {
            Err((Value::Decimal(decimal), Problem::DecimalAsString))
        }
        Some(decimal) => Ok(Value::Decimal(decimal)),
    }
}

fn read_integer(cell: &str) -> Outcome<'_> {
    if let Ok(integer) = cell.parse() {
        return Ok(Value::Integer(integer));
    }
    let out_of_range = Problem::NumberOutOfRange { documented: "an integer" };
    let Some(decimal) = decimal::exact(cell) else {
        return Err((Value::Unreadable, out_of_range));
    };
    if !decimal.is_integer() {
        let problem = Problem::WrongType {
            expected: "an integer",
            found: JsonType::Number,
            hint: Some(TypeHint::Fraction),
        };
        return Err((Value::Unreadable, problem));
    }
    match i64::try_from(decimal) {
        Ok(value) => Err((Value::Integer(value), Problem::IntegerAsDecimal { value })),
        Err(_) => Err((Value::Unreadable, out_of_range)),
    }
}

/// The problem with a value of another type than documented, with the likely reason.
fn unexpected(field: &Field, cell: &str, found: JsonType) -> Problem {
    let (expected, hint) = match field.kind {
        Kind::Boolean => ("true or false", boolean_hint(cell, found)),
        Kind::Integer | Kind::Time => ("an integer", integer_hint(field.kind, cell, found)),
        _ => ("a string", text_hint(found)),
    };
    Problem::WrongType { expected, found, hint }
}

fn boolean_hint(cell: &str, found: JsonType) -> Option<TypeHint> {
    match found {
        JsonType::Number if matches!(cell, "0" | "1") => Some(TypeHint::ZeroOrOne),
        JsonType::String => Some(TypeHint::QuotedBoolean),
        _ => None,
    }
}

fn integer_hint(kind: Kind, cell: &str, found: JsonType) -> Option<TypeHint> {
    if found != JsonType::String {
        return None;
    }
    let text = unescape(cell);
    if is_json_number(&text) {
        return Some(TypeHint::QuotedNumber);
    }
    let begins_with_a_date = text.len() >= 10
        && text.bytes().take(10).enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    (kind == Kind::Time && begins_with_a_date).then_some(TypeHint::IsoTime)
}

fn text_hint(found: JsonType) -> Option<TypeHint> {
    match found {
        JsonType::Number => Some(TypeHint::NumberForText),
        JsonType::Object | JsonType::Array => Some(TypeHint::ObjectForText),
        _ => None,
    }
}

/// Findings for keys that are not documented or stand twice.
fn check_extras<'a>(body: &Body<'a>, findings: &mut Findings<'a>) {
    let mut seen = HashMap::new();
    let may_repeat = body.extras.kept.len() > 1;
    for extra in &body.extras.kept {
        let name = unescape(extra.key);
        let documented = match (extra.in_goal, &*name) {
            (false, "action") => Some(Place::Action),
            (false, "goal") => Some(Place::Goal),
            (true, name) => crate::webhook::field::position(name).map(Place::Field),
            _ => None,
        };
        let earlier = match (documented, extra.before) {
            (Some(_), before) => before,
            (None, _) if may_repeat => seen.insert((extra.in_goal, name.clone()), extra.key),
            (None, _) => None,
        };
        let place = documented.unwrap_or(match extra.in_goal {
            true => Place::InGoal(extra.key),
            false => Place::BesideGoal(extra.key),
        });
        if let Some(earlier) = earlier {
            let other = (!earlier.is_empty()).then(|| findings.span(earlier));
            let span = findings.span(extra.key);
            findings.push(Finding { problem: Problem::DuplicateKey, place, span, other });
        } else {
            findings.at(unknown(&name, extra.in_goal, 0), place, extra.key);
        }
    }
    if let (Some(last), more @ 1..) = (body.extras.kept.last(), body.extras.dropped) {
        let place = if last.in_goal { Place::Goal } else { Place::Root };
        findings.at(unknown("", last.in_goal, more), place, last.key);
    }
}

fn unknown(name: &str, in_goal: bool, more: u64) -> Problem {
    let rest_name = REST_API_KEYS.iter().find(|(key, _)| *key == name);
    let suggestion = match rest_name {
        Some((_, counterpart)) => *counterpart,
        None if in_goal => suggest(name, FIELDS.iter().map(|field| field.name)),
        None => suggest(name, ["action", "goal"].into_iter()),
    };
    Problem::UnknownField { suggestion, rest_api: rest_name.is_some(), more }
}
