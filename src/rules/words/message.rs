//! Messages of findings.

use std::borrow::Cow;

use crate::rules::problem::{JsonPath, LikelyMistake, OtherWebhook, Problem, TypeHint};
use crate::text::digits::shown_of;
use crate::text::escape::Untrusted;
use crate::text::terminal::terminal;
use crate::webhook::field::FIELDS;

/// The maximum number of places of webhooks in a message.
const PLACES: usize = 8;

/// Messages of findings.
pub fn message(problem: &Problem, path: &JsonPath) -> Cow<'static, str> {
    let name = name(path);
    match problem {
        Problem::InvalidUtf8 { bytes } => {
            let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let bytes = if hex.len() == 1 { "byte" } else { "bytes" };
            format!("invalid UTF-8: {bytes} {}", hex.join(" ")).into()
        }
        Problem::InvalidJson { expected, mistake } => {
            let reason = mistake.and_then(mistake_message);
            ["invalid JSON: ", reason.as_deref().unwrap_or(expected)].concat().into()
        }
        Problem::TruncatedJson { in_string, objects, arrays } => {
            let place = if *in_string { " inside a string" } else { "" };
            ["the body ends", place, &still_open(*in_string, *objects, *arrays)].concat().into()
        }
        Problem::DuplicateKey { more } if *more > 0 => format!("{more} more duplicate keys").into(),
        Problem::DuplicateKey { .. } => match path {
            JsonPath::Other(_) => "duplicate key".into(),
            _ => ["duplicate key ", name].concat().into(),
        },
        Problem::UnpairedSurrogate => "half of a surrogate pair, without the other half".into(),
        Problem::NestedTooDeep { limit } => format!("nested more than {limit} levels deep").into(),
        Problem::BodyTooLarge { bytes, limit } => {
            format!("the body has {bytes} bytes, the limit is {limit}").into()
        }
        Problem::TrailingText => "unexpected text between bodies".into(),
        Problem::UnreadWebhook { look } => {
            ["a goal webhook that cannot be read: it looks like ", look.phrase()].concat().into()
        }
        Problem::ByteOrderMark => "the body begins with a byte-order mark".into(),

        Problem::NotAnObject { found } => {
            ["expected a webhook body, found ", found.phrase()].concat().into()
        }
        Problem::OtherWebhook(OtherWebhook::Object(object)) => {
            format!("this is a {object} webhook, not a goal webhook").into()
        }
        Problem::OtherWebhook(OtherWebhook::Unknown) => {
            "this is a webhook of another object, not a goal webhook".into()
        }
        Problem::OtherWebhook(OtherWebhook::Event) => {
            "this is an event with a type, not a goal webhook".into()
        }
        Problem::RestApiGoal { list: true } => {
            "this is a list of goals from the REST API, not a webhook body".into()
        }
        Problem::RestApiGoal { list: false } => {
            "this is a goal from the REST API, not a webhook body".into()
        }
        Problem::MissingEnvelope => "a bare goal, without action and goal around it".into(),
        Problem::NotAGoalWebhook { .. } => "this object is not a goal webhook".into(),
        Problem::SeveralWebhooksInside { places } => {
            let shown = &places[..shown_of(places.len(), PLACES)];
            let names: Vec<_> = shown.iter().map(Untrusted::terminal).collect();
            let more = match places.len() - shown.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let (count, names) = (places.len(), names.join(", "));
            format!("this object contains goal webhooks in {count} places: {names}{more}").into()
        }

        Problem::MissingField { on_deleted: true, tolerated: true } => {
            [name, " is missing from a deleted goal"].concat().into()
        }
        Problem::MissingField { .. } => [name, " is missing"].concat().into(),
        Problem::UnknownField { more, .. } if *more > 0 => {
            format!("{more} more fields that are not documented").into()
        }
        Problem::UnknownField { rest_api: true, .. } => {
            "a field of the REST API's goal, not documented for webhooks".into()
        }
        Problem::UnknownField { .. } => "this field is not documented".into(),
        Problem::WrongType { hint: Some(TypeHint::Fraction), .. } => {
            "expected an integer, found a fraction".into()
        }
        Problem::WrongType { expected, found, .. } => {
            ["expected ", expected, ", found ", found.phrase()].concat().into()
        }
        Problem::NullIdentity => {
            [name, " is null, so the goal cannot be identified"].concat().into()
        }
        Problem::UnexpectedNull { .. } => [name, " is null, but not nullable"].concat().into(),
        Problem::UnknownValue { words, .. } => {
            [name, " must be one of ", &words.join(", ")].concat().into()
        }
        Problem::UnknownCategory { .. } => [name, " is not a known category"].concat().into(),
        Problem::DecimalAsString => [name, " is a number in quotes"].concat().into(),
        Problem::IntegerAsDecimal { .. } => {
            [name, " is an integer written as a decimal"].concat().into()
        }
        Problem::NumberOutOfRange { documented } => {
            [name, " does not fit ", documented].concat().into()
        }
        Problem::GuidPrefix { prefix } => [name, " does not begin with ", prefix].concat().into(),
        Problem::GuidShape => {
            [name, " is not lower-case hex in groups of 8-4-4-4-12"].concat().into()
        }
        Problem::BlankIdentity => [name, " is blank"].concat().into(),

        Problem::MillisecondsTimestamp { .. } => [name, " looks like milliseconds"].concat().into(),
        Problem::ImplausibleTime { when } => [name, " is ", when].concat().into(),
        Problem::CompletedInFuture => "completed_at is later than --now".into(),
        Problem::ProjectionPassed => "the goal is open, but its projected date has passed".into(),
        Problem::CompletedWithoutDate => "the goal is complete, but completed_at is null".into(),
        Problem::DateWithoutCompletion => {
            "completed_at is set, but the goal is not complete".into()
        }
        Problem::SpentBeforeCompletion => "the goal is spent, but not complete".into(),
        Problem::NonPositiveTarget => "the target of a SAVE_AMOUNT goal is zero or less".into(),
        Problem::TargetReachedButOpen => "the target is reached, but the goal is open".into(),
        Problem::MoneyPrecision { decimals, .. } if *decimals > 2 => {
            [name, " has ", itoa::Buffer::new().format(*decimals), " decimals"].concat().into()
        }
        Problem::MoneyPrecision { whole, .. } => {
            let mut digits = itoa::Buffer::new();
            [name, " has ", digits.format(*whole), " digits before the point"].concat().into()
        }
        Problem::CategoryMismatch => "a SAVE_AMOUNT goal has a debt category".into(),
        Problem::PositionBelowOne => "position is below 1".into(),
        Problem::NegativeRevision => {
            "revision is negative, so the delivery cannot be ordered".into()
        }
        Problem::RepeatedIdentifier { of, is_equal: true } => {
            [name, " is the same as ", of].concat().into()
        }
        Problem::RepeatedIdentifier { of, is_equal: false } => {
            [name, " has the prefix of a ", of].concat().into()
        }
        Problem::UserIdShape { characters: 0 } => "user_id is empty".into(),
        Problem::UserIdShape { characters } if *characters > 1024 => {
            format!("user_id has {characters} characters, the documented limit is 1024").into()
        }
        Problem::UserIdShape { .. } => {
            "user_id has characters other than letters, digits, - and _".into()
        }
        Problem::HiddenCharacters { first, count } => format!(
            "{name} contains {count} hidden {}, first U+{:04X}",
            if *count == 1 { "character" } else { "characters" },
            u32::from(*first)
        )
        .into(),
        Problem::BlankName => "name is blank".into(),

        Problem::ContentLengthMismatch { promised: Some(promised), actual } => {
            format!("Content-Length is {promised}, but the body has {actual} bytes").into()
        }
        Problem::ContentLengthMismatch { promised: None, actual } => {
            format!("Content-Length is not one number, and the body has {actual} bytes").into()
        }
        Problem::ContentTypeNotJson => "Content-Type is not JSON".into(),
        Problem::MethodNotPost => "the method is not POST".into(),

        Problem::DuplicateDelivery { revision, after: None } => {
            format!("revision {revision} was delivered again").into()
        }
        Problem::DuplicateDelivery { revision, after: Some(after) } => {
            format!("revision {revision} was delivered again, after revision {after}").into()
        }
        Problem::ConflictingRevision { revision, fields } => {
            let what = differing(fields, "content");
            format!("revision {revision} was redelivered with different {what}").into()
        }
        Problem::ConflictingComputed { revision, fields } => {
            let what = differing(fields, "computed values");
            format!("revision {revision} was redelivered with different {what}").into()
        }
        Problem::ConflictingAction { revision, actions: [first, second] } => {
            format!("revision {revision} was delivered as {first} and as {second}").into()
        }
        Problem::StaleDelivery { revision, after } => {
            format!("revision {revision} arrived after revision {after}").into()
        }
        Problem::RevisionGap { first, last } => match i128::from(*last) - i128::from(*first) {
            0 => format!("revision {first} was not seen").into(),
            1 => format!("revisions {first} and {last} were not seen").into(),
            _ => format!("revisions {first} to {last} were not seen").into(),
        },
        Problem::StartsLate { revision, action } => {
            format!("the first revision seen is {revision}, {action} instead of created").into()
        }
        Problem::CreatedAgain { revision, above } => {
            format!("\"created\" again at revision {revision}, after revision {above}").into()
        }
        Problem::AfterDelete { revision, deleted } => {
            format!("revision {revision} is above the deletion at revision {deleted}").into()
        }
        Problem::LateAfterDelete { revision, deleted } => {
            format!("revision {revision} arrived after the deletion at revision {deleted}").into()
        }
        Problem::DeletedAgain { revision, deleted } => {
            format!("\"deleted\" again at revision {revision}, after revision {deleted}").into()
        }
        Problem::UnchangedRevision { revision, before } => {
            format!("revision {revision} changes nothing since revision {before}").into()
        }
        Problem::UserChanged { revision } => {
            format!("user_guid changes at revision {revision}").into()
        }
        Problem::UserIdChanged { revision } => {
            format!("user_id changes at revision {revision}").into()
        }
        Problem::GoalRepurposed { revision, fields } => {
            let verb = if fields.len() == 1 { "changes" } else { "change" };
            format!("{} {verb} at revision {revision}", fields.join(" and ")).into()
        }
        Problem::ProvenanceChanged { revision, from_null: true } => {
            format!("created_by is filled in at revision {revision}").into()
        }
        Problem::ProvenanceChanged { revision, .. } => {
            format!("created_by changes at revision {revision}").into()
        }
        Problem::CompletionReversed { revision, fields } => {
            format!("{} at revision {revision}", fields.join(" and ")).into()
        }
        Problem::GuidCase => "the guid of another goal differs only in case".into(),
        Problem::SharedPosition { position } => {
            format!("two open goals of one user, type and category have position {position}").into()
        }
        Problem::SharedAccount => "two incomplete goals of one user use the same account".into(),
        Problem::SplitUser => "one user_guid has several user_ids".into(),
        Problem::SharedUserId => "one user_id has several user_guids".into(),
    }
}

