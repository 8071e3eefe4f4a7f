//! Points in time: exact to the nanosecond, as people write them and as they are shown.

use std::fmt;

use chrono::{
    DateTime, Datelike, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc,
};
use serde::ser::{Error, Serialize, Serializer};
use serde_json::value::RawValue;

const NANOS: i64 = 1_000_000_000;

/// A point in time, in nanoseconds since 1970 UTC: the years 1678 to 2261.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// `None` outside of the range.
    pub fn from_nanos(nanos: i128) -> Option<Moment> {
        i64::try_from(nanos).ok().map(Moment)
    }

    /// `None` outside of the range.
    pub fn from_seconds(seconds: i64) -> Option<Moment> {
        seconds.checked_mul(NANOS).map(Moment)
    }

    /// `None` outside of the range.
    pub fn of<Z: TimeZone>(time: &DateTime<Z>) -> Option<Moment> {
        time.timestamp_nanos_opt().map(Moment)
    }

    pub fn nanos(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970 UTC, rounded down.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(NANOS)
    }
}

/// Unix seconds as an exact decimal without trailing zeros, `1460607964.123`.
impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let nanos = self.0.unsigned_abs();
        let (seconds, fraction) = (nanos / NANOS.unsigned_abs(), nanos % NANOS.unsigned_abs());
        write!(formatter, "{sign}{seconds}")?;
        match fraction {
            0 => Ok(()),
            _ => write!(formatter, ".{}", format!("{fraction:09}").trim_end_matches('0')),
        }
    }
}

/// As an exact JSON number; only a serializer of JSON text keeps all of its digits.
impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_string()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// As [`nanoseconds`], in whole Unix seconds.
pub fn parse_time(text: &str) -> Option<i64> {
    nanoseconds(text).and_then(|time| i64::try_from(time.div_euclid(NANOS.into())).ok())
}

/// Parses Unix seconds, `2017-03-31`, `2017-03-31 23:59:59Z`, RFC 3339 or an HTTP date, as
/// nanoseconds since 1970 UTC. A time without a zone is UTC.
pub fn nanoseconds(text: &str) -> Option<i128> {
    let text = text.trim();
    if let Some(time) = unix_seconds(text) {
        return Some(time);
    }
    let exact = |time: DateTime<Utc>| {
        i128::from(time.timestamp()) * i128::from(NANOS) + i128::from(time.timestamp_subsec_nanos())
    };
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(exact(date.and_time(NaiveTime::MIN).and_utc()));
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text).or(DateTime::parse_from_rfc2822(text)) {
        return Some(exact(time.to_utc()));
    }
    let plain = text.strip_suffix('Z').unwrap_or(text);
    ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(plain, format).ok())
        .map(|time| exact(time.and_utc()))
}

/// Digits with at most nine decimals.
fn unix_seconds(text: &str) -> Option<i128> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = decimals.len() <= 9 && decimals.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = i128::from(whole.parse::<i64>().ok()?) * i128::from(NANOS);
    let part: i128 = format!("{decimals:0<9}").parse().ok().filter(|_| is_digits)?;
    Some(if whole.starts_with('-') { seconds - part } else { seconds + part })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimeStyle {
    /// In UTC, `2017-03-31 23:59:59Z`.
    #[default]
    Utc,
    /// In the local time zone with its offset, `2017-04-01 01:59:59+02:00`.
    Local,
    /// As the seconds themselves, `1491004799`.
    Epoch,
}

/// A time to the second. Times outside of the calendar are shown as digits.
pub fn time(seconds: i64, style: TimeStyle) -> String {
    show(seconds, style, true)
}

/// A point in time with its fraction of a second, `2017-03-31 23:59:59.25Z`.
pub fn moment(moment: Moment, style: TimeStyle) -> String {
    let exact = moment.to_string();
    let seconds = time(moment.seconds(), style);
    match exact.split_once('.').filter(|_| moment.seconds() >= 0) {
        Some(_) if style == TimeStyle::Epoch => exact,
        Some((_, fraction)) if seconds.len() >= 19 => {
            let (clock, zone) = seconds.split_at(19);
            format!("{clock}.{fraction}{zone}")
        }
        _ => seconds,
    }
}

/// The day of a time without offset; for [`TimeStyle::Epoch`], the seconds.
pub fn date(seconds: i64, style: TimeStyle) -> String {
    show(seconds, style, false)
}

fn show(seconds: i64, style: TimeStyle, with_clock: bool) -> String {
    let Some(utc) = DateTime::<Utc>::from_timestamp(seconds, 0) else { return seconds.to_string() };
    match (style, with_clock) {
        (TimeStyle::Epoch, _) => seconds.to_string(),
        (TimeStyle::Utc, true) => in_utc(utc),
        (TimeStyle::Utc, false) => utc.date_naive().to_string(),
        (TimeStyle::Local, _) => {
            let local = utc.with_timezone(&Local);
            // The local day of the first and last times may be outside of the calendar.
            let Some(there) = utc.naive_utc().checked_add_offset(*local.offset()) else {
                return seconds.to_string();
            };
            match with_clock {
                true => format!("{} {}{}", there.date(), there.time(), local.offset()),
                false => there.date().to_string(),
            }
        }
    }
}

