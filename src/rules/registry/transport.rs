//! Rules on the HTTP request around a body, where the capture has it.

use crate::rules::rule::{Group, Level, Rule};

/// The rule `content-length-mismatch`.
pub static CONTENT_LENGTH_MISMATCH: Rule = Rule {
    name: "content-length-mismatch",
    group: Group::Transport,
    level: Level::Warning,
    summary: "the Content-Length header promises another length than the body has",
    explanation: "Either the capture lost or gained bytes, or the body was changed after it was \
                  sent. A server that trusts the header cuts the body or waits for bytes that \
                  never come. The header is never used to cut a body here, and the one on MX's \
                  documentation page, which is wrong, is not reported.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/content-length-mismatch.http"),
    passing: include_bytes!("../../../fixtures/passing/content-length-mismatch.http"),
};

/// The rule `content-type-not-json`.
pub static CONTENT_TYPE_NOT_JSON: Rule = Rule {
    name: "content-type-not-json",
    group: Group::Transport,
    level: Level::Warning,
    summary: "the Content-Type header does not name JSON",
    explanation: "Web frameworks choose the parser of a body by this header, so with another type \
                  the handler may see a form, plain text or nothing at all. MX sends \
                  application/json. Often the request was sent again by hand: curl names a form \
                  unless it is told otherwise.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/content-type-not-json.http"),
    passing: include_bytes!("../../../fixtures/passing/content-type-not-json.http"),
};

/// The rule `method-not-post`.
pub static METHOD_NOT_POST: Rule = Rule {
    name: "method-not-post",
    group: Group::Transport,
    level: Level::Info,
    summary: "the request has another method than POST",
    explanation: "MX delivers with POST, so the request was probably made by a test or a replay \
                  tool. A route that only takes POST refuses it. The body is checked as usual.",
    arguments: &[],
    failing: include_bytes!("../../../fixtures/failing/method-not-post.http"),
    passing: include_bytes!("../../../fixtures/passing/method-not-post.http"),
};

/// The rules of this group, in the order in which they are documented.
pub static RULES: &[&Rule] = &[&CONTENT_LENGTH_MISMATCH, &CONTENT_TYPE_NOT_JSON, &METHOD_NOT_POST];
