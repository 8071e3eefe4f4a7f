//! Rules on the outermost value: is this JSON a goal webhook at all?

use crate::rules::rule::{Group, Level, Rule};

/// The rule `not-an-object`.
pub static NOT_AN_OBJECT: Rule = Rule {
    name: "not-an-object",
    group: Group::Envelope,
    level: Level::Error,
    summary: "an array, text, number, boolean or null stands where a body is expected",
    explanation: "MX sends one object with each request. Another value in its place means that the \
                  capture recorded something else, such as the null that some loggers write for an \
                  empty request. A handler that reads fields from it fails.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/not-an-object.json"),
    passing: include_bytes!("../../../fixtures/passing/not-an-object.json"),
};

/// The rule `other-webhook`.
pub static OTHER_WEBHOOK: Rule = Rule {
    name: "other-webhook",
    group: Group::Envelope,
    level: Level::Error,
    summary: "the body is another kind of MX webhook, such as a budget or a transaction",
    explanation: "One endpoint often receives several kinds of MX webhooks, which have an action \
                  and one object, or a type. This one is recognised and named, but its fields are \
                  not checked, because only goals are known here. A consumer should look at the \
                  kind before it reads any field.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/other-webhook.json"),
    passing: include_bytes!("../../../fixtures/passing/other-webhook.json"),
};

/// The rule `rest-api-goal`.
pub static REST_API_GOAL: Rule = Rule {
    name: "rest-api-goal",
    group: Group::Envelope,
    level: Level::Error,
    summary: "the goal has the form of MX's REST API, not that of the webhook",
    explanation: "The REST API and the webhook describe the same goal in two forms: the API says \
                  meta_type_name, writes times as ISO 8601 text, and has no action, revision or \
                  user_id. Without a revision such a goal cannot be put in order with deliveries. \
                  Code that is tested with it fails on real webhooks. The body gives this one \
                  finding instead of one for each field.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/rest-api-goal.json"),
    passing: include_bytes!("../../../fixtures/passing/rest-api-goal.json"),
};

/// The rule `missing-envelope`.
pub static MISSING_ENVELOPE: Rule = Rule {
    name: "missing-envelope",
    group: Group::Envelope,
    level: Level::Error,
    summary: "a bare goal stands without action and goal around it",
    explanation: "The fields of the goal stand at the top, where a delivery has only action and \
                  goal. Such a body was probably captured after a handler had taken the goal out. \
                  Whether the goal was created, updated or deleted is lost, so a consumer cannot \
                  apply it.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/missing-envelope.json"),
    passing: include_bytes!("../../../fixtures/passing/missing-envelope.json"),
};

/// The rule `not-a-goal-webhook`.
pub static NOT_A_GOAL_WEBHOOK: Rule = Rule {
    name: "not-a-goal-webhook",
    group: Group::Envelope,
    level: Level::Error,
    summary: "the object is neither a goal webhook nor any other known form",
    explanation: "The object does not look like any delivery of MX, so it may be a health check, \
                  the answer of a server or an entry of another log. Its fields are not checked. \
                  An endpoint that receives such bodies should refuse them before they reach the \
                  code for goals.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/not-a-goal-webhook.json"),
    passing: include_bytes!("../../../fixtures/passing/not-a-goal-webhook.json"),
};

/// The rules of this group, in the order in which they are documented.
pub static RULES: &[&Rule] =
    &[&NOT_AN_OBJECT, &OTHER_WEBHOOK, &REST_API_GOAL, &MISSING_ENVELOPE, &NOT_A_GOAL_WEBHOOK];
