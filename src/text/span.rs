//! Time spans in options: a moment, a day or a month.

use std::cmp::Ordering;

use chrono::{Months, NaiveDate};

use super::time::nanoseconds;

/// Nanoseconds since 1970-01-01 UTC.
pub type Nanoseconds = i128;

const SECOND: Nanoseconds = 1_000_000_000;

/// A half-open span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeSpan {
    pub start: Nanoseconds,
    /// Exclusive.
    pub end: Nanoseconds,
}

impl TimeSpan {
    /// Reads `2017-03` as a month, `2017-03-31` as a day, and Unix seconds, RFC 3339 or
    /// `2017-03-31 23:59:59Z` as a moment. Months and days are those of UTC.
    pub fn parse(text: &str) -> Result<TimeSpan, String> {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let has_form = |form: &str| {
            text.len() == form.len()
                && text.bytes().zip(form.bytes()).all(|(found, wanted)| match wanted {
                    b'0' => found.is_ascii_digit(),
                    _ => found == wanted,
                })
        };
        if has_form("0000") {
            return Err(format!(
                "for the year write a day or a month, as {text}-01; as Unix seconds {text} is in 1970"
            ));
        }
        let days = if has_form("0000-00") {
            day(&format!("{text}-01"))
                .and_then(|first| Some((first, first.checked_add_months(Months::new(1))?)))
        } else {
            day(text).and_then(|day| Some((day, day.succ_opt()?)))
        };
        if let Some((first, next)) = days {
            let midnight = |day: NaiveDate| {
                Nanoseconds::from(day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp())
                    * SECOND
            };
            return Ok(TimeSpan { start: midnight(first), end: midnight(next) });
        }
        match nanoseconds(text) {
            Some(start) => Ok(TimeSpan { start, end: start + 1 }),
            None => Err("write a time as 2017-03-31, 2017-03, 2017-03-31T23:59:59Z or Unix \
                         seconds"
                .to_owned()),
        }
    }

    /// `Equal` if the moment is in the span.
    pub fn compare(&self, moment: Nanoseconds) -> Ordering {
        if moment < self.start {
            Ordering::Less
        } else if moment < self.end {
            Ordering::Equal
        } else {
            Ordering::Greater
        }
    }

    /// As [`TimeSpan::compare`], for Unix seconds.
    pub fn compare_seconds(&self, seconds: i64) -> Ordering {
        self.compare(Nanoseconds::from(seconds) * SECOND)
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering::{Equal, Greater, Less};

    use super::TimeSpan;

    #[test]
    fn a_day_is_whole_and_so_is_a_month() {
        // 2017-03-31 23:59:59Z
        let last = 1_491_004_799;
        for (text, found) in [
            ("2017-03-31", Equal),
            ("2017-03", Equal),
            ("2017-03-30", Greater),
            ("2017-04", Less),
            ("1491004799", Equal),
            ("1491004799.000000001", Less),
            ("2017-03-31T23:59:59Z", Equal),
            ("2017-04-01 01:59:59+02:00", Equal),
            ("2017-03-31 23:59:59Z", Equal),
            ("0", Greater),
        ] {
            let span = TimeSpan::parse(text);
            assert_eq!(span.map(|span| span.compare_seconds(last)), Ok(found), "{text}");
        }
        for text in ["2017", "2017-13", "2017-02-30", "yesterday", ""] {
            assert!(TimeSpan::parse(text).is_err(), "{text}");
        }
    }
}
