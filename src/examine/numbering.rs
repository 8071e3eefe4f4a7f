//! Adds the number of bodies before each block.
//!
//! Blocks come in input order. Text between bodies is one finding regardless of lines and blocks,
//! so text at the end of a block is held until the next block is known.

use std::collections::HashSet;
use std::sync::Arc;

use super::report::{Report, Summary};
use super::select::Passed;
use crate::capture::block::Block;
use crate::capture::form::Form;
use crate::capture::tally::{self, Tally};
use crate::examine::BlockReport;
use crate::rules::rule::count_in_order;
use crate::text::escape::Untrusted;

/// The state of the current input.
#[derive(Debug, Default)]
pub struct Numbering {
    bodies: u64,
    found: bool,
    /// The bodies before the current block.
    before_block: u64,
    /// Whether parts of the current block were numbered already.
    within_block: bool,
    /// The held finding about text, and the number of bodies before it.
    text: Option<(u64, Report)>,
    /// The rules with findings so far in the run.
    met: HashSet<&'static str>,
    tally: Tally,
}

/// The results of a block or part, with final numbers.
#[derive(Debug, Default)]
pub struct Numbered {
    pub input: Arc<Untrusted>,
    pub reports: Vec<Report>,
    /// The indexes in `reports` of the first finding of each rule in the run.
    pub introduces: Vec<usize>,
    /// What to add to body numbers in the block.
    pub bodies_before: u64,
    pub summary: Summary,
    pub passed: Passed,
    /// Why the input was not read, or not to the end.
    pub fault: Option<String>,
    /// The kind of input, if it has bodies; once per input.
    pub read_as: Option<ReadAs>,
}

#[derive(Debug, Default)]
pub struct ReadAs {
    /// The form, and the envelopes with counts; empty for plain JSON.
    pub parts: Vec<String>,
    /// The same without counts.
    pub kinds: Vec<&'static str>,
}

impl Numbering {
    /// Numbers the results of the next block or part; `ends` for the last part of a block.
    pub fn advance(&mut self, block: &Block, mut examined: BlockReport, ends: bool) -> Numbered {
        let begins = !std::mem::replace(&mut self.within_block, !ends);
        if begins && block.first {
            let met = std::mem::take(&mut self.met);
            *self = Numbering { met, within_block: !ends, ..Numbering::default() };
        }
        if begins {
            self.before_block = self.bodies;
        }
        let before = self.before_block;
        let mut numbered = Numbered {
            bodies_before: before,
            input: Arc::clone(&block.input),
            fault: block.fault.clone().filter(|_| ends),
            ..Numbered::default()
        };
        if begins {
            numbered.summary.inputs = u64::from(block.first);
            numbered.summary.bytes = block.long.map_or(block.bytes.len(), |long| long.bytes) as u64;
        }
        numbered.summary.bodies = examined.bodies;
        numbered.summary.clean = examined.clean;
        numbered.passed = std::mem::take(&mut examined.passed);

        self.bodies = before + examined.found;
        self.join_text(&mut examined);
        for body in examined.reports.iter_mut().filter_map(|report| report.body.as_mut()) {
            *body += before;
        }
        numbered.reports = examined.reports;
        self.tally.add(examined.tally);
        if ends && block.layout.last {
            self.end(block, &mut numbered);
        }
        self.count(&mut numbered);
        numbered
    }

    /// Counts the findings of a block by rule.
    fn count(&mut self, numbered: &mut Numbered) {
        let all = numbered.reports.len();
        numbered.reports.retain(|report| !report.left_out);
        self.found |= !numbered.reports.is_empty();
        numbered.passed.texts += (all - numbered.reports.len()) as u64;
        let rules = || numbered.reports.iter().map(|report| report.rule.name);
        for (rule, count) in count_in_order(rules()) {
            if self.met.insert(rule) {
                numbered.introduces.extend(rules().position(|name| name == rule));
            }
            numbered.summary.count_rule(rule, count);
        }
        numbered.reports.iter().for_each(|report| numbered.summary.count_level(report.level));
    }

    fn end(&mut self, block: &Block, numbered: &mut Numbered) {
        self.found |= self.bodies > 0 || numbered.reports.iter().any(|report| !report.left_out);
        if self.found {
            numbered.reports.extend(self.text.take().map(|(_, report)| report));
            // For a table, the number of rows is given.
            let form = block.form.description().filter(|_| block.form != Form::Csv);
            numbered.read_as = Some(ReadAs {
                parts: form.map(str::to_owned).into_iter().chain(self.tally.note()).collect(),
                kinds: form.into_iter().chain(self.tally.kinds()).collect(),
            });
        }
        if numbered.fault.is_none() {
            numbered.fault = self.tally.fault(self.bodies);
        }
        if !self.found && numbered.fault.is_none() {
            let only = match self.tally.start {
                Some("text") | None => {
                    "text; is it a capture of another form? see --input-format and --body-path"
                }
                Some(kind) => kind,
            };
            let nothing = if self.text.take().is_some() || block.form == Form::Log {
                tally::nothing_but(only)
            } else if block.offset == 0 && block.bytes.is_empty() {
                "empty, there is no webhook body in it".to_owned()
            } else {
                "no webhook body found".to_owned()
            };
            numbered.fault = Some(nothing);
        }
        numbered.summary.unreadable_inputs = u64::from(numbered.fault.is_some());
    }

    /// Joins text split into blocks or parts, and holds text at the end.
    fn join_text(&mut self, examined: &mut BlockReport) {
        let before = self.before_block;
        if let Some((after, mut held)) = self.text.take() {
            match (examined.first_text, examined.reports.first_mut()) {
                (Some(first), Some(report)) if before + first == after => {
                    held.extend(report.end, report.offset + report.length, report.left_out);
                    *report = held;
                }
                (_, None) if self.bodies == after => self.text = Some((after, held)),
                _ => {
                    examined.reports.insert(0, held);
                    examined.last_text = examined.last_text.map(|(at, bodies)| (at + 1, bodies));
                }
            }
        }
        if examined.ends_with_text() {
            self.text = examined.reports.pop().map(|report| (self.bodies, report));
        }
    }
}
