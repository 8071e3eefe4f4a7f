//! Values that may be absent or null, packed for digests of which there are millions.

/// A value that may be absent, or there without being usable (null or of a wrong type).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Known<T> {
    /// The field is not there, so nothing is known of it.
    Absent,
    /// Null, or a value of a wrong type.
    Null,
    /// The value, or the hash of a text.
    Value(T),
}

impl<T> Known<T> {
    /// The value, where there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Known::Value(value) => Some(value),
            _ => None,
        }
    }
}

/// A hash of a text, or that there is none, in eight bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HashOf(u64);

impl HashOf {
    /// Packs a hash.
    pub(super) fn pack(known: Known<u64>) -> HashOf {
        HashOf(match known {
            Known::Absent => 0,
            Known::Null => 1,
            Known::Value(hash) => hash.max(2),
        })
    }

    /// The hash.
    pub fn get(self) -> Known<u64> {
        match self.0 {
            0 => Known::Absent,
            1 => Known::Null,
            hash => Known::Value(hash),
        }
    }
}

/// A whole number, or that there is none, in eight bytes. The two lowest numbers that there are
/// count as the one above them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Whole(i64);

impl Whole {
    /// Packs a number.
    pub(super) fn pack(known: Known<i64>) -> Whole {
        Whole(match known {
            Known::Absent => i64::MIN,
            Known::Null => i64::MIN + 1,
            Known::Value(number) => number.max(i64::MIN + 2),
        })
    }

    /// The number.
    pub fn get(self) -> Known<i64> {
        match self.0 {
            i64::MIN => Known::Absent,
            number if number == i64::MIN + 1 => Known::Null,
            number => Known::Value(number),
        }
    }
}
