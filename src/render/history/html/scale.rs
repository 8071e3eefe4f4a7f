//! The axes of a chart. Amounts stay exact decimals, and times integers, until they become
//! positions.

use rust_decimal::Decimal;

use crate::text::time::{Moment, TimeStyle, time};

/// The width of the chart, in hundredths of a percent.
pub const WIDE: i64 = 10_000;
/// The margin of a time axis at either end.
const MARGIN: i64 = 200;
/// The approximate number of steps of an axis.
const STEPS: u64 = 4;

/// An axis of amounts between two round numbers, with zero on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    low: Decimal,
    high: Decimal,
    step: Option<Decimal>,
}

impl Amounts {
    /// An axis for all these amounts.
    pub fn over(amounts: impl IntoIterator<Item = Decimal>) -> Amounts {
        let (mut low, mut high) = (Decimal::ZERO, Decimal::ZERO);
        for amount in amounts {
            low = low.min(amount);
            high = high.max(amount);
        }
        if low == high {
            high = Decimal::ONE;
        }
        // There may be no round number above the largest decimals.
        Amounts::round(low, high).unwrap_or(Amounts { low, high, step: None })
    }

    /// Rounds the ends outwards to multiples of 1, 2 or 5 times a power of ten.
    fn round(low: Decimal, high: Decimal) -> Option<Amounts> {
        let least = high.checked_sub(low)?.checked_div(Decimal::from(STEPS))?;
        let mut power = Decimal::ONE;
        while power.checked_mul(Decimal::TEN)? <= least {
            power = power.checked_mul(Decimal::TEN)?;
        }
        while power > least && power.scale() < 27 {
            power = power.checked_div(Decimal::TEN)?;
        }
        let multiples = [1, 2, 5, 10].into_iter();
        let step = multiples
            .filter_map(|times| power.checked_mul(Decimal::from(times)))
            .find(|step| *step >= least)?;
        let low = low.checked_div(step)?.floor().checked_mul(step)?;
        let high = high.checked_div(step)?.ceil().checked_mul(step)?;
        Some(Amounts { low, high, step: Some(step) })
    }

    /// The labelled amounts, ascending.
    pub fn ticks(&self) -> Vec<Decimal> {
        let Some(step) = self.step else { return vec![self.low, self.high] };
        let next = |tick: &Decimal| tick.checked_add(step).filter(|tick| *tick <= self.high);
        std::iter::successors(Some(self.low), next).map(|tick| tick.normalize()).collect()
    }

