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

/// Bytes, characters and digits are counts; times are Unix seconds UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    InvalidUtf8 {
        bytes: Vec<u8>,
    },
    InvalidJson {
        expected: String,
        mistake: Option<LikelyMistake>,
    },
    TruncatedJson {
        in_string: bool,
        objects: u64,
        arrays: u64,
    },
    /// The number of further duplicates that are not reported one by one.
    DuplicateKey {
        more: u64,
    },
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
    OtherWebhook(OtherWebhook),
    RestApiGoal {
        list: bool,
    },
    MissingEnvelope,
    /// Whether one of its members is a goal webhook.
    NotAGoalWebhook {
        wraps_one: bool,
    },
    /// JSON Pointers to the goal webhooks in an object.
    SeveralWebhooksInside {
        places: Vec<Untrusted>,
    },

    MissingField {
        on_deleted: bool,
        /// Whether the field may be absent.
        tolerated: bool,
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
    UnexpectedNull {
        on_deleted: bool,
    },
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
    /// `before 2000`, for example.
    ImplausibleTime {
        when: &'static str,
    },
    CompletedInFuture,
    ProjectionPassed,
    CompletedWithoutDate,
    DateWithoutCompletion,
    SpentBeforeCompletion,
    NonPositiveTarget,
    TargetReachedButOpen,
    /// Digits before and after the point.
    MoneyPrecision {
        whole: usize,
        decimals: usize,
    },
    CategoryMismatch,
    PositionBelowOne,
    NegativeRevision,
    /// Whether it equals another field, or only has its prefix.
    RepeatedIdentifier {
        of: &'static str,
        is_equal: bool,
    },
    UserIdShape {
        characters: usize,
    },
    HiddenCharacters {
        first: char,
        count: usize,
    },
    BlankName,

    /// Lengths in bytes; `None` if the header is not a number.
    ContentLengthMismatch {
        promised: Option<u64>,
        actual: u64,
    },
    ContentTypeNotJson,
    MethodNotPost,

    /// `after` is a higher revision that arrived before, if any.
    DuplicateDelivery {
        revision: i64,
        after: Option<i64>,
    },
    /// `fields` are those that differ, if the bodies were compared.
    ConflictingRevision {
        revision: i64,
        fields: Vec<&'static str>,
    },
    ConflictingComputed {
        revision: i64,
        fields: Vec<&'static str>,
    },
    ConflictingAction {
        revision: i64,
        actions: [&'static str; 2],
    },
    StaleDelivery {
        revision: i64,
        after: i64,
    },
    /// The first and last missing revision.
    RevisionGap {
        first: i64,
        last: i64,
    },
    StartsLate {
        revision: i64,
        action: &'static str,
    },
    CreatedAgain {
        revision: i64,
        above: i64,
    },
    AfterDelete {
        revision: i64,
        deleted: i64,
    },
    LateAfterDelete {
        revision: i64,
        deleted: i64,
    },
    DeletedAgain {
        revision: i64,
        deleted: i64,
    },
    UnchangedRevision {
        revision: i64,
        before: i64,
    },
    UserChanged {
        revision: i64,
    },
    UserIdChanged {
        revision: i64,
    },
    /// The names of the fields that changed.
    GoalRepurposed {
        revision: i64,
        fields: Vec<&'static str>,
    },
    ProvenanceChanged {
        revision: i64,
        from_null: bool,
    },
    /// What was undone, by field name.
    CompletionReversed {
        revision: i64,
        fields: Vec<&'static str>,
    },
    GuidCase,

    SharedPosition {
        position: i64,
    },
    SharedAccount,
    SplitUser,
    SharedUserId,
}

impl Problem {
    pub fn rule(&self) -> &'static Rule {
        match self {
            Problem::InvalidUtf8 { .. } => &syntax::INVALID_UTF8,
            Problem::InvalidJson { .. } => &syntax::INVALID_JSON,
            Problem::TruncatedJson { .. } => &syntax::TRUNCATED_JSON,
            Problem::DuplicateKey { .. } => &syntax::DUPLICATE_KEY,
            Problem::UnpairedSurrogate => &syntax::UNPAIRED_SURROGATE,
            Problem::NestedTooDeep { .. } => &syntax::NESTED_TOO_DEEP,
            Problem::BodyTooLarge { .. } => &syntax::BODY_TOO_LARGE,
            Problem::TrailingText => &syntax::TRAILING_TEXT,
            Problem::UnreadWebhook { .. } => &syntax::UNREAD_WEBHOOK,
            Problem::ByteOrderMark => &syntax::BYTE_ORDER_MARK,

            Problem::NotAnObject { .. } => &envelope::NOT_AN_OBJECT,
            Problem::OtherWebhook(_) => &envelope::OTHER_WEBHOOK,
            Problem::RestApiGoal { .. } => &envelope::REST_API_GOAL,
            Problem::MissingEnvelope => &envelope::MISSING_ENVELOPE,
            Problem::NotAGoalWebhook { .. } | Problem::SeveralWebhooksInside { .. } => {
                &envelope::NOT_A_GOAL_WEBHOOK
            }

            Problem::MissingField { .. } => &schema::MISSING_FIELD,
            Problem::UnknownField { .. } => &schema::UNKNOWN_FIELD,
            Problem::WrongType { .. } => &schema::WRONG_TYPE,
            Problem::NullIdentity => &schema::NULL_IDENTITY,
            Problem::UnexpectedNull { .. } => &schema::UNEXPECTED_NULL,
            Problem::UnknownValue { .. } => &schema::UNKNOWN_VALUE,
            Problem::UnknownCategory { .. } => &schema::UNKNOWN_CATEGORY,
            Problem::DecimalAsString => &schema::DECIMAL_AS_STRING,
            Problem::IntegerAsDecimal { .. } => &schema::INTEGER_AS_DECIMAL,
            Problem::NumberOutOfRange { .. } => &schema::NUMBER_OUT_OF_RANGE,
            Problem::GuidPrefix { .. } => &schema::GUID_PREFIX,
            Problem::GuidShape => &schema::GUID_SHAPE,
            Problem::BlankIdentity => &schema::BLANK_IDENTITY,

            Problem::MillisecondsTimestamp { .. } => &meaning::MILLISECONDS_TIMESTAMP,
            Problem::ImplausibleTime { .. } => &meaning::IMPLAUSIBLE_TIME,
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

            Problem::DuplicateDelivery { .. } => &sequence::DUPLICATE_DELIVERY,
            Problem::ConflictingRevision { .. } => &sequence::CONFLICTING_REVISION,
            Problem::ConflictingComputed { .. } => &sequence::CONFLICTING_COMPUTED,
            Problem::ConflictingAction { .. } => &sequence::CONFLICTING_ACTION,
            Problem::StaleDelivery { .. } => &sequence::STALE_DELIVERY,
            Problem::RevisionGap { .. } => &sequence::REVISION_GAP,
            Problem::StartsLate { .. } => &sequence::STARTS_LATE,
            Problem::CreatedAgain { .. } => &sequence::CREATED_AGAIN,
            Problem::AfterDelete { .. } => &sequence::AFTER_DELETE,
            Problem::LateAfterDelete { .. } => &sequence::LATE_AFTER_DELETE,
            Problem::DeletedAgain { .. } => &sequence::DELETED_AGAIN,
            Problem::UnchangedRevision { .. } => &sequence::UNCHANGED_REVISION,
            Problem::UserChanged { .. } => &sequence::USER_CHANGED,
            Problem::UserIdChanged { .. } => &sequence::USER_ID_CHANGED,
            Problem::GoalRepurposed { .. } => &sequence::GOAL_REPURPOSED,
            Problem::ProvenanceChanged { .. } => &sequence::PROVENANCE_CHANGED,
            Problem::CompletionReversed { .. } => &sequence::COMPLETION_REVERSED,
            Problem::GuidCase => &sequence::GUID_CASE,
            Problem::SharedPosition { .. } => &user::SHARED_POSITION,
            Problem::SharedAccount => &user::SHARED_ACCOUNT,
            Problem::SplitUser => &user::SPLIT_USER,
            Problem::SharedUserId => &user::SHARED_USER_ID,
        }
    }

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
