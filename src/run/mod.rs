//! Runs inputs through the pipeline; shared by all commands that read bodies.

mod notes;
mod outcome;
pub mod pipeline;
pub mod progress;
pub mod sink;
pub mod spool;

use std::fmt;
use std::io::{self, Write};
use std::ops::ControlFlow;

use anyhow::Result;

use crate::capture::block::Block;
use crate::examine::numbering::{Numbered, Numbering};
use crate::examine::{BlockReport, Event, ExamineOptions, Seen, examine};
use crate::input::walk::Sources;
use crate::input::{self, Reading};
use crate::run::notes::Notes;
pub use crate::run::notes::NothingChosen;
pub use crate::run::outcome::Outcome;
use crate::run::pipeline::Steps;
use crate::run::progress::{Progress, Watch};

pub struct Run {
    pub sources: Sources,
    pub reading: Reading,
    pub examine_options: ExamineOptions,
    pub jobs: usize,
    /// With `--quiet`: only errors on standard error.
    pub quiet: bool,
    /// With `--verbose`: report what each input was read as.
    pub verbose: bool,
    /// Whether messages must not contain values.
    pub hide_values: bool,
    pub nothing_chosen: NothingChosen,
    pub watch: Watch,
}

/// Processes bodies and findings for a command.
pub trait Consumer: Sync {
    type Kept: Default;
    /// The output of such a part.
    type Data: Send;

    /// Called with each chosen body, on any thread; the bodies of a block come in order.
    fn body(&self, _kept: &mut Self::Kept, _seen: &Seen<'_, '_>) {}

    /// Whether there is something to print, so that the progress bar must be cleared.
    fn prints(&self, _data: &Self::Data) -> bool {
        true
    }

    /// Renders the results of a block or of a part of one, on any thread; `messages` are lines for
    /// standard error.
    fn render(
        &self,
        kept: Self::Kept,
        numbered: &Numbered,
        messages: &mut Vec<String>,
    ) -> io::Result<Self::Data>;
}

/// Ends a run early.
#[derive(Debug)]
struct Enough;

impl std::error::Error for Enough {}

impl fmt::Display for Enough {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("nothing more is wanted")
    }
}

/// What follows the data of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// More data, or the end.
    GoOn,
    /// The input pauses, so output must be flushed.
    Pause,
}

impl Run {
    /// Takes every body through the consumer. `deliver` is given each block's data in order.
    pub fn go<C: Consumer>(
        self,
        consumer: &C,
        stdin: &(dyn Fn() -> Box<dyn io::Read + Send> + Sync),
        stderr: &mut dyn Write,
        mut deliver: impl FnMut(C::Data) -> io::Result<()>,
    ) -> Result<Outcome> {
        let go_on = |data, _| deliver(data).map(|()| ControlFlow::Continue(()));
        self.go_live(consumer, stdin, stderr, go_on)
    }

    /// As [`Run::go`], for output while the input still arrives: `deliver` learns where it pauses,
    /// and can end the run without further messages.
    pub fn go_live<C: Consumer>(
        self,
        consumer: &C,
        stdin: &(dyn Fn() -> Box<dyn io::Read + Send> + Sync),
        stderr: &mut dyn Write,
        mut deliver: impl FnMut(C::Data, Then) -> io::Result<ControlFlow<()>>,
    ) -> Result<Outcome> {
        let Run { sources, reading, examine_options, watch, .. } = self;
        let notes = Notes {
            quiet: self.quiet,
            verbose: self.verbose,
            each_input: self.verbose || sources.list.len() == 1,
            columns: watch.columns,
            nothing_chosen: self.nothing_chosen,
            hide_values: self.hide_values,
        };
        notes.files_passed_over(sources.passed_over, stderr);
        let mut progress = Progress::new(watch);
        let mut outcome = Outcome::default();
        let mut numbering = Numbering::default();
        let examine_options = &examine_options;
        let blocks = input::blocks(sources.list, reading, stdin);
        let steps = Steps {
            weigh: |block: &Block| match block.pauses {
                // Output before a pause must not wait for later input.
                true => block.bytes.len().max(pipeline::ALONE),
                false => block.bytes.len(),
            },
            examine: |block: &Block, give: &mut dyn FnMut((BlockReport, C::Kept))| {
                let mut kept = C::Kept::default();
                let examined = examine(block, examine_options, &mut |event| match event {
                    Event::Body(seen) => consumer.body(&mut kept, &seen),
                    Event::Part(examined) => give((examined, std::mem::take(&mut kept))),
                });
                (examined, kept)
            },
            number: |block: &Block, (examined, kept), ends| {
                (numbering.advance(block, examined, ends), kept)
            },
            render: |block: &Block, (numbered, kept): (Numbered, C::Kept)| {
                let mut messages = Vec::new();
                let data = consumer.render(kept, &numbered, &mut messages);
                let kind = notes.of_block(block, &numbered, &mut messages);
                // Freeing findings on the thread that allocated them is cheaper.
                let part = Outcome {
                    summary: numbered.summary,
                    passed: numbered.passed,
                    read_as: kind.into_iter().map(|kind| (kind, 1)).collect(),
                    chose_nothing: false,
                };
                let then = if block.pauses { Then::Pause } else { Then::GoOn };
                (data, messages, part, then)
            },
            collect: |(data, messages, part, then): (_, Vec<String>, Outcome, Then)| {
                outcome.add(part);
                if !messages.is_empty() {
                    progress.make_way(stderr);
                }
                messages.iter().for_each(|message| notes.say(stderr, message));
                let data: C::Data = io::Result::from(data)?;
                if consumer.prints(&data) {
                    progress.make_way_for_data(stderr);
                }
                let next = deliver(data, then)?;
                progress.update(&outcome.summary, stderr);
                if next.is_break() { Err(Enough.into()) } else { Ok(()) }
            },
        };
        let ended = pipeline::run(blocks, self.jobs, steps);
        progress.make_way(stderr);
        match ended {
            Err(enough) if enough.is::<Enough>() => return Ok(outcome),
            ended => ended?,
        }
        notes.at_end(&mut outcome, &examine_options.selection, stderr);
        Ok(outcome)
    }
}
