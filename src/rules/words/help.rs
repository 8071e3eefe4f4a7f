//! Help lines of findings.

use std::borrow::Cow;

use crate::rules::problem::{LikelyMistake, Problem, TypeHint};
use crate::text::time::{TimeStyle, time};
use crate::webhook::body::JsonType;

pub fn help(problem: &Problem) -> Option<Cow<'static, str>> {
    let sentence = match problem {
        Problem::InvalidUtf8 { .. } => {
            "send UTF-8: such bytes are often Latin-1 or part of a character that was cut"
        }
        Problem::InvalidJson { mistake, .. } => return mistake_help((*mistake)?),
        Problem::TruncatedJson { .. } => "capture the whole body; a log may have cut it",
        Problem::DuplicateKey { .. } => "send one of them: parsers disagree on which one counts",
        Problem::UnpairedSurrogate => {
            "do not cut text inside a character; look for a broken encoder"
        }
        Problem::NestedTooDeep { .. } => "a goal is two levels deep: look at what wraps it",
        Problem::BodyTooLarge { .. } => "raise the limit with --max-body if the body is genuine",
        Problem::TrailingText => "remove it, or name the form of the capture with --input-format",
        Problem::UnreadWebhook { look } => look.help(),
        Problem::ByteOrderMark => "save as UTF-8 without a byte-order mark",
        Problem::NotAnObject { found: JsonType::Array } => {
            "send each body as an object of its own: an array of bodies must begin the input"
        }
        Problem::NotAnObject { .. } => "a goal webhook is an object with action and goal",
        Problem::OtherWebhook(_) => "goalpost checks goal webhooks only",
        Problem::RestApiGoal { .. } => "capture what MX posts, not what the REST API returns",
        Problem::MissingEnvelope => r#"wrap it: {"action": …, "goal": …}"#,
        Problem::SeveralWebhooksInside { places } => {
            let first = places.first()?.terminal();
            return Some(format!("choose one, for example --body-path {first}").into());
        }
        Problem::NotAGoalWebhook { wraps_one: true } => {
            "a goal webhook is inside: name its place with --body-path"
        }
        Problem::NotAGoalWebhook { .. } => "a goal webhook has action and goal at its top",
        Problem::UnknownField { suggestion: Some(name), rest_api: true, .. } => {
            return Some(["webhooks have ", name, " instead"].concat().into());
        }
        Problem::UnknownField { suggestion: Some(name), .. } => {
            return Some(["did you mean ", name, "?"].concat().into());
        }
        Problem::UnknownField { .. } => "ignore it when reading; MX may add fields at any time",
        Problem::UnknownValue { suggestion: Some(word), .. }
        | Problem::UnknownCategory { suggestion: Some(word) } => {
            return Some(["did you mean ", word, "?"].concat().into());
        }
        Problem::UnknownCategory { .. } => "accept it when reading; MX may add categories",
        Problem::MissingField { tolerated: true, on_deleted: false } => {
            "read it as null: MX calls the field new"
        }
        Problem::MissingField { tolerated: true, .. } => {
            "take it from the revision before, if you need it"
        }
        Problem::MissingField { .. } => {
            "look for what filters or rewrites the body: MX does not remove fields"
        }
        Problem::UnexpectedNull { on_deleted: false } => {
            "decide what null means before you store it: it is not zero, false or empty"
        }
        Problem::WrongType { hint, .. } => type_help((*hint)?),
        Problem::DecimalAsString => "accept both when reading, and compare by value",
        Problem::IntegerAsDecimal { value } => return Some(format!("write {value}").into()),
        Problem::NumberOutOfRange { .. } => "send a number that can be kept without rounding",
        Problem::GuidPrefix { .. } => "check that it is not the guid of another object",
        Problem::GuidShape => "compare guids as text: MX does not promise UUIDs",
        Problem::NullIdentity | Problem::BlankIdentity | Problem::UserIdShape { characters: 0 } => {
            "look at what wrote or changed the body"
        }
        Problem::ImplausibleTime { .. } => "send Unix seconds, or null where there is no time",
        Problem::ProjectionPassed => "MX recalculates it with the next change",
        Problem::NonPositiveTarget => "show the amount alone: no percentage can be computed",
        Problem::CompletedInFuture => "look for a wrong clock or time zone, or a made-up date",
        Problem::CompletedWithoutDate => {
            "choose a fallback for the date, such as the time of the delivery"
        }
        Problem::DateWithoutCompletion => "use one of the two everywhere: the date or the flag",
        Problem::SpentBeforeCompletion => "read each flag by itself: neither implies the other",
        Problem::TargetReachedButOpen => "keep it open: only is_complete says that it is complete",
        Problem::CategoryMismatch => "go by goal_type_name: it says what the amounts mean",
        Problem::PositionBelowOne => "count from 1: this may be the index of a list, or a default",
        Problem::NegativeRevision => "look for an overflow or a placeholder where it was written",
        Problem::RepeatedIdentifier { .. } => "look for what writes the wrong identifier here",
        Problem::UserIdShape { characters } if *characters > 1024 => {
            "keep all of it as text: a column may cut it"
        }
        Problem::UserIdShape { .. } => "keep it as text, and encode it in URLs",
        Problem::BlankName => "show something else in its place, such as the category",
        Problem::MethodNotPost => "send it with POST, as MX does: a route may accept nothing else",
        Problem::HiddenCharacters { .. } => "remove or escape them where the text is shown",
        Problem::ContentTypeNotJson => "send application/json, or a server may not read the body",
        Problem::MillisecondsTimestamp { seconds } => {
            let date = time(*seconds, TimeStyle::Utc);
            return Some(format!("in seconds it is {seconds}, {date}").into());
        }
        Problem::MoneyPrecision { .. } => "store it in a wider column than NUMERIC(14,2)",
        Problem::ContentLengthMismatch { .. } => {
            "the body was changed or cut after it was sent, or the header is boilerplate"
        }
        Problem::ConflictingRevision { .. } => {
            "ask the API which one is right: the revision does not say"
        }
        Problem::ConflictingComputed { .. } => {
            "MX recalculates it; consumers should keep the delivery that arrives last"
        }
        Problem::ConflictingAction { .. } => "recognise repeats by guid and revision alone",
        Problem::RevisionGap { .. } => {
            "do not wait for what is missing: each delivery contains the whole goal"
        }
        Problem::DuplicateDelivery { .. } => "skip it: recognise repeats by guid and revision",
        Problem::StartsLate { .. } => "store an update of an unknown goal as a new goal",
        Problem::UnchangedRevision { .. } => "store the revision, but do not notify the user",
        Problem::GoalRepurposed { .. } => "do not draw one line of progress across this revision",
        Problem::ProvenanceChanged { from_null: false, .. } => "do not rely on counts by creator",
        Problem::CompletionReversed { .. } => "do what follows completion only once for each goal",
        Problem::DeletedAgain { .. } => "answer with success when the goal is already gone",
        Problem::SharedPosition { .. } => "sort by position, then by guid",
        Problem::StaleDelivery { .. } => "keep the highest revision and drop what is below it",
        Problem::LateAfterDelete { .. } => "do not bring the goal back",
        Problem::CreatedAgain { .. } => "insert or replace by guid for created and updated alike",
        Problem::AfterDelete { .. } => "look at both deliveries before you trust either",
        Problem::UserChanged { .. } => {
            "find the cause before you apply it: it shows one person's money to another"
        }
        Problem::GuidCase => "find the program that changes the case of identifiers",
        Problem::SharedAccount => "do not add the two goals up",
        Problem::SplitUser | Problem::SharedUserId | Problem::UserIdChanged { .. } => {
            "join on user_guid"
        }
        _ => return None,
    };
    Some(sentence.into())
}

