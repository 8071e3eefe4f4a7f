//! What can be wrong with a body, as data: each variant belongs to one rule and holds the facts
//! that its sentences need, never text from a payload. The sentences stand in `words.rs`.

use std::ops::Range;

use super::look::Look;
use super::registry::{envelope, meaning, schema, syntax, transport};
use super::rule::Rule;
use crate::text::escape::Foreign;
use crate::webhook::body::JsonType;

/// One finding in a body: what, where in the JSON, and where in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding<'a> {
    /// What is wrong.
    pub problem: Problem,
    /// The value that it is about.
    pub place: Place<'a>,
    /// The bytes that it is about, counted from the start of the body's text.
    pub span: Range<usize>,
    /// A second place that belongs to it, for example the first of two equal keys.
    pub other: Option<Range<usize>>,
}

/// A place in a body's JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// The whole body.
    Root,
    /// `action`.
    Action,
    /// `goal`.
    Goal,
    /// The documented field at this position of the field table.
    Field(usize),
    /// Another key beside `goal`, as JSON text with its quotes.
    BesideGoal(&'a str),
    /// Another key in `goal`, as JSON text with its quotes.
    InGoal(&'a str),
}

/// A likely source of broken JSON grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    Comment,
    TrailingComma,
    SingleQuotes,
    NotANumber,
    PythonLiteral,
    RubyHash,
    UnquotedKey,
    NumberSpelling,
    RawControlCharacter,
    MissingComma,
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

/// What is wrong, with the facts. Bytes, characters and digits are counts; times are Unix
/// seconds UTC.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    InvalidUtf8 {
        bytes: Vec<u8>,
    },
    InvalidJson {
        expected: String,
        slip: Option<Slip>,
    },
    TruncatedJson {
        in_string: bool,
        objects: u64,
        arrays: u64,
    },
    DuplicateKey,
    UnpairedSurrogate,
    NestedTooDeep {
        limit: usize,
    },
    BodyTooLarge {
        bytes: u64,
        limit: u64,
    },
    TrailingText,
    /// What the text of the webhook looks like.
    UnreadWebhook {
        look: Look,
    },
    ByteOrderMark,

    NotAnObject {
        found: JsonType,
    },
    /// `None` for a flat event with a `type`.
    OtherWebhook {
        object: Option<&'static str>,
    },
    RestApiGoal {
        list: bool,
    },
    MissingEnvelope,
    /// Whether a goal webhook stands one level inside.
    NotAGoalWebhook {
        wraps_one: bool,
    },
    /// JSON Pointers to the goal webhooks that stand in an object, of which none is preferred.
    SeveralWebhooksInside {
        places: Vec<Foreign>,
    },

    MissingField {
        on_deleted: bool,
        identity: bool,
    },
    UnknownField {
        suggestion: Option<&'static str>,
        rest_api: bool,
        more: u64,
    },
    WrongType {
        expected: &'static str,
        found: JsonType,
        hint: Option<TypeHint>,
    },
    NullIdentity,
    UnexpectedNull,
    UnknownValue {
        words: &'static [&'static str],
        suggestion: Option<&'static str>,
    },
    UnknownCategory {
        suggestion: Option<&'static str>,
    },
    DecimalAsString,
    IntegerAsDecimal {
        value: i64,
    },
    NumberOutOfRange {
        documented: &'static str,
    },
    GuidPrefix {
        prefix: &'static str,
    },
    GuidShape,
    BlankIdentity,

    MillisecondsTimestamp {
        seconds: i64,
    },
    ImplausibleTime,
    CompletedInFuture,
    ProjectionPassed,
    CompletedWithoutDate,
    DateWithoutCompletion,
    SpentBeforeCompletion,
    NonPositiveTarget,
    TargetReachedButOpen,
    MoneyPrecision {
        digits: usize,
        decimals: usize,
    },
    CategoryMismatch,
    PositionBelowOne,
    NegativeRevision,
    RepeatedIdentifier {
        of: &'static str,
    },
    UserIdShape {
        characters: usize,
    },
    HiddenCharacters {
        first: char,
        count: usize,
    },
    BlankName,

    /// Lengths in bytes; no promise where the header is not a number.
    ContentLengthMismatch {
        promised: Option<u64>,
        actual: u64,
    },
    ContentTypeNotJson,
    MethodNotPost,
}

