//! Takes bodies apart and says "clean" in one look, several times faster than the full check.
//!
//! Archives hold millions of bodies with little to say about them. This reader knows objects of
//! plain keys, best in the documented order, and values that no rule has anything against. What
//! it takes apart has the cells that `serde_json` gives, and it says "clean" only where the full
//! check does; whatever it does not know (escaped or repeated keys, long values in brackets,
//! broken grammar) it leaves to the one way that reads all bodies. Property tests hold the two
//! together.

mod scan;

use std::sync::LazyLock;

use scan::Scan;

use crate::text::hidden::hidden_characters;
use crate::webhook::body::{Body, Extra};
use crate::webhook::field::{
    ACTIONS, CATEGORIES, DEBT_CATEGORIES, FIELD_COUNT, FIELDS, Field, Kind, MILESTONE_CATEGORIES,
    SAVINGS_CATEGORIES, at, position,
};

use super::meaning::{COMMON_DECIMALS, COMMON_DIGITS, YEAR_2000, YEAR_2200};
use super::schema::has_guid_shape;
use crate::capture::frames::Clean;

/// More keys that are not documented than this are left to the full reading, which counts them.
const MOST_EXTRAS: usize = 16;

/// Takes the body at the start of `text` apart, if it is of a simple form, and gives its extent.
/// Where the body is marked as known clean, it certainly gives no finding with the usual
/// settings and no time to hold dates against. `body` is of no use where nothing is given.
pub fn take_apart<'a>(text: &'a str, body: &mut Body<'a>) -> Option<Clean> {
    let mut scan = Scan { text, bytes: text.as_bytes(), at: 0, compact: true, clean: true };
    *body = Body::default();
    scan.symbol(b'{')?;
    loop {
        scan.next()?;
        if body.action.is_none() && scan.literal(&KEYS.action).is_some() {
            scan.next()?;
            let start = scan.at;
            if scan.word(ACTIONS).is_none() {
                scan.plain_value(start)?;
            }
            body.action = text.get(start..scan.at);
        } else if body.goal.is_none() && scan.literal(&KEYS.goal).is_some() {
            scan.goal(body)?;
        } else if body.action.is_some() || body.goal.is_some() {
            scan.extra(false, body)?;
        } else {
            // It may well be an envelope, which others know how to read.
            return None;
        }
        if scan.ends()? {
            break;
        }
    }
    body.goal?;
    body.known_clean = scan.clean && body.action.is_some();
    Some(Clean { length: scan.at, compact: scan.compact })
}

/// The extent of the body at the start of `text`, if it is certainly clean.
pub fn recognise(text: &str) -> Option<Clean> {
    let mut body = Body::default();
    take_apart(text, &mut body).filter(|_| body.known_clean)
}

/// What the rules of meaning compare.
#[derive(Default)]
struct Known<'a> {
    account_guid: &'a str,
    guid: &'a str,
    goal_type: &'static str,
    category: &'static str,
    /// Amounts in hundredths.
    amount: i64,
    current_amount: i64,
    is_complete: bool,
    has_been_spent: bool,
    has_completed_at: bool,
}

impl Known<'_> {
    fn is_consistent(&self) -> bool {
        let is_payoff = self.goal_type == "PAYOFF";
        let category = self.category;
        let suits = if is_payoff {
            category == "OTHER" || !SAVINGS_CATEGORIES.contains(&category)
        } else {
            !DEBT_CATEGORIES.contains(&category)
        };
        let money = is_payoff
            || if self.amount > 0 {
                self.is_complete || self.current_amount < self.amount
            } else {
                MILESTONE_CATEGORIES.contains(&category)
            };
        suits
            && money
            && self.is_complete == self.has_completed_at
            && (self.is_complete || !self.has_been_spent)
            && self.account_guid != self.guid
    }
}

