//! The least and the greatest of numbers, exactly.

use rust_decimal::Decimal;

/// A range of numbers; empty until one is included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Range(Option<(Decimal, Decimal)>);

impl Range {
    /// Widens the range to a number.
    pub fn include(&mut self, number: Decimal) {
        self.0 = Some(match self.0 {
            None => (number, number),
            Some((least, greatest)) => (least.min(number), greatest.max(number)),
        });
    }

    /// Widens the range to another.
    pub fn merge(&mut self, other: &Range) {
        if let Some((least, greatest)) = other.0 {
            self.include(least);
            self.include(greatest);
        }
    }

    /// The least and the greatest number, without zeros at the end of a fraction, so that equal
    /// numbers are spelled alike.
    pub fn ends(&self) -> Option<(Decimal, Decimal)> {
        self.0.map(|(least, greatest)| (least.normalize(), greatest.normalize()))
    }
}
