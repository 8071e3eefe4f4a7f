//! How far a number or a time moved, exactly.
//!
//! The difference of two amounts can have more digits than either, so it is computed in whole
//! numbers of any length and never rounded.

use num_bigint::BigInt;
use rust_decimal::Decimal;

use crate::webhook::field::{FIELDS, Kind};
use crate::webhook::value::{Goal, Value};

/// The movement of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Movement {
    /// An amount: the difference in digits with its sign, `+150.50`.
    Amount(String),
    /// A whole number: the difference.
    Count(i128),
    /// A time: seconds later, or earlier where negative.
    Seconds(i128),
}

/// The movement of a field from one goal to another, where both have a number there.
pub fn movement(old: &Goal<'_>, new: &Goal<'_>, field: usize) -> Option<Movement> {
    match (old.value(field), new.value(field)) {
        (Value::Decimal(before), Value::Decimal(after)) => {
            let places = decimals(old, field).max(decimals(new, field));
            Some(Movement::Amount(difference(before, after, places)))
        }
        (Value::Integer(before), Value::Integer(after)) => {
            let difference = i128::from(after) - i128::from(before);
            Some(match FIELDS[field].kind {
                Kind::Time => Movement::Seconds(difference),
                _ => Movement::Count(difference),
            })
        }
        _ => None,
    }
}

/// The difference as digits with a sign, with at least so many decimal places.
pub fn difference(before: Decimal, after: Decimal, places: u32) -> String {
    let scale = before.scale().max(after.scale()).max(places);
    let whole = |decimal: Decimal| {
        BigInt::from(decimal.mantissa()) * BigInt::from(10).pow(scale - decimal.scale())
    };
    let difference = whole(after) - whole(before);
    let sign = if difference < BigInt::ZERO { '-' } else { '+' };
    let scale = scale as usize;
    let digits = format!("{:0>1$}", difference.magnitude().to_string(), scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// More decimal places than this are not repeated for their zeros.
const MOST_PLACES: u32 = 28;

/// The decimal places of a plain number as it came, idle zeros too.
fn decimals(goal: &Goal<'_>, field: usize) -> u32 {
    let digits = goal.digits(field).unwrap_or_default();
    match digits.split_once('.') {
        Some((_, fraction)) if fraction.bytes().all(|byte| byte.is_ascii_digit()) => {
            u32::try_from(fraction.len()).unwrap_or(MOST_PLACES).min(MOST_PLACES)
        }
        _ => 0,
    }
}

/// A length of time in words, `+30 days`, `-1 day 2 h`, `+5 min 3 s`.
pub fn length_of_time(seconds: i128) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let mut rest = seconds.unsigned_abs();
    let mut parts = Vec::new();
    for (unit, one, many) in
        [(86_400, " day", " days"), (3_600, " h", " h"), (60, " min", " min"), (1, " s", " s")]
    {
        let count = rest / unit;
        rest %= unit;
        if count > 0 {
            parts.push(format!("{count}{}", if count == 1 { one } else { many }));
        }
    }
    if parts.is_empty() {
        return "+0 s".to_owned();
    }
    format!("{sign}{}", parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{difference, length_of_time};
    use crate::json::decimal::exact;

    #[test]
    fn differences_are_exact() {
        for (before, after, places, expected) in [
            ("100", "250.50", 2, "+150.50"),
            ("250.50", "100", 0, "-150.5"),
            ("0.1", "0.3", 1, "+0.2"),
            ("1", "1.00", 2, "+0.00"),
            ("71613633657603.65", "71613633657603.64", 2, "-0.01"),
            (
                "-9999999999999999999999999999",
                "0.0000000000000000000000000001",
                0,
                "+9999999999999999999999999999.0000000000000000000000000001",
            ),
        ] {
            let decimal = |digits| exact(digits).expect("the cases can be held");
            assert_eq!(difference(decimal(before), decimal(after), places), expected);
        }
    }

    #[test]
    fn lengths_of_time_are_whole() {
        for (seconds, words) in [
            (2_592_000, "+30 days"),
            (-93_600, "-1 day 2 h"),
            (303, "+5 min 3 s"),
            (90_061, "+1 day 1 h 1 min 1 s"),
            (-1, "-1 s"),
        ] {
            assert_eq!(length_of_time(seconds), words);
        }
    }
}
