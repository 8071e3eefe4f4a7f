//! The sentences of findings: one place for each, so that they can be read together.
//!
//! A message is one sentence without a full stop and without text from a payload, but for the
//! documented words; a help says what to do next; a label fits under a caret.

use std::borrow::Cow;

use super::problem::{Finding, Place, Problem, Slip, TypeHint};
use crate::text::escape::Foreign;
use crate::text::time::{TimeStyle, time};
use crate::webhook::body::JsonType;
use crate::webhook::field::FIELDS;

/// What happened, in one sentence.
pub fn message(finding: &Finding<'_>) -> Cow<'static, str> {
    let name = name(&finding.place);
    match &finding.problem {
        Problem::InvalidUtf8 { bytes } => {
            let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let (byte, verb) = if hex.len() == 1 { ("byte", "is") } else { ("bytes", "are") };
            format!("the {byte} {} {verb} not UTF-8", hex.join(" ")).into()
        }
        Problem::InvalidJson { expected, .. } => format!("not JSON: {expected}").into(),
        Problem::TruncatedJson { in_string, objects, arrays } => {
            let place = if *in_string { "inside a string, " } else { "" };
            let open = open(*objects, *arrays);
            ["the body ends ", place, "with ", &open, " still open"].concat().into()
        }
        Problem::DuplicateKey => [name, " stands twice"].concat().into(),
        Problem::UnpairedSurrogate => "an escape is half of a surrogate pair".into(),
        Problem::NestedTooDeep { limit } => format!("nested deeper than {limit} levels").into(),
        Problem::BodyTooLarge { bytes, limit } => {
            format!("the body has {bytes} bytes, more than the limit of {limit}").into()
        }
        Problem::TrailingText => "text that is not a body".into(),
        Problem::UnreadWebhook { look } => {
            ["a goal webhook that cannot be read: it looks like ", look.phrase()].concat().into()
        }
        Problem::ByteOrderMark => "the body begins with a byte-order mark".into(),

        Problem::NotAnObject { found } => {
            format!("{} stands where a webhook body is expected", found.phrase()).into()
        }
        Problem::OtherWebhook { object: Some(object) } => {
            format!("a webhook of MX's object {object}, not of goal").into()
        }
        Problem::OtherWebhook { object: None } => {
            "a flat event with a type, not a goal webhook".into()
        }
        Problem::RestApiGoal { list: true } => {
            "a list of goals as the REST API returns it, not a webhook body".into()
        }
        Problem::RestApiGoal { list: false } => {
            "a goal as the REST API returns it, not a webhook body".into()
        }
        Problem::MissingEnvelope => "a goal without action and goal around it".into(),
        Problem::NotAGoalWebhook { .. } => "an object, but not a goal webhook".into(),
        Problem::SeveralWebhooksInside { places } => {
            format!("goal webhooks stand at {} places of one object", places.len()).into()
        }

        Problem::MissingField { on_deleted: true, identity: false } => {
            [name, " is missing from a deleted goal"].concat().into()
        }
        Problem::MissingField { .. } => [name, " is missing"].concat().into(),
        Problem::UnknownField { more, .. } if *more > 0 => {
            format!("{more} more fields that are not documented").into()
        }
        Problem::UnknownField { rest_api: true, .. } => {
            "a field of the REST API's goal, which webhooks do not document".into()
        }
        Problem::UnknownField { .. } => "a field that is not documented".into(),
        Problem::WrongType { found: JsonType::Number, hint: Some(TypeHint::Fraction), .. } => {
            [name, " has a fraction, ", documented(&finding.place), " is documented"]
                .concat()
                .into()
        }
        Problem::WrongType { found, .. } => {
            [name, " is ", found.phrase(), ", ", documented(&finding.place), " is documented"]
                .concat()
                .into()
        }
        Problem::NullIdentity => {
            [name, " is null, so the goal cannot be identified"].concat().into()
        }
        Problem::UnexpectedNull => [name, " is null, which is not documented"].concat().into(),
        Problem::UnknownValue { words, .. } => {
            [name, " is none of ", &words.join(", ")].concat().into()
        }
        Problem::UnknownCategory { .. } => [name, " is not a known category"].concat().into(),
        Problem::DecimalAsString => [name, " is a decimal in quotes"].concat().into(),
        Problem::IntegerAsDecimal { .. } => {
            [name, " is a whole number written as a decimal"].concat().into()
        }
        Problem::NumberOutOfRange { documented } => {
            [name, " cannot be held exactly as ", documented].concat().into()
        }
        Problem::GuidPrefix { prefix } => [name, " does not begin with ", prefix].concat().into(),
        Problem::GuidShape => {
            [name, " is not a prefix and lower-case hex in groups of 8-4-4-4-12"].concat().into()
        }
        Problem::BlankIdentity => [name, " is empty"].concat().into(),

        Problem::MillisecondsTimestamp { .. } => [name, " is in milliseconds"].concat().into(),
        Problem::ImplausibleTime => [name, " is before 2000 or after 2200"].concat().into(),
        Problem::CompletedInFuture => "completed_at is later than now".into(),
        Problem::ProjectionPassed => "the projected date of an open goal has passed".into(),
        Problem::CompletedWithoutDate => "the goal is complete and has no completed_at".into(),
        Problem::DateWithoutCompletion => "the goal has a completed_at and is not complete".into(),
        Problem::SpentBeforeCompletion => "the goal is spent and not complete".into(),
        Problem::NonPositiveTarget => "a SAVE_AMOUNT goal with a target of zero or less".into(),
        Problem::TargetReachedButOpen => "the target is reached and the goal is open".into(),
        Problem::MoneyPrecision { digits, decimals } => {
            format!("{name} has {digits} digits, {decimals} of them decimals").into()
        }
        Problem::CategoryMismatch => "the category does not suit the type of the goal".into(),
        Problem::PositionBelowOne => "position is below 1".into(),
        Problem::NegativeRevision => "revision is negative, so it cannot be ordered".into(),
        Problem::RepeatedIdentifier { of } => [name, " repeats ", of].concat().into(),
        Problem::UserIdShape { characters } if *characters > 1024 => {
            format!("user_id has {characters} characters, 1024 are documented").into()
        }
        Problem::UserIdShape { .. } => {
            "user_id has characters other than letters, digits, - and _".into()
        }
        Problem::HiddenCharacters { first, count } => format!(
            "{name} holds {count} hidden {}, first U+{:04X}",
            if *count == 1 { "character" } else { "characters" },
            u32::from(*first)
        )
        .into(),
        Problem::BlankName => "the name is empty".into(),

        Problem::ContentLengthMismatch { promised: Some(promised), actual } => {
            format!("Content-Length promises {promised} bytes, the body has {actual}").into()
        }
        Problem::ContentLengthMismatch { promised: None, actual } => {
            format!("Content-Length is no single number, the body has {actual} bytes").into()
        }
        Problem::ContentTypeNotJson => "Content-Type is not JSON".into(),
        Problem::MethodNotPost => "the method is not POST".into(),
    }
}

/// What to do next, where there is something to say.
pub fn help(finding: &Finding<'_>) -> Option<Cow<'static, str>> {
    let sentence = match &finding.problem {
        Problem::InvalidUtf8 { .. } => {
            "send UTF-8: such bytes are often Latin-1 or a cut character"
        }
        Problem::InvalidJson { slip, .. } => slip_help((*slip)?),
        Problem::TruncatedJson { .. } => "capture the whole body; a log may have cut it",
        Problem::DuplicateKey => "send one of the two: parsers disagree on which one counts",
        Problem::UnpairedSurrogate => {
            "the text was cut inside a character, or its encoder is broken"
        }
        Problem::NestedTooDeep { .. } => "a goal is two levels deep; look at what wraps it",
        Problem::BodyTooLarge { .. } => "raise the limit with --max-body if the body is genuine",
        Problem::UnreadWebhook { look } => look.help(),
        Problem::TrailingText => "remove it, or name the form of the capture with --input-format",
        Problem::ByteOrderMark => "save as UTF-8 without a byte-order mark",
        Problem::NotAnObject { found: JsonType::Array } => {
            "one body is one object; a whole input that begins with an array is read as bodies"
        }
        Problem::NotAnObject { .. } => "a goal webhook is an object with action and goal",
        Problem::OtherWebhook { .. } => "goalpost checks goal webhooks only",
        Problem::RestApiGoal { .. } => "webhook bodies come from MX's POST, not from the REST API",
        Problem::MissingEnvelope => r#"wrap it: {"action": …, "goal": …}"#,
        Problem::SeveralWebhooksInside { places } => {
            let names: Vec<_> = places.iter().map(Foreign::terminal).collect();
            return Some(
                format!(
                    "choose one of {}, for example --body-path {}",
                    names.join(", "),
                    names.first()?
                )
                .into(),
            );
        }
        Problem::NotAGoalWebhook { wraps_one: true } => {
            "a goal webhook stands inside: name its place with --body-path"
        }
        Problem::NotAGoalWebhook { .. } => "a goal webhook has action and goal at its top",
        Problem::UnknownField { suggestion: Some(name), rest_api: true, .. } => {
            return Some(["a webhook has ", name, " instead"].concat().into());
        }
        Problem::UnknownField { suggestion: Some(name), .. } => {
            return Some(["did you mean ", name, "?"].concat().into());
        }
        Problem::UnknownField { .. } => "a reader should skip it; MX may add fields at any time",
        Problem::UnknownValue { suggestion: Some(word), .. }
        | Problem::UnknownCategory { suggestion: Some(word) } => {
            return Some(["did you mean ", word, "?"].concat().into());
        }
        Problem::UnknownCategory { .. } => "let the reader accept it; MX may add categories",
        Problem::WrongType { hint, .. } => type_help((*hint)?),
        Problem::DecimalAsString => "other MX webhooks do so; read both, compare by value",
        Problem::IntegerAsDecimal { value } => return Some(format!("write {value}").into()),
        Problem::NumberOutOfRange { .. } => "it is refused rather than rounded",
        Problem::GuidPrefix { .. } => "it may be the guid of another object",
        Problem::GuidShape => "MX does not promise UUIDs: compare guids as text",
        Problem::NullIdentity | Problem::BlankIdentity => "look at what wrote or changed the body",
        Problem::ImplausibleTime => "times are Unix seconds, and null where there is none",
        Problem::CompletedInFuture => "now is what --now says",
        Problem::ProjectionPassed => {
            "MX projects anew with the next change; now is what --now says"
        }
        Problem::NonPositiveTarget => "no share of it can be computed",
        Problem::HiddenCharacters { .. } => "remove or escape them where the text is shown",
        Problem::ContentTypeNotJson => {
            "a server may not read the body as JSON: send application/json"
        }
        Problem::MillisecondsTimestamp { seconds } => {
            return Some(
                format!("in seconds it is {seconds}, {}", time(*seconds, TimeStyle::Utc)).into(),
            );
        }
        Problem::MoneyPrecision { .. } => "a column NUMERIC(14,2) does not hold it",
        Problem::ContentLengthMismatch { .. } => {
            "the body was changed or cut after it was sent, or the header is boilerplate"
        }
        _ => return None,
    };
    Some(sentence.into())
}

/// A few words under the caret.
pub fn label(finding: &Finding<'_>) -> Option<Cow<'static, str>> {
    let words = match &finding.problem {
        Problem::WrongType { expected, .. } => {
            return Some(["expected ", expected].concat().into());
        }
        Problem::MissingField { .. } => {
            return Some(["no ", name(&finding.place), " here"].concat().into());
        }
        Problem::DuplicateKey => "again here",
        Problem::TruncatedJson { .. } => "ends here",
        _ => return None,
    };
    Some(words.into())
}

/// Where the first of two places stands, added to the message of a finding at the second.
pub fn first(line: u64, column: u64) -> String {
    format!(", the first value at line {line}, column {column}")
}

/// The name of a place in sentences; "a field" for keys that are not documented.
fn name(place: &Place<'_>) -> &'static str {
    match place {
        Place::Root => "the body",
        Place::Action => "action",
        Place::Goal => "goal",
        Place::Field(index) => FIELDS[*index].name,
        Place::BesideGoal(_) | Place::InGoal(_) => "a field",
    }
}

fn documented(place: &Place<'_>) -> &'static str {
    match place {
        Place::Field(index) => match FIELDS[*index].kind.documented_type() {
            "Boolean" => "a Boolean",
            "Integer" => "an Integer",
            "Decimal" => "a Decimal",
            _ => "a String",
        },
        Place::Goal => "an object",
        _ => "a String",
    }
}

fn open(objects: u64, arrays: u64) -> Cow<'static, str> {
    let count = |number: u64, one: &'static str| match number {
        1 => Cow::Borrowed(one),
        _ => Cow::Owned(format!("{number} {}s", &one[2..])),
    };
    match (objects, arrays) {
        (0, 0) => "nothing".into(),
        (_, 0) => count(objects, "1 object"),
        (0, _) => count(arrays, "1 array"),
        (..) => [&*count(objects, "1 object"), " and ", &count(arrays, "1 array")].concat().into(),
    }
}

fn slip_help(slip: Slip) -> &'static str {
    match slip {
        Slip::Comment => "remove the comment: JSON has none",
        Slip::TrailingComma => "remove the comma before the closing bracket",
        Slip::SingleQuotes => "use double quotes: this may be Python or Ruby output",
        Slip::NotANumber => "JSON has no NaN, Infinity or undefined: write null",
        Slip::PythonLiteral => "write true, false or null: this is Python output",
        Slip::RubyHash => "write : and null: this is Ruby output, use to_json",
        Slip::UnquotedKey => "put the key in double quotes",
        Slip::NumberSpelling => "write numbers as JSON does: no +, no leading zero, 0.5 for .5",
        Slip::RawControlCharacter => r"write control characters as escapes, for example \n",
        Slip::MissingComma => "a comma or a closing bracket may be missing before it",
    }
}

fn type_help(hint: TypeHint) -> &'static str {
    match hint {
        TypeHint::IsoTime => "send Unix seconds: the REST API has ISO 8601 times, webhooks do not",
        TypeHint::QuotedNumber => "send the number without quotes",
        TypeHint::NumberForText => "put it in quotes: as a number it loses leading zeros",
        TypeHint::ObjectForText => "send the JSON as text in one string, with its quotes escaped",
        TypeHint::ZeroOrOne => "0 is false, 1 is true",
        TypeHint::QuotedBoolean => "remove the quotes",
        TypeHint::Fraction => "send a whole number",
    }
}
