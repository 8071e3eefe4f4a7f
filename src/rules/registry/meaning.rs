//! Rules for bodies that are well-typed, but odd.

use crate::rules::rule::{Group, Level, Rule};

/// The rule `milliseconds-timestamp`.
pub static MILLISECONDS_TIMESTAMP: Rule = Rule {
    name: "milliseconds-timestamp",
    group: Group::Meaning,
    level: Level::Warning,
    summary: "a time seems to be in milliseconds instead of seconds",
    explanation: "Times in this webhook are Unix seconds, and a value from 10^11 on lies after the \
                  year 5000. It is most likely an ordinary date in milliseconds, written by a \
                  program on the way. The help gives the seconds and the date that were probably \
                  meant.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/milliseconds-timestamp.json"),
    passing: include_bytes!("../../../fixtures/passing/milliseconds-timestamp.json"),
};

/// The rule `implausible-time`.
pub static IMPLAUSIBLE_TIME: Rule = Rule {
    name: "implausible-time",
    group: Group::Meaning,
    level: Level::Warning,
    summary: "a time is negative, lies before 2000 or lies after 2200",
    explanation: "The value is a number of seconds, but hardly the date of a real goal. Zero, \
                  which is 1970-01-01, is the usual sign of an absent date that became a number. A \
                  consumer that sorts or plots by this date gets a wrong picture.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/implausible-time.json"),
    passing: include_bytes!("../../../fixtures/passing/implausible-time.json"),
};

/// The rule `completed-in-future`.
pub static COMPLETED_IN_FUTURE: Rule = Rule {
    name: "completed-in-future",
    group: Group::Meaning,
    level: Level::Warning,
    summary: "completed_at lies after the time given with --now",
    explanation: "A goal cannot be completed later than the delivery that says so. A wrong clock, \
                  a wrong time zone or a date made up for a test are the usual causes. The rule \
                  only works with --now, so that the same capture always gives the same findings.",
    arguments: &["--now", "2017-01-01"],
    failing: include_bytes!("../../../fixtures/failing/completed-in-future.json"),
    passing: include_bytes!("../../../fixtures/passing/completed-in-future.json"),
};

/// The rule `projection-passed`.
pub static PROJECTION_PASSED: Rule = Rule {
    name: "projection-passed",
    group: Group::Meaning,
    level: Level::Info,
    summary: "an open goal was projected to be complete before the time given with --now",
    explanation: "MX computes the projection, and for a goal without progress it can lie in the \
                  past. A display that counts the days that remain shows a negative number. The \
                  rule only works with --now, so that the same capture always gives the same \
                  findings.",
    arguments: &["--now", "2017-06-01"],
    failing: include_bytes!("../../../fixtures/failing/projection-passed.json"),
    passing: include_bytes!("../../../fixtures/passing/projection-passed.json"),
};

/// The rule `completed-without-date`.
pub static COMPLETED_WITHOUT_DATE: Rule = Rule {
    name: "completed-without-date",
    group: Group::Meaning,
    level: Level::Warning,
    summary: "the goal is complete, but completed_at is null",
    explanation: "A complete goal should say when it was completed. The two fields can be written \
                  independently, so the combination can be real, but a report by month loses the \
                  goal. Decide on a fallback, such as the time at which the delivery arrived.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/completed-without-date.json"),
    passing: include_bytes!("../../../fixtures/passing/completed-without-date.json"),
};

/// The rule `date-without-completion`.
pub static DATE_WITHOUT_COMPLETION: Rule = Rule {
    name: "date-without-completion",
    group: Group::Meaning,
    level: Level::Warning,
    summary: "completed_at holds a time, but the goal is not complete",
    explanation: "The date says that the goal is complete and the flag says that it is not. The \
                  date may be left over from a goal that was opened again. A consumer that uses \
                  the date in one place and the flag in another contradicts itself.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/date-without-completion.json"),
    passing: include_bytes!("../../../fixtures/passing/date-without-completion.json"),
};

/// The rule `spent-before-completion`.
pub static SPENT_BEFORE_COMPLETION: Rule = Rule {
    name: "spent-before-completion",
    group: Group::Meaning,
    level: Level::Warning,
    summary: "has_been_spent is true, but the goal is not complete",
    explanation: "Money is normally spent once its goal is complete. The two flags can be written \
                  independently, so the combination can be real. Code that derives one flag from \
                  the other gets this goal wrong.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/spent-before-completion.json"),
    passing: include_bytes!("../../../fixtures/passing/spent-before-completion.json"),
};

/// The rule `non-positive-target`.
pub static NON_POSITIVE_TARGET: Rule = Rule {
    name: "non-positive-target",
    group: Group::Meaning,
    level: Level::Warning,
    summary: "a SAVE_AMOUNT goal has a target of zero or less",
    explanation: "Progress is the current amount divided by the target, so a target of zero stops \
                  the division and a negative one gives a senseless percentage. The milestone \
                  categories SETUP_BUDGETS and START_MONEY_MANAGEMENT have nothing to save and are \
                  left out. PAYOFF goals are left out too, because their amount is no denominator.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/non-positive-target.json"),
    passing: include_bytes!("../../../fixtures/passing/non-positive-target.json"),
};

/// The rule `target-reached-but-open`.
pub static TARGET_REACHED_BUT_OPEN: Rule = Rule {
    name: "target-reached-but-open",
    group: Group::Meaning,
    level: Level::Info,
    summary: "a SAVE_AMOUNT goal has reached its target, but is not complete",
    explanation: "MX computes current_amount, while is_complete is set by the user or the partner, \
                  so this state is normal. A consumer should not mark the goal complete because of \
                  the amount. Expect a progress of 100 percent and more.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/target-reached-but-open.json"),
    passing: include_bytes!("../../../fixtures/passing/target-reached-but-open.json"),
};

