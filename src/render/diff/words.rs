//! A change for people: the values before and after, their difference, and a short form for
//! timelines.

use std::borrow::Cow;

use super::marked::{marked, note};
use crate::diff::change::{Change, Subject};
use crate::diff::document::steps;
use crate::diff::movement::{Movement, length_of_time, movement};
use crate::diff::side::Side;
use crate::json::canonical::is_document;
use crate::json::text::unescape;
use crate::render::progress::Share;
use crate::render::show::cell;
use crate::text::digits::group_digits;
use crate::text::escape::terminal_within;
use crate::text::terminal::terminal;
use crate::text::time::{TimeStyle, date};
use crate::text::width::width;
use crate::webhook::field::{FIELDS, Kind, at, label};
use crate::webhook::value::{Goal, Value};

/// Of wider values, only the differences are shown.
pub const LONG: usize = 60;
/// Further changes in metadata are only counted.
const STEPS: usize = 3;
/// The maximum width of an undocumented key.
const RAW_COLUMNS: usize = 60;

pub fn name(change: &Change<'_>) -> String {
    match &change.subject {
        Subject::Action | Subject::Field(_) => change.subject.name().to_owned(),
        Subject::Beside(_) | Subject::Inside(_) => {
            terminal_within(change.subject.name(), RAW_COLUMNS)
        }
    }
}

/// The values before and after, for a terminal. If only the day of a time differs, only days are
/// shown.
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
    let both = [&old.goal, &new.goal];
    let [before, after] = both.map(|goal| match goal.value(field) {
        // The difference may be at the end.
        Value::Unreadable => goal.cells[field].map_or_else(|| raw(None), cell::of_another_type),
        Value::Text(_) => text(&goal.text(field).unwrap_or_default()),
        _ => cell::value(goal, field, time),
    });
    // A placeholder, and a text equal to it.
    if before == after { both.map(|goal| raw(goal.cells[field])) } else { [before, after] }
}

/// A text, in quotes if its ends would be invisible.
fn text(text: &str) -> String {
    let is_plain = !text.is_empty()
        && !text.starts_with([' ', '"'])
        && !text.ends_with(' ')
        && !text.contains("  ")
        && text != cell::NULL
        && text != cell::ABSENT;
    let shown = terminal(text);
    if is_plain { shown.into_owned() } else { format!("\"{shown}\"") }
}

fn raw(cell: Option<&str>) -> String {
    cell.map_or(cell::ABSENT.to_owned(), |cell| match cell {
        "null" => cell::NULL.to_owned(),
        cell => terminal(cell).into_owned(),
    })
}

/// The difference of a value, with the progress of the goal if that changed; for texts that look
/// alike, their code points.
pub fn moved(change: &Change<'_>, old: &Side<'_>, new: &Side<'_>) -> Vec<String> {
    let note = texts(change, [old, new]).and_then(|[before, after]| note(&before, &after));
    let Subject::Field(field) = change.subject else { return note.into_iter().collect() };
    let mut words: Vec<String> = movement(&old.goal, &new.goal, field)
        .map(|movement| difference(&movement))
        .into_iter()
        .collect();
    let current_moves = !crate::diff::change::same(&old.goal, &new.goal, at::CURRENT_AMOUNT);
    if field == at::CURRENT_AMOUNT || (field == at::AMOUNT && !current_moves) {
        words.extend(shares(&old.goal, &new.goal));
    }
    words.extend(note);
    words
}

/// A difference for people, `+150.50` or `+30 days`.
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
    let (before, after) = (Share::saved(old)?.percent(), Share::saved(new)?.percent());
    // No need to show equal percentages.
    (before != after).then(|| format!("{before} → {after}"))
}

/// A change in a few words. `cut` shortens long runs.
pub fn brief(change: &Change<'_>, sides: [&Side<'_>; 2], time: TimeStyle, cut: bool) -> String {
    let [old, new] = sides;
    let shown = |label: &str| {
        let values = values(change, old, new, time);
        format!("{label} {}", replaced(&values, texts(change, sides), cut))
    };
    let Subject::Field(field) = change.subject else { return shown(&name(change)) };
    let label = match FIELDS[field].kind {
        Kind::Boolean => FIELDS[field].name,
        _ => label(field),
    };
    let moved = movement(&old.goal, &new.goal, field).map(|movement| difference(&movement));
    // The flag is set or cleared only if it was not yet.
    let flag = new.goal.boolean(field).filter(|flag| old.goal.boolean(field) == Some(!flag));
    match (field, FIELDS[field].kind, moved, flag) {
        (at::CURRENT_AMOUNT, _, Some(moved), _) => moved,
        (at::IS_COMPLETE, _, _, Some(true)) => "complete".to_owned(),
        (at::IS_COMPLETE, _, _, Some(false)) => "no longer complete".to_owned(),
        (at::HAS_BEEN_SPENT, _, _, Some(true)) => "spent".to_owned(),
        (at::HAS_BEEN_SPENT, _, _, Some(false)) => "no longer spent".to_owned(),
        (_, Kind::Time, moved, _) => {
            let [_, after] = values(change, old, new, time);
            let now = new.goal.integer(field).map_or(after, |seconds| date(seconds, time));
            let moved = moved.map_or(String::new(), |moved| format!(" ({moved})"));
            format!("{label} {now}{moved}")
        }
        (at::METADATA, ..) => match texts(change, sides) {
            Some([before, after]) if is_document(&before) && is_document(&after) => {
                metadata(&before, &after, cut)
            }
            _ => shown(label),
        },
        _ => shown(label),
    }
}

/// Both values unescaped, if both are strings.
fn texts<'a>(change: &Change<'a>, [old, new]: [&Side<'a>; 2]) -> Option<[Cow<'a, str>; 2]> {
    let texts = match change.subject {
        Subject::Field(field) => [old.goal.text(field), new.goal.text(field)],
        _ => [change.old, change.new]
            .map(|json| json.filter(|json| json.starts_with('"')).map(unescape)),
    };
    let [before, after] = texts;
    Some([before?, after?])
}

/// Two values with an arrow between them; of long ones, the differences.
fn replaced([before, after]: &[String; 2], texts: Option<[Cow<'_, str>; 2]>, cut: bool) -> String {
    if width(before).max(width(after)) > LONG {
        return match texts {
            Some([before, after]) => marked(&before, &after, cut, false),
            None => marked(before, after, cut, false),
        };
    }
    match texts.and_then(|[before, after]| note(&before, &after)) {
        Some(note) => format!("{before} → {after} ({note})"),
        None => format!("{before} → {after}"),
    }
}

/// The changes in JSON metadata, by path.
fn metadata(old: &str, new: &str, cut: bool) -> String {
    let steps = steps(old, new);
    if steps.len() > STEPS {
        return format!("metadata changed in {} places", steps.len());
    }
    let words = steps.iter().map(|step| {
        let change = replaced(&[step.old, step.new].map(raw), None, cut);
        match terminal(&step.pointer) {
            path if path.is_empty() => change,
            path => format!("{path} {change}"),
        }
    });
    format!("metadata {}", words.collect::<Vec<_>>().join(", "))
}

/// Only the name of a change, for hidden values.
pub fn brief_hidden(change: &Change<'_>) -> String {
    match change.subject {
        Subject::Field(field) => label(field).to_owned(),
        _ => terminal(&name(change)).into_owned(),
    }
}
