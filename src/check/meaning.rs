//! The group meaning: values of the right type that are implausible.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

use super::findings::Findings;
use crate::json::text::exact_name;
use crate::rules::problem::{JsonPath, Problem};
use crate::webhook::field::{DEBT_CATEGORIES, FIELDS, Kind, MILESTONE_CATEGORIES, at};
use crate::webhook::value::{Goal, Value};

pub const YEAR_2000: i64 = 946_684_800;
pub const YEAR_2100: i64 = 4_102_444_800;
const YEAR_2200: i64 = 7_258_118_400;
pub const YEAR_10000: i64 = 253_402_300_800;
/// The digits before the point in NUMERIC(14,2).
pub const COMMON_WHOLE: usize = 12;
/// The decimal places in NUMERIC(14,2).
pub const COMMON_DECIMALS: usize = 2;
/// The documented maximum length of a user_id, in characters.
pub const USER_ID_LENGTH: usize = 1024;

struct Rules<'f, 'a> {
    goal: &'f Goal<'a>,
    findings: &'f mut Findings<'a>,
}

/// Checks a goal after the group schema.
pub fn check<'a>(goal: &Goal<'a>, now: Option<i64>, findings: &mut Findings<'a>) {
    let mut rules = Rules { goal, findings };
    rules.times(now);
    rules.completion();
    rules.money();
    rules.category();
    rules.order();
    rules.identifiers();
}

impl<'a> Rules<'_, 'a> {
    fn found(&mut self, problem: Problem, field: usize) {
        if let Some(cell) = self.goal.cells[field] {
            self.findings.at(problem, JsonPath::Field(field), cell);
        }
    }

    fn times(&mut self, now: Option<i64>) {
        for field in [at::COMPLETED_AT, at::PROJECTED_TO_COMPLETE_AT] {
            if now.is_none() && self.goal.is_known_good(field) {
                continue;
            }
            let Some(time) = self.goal.integer(field) else { continue };
            let plausible = plausible_times(field);
            if (YEAR_2000 * 1000..YEAR_2100 * 1000).contains(&time) {
                self.found(Problem::MillisecondsTimestamp { seconds: time / 1000 }, field);
            } else if !plausible.contains(&time) {
                let when = match (time < plausible.start, field) {
                    (true, _) => "before 2000",
                    (false, at::COMPLETED_AT) => "after 2199",
                    (false, _) => "after the year 9999",
                };
                self.found(Problem::ImplausibleTime { when }, field);
            } else if let Some(now) = now {
                self.against_now(field, time, now);
            }
        }
    }

    fn against_now(&mut self, field: usize, time: i64, now: i64) {
        if field == at::COMPLETED_AT {
            if time > now {
                self.found(Problem::CompletedInFuture, field);
            }
        } else if time < now && self.goal.boolean(at::IS_COMPLETE) == Some(false) {
            self.found(Problem::ProjectionPassed, field);
        }
    }

    fn completion(&mut self) {
        let complete = self.goal.boolean(at::IS_COMPLETE);
        match (complete, self.goal.value(at::COMPLETED_AT)) {
            (Some(true), Value::Null) => {
                self.found(Problem::CompletedWithoutDate, at::COMPLETED_AT);
            }
            // A date of zero is reported as `implausible-time`.
            (Some(false), Value::Integer(date)) if date != 0 => {
                self.found(Problem::DateWithoutCompletion, at::COMPLETED_AT);
            }
            _ => {}
        }
        if complete == Some(false) && self.goal.boolean(at::HAS_BEEN_SPENT) == Some(true) {
            self.found(Problem::SpentBeforeCompletion, at::HAS_BEEN_SPENT);
        }
    }

    fn money(&mut self) {
        for field in [at::AMOUNT, at::CURRENT_AMOUNT] {
            if !self.goal.is_known_good(field)
                && let Some(amount) = self.goal.decimal(field)
                && has_money_precision(amount)
            {
                let (whole, decimals) = precision(amount);
                self.found(Problem::MoneyPrecision { whole, decimals }, field);
            }
        }
        let Some(target) = self.goal.decimal(at::AMOUNT) else { return };
        if self.goal.goal_type != Some("SAVE_AMOUNT") {
            return;
        }
        if target <= Decimal::ZERO {
            if !self.category_is_in(MILESTONE_CATEGORIES) {
                self.found(Problem::NonPositiveTarget, at::AMOUNT);
            }
            return;
        }
        let open = self.goal.boolean(at::IS_COMPLETE) == Some(false);
        if open && self.goal.decimal(at::CURRENT_AMOUNT).is_some_and(|current| current >= target) {
            self.found(Problem::TargetReachedButOpen, at::CURRENT_AMOUNT);
        }
    }

    fn category(&mut self) {
        if self.goal.goal_type == Some("SAVE_AMOUNT") && self.category_is_in(DEBT_CATEGORIES) {
            self.found(Problem::CategoryMismatch, at::META_TYPE);
        }
    }

    fn category_is_in(&self, words: &[&str]) -> bool {
        self.goal.category.is_some_and(|category| words.contains(&category))
    }

    fn order(&mut self) {
        if self.goal.integer(at::POSITION).is_some_and(|position| position < 1) {
            self.found(Problem::PositionBelowOne, at::POSITION);
        }
        if self.goal.integer(at::REVISION).is_some_and(|revision| revision < 0) {
            self.found(Problem::NegativeRevision, at::REVISION);
        }
    }

    fn identifiers(&mut self) {
        self.repeated();
        if !self.goal.is_known_good(at::NAME)
            && let Some(name) = self.goal.text(at::NAME)
            && name.trim().is_empty()
        {
            self.found(Problem::BlankName, at::NAME);
        }
        if self.goal.is_known_good(at::USER_ID) {
            return;
        }
        let Some(user_id) = self.goal.text(at::USER_ID) else { return };
        let characters = user_id.chars().count();
        let documented = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if !(1..=USER_ID_LENGTH).contains(&characters) || !user_id.bytes().all(documented) {
            self.found(Problem::UserIdShape { characters }, at::USER_ID);
        }
    }

    /// The bytes of a field's text, in which unpaired surrogates stay distinct.
    fn exact(&self, field: usize) -> Option<Cow<'a, [u8]>> {
        match self.goal.value(field) {
            Value::Text(json) => Some(exact_name(json, &self.findings.halves_in(json))),
            _ => None,
        }
    }

    /// Identifiers that are equal to another one. Valid ones differ in their prefixes.
    fn repeated(&mut self) {
        const IDENTIFIERS: [usize; 4] = [at::GUID, at::ACCOUNT_GUID, at::USER_GUID, at::USER_ID];
        if IDENTIFIERS.iter().all(|field| self.goal.is_known_good(*field)) {
            return;
        }
        let goal = self.goal;
        for (index, &field) in IDENTIFIERS.iter().enumerate() {
            let Some(text) = goal.text(field).filter(|text| !text.trim().is_empty()) else {
                continue;
            };
            let exact = self.exact(field);
            let earlier =
                IDENTIFIERS[..index].iter().find(|earlier| self.exact(**earlier) == exact);
            let foreign =
                || IDENTIFIERS[..index].iter().find(|other| has_prefix_of(&text, **other));
            if let Some(earlier) = earlier {
                let of = FIELDS[*earlier].name;
                self.found(Problem::RepeatedIdentifier { of, is_equal: true }, field);
            } else if field == at::USER_ID
                && let Some(other) = foreign()
            {
                let of = FIELDS[*other].name;
                self.found(Problem::RepeatedIdentifier { of, is_equal: false }, field);
            }
        }
    }
}

