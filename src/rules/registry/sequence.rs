//! Rules on the deliveries of one goal, ordered by revision. Only `history` applies them.

use crate::rules::rule::{Group, Level, Rule};

/// The rule `duplicate-delivery`.
pub static DUPLICATE_DELIVERY: Rule = Rule {
    name: "duplicate-delivery",
    group: Group::Sequence,
    level: Level::Info,
    summary: "the same revision and action arrive again with equal content",
    explanation: "MX repeats a delivery that was not answered with success up to 12 times over \
                  about a day, so one event can arrive 13 times. Content is compared by value: the \
                  order of keys and the spelling of numbers do not count. A consumer has to \
                  recognise the revision, or else it counts and notifies twice.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/duplicate-delivery.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/duplicate-delivery.ndjson"),
};

/// The rule `conflicting-revision`.
pub static CONFLICTING_REVISION: Rule = Rule {
    name: "conflicting-revision",
    group: Group::Sequence,
    level: Level::Error,
    summary: "one revision arrives with different identity or user-edited content",
    explanation: "A revision stands for one state of the goal, so all deliveries of it should \
                  agree. Here they differ in what the user edited or in whose goal it is, and \
                  nothing tells which one is right. A consumer that keeps the first and one that \
                  keeps the last end up with different goals.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/conflicting-revision.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/conflicting-revision.ndjson"),
};

/// The rule `conflicting-computed`.
pub static CONFLICTING_COMPUTED: Rule = Rule {
    name: "conflicting-computed",
    group: Group::Sequence,
    level: Level::Warning,
    summary: "one revision arrives with different current_amount or projected_to_complete_at",
    explanation: "Only values that MX computes differ, probably because they were computed anew \
                  without a new revision. A consumer that drops every revision it already has \
                  misses the later value. Take the delivery that arrives last.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/conflicting-computed.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/conflicting-computed.ndjson"),
};

/// The rule `conflicting-action`.
pub static CONFLICTING_ACTION: Rule = Rule {
    name: "conflicting-action",
    group: Group::Sequence,
    level: Level::Warning,
    summary: "one revision arrives with different actions and equal content",
    explanation: "The goal is the same in both deliveries, but for example one says created and \
                  the other updated. A handler that branches on the action works twice for one \
                  change. Recognise repeats by guid and revision, without the action.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/conflicting-action.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/conflicting-action.ndjson"),
};

/// The rule `stale-delivery`.
pub static STALE_DELIVERY: Rule = Rule {
    name: "stale-delivery",
    group: Group::Sequence,
    level: Level::Info,
    summary: "a lower revision arrives after a higher one",
    explanation: "MX promises no order, and a repeated delivery can arrive hours after newer ones. \
                  A consumer that applies it sets the goal back to an old state. Keep the highest \
                  revision of each goal and drop what is below it.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/stale-delivery.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/stale-delivery.ndjson"),
};

/// The rule `revision-gap`.
pub static REVISION_GAP: Rule = Rule {
    name: "revision-gap",
    group: Group::Sequence,
    level: Level::Info,
    summary: "revisions are missing between two deliveries",
    explanation: "A caller of MX's API can suppress events, a delivery can still be on its way, \
                  and a capture can be incomplete, so gaps are normal. Each delivery holds the \
                  whole goal, so the latest state is right all the same. A consumer should not \
                  wait for the missing revisions.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/revision-gap.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/revision-gap.ndjson"),
};

/// The rule `starts-late`.
pub static STARTS_LATE: Rule = Rule {
    name: "starts-late",
    group: Group::Sequence,
    level: Level::Info,
    summary: "the first delivery of a goal is not its creation",
    explanation: "The capture begins in the middle of the goal's life, or the event of the \
                  creation was suppressed. A consumer has to take an update of a goal that it does \
                  not know and store it as a new one. What happened before this revision is \
                  unknown.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/starts-late.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/starts-late.ndjson"),
};

/// The rule `created-again`.
pub static CREATED_AGAIN: Rule = Rule {
    name: "created-again",
    group: Group::Sequence,
    level: Level::Warning,
    summary: "a goal is created at a second revision, or above an update",
    explanation: "A goal is created once, so its creation should stand at one revision and below \
                  every update. A handler that inserts a row on created fails here, or overwrites \
                  what it holds. Insert or replace by guid for created and updated alike.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/created-again.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/created-again.ndjson"),
};

/// The rule `after-delete`.
pub static AFTER_DELETE: Rule = Rule {
    name: "after-delete",
    group: Group::Sequence,
    level: Level::Error,
    summary: "a delivery has a higher revision than the goal's deletion",
    explanation: "The goal was deleted and then changed, so the two deliveries contradict each \
                  other. A consumer that applies the later one brings a deleted goal back, and one \
                  that ignores it may lose a goal that lives. Look at both deliveries before \
                  either is trusted.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/after-delete.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/after-delete.ndjson"),
};

