//! Writes the timelines of goals in any format, on several threads.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;

use anyhow::Result;
use rust_decimal::Decimal;

use super::deliveries::Deliveries;
use super::replay::{Judged, Replay, Replayed, report};
use crate::examine::report::Report;
use crate::history::audit::Finding;
use crate::history::timeline::{Marks, Part, Shape, differing_fields, head, side, with_entries};
use crate::render::history::{HistoryFormat, IndexRow};
use crate::rules::problem::Problem;
use crate::rules::rule::Rule;
use crate::run::pipeline::{self, Steps};
use crate::run::sink::Sink;
use crate::webhook::field::at;

/// Entries in one part of a timeline; a thread has the texts of one part in memory.
const ENTRIES_AT_ONCE: usize = 1_024;

pub struct Timelines<'t> {
    pub gathered: &'t Deliveries,
    pub format: &'t dyn HistoryFormat,
    pub shape: Shape,
    pub replay: &'t Replay<'t>,
}

/// A rendered goal, or a large one whose parts are yet to be rendered on all threads.
enum Written {
    Whole(Vec<u8>),
    Large(Judged),
}

impl Timelines<'_> {
    /// Writes each goal as soon as its turn comes.
    ///
    /// # Errors
    /// Bodies that cannot be read again, or a failed write.
    pub fn write(&self, sink: &mut Sink<'_>) -> Result<Replayed> {
        let mut is_first = true;
        self.replay.run(
            |judged| self.whole(judged),
            |written| {
                if !std::mem::take(&mut is_first) {
                    self.format.between(sink)?;
                }
                match written? {
                    Written::Whole(bytes) => Ok(sink.write_all(&bytes)?),
                    Written::Large(judged) => self.large(&judged, sink),
                }
            },
        )
    }

    fn whole(&self, judged: Judged) -> Result<Written> {
        let links = judged.goal.chain.links.len();
        if links > 4 * ENTRIES_AT_ONCE {
            return Ok(Written::Large(judged));
        }
        self.part(&judged, &self.marks(&judged), 0..links).map(Written::Whole)
    }

    /// Writes an index of all goals, and then each of them, worst first.
    ///
    /// # Errors
    /// As for [`Timelines::write`].
    pub fn write_with_index(&self, sink: &mut Sink<'_>) -> Result<Replayed> {
        let mut goals = Vec::new();
        let replayed = self.replay.run(
            |judged| judged,
            |judged| {
                goals.push(judged);
                Ok(())
            },
        )?;
        // The sort is stable: equal goals stay in guid order.
        goals.sort_by_cached_key(|judged| Reverse(judged.counts));
        let count = goals.len() as u64;
        self.format.begin_index(sink, count, &replayed.summary)?;
        for judged in &goals {
            self.index_row(judged, count, sink)?;
        }
        self.format.end_index(sink, count)?;
        let whole = |judged: &&Judged| {
            let links = judged.goal.chain.links.len();
            self.part(judged, &self.marks(judged), 0..links)
        };
        let steps = Steps {
            weigh: |_: &&Judged| pipeline::ALONE,
            examine: |judged: &&Judged, _: &mut dyn FnMut(_)| whole(judged),
            number: |_: &&Judged, written, _| written,
            render: |_: &&Judged, written| written,
            collect: |written: Result<Vec<u8>>| Ok(sink.write_all(&written?)?),
        };
        pipeline::run(goals.iter(), self.replay.jobs, steps)?;
        Ok(replayed)
    }

    fn index_row(&self, judged: &Judged, goals: u64, sink: &mut Sink<'_>) -> Result<()> {
        let (ledger, goal) = (&self.gathered.ledger, &judged.goal);
        let text = self.gathered.read(goal.latest)?;
        let latest = side(&text)?;
        let mut rules: BTreeMap<_, (&'static Rule, u64)> = BTreeMap::new();
        for finding in &goal.findings {
            let rule = finding.problem.rule();
            if let Some(level) = self.replay.levels.of(&finding.problem) {
                rules.entry((Reverse(level), rule.name)).or_insert((rule, 0)).1 += 1;
            }
        }
        let current = |revision: &Range<usize>| -> Result<Option<Decimal>> {
            let text = self.gathered.read(goal.chain.counting(&ledger.deliveries, revision))?;
            Ok(side(&text)?.goal.decimal(at::CURRENT_AMOUNT))
        };
        let guid = self.guid(judged);
        let row = IndexRow {
            head: &head(ledger, goal, (judged.number, &guid), &latest),
            course: goal.chain.revisions.iter().map(current).collect::<Result<_>>()?,
            rules: rules
                .into_iter()
                .map(|((level, _), (rule, count))| (level.0, rule, count))
                .collect(),
        };
        Ok(self.format.index_row(sink, goals, &row)?)
    }

    /// Findings with their locations; findings about conflicts name the fields that differ.
    fn reports(&self, findings: &[Finding]) -> Result<Vec<Report>> {
        let mut reports = Vec::with_capacity(findings.len());
        for finding in findings {
            let mut finding = finding.clone();
            if let Problem::ConflictingRevision { fields, .. }
            | Problem::ConflictingComputed { fields, .. } = &mut finding.problem
                && let Some(other) = finding.related
            {
                let texts = [self.gathered.read(other)?, self.gathered.read(finding.delivery)?];
                *fields = differing_fields([&side(&texts[0])?, &side(&texts[1])?]);
            }
            let ledger = &self.gathered.ledger;
            reports.extend(report(ledger, &finding, self.replay.levels, self.shape.hide_values));
        }
        Ok(reports)
    }

    /// The guid of a goal; if it is hidden, the number of the goal.
    fn guid(&self, judged: &Judged) -> String {
        match self.shape.hide_values {
            true => format!("goal {}", judged.number),
            false => self.gathered.ledger.goals.name(judged.goal.goal).to_owned(),
        }
    }

    fn marks(&self, judged: &Judged) -> Marks {
        let findings = judged.goal.findings.iter();
        let reported = findings.map(|finding| (finding.delivery, finding.problem.rule().name));
        Marks::of(&judged.goal, reported, self.shape)
    }

    /// Writes the parts of a large goal on several threads.
    fn large(&self, judged: &Judged, sink: &mut Sink<'_>) -> Result<()> {
        let marks = self.marks(judged);
        let links = judged.goal.chain.links.len();
        let parts = (0..links)
            .step_by(ENTRIES_AT_ONCE)
            .map(|start| start..(start + ENTRIES_AT_ONCE).min(links));
        let steps = Steps {
            weigh: |_: &Range<usize>| pipeline::ALONE,
            examine: |part: &Range<usize>, _: &mut dyn FnMut(_)| {
                self.part(judged, &marks, part.clone())
            },
            number: |_: &Range<usize>, written, _| written,
            render: |_: &Range<usize>, written| written,
            collect: |written: Result<Vec<u8>>| Ok(sink.write_all(&written?)?),
        };
        pipeline::run(parts, self.replay.jobs, steps)
    }

    /// Renders some of a goal's links.
    fn part(&self, judged: &Judged, marks: &Marks, links: Range<usize>) -> Result<Vec<u8>> {
        let (ledger, goal) = (&self.gathered.ledger, &judged.goal);
        let read = |index: u32| self.gathered.read(index);
        let text = read(goal.latest)?;
        let latest = side(&text)?;
        let guid = self.guid(judged);
        let head = head(ledger, goal, (judged.number, &guid), &latest);
        let is_first = links.start == 0;
        let is_last = links.end == goal.chain.links.len();
        let findings = is_last.then(|| self.reports(&goal.findings)).transpose()?;
        let mut bytes = Vec::new();
        with_entries(ledger, goal, links, (marks, self.shape), &read, |entries| {
            let findings = findings.as_deref();
            self.format.part(&mut bytes, &Part { goal: &head, is_first, entries, findings })
        })??;
        Ok(bytes)
    }
}
