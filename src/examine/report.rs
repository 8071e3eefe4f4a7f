//! What the renderers print: located findings and the summary, as data.
//!
//! Every string that came from a payload, a path or a header is [`Untrusted`] here; a renderer
//! gets at its text only through an escaping function of `text::escape` for its destination.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::rules::rule::{Level, Rule};
use crate::text::escape::Untrusted;
use crate::webhook::field::position;

/// A finding with its level and its place, ready for any format.
#[derive(Debug, Clone)]
pub struct Report {
    pub rule: &'static Rule,
    pub level: Level,
    /// One sentence without a full stop; no payload text but documented words.
    pub message: Cow<'static, str>,
    /// What to do, where there is something to say.
    pub help: Option<Cow<'static, str>>,
    /// A few words for the caret of a snippet.
    pub label: Option<Cow<'static, str>>,
    /// The input's name as the user gave it, or `-`.
    pub input: Arc<Untrusted>,
    /// JSON Pointers (or other steps) through envelopes to the body; empty for a plain body.
    pub trail: Vec<Untrusted>,
    /// Where in the input that begins in which the body stands; none for a plain body, which is
    /// placed by `start` itself.
    pub outer: Option<LineColumn>,
    /// The 1-based number of the body in its input; none for text that is no body.
    pub body: Option<u64>,
    pub start: LineColumn,
    /// Where it ends; the column is the first one after it.
    pub end: LineColumn,
    /// Bytes from the start of the input (of the body, where there is a trail).
    pub offset: u64,
    pub length: u64,
    /// JSON Pointer (RFC 6901) into the body.
    pub pointer: Untrusted,
    pub goal: Option<Untrusted>,
    pub revision: Option<i64>,
    /// The line around it, for people.
    pub snippet: Option<Snippet>,
    /// The other delivery that belongs to it; only a history has such.
    pub related: Option<Related>,
    /// Whether it is left out because nobody knows whether it is about what was asked for.
    pub left_out: bool,
}

#[derive(Debug, Clone)]
pub struct Related {
    /// The input's name as the user gave it, or `-`.
    pub input: Arc<Untrusted>,
    /// The way through envelopes to the body; empty for a plain body.
    pub trail: Vec<Untrusted>,
    /// The 1-based number of the body in its input.
    pub body: u64,
    pub start: LineColumn,
}

impl Report {
    /// Lets the finding go on to another place, with so many bytes before it.
    pub fn extend(&mut self, end: LineColumn, offset: u64, left_out: bool) {
        self.end = end;
        self.length = offset - self.offset;
        self.left_out &= left_out;
    }

    /// The finding without anything that a payload holds but the names of documented fields.
    pub fn without_values(&self) -> Report {
        let pointer = self.pointer.raw();
        let documented = pointer
            .strip_prefix("/goal/")
            .map_or(matches!(pointer, "" | "/action" | "/goal"), |key| position(key).is_some());
        let pointer = match (documented, pointer.starts_with("/goal/")) {
            (true, _) => pointer,
            (false, true) => "/goal",
            (false, false) => "",
        };
        Report {
            pointer: Untrusted::new(pointer),
            goal: None,
            revision: None,
            snippet: None,
            ..self.clone()
        }
    }
}

/// A line and a column, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    pub line: u64,
    pub column: u64,
}

/// A window of the source line with marked parts, escaped for a terminal already.
#[derive(Debug, Clone)]
pub struct Snippet {
    /// The line of [`Snippet::source`], from 1.
    pub line: u64,
    /// The window, escaped, with `…` where the line goes on.
    pub source: String,
    /// The part of `source` that the finding is about, in bytes.
    pub primary: std::ops::Range<usize>,
    /// A second part with its label, where it is in the same window.
    pub secondary: Option<(std::ops::Range<usize>, &'static str)>,
}

/// What a run saw, in the order in which JSON has it. Every number is a count, but for `bytes`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Inputs that were named or found in a directory.
    pub inputs: u64,
    pub unreadable_inputs: u64,
    /// Bytes read, after decompression.
    pub bytes: u64,
    /// Bodies found, readable or not.
    pub bodies: u64,
    pub clean: u64,
    pub errors: u64,
    pub warnings: u64,
    pub infos: u64,
    pub rules: BTreeMap<&'static str, u64>,
}

impl Summary {
    pub fn count(&mut self, rule: &'static Rule, level: Level) {
        self.count_level(level);
        self.count_rule(rule.name, 1);
    }

    pub fn count_level(&mut self, level: Level) {
        match level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Info => self.infos += 1,
        }
    }

    /// Counts findings of a rule, whose levels are counted.
    pub fn count_rule(&mut self, rule: &'static str, findings: u64) {
        *self.rules.entry(rule).or_default() += findings;
    }

    /// Whether there was no body at all, which the inputs' own errors have told already.
    pub fn is_nothing(&self) -> bool {
        self.bodies == 0 && self.rules.is_empty() && self.unreadable_inputs > 0
    }

    pub fn add(&mut self, other: &Summary) {
        self.inputs += other.inputs;
        self.unreadable_inputs += other.unreadable_inputs;
        self.bytes += other.bytes;
        self.bodies += other.bodies;
        self.clean += other.clean;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        other.rules.iter().for_each(|(rule, count)| self.count_rule(rule, *count));
    }
}