fn mistake_help(mistake: LikelyMistake) -> Option<Cow<'static, str>> {
    let sentence = match mistake {
        LikelyMistake::Comment => "remove the comment: JSON has none",
        LikelyMistake::TrailingComma => "remove the comma before the closing bracket",
        LikelyMistake::SingleQuotes => {
            "log the raw request body, or json.dumps of it: single quotes are Python's, not JSON's"
        }
        LikelyMistake::CurlyQuotes => {
            "use straight quotes: a word processor or chat program replaced them"
        }
        LikelyMistake::NotANumber => "write null: JSON has no NaN, Infinity or undefined",
        LikelyMistake::PythonLiteral => "write true, false or null: this is Python output",
        LikelyMistake::RubyHash => "write : and null, or use to_json: this is Ruby output",
        LikelyMistake::UnquotedKey => {
            "quote the key: this looks like JavaScript (Node's console.log); use JSON.stringify"
        }
        LikelyMistake::NumberSpelling => {
            "write numbers as JSON does: no +, no leading zero, 0.5 for .5"
        }
        LikelyMistake::ControlCharacter(_) => return None,
        LikelyMistake::WrappedLine => {
            "join the lines: a mail program or terminal may have wrapped the body"
        }
        LikelyMistake::NoBreakSpace(_) => {
            "indent with spaces: a web page or word processor put no-break spaces there"
        }
        LikelyMistake::NotAscii('\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}') => {
            "write the minus as - (U+002D): a word processor replaced it"
        }
        LikelyMistake::NotAscii(_) => {
            "outside strings write ASCII: a word processor or keyboard replaced a character"
        }
        LikelyMistake::Escape('x') => {
            "nginx logs write such escapes: log with escape=json, or as the raw body"
        }
        LikelyMistake::Escape('\'') => {
            "write the apostrophe alone: Python and JavaScript escape it, JSON does not"
        }
        LikelyMistake::Escape('u') => "write four hexadecimal digits after \\u",
        LikelyMistake::Escape(_) => {
            "JSON escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits"
        }
        LikelyMistake::MissingComma => "add the missing comma or closing bracket before it",
    };
    Some(sentence.into())
}

fn type_help(hint: TypeHint) -> &'static str {
    match hint {
        TypeHint::IsoTime => "send Unix seconds: only the REST API has ISO 8601 times",
        TypeHint::QuotedNumber => "send the number without quotes",
        TypeHint::NumberForText => "quote it: as a number it loses leading zeros",
        TypeHint::ObjectForText => "send the JSON as text in one string, with its quotes escaped",
        TypeHint::ZeroOrOne => "send true or false: 0 is false, 1 is true",
        TypeHint::QuotedBoolean => "remove the quotes",
        TypeHint::Fraction => "send a whole number",
    }
}
