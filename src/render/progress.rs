//! Shares of a whole as percentages and as bars.

use rust_decimal::Decimal;

use crate::text::digits::grouped;
use crate::webhook::field::at;
use crate::webhook::value::Goal;

/// A part of a positive whole, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    part: i128,
    whole: i128,
}

impl Share {
    /// The progress of a SAVE_AMOUNT goal with a positive target; `None` for other goals, or if it
    /// cannot be computed exactly.
    pub fn saved(goal: &Goal<'_>) -> Option<Share> {
        if goal.goal_type != Some("SAVE_AMOUNT") {
            return None;
        }
        Share::of_amounts(goal.decimal(at::CURRENT_AMOUNT)?, goal.decimal(at::AMOUNT)?)
    }

    fn of_amounts(current: Decimal, target: Decimal) -> Option<Share> {
        // In integers, because a division of decimals rounds.
        let scale = current.scale().max(target.scale());
        let scaled = |decimal: Decimal| {
            decimal.mantissa().checked_mul(10_i128.checked_pow(scale - decimal.scale())?)
        };
        let share = Share { part: scaled(current)?, whole: scaled(target)? };
        let is_exact = share.part.checked_mul(1_000)?.checked_add(share.whole).is_some();
        (share.whole > 0 && is_exact).then_some(share)
    }

    fn of_counts(count: u64, all: u64) -> Share {
        Share { part: count.into(), whole: all.max(1).into() }
    }

    /// In tenths of a percent, rounded; but all only if it is all.
    fn tenths(self) -> i128 {
        let magnitude = (self.part.abs() * 1_000 + self.whole / 2) / self.whole;
        match self.part.signum() {
            -1 => -magnitude,
            _ if self.part < self.whole => magnitude.min(999),
            _ => magnitude,
        }
    }

    /// `13.3 %`; `<0.1 %` for what would be rounded to nothing.
    pub fn percent(self) -> String {
        let tenths = self.tenths();
        if tenths == 0 && self.part > 0 {
            return "<0.1 %".to_owned();
        }
        let sign = if tenths < 0 { "-" } else { "" };
        let tenths = tenths.unsigned_abs();
        format!("{sign}{}.{} %", grouped(tenths / 10), tenths % 10)
    }

    /// The filled and the empty part of a bar. It is full only for all or more, and empty only for
    /// nothing or less.
    pub fn bar(self, cells: usize) -> (String, String) {
        let tenths = usize::try_from(self.tenths().clamp(0, 1_000)).unwrap_or_default();
        let filled = (tenths * cells / 1_000).max(usize::from(self.part > 0));
        ("█".repeat(filled), "░".repeat(cells.saturating_sub(filled)))
    }
}

/// The share of a count as a percentage.
pub fn percent_of(count: u64, all: u64) -> String {
    Share::of_counts(count, all).percent()
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
    use super::Share;
    use crate::json::number::exact;

    fn share(current: &str, target: &str) -> Option<Share> {
        let decimal = |number| exact(number).expect("the cases can be held");
        Share::of_amounts(decimal(current), decimal(target))
    }

    #[test]
    fn shares_are_exact_and_rounded() {
        for (current, target, expected) in [
            ("100", "750", Some("13.3 %")),
            ("500", "750", Some("66.7 %")),
            ("0.5", "1000", Some("0.1 %")),
            ("0.49", "1000", Some("<0.1 %")),
            ("749.99", "750", Some("99.9 %")),
            ("999999999999.99", "1000000000000", Some("99.9 %")),
            ("750", "750.00", Some("100.0 %")),
            ("750.01", "750.00", Some("100.0 %")),
            ("1000", "750", Some("133.3 %")),
            ("-100", "750", Some("-13.3 %")),
            ("-500", "750", Some("-66.7 %")),
            ("-1000", "750", Some("-133.3 %")),
            ("-0.1", "750", Some("0.0 %")),
            ("0", "750", Some("0.0 %")),
            ("10000", "0.01", Some("100,000,000.0 %")),
            ("1", "0", None),
            ("1", "-5", None),
            ("9999999999999999999999999999", "0.0000000000000000000000000001", None),
        ] {
            let percent = share(current, target).map(Share::percent);
            assert_eq!(percent.as_deref(), expected, "{current} of {target}");
        }
    }

    #[test]
    fn small_shares_can_be_told_apart() {
        let drawn = |count, all| {
            let (filled, empty) = super::fine_bar(count, all, 10);
            (filled + &empty, super::percent_of(count, all))
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
        let filled = |current: &str| {
            share(current, "1000").map_or(0, |share| share.bar(10).0.chars().count())
        };
        assert_eq!(
            ["-5", "0", "0.1", "133", "999.9", "1000", "5000"].map(filled),
            [0, 0, 1, 1, 9, 10, 10]
        );
    }
}
