//! Adds what a block cannot know alone: how many bodies came before it.
//!
//! Blocks come in the order of their input. Text between bodies is one finding however it is
//! cut into lines and blocks, so it is held until the next body, or the end, is seen.

use std::collections::HashSet;
use std::sync::Arc;

use crate::capture::block::Block;
use crate::capture::form::Form;
use crate::capture::tally::Tally;
use crate::examine::{Examined, Noted};
use crate::report::{Report, Summary};
use crate::text::escape::Foreign;

/// What is known of the current input so far.
#[derive(Debug, Default)]
pub struct Numbering {
    bodies: u64,
    /// Text that is no body, and the number of the body before it.
    text: Option<(u64, Report)>,
    /// The rules that were met in any input of the run.
    met: HashSet<&'static str>,
    tally: Tally,
}

/// A block's results with their final numbers.
#[derive(Debug, Default)]
pub struct Numbered {
    /// The name of the input.
    pub input: Arc<Foreign>,
    /// The findings in order.
    pub reports: Vec<Report>,
    /// The places in `reports` of the first finding of each rule in the run.
    pub introduces: Vec<usize>,
    /// What to add to the numbers of the block's bodies.
    pub bodies_before: u64,
    /// What the block adds to the summary.
    pub summary: Summary,
    /// Why its input was not read, or not to its end.
    pub fault: Option<String>,
    /// What the input was read as, where that is worth saying; once for each input.
    pub read_as: Option<&'static str>,
    /// What was seen of envelopes, where bodies came from some; once for each input.
    pub opened: Option<String>,
}

impl Numbering {
    /// Takes the next block's results, or those of a part of it.
    pub fn advance(&mut self, block: &Block, examined: Examined) -> Numbered {
        let begins = block.first && !examined.continues;
        if begins {
            let met = std::mem::take(&mut self.met);
            *self = Numbering { met, ..Numbering::default() };
        }
        let mut numbered = Numbered {
            bodies_before: self.bodies,
            input: Arc::clone(&block.input),
            ..Numbered::default()
        };
        numbered.summary.inputs = u64::from(begins);
        if !examined.goes_on {
            numbered.fault.clone_from(&block.fault);
            numbered.summary.bytes = block.too_large.unwrap_or(block.bytes.len() as u64);
        }
        numbered.summary.bodies = examined.bodies;
        numbered.summary.clean = examined.clean;

        let ends = block.layout.last && !examined.goes_on;
        for noted in examined.noted {
            match noted {
                Noted::Body(number, reports) => {
                    self.release_text(self.bodies + number - 1, &mut numbered.reports);
                    for mut report in reports {
                        report.body = Some(self.bodies + number);
                        numbered.reports.push(report);
                    }
                }
                Noted::Between(report) => {
                    numbered.reports.push(report);
                }
                Noted::Text(after, report) => {
                    self.hold_text(self.bodies + after, report, &mut numbered.reports);
                }
            }
        }
        self.bodies += examined.found;
        self.tally.add(examined.tally);
        // Text waits for a body behind it: without any body, it is not a finding but no input.
        if let Some((after, _)) = &self.text
            && *after < self.bodies
        {
            let after = *after;
            self.release_text(after + 1, &mut numbered.reports);
        }
        if ends {
            self.end(block, &mut numbered);
        }
        for (index, report) in numbered.reports.iter().enumerate() {
            numbered.summary.count(report.rule, report.level);
            if self.met.insert(report.rule.name) {
                numbered.introduces.push(index);
            }
        }
        numbered
    }

    fn end(&mut self, block: &Block, numbered: &mut Numbered) {
        if self.bodies > 0 {
            numbered.reports.extend(self.text.take().map(|(_, report)| report));
            // A table is told with the number of its rows.
            numbered.read_as = block.form.description().filter(|_| block.form != Form::Csv);
            numbered.opened = self.tally.note();
        }
        if numbered.fault.is_none() {
            numbered.fault = self.tally.fault(self.bodies);
        }
        if self.bodies == 0 && numbered.fault.is_none() {
            let only = match self.tally.start {
                Some("text") | None => {
                    "text; is it a capture of another form? see --input-format and --body-path"
                }
                Some(kind) => kind,
            };
            let nothing = if self.text.take().is_some() {
                format!("no webhook body found, only {only}")
            } else if block.offset == 0 && block.bytes.is_empty() {
                "empty, there is no webhook body in it".to_owned()
            } else {
                "no webhook body found".to_owned()
            };
            numbered.fault = Some(nothing);
        }
        numbered.summary.unreadable_inputs = u64::from(numbered.fault.is_some());
    }

    fn hold_text(&mut self, after: u64, report: Report, out: &mut Vec<Report>) {
        match &mut self.text {
            Some((held_after, held)) if *held_after == after => {
                held.end = report.end;
                held.length = report.offset + report.length - held.offset;
            }
            _ => {
                self.release_text(after, out);
                self.text = Some((after, report));
            }
        }
    }

    /// Gives out the held text, if it stands before the body after `bodies`.
    fn release_text(&mut self, bodies: u64, out: &mut Vec<Report>) {
        if self.text.as_ref().is_some_and(|(after, _)| *after <= bodies) {
            out.extend(self.text.take().map(|(_, report)| report));
        }
    }
}