/// The keys as JSON text with their quotes and colons.
struct Keys {
    action: Vec<u8>,
    goal: Vec<u8>,
    fields: [Vec<u8>; FIELD_COUNT],
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let key = |name: &str| format!("\"{name}\":").into_bytes();
    Keys {
        action: key("action"),
        goal: key("goal"),
        fields: FIELDS.each_ref().map(|field| key(field.name)),
    }
});

impl<'a> Scan<'a> {
    /// The members of the goal.
    #[inline]
    fn goal(&mut self, body: &mut Body<'a>) -> Option<()> {
        let mut known = Known::default();
        let mut guess = 0;
        let mut left = FIELD_COUNT;
        body.goal = Some([None; FIELD_COUNT]);
        self.symbol(b'{')?;
        loop {
            self.next()?;
            // Fields nearly always come in the documented order, so the next key is foretold.
            let foretold = KEYS.fields.get(guess).and_then(|key| self.literal(key));
            let Some(index) = foretold.map(|()| guess).or_else(|| self.documented_key()) else {
                self.extra(true, body)?;
                if self.ends()? {
                    break;
                }
                continue;
            };
            guess = index + 1;
            self.next()?;
            let start = self.at;
            match self.value(index, &FIELDS[index], &mut known) {
                Some(()) => body.known_good |= 1 << index,
                None => self.plain_value(start)?,
            }
            let cell = &mut body.goal.as_mut()?[index];
            if cell.is_some() {
                return None;
            }
            *cell = self.text.get(start..self.at);
            left -= 1;
            if self.ends()? {
                break;
            }
        }
        self.clean &= left == 0 && known.is_consistent();
        Some(())
    }

    /// Passes the key of a documented field of the goal that is not in its usual place.
    #[cold]
    fn documented_key(&mut self) -> Option<usize> {
        let rest = self.text.get(self.at..)?.strip_prefix('"')?;
        let index = position(&rest[..memchr::memchr(b'"', rest.as_bytes())?])?;
        self.literal(&KEYS.fields[index])?;
        Some(index)
    }

    /// Passes a member that is not documented.
    #[cold]
    fn extra(&mut self, in_goal: bool, body: &mut Body<'a>) -> Option<()> {
        let start = self.at;
        self.plain_string(false)?;
        let key = self.text.get(start..self.at)?;
        let name = &key[1..key.len() - 1];
        let is_documented =
            if in_goal { position(name).is_some() } else { matches!(name, "action" | "goal") };
        if is_documented || body.extras.len() == MOST_EXTRAS {
            return None;
        }
        self.symbol(b':')?;
        self.next()?;
        let start = self.at;
        self.plain_value(start)?;
        body.extras.push(Extra { in_goal, key, before: None });
        Some(())
    }

    #[inline]
    fn value(&mut self, index: usize, field: &Field, goal: &mut Known<'a>) -> Option<()> {
        if field.nullable && self.bytes[self.at] == b'n' {
            return self.literal(b"null");
        }
        match (field.kind, index) {
            (Kind::Guid(prefix), at::ACCOUNT_GUID) => goal.account_guid = self.guid(prefix)?,
            (Kind::Guid(prefix), at::GUID) => goal.guid = self.guid(prefix)?,
            (Kind::Guid(prefix), _) => drop(self.guid(prefix)?),
            (Kind::Word(words), at::GOAL_TYPE_NAME) => goal.goal_type = self.word(words)?,
            (Kind::Word(words), _) => drop(self.word(words)?),
            (Kind::Category, _) => {
                goal.category = CATEGORIES.into_iter().find_map(|words| self.word(words))?;
            }
            (Kind::Decimal, at::AMOUNT) => goal.amount = self.hundredths()?,
            (Kind::Decimal, _) => goal.current_amount = self.hundredths()?,
            (Kind::Time, _) => {
                (YEAR_2000..YEAR_2200).contains(&self.integer()?).then_some(())?;
                goal.has_completed_at |= index == at::COMPLETED_AT;
            }
            (Kind::Integer, _) => {
                let least = i64::from(index == at::POSITION);
                (self.integer()? >= least).then_some(())?;
            }
            (Kind::Boolean, at::IS_COMPLETE) => goal.is_complete = self.boolean()?,
            (Kind::Boolean, _) => goal.has_been_spent = self.boolean()?,
            (Kind::Text, at::USER_ID) => self.user_id()?,
            (Kind::Text, _) => self.plain_text(index == at::NAME)?,
        }
        Some(())
    }

