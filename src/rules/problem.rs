//! Problems of bodies as data. Each variant belongs to one rule and has the facts for its message,
//! never text from a payload. The messages are in `words`.

pub use super::facts::{JsonPath, LikelyMistake, OtherWebhook, TypeHint};

use std::ops::Range;

use super::facts::Look;
use super::registry::{envelope, meaning, schema, sequence, syntax, transport, user};
use super::rule::{Level, Rule};
use crate::text::escape::Untrusted;
use crate::webhook::body::JsonType;
use crate::webhook::field::at;

/// One finding in a body: the problem, its path in the JSON, and its range in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub problem: Problem,
    pub path: JsonPath,
    /// The byte range in the body's text.
    pub span: Range<usize>,
    /// A related byte range, for example the first of two equal keys.
    pub other: Option<Range<usize>>,
}

impl Finding {
    /// A finding about the whole body, shown at this byte range.
    pub fn of(problem: Problem, span: Range<usize>) -> Finding {
        Finding { problem, path: JsonPath::Root, span, other: None }
    }
}

/// Declares the problems with their facts, and the rule that each belongs to.
macro_rules! problems {
    ($(
        $(#[$doc:meta])*
        $name:ident $({ $($fact:ident: $type:ty),+ })? $(($inner:ty))? = $rule:path;
    )+) => {
        /// Bytes, characters and digits are counts; times are Unix seconds UTC.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Problem {
            $($(#[$doc])* $name $({ $($fact: $type),+ })? $(($inner))?),+
        }

        impl Problem {
            pub fn rule(&self) -> &'static Rule {
                match self { $(Problem::$name { .. } => &$rule),+ }
            }
        }
    };
}

problems! {
    InvalidUtf8 { bytes: Vec<u8> } = syntax::INVALID_UTF8;
    InvalidJson { expected: String, mistake: Option<LikelyMistake> } = syntax::INVALID_JSON;
    TruncatedJson { in_string: bool, objects: u64, arrays: u64 } = syntax::TRUNCATED_JSON;
    /// The number of further duplicates that are not reported one by one.
    DuplicateKey { more: u64 } = syntax::DUPLICATE_KEY;
    UnpairedSurrogate = syntax::UNPAIRED_SURROGATE;
    NestedTooDeep { limit: usize } = syntax::NESTED_TOO_DEEP;
    BodyTooLarge { bytes: u64, limit: u64 } = syntax::BODY_TOO_LARGE;
    TrailingText = syntax::TRAILING_TEXT;
    /// What the text of the webhook looks like.
    UnreadWebhook { look: Look } = syntax::UNREAD_WEBHOOK;
    ByteOrderMark = syntax::BYTE_ORDER_MARK;

    NotAnObject { found: JsonType } = envelope::NOT_AN_OBJECT;
    OtherWebhook(OtherWebhook) = envelope::OTHER_WEBHOOK;
    RestApiGoal { list: bool } = envelope::REST_API_GOAL;
    MissingEnvelope = envelope::MISSING_ENVELOPE;
    /// Whether one of its members is a goal webhook.
    NotAGoalWebhook { wraps_one: bool } = envelope::NOT_A_GOAL_WEBHOOK;
    /// JSON Pointers to the goal webhooks in an object.
    SeveralWebhooksInside { places: Vec<Untrusted> } = envelope::NOT_A_GOAL_WEBHOOK;

    /// `tolerated` if the field may be absent.
    MissingField { on_deleted: bool, tolerated: bool } = schema::MISSING_FIELD;
    UnknownField { suggestion: Option<&'static str>, rest_api: bool, more: u64 }
        = schema::UNKNOWN_FIELD;
    WrongType { expected: &'static str, found: JsonType, hint: Option<TypeHint> }
        = schema::WRONG_TYPE;
    NullIdentity = schema::NULL_IDENTITY;
    UnexpectedNull { on_deleted: bool } = schema::UNEXPECTED_NULL;
    UnknownValue { words: &'static [&'static str], suggestion: Option<&'static str> }
        = schema::UNKNOWN_VALUE;
    UnknownCategory { suggestion: Option<&'static str> } = schema::UNKNOWN_CATEGORY;
    DecimalAsString = schema::DECIMAL_AS_STRING;
    IntegerAsDecimal { value: i64 } = schema::INTEGER_AS_DECIMAL;
    NumberOutOfRange { documented: &'static str } = schema::NUMBER_OUT_OF_RANGE;
    GuidPrefix { prefix: &'static str } = schema::GUID_PREFIX;
    GuidShape = schema::GUID_SHAPE;
    BlankIdentity = schema::BLANK_IDENTITY;

    MillisecondsTimestamp { seconds: i64 } = meaning::MILLISECONDS_TIMESTAMP;
    /// `before 2000`, for example.
    ImplausibleTime { when: &'static str } = meaning::IMPLAUSIBLE_TIME;
    CompletedInFuture = meaning::COMPLETED_IN_FUTURE;
    ProjectionPassed = meaning::PROJECTION_PASSED;
    CompletedWithoutDate = meaning::COMPLETED_WITHOUT_DATE;
    DateWithoutCompletion = meaning::DATE_WITHOUT_COMPLETION;
    SpentBeforeCompletion = meaning::SPENT_BEFORE_COMPLETION;
    NonPositiveTarget = meaning::NON_POSITIVE_TARGET;
    TargetReachedButOpen = meaning::TARGET_REACHED_BUT_OPEN;
    /// Digits before and after the point.
    MoneyPrecision { whole: usize, decimals: usize } = meaning::MONEY_PRECISION;
    CategoryMismatch = meaning::CATEGORY_MISMATCH;
    PositionBelowOne = meaning::POSITION_BELOW_ONE;
    NegativeRevision = meaning::NEGATIVE_REVISION;
    /// Whether it equals another field, or only has its prefix.
    RepeatedIdentifier { of: &'static str, is_equal: bool } = meaning::REPEATED_IDENTIFIER;
    UserIdShape { characters: usize } = meaning::USER_ID_SHAPE;
    HiddenCharacters { first: char, count: usize } = meaning::HIDDEN_CHARACTERS;
    BlankName = meaning::BLANK_NAME;

    /// Lengths in bytes; `None` if the header is not a number.
    ContentLengthMismatch { promised: Option<u64>, actual: u64 }
        = transport::CONTENT_LENGTH_MISMATCH;
    ContentTypeNotJson = transport::CONTENT_TYPE_NOT_JSON;
    MethodNotPost = transport::METHOD_NOT_POST;

    /// `after` is a higher revision that arrived before, if any.
    DuplicateDelivery { revision: i64, after: Option<i64> } = sequence::DUPLICATE_DELIVERY;
    /// `fields` are those that differ, if the bodies were compared.
    ConflictingRevision { revision: i64, fields: Vec<&'static str> }
        = sequence::CONFLICTING_REVISION;
    ConflictingComputed { revision: i64, fields: Vec<&'static str> }
        = sequence::CONFLICTING_COMPUTED;
    ConflictingAction { revision: i64, actions: [&'static str; 2] } = sequence::CONFLICTING_ACTION;
    StaleDelivery { revision: i64, after: i64 } = sequence::STALE_DELIVERY;
    /// The first and last missing revision.
    RevisionGap { first: i64, last: i64 } = sequence::REVISION_GAP;
    StartsLate { revision: i64, action: &'static str } = sequence::STARTS_LATE;
    CreatedAgain { revision: i64, above: i64 } = sequence::CREATED_AGAIN;
    AfterDelete { revision: i64, deleted: i64 } = sequence::AFTER_DELETE;
    LateAfterDelete { revision: i64, deleted: i64 } = sequence::LATE_AFTER_DELETE;
    DeletedAgain { revision: i64, deleted: i64 } = sequence::DELETED_AGAIN;
    UnchangedRevision { revision: i64, before: i64 } = sequence::UNCHANGED_REVISION;
    UserChanged { revision: i64 } = sequence::USER_CHANGED;
    UserIdChanged { revision: i64 } = sequence::USER_ID_CHANGED;
    /// The names of the fields that changed.
    GoalRepurposed { revision: i64, fields: Vec<&'static str> } = sequence::GOAL_REPURPOSED;
    ProvenanceChanged { revision: i64, from_null: bool } = sequence::PROVENANCE_CHANGED;
    /// What was undone, by field name.
    CompletionReversed { revision: i64, fields: Vec<&'static str> } = sequence::COMPLETION_REVERSED;
    GuidCase = sequence::GUID_CASE;

    SharedPosition { position: i64 } = user::SHARED_POSITION;
    SharedAccount = user::SHARED_ACCOUNT;
    SplitUser = user::SPLIT_USER;
    SharedUserId = user::SHARED_USER_ID;
}

impl Problem {
    /// Whether this is a conflict of deliveries of one revision.
    pub fn is_conflict(&self) -> bool {
        matches!(
            self,
            Problem::ConflictingRevision { .. }
                | Problem::ConflictingComputed { .. }
                | Problem::ConflictingAction { .. }
        )
    }

    /// The default level: that of the rule, except for cases known to be harmless.
    pub fn level(&self) -> Level {
        match self {
            // The content of a deleted body is not documented, and MX calls created_by new.
            Problem::MissingField { tolerated: true, .. }
            | Problem::UnexpectedNull { on_deleted: true }
            | Problem::ProvenanceChanged { from_null: true, .. } => Level::Info,
            _ => self.rule().level,
        }
    }

    /// The path of the value that a sequence problem is about.
    pub fn path_in_delivery(&self) -> JsonPath {
        match self {
            Problem::ConflictingAction { .. } => JsonPath::Action,
            Problem::UserChanged { .. } => JsonPath::Field(at::USER_GUID),
            Problem::UserIdChanged { .. } | Problem::SplitUser | Problem::SharedUserId => {
                JsonPath::Field(at::USER_ID)
            }
            Problem::ProvenanceChanged { .. } => JsonPath::Field(at::CREATED_BY),
            Problem::GuidCase => JsonPath::Field(at::GUID),
            Problem::SharedPosition { .. } => JsonPath::Field(at::POSITION),
            Problem::SharedAccount => JsonPath::Field(at::ACCOUNT_GUID),
            Problem::RevisionGap { .. }
            | Problem::StaleDelivery { .. }
            | Problem::UnchangedRevision { .. } => JsonPath::Field(at::REVISION),
            _ => JsonPath::Root,
        }
    }
}
