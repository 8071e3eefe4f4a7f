//! Foreign text: whatever came from a payload, a path, a header or an argument.
//!
//! It is hostile until escaped for where it goes, so [`Foreign`] has no `Display`.

/// Text from outside. Only the functions of this module turn it into output.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Foreign(String);

impl Foreign {
    /// Marks text as foreign.
    pub fn new(text: impl Into<String>) -> Foreign {
        Foreign(text.into())
    }

    /// The text as it came: for comparing and computing, never for output.
    pub fn raw(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Foreign {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Foreign({})", self.0.escape_debug())
    }
}
