//! Numbers as people read them: the digits as they came, in groups of three.

use std::fmt::Display;

use crate::json::number::Spelled;

/// The number with a comma between every three digits of its whole part. Every digit is kept; a
/// number with an exponent, and any other text, is returned unchanged.
pub fn group_digits(number: &str) -> String {
    let Spelled { is_negative, whole, fraction, exponent } = Spelled::of(number);
    let is_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits || exponent.is_some() {
        return number.to_owned();
    }
    let unsigned = &number[usize::from(is_negative)..];
    let mut grouped = String::with_capacity(number.len() + whole.len() / 3);
    grouped.push_str(&number[..usize::from(is_negative)]);
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped.push_str(&unsigned[whole.len()..]);
    grouped
}

/// A whole number, or an exact decimal, in the same way.
pub fn grouped(number: impl Display) -> String {
    group_digits(&number.to_string())
}

/// A count with its noun, `1 body` or `20,000 bodies`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{} {noun}", grouped(count))
}

/// How many of `all` rows to show if `most` have room: one more, where only one would be left out
/// and counting it would take as much room.
pub fn shown_of(all: usize, most: usize) -> usize {
    if all == most + 1 { all } else { all.min(most) }
}

/// A number of bytes in decimal units, rounded down to one decimal place: `476 bytes`, `9.9 MB`.
pub fn size(bytes: u64) -> String {
    let units =
        [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    for (unit, name) in units {
        if bytes >= unit {
            let tenths = bytes / (unit / 10);
            let whole = grouped(tenths / 10);
            return format!("{whole}.{} {name}", tenths % 10);
        }
    }
    counted(bytes, "byte", "bytes")
}

#[cfg(test)]
mod tests {
    use super::{group_digits, size};

    #[test]
    fn every_digit_is_kept() {
        for (number, grouped) in [
            ("1234567.89", "1,234,567.89"),
            ("-1651.270", "-1,651.270"),
            ("750", "750"),
            ("-750", "-750"),
            ("1000", "1,000"),
            ("0.12345", "0.12345"),
            ("1.5e3", "1.5e3"),
            ("123456E-2", "123456E-2"),
            ("", ""),
            ("1.2.3", "1.2.3"),
            ("٣٣٣٣", "٣٣٣٣"),
        ] {
            assert_eq!(group_digits(number), grouped);
        }
    }

    #[test]
    fn sizes_are_cut_not_rounded() {
        for (bytes, text) in [
            (1, "1 byte"),
            (476, "476 bytes"),
            (999, "999 bytes"),
            (1_000, "1.0 kB"),
            (9_999_999, "9.9 MB"),
            (4_200_000_000, "4.2 GB"),
            (u64::MAX, "18,446,744.0 TB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }
}
