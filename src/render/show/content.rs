//! The columns of `--fields` and their cells.

use std::borrow::Cow;

use super::cell;
use crate::examine::Seen;
use crate::examine::select::no_such_field;
use crate::json::text::unescape;
use crate::render::record::{Cell, Column};
use crate::text::sheet;
use crate::text::time::{TimeStyle, moment};
use crate::webhook::field::{FIELDS, Kind, at, position};
use crate::webhook::value::{Goal, Value};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    Input,
    Body,
    Line,
    Action,
    Received,
    Field(usize),
    Findings,
}

/// Everything except the fields.
const OTHERS: [Content; 6] = [
    Content::Input,
    Content::Body,
    Content::Line,
    Content::Received,
    Content::Action,
    Content::Findings,
];

pub const MARKDOWN: [Content; 9] = [
    Content::Action,
    Content::Field(at::NAME),
    Content::Field(at::GOAL_TYPE_NAME),
    Content::Field(at::CURRENT_AMOUNT),
    Content::Field(at::AMOUNT),
    Content::Field(at::PROJECTED_TO_COMPLETE_AT),
    Content::Field(at::REVISION),
    Content::Field(at::GUID),
    Content::Findings,
];

/// All columns, in CSV order.
pub fn every_column() -> Vec<Content> {
    let fields = (0..FIELDS.len()).map(Content::Field);
    let [.., findings] = OTHERS;
    OTHERS[..OTHERS.len() - 1].iter().copied().chain(fields).chain([findings]).collect()
}

impl Content {
    pub fn named(name: &str) -> Result<Content, String> {
        let other = OTHERS.into_iter().find(|content| content.name() == name);
        other
            .or_else(|| position(name).map(Content::Field))
            .ok_or_else(|| no_such_field(name, every_column().into_iter().map(Content::name)))
    }

    pub fn name(self) -> &'static str {
        match self {
            Content::Input => "input",
            Content::Body => "body",
            Content::Line => "line",
            Content::Action => "action",
            Content::Received => "received",
            Content::Field(field) => FIELDS[field].name,
            Content::Findings => "findings",
        }
    }

    pub fn is_number(self) -> bool {
        match self {
            Content::Body | Content::Line => true,
            Content::Field(field) => matches!(FIELDS[field].kind, Kind::Decimal | Kind::Integer),
            _ => false,
        }
    }

    pub fn column(self) -> Column {
        Column { name: self.name(), right: self.is_number() }
    }

    pub fn cell<'s>(self, seen: &Seen<'s, '_>) -> Cell<'s> {
        match self {
            Content::Input => match cell::source(seen.input, seen.trail) {
                Cow::Borrowed(input) => Cell::text(input.raw()),
                Cow::Owned(source) => Cell::Text(source.raw().to_owned().into()),
            },
            Content::Body => Cell::number(seen.number),
            Content::Line => Cell::number(seen.line),
            Content::Action => action_cell(seen.goal),
            Content::Received => seen.delivery.received.map_or(Cell::Null, Cell::Moment),
            Content::Field(field) => field_cell(seen.goal, field),
            Content::Findings => {
                Cell::Words(seen.reports.iter().map(|report| report.rule.name).collect())
            }
        }
    }

    /// The cell as text for people.
    pub fn text(self, seen: &Seen<'_, '_>, time: TimeStyle) -> String {
        match self {
            Content::Input => cell::source(seen.input, seen.trail).terminal().into_owned(),
            Content::Body => seen.number.to_string(),
            Content::Line => seen.line.to_string(),
            Content::Action => cell::action(seen.goal).into_owned(),
            Content::Received => {
                seen.delivery.received.map_or_else(String::new, |received| moment(received, time))
            }
            Content::Field(field) => cell::value(seen.goal, field, time),
            Content::Findings => cell::rules(seen.reports),
        }
    }
}

/// The value of a field, if CSV writes it as it came: most are numbers, words or guids that are known
/// to be valid.
pub fn in_csv_as_it_came<'a>(goal: &Goal<'a>, field: usize) -> Option<&'a str> {
    let cell = goal.cells[field].filter(|_| goal.is_known_good(field))?;
    match (cell.as_bytes()[0], FIELDS[field].kind) {
        (b'"', Kind::Text) => Some(&cell[1..cell.len() - 1]).filter(|text| sheet::is_inert(text)),
        (b'"', _) => Some(&cell[1..cell.len() - 1]),
        (b'n', _) => Some(""),
        (_, Kind::Time) => None,
        _ => Some(cell),
    }
}

fn action_cell<'a>(goal: &Goal<'a>) -> Cell<'a> {
    match (goal.action, goal.other_action) {
        (Some(word), _) => Cell::text(word),
        (None, None | Some("null")) => Cell::Null,
        (None, Some(json)) if json.starts_with('"') => Cell::Text(unescape(json)),
        (None, Some(json)) => Cell::Json(json),
    }
}

pub fn field_cell<'a>(goal: &Goal<'a>, field: usize) -> Cell<'a> {
    let digits = || goal.digits(field).unwrap_or_default().into();
    match goal.value(field) {
        Value::Absent => Cell::Absent,
        Value::Null => Cell::Null,
        Value::Unreadable => Cell::Json(goal.cells[field].unwrap_or_default()),
        Value::Text(_) => goal.text(field).map_or(Cell::Null, Cell::Text),
        Value::Integer(seconds) if FIELDS[field].kind == Kind::Time => {
            Cell::Time(digits(), seconds)
        }
        Value::Integer(_) => Cell::Number(digits()),
        Value::Decimal(_) => Cell::Amount(digits()),
        Value::Boolean(boolean) => Cell::Boolean(boolean),
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, every_column};

    #[test]
    fn columns_have_the_names_by_which_they_are_chosen() {
        for content in every_column() {
            assert_eq!(Content::named(content.name()), Ok(content));
        }
        let error = "no field amounts; did you mean amount?";
        assert_eq!(Content::named("amounts"), Err(error.to_owned()));
    }
}
