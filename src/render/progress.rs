//! How far a goal that saves an amount has come, as a share and as a bar.

use rust_decimal::Decimal;

use crate::text::digits::group_digits;
use crate::webhook::field::at;
use crate::webhook::value::Goal;

/// Tenths of a percent saved, cut and not rounded, so that 100 % means reached.
///
/// `None` for a goal that does not save an amount, without a positive target, or where the
/// share of such amounts cannot be computed exactly.
pub fn tenths_of_percent(goal: &Goal<'_>) -> Option<i128> {
    if goal.goal_type != Some("SAVE_AMOUNT") {
        return None;
    }
    share(goal.decimal(at::CURRENT_AMOUNT)?, goal.decimal(at::AMOUNT)?)
}

fn share(current: Decimal, target: Decimal) -> Option<i128> {
    // In whole numbers, for a division of decimals rounds.
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
    format!("{sign}{}.{} %", group_digits(&(tenths / 10).to_string()), tenths % 10)
}

/// The filled and the empty part of a bar of so many cells. It is full only where the target is
/// reached, and empty only where nothing is saved.
pub fn bar(tenths: i128, cells: usize) -> (String, String) {
    let share = usize::try_from(tenths.clamp(0, 1000)).unwrap_or_default();
    let filled = (share * cells / 1000).max(usize::from(share > 0));
    ("█".repeat(filled), "░".repeat(cells.saturating_sub(filled)))
}

#[cfg(test)]
mod tests {
    use super::{bar, percent, share};
    use crate::json::decimal::exact;

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
    fn a_bar_is_full_only_at_the_target() {
        let filled = |tenths| bar(tenths, 10).0.chars().count();
        assert_eq!([-5, 0, 1, 133, 999, 1000, 5000].map(filled), [0, 0, 1, 1, 9, 10, 10]);
        assert_eq!(bar(500, 4), ("██".to_owned(), "░░".to_owned()));
    }
}
