//! How far a number or a time moved, exactly.
//!
//! The difference of two amounts can have more digits than either, so integer and fractional parts
//! are computed separately, and nothing is rounded.

use rust_decimal::Decimal;

use crate::json::number::Spelled;
use crate::webhook::field::{FIELDS, Kind};
use crate::webhook::value::{Goal, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Movement {
    /// The difference of two amounts, with its sign: `+150.50`.
    Amount(String),
    /// The difference of two integers.
    Count(i128),
    /// The difference of two times in seconds; negative is earlier.
    Seconds(i128),
}

/// The movement of a field from one goal to another, if both have a number in it.
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

/// A signed difference, with at least this many decimal places.
pub fn difference(before: Decimal, after: Decimal, places: u32) -> String {
    const ONE: i128 = 10_i128.pow(MOST_PLACES);
    let places = before.scale().max(after.scale()).max(places) as usize;
    let parts = |decimal: Decimal| {
        let unit = 10_i128.pow(decimal.scale());
        (decimal.mantissa() / unit, decimal.mantissa() % unit * (ONE / unit))
    };
    let ((whole_before, before), (whole_after, after)) = (parts(before), parts(after));
    let (mut whole, mut fraction) = (whole_after - whole_before, after - before);
    // Both parts get the sign of the whole, and the fraction stays below one.
    whole += fraction / ONE;
    fraction %= ONE;
    if whole.signum() * fraction.signum() < 0 {
        fraction += whole.signum() * ONE;
        whole -= whole.signum();
    }
    let sign = if whole < 0 || fraction < 0 { '-' } else { '+' };
    let (whole, fraction) = (whole.unsigned_abs(), fraction.unsigned_abs());
    let fraction = &format!("{fraction:028}")[..places];
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// The maximum number of decimal places of an amount; more are not kept for trailing zeros.
const MOST_PLACES: u32 = 28;

/// The decimal places of a plain number as written, trailing zeros included.
fn decimals(goal: &Goal<'_>, field: usize) -> u32 {
    let spelled = Spelled::of(goal.digits(field).unwrap_or_default());
    let places = u32::try_from(spelled.fraction.len()).unwrap_or(MOST_PLACES).min(MOST_PLACES);
    if spelled.exponent.is_none() { places } else { 0 }
}

/// A duration for people: `+30 days`, `-1 day 2 h`, `+5 min 3 s`.
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
    use crate::json::number::exact;

    #[test]
    fn differences_are_exact() {
        for (before, after, places, expected) in [
            ("100", "250.50", 2, "+150.50"),
            ("250.50", "100", 0, "-150.5"),
            ("0.1", "0.3", 1, "+0.2"),
            ("1", "1.00", 2, "+0.00"),
            ("1.75", "3.5", 0, "+1.75"),
            ("3.5", "1.75", 0, "-1.75"),
            ("-0.75", "0.5", 0, "+1.25"),
            ("0.5", "-0.75", 3, "-1.250"),
            ("-1", "0.25", 0, "+1.25"),
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