    /// The distance of an amount from the upper end of an axis of this height, in tenths of a
    /// pixel.
    pub fn below(&self, amount: Decimal, pixels: u32) -> Decimal {
        // Divide by 16, because the whole range may not fit a decimal.
        let whole = self.high.checked_sub(self.low).map(|range| (range, Decimal::ONE));
        let (range, unit) = whole.unwrap_or_else(|| {
            let unit = Decimal::from(16);
            (self.high / unit - self.low / unit, unit)
        });
        let below = (self.high / unit - amount / unit).checked_div(range).unwrap_or_default();
        (below * Decimal::from(pixels)).round_dp(1).normalize()
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Times {
    first: Moment,
    last: Moment,
}

/// Seconds between two labelled times: round on a clock, then whole days.
const TICKS: [i64; 21] = [
    1,
    5,
    10,
    30,
    60,
    300,
    600,
    1_800,
    3_600,
    10_800,
    21_600,
    43_200,
    86_400,
    172_800,
    604_800,
    1_209_600,
    2_419_200,
    7_862_400,
    15_724_800,
    31_449_600,
    314_496_000,
];
const MINUTE: i64 = 60;
const DAY: i64 = 86_400;
/// A step for the longest span of [`Moment`], in seconds: 200 years of 365 days.
const LONGEST: i64 = 200 * 365 * DAY;

impl Times {
    /// An axis for all these times; `None` if there are none.
    pub fn over(times: &[Moment]) -> Option<Times> {
        let first = times.iter().copied().min()?;
        Some(Times { first, last: times.iter().copied().max()? })
    }

    fn since_first(&self, time: Moment) -> i128 {
        i128::from(time.nanos()) - i128::from(self.first.nanos())
    }

    pub fn place(&self, time: Moment) -> i64 {
        let room = i128::from(WIDE - 2 * MARGIN);
        let share = (self.since_first(time) * room).checked_div(self.since_first(self.last));
        MARGIN + i64::try_from(share.unwrap_or(room / 2)).unwrap_or_default()
    }

    /// The positions and labels of the axis.
    pub fn ticks(&self, style: TimeStyle) -> Vec<(i64, String)> {
        let range = self.since_first(self.last) / 1_000_000_000;
        let is_enough = |step: &i64| i128::from(*step) * i128::from(STEPS + 1) >= range;
        let step = TICKS.into_iter().find(is_enough).unwrap_or(LONGEST);
        let first = self.first.seconds().div_euclid(step) * step;
        let ticks = std::iter::successors(Some(first), |tick| Some(tick + step));
        let ticks = ticks.map_while(Moment::from_seconds);
        let ticks: Vec<Moment> = ticks
            .skip_while(|tick| *tick < self.first)
            .take_while(|tick| *tick <= self.last)
            .collect();
        // A short axis may contain no round time.
        let ticks = if ticks.is_empty() { vec![self.first] } else { ticks };
        let name = |tick: Moment| (self.place(tick), name(tick.seconds(), step, style));
        ticks.into_iter().map(name).collect()
    }
}

/// The part of a time that differs between labels this many seconds apart.
fn name(tick: i64, step: i64, style: TimeStyle) -> String {
    let whole = time(tick, style);
    let part = match step {
        // Seconds for times outside of the calendar.
        _ if !whole.contains(':') => None,
        DAY.. => whole.get(..10),
        MINUTE.. => whole.get(5..16),
        _ => whole.get(11..19),
    };
    part.map_or(whole.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Amounts, Times};
    use crate::json::number::exact;
    use crate::text::time::Moment;
    use crate::text::time::TimeStyle;
    use rust_decimal::Decimal;

    fn axis(amounts: &[&str]) -> Amounts {
        Amounts::over(amounts.iter().filter_map(|amount| exact(amount)))
    }

    #[test]
    fn amounts_have_round_exact_ticks() {
        for (amounts, expected) in [
            (&["100", "750"][..], "0 200 400 600 800"),
            (&["0.1", "0.3"], "0 0.1 0.2 0.3"),
            (&["-30", "2700", "3600"], "-1000 0 1000 2000 3000 4000"),
            (&["0"], "0 0.5 1"),
            (&[], "0 0.5 1"),
            (&["-5"], "-6 -4 -2 0"),
            (&["0.0000000000000000000000000001"], "0 0.000000000000000000000000001"),
        ] {
            let ticks = axis(amounts).ticks();
            let ticks: Vec<String> = ticks.iter().map(Decimal::to_string).collect();
            assert_eq!(ticks.join(" "), expected, "{amounts:?}");
        }
    }

    #[test]
    fn amounts_become_tenths_of_pixels() {
        let axis = axis(&["100", "750"]);
        for (amount, below) in
            [("0", "100"), ("800", "0"), ("100", "87.5"), ("150.40", "81.2"), ("0.01", "100")]
        {
            let amount = exact(amount).unwrap_or_default();
            assert_eq!(axis.below(amount, 100).to_string(), below, "{amount}");
        }
    }

    #[test]
    fn the_greatest_amounts_have_a_place() {
        let axis = Amounts::over([Decimal::MIN, Decimal::MAX]);
        assert_eq!(axis.below(Decimal::MAX, 176).to_string(), "0");
        assert_eq!(axis.below(Decimal::ZERO, 176).to_string(), "88");
        assert_eq!(axis.below(Decimal::MIN, 176).to_string(), "176");
        assert_eq!(axis.ticks().len(), 2);
    }

    #[test]
    fn times_have_round_ticks() {
        let ticks = |first, last| {
            let moments = [first, last].map(|nanos| Moment::from_nanos(nanos).expect("a moment"));
            let ticks = Times::over(&moments).expect("an axis").ticks(TimeStyle::Utc);
            ticks.into_iter().map(|(place, name)| format!("{place} {name}")).collect::<Vec<_>>()
        };
        let second = 1_000_000_000;
        let day = 86_400 * second;
        assert_eq!(
            ticks(16_905 * day, 16_909 * day),
            [
                "200 2016-04-14",
                "2600 2016-04-15",
                "5000 2016-04-16",
                "7400 2016-04-17",
                "9800 2016-04-18"
            ]
        );
        assert_eq!(ticks(0, 3_600 * second).last().map(String::as_str), Some("9800 01-01 01:00"));
        assert_eq!(ticks(7 * second, 7 * second), ["5000 00:00:07"]);
        assert_eq!(ticks(5, 7), ["200 00:00:00"]);
        assert!(ticks(i64::MIN.into(), i64::MAX.into()).len() < 8);
    }
}
