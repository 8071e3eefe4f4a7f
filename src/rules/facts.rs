//! Facts about problems.

/// A likely cause of invalid JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LikelyMistake {
    Comment,
    TrailingComma,
    SingleQuotes,
    CurlyQuotes,
    NotANumber,
    PythonLiteral,
    RubyHash,
    UnquotedKey,
    NumberSpelling,
    ControlCharacter(char),
    /// A line end inside a string.
    WrappedLine,
    /// A space character that is not JSON white space.
    NoBreakSpace(char),
    /// A non-ASCII character outside of strings.
    NotAscii(char),
    /// A backslash followed by this character.
    Escape(char),
    MissingComma,
}

/// Another MX webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherWebhook {
    Object(&'static str),
    /// An unknown object.
    Unknown,
    /// A flat event with a `type`.
    Event,
}

/// A wrong type with a known reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeHint {
    IsoTime,
    QuotedNumber,
    NumberForText,
    ObjectForText,
    ZeroOrOne,
    QuotedBoolean,
    Fraction,
}
