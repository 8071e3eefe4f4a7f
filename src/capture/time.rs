//! Parses received times in the notations of captures.
//!
//! Small numbers, row ids, durations, days without a time and times without a year are not
//! accepted.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::json::number::{exact, is_json_number};
use crate::json::text::unescape;
use crate::json::walk::members;
use crate::text::time::Moment;
use crate::text::utf8;
use crate::webhook::body::JsonType;

/// Names of received times in records, in lower case without punctuation, in order of preference.
const NAMES: [&str; 28] = [
    "receivedat",
    "received",
    "receivedtime",
    "arrivedat",
    "capturedat",
    "createdat",
    "insertedat",
    "loggedat",
    "timestamp",
    "time",
    "ts",
    "tsms",
    "timestampms",
    "timestampmillis",
    "eventtime",
    "eventtimestamp",
    "publishtime",
    "realtimetimestamp",
    "timegenerated",
    "loggeddate",
    "starteddatetime",
    "datetime",
    "asctime",
    "senttimestamp",
    "timeepoch",
    "ingestiontime",
    "date",
    "when",
];

/// The rank of a name among those of received times.
pub fn rank(name: &str) -> Option<usize> {
    const LONGEST: usize = 40;
    if name.len() > LONGEST {
        return None;
    }
    // `timestamp [UTC]` has the zone after the name.
    let name = name.split(['[', '(']).next().unwrap_or_default();
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    let plain: Vec<u8> = letters.map(|letter| letter.to_ascii_lowercase()).collect();
    NAMES.iter().position(|known| known.as_bytes() == plain)
}

/// The time of a JSON value: a number since 1970, a string, or `{"$date": …}`.
pub fn of_json(json: &str) -> Option<Moment> {
    match JsonType::of(json) {
        JsonType::String => of_text(&unescape(json)),
        JsonType::Number => of_count(json),
        JsonType::Object if json.len() <= LEAD => members(json)
            .find(|(key, _)| matches!(*key, "\"$date\"" | "\"$numberLong\""))
            .and_then(|(_, value)| of_json(value)),
        _ => None,
    }
}

/// The time of a whole text.
pub fn of_text(text: &str) -> Option<Moment> {
    let text = text.trim();
    let text = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    if let Some(moment) = of_count(text) {
        return Some(moment);
    }
    let (moment, rest) = first(text)?;
    // Some programs repeat the zone, or append a monotonic time.
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("UTC").unwrap_or(rest).trim_start();
    let is_told = rest.is_empty() || rest.starts_with(['(', '[']) || rest.starts_with("m=");
    is_told.then_some(moment)
}

/// The minimum values of seconds, milliseconds, microseconds and nanoseconds, each up to ten times
/// as much (the years 2001 to 2286), with the nanoseconds of the unit.
const UNITS: [(i64, i64); 4] = [
    (1_000_000_000, 1_000_000_000),
    (1_000_000_000_000, 1_000_000),
    (1_000_000_000_000_000, 1_000),
    (1_000_000_000_000_000_000, 1),
];

/// The time of a number since 1970, in seconds to nanoseconds.
fn of_count(number: &str) -> Option<Moment> {
    if !is_json_number(number) {
        return None;
    }
    let count = exact(number)?;
    let fits =
        |from: i64| count >= Decimal::from(from) && count / Decimal::TEN < Decimal::from(from);
    let (_, nanos) = UNITS.iter().find(|(from, _)| fits(*from))?;
    Moment::from_nanos((count.checked_mul(Decimal::from(*nanos))?).trunc().to_i128()?)
}

/// The time at the start of a text, and the rest.
fn first(text: &str) -> Option<(Moment, &str)> {
    let begins = text.as_bytes().first()?;
    let (time, rest) = match begins {
        b'0'..=b'9' => iso(text).or_else(|| dated(text))?,
        b'A'..=b'Z' => dated(text)?,
        _ => return None,
    };
    let ends = !rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, ':' | '-'));
    Some((Moment::of(&time).filter(|_| ends)?, rest))
}

/// Date and time in variants of ISO 8601: `2016-04-14T04:26:04.123456789Z`, `2016/04/14
/// 04:26:04,123 +0200`, `20160414T042604Z`. UTC if there is no zone.
fn iso(text: &str) -> Option<(DateTime<FixedOffset>, &str)> {
    let mut rest = Digits(text);
    let year = rest.number(4)?;
    let sign = rest.any(&['-', '/', '.']);
    let month = rest.number(2)?;
    if let Some(sign) = sign {
        rest.any(&[sign])?;
    }
    let day = rest.number(2)?;
    rest.any(&['T', 't', ' ', '_'])?;
    let hour = rest.number(2)?;
    let colon = rest.any(&[':']);
    let minute = rest.number(2)?;
    let mut second = 0;
    let mut nanos = 0;
    if rest.any(&[':']).is_some() || colon.is_none() {
        second = rest.number(2)?;
        nanos = rest.fraction();
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    // A leap second becomes the first of the next minute.
    let leap = u32::from(second == 60);
    let time = date.and_hms_nano_opt(hour, minute, second - leap, nanos)?;
    let (zone, rest) = zone(rest.0)?;
    Some((zoned(time.checked_add_signed(TimeDelta::seconds(leap.into()))?, zone)?, rest))
}

/// The offset from UTC in seconds after a time, and the rest.
fn zone(text: &str) -> Option<(i32, &str)> {
    let apart = text.strip_prefix(' ').unwrap_or(text);
    for name in ["Z", "z", "UTC", "GMT"] {
        let rest = apart.strip_prefix(name).filter(|rest| !rest.starts_with(char::is_alphanumeric));
        if let Some(rest) = rest {
            return Some((0, rest));
        }
    }
    let mut rest = Digits(apart);
    let Some(sign) = rest.any(&['+', '-', '\u{2212}']) else { return Some((0, text)) };
    let Some(hours) = rest.number(2) else { return Some((0, text)) };
    let colon = rest.any(&[':']);
    let minutes = match rest.number(2) {
        Some(minutes) => minutes,
        None if colon.is_none() && apart.len() == text.len() => 0,
        None => return Some((0, text)),
    };
    let seconds = i32::try_from(hours * 3_600 + minutes * 60).ok()?;
    Some((if sign == '+' { seconds } else { -seconds }, rest.0))
}

fn zoned(time: NaiveDateTime, zone: i32) -> Option<DateTime<FixedOffset>> {
    time.and_local_timezone(FixedOffset::east_opt(zone)?).single()
}

/// A cursor over digits and punctuation.
struct Digits<'t>(&'t str);

