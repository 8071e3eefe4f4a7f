//! Which bodies are chosen by `--goal`, `--user`, `--action` and `--where`.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::json::decimal;
use crate::json::number::is_json_number;
use crate::webhook::field::{FIELDS, Kind, at};
use crate::webhook::value::{Goal, Value};

/// The conditions that a body must meet, all of them. Without any, every body is chosen.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// The goal's guid, or the beginning of it.
    pub goal: Option<String>,
    /// The user's guid or the partner's user_id.
    pub user: Option<String>,
    /// The action.
    pub action: Option<String>,
    /// Conditions on single fields.
    pub conditions: Vec<Condition>,
}

/// A condition on one field: `FIELD OP VALUE`.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    field: Subject,
    operator: Operator,
    value: Wanted,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Subject {
    Action,
    Field(usize),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
}

#[derive(Debug, Clone, PartialEq)]
enum Wanted {
    Null,
    Text(String),
    Number(Decimal),
    Boolean(bool),
}

/// The operators, longest first so that `<=` is not read as `<`.
const OPERATORS: [(&str, Operator); 7] = [
    ("!=", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("=", Operator::Equal),
    ("<", Operator::Less),
    (">", Operator::Greater),
    ("~", Operator::Contains),
];

impl Selection {
    /// Whether any condition is set.
    pub fn is_everything(&self) -> bool {
        self.goal.is_none()
            && self.user.is_none()
            && self.action.is_none()
            && self.conditions.is_empty()
    }

    /// Whether a body is chosen.
    pub fn chooses(&self, goal: &Goal<'_>) -> bool {
        let begins = |field: usize, start: &String| {
            goal.text(field).is_some_and(|text| text.starts_with(start.as_str()))
        };
        let is =
            |field: usize, wanted: &String| goal.text(field).is_some_and(|text| text == *wanted);
        self.goal.as_ref().is_none_or(|guid| begins(at::GUID, guid))
            && self
                .user
                .as_ref()
                .is_none_or(|user| is(at::USER_GUID, user) || is(at::USER_ID, user))
            && self.action.as_ref().is_none_or(|action| goal.action == Some(action.as_str()))
            && self.conditions.iter().all(|condition| condition.holds(goal))
    }
}

impl std::str::FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Condition, String> {
        let (place, (spelling, operator)) = text
            .char_indices()
            .find_map(|(index, _)| {
                let found = OPERATORS.iter().find(|(name, _)| text[index..].starts_with(name))?;
                Some((index, *found))
            })
            .ok_or("there is no operator: write FIELD OP VALUE with =, !=, <, <=, >, >= or ~")?;
        let name = text[..place].trim();
        let value = text[place + spelling.len()..].trim();
        let field = subject(name)?;
        Ok(Condition { field, operator, value: wanted(field, operator, value)? })
    }
}

fn subject(name: &str) -> Result<Subject, String> {
    if name == "action" {
        return Ok(Subject::Action);
    }
    crate::webhook::field::position(name).map(Subject::Field).ok_or_else(|| {
        let names = FIELDS.iter().map(|field| field.name).chain(["action"]);
        match crate::text::suggest::suggest(name, names) {
            Some(near) => format!("there is no such field; did you mean {near}?"),
            None => "there is no such field; see `goalpost schema`".to_owned(),
        }
    })
}

fn wanted(field: Subject, operator: Operator, value: &str) -> Result<Wanted, String> {
    if value == "null" {
        return Ok(Wanted::Null);
    }
    let kind = match field {
        Subject::Action => Kind::Text,
        Subject::Field(index) => FIELDS[index].kind,
    };
    if operator == Operator::Contains {
        return Ok(Wanted::Text(value.to_owned()));
    }
    match kind {
        Kind::Decimal | Kind::Integer => number(value).map(Wanted::Number),
        Kind::Time => match number(value) {
            Ok(seconds) => Ok(Wanted::Number(seconds)),
            Err(_) => crate::text::moment::parse(value)
                .map(|seconds| Wanted::Number(Decimal::from(seconds)))
                .ok_or_else(|| "write a time as Unix seconds or as YYYY-MM-DD".to_owned()),
        },
        Kind::Boolean => match value {
            "true" => Ok(Wanted::Boolean(true)),
            "false" => Ok(Wanted::Boolean(false)),
            _ => Err("write true, false or null".to_owned()),
        },
        _ => Ok(Wanted::Text(value.to_owned())),
    }
}

fn number(value: &str) -> Result<Decimal, String> {
    is_json_number(value)
        .then(|| decimal::exact(value))
        .flatten()
        .ok_or_else(|| "write a number as JSON does, of at most 28 digits".to_owned())
}

impl Condition {
    /// Whether a body meets the condition. A value of another type only ever differs.
    fn holds(&self, goal: &Goal<'_>) -> bool {
        let (value, cell) = match self.field {
            Subject::Action => {
                return match &self.value {
                    Wanted::Text(wanted) => {
                        self.compares_text(goal.action.unwrap_or_default(), wanted)
                    }
                    _ => self.operator == Operator::NotEqual,
                };
            }
            Subject::Field(index) => (goal.value(index), goal.cells[index].unwrap_or_default()),
        };
        let ordering = match (&self.value, value) {
            (Wanted::Null, Value::Null) => Some(Ordering::Equal),
            (Wanted::Number(wanted), Value::Decimal(found)) => Some(found.cmp(wanted)),
            (Wanted::Number(wanted), Value::Integer(found)) => {
                Some(Decimal::from(found).cmp(wanted))
            }
            (Wanted::Boolean(wanted), Value::Boolean(found)) => Some(found.cmp(wanted)),
            (Wanted::Text(wanted), Value::Text(json)) => {
                return self.compares_text(&crate::json::text::unescape(json), wanted);
            }
            (Wanted::Text(wanted), _) if self.operator == Operator::Contains => {
                return cell.contains(wanted.as_str());
            }
            _ => None,
        };
        self.accepts(ordering)
    }

    fn compares_text(&self, found: &str, wanted: &str) -> bool {
        match self.operator {
            Operator::Contains => found.contains(wanted),
            _ => self.accepts(Some(found.cmp(wanted))),
        }
    }

    fn accepts(&self, ordering: Option<Ordering>) -> bool {
        match (self.operator, ordering) {
            (Operator::NotEqual, ordering) => ordering != Some(Ordering::Equal),
            (_, None) | (Operator::Contains, _) => false,
            (Operator::Equal, Some(ordering)) => ordering.is_eq(),
            (Operator::Less, Some(ordering)) => ordering.is_lt(),
            (Operator::LessOrEqual, Some(ordering)) => ordering.is_le(),
            (Operator::Greater, Some(ordering)) => ordering.is_gt(),
            (Operator::GreaterOrEqual, Some(ordering)) => ordering.is_ge(),
        }
    }
}
