//! Untrusted text: whatever came from a payload, a path, a header or an argument.
//!
//! It must be escaped for its destination, so [`Untrusted`] has no `Display`. Each destination has
//! its own file: `terminal`, `sheet` (CSV), `markdown` and `json_layout`.

use std::borrow::Cow;

use super::{markdown, terminal, width};

/// Untrusted text. Only the functions of this module turn it into output.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Untrusted(Cow<'static, str>);

impl Untrusted {
    pub fn new(text: impl Into<String>) -> Untrusted {
        Untrusted(Cow::Owned(text.into()))
    }

    /// Our own text, where other text is untrusted.
    pub const fn known(text: &'static str) -> Untrusted {
        Untrusted(Cow::Borrowed(text))
    }

    /// The text as it came, for comparisons and computations, never for output.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// The text as one safe line.
    pub fn terminal(&self) -> Cow<'_, str> {
        match &self.0 {
            Cow::Borrowed(known) => Cow::Borrowed(known),
            Cow::Owned(foreign) => terminal::terminal(foreign),
        }
    }

    /// The text as one safe line of at most this many columns; only the shown part is processed.
    pub fn terminal_within(&self, columns: usize) -> String {
        terminal_within(&self.0, columns)
    }

    pub fn markdown(&self) -> String {
        markdown::markdown(&self.0)
    }
}

impl std::fmt::Debug for Untrusted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Untrusted({})", self.0.escape_debug())
    }
}

/// Untrusted text as one safe line of at most this many columns; see
/// [`Untrusted::terminal_within`].
pub fn terminal_within(text: &str, columns: usize) -> String {
    if text.len() <= columns
        && let Cow::Borrowed(plain) = terminal::terminal(text)
        && plain.is_ascii()
    {
        return plain.to_owned();
    }
    // Nearly every character takes a column. Text with many marks and joiners may be cut a little
    // short.
    let enough = columns.saturating_mul(8).saturating_add(8);
    match text.char_indices().nth(enough) {
        None => width::fit(&terminal::terminal(text), columns),
        Some((end, _)) => width::fit(&format!("{}…", terminal::terminal(&text[..end])), columns),
    }
}

#[cfg(test)]
mod tests {
    use super::Untrusted;

    #[test]
    fn long_text_is_cut_to_fit() {
        assert_eq!(Untrusted::new("Home").terminal_within(4), "Home");
        assert_eq!(Untrusted::new("Homes").terminal_within(4), "Hom…");
        assert_eq!(Untrusted::new("a".repeat(1 << 20)).terminal_within(4), "aaa…");
        assert_eq!(Untrusted::new("\u{1b}".repeat(1 << 20)).terminal_within(8), "\\u{1b}\\…");
    }
}
