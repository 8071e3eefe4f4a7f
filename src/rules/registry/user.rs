//! Rules on all goals of one user, in the latest state of each. Only `history` applies them.

use crate::rules::rule::{Group, Level, Rule};

/// The rule `shared-position`.
pub static SHARED_POSITION: Rule = Rule {
    name: "shared-position",
    group: Group::User,
    level: Level::Info,
    summary: "two open goals of one user and one type have the same position",
    explanation: "The position is the priority among the user's goals of one type, so each should \
                  have its own. Moving one goal can change the positions of others, which arrive \
                  one by one, and until the last of them two goals can share a position. Sort by \
                  position and then by guid, so that the order is stable.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/shared-position.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/shared-position.ndjson"),
};

/// The rule `shared-account`.
pub static SHARED_ACCOUNT: Rule = Rule {
    name: "shared-account",
    group: Group::User,
    level: Level::Warning,
    summary: "two incomplete goals of one user are tied to the same account",
    explanation: "The balance of one account counts towards both goals, so the same money is shown \
                  twice. A sum over the goals of the user is then too high. Show both goals, but \
                  do not add them up.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/shared-account.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/shared-account.ndjson"),
};

/// The rule `split-user`.
pub static SPLIT_USER: Rule = Rule {
    name: "split-user",
    group: Group::User,
    level: Level::Warning,
    summary: "one user_guid has goals with several user_ids",
    explanation: "MX sees one user where the partner's identifiers name several. A join on user_id \
                  gives each of them only a part of the goals, and perhaps to the wrong person. \
                  Use user_guid as the key until the cause is known.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/split-user.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/split-user.ndjson"),
};

/// The rules of this group, in the order in which they are documented.
pub static RULES: &[&Rule] = &[&SHARED_POSITION, &SHARED_ACCOUNT, &SPLIT_USER];
