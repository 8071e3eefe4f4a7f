//! Located findings and the summary, for renderers.
//!
//! Every string from a payload, path or header is [`Untrusted`]; renderers get its text only
//! through the escaping functions of `text::escape`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::rules::rule::{Level, Rule};
use crate::text::escape::Untrusted;
use crate::webhook::field::position;

/// A located finding.
#[derive(Debug, Clone)]
pub struct Report {
    pub rule: &'static Rule,
    pub level: Level,
    /// One sentence without a full stop; no payload text but documented words.
    pub message: Cow<'static, str>,
    pub help: Option<Cow<'static, str>>,
    /// The label under the carets.
    pub label: Option<Cow<'static, str>>,
    /// The name of the input on the command line, or `-`.
    pub input: Arc<Untrusted>,
    /// The path through envelopes to the body, mostly JSON Pointers; empty for a plain body.
    pub trail: Vec<Untrusted>,
    /// The position of the outer content in the input; `None` for a plain body, and in `history`,
    /// which have the position in the input in `start`.
    pub outer: Option<LineColumn>,
    /// The 1-based number of the body in its input; `None` for text between bodies.
    pub body: Option<u64>,
    pub start: LineColumn,
    /// Exclusive.
    pub end: LineColumn,
    /// The byte offset in the input (in the body, if `trail` is not empty).
    pub offset: u64,
    pub length: u64,
    /// A JSON Pointer (RFC 6901) in the body.
    pub pointer: Untrusted,
    pub goal: Option<Untrusted>,
    pub revision: Option<i64>,
    /// The source line, for people.
    pub snippet: Option<Box<Snippet>>,
    /// The other delivery involved; only in `history`.
    pub related: Option<Box<Related>>,
    /// Whether it is left out because the filters cannot be decided for it.
    pub left_out: bool,
}

#[derive(Debug, Clone)]
pub struct Related {
    /// The name of the input on the command line, or `-`.
    pub input: Arc<Untrusted>,
    /// The path through envelopes to the body; empty for a plain body.
    pub trail: Vec<Untrusted>,
    /// The 1-based number of the body in its input.
    pub body: u64,
    pub start: LineColumn,
}

impl Report {
    /// Extends the finding to another end.
    pub fn extend(&mut self, end: LineColumn, offset: u64, left_out: bool) {
        self.end = end;
        self.length = offset - self.offset;
        self.left_out &= left_out;
    }

    /// Removes everything from the payload except the names of documented fields.
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
            // Help that is written for one finding may have its value.
            help: self.help.clone().filter(|help| matches!(help, Cow::Borrowed(_))),
            ..self.clone()
        }
    }
}

/// 1-based; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    pub line: u64,
    pub column: u64,
}

/// A window of the source line with marked ranges, already escaped for the terminal.
#[derive(Debug, Clone)]
pub struct Snippet {
    /// The line of [`Snippet::source`], from 1.
    pub line: u64,
    /// The escaped window, with `…` where the line continues.
    pub source: String,
    /// The byte range of the finding in `source`.
    pub primary: std::ops::Range<usize>,
    /// The related range with its label, if it is in the same window.
    pub secondary: Option<(std::ops::Range<usize>, &'static str)>,
}

/// What a run saw, in the order in which JSON has it. Every number is a count, but for `bytes`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Inputs named or found in directories.
    pub inputs: u64,
    pub unreadable_inputs: u64,
    /// After decompression.
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

    /// Counts findings by rule; levels are counted elsewhere.
    pub fn count_rule(&mut self, rule: &'static str, findings: u64) {
        *self.rules.entry(rule).or_default() += findings;
    }

    /// Whether nothing was found, for which a message about the inputs or the filters gives the
    /// reason.
    pub fn is_nothing(&self) -> bool {
        self.bodies == 0 && self.rules.is_empty()
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
