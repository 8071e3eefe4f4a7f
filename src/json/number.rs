//! Numbers by the grammar of JSON (RFC 8259): what counts as one, and its exact value. Digits are
//! never computed with where that would round.

use rust_decimal::Decimal;

/// Whether the text is a number by the grammar of JSON, and nothing else.
pub fn is_json_number(text: &str) -> bool {
    // Fast path: most numbers are integers.
    let is_whole = text.starts_with(|first| matches!(first, '1'..='9'))
        && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole {
        return true;
    }
    matches!(text.as_bytes(), [b'-' | b'0'..=b'9', .., b'0'..=b'9'] | [b'0'..=b'9'])
        && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok()
}

/// A number as it is spelled.
#[derive(Debug, Clone, Copy)]
pub struct Spelled<'n> {
    pub is_negative: bool,
    /// The digits before the point.
    pub whole: &'n str,
    /// The digits after the point.
    pub fraction: &'n str,
    pub exponent: Option<&'n str>,
}

impl<'n> Spelled<'n> {
    /// The parts of a number; for any other text, parts that are not all digits.
    pub fn of(number: &'n str) -> Spelled<'n> {
        let (is_negative, unsigned) = match number.strip_prefix('-') {
            Some(unsigned) => (true, unsigned),
            None => (false, number),
        };
        let (significand, exponent) = match unsigned.find(['e', 'E']) {
            Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
            None => (unsigned, None),
        };
        let (whole, fraction) = significand.split_once('.').unwrap_or((significand, ""));
        Spelled { is_negative, whole, fraction, exponent }
    }
}

/// The maximum number of significant digits, and of decimal places.
const MAX_DIGITS: u32 = 28;
/// One more than the largest mantissa of [`MAX_DIGITS`] digits.
const MANTISSA_LIMIT: i128 = 10_i128.pow(MAX_DIGITS);

/// Reads a number as an exact decimal, or refuses to; never a rounded value.
///
/// `None` where it cannot be held exactly in 28 digits with at most 28 decimal places. No zero
/// ends its decimal places, so equal values are equal digits.
pub fn exact(number: &str) -> Option<Decimal> {
    // Fast path: nearly all amounts are short and plain.
    if let Some(decimal) = plain(number.as_bytes()) {
        return Some(decimal);
    }
    let Spelled { is_negative, whole, fraction, exponent } = Spelled::of(number);

    // Leading and trailing zeros do not count towards the 28 digits.
    let fraction = fraction.trim_end_matches('0');
    let digits = if fraction.is_empty() { whole.trim_end_matches('0') } else { whole };
    let mut mantissa: i128 = 0;
    for digit in digits.bytes().chain(fraction.bytes()) {
        mantissa = mantissa * 10 + i128::from(digit - b'0');
        if mantissa >= MANTISSA_LIMIT {
            return None;
        }
    }
    if mantissa == 0 {
        return Some(Decimal::ZERO);
    }

    // The value is mantissa × 10^-scale.
    let dropped_zeros = i64::try_from(whole.len() - digits.len()).ok()?;
    let places = i64::try_from(fraction.len()).ok()?;
    let exponent = exponent.unwrap_or("0").parse().ok()?;
    let scale = places.checked_sub(dropped_zeros)?.checked_sub(exponent)?;
    let (mantissa, scale) = match u32::try_from(scale) {
        Ok(scale) if scale <= MAX_DIGITS => (mantissa, scale),
        Ok(_) => return None,
        Err(_) => {
            let power = 10_i128.checked_pow(u32::try_from(-scale).ok()?)?;
            (mantissa.checked_mul(power).filter(|mantissa| *mantissa < MANTISSA_LIMIT)?, 0)
        }
    };
    Decimal::try_from_i128_with_scale(if is_negative { -mantissa } else { mantissa }, scale).ok()
}

/// A number of a few digits without an exponent.
fn plain(number: &[u8]) -> Option<Decimal> {
    let digits = number.strip_prefix(b"-").unwrap_or(number);
    if digits.len() > 18 {
        return None;
    }
    let mut mantissa: i64 = 0;
    let mut scale = 0;
    let mut places = 0;
    for byte in digits {
        match byte {
            b'0'..=b'9' => mantissa = mantissa * 10 + i64::from(byte - b'0'),
            b'.' => places = 1,
            _ => return None,
        }
        scale += places;
    }
    // Exclude the point.
    scale -= places;
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    let signed = if digits.len() < number.len() { -mantissa } else { mantissa };
    Some(Decimal::new(signed, scale))
}

#[cfg(test)]
mod tests {
    use super::{exact, is_json_number};

    #[test]
    fn only_the_grammar_of_json_counts() {
        for number in ["0", "-0", "750", "750.00", "-1.5e+3", "1E-9"] {
            assert!(is_json_number(number), "{number}");
        }
        for other in ["", "-", "+1", ".5", "1.", "01", "1_000", " 1", "1 ", "NaN", "1e", "\"1\""] {
            assert!(!is_json_number(other), "{other}");
        }
    }

    #[test]
    fn holds_every_digit_or_refuses() {
        let held = [
            ("750", "750"),
            ("750.00", "750"),
            ("0.10", "0.1"),
            ("-17595.07", "-17595.07"),
            ("0.00", "0"),
            ("999999999999999.99", "999999999999999.99"),
            ("-750.50", "-750.5"),
            ("0.0120", "0.012"),
            ("-0", "0"),
            ("-0.00", "0"),
            ("999999999999999999", "999999999999999999"),
            ("9999999999999999999", "9999999999999999999"),
            ("0e99999999999999999999", "0"),
            ("71613633657603.65", "71613633657603.65"),
            ("12345678901234567890.12", "12345678901234567890.12"),
            ("1.5e3", "1500"),
            ("15E-1", "1.5"),
            ("-2.50e+1", "-25"),
            ("1e27", "1000000000000000000000000000"),
            ("1e-28", "0.0000000000000000000000000001"),
            ("9999999999999999999999999999", "9999999999999999999999999999"),
        ];
        for (number, value) in held {
            assert_eq!(
                exact(number).map(|decimal| decimal.to_string()).as_deref(),
                Some(value),
                "{number}"
            );
        }
        let long = "1".repeat(1_000_000);
        for refused in ["1e28", "1e400", "1e-400", "1e-29", "99999999999999999999999999999", &long]
        {
            assert_eq!(exact(refused), None, "{}", &refused[..refused.len().min(40)]);
        }
    }
}
