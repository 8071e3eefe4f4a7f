//! Runs inputs through the pipeline; shared by all commands that read bodies.

pub mod pipeline;
pub mod progress;
pub mod sink;
pub mod spool;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::ops::ControlFlow;

use anyhow::Result;

use crate::run::progress::{Progress, Watch};

use crate::capture::block::Block;
use crate::examine::numbering::{Numbered, Numbering, ReadAs};
use crate::examine::report::Summary;
use crate::examine::select::{BODIES, Passed, nothing_matches};
use crate::examine::{BlockReport, Event, ExamineOptions, Seen, examine};
use crate::exit::Exit;
use crate::input::walk::Sources;
use crate::input::{self, Reading};
use crate::run::pipeline::Steps;
use crate::text::digits::{counted, grouped};
use crate::text::terminal::terminal;
use crate::text::width::wrapped;

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

/// What to do if no body matches the filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NothingChosen {
    Note,
    /// An error if the filters are by content, so that a check does not pass for nothing.
    Error,
    /// The caller says it.
    Silent,
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

/// The maximum number of kinds of input in a note.
const KINDS: usize = 3;

/// What follows the data of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// More data, or the end.
    GoOn,
    /// The input pauses, so output must be flushed.
    Pause,
}

#[derive(Debug, Default)]
pub struct Outcome {
    pub summary: Summary,
    pub passed: Passed,
    /// The number of inputs by kind, except plain JSON.
    read_as: BTreeMap<String, u64>,
    /// Whether no body was chosen although that is an error.
    pub chose_nothing: bool,
}

impl Outcome {
    /// The exit status by input errors and findings.
    pub fn exit(&self) -> Exit {
        if self.summary.unreadable_inputs > 0 || self.chose_nothing {
            Exit::Trouble
        } else if self.summary.errors > 0 {
            Exit::Findings
        } else {
            Exit::Clean
        }
    }

    fn is_nothing_chosen(&self) -> bool {
        self.summary.bodies == 0 && self.summary.rules.is_empty() && self.passed.others > 0
    }

    /// `5 inputs read as an HTTP request, 2 as a log; -v names each`.
    fn note_read_as(&self) -> Option<String> {
        let mut kinds: Vec<(&String, u64)> =
            self.read_as.iter().map(|(kind, n)| (kind, *n)).collect();
        kinds.sort_by_key(|(_, inputs)| Reverse(*inputs));
        let others: u64 = kinds.iter().skip(KINDS).map(|(_, inputs)| inputs).sum();
        let mut parts: Vec<String> = kinds
            .iter()
            .take(KINDS)
            .enumerate()
            .map(|(at, (kind, inputs))| match at {
                0 => format!("{} read as {kind}", counted(*inputs, "input", "inputs")),
                _ => format!("{} as {kind}", grouped(inputs)),
            })
            .collect();
        parts.extend((others > 0).then(|| format!("{} as others", grouped(others))));
        (!parts.is_empty()).then(|| format!("{}; -v names each", parts.join(", ")))
    }
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
        let run = self;
        let columns = run.watch.columns;
        // A failed write to standard error only loses a message.
        let say = |stderr: &mut dyn Write, message: &str| {
            let _ = writeln!(stderr, "{}", wrapped(message, columns));
        };
        if run.sources.passed_over > 0 && !run.quiet {
            let files = counted(run.sources.passed_over, "file", "files");
            let why = "not read because of the name; name a file to read it all the same";
            say(stderr, &format!("note: {files} {why}"));
        }
        let mut progress = Progress::new(run.watch);
        let mut outcome = Outcome::default();
        let mut numbering = Numbering::default();
        let (examine_options, quiet) = (&run.examine_options, run.quiet);
        let each = run.verbose || run.sources.list.len() == 1;
        let verbose = run.verbose;
        let blocks = input::blocks(run.sources.list, run.reading, stdin);
        let keep = |block: &Block, give: &mut dyn FnMut((BlockReport, C::Kept))| {
            let mut kept = C::Kept::default();
            let examined = examine(block, examine_options, &mut |event| match event {
                Event::Body(seen) => consumer.body(&mut kept, &seen),
                Event::Part(examined) => give((examined, std::mem::take(&mut kept))),
            });
            (examined, kept)
        };
        let steps = Steps {
            weigh: |block: &Block| match block.pauses {
                // Output before a pause must not wait for later input.
                true => block.bytes.len().max(pipeline::ALONE),
                false => block.bytes.len(),
            },
            examine: keep,
            number: |block: &Block, (examined, kept), ends| {
                (numbering.advance(block, examined, ends), kept)
            },
            render: |block: &Block, (numbered, kept): (Numbered, C::Kept)| {
                let mut messages = Vec::new();
                let data = consumer.render(kept, &numbered, &mut messages);
                if quiet {
                    // Findings are in the exit status then.
                    messages.clear();
                }
                let name = terminal(block.input.raw());
                let fault = numbered.fault.iter();
                messages.extend(fault.map(|fault| format!("error: {name}: {}", terminal(fault))));
                let mut part = Outcome::default();
                match numbered.read_as.as_ref().filter(|_| !quiet) {
                    Some(ReadAs { parts, .. }) if parts.is_empty() && verbose => {
                        messages.push(format!("note: {name}: read as JSON"));
                    }
                    Some(ReadAs { parts, .. }) if !parts.is_empty() && each => {
                        messages.push(format!("note: {name}: read as {}", parts.join(", ")));
                    }
                    Some(ReadAs { kinds, .. }) if !kinds.is_empty() => {
                        part.read_as.insert(kinds.join(" and "), 1);
                    }
                    _ => {}
                }
                // Freeing findings on the thread that allocated them is cheaper.
                (part.summary, part.passed) = (numbered.summary, numbered.passed);
                let then = if block.pauses { Then::Pause } else { Then::GoOn };
                (data, messages, part, then)
            },
            collect: |(data, messages, part, then): (_, Vec<String>, Outcome, Then)| {
                outcome.summary.add(&part.summary);
                outcome.passed.add(part.passed);
                for (kind, inputs) in part.read_as {
                    *outcome.read_as.entry(kind).or_default() += inputs;
                }
                if !messages.is_empty() {
                    progress.make_way(stderr);
                }
                messages.iter().for_each(|message| say(stderr, message));
                let data: C::Data = io::Result::from(data)?;
                if consumer.prints(&data) {
                    progress.make_way_for_data(stderr);
                }
                let next = deliver(data, then)?;
                progress.update(&outcome.summary, stderr);
                if next.is_break() { Err(Enough.into()) } else { Ok(()) }
            },
        };
        let ended = pipeline::run(blocks, run.jobs, steps);
        progress.make_way(stderr);
        match ended {
            Err(enough) if enough.is::<Enough>() => return Ok(outcome),
            ended => ended?,
        }
        if !quiet {
            let notes = outcome.note_read_as().into_iter().chain(outcome.passed.notes());
            notes.for_each(|note| say(stderr, &format!("note: {note}")));
        }
        if outcome.is_nothing_chosen() && run.nothing_chosen != NothingChosen::Silent {
            let selection = &run.examine_options.selection;
            let is_error = run.nothing_chosen == NothingChosen::Error && selection.is_by_content();
            outcome.chose_nothing = is_error;
            if is_error || !quiet {
                let nearest = (!run.hide_values).then_some(&outcome.passed.nearest);
                let all = outcome.passed.others;
                let why = nothing_matches(selection, all, BODIES, nearest);
                say(stderr, &format!("{}: {why}", if is_error { "error" } else { "note" }));
            }
        }
        Ok(outcome)
    }
}
