//! The exact minimum and maximum of numbers.

use rust_decimal::Decimal;

/// A range of numbers; empty until one is included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Range(Option<(Decimal, Decimal)>);

impl Range {
    pub fn include(&mut self, number: Decimal) {
        self.0 = Some(match self.0 {
            None => (number, number),
            Some((least, greatest)) => (least.min(number), greatest.max(number)),
        });
    }

    pub fn merge(&mut self, other: &Range) {
        if let Some((least, greatest)) = other.0 {
            self.include(least);
            self.include(greatest);
        }
    }

    /// The minimum and maximum, without trailing zeros, so that equal numbers are written alike.
    pub fn ends(&self) -> Option<(Decimal, Decimal)> {
        self.0.map(|(least, greatest)| (least.normalize(), greatest.normalize()))
    }
}