/// The rule `money-precision`.
pub static MONEY_PRECISION: Rule = Rule {
    name: "money-precision",
    group: Group::Meaning,
    level: Level::Info,
    summary: "an amount has over 2 decimals or over 14 digits",
    explanation: "Money is often stored as NUMERIC(14,2), which has 14 digits, two of them after \
                  the point. An amount beyond that is rounded or refused when it is stored, and \
                  then no longer equals the amount that MX sent. It is held exactly here.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/money-precision.json"),
    passing: include_bytes!("../../../fixtures/passing/money-precision.json"),
};

/// The rule `category-mismatch`.
pub static CATEGORY_MISMATCH: Rule = Rule {
    name: "category-mismatch",
    group: Group::Meaning,
    level: Level::Info,
    summary: "a PAYOFF goal has a savings category, or a SAVE_AMOUNT goal a debt category",
    explanation: "Nothing forbids the pair, but it is unusual. A consumer that takes its wording \
                  from the category alone may ask the user to save towards a credit card. Use \
                  goal_type_name to decide what the amounts mean.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/category-mismatch.json"),
    passing: include_bytes!("../../../fixtures/passing/category-mismatch.json"),
};

/// The rule `position-below-one`.
pub static POSITION_BELOW_ONE: Rule = Rule {
    name: "position-below-one",
    group: Group::Meaning,
    level: Level::Warning,
    summary: "position is zero or negative",
    explanation: "Positions count from 1 among the goals of one user and one type. A zero is often \
                  a list index that was stored as it was, or a default for an absent value. Goals \
                  can still be sorted, but a rank that is shown to the user is wrong.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/position-below-one.json"),
    passing: include_bytes!("../../../fixtures/passing/position-below-one.json"),
};

/// The rule `negative-revision`.
pub static NEGATIVE_REVISION: Rule = Rule {
    name: "negative-revision",
    group: Group::Meaning,
    level: Level::Error,
    summary: "revision is below zero",
    explanation: "The revision is the only key that puts the deliveries of a goal in order. A \
                  negative one cannot be placed among the others: a consumer that only takes newer \
                  revisions drops it, or takes it as the first. A counter that overflowed or a \
                  placeholder are likely causes.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/negative-revision.json"),
    passing: include_bytes!("../../../fixtures/passing/negative-revision.json"),
};

/// The rule `repeated-identifier`.
pub static REPEATED_IDENTIFIER: Rule = Rule {
    name: "repeated-identifier",
    group: Group::Meaning,
    level: Level::Warning,
    summary: "an identifier of one thing stands in the field of another",
    explanation: "The rule fires when account_guid equals guid, when user_id equals user_guid, or \
                  when user_id begins with USR-. MX's page defines account_guid in the same words \
                  as guid, so a program may well fill in the wrong one. A join with accounts, or \
                  with the partner's own users, then finds nothing.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/repeated-identifier.json"),
    passing: include_bytes!("../../../fixtures/passing/repeated-identifier.json"),
};

/// The rule `user-id-shape`.
pub static USER_ID_SHAPE: Rule = Rule {
    name: "user-id-shape",
    group: Group::Meaning,
    level: Level::Info,
    summary: "user_id has characters outside [A-Za-z0-9_-] or is longer than 1024",
    explanation: "The user_id is the partner's own identifier, for which MX documents letters, \
                  digits, hyphen and underscore, up to 1024 characters. Another one may fail in a \
                  URL, or be cut where it is stored. Compare it as text, and never as a number: \
                  leading zeros count.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/user-id-shape.json"),
    passing: include_bytes!("../../../fixtures/passing/user-id-shape.json"),
};

/// The rule `hidden-characters`.
pub static HIDDEN_CHARACTERS: Rule = Rule {
    name: "hidden-characters",
    group: Group::Meaning,
    level: Level::Warning,
    summary: "a text has control, bidirectional or invisible characters",
    explanation: "Such characters change how the text around them is shown, or make two different \
                  names look the same. A name is typed by a stranger, so it can be made to disturb \
                  a screen, a log or a terminal. Escape or remove them before the text is shown.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/hidden-characters.json"),
    passing: include_bytes!("../../../fixtures/passing/hidden-characters.json"),
};

/// The rule `blank-name`.
pub static BLANK_NAME: Rule = Rule {
    name: "blank-name",
    group: Group::Meaning,
    level: Level::Info,
    summary: "name is empty or blank",
    explanation: "The user sees nothing where the name should be. Names are free text, so this is \
                  no fault of the delivery. Show a fallback, such as the category.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/blank-name.json"),
    passing: include_bytes!("../../../fixtures/passing/blank-name.json"),
};

/// The rules of this group, in the order in which they are documented.
pub static RULES: &[&Rule] = &[
    &MILLISECONDS_TIMESTAMP,
    &IMPLAUSIBLE_TIME,
    &COMPLETED_IN_FUTURE,
    &PROJECTION_PASSED,
    &COMPLETED_WITHOUT_DATE,
    &DATE_WITHOUT_COMPLETION,
    &SPENT_BEFORE_COMPLETION,
    &NON_POSITIVE_TARGET,
    &TARGET_REACHED_BUT_OPEN,
    &MONEY_PRECISION,
    &CATEGORY_MISMATCH,
    &POSITION_BELOW_ONE,
    &NEGATIVE_REVISION,
    &REPEATED_IDENTIFIER,
    &USER_ID_SHAPE,
    &HIDDEN_CHARACTERS,
    &BLANK_NAME,
];
