//! The text of timeline entries, for a terminal.

use crate::diff::change::Subject;
use crate::history::timeline::Entry;
use crate::render::diff::words::{brief, brief_hidden};
use crate::render::show::cell;
use crate::text::time::{TimeStyle, moment};
use crate::webhook::field::at;
use crate::webhook::value::Value;

/// The maximum number of duplicates listed with times; `--deliveries` shows all.
const REPEATS: usize = 12;

/// Short descriptions of the changes and of the delivery. `cut` shortens long values to their
/// differences.
pub fn words(entry: &Entry<'_>, time: TimeStyle, hide_values: bool, cut: bool) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(other) = &entry.contradicts {
        let line = other.location.line;
        let is_near = other.input == entry.place.input && other.trail == entry.place.trail;
        words.push(match is_near {
            true => format!("conflicts with line {line}"),
            false => {
                let place = cell::source(other.input, other.trail);
                format!("conflicts with {}:{line}", place.terminal())
            }
        });
    }
    if entry.variants > 1 {
        words.push(if entry.counts { "counts" } else { "does not count" }.to_owned());
    }
    if entry.is_repeat {
        words.push("repeat".to_owned());
    }
    let mut absent = 0;
    if let Some(before) = entry.before {
        let mut changes: Vec<_> = entry.comparison.changes.iter().collect();
        // The amount comes first.
        changes.sort_by_key(|change| change.subject != Subject::Field(at::CURRENT_AMOUNT));
        for change in changes {
            match change.subject {
                Subject::Action | Subject::Field(at::REVISION | at::GUID) => {}
                Subject::Field(field) if entry.side.goal.value(field) == Value::Absent => {
                    absent += 1;
                }
                _ if hide_values => words.push(brief_hidden(change)),
                _ => words.push(brief(change, [before, entry.side], time, cut)),
            }
        }
    } else if !hide_values && entry.side.goal.goal_type == Some("SAVE_AMOUNT") {
        words.push(format!("target {}", cell::value(&entry.side.goal, at::AMOUNT, time)));
    }
    if absent > 0 {
        words.push(format!("{absent} {} absent", if absent == 1 { "field" } else { "fields" }));
    }
    if let Some((first, last)) = entry.missing {
        words.push(match i128::from(last) - i128::from(first) {
            0 => format!("{first} not seen"),
            1 => format!("{first}, {last} not seen"),
            _ => format!("{first} to {last} not seen"),
        });
    }
    if let Some(after) = entry.late_after {
        words.push(format!("arrived after {after}"));
    }
    let times = entry.repeats.iter().filter_map(|repeat| repeat.received);
    let times: Vec<String> = times.take(REPEATS).map(|at| moment(at, time)).collect();
    let more = if entry.repeats.len() > REPEATS && !times.is_empty() { ", …" } else { "" };
    let at = if times.is_empty() { "" } else { " at " };
    let times = format!("{at}{}{more}", times.join(", "));
    match entry.repeats.len() {
        0 => {}
        1 => words.push(format!("redelivered once{times}")),
        2 => words.push(format!("redelivered twice{times}")),
        count => words.push(format!("redelivered {count} times{times}")),
    }
    words
}
