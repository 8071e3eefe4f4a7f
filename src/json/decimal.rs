//! Exact decimals from the digits of JSON numbers; never rounded.

use rust_decimal::Decimal;

/// The maximum number of significant digits, and of decimal places.
const MAX_DIGITS: u32 = 28;
/// One more than the largest mantissa of [`MAX_DIGITS`] digits.
const MANTISSA_LIMIT: i128 = 10_i128.pow(MAX_DIGITS);

/// Parses a JSON number (RFC 8259, exponents included) as an exact decimal.
///
/// `None` if it does not fit 28 digits and 28 decimal places exactly. The result has no trailing
/// zeros after the point, so equal values have equal digits.
pub fn exact(number: &str) -> Option<Decimal> {
    // Fast path: nearly all amounts are short and plain.
    if let Some(decimal) = plain(number.as_bytes()) {
        return Some(decimal);
    }
    let unsigned = number.strip_prefix('-').unwrap_or(number);
    let (significand, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], &unsigned[at + 1..]),
        None => (unsigned, "0"),
    };
    let (whole, fraction) = significand.split_once('.').unwrap_or((significand, ""));

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
    let scale = places.checked_sub(dropped_zeros)?.checked_sub(exponent.parse().ok()?)?;
    let (mantissa, scale) = match u32::try_from(scale) {
        Ok(scale) if scale <= MAX_DIGITS => (mantissa, scale),
        Ok(_) => return None,
        Err(_) => {
            let power = 10_i128.checked_pow(u32::try_from(-scale).ok()?)?;
            (mantissa.checked_mul(power).filter(|mantissa| *mantissa < MANTISSA_LIMIT)?, 0)
        }
    };
    let signed = if number.starts_with('-') { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(signed, scale).ok()
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
    use super::exact;

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
