//! `--where 'FIELD OP VALUE'`.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::order::Subject;
use crate::json::number::{exact, is_json_number};
use crate::json::text::unescape;
use crate::text::span::TimeSpan;
use crate::text::suggest::hint;
use crate::text::terminal::terminal;
use crate::text::time::Moment;
use crate::webhook::field::{CATEGORIES, Kind};
use crate::webhook::value::{Goal, Value};

#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    subject: Subject,
    operator: Operator,
    wanted: Wanted,
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
    ContainsNot,
}

#[derive(Debug, Clone, PartialEq)]
enum Wanted {
    Null,
    /// In lower case for [`Operator::Contains`].
    Text(String),
    Number(Decimal),
    Boolean(bool),
    Time(TimeSpan),
}

/// Longer operators before their prefixes.
const OPERATORS: [(&str, Operator); 9] = [
    ("!=", Operator::NotEqual),
    ("!~", Operator::ContainsNot),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("==", Operator::Equal),
    ("=", Operator::Equal),
    ("<", Operator::Less),
    (">", Operator::Greater),
    ("~", Operator::Contains),
];

impl std::str::FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Condition, String> {
        let (place, (spelling, operator)) = text
            .char_indices()
            .find_map(|(index, _)| {
                let found = OPERATORS.iter().find(|(name, _)| text[index..].starts_with(name))?;
                Some((index, *found))
            })
            .ok_or("no operator: write FIELD OP VALUE with =, !=, <, <=, >, >=, ~ or !~")?;
        let value = text[place + spelling.len()..].trim();
        let (value, is_quoted) = without_quotes(value);
        if has_second_condition(&text[..place + spelling.len()])
            || !is_quoted && has_second_condition(value)
        {
            return Err("this looks like two conditions: give each its own --where, and all must \
                        be met; or quote the value"
                .to_owned());
        }
        let subject = Subject::named(text[..place].trim())?;
        if !is_quoted && value.is_empty() {
            return Err("the value is empty; for an empty text write \"\"".to_owned());
        }
        if !is_quoted && value.starts_with(['=', '<', '>', '~', '!']) {
            return Err("the operators are =, !=, <, <=, >, >=, ~ and !~".to_owned());
        }
        let wanted = wanted(subject, operator, value, is_quoted)?;
        Ok(Condition { subject, operator, wanted })
    }
}

/// Whether another condition follows in this text: `100 and name = Home`. A comma is common in
/// text, so that only a field counts behind it.
fn has_second_condition(text: &str) -> bool {
    const BETWEEN: [(&str, bool); 6] =
        [(" and ", true), (" or ", true), ("&&", true), ("||", true), (",", false), (";", false)];
    let lower = text.to_ascii_lowercase();
    let begins_condition = |rest: &str, with_any_word: bool| {
        let rest = rest.trim_start();
        let is_letter = |letter: char| letter.is_ascii_lowercase() || letter == '_';
        let after = rest.trim_start_matches(is_letter);
        let word = &rest[..rest.len() - after.len()];
        let is_field = !word.is_empty() && (with_any_word || Subject::named(word).is_ok());
        is_field && OPERATORS.iter().any(|(name, _)| after.trim_start().starts_with(name))
    };
    BETWEEN.iter().any(|(between, with_any_word)| {
        let mut ends = lower.match_indices(between).map(|(at, _)| at + between.len());
        ends.any(|end| begins_condition(&lower[end..], *with_any_word))
    })
}

/// The value without surrounding quotes, and whether there were any.
fn without_quotes(value: &str) -> (&str, bool) {
    let inner =
        ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    (inner.unwrap_or(value), inner.is_some())
}

fn wanted(
    subject: Subject,
    operator: Operator,
    value: &str,
    is_quoted: bool,
) -> Result<Wanted, String> {
    let kind = subject.kind();
    if matches!(operator, Operator::Contains | Operator::ContainsNot) {
        return match kind {
            Kind::Time => Err("~ is not for times: for a month or a day write = 2017-03 or \
                 = 2017-03-31"
                .to_owned()),
            _ if value.is_empty() => {
                Err("~ needs text: every text contains the empty one".to_owned())
            }
            _ => Ok(Wanted::Text(value.to_lowercase())),
        };
    }
    if value == "null" && !is_quoted {
        return match operator {
            Operator::Equal | Operator::NotEqual => Ok(Wanted::Null),
            _ => Err("null has no order: use = or !=".to_owned()),
        };
    }
    match kind {
        Kind::Decimal | Kind::Integer => number(value).map(Wanted::Number),
        Kind::Time => TimeSpan::parse(value).map(Wanted::Time),
        Kind::Boolean => match value {
            "true" => Ok(Wanted::Boolean(true)),
            "false" => Ok(Wanted::Boolean(false)),
            _ => Err("write true, false or null".to_owned()),
        },
        Kind::Word(words) => word(subject, value, &[words]),
        Kind::Category => word(subject, value, &CATEGORIES),
        Kind::Guid(_) | Kind::Text => Ok(Wanted::Text(value.to_owned())),
    }
}

