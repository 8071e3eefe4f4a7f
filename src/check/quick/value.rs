//! Values of documented fields without findings, by themselves and in combination.

use crate::check::meaning::{COMMON_WHOLE, USER_ID_LENGTH, plausible_times};
use crate::check::schema::has_guid_shape;
use crate::json::plain::{plain_run, visible_run};
use crate::text::hidden::has_hidden_characters;
use crate::text::utf8::from_utf8;
use crate::webhook::field::{
    DEBT_CATEGORIES, Field, Kind, MILESTONE_CATEGORIES, SAVINGS_CATEGORIES, at,
};

/// The length of a guid with its quotes, in bytes.
const GUID: usize = 42;
/// The length of its prefix, in bytes.
const PREFIX: usize = 4;

const PREFIXES: [&[u8]; 3] = [b"USR-", b"GOL-", b"ACT-"];

/// Values that rules compare with each other.
#[derive(Default)]
pub(super) struct GoalValues {
    is_payoff: bool,
    category: Category,
    /// Amounts in hundredths.
    amount: i64,
    current_amount: i64,
    is_complete: bool,
    has_been_spent: bool,
    has_completed_at: bool,
}

#[derive(Clone, Copy, PartialEq, Default)]
enum Category {
    #[default]
    Other,
    Milestone,
    Debt,
}

const CATEGORIES: [(&[&str], Category); 3] = [
    (SAVINGS_CATEGORIES, Category::Other),
    (MILESTONE_CATEGORIES, Category::Milestone),
    (DEBT_CATEGORIES, Category::Debt),
];

impl GoalValues {
    /// Whether the values, each without findings, have no findings in combination. account_guid and
    /// guid differ by their prefixes.
    pub(super) fn is_consistent(&self) -> bool {
        let category = self.category;
        let suits = self.is_payoff || category != Category::Debt;
        let money = self.is_payoff
            || if self.amount > 0 {
                self.is_complete || self.current_amount < self.amount
            } else {
                category == Category::Milestone
            };
        suits
            && money
            && self.is_complete == self.has_completed_at
            && (self.is_complete || !self.has_been_spent)
    }
}

/// Parses the value of a documented field at the start of some bytes, if it has no findings by
/// itself, and returns the rest.
#[inline(always)]
pub(super) fn read<'b>(
    index: usize,
    field: &Field,
    bytes: &'b [u8],
    values: &mut GoalValues,
) -> Option<&'b [u8]> {
    if *bytes.first()? == b'n' && field.nullable {
        return bytes.strip_prefix(b"null");
    }
    let rest;
    match (field.kind, index) {
        (Kind::Guid(prefix), _) => rest = guid(bytes, prefix)?,
        (Kind::Word(words), at::GOAL_TYPE_NAME) => {
            let word;
            (word, rest) = self::word(bytes, words)?;
            values.is_payoff = word == "PAYOFF";
        }
        (Kind::Word(words), _) => (_, rest) = word(bytes, words)?,
        (Kind::Category, _) => (values.category, rest) = category(bytes)?,
        (Kind::Decimal, at::AMOUNT) => (values.amount, rest) = hundredths(bytes)?,
        (Kind::Decimal, _) => (values.current_amount, rest) = hundredths(bytes)?,
        (Kind::Time, _) => {
            let seconds;
            (seconds, rest) = integer(bytes)?;
            plausible_times(index).contains(&seconds).then_some(())?;
            values.has_completed_at |= index == at::COMPLETED_AT;
        }
        (Kind::Integer, _) => {
            let integer;
            (integer, rest) = self::integer(bytes)?;
            (integer >= i64::from(index == at::POSITION)).then_some(())?;
        }
        (Kind::Boolean, at::IS_COMPLETE) => (values.is_complete, rest) = boolean(bytes)?,
        (Kind::Boolean, _) => (values.has_been_spent, rest) = boolean(bytes)?,
        (Kind::Text, at::USER_ID) => rest = user_id(bytes)?,
        (Kind::Text, _) => rest = text(bytes, index == at::NAME)?,
    }
    Some(rest)
}

/// One of these words in quotes.
#[inline]
pub(super) fn word<'b>(
    bytes: &'b [u8],
    words: &'static [&'static str],
) -> Option<(&'static str, &'b [u8])> {
    let (text, rest) = quoted(bytes)?;
    let word = words.iter().find(|word| word.as_bytes() == text)?;
    Some((word, rest))
}

fn category(bytes: &[u8]) -> Option<(Category, &[u8])> {
    let (text, rest) = quoted(bytes)?;
    let (_, category) =
        CATEGORIES.iter().find(|(list, _)| list.iter().any(|word| word.as_bytes() == text))?;
    Some((*category, rest))
}

