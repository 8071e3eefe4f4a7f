//! Amounts and times as they are, or moved: amounts multiplied by one secret factor, so that signs
//! and order stay, and ratios but for the rounding; times shifted by one secret span.

use rust_decimal::Decimal;

use super::key::Key;
use crate::check::meaning::{YEAR_2000, has_money_precision};
use crate::json::number::exact;
use crate::text::time::Moment;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amounts {
    Keep,
    /// Multiply by this factor, in billionths.
    Scale(u64),
}

/// The factor is from 2 to 50, in billionths. An integer would be a common divisor of all amounts;
/// a factor below 1 could round different amounts to the same.
const FACTORS: std::ops::Range<u64> = 2 * ONE..50 * ONE;
const ONE: u64 = 1_000_000_000;
/// Amounts have cents; those with more decimal places keep them.
const PLACES: u32 = 2;
/// The largest amount that common database columns store, in cents.
const LARGEST_COMMON: i128 = 10_i128.pow(14) - 1;
/// The largest exact amount, in units of its last decimal place.
const LARGEST: i128 = 10_i128.pow(28) - 1;

impl Amounts {
    /// Scaling by a factor derived from the key.
    pub fn scaled(key: &Key) -> Amounts {
        Amounts::Scale(FACTORS.start + key.below("factor", "", FACTORS.end - FACTORS.start))
    }

    /// The number for the copy, as JSON text.
    pub fn apply(self, key: &Key, number: &str) -> String {
        let Amounts::Scale(factor) = self else { return number.to_owned() };
        match exact(number) {
            // A number that is out of range becomes another one out of range, different ones
            // different.
            None => format!("1e4{}", key.digits("amount", number)),
            Some(amount) => scale(amount.normalize(), factor).normalize().to_string(),
        }
    }
}

/// By value, so that equal amounts stay equal however they are written.
fn scale(amount: Decimal, factor: u64) -> Decimal {
    let is_uncommon = has_money_precision(amount);
    let places = amount.scale().max(PLACES);
    let product = amount
        .mantissa()
        .checked_mul(10_i128.pow(places - amount.scale()))
        .and_then(|units| units.checked_mul(i128::from(factor)));
    let sign = amount.mantissa().signum();
    let one = i128::from(ONE);
    let units = product.map_or(LARGEST, |product| (product.abs() + one / 2) / one);
    // Findings about decimal places and digits must be the same for the scaled amount.
    let units = match is_uncommon {
        true if units % 10 == 0 => units + 1,
        true => units,
        false => units.min(LARGEST_COMMON),
    };
    Decimal::try_from_i128_with_scale(sign * units.min(LARGEST), places).unwrap_or(amount)
}

const DAY: i64 = 86_400;
/// The range of the shift in days; the end is exclusive. A larger shift could move plausible times
/// before 2000.
const DAYS: std::ops::Range<i64> = 100..2_100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    Keep,
    /// Shift back by this many seconds.
    Shift(i64),
}

impl Times {
    /// The shift derived from the key.
    pub fn shifted(key: &Key) -> Times {
        let days = key.below("days", "", DAYS.start.abs_diff(DAYS.end)).cast_signed();
        Times::Shift((DAYS.start + days) * DAY)
    }

    /// The number for the copy, as JSON text. Milliseconds stay milliseconds.
    pub fn apply(self, number: &str) -> String {
        let Times::Shift(seconds) = self else { return number.to_owned() };
        let shifted = |time: i64| {
            let is_milliseconds = time >= YEAR_2000 * 1_000;
            time.checked_sub(if is_milliseconds { seconds * 1_000 } else { seconds })
        };
        let moved = if number.contains(['e', 'E']) {
            // An exponent is a finding, so it is kept.
            let whole = exact(number).and_then(|time| i64::try_from(time).ok());
            whole.and_then(shifted).map(|time| format!("{time}e0"))
        } else {
            let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
            whole.parse().ok().and_then(shifted).map(|time| format!("{time}{fraction}"))
        };
        // A number with so many digits is not a time.
        moved.unwrap_or_else(|| number.to_owned())
    }

    pub fn moment(self, moment: Moment) -> Moment {
        let Times::Shift(seconds) = self else { return moment };
        let nanos = i128::from(moment.nanos()) - i128::from(seconds) * 1_000_000_000;
        Moment::from_nanos(nanos).unwrap_or(moment)
    }
}

#[cfg(test)]
mod tests {
    use super::{Amounts, FACTORS, Key, Times};
    use crate::json::number::exact;

    #[test]
    fn signs_order_and_precision_stay() {
        let key = Key::new(b"0123456789abcdef").expect("long enough");
        let ordered = [
            "-1e27",
            "-99999999999999",
            "-750.001",
            "-750",
            "-0.01",
            "-0.0001",
            "0",
            "1e-28",
            "0.01",
            "0.02",
            "0.5",
            "1",
            "99.99",
            "100",
            "100.0004",
            "100.0005",
            "750",
            "750.01",
            "10000000000",
            "123456789012345.67",
            "99999999999999999999",
            "1e27",
        ];
        for factor in [FACTORS.start, 31_415_926_535, FACTORS.end - 1] {
            let scaled: Vec<_> = ordered
                .iter()
                .map(|number| exact(&Amounts::Scale(factor).apply(&key, number)).expect("exact"))
                .collect();
            assert!(scaled.is_sorted_by(|left, right| left < right), "{scaled:?}");
            for (number, scaled) in ordered.iter().zip(&scaled) {
                let before = exact(number).expect("exact");
                let uncommon = crate::check::meaning::has_money_precision;
                assert_eq!(uncommon(*scaled), uncommon(before), "{number} {scaled}");
            }
        }
        let apply = |number| Amounts::scaled(&key).apply(&key, number);
        assert_eq!(apply("750"), apply("7.5000e2"));
        assert_ne!(apply("1e400"), apply("1e401"));
        assert_eq!(exact(&apply("1e400")), None);
    }

    #[test]
    fn every_spelling_moves_by_the_same_span() {
        let shift = Times::Shift(86_400 * 365);
        for (number, moved) in [
            ("1491004799", "1459468799"),
            ("1491004799.50", "1459468799.50"),
            ("1491004799.0", "1459468799.0"),
            ("1.491004799e9", "1459468799e0"),
            ("1491004799000", "1459468799000"),
            ("-1", "-31536001"),
            ("1e400", "1e400"),
        ] {
            assert_eq!(shift.apply(number), moved);
            assert_eq!(Times::Keep.apply(number), number);
        }
    }
}
