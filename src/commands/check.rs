//! `check`: findings in the format that was asked for, and a summary.

use std::io::{self, Write};

use anyhow::Result;

use super::run::{Consumer, Run};
use super::settings;
use crate::cli::check::{self, CheckArgs};
use crate::examine::{Examination, Wanted};
use crate::exit::Exit;
use crate::numbering::Numbered;
use crate::render::summary::summary_line;
use crate::render::{CheckFormat, FindingFormat, check_format};
use crate::sink::Sink;
use crate::world::World;

/// Runs the command.
///
/// # Errors
/// Wrong arguments, or a write that failed.
pub fn run(arguments: &CheckArgs, world: &mut World<'_>) -> Result<Exit> {
    let options = settings::options(&arguments.output, world);
    let format = match arguments.format {
        check::CheckFormat::Text => CheckFormat::Text,
        check::CheckFormat::Concise => CheckFormat::Concise,
        check::CheckFormat::Json => CheckFormat::Json,
        check::CheckFormat::Jsonl => CheckFormat::Jsonl,
    };
    let snippets = format == CheckFormat::Text && !arguments.output.hide_values;
    let run = Run {
        sources: settings::sources(&arguments.input, world)?,
        reading: settings::reading(&arguments.input),
        examination: Examination {
            wanted: Wanted::Nothing,
            ..settings::examination(&arguments.filter, &arguments.levels, snippets)?
        },
        jobs: settings::jobs(&arguments.input),
        quiet: arguments.output.quiet,
    };
    let checker = Checker { format: check_format(format, options) };
    let mut sink = Sink::open(arguments.output.output.as_deref(), world.stdout)?;
    checker.format.begin(&mut sink)?;
    let mut first = true;
    let outcome = run.go(&checker, world.stdin, world.stderr, |data| {
        if !data.is_empty() && !std::mem::take(&mut first) {
            sink.write_all(checker.format.separator().as_bytes())?;
        }
        sink.write_all(&data)
    })?;
    checker.format.end(&mut sink, &outcome.summary)?;
    sink.finish()?;
    let is_nothing = outcome.summary.is_nothing();
    if format == CheckFormat::Concise && !arguments.output.quiet && !is_nothing {
        world.say(&summary_line(&outcome.summary));
    }
    Ok(outcome.exit())
}

struct Checker {
    format: Box<dyn FindingFormat>,
}

impl Consumer for Checker {
    type Kept = ();
    type Data = Vec<u8>;

    fn render(&self, (): (), numbered: &Numbered, _: &mut Vec<String>) -> io::Result<Vec<u8>> {
        let mut data = Vec::new();
        for (index, report) in numbered.reports.iter().enumerate() {
            if index > 0 {
                data.extend_from_slice(self.format.separator().as_bytes());
            }
            self.format.finding(&mut data, report)?;
        }
        Ok(data)
    }
}
