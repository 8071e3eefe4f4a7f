//! A Bloom filter of an object's keys in one word, which rules out most envelopes.

/// A Bloom filter of keys: "no" is certain, "yes" is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys(u64);

impl Keys {
    pub const NONE: Keys = Keys(0);

    pub fn of(key: &str) -> Keys {
        let bytes = key.as_bytes();
        let (first, last) = match bytes {
            [first, .., last] => (*first, *last),
            [only] => (*only, 0),
            [] => (0, 0),
        };
        let sum = bytes.len() + 5 * usize::from(first) + 11 * usize::from(last);
        Keys(1 << (sum % 64))
    }

    /// A key as JSON text with its quotes; an escaped key matches any.
    pub fn of_json(key: &str) -> Keys {
        let inner = &key[1..key.len() - 1];
        if inner.bytes().any(|byte| byte == b'\\') { Keys(u64::MAX) } else { Keys::of(inner) }
    }

    /// Both sets.
    pub fn and(self, other: Keys) -> Keys {
        Keys(self.0 | other.0)
    }

    /// Whether one of these keys may be in the set.
    pub fn may_have_any(self, of: Keys) -> bool {
        self.0 & of.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::Keys;

    #[test]
    fn only_surely_missing_keys_are_ruled_out() {
        let keys = Keys::of_json("\"Records\"").and(Keys::of_json("\"time\""));
        assert!(keys.may_have_any(Keys::of("Records")));
        assert!(keys.may_have_any(Keys::of("requestContext").and(Keys::of("time"))));
        assert!(!keys.may_have_any(Keys::of("requestContext")));
        assert!(!Keys::NONE.may_have_any(Keys::of("time")));
        assert!(Keys::of_json("\"t\\u0069me\"").may_have_any(Keys::of("time")));
    }
}