/// Without chrono's formatter, which takes several times as long: tables have a million of these.
fn in_utc(utc: DateTime<Utc>) -> String {
    let Some(year) = u32::try_from(utc.year()).ok().filter(|year| *year <= 9999) else {
        return format!("{} {}Z", utc.date_naive(), utc.time());
    };
    let mut text = *b"0000-00-00 00:00:00Z";
    for (at, number) in [
        (0, year / 100),
        (2, year % 100),
        (5, utc.month()),
        (8, utc.day()),
        (11, utc.hour()),
        (14, utc.minute()),
        (17, utc.second()),
    ] {
        text[at] += (number / 10) as u8;
        text[at + 1] += (number % 10) as u8;
    }
    str::from_utf8(&text).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{DateTime, Moment, TimeStyle, Utc, date, moment, parse_time, time};

    #[test]
    fn shows_times_and_days() {
        assert_eq!(time(1_491_004_799, TimeStyle::Utc), "2017-03-31 23:59:59Z");
        assert_eq!(date(1_491_004_799, TimeStyle::Utc), "2017-03-31");
        assert_eq!(time(1_491_004_799, TimeStyle::Epoch), "1491004799");
        assert_eq!(date(1_491_004_799, TimeStyle::Epoch), "1491004799");
        assert_eq!(time(-1, TimeStyle::Utc), "1969-12-31 23:59:59Z");
        for seconds in (-70_000_000_000..300_000_000_000).step_by(99_999_999) {
            let utc = DateTime::<Utc>::from_timestamp(seconds, 0).expect("in the calendar");
            let expected = format!("{} {}Z", utc.date_naive(), utc.time());
            assert_eq!(time(seconds, TimeStyle::Utc), expected);
        }
        for style in [TimeStyle::Utc, TimeStyle::Local, TimeStyle::Epoch] {
            assert_eq!(time(i64::MAX, style), "9223372036854775807");
            assert_eq!(time(i64::MIN, style), "-9223372036854775808");
        }
    }

    #[test]
    fn shows_the_fraction_of_a_second() {
        let nanos = |nanos| moment(Moment::from_nanos(nanos).expect("in range"), TimeStyle::Utc);
        assert_eq!(nanos(1_491_004_799_250_000_000), "2017-03-31 23:59:59.25Z");
        assert_eq!(nanos(1_491_004_799_000_000_001), "2017-03-31 23:59:59.000000001Z");
        assert_eq!(nanos(1_491_004_799_000_000_000), "2017-03-31 23:59:59Z");
    }

    #[test]
    fn local_times_name_their_offset() {
        let local = time(1_491_004_799, TimeStyle::Local);
        let sign = local.as_bytes()[19];
        assert!(sign == b'+' || sign == b'-', "{local}");
        assert_eq!(local.len(), "2017-03-31 23:59:59+00:00".len());
        // The first and last times must not overflow in any zone.
        for edge in [8_210_266_876_799, -8_334_601_228_800] {
            time(edge, TimeStyle::Local);
        }
    }

    #[test]
    fn shows_every_digit() {
        for (nanos, text) in [
            (1_460_607_964_123_000_000, "1460607964.123"),
            (1_460_607_964_000_000_001, "1460607964.000000001"),
            (1_460_607_964_000_000_000, "1460607964"),
            (-500_000_000, "-0.5"),
            (-1_500_000_000, "-1.5"),
            (0, "0"),
        ] {
            let moment = Moment::from_nanos(nanos).expect("within its years");
            assert_eq!(moment.to_string(), text);
            assert_eq!(serde_json::to_string(&moment).expect("a number"), text);
        }
        assert_eq!(Moment::from_nanos(-1).map(Moment::seconds), Some(-1));
        assert_eq!(Moment::from_seconds(i64::MAX), None);
    }

    #[test]
    fn reads_what_people_write() {
        for text in [
            "1491004799",
            "2017-03-31 23:59:59Z",
            "2017-03-31 23:59:59",
            "2017-03-31T23:59:59.123Z",
            "2017-04-01T01:59:59+02:00",
            "Fri, 31 Mar 2017 23:59:59 GMT",
        ] {
            assert_eq!(parse_time(text), Some(1_491_004_799), "{text}");
        }
        assert_eq!(parse_time("2017-03-31"), Some(1_490_918_400));
        assert_eq!(parse_time("yesterday"), None);
        assert_eq!(parse_time(""), None);
    }
}
