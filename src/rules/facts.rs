//! What is known of a problem beside its kind.

/// A likely source of broken JSON grammar.
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
    /// A space that is not white space in JSON.
    NoBreakSpace(char),
    /// A character outside ASCII that is outside a string.
    NotAscii(char),
    /// A backslash with this character behind it.
    Escape(char),
    MissingComma,
}

/// A webhook of MX that is not about a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherWebhook {
    Object(&'static str),
    /// Of an object that is not known.
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
