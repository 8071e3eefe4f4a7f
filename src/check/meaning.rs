//! The group meaning: values that are of their type and odd all the same.

use rust_decimal::Decimal;

use super::Findings;
use crate::rules::problem::{Place, Problem};
use crate::webhook::field::{
    DEBT_CATEGORIES, FIELDS, Kind, MILESTONE_CATEGORIES, SAVINGS_CATEGORIES, at,
};
use crate::webhook::value::{Goal, Value};

/// From here on a time in seconds would be after the year 5138: it is in milliseconds.
const FIRST_MILLISECONDS: i64 = 100_000_000_000;
/// 2000-01-01 00:00:00 UTC.
pub const YEAR_2000: i64 = 946_684_800;
/// 2200-01-01 00:00:00 UTC.
pub const YEAR_2200: i64 = 7_258_118_400;
/// The digits that a column NUMERIC(14,2) holds.
pub const COMMON_DIGITS: usize = 14;
/// The decimals among them.
pub const COMMON_DECIMALS: usize = 2;
/// The longest user_id that MX documents, in characters.
const USER_ID_LENGTH: usize = 1024;

struct Rules<'f, 'a> {
    goal: &'f Goal<'a>,
    findings: &'f mut Findings<'a>,
}

/// Checks a goal that the group schema has seen.
pub fn check<'a>(goal: &Goal<'a>, settings: super::Settings, findings: &mut Findings<'a>) {
    let mut rules = Rules { goal, findings };
    rules.times(settings.now);
    rules.completion();
    rules.money();
    rules.category();
    rules.order();
    rules.identifiers();
}

impl Rules<'_, '_> {
    fn found(&mut self, problem: Problem, field: usize) {
        if let Some(cell) = self.goal.cells[field] {
            self.findings.at(problem, Place::Field(field), cell);
        }
    }

    fn times(&mut self, now: Option<i64>) {
        for (index, field) in FIELDS.iter().enumerate() {
            if field.kind != Kind::Time || self.goal.is_known_good(index) {
                continue;
            }
            let Some(time) = self.goal.integer(index) else { continue };
            if time >= FIRST_MILLISECONDS {
                let seconds = time / 1000;
                self.found(Problem::MillisecondsTimestamp { seconds }, index);
            } else if !(YEAR_2000..YEAR_2200).contains(&time) {
                self.found(Problem::ImplausibleTime, index);
            }
        }
        let Some(now) = now else { return };
        let plausible = |time: &i64| *time < FIRST_MILLISECONDS;
        if self.goal.integer(at::COMPLETED_AT).filter(plausible).is_some_and(|time| time > now) {
            self.found(Problem::CompletedInFuture, at::COMPLETED_AT);
        }
        let projected = self.goal.integer(at::PROJECTED_TO_COMPLETE_AT);
        let open = self.goal.boolean(at::IS_COMPLETE) == Some(false);
        if open && projected.filter(plausible).is_some_and(|time| time < now) {
            self.found(Problem::ProjectionPassed, at::PROJECTED_TO_COMPLETE_AT);
        }
    }

    fn completion(&mut self) {
        let complete = self.goal.boolean(at::IS_COMPLETE);
        match (complete, self.goal.value(at::COMPLETED_AT)) {
            (Some(true), Value::Null) => {
                self.found(Problem::CompletedWithoutDate, at::COMPLETED_AT);
            }
            (Some(false), Value::Integer(_)) => {
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
                let (digits, decimals) = precision(amount);
                self.found(Problem::MoneyPrecision { digits, decimals }, field);
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
        let mismatch = if self.goal.is_payoff() {
            // OTHER says nothing of either kind.
            self.category_is_in(SAVINGS_CATEGORIES) && self.goal.category != Some("OTHER")
        } else {
            self.goal.goal_type == Some("SAVE_AMOUNT") && self.category_is_in(DEBT_CATEGORIES)
        };
        if mismatch {
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
        let goal = self.goal;
        // Good ones differ in their prefixes.
        if !(self.goal.is_known_good(at::ACCOUNT_GUID) && self.goal.is_known_good(at::GUID))
            && let (Some(account), Some(guid)) = (goal.text(at::ACCOUNT_GUID), goal.text(at::GUID))
            && account == guid
            && !guid.trim().is_empty()
        {
            self.found(Problem::RepeatedIdentifier { of: "guid" }, at::ACCOUNT_GUID);
        }
        if !self.goal.is_known_good(at::NAME)
            && let Some(name) = goal.text(at::NAME)
            && name.trim().is_empty()
        {
            self.found(Problem::BlankName, at::NAME);
        }
        if self.goal.is_known_good(at::USER_ID) {
            return;
        }
        let Some(user_id) = goal.text(at::USER_ID) else { return };
        if user_id.starts_with("USR-") {
            self.found(Problem::RepeatedIdentifier { of: "user_guid" }, at::USER_ID);
        }
        let characters = user_id.chars().count();
        let documented = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if characters > USER_ID_LENGTH || !user_id.bytes().all(documented) {
            self.found(Problem::UserIdShape { characters }, at::USER_ID);
        }
    }
}

/// Whether `money-precision` has something against an amount.
pub fn has_money_precision(amount: Decimal) -> bool {
    if fits_common_column(amount) {
        return false;
    }
    let (digits, decimals) = precision(amount);
    decimals > COMMON_DECIMALS || digits > COMMON_DIGITS
}

/// Whether an amount certainly fits a column NUMERIC(14,2).
fn fits_common_column(amount: Decimal) -> bool {
    const LIMIT: u128 = 10_u128.pow(COMMON_DIGITS as u32);
    amount.scale() as usize <= COMMON_DECIMALS && amount.mantissa().unsigned_abs() < LIMIT
}

/// The digits of an amount in all, and after the point, by value: 750.00 has three and none.
fn precision(amount: Decimal) -> (usize, usize) {
    let amount = amount.normalize();
    let digits = amount.mantissa().unsigned_abs().checked_ilog10().map_or(1, |log| log + 1);
    let decimals = amount.scale();
    (digits.max(decimals) as usize, decimals as usize)
}