/// The content of a string without backslashes and control characters.
#[inline]
fn quoted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let inside = bytes.strip_prefix(b"\"")?;
    let (text, rest) = inside.split_at_checked(plain_run(inside))?;
    Some((text, rest.strip_prefix(b"\"")?))
}

#[inline]
fn guid<'b>(bytes: &'b [u8], prefix: &str) -> Option<&'b [u8]> {
    let (guid, rest) = bytes.split_first_chunk::<GUID>()?;
    let [b'"', inside @ .., b'"'] = guid else { return None };
    let (found, shape) = inside.split_first_chunk::<PREFIX>()?;
    let prefix: &[u8; PREFIX] = prefix.as_bytes().first_chunk()?;
    (found == prefix && has_guid_shape(shape)).then_some(rest)
}

fn boolean(bytes: &[u8]) -> Option<(bool, &[u8])> {
    match bytes.first()? {
        b't' => Some((true, bytes.strip_prefix(b"true")?)),
        _ => Some((false, bytes.strip_prefix(b"false")?)),
    }
}

/// The value of at most this many digits without a leading zero.
#[inline]
fn digits(bytes: &[u8], most: usize) -> Option<(i64, &[u8])> {
    let mut value = 0;
    let mut length = 0;
    while let Some(digit) = bytes.get(length).copied().and_then(digit) {
        if length == most {
            return None;
        }
        value = value * 10 + digit;
        length += 1;
    }
    let leads_with_zero = length > 1 && bytes[0] == b'0';
    let is_number = length > 0 && !leads_with_zero;
    if is_number { Some((value, &bytes[length..])) } else { None }
}

/// A non-negative integer of at most 18 digits.
fn integer(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let (value, rest) = digits(bytes, 18)?;
    (!matches!(rest.first(), Some(b'.' | b'e' | b'E'))).then_some((value, rest))
}

/// An amount in hundredths, if it fits NUMERIC(14,2).
fn hundredths(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let unsigned = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let (whole, mut rest) = digits(unsigned, COMMON_WHOLE)?;
    let mut hundredths = whole * 100;
    if let Some(fraction) = rest.strip_prefix(b".") {
        let (tenths, more) = fraction.split_first()?;
        hundredths += digit(*tenths)? * 10;
        rest = more;
        if let Some(second) = more.first().copied().and_then(digit) {
            hundredths += second;
            rest = &more[1..];
        }
    }
    let goes_on = matches!(rest.first(), Some(b'.' | b'e' | b'E' | b'0'..=b'9'));
    let is_negative = unsigned.len() < bytes.len();
    (!goes_on).then_some((if is_negative { -hundredths } else { hundredths }, rest))
}

/// A short user_id of documented characters that is not an MX guid.
fn user_id(bytes: &[u8]) -> Option<&[u8]> {
    let (user_id, rest) = quoted(bytes)?;
    let is_good = user_id.len() <= USER_ID_LENGTH
        && !user_id.is_empty()
        && !PREFIXES.iter().any(|prefix| user_id.starts_with(prefix))
        && user_id.iter().all(|byte| IS_OF_USER_ID[usize::from(*byte)]);
    is_good.then_some(rest)
}

/// Text without hidden characters, and without escapes other than of quotes and slashes.
fn text(bytes: &[u8], must_be_visible: bool) -> Option<&[u8]> {
    let inside = bytes.strip_prefix(b"\"")?;
    let mut rest = inside;
    let mut is_ascii = true;
    let rest = loop {
        let (length, run_is_ascii) = visible_run(rest);
        is_ascii &= run_is_ascii;
        match rest.get(length..)? {
            [b'"', after @ ..] => break after,
            [b'\\', b'"' | b'\\' | b'/', after @ ..] => rest = after,
            _ => return None,
        }
    };
    let text = &inside[..inside.len() - rest.len() - 1];
    let is_good = if is_ascii {
        !must_be_visible || text.iter().any(|byte| *byte != b' ')
    } else {
        let text = from_utf8(text).ok()?;
        let is_blank = must_be_visible && text.trim().is_empty();
        !is_blank && !has_hidden_characters(text)
    };
    is_good.then_some(rest)
}

#[inline]
fn digit(byte: u8) -> Option<i64> {
    byte.is_ascii_digit().then(|| i64::from(byte - b'0'))
}

/// The documented bytes of a user_id.
static IS_OF_USER_ID: [bool; 256] = {
    let mut is_of_user_id = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        is_of_user_id[byte] =
            matches!(byte as u8, b'-' | b'_') || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    is_of_user_id
};
