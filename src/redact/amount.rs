//! Amounts as they are, or multiplied by one secret factor, so that ratios and signs stay.

use rust_decimal::Decimal;

use super::key::Key;
use crate::webhook::decimal;

/// What happens to amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amounts {
    /// They stay.
    Keep,
    /// They are multiplied by this whole number.
    Scale(u16),
}

/// The last digits of factors. None has a factor in common with ten, so decimals stay decimals.
const LAST_DIGITS: [u16; 4] = [1, 3, 7, 9];
/// The digits before it, from 1 up to this.
const FIRST_DIGITS: u16 = 98;

impl Amounts {
    /// Scaling by the factor that a key stands for.
    pub fn scaled(key: &Key) -> Amounts {
        let derived = key.derive("factor", &[]);
        let first = u16::from_le_bytes([derived[0], derived[1]]) % FIRST_DIGITS + 1;
        Amounts::Scale(first * 10 + LAST_DIGITS[usize::from(derived[2] % 4)])
    }

    /// The number (JSON text) that stands in the copy.
    pub fn apply(self, number: &str) -> String {
        let Amounts::Scale(factor) = self else { return number.to_owned() };
        match decimal::exact(number) {
            // What cannot be held exactly stays a number that cannot.
            None => "1e400".to_owned(),
            Some(amount) => match amount.checked_mul(Decimal::from(factor)) {
                Some(scaled) if decimal::exact(&scaled.to_string()).is_some() => {
                    scaled.normalize().to_string()
                }
                _ => "9".repeat(28),
            },
        }
    }
}
