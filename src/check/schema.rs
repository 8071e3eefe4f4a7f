//! The group schema: compares a body with the documented fields.

use super::findings::Findings;
use super::keys;
use crate::json::number::{exact, is_json_number};
use crate::json::text::unescape;
use crate::rules::problem::{JsonPath, Problem, TypeHint};
use crate::text::suggest::suggest;
use crate::webhook::body::{Body, JsonType};
use crate::webhook::field::{ACTIONS, CATEGORIES, FIELD_COUNT, FIELDS, GOAL_TYPES, Kind, at};
use crate::webhook::value::{Goal, Value};

/// Fields that identify or order a goal.
pub const KEYS: [usize; 3] = [at::GUID, at::REVISION, at::USER_GUID];

/// Parses every documented value of a body, with a finding for each that is not as documented.
pub fn check<'a>(body: &Body<'a>, text: &'a str, goal: &mut Goal<'a>, findings: &mut Findings<'a>) {
    goal.known_good = body.known_good;
    match body.action {
        Some(action) => check_action(action, goal, findings),
        None => missing(JsonPath::Action, goal, text, findings),
    }
    match (&body.goal, body.goal_text) {
        (Some(cells), Some(object)) => fields(cells, object, goal, findings),
        (_, Some(other)) => wrong_type(JsonPath::Goal, other, "an object", findings),
        (_, None) => missing(JsonPath::Goal, goal, text, findings),
    }
    keys::check(body, text, findings);
}

/// Parses the fields of a goal; `object` is its JSON text.
fn fields<'a>(
    cells: &[Option<&'a str>; FIELD_COUNT],
    object: &'a str,
    goal: &mut Goal<'a>,
    findings: &mut Findings<'a>,
) {
    goal.cells = *cells;
    for index in goal.others() {
        match cells[index] {
            Some(cell) => {
                let value = read(index, cell, goal.is_deleted(), findings);
                goal.set(index, value);
            }
            None => missing(JsonPath::Field(index), goal, object, findings),
        }
    }
    goal.goal_type = documented_word(goal, at::GOAL_TYPE_NAME, &[GOAL_TYPES]);
    goal.category = documented_word(goal, at::META_TYPE, &CATEGORIES);
}

/// The value of a field, if it is one of these words.
pub fn documented_word(
    goal: &Goal<'_>,
    field: usize,
    lists: &[&'static [&'static str]],
) -> Option<&'static str> {
    match goal.value(field) {
        Value::Text(json) => known_word(json, lists),
        _ => None,
    }
}

/// The word of one of these lists that a JSON string is.
fn known_word(json: &str, lists: &[&'static [&'static str]]) -> Option<&'static str> {
    let find = |text: &str| {
        lists.iter().find_map(|words| words.iter().copied().find(|word| *word == text))
    };
    // Fast path: words are hardly ever escaped.
    find(&json[1..json.len() - 1]).or_else(|| find(&unescape(json)))
}

fn check_action<'a>(cell: &'a str, goal: &mut Goal<'a>, findings: &mut Findings<'a>) {
    goal.other_action = Some(cell);
    match JsonType::of(cell) {
        JsonType::String => {
            goal.action = known_word(cell, &[ACTIONS]);
            if goal.action.is_some() {
                goal.other_action = None;
            } else {
                let suggestion = suggest(&unescape(cell), ACTIONS.iter().copied());
                let problem = Problem::UnknownValue { words: ACTIONS, suggestion };
                findings.at(problem, JsonPath::Action, cell);
            }
        }
        JsonType::Null => findings.at(Problem::NullIdentity, JsonPath::Action, cell),
        _ => wrong_type(JsonPath::Action, cell, "a string", findings),
    }
}

/// Adds a finding for a missing field, at the brace of its object.
fn missing<'a>(path: JsonPath, goal: &Goal<'a>, object: &'a str, findings: &mut Findings<'a>) {
    let on_deleted = goal.is_deleted();
    let tolerated = match path {
        JsonPath::Field(at::CREATED_BY) => true,
        JsonPath::Field(index) => on_deleted && !KEYS.contains(&index),
        _ => false,
    };
    findings.at(Problem::MissingField { on_deleted, tolerated }, path, &object[..1]);
}

/// Adds a finding for a value of a wrong type.
fn wrong_type<'a>(
    path: JsonPath,
    cell: &'a str,
    expected: &'static str,
    findings: &mut Findings<'a>,
) {
    let problem = Problem::WrongType { expected, found: JsonType::of(cell), hint: None };
    findings.at(problem, path, cell);
}