impl Digits<'_> {
    /// A number of this many digits.
    fn number(&mut self, count: usize) -> Option<u32> {
        let digits = self.0.get(..count)?;
        let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| is_number)?;
        self.0 = &self.0[count..];
        Some(number)
    }

    fn any(&mut self, signs: &[char]) -> Option<char> {
        let sign = self.0.chars().next().filter(|sign| signs.contains(sign))?;
        self.0 = &self.0[sign.len_utf8()..];
        Some(sign)
    }

    /// The nanoseconds of an optional fraction.
    fn fraction(&mut self) -> u32 {
        let Some(digits) = self.0.strip_prefix(['.', ',']) else { return 0 };
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 {
            return 0;
        }
        self.0 = &digits[length..];
        format!("{:0<9.9}", &digits[..length]).parse().unwrap_or(0)
    }
}

/// Notations with month names: HTTP and mail, access logs, C, JavaScript.
const WITH_ZONE: [&str; 7] = [
    "%a, %d %b %Y %H:%M:%S%.f %z",
    "%d %b %Y %H:%M:%S%.f %z",
    "%d/%b/%Y:%H:%M:%S%.f %z",
    "%a %b %d %H:%M:%S%.f %z %Y",
    "%a %b %d %Y %H:%M:%S GMT%z",
    "%a, %d %b %y %H:%M:%S%.f %z",
    "%b %d, %Y %H:%M:%S%.f %z",
];
const WITHOUT_ZONE: [&str; 9] = [
    "%a, %d %b %Y %H:%M:%S%.f GMT",
    "%A, %d-%b-%y %H:%M:%S GMT",
    "%a %b %d %H:%M:%S UTC %Y",
    "%a %b %d %H:%M:%S%.f %Y",
    "%d %b %Y %H:%M:%S%.f",
    "%d-%b-%Y %H:%M:%S%.f",
    "%b %d, %Y %I:%M:%S%.f %p",
    "%b %d, %Y %H:%M:%S%.f",
    "%m/%d/%Y %I:%M:%S%.f %p",
];

/// Date and time in one of these notations. UTC if there is no zone.
fn dated(text: &str) -> Option<(DateTime<FixedOffset>, &str)> {
    let told = WITH_ZONE.iter().find_map(|format| DateTime::parse_and_remainder(text, format).ok());
    told.or_else(|| {
        let (time, rest) = WITHOUT_ZONE
            .iter()
            .find_map(|format| NaiveDateTime::parse_and_remainder(text, format).ok())?;
        Some((zoned(time, 0)?, rest))
    })
}

/// The maximum offset of the time in a line, in bytes.
const LEAD: usize = 200;
/// The number of words of a line that may begin its time.
const WORDS_TRIED: usize = 8;
/// Names before a number since 1970 that is not the first word of its line.
const NAMES_OF_COUNTS: [&str; 6] =
    ["ts=", "time=", "timestamp=", "ts\":", "time\":", "timestamp\":"];

/// The time near the start of a log line.
pub fn leading(line: &str) -> Option<Moment> {
    let lead = utf8::start(line, LEAD);
    let begins = |at: &usize| {
        let before = lead[..*at].chars().next_back();
        before.is_none_or(|before| before.is_whitespace() || "[(\"'=|:,<".contains(before))
            && lead[*at..]
                .starts_with(|first: char| first.is_ascii_digit() || is_name(&lead[*at..]))
    };
    let starts = lead.char_indices().map(|(at, _)| at).filter(begins);
    starts.take(WORDS_TRIED).find_map(|at| match first(&lead[at..]) {
        Some((moment, _)) => Some(moment),
        None => count_at(lead, at),
    })
}

/// Whether a text begins with the name of a day or month.
fn is_name(text: &str) -> bool {
    const NAMES: &str =
        "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
    text.get(..3).is_some_and(|name| name.is_ascii() && NAMES.split(' ').any(|known| known == name))
}

/// The number since 1970 at an offset of a line: its first word, or named as a time.
fn count_at(line: &str, at: usize) -> Option<Moment> {
    let before = line[..at].trim_start_matches(|sign: char| "[(\"'< \t".contains(sign));
    let is_named =
        || NAMES_OF_COUNTS.iter().any(|name| before.trim_end_matches('"').ends_with(name));
    if !(before.is_empty() || is_named()) {
        return None;
    }
    let is_of_number = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let length = line.as_bytes()[at..].iter().take_while(|byte| is_of_number(byte)).count();
    let rest = &line[at + length..];
    let ends = !rest.starts_with(|next: char| next.is_alphanumeric() || next == '-');
    of_count(line[at..at + length].trim_end_matches('.')).filter(|_| ends)
}

#[cfg(test)]
mod tests;
