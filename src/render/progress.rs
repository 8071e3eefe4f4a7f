//! The progress of a SAVE_AMOUNT goal as a percentage and as a bar.

use rust_decimal::Decimal;

use crate::text::digits::grouped;
use crate::webhook::field::at;
use crate::webhook::value::Goal;

/// The progress in tenths of a percent, rounded down, so that 100 % means reached.
///
/// `None` for other goals, without a positive target, or if it cannot be computed exactly.
pub fn tenths_of_percent(goal: &Goal<'_>) -> Option<i128> {
    if goal.goal_type != Some("SAVE_AMOUNT") {
        return None;
    }
    share(goal.decimal(at::CURRENT_AMOUNT)?, goal.decimal(at::AMOUNT)?)
}

fn share(current: Decimal, target: Decimal) -> Option<i128> {
    // In integers, because a division of decimals rounds.
    let scale = current.scale().max(target.scale());
    let whole = |decimal: Decimal| {
        decimal.mantissa().checked_mul(10_i128.checked_pow(scale - decimal.scale())?)
    };
    let target = whole(target)?;
    if target <= 0 {
        return None;
    }
    Some(whole(current)?.checked_mul(1000)? / target)
}

/// `13.3 %`.
pub fn percent(tenths: i128) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let tenths = tenths.unsigned_abs();
    format!("{sign}{}.{} %", grouped(tenths / 10), tenths % 10)
}

/// The filled and the empty part of a bar. It is full only if the target is reached, and empty only
/// if nothing is saved.
pub fn bar(tenths: i128, cells: usize) -> (String, String) {
    let share = usize::try_from(tenths.clamp(0, 1000)).unwrap_or_default();
    let filled = (share * cells / 1000).max(usize::from(share > 0));
    ("█".repeat(filled), "░".repeat(cells.saturating_sub(filled)))
}

/// `13.3 %`, rounded down; never 0.0 % for a positive count.
pub fn share_in_words(count: u64, all: u64) -> String {
    match u128::from(count) * 1_000 / u128::from(all.max(1)) {
        0 if count > 0 => "<0.1 %".to_owned(),
        tenths => percent(i128::try_from(tenths).unwrap_or(i128::MAX)),
    }
}

/// The filled and the empty part of a bar, in eighths of a cell. It is full only if `count` is
/// `all`, and empty only if `count` is 0.
pub fn fine_bar(count: u64, all: u64, cells: usize) -> (String, String) {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let most = cells * 8;
    let share = u128::from(count) * most as u128 / u128::from(all.max(1));
    let filled = usize::try_from(share).unwrap_or(most).min(most).max(usize::from(count > 0));
    let bar = "█".repeat(filled / 8) + EIGHTHS[filled % 8];
    (bar, "░".repeat(cells - filled.div_ceil(8)))
}

#[cfg(test)]
mod tests {
    use super::{bar, percent, share};
    use crate::json::number::exact;

    #[test]
    fn shares_are_exact_and_cut() {
        for (current, target, expected) in [
            ("100", "750", Some("13.3 %")),
            ("749.99", "750", Some("99.9 %")),
            ("999999999999.99", "1000000000000", Some("99.9 %")),
            ("750", "750.00", Some("100.0 %")),
            ("1000", "750", Some("133.3 %")),
            ("-100", "750", Some("-13.3 %")),
            ("-0.1", "750", Some("0.0 %")),
            ("0", "750", Some("0.0 %")),
            ("10000", "0.01", Some("100,000,000.0 %")),
            ("1", "0", None),
            ("1", "-5", None),
            ("9999999999999999999999999999", "0.0000000000000000000000000001", None),
        ] {
            let decimal = |number| exact(number).expect("the cases can be held");
            let share = share(decimal(current), decimal(target)).map(percent);
            assert_eq!(share.as_deref(), expected, "{current} of {target}");
        }
    }

    #[test]
    fn small_shares_can_be_told_apart() {
        let drawn = |count, all| {
            let (filled, empty) = super::fine_bar(count, all, 10);
            (filled + &empty, super::share_in_words(count, all))
        };
        for (count, all, bar, words) in [
            (0, 0, "░░░░░░░░░░", "0.0 %"),
            (5, 20_000, "▏░░░░░░░░░", "<0.1 %"),
            (13, 1_000, "▏░░░░░░░░░", "1.3 %"),
            (88, 1_000, "▉░░░░░░░░░", "8.8 %"),
            (19_999, 20_000, "█████████▉", "99.9 %"),
            (20_000, 20_000, "██████████", "100.0 %"),
            (u64::MAX, 1, "██████████", "1,844,674,407,370,955,161,500.0 %"),
        ] {
            assert_eq!(drawn(count, all), (bar.to_owned(), words.to_owned()));
        }
    }

    #[test]
    fn a_bar_is_full_only_at_the_target() {
        let filled = |tenths| bar(tenths, 10).0.chars().count();
        assert_eq!([-5, 0, 1, 133, 999, 1000, 5000].map(filled), [0, 0, 1, 1, 9, 10, 10]);
        assert_eq!(bar(500, 4), ("██".to_owned(), "░░".to_owned()));
    }
}