fn read<'a>(
    index: usize,
    cell: &'a str,
    on_deleted: bool,
    findings: &mut Findings<'a>,
) -> Value<'a> {
    let field = &FIELDS[index];
    let path = JsonPath::Field(index);
    let found = JsonType::of(cell);
    if found == JsonType::Null {
        if KEYS.contains(&index) {
            findings.at(Problem::NullIdentity, path, cell);
        } else if !field.nullable {
            findings.at(Problem::UnexpectedNull { on_deleted }, path, cell);
        }
        return Value::Null;
    }
    let outcome = match field.kind {
        Kind::Guid(prefix) if found == JsonType::String => read_guid(index, prefix, cell),
        Kind::Word(words) if found == JsonType::String => {
            read_word(&[words], cell, |suggestion| Problem::UnknownValue { words, suggestion })
        }
        Kind::Category if found == JsonType::String => {
            read_word(&CATEGORIES, cell, |suggestion| Problem::UnknownCategory { suggestion })
        }
        Kind::Text if found == JsonType::String => Ok(Value::Text(cell)),
        Kind::Decimal => read_decimal(cell, found),
        Kind::Integer | Kind::Time if found == JsonType::Number => read_integer(cell),
        Kind::Boolean if found == JsonType::Boolean => Ok(Value::Boolean(cell == "true")),
        _ => Err((Value::Unreadable, unexpected(index, cell, found))),
    };
    match outcome {
        Ok(value) => value,
        Err((value, problem)) => {
            findings.at(problem, path, cell);
            value
        }
    }
}

/// A value, or a problem with a value that is still usable.
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
    // No early exit, so that the loop is vectorized.
    let is_hex = |byte: &u8| byte.wrapping_sub(b'0') < 10 || byte.wrapping_sub(b'a') < 6;
    hyphens & rest.iter().fold(true, |all, byte| all & is_hex(byte))
}

/// Parses a word of these lists; the problem of another word suggests the nearest.
fn read_word<'a>(
    lists: &[&'static [&'static str]],
    cell: &'a str,
    unknown: impl Fn(Option<&'static str>) -> Problem,
) -> Outcome<'a> {
    if known_word(cell, lists).is_some() {
        return Ok(Value::Text(cell));
    }
    let words = lists.iter().copied().flatten().copied();
    Err((Value::Text(cell), unknown(suggest(&unescape(cell), words))))
}

fn read_decimal(cell: &str, found: JsonType) -> Outcome<'_> {
    let text = if found == JsonType::String { unescape(cell) } else { cell.into() };
    if found != JsonType::Number && !is_json_number(&text) {
        let problem = Problem::WrongType { expected: "a decimal number", found, hint: None };
        return Err((Value::Unreadable, problem));
    }
    match exact(&text) {
        None => Err((
            Value::Unreadable,
            Problem::NumberOutOfRange { documented: "a decimal of 28 digits" },
        )),
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
    let out_of_range = Problem::NumberOutOfRange { documented: "a 64-bit integer" };
    let Some(decimal) = exact(cell) else {
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

/// The problem of a value of a wrong type, with the likely reason.
fn unexpected(index: usize, cell: &str, found: JsonType) -> Problem {
    let field = &FIELDS[index];
    let (expected, hint) = match field.kind {
        Kind::Boolean => ("true or false", boolean_hint(cell, found)),
        Kind::Integer | Kind::Time => ("an integer", integer_hint(field.kind, cell, found)),
        _ => ("a string", text_hint(index, found)),
    };
    Problem::WrongType { expected, found, hint }
}

fn boolean_hint(cell: &str, found: JsonType) -> Option<TypeHint> {
    match found {
        JsonType::Number if matches!(cell, "0" | "1") => Some(TypeHint::ZeroOrOne),
        JsonType::String if matches!(cell, r#""true""# | r#""false""#) => {
            Some(TypeHint::QuotedBoolean)
        }
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

fn text_hint(index: usize, found: JsonType) -> Option<TypeHint> {
    match found {
        JsonType::Number if index == at::USER_ID => Some(TypeHint::NumberForText),
        JsonType::Object | JsonType::Array if index == at::METADATA => {
            Some(TypeHint::ObjectForText)
        }
        _ => None,
    }
}
