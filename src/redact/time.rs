//! Times as they are, or all shifted by one secret number of whole days, which preserves order,
//! intervals and the time of day.

use super::key::Key;
use crate::check::meaning::YEAR_2000;
use crate::json::decimal;
use crate::text::moment::Moment;

const DAY: i64 = 86_400;
/// The range of the shift in days; the end is exclusive. A larger shift could move plausible times
/// before 2000.
const DAYS: std::ops::Range<i64> = 100..2_100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    Keep,
    /// Shift back by this many seconds.
    Shift(i64),
}

impl Times {
    /// The shift derived from the key.
    pub fn shifted(key: &Key) -> Times {
        let days = key.below("days", "", DAYS.start.abs_diff(DAYS.end)).cast_signed();
        Times::Shift((DAYS.start + days) * DAY)
    }

    /// The number for the copy, as JSON text. Milliseconds stay milliseconds.
    pub fn apply(self, number: &str) -> String {
        let Times::Shift(seconds) = self else { return number.to_owned() };
        let shifted = |time: i64| {
            let is_milliseconds = time >= YEAR_2000 * 1_000;
            time.checked_sub(if is_milliseconds { seconds * 1_000 } else { seconds })
        };
        let moved = if number.contains(['e', 'E']) {
            // An exponent is a finding, so it is kept.
            let whole = decimal::exact(number).and_then(|time| i64::try_from(time).ok());
            whole.and_then(shifted).map(|time| format!("{time}e0"))
        } else {
            let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
            whole.parse().ok().and_then(shifted).map(|time| format!("{time}{fraction}"))
        };
        // A number with so many digits is not a time.
        moved.unwrap_or_else(|| number.to_owned())
    }

    pub fn moment(self, moment: Moment) -> Moment {
        let Times::Shift(seconds) = self else { return moment };
        let nanos = i128::from(moment.nanos()) - i128::from(seconds) * 1_000_000_000;
        Moment::from_nanos(nanos).unwrap_or(moment)
    }
}

#[cfg(test)]
mod tests {
    use super::Times;

    #[test]
    fn every_spelling_moves_by_the_same_span() {
        let shift = Times::Shift(86_400 * 365);
        for (number, moved) in [
            ("1491004799", "1459468799"),
            ("1491004799.50", "1459468799.50"),
            ("1491004799.0", "1459468799.0"),
            ("1.491004799e9", "1459468799e0"),
            ("1491004799000", "1459468799000"),
            ("-1", "-31536001"),
            ("1e400", "1e400"),
        ] {
            assert_eq!(shift.apply(number), moved);
            assert_eq!(Times::Keep.apply(number), number);
        }
    }
}