impl Problem {
    /// The rule that this is a case of.
    pub fn rule(&self) -> &'static Rule {
        match self {
            Problem::InvalidUtf8 { .. } => &syntax::INVALID_UTF8,
            Problem::InvalidJson { .. } => &syntax::INVALID_JSON,
            Problem::TruncatedJson { .. } => &syntax::TRUNCATED_JSON,
            Problem::DuplicateKey => &syntax::DUPLICATE_KEY,
            Problem::UnpairedSurrogate => &syntax::UNPAIRED_SURROGATE,
            Problem::NestedTooDeep { .. } => &syntax::NESTED_TOO_DEEP,
            Problem::BodyTooLarge { .. } => &syntax::BODY_TOO_LARGE,
            Problem::TrailingText => &syntax::TRAILING_TEXT,
            Problem::UnreadWebhook { .. } => &syntax::UNREAD_WEBHOOK,
            Problem::ByteOrderMark => &syntax::BYTE_ORDER_MARK,

            Problem::NotAnObject { .. } => &envelope::NOT_AN_OBJECT,
            Problem::OtherWebhook { .. } => &envelope::OTHER_WEBHOOK,
            Problem::RestApiGoal { .. } => &envelope::REST_API_GOAL,
            Problem::MissingEnvelope => &envelope::MISSING_ENVELOPE,
            Problem::NotAGoalWebhook { .. } | Problem::SeveralWebhooksInside { .. } => {
                &envelope::NOT_A_GOAL_WEBHOOK
            }

            Problem::MissingField { .. } => &schema::MISSING_FIELD,
            Problem::UnknownField { .. } => &schema::UNKNOWN_FIELD,
            Problem::WrongType { .. } => &schema::WRONG_TYPE,
            Problem::NullIdentity => &schema::NULL_IDENTITY,
            Problem::UnexpectedNull => &schema::UNEXPECTED_NULL,
            Problem::UnknownValue { .. } => &schema::UNKNOWN_VALUE,
            Problem::UnknownCategory { .. } => &schema::UNKNOWN_CATEGORY,
            Problem::DecimalAsString => &schema::DECIMAL_AS_STRING,
            Problem::IntegerAsDecimal { .. } => &schema::INTEGER_AS_DECIMAL,
            Problem::NumberOutOfRange { .. } => &schema::NUMBER_OUT_OF_RANGE,
            Problem::GuidPrefix { .. } => &schema::GUID_PREFIX,
            Problem::GuidShape => &schema::GUID_SHAPE,
            Problem::BlankIdentity => &schema::BLANK_IDENTITY,

            Problem::MillisecondsTimestamp { .. } => &meaning::MILLISECONDS_TIMESTAMP,
            Problem::ImplausibleTime => &meaning::IMPLAUSIBLE_TIME,
            Problem::CompletedInFuture => &meaning::COMPLETED_IN_FUTURE,
            Problem::ProjectionPassed => &meaning::PROJECTION_PASSED,
            Problem::CompletedWithoutDate => &meaning::COMPLETED_WITHOUT_DATE,
            Problem::DateWithoutCompletion => &meaning::DATE_WITHOUT_COMPLETION,
            Problem::SpentBeforeCompletion => &meaning::SPENT_BEFORE_COMPLETION,
            Problem::NonPositiveTarget => &meaning::NON_POSITIVE_TARGET,
            Problem::TargetReachedButOpen => &meaning::TARGET_REACHED_BUT_OPEN,
            Problem::MoneyPrecision { .. } => &meaning::MONEY_PRECISION,
            Problem::CategoryMismatch => &meaning::CATEGORY_MISMATCH,
            Problem::PositionBelowOne => &meaning::POSITION_BELOW_ONE,
            Problem::NegativeRevision => &meaning::NEGATIVE_REVISION,
            Problem::RepeatedIdentifier { .. } => &meaning::REPEATED_IDENTIFIER,
            Problem::UserIdShape { .. } => &meaning::USER_ID_SHAPE,
            Problem::HiddenCharacters { .. } => &meaning::HIDDEN_CHARACTERS,
            Problem::BlankName => &meaning::BLANK_NAME,

            Problem::ContentLengthMismatch { .. } => &transport::CONTENT_LENGTH_MISMATCH,
            Problem::ContentTypeNotJson => &transport::CONTENT_TYPE_NOT_JSON,
            Problem::MethodNotPost => &transport::METHOD_NOT_POST,
        }
    }
}
