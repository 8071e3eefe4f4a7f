//! A change in words: its values before and after, how far it moved, and the short form that a
//! timeline has room for.

use crate::diff::change::{Change, Subject};
use crate::diff::movement::{Movement, length_of_time, movement};
use crate::diff::side::Side;
use crate::render::progress::{percent, tenths_of_percent};
use crate::render::show::cell;
use crate::text::digits::group_digits;
use crate::text::escape::terminal_within;
use crate::text::terminal::terminal;
use crate::text::time::{TimeStyle, date};
use crate::webhook::field::{FIELDS, Kind, at};
use crate::webhook::value::Goal;

/// What is shown of a value that is not documented.
const RAW_COLUMNS: usize = 60;

/// The name of what changed, for a terminal.
pub fn name(change: &Change<'_>) -> String {
    match &change.subject {
        Subject::Action | Subject::Field(_) => change.subject.name().to_owned(),
        Subject::Beside(_) | Subject::Inside(_) => {
            terminal_within(change.subject.name(), RAW_COLUMNS)
        }
    }
}

/// The values before and after, for a terminal. Times of the same time of day are days.
pub fn values(change: &Change<'_>, old: &Side<'_>, new: &Side<'_>, time: TimeStyle) -> [String; 2] {
    let Subject::Field(field) = change.subject else {
        return [change.old, change.new].map(raw);
    };
    if FIELDS[field].kind == Kind::Time
        && let Some(Movement::Seconds(seconds)) = movement(&old.goal, &new.goal, field)
        && seconds % 86_400 == 0
        && let (Some(before), Some(after)) = (old.goal.integer(field), new.goal.integer(field))
    {
        return [date(before, time), date(after, time)];
    }
    [&old.goal, &new.goal].map(|goal| cell::value(goal, field, time))
}

fn raw(cell: Option<&str>) -> String {
    cell.map_or(cell::ABSENT.to_owned(), |cell| match cell {
        "null" => cell::NULL.to_owned(),
        cell => terminal_within(cell, RAW_COLUMNS),
    })
}

/// How far a value moved, with the progress of the goal where that moved too.
pub fn moved(change: &Change<'_>, old: &Side<'_>, new: &Side<'_>) -> Vec<String> {
    let Subject::Field(field) = change.subject else { return Vec::new() };
    let mut words: Vec<String> = movement(&old.goal, &new.goal, field)
        .map(|movement| difference(&movement))
        .into_iter()
        .collect();
    let current_moves = !crate::diff::change::same(&old.goal, &new.goal, at::CURRENT_AMOUNT);
    if field == at::CURRENT_AMOUNT || (field == at::AMOUNT && !current_moves) {
        words.extend(shares(&old.goal, &new.goal));
    }
    words
}

/// A movement in words, `+150.50` or `+30 days`.
pub fn difference(movement: &Movement) -> String {
    match movement {
        Movement::Amount(digits) => {
            let (sign, digits) = digits.split_at(1);
            format!("{sign}{}", group_digits(digits))
        }
        Movement::Count(count) => format!("{count:+}"),
        Movement::Seconds(seconds) => length_of_time(*seconds),
    }
}

/// `13.3 % → 33.4 %`.
fn shares(old: &Goal<'_>, new: &Goal<'_>) -> Option<String> {
    let (before, after) = (tenths_of_percent(old)?, tenths_of_percent(new)?);
    Some(format!("{} → {}", percent(before), percent(after)))
}

/// Short names of fields that are well known under another word.
fn short_name(field: usize) -> &'static str {
    match field {
        at::AMOUNT => "target",
        at::COMPLETED_AT => "completed",
        at::PROJECTED_TO_COMPLETE_AT => "projected",
        at::GOAL_TYPE_NAME => "type",
        at::META_TYPE => "category",
        at::ACCOUNT_GUID => "account",
        _ => FIELDS[field].name,
    }
}

/// A change in a few words.
pub fn brief(change: &Change<'_>, old: &Side<'_>, new: &Side<'_>, time: TimeStyle) -> String {
    let Subject::Field(field) = change.subject else {
        return format!("{} changed", name(change));
    };
    let label = short_name(field);
    let moved = movement(&old.goal, &new.goal, field).map(|movement| difference(&movement));
    let [before, after] = values(change, old, new, time);
    match (field, FIELDS[field].kind, moved) {
        (at::CURRENT_AMOUNT, _, Some(moved)) => moved,
        (at::IS_COMPLETE, _, None) if after == "yes" => "complete".to_owned(),
        (at::IS_COMPLETE, _, None) if after == "no" => "no longer complete".to_owned(),
        (at::HAS_BEEN_SPENT, _, None) if after == "yes" => "spent".to_owned(),
        (at::HAS_BEEN_SPENT, _, None) if after == "no" => "no longer spent".to_owned(),
        (_, Kind::Time, Some(moved)) => format!("{label} {moved}"),
        (_, Kind::Time, None) => match new.goal.integer(field) {
            Some(seconds) => format!("{label} {}", date(seconds, time)),
            None => format!("{label} {after}"),
        },
        (at::METADATA, ..) => "metadata changed".to_owned(),
        (_, Kind::Guid(_), _) => format!("{label} changed"),
        _ => format!("{label} {before} → {after}"),
    }
}

/// The name of a change alone, where values are to stay hidden.
pub fn brief_hidden(change: &Change<'_>) -> String {
    match change.subject {
        Subject::Field(field) => short_name(field).to_owned(),
        _ => terminal(&name(change)).into_owned(),
    }
}
