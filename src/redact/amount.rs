//! Amounts as they are, or multiplied by one secret factor, which preserves signs, order and,
//! except for rounding, ratios.

use rust_decimal::Decimal;

use super::key::Key;
use crate::check::meaning::has_money_precision;
use crate::json::decimal;

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
        match decimal::exact(number) {
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

#[cfg(test)]
mod tests {
    use super::{Amounts, FACTORS, Key};
    use crate::json::decimal::exact;

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
}