/// The values that differ, by field name if known.
fn differing(fields: &[&str], unknown: &str) -> String {
    match fields {
        [] => unknown.to_owned(),
        [field] => format!("values of {field}"),
        [others @ .., last] => format!("values of {} and {last}", others.join(", ")),
    }
}

/// What is still open at the end of a body.
fn still_open(in_string: bool, objects: u64, arrays: u64) -> String {
    let with = if in_string { ", with" } else { " with" };
    let count = |number: u64, one: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    };
    match (objects, arrays) {
        (0, 0) => String::new(),
        (_, 0) => format!("{with} {} still open", count(objects, "object")),
        (0, _) => format!("{with} {} still open", count(arrays, "array")),
        (..) => {
            format!("{with} {} and {} still open", count(objects, "object"), count(arrays, "array"))
        }
    }
}

/// The likely mistake, if it is known.
fn mistake_message(mistake: LikelyMistake) -> Option<Cow<'static, str>> {
    let sentence = match mistake {
        LikelyMistake::ControlCharacter(control) => {
            let name = match control {
                '\0' => "NUL ",
                '\t' => "a tab ",
                '\n' => "a line feed ",
                '\r' => "a carriage return ",
                _ => "the control character ",
            };
            let point = u32::from(control);
            let escape = match control {
                '\t' => "\\t".to_owned(),
                '\n' => "\\n".to_owned(),
                '\r' => "\\r".to_owned(),
                _ => format!("\\u{point:04x}"),
            };
            let point = match name {
                "the control character " => format!("U+{point:04X}"),
                _ => format!("(U+{point:04X})"),
            };
            return Some(format!("{name}{point} must be written {escape}").into());
        }
        LikelyMistake::TrailingComma => "unexpected comma before a closing bracket",
        LikelyMistake::SingleQuotes => "expected double quotes, found single quotes",
        LikelyMistake::WrappedLine => "a line ends inside a string",
        LikelyMistake::CurlyQuotes => "expected \", found a curly quote",
        LikelyMistake::NoBreakSpace(space) => {
            let point = u32::from(space);
            return Some(format!("U+{point:04X} is not white space in JSON").into());
        }
        LikelyMistake::NotAscii(character) => {
            let point = u32::from(character);
            return Some(format!("unexpected U+{point:04X} outside a string").into());
        }
        LikelyMistake::Escape(letter) => {
            let shown = letter.to_string();
            return Some(match terminal(&shown) == shown {
                true => format!("\\{letter} is not an escape").into(),
                false => {
                    let point = u32::from(letter);
                    format!("a backslash and U+{point:04X} are not an escape").into()
                }
            });
        }
        _ => return None,
    };
    Some(sentence.into())
}

/// The name of a value in messages; "a field" for undocumented keys.
pub fn name(path: &JsonPath) -> &'static str {
    match path {
        JsonPath::Root => "the body",
        JsonPath::Action => "action",
        JsonPath::Goal => "goal",
        JsonPath::Field(index) => FIELDS[*index].name,
        JsonPath::Other(_) => "a field",
    }
}