/// The plausible times of a field, in Unix seconds: MX projects centuries ahead.
pub fn plausible_times(field: usize) -> Range<i64> {
    YEAR_2000..if field == at::COMPLETED_AT { YEAR_2200 } else { YEAR_10000 }
}

/// Whether an identifier has the prefix of a guid field.
fn has_prefix_of(identifier: &str, field: usize) -> bool {
    matches!(FIELDS[field].kind, Kind::Guid(prefix) if identifier.starts_with(prefix))
}

/// Whether an amount violates `money-precision`.
pub fn has_money_precision(amount: Decimal) -> bool {
    let (whole, decimals) = precision(amount);
    decimals > COMMON_DECIMALS || whole > COMMON_WHOLE
}

/// The digits of an amount before and after the point, by value: 750.00 has three and none.
fn precision(amount: Decimal) -> (usize, usize) {
    // Fast path: nearly all amounts fit.
    const LIMIT: u128 = 10_u128.pow(COMMON_WHOLE as u32);
    if amount.scale() as usize <= COMMON_DECIMALS && amount.mantissa().unsigned_abs() < LIMIT {
        return (0, 0);
    }
    let amount = amount.normalize();
    let decimals = amount.scale();
    let digits = amount.mantissa().unsigned_abs().checked_ilog10().map_or(0, |log| log + 1);
    (digits.saturating_sub(decimals) as usize, decimals as usize)
}