/// The rule `late-after-delete`.
pub static LATE_AFTER_DELETE: Rule = Rule {
    name: "late-after-delete",
    group: Group::Sequence,
    level: Level::Info,
    summary: "a delivery arrives after the goal's deletion with no higher revision",
    explanation: "The delivery belongs to the time before the deletion and is late or repeated, \
                  which is normal. A consumer that forgets a deleted goal takes the delivery for a \
                  new one and brings the goal back. Keep the guid and the revision of a deletion \
                  for at least the day over which MX retries.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/late-after-delete.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/late-after-delete.ndjson"),
};

/// The rule `deleted-again`.
pub static DELETED_AGAIN: Rule = Rule {
    name: "deleted-again",
    group: Group::Sequence,
    level: Level::Warning,
    summary: "a goal is deleted at a second revision",
    explanation: "A repeat of one deletion has the same revision, so this is a second event. A \
                  handler that fails when the goal is already gone answers with an error and \
                  receives the delivery again. Deleting what is not there should succeed.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/deleted-again.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/deleted-again.ndjson"),
};

/// The rule `unchanged-revision`.
pub static UNCHANGED_REVISION: Rule = Rule {
    name: "unchanged-revision",
    group: Group::Sequence,
    level: Level::Info,
    summary: "a higher revision changes nothing",
    explanation: "Every field but the revision equals the delivery before it. What changed may be \
                  something that the webhook does not carry, or may have been changed back. A \
                  consumer should keep the new revision without telling the user of a change.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/unchanged-revision.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/unchanged-revision.ndjson"),
};

/// The rule `user-changed`.
pub static USER_CHANGED: Rule = Rule {
    name: "user-changed",
    group: Group::Sequence,
    level: Level::Error,
    summary: "user_guid of a goal changes",
    explanation: "A goal belongs to one user, and that should never change. A consumer that \
                  applies the delivery shows the money of one person to another. Do not apply it \
                  before the cause is known, such as captures of two systems in one file.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/user-changed.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/user-changed.ndjson"),
};

/// The rule `user-id-changed`.
pub static USER_ID_CHANGED: Rule = Rule {
    name: "user-id-changed",
    group: Group::Sequence,
    level: Level::Warning,
    summary: "user_id of a goal changes",
    explanation: "The partner's own identifier of the user should stay the same for the life of a \
                  goal. A join on user_id splits the goal's history at this revision. The partner \
                  may have renamed the user, so user_guid is the safer key.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/user-id-changed.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/user-id-changed.ndjson"),
};

/// The rule `goal-repurposed`.
pub static GOAL_REPURPOSED: Rule = Rule {
    name: "goal-repurposed",
    group: Group::Sequence,
    level: Level::Info,
    summary: "the type, category or account of a goal changes",
    explanation: "These fields can be edited, so this is normal. From this revision on the amounts \
                  can mean something else: another type turns money saved into debt that remains, \
                  and another account has another balance. Do not draw one line of progress across \
                  it.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/goal-repurposed.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/goal-repurposed.ndjson"),
};

/// The rule `provenance-changed`.
pub static PROVENANCE_CHANGED: Rule = Rule {
    name: "provenance-changed",
    group: Group::Sequence,
    level: Level::Warning,
    summary: "created_by of a goal changes",
    explanation: "Who created a goal is a fact of the past. MX says that the field is not \
                  populated yet, so a change from null to a value is expected and only info. A \
                  change from one value to another makes every count by creator doubtful.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/provenance-changed.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/provenance-changed.ndjson"),
};

/// The rule `completion-reversed`.
pub static COMPLETION_REVERSED: Rule = Rule {
    name: "completion-reversed",
    group: Group::Sequence,
    level: Level::Warning,
    summary: "a complete or spent goal is open again, or its completion date moves",
    explanation: "The rule fires when is_complete or has_been_spent goes back to false, or when \
                  completed_at is cleared or gets another value. The fields can be edited, so it \
                  can be real, but a consumer has perhaps congratulated the user already. Tie such \
                  actions to the goal, so that each happens once.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/completion-reversed.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/completion-reversed.ndjson"),
};

/// The rule `guid-case`.
pub static GUID_CASE: Rule = Rule {
    name: "guid-case",
    group: Group::Sequence,
    level: Level::Warning,
    summary: "two guids of goals differ only in upper and lower case",
    explanation: "Probably this is one goal, and a program on the way changed the case of its \
                  guid. A database that ignores case holds one goal and another one holds two. \
                  Find the program that changes identifiers before the histories are joined.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/guid-case.ndjson"),
    passing: include_bytes!("../../../fixtures/passing/guid-case.ndjson"),
};

/// The rules of this group, in the order in which they are documented.
pub static RULES: &[&Rule] = &[
    &DUPLICATE_DELIVERY,
    &CONFLICTING_REVISION,
    &CONFLICTING_COMPUTED,
    &CONFLICTING_ACTION,
    &STALE_DELIVERY,
    &REVISION_GAP,
    &STARTS_LATE,
    &CREATED_AGAIN,
    &AFTER_DELETE,
    &LATE_AFTER_DELETE,
    &DELETED_AGAIN,
    &UNCHANGED_REVISION,
    &USER_CHANGED,
    &USER_ID_CHANGED,
    &GOAL_REPURPOSED,
    &PROVENANCE_CHANGED,
    &COMPLETION_REVERSED,
    &GUID_CASE,
];
