//! Counts what a capture contains: by field, by word, by rule.
//!
//! Memory is bounded for any input, and the counts of parts can be merged in any order: only sums,
//! ranges and [`names::Names`] are kept.

pub mod field;
pub mod names;
pub mod saved;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::examine::report::Summary;
use crate::json::text::unescape;
use crate::json::walk::escaped;
use crate::stats::field::FieldStats;
use crate::stats::names::Names;
use crate::webhook::body::Body;
use crate::webhook::field::{ACTIONS, FIELDS, Kind, position};
use crate::webhook::value::{Goal, Value};

/// Counts of all bodies; also the saved form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// After decompression.
    pub bytes: u64,
    /// Bodies found, readable or not.
    pub bodies: u64,
    /// Bodies without a finding.
    pub clean: u64,
    /// Bodies with a goal object, whose fields are counted.
    pub readable: u64,
    pub errors: u64,
    pub warnings: u64,
    pub infos: u64,
    /// Findings by the name of their rule.
    pub rules: BTreeMap<String, u64>,
}

impl Totals {
    fn merge(&mut self, other: &Totals) {
        for (mine, theirs) in [
            (&mut self.bytes, other.bytes),
            (&mut self.bodies, other.bodies),
            (&mut self.clean, other.clean),
            (&mut self.readable, other.readable),
            (&mut self.errors, other.errors),
            (&mut self.warnings, other.warnings),
            (&mut self.infos, other.infos),
        ] {
            *mine = mine.saturating_add(theirs);
        }
        for (rule, count) in &other.rules {
            let mine = self.rules.entry(rule.clone()).or_default();
            *mine = mine.saturating_add(*count);
        }
    }
}

/// The counts of a capture or of a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    pub totals: Totals,
    /// `action`, then the documented fields in their order.
    pub fields: Vec<FieldStats>,
    /// Undocumented keys, as JSON Pointers.
    pub unknown: Names,
}

impl Default for Stats {
    fn default() -> Stats {
        let action = FieldStats::new("action", Kind::Word(ACTIONS));
        let documented = FIELDS.iter().map(|field| FieldStats::new(field.name, field.kind));
        Stats {
            totals: Totals::default(),
            fields: std::iter::once(action).chain(documented).collect(),
            unknown: Names::default(),
        }
    }
}

impl Stats {
    /// Counts one body that has a goal object.
    pub fn body(&mut self, body: &Body<'_>, goal: &Goal<'_>) {
        if goal.action.is_none() && goal.cells.iter().all(Option::is_none) {
            // Another shape, such as that of the REST API, whose keys are not those of the webhook.
            return;
        }
        self.totals.readable += 1;
        self.fields[0].count(body.action, Value::Absent);
        for ((stats, cell), value) in self.fields[1..].iter_mut().zip(goal.cells).zip(goal.values())
        {
            stats.count(cell, value);
        }
        for extra in &body.extras.kept {
            let name = unescape(extra.key);
            let documented = match extra.in_goal {
                true => position(&name).is_some(),
                false => matches!(&*name, "action" | "goal"),
            };
            if !documented {
                let parent = if extra.in_goal { "/goal/" } else { "/" };
                self.unknown.count(&format!("{parent}{}", escaped(&name)));
            }
        }
        self.unknown.count_unnamed(body.extras.dropped);
    }

    /// Adds the bytes, bodies and findings of a run.
    pub fn summary(&mut self, summary: &Summary) {
        let Summary { bytes, bodies, clean, errors, warnings, infos, .. } = *summary;
        let rules = summary.rules.iter().map(|(rule, count)| ((*rule).to_owned(), *count));
        let (readable, rules) = (0, rules.collect());
        self.totals.merge(&Totals {
            bytes,
            bodies,
            clean,
            readable,
            errors,
            warnings,
            infos,
            rules,
        });
    }

    /// Keeps only counts: no name, word or number from a body.
    pub fn forget_values(&mut self) {
        self.unknown.forget();
        for field in &mut self.fields {
            field.other_words.forget();
            field.range = field::Range::default();
        }
    }

    pub fn merge(&mut self, other: &Stats) {
        self.totals.merge(&other.totals);
        for (mine, theirs) in self.fields.iter_mut().zip(&other.fields) {
            mine.merge(theirs);
        }
        self.unknown.merge(&other.unknown);
    }
}
