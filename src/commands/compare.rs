//! Writes the pairs of a `diff` in one of its formats and counts them.

use std::io::Write;

use anyhow::{Result, anyhow};

use super::deliveries::Deliveries;
use crate::diff::change::{Comparison, Scope, compare, hide_keys};
use crate::diff::patch::{effective, json_patch, merge_patch};
use crate::diff::side::Side;
use crate::exit::Exit;
use crate::history::timeline::side;
use crate::render::diff::{Alone, Counts, End, Pair, PairFormat, Shown};
use crate::run::sink::Sink;
use crate::text::json_layout::{raw_json_line, raw_json_pretty};
use crate::text::terminal::terminal;

/// A body of one side.
#[derive(Clone, Copy)]
pub struct Body<'g> {
    pub of: &'g Deliveries,
    /// Its index in the ledger.
    pub index: u32,
    /// How many different contents its revision was delivered with, where conflicts are checked.
    pub variants: u64,
}

impl<'g> Body<'g> {
    /// A body that is not checked for conflicts.
    pub fn of(of: &'g Deliveries, index: u32) -> Body<'g> {
        Body { of, index, variants: 1 }
    }

    fn text(&self) -> Result<String> {
        Ok(self.of.read(self.index)?)
    }

    fn end<'a>(&self, side: &'a Side<'a>) -> End<'a>
    where
        'g: 'a,
    {
        let place = self.of.ledger.place(self.index);
        let (body, line) = (place.location.body, place.location.line);
        let variants = self.variants;
        End { side, input: place.input, trail: place.trail, body, line, variants }
    }

    /// The name of a goal with a hidden guid.
    fn alias(&self) -> String {
        let place = self.of.ledger.place(self.index);
        format!("goal of {}:{}", place.input.raw(), place.location.line)
    }
}

/// The output of `diff`.
pub enum Output {
    Pairs(Box<dyn PairFormat>),
    /// A JSON Patch.
    Patch,
    /// A JSON Merge Patch.
    Merge,
}

pub struct Writer<'w> {
    sink: Sink<'w>,
    scope: Scope,
    shown: Shown,
    only_counts: bool,
    output: Output,
    counts: Counts,
}

impl<'w> Writer<'w> {
    /// # Errors
    /// A failed write.
    pub fn begin(
        mut sink: Sink<'w>,
        mut output: Output,
        scope: &Scope,
        shown: Shown,
        only_counts: bool,
    ) -> Result<Writer<'w>> {
        if let Output::Pairs(format) = &mut output {
            format.begin(&mut sink)?;
        }
        let counts = Counts::default();
        Ok(Writer { sink, scope: scope.clone(), shown, only_counts, output, counts })
    }

    /// Compares two bodies.
    ///
    /// # Errors
    /// A body that cannot be read again, or a failed write.
    pub fn compare(&mut self, old: Body<'_>, new: Body<'_>, even_if_same: bool) -> Result<()> {
        let texts = [old.text()?, new.text()?];
        let (mut before, mut after) = (side(&texts[0])?, side(&texts[1])?);
        let mut comparison = compare(&before, &after, &self.scope);
        if self.shown.hide_values {
            hide_keys([&mut before, &mut after], &mut comparison);
            before.alias = Some(old.alias());
            after.alias = Some(new.alias());
        }
        let differs = !comparison.changes.is_empty();
        self.counts.different += u64::from(differs);
        self.counts.same += u64::from(!differs);
        match &mut self.output {
            Output::Patch => self.patch(&comparison),
            Output::Merge => self.merge(&comparison),
            Output::Pairs(_) if self.only_counts || !differs && !even_if_same => Ok(()),
            Output::Pairs(format) => {
                let pair = Pair::Both(old.end(&before), new.end(&after), &comparison);
                Ok(format.pair(&mut self.sink, &pair)?)
            }
        }
    }

    /// Writes a body that only one side has; `deleted` is the revision at which the other side
    /// deleted the goal, if it did.
    ///
    /// # Errors
    /// As for [`Writer::compare`].
    pub fn alone(&mut self, body: Body<'_>, deleted: Option<i64>, is_old: bool) -> Result<()> {
        self.counts.only_old += u64::from(is_old);
        self.counts.only_new += u64::from(!is_old);
        let Output::Pairs(format) = &mut self.output else { return Ok(()) };
        if self.only_counts {
            return Ok(());
        }
        let text = body.text()?;
        let mut side = side(&text)?;
        if self.shown.hide_values {
            hide_keys([&mut side, &mut Side::default()], &mut Comparison::default());
            side.alias = Some(body.alias());
        }
        let end = body.end(&side);
        let pair = Pair::Alone(Alone { end, is_old, deleted });
        Ok(format.pair(&mut self.sink, &pair)?)
    }

    fn patch(&mut self, comparison: &Comparison<'_>) -> Result<()> {
        let patch = json_patch(&effective(comparison, self.shown.verbose));
        // Each operation is on its own line already.
        for line in patch.lines() {
            let mut safe = String::new();
            raw_json_line(line.trim_start(), &mut safe);
            let indent = &line[..line.len() - line.trim_start().len()];
            writeln!(self.sink, "{indent}{safe}")?;
        }
        Ok(())
    }

    fn merge(&mut self, comparison: &Comparison<'_>) -> Result<()> {
        let patch = merge_patch(&effective(comparison, self.shown.verbose)).map_err(|pointer| {
            anyhow!(
                "{} becomes null, which a merge patch cannot say (null removes); use --format patch",
                terminal(&pointer)
            )
        })?;
        let mut safe = String::new();
        raw_json_pretty(&patch, &mut safe);
        writeln!(self.sink, "{safe}")?;
        Ok(())
    }

    /// Writes the end of the output; `same` counts equal bodies that were not passed to `compare`.
    ///
    /// # Errors
    /// A failed write.
    pub fn finish(mut self, same: u64) -> Result<Exit> {
        self.counts.same += same;
        if let Output::Pairs(format) = &mut self.output {
            format.end(&mut self.sink, &self.counts)?;
        }
        self.sink.finish()?;
        Ok(if self.counts.is_same() { Exit::Clean } else { Exit::Findings })
    }
}