    fn word(&mut self, words: &'static [&'static str]) -> Option<&'static str> {
        let rest = self.bytes[self.at..].strip_prefix(b"\"")?;
        let is_it =
            |word: &&&str| rest.starts_with(word.as_bytes()) && rest.get(word.len()) == Some(&b'"');
        let word = words.iter().find(is_it)?;
        self.at += word.len() + 2;
        Some(word)
    }

    fn guid(&mut self, prefix: &str) -> Option<&'a str> {
        self.literal(b"\"")?;
        let start = self.at;
        self.literal(prefix.as_bytes())?;
        has_guid_shape(self.bytes.get(self.at..self.at + 36)?).then_some(())?;
        self.at += 36;
        let guid = self.text.get(start..self.at)?;
        self.literal(b"\"")?;
        Some(guid)
    }

    /// A whole number of at most 18 digits that is not negative.
    fn integer(&mut self) -> Option<i64> {
        let value = self.digits(18)?;
        (!matches!(self.bytes.get(self.at), Some(b'.' | b'e' | b'E'))).then_some(value)
    }

    /// An amount as hundredths, where a column NUMERIC(14,2) holds it.
    fn hundredths(&mut self) -> Option<i64> {
        let negative = self.bytes[self.at] == b'-';
        self.at += usize::from(negative);
        let whole = self.digits(COMMON_DIGITS - COMMON_DECIMALS)?;
        let mut hundredths = whole * 100;
        if self.bytes.get(self.at) == Some(&b'.') {
            let tenths = digit(*self.bytes.get(self.at + 1)?)?;
            let second = self.bytes.get(self.at + 2).copied().and_then(digit);
            hundredths += tenths * 10 + second.unwrap_or(0);
            self.at += 2 + usize::from(second.is_some());
        }
        let goes_on = matches!(self.bytes.get(self.at), Some(b'.' | b'e' | b'E' | b'0'..=b'9'));
        (!goes_on).then_some(if negative { -hundredths } else { hundredths })
    }

    /// A short user_id of the documented characters that is no guid of MX.
    fn user_id(&mut self) -> Option<()> {
        self.literal(b"\"")?;
        let start = self.at;
        while let Some(b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'_') =
            self.bytes.get(self.at)
        {
            self.at += 1;
        }
        let user_id = &self.bytes[start..self.at];
        (user_id.len() <= 1024 && !user_id.starts_with(b"USR-")).then_some(())?;
        self.literal(b"\"")
    }

    /// Text without hidden characters and without escapes but of quotes and slashes.
    fn plain_text(&mut self, must_be_visible: bool) -> Option<()> {
        self.literal(b"\"")?;
        let start = self.at;
        let mut seen = 0;
        loop {
            match *self.bytes.get(self.at)? {
                b'"' => break,
                b'\\' if matches!(self.bytes.get(self.at + 1), Some(b'"' | b'\\' | b'/')) => {
                    self.at += 2;
                    seen |= b'!';
                }
                b'\\' | 0..0x20 | 0x7f => return None,
                byte => {
                    self.at += 1;
                    seen |= byte & !b' ';
                }
            }
        }
        let is_ascii = seen < 0x80;
        let text = &self.text[start..self.at];
        self.at += 1;
        let visible = is_ascii || hidden_characters(text).is_none();
        let blank = must_be_visible && (seen == 0 || !is_ascii && text.trim().is_empty());
        (visible && !blank).then_some(())
    }
}

fn digit(byte: u8) -> Option<i64> {
    byte.is_ascii_digit().then(|| i64::from(byte - b'0'))
}
