//! Unix seconds as people read them.

use chrono::{DateTime, Local, Utc};

use super::moment::Moment;

/// How times are shown.
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
        (TimeStyle::Utc, true) => format!("{} {}Z", utc.date_naive(), utc.time()),
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

#[cfg(test)]
mod tests {
    use super::{TimeStyle, date, moment, time};
    use crate::text::moment::Moment;

    #[test]
    fn shows_times_and_days() {
        assert_eq!(time(1_491_004_799, TimeStyle::Utc), "2017-03-31 23:59:59Z");
        assert_eq!(date(1_491_004_799, TimeStyle::Utc), "2017-03-31");
        assert_eq!(time(1_491_004_799, TimeStyle::Epoch), "1491004799");
        assert_eq!(date(1_491_004_799, TimeStyle::Epoch), "1491004799");
        assert_eq!(time(-1, TimeStyle::Utc), "1969-12-31 23:59:59Z");
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
}
