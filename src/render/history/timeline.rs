//! The words of a timeline: what an entry says of its delivery, for a terminal.

use rust_decimal::Decimal;

use super::Entry;
use crate::diff::change::Subject;
use crate::render::diff::words::{brief, brief_hidden};
use crate::render::show::cell;
use crate::text::time::TimeStyle;
use crate::webhook::field::at;
use crate::webhook::value::Value;

/// What changed and how it was delivered, in a few words each.
pub fn words(entry: &Entry<'_>, time: TimeStyle, hide_values: bool) -> Vec<String> {
    let mut words = Vec::new();
    if entry.is_conflict {
        words.push("another delivery of it differs".to_owned());
    }
    let mut absent = 0;
    if let Some(before) = entry.before {
        let mut changes: Vec<_> = entry.comparison.changes.iter().collect();
        // The amount is what a reader follows.
        changes.sort_by_key(|change| change.subject != Subject::Field(at::CURRENT_AMOUNT));
        for change in changes {
            match change.subject {
                Subject::Action | Subject::Field(at::REVISION | at::GUID) => {}
                Subject::Field(field) if entry.side.goal.value(field) == Value::Absent => {
                    absent += 1;
                }
                _ if hide_values => words.push(brief_hidden(change)),
                _ => words.push(brief(change, before, entry.side, time)),
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
    match entry.repeats {
        0 => {}
        1 => words.push("redelivered once".to_owned()),
        2 => words.push("redelivered twice".to_owned()),
        count => words.push(format!("redelivered {count} times")),
    }
    words
}

/// An amount as a bar of at most so many cells, as long as its share of the greatest one. What
/// is positive has at least an eighth of a cell.
pub fn bar(amount: Option<Decimal>, most: Option<Decimal>, cells: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let (Some(amount), Some(most)) = (amount, most) else { return String::new() };
    if amount <= Decimal::ZERO || most <= Decimal::ZERO {
        return String::new();
    }
    // A bar is read by eye: that this division rounds is not seen.
    let share = amount.checked_div(most).unwrap_or_default().clamp(Decimal::ZERO, Decimal::ONE);
    let eighths = share
        .checked_mul(Decimal::from(8 * cells as u64))
        .and_then(|eighths| u64::try_from(eighths.round().mantissa()).ok())
        .and_then(|eighths| usize::try_from(eighths).ok())
        .unwrap_or_default()
        .clamp(1, 8 * cells);
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::bar;
    use crate::json::decimal::exact;

    #[test]
    fn a_bar_shows_the_share_of_the_greatest_amount() {
        for (amount, most, expected) in [
            ("0", "100", ""),
            ("-5", "100", ""),
            ("0.01", "100", "▏"),
            ("50", "100", "████"),
            ("56.25", "100", "████▌"),
            ("100", "100", "████████"),
            ("9999999999999999999999999999", "9999999999999999999999999999", "████████"),
            ("1", "-1", ""),
        ] {
            assert_eq!(bar(exact(amount), exact(most), 8), expected, "{amount} of {most}");
        }
        assert_eq!(bar(None, exact("1"), 8), "");
    }
}