/// Checks a documented word; the error suggests the nearest.
fn word(subject: Subject, value: &str, words: &[&[&'static str]]) -> Result<Wanted, String> {
    let words = || words.iter().copied().flatten().copied();
    if words().any(|word| word == value) {
        return Ok(Wanted::Text(value.to_owned()));
    }
    let all = format!("expected one of {}", words().collect::<Vec<_>>().join(", "));
    let known = hint(value, words(), &all);
    Err(format!("{} is not a documented {}; {known}", terminal(value), subject.name()))
}

fn number(value: &str) -> Result<Decimal, String> {
    let number = if is_json_number(value) { exact(value) } else { None };
    number.ok_or_else(|| "write a number as JSON does, of at most 28 digits".to_owned())
}

impl Condition {
    /// Whether it is about the received time.
    pub fn needs_received(&self) -> bool {
        self.subject == Subject::Received
    }

    /// The field and the text it must equal, for suggestions.
    pub(super) fn text(&self) -> Option<(usize, &str)> {
        match (self.subject, self.operator, &self.wanted) {
            (Subject::Field(field), Operator::Equal, Wanted::Text(text)) => Some((field, text)),
            _ => None,
        }
    }

    /// Whether a goal meets the condition. A value of another type only satisfies `!=`.
    pub fn holds(&self, goal: &Goal<'_>, received: Option<Moment>) -> bool {
        match self.subject {
            Subject::Action => match &self.wanted {
                Wanted::Text(wanted) => self.compares_text(goal.action.unwrap_or(""), wanted),
                _ => self.accepts(None),
            },
            Subject::Received => match (&self.wanted, received) {
                (Wanted::Time(span), Some(received)) => {
                    self.accepts(Some(span.compare(received.nanos().into())))
                }
                (Wanted::Null, None) => self.accepts(Some(Ordering::Equal)),
                _ => self.accepts(None),
            },
            Subject::Field(index) => self.holds_of_value(goal.value(index), goal.cells[index]),
        }
    }

    fn holds_of_value(&self, value: Value<'_>, cell: Option<&str>) -> bool {
        let ordering = match (&self.wanted, value) {
            (Wanted::Null, Value::Null | Value::Absent) => Some(Ordering::Equal),
            (Wanted::Number(wanted), Value::Decimal(found)) => Some(found.cmp(wanted)),
            (Wanted::Number(wanted), Value::Integer(found)) => {
                Some(Decimal::from(found).cmp(wanted))
            }
            (Wanted::Time(wanted), Value::Integer(found)) => Some(wanted.compare_seconds(found)),
            (Wanted::Boolean(wanted), Value::Boolean(found)) => Some(found.cmp(wanted)),
            (Wanted::Text(wanted), Value::Text(json)) => {
                return self.compares_text(&unescape(json), wanted);
            }
            // Numbers and booleans are searched as text.
            (Wanted::Text(wanted), Value::Decimal(_) | Value::Integer(_) | Value::Boolean(_))
            | (Wanted::Text(wanted), Value::Unreadable) => {
                return match self.operator {
                    Operator::Contains | Operator::ContainsNot => {
                        self.compares_text(cell.unwrap_or(""), wanted)
                    }
                    _ => self.accepts(None),
                };
            }
            _ => None,
        };
        self.accepts(ordering)
    }

    fn compares_text(&self, found: &str, wanted: &str) -> bool {
        match self.operator {
            Operator::Contains => found.to_lowercase().contains(wanted),
            Operator::ContainsNot => !found.to_lowercase().contains(wanted),
            _ => self.accepts(Some(found.cmp(wanted))),
        }
    }

    /// Whether the operator accepts an ordering; `None` means not comparable.
    fn accepts(&self, ordering: Option<Ordering>) -> bool {
        match (self.operator, ordering) {
            (Operator::NotEqual, ordering) => ordering != Some(Ordering::Equal),
            (Operator::ContainsNot, None) => true,
            (_, None) | (Operator::Contains | Operator::ContainsNot, _) => false,
            (Operator::Equal, Some(ordering)) => ordering.is_eq(),
            (Operator::Less, Some(ordering)) => ordering.is_lt(),
            (Operator::LessOrEqual, Some(ordering)) => ordering.is_le(),
            (Operator::Greater, Some(ordering)) => ordering.is_gt(),
            (Operator::GreaterOrEqual, Some(ordering)) => ordering.is_ge(),
        }
    }
}
