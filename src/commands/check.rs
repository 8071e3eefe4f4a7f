//! `check`: findings in the format that was asked for, and a summary.

use std::io::{self, Write};

use anyhow::{Result, bail};

use super::run::{Consumer, Run};
use super::{expect, settings};
use crate::cli::check::{CheckArgs, CheckFormat as Format};
use crate::examine::{Examination, Seen, Wanted};
use crate::exit::Exit;
use crate::numbering::Numbered;
use crate::render::ci::{BodyPlace, CiFormat, Part, gathering};
use crate::render::summary::summary_line;
use crate::render::{CheckFormat, FindingFormat, check_format};
use crate::report::Report;
use crate::sink::Sink;
use crate::world::World;

/// Runs the command.
///
/// # Errors
/// Wrong arguments, or a write that failed.
pub fn run(arguments: &CheckArgs, world: &mut World<'_>) -> Result<Exit> {
    if !arguments.expect.is_empty() {
        if !matches!(arguments.format, Format::Text | Format::Concise) {
            bail!("--expect prints lines of its own: leave out --format");
        }
        return expect::run(arguments, world);
    }
    match arguments.format {
        Format::Text => stream(arguments, CheckFormat::Text, world),
        Format::Concise => stream(arguments, CheckFormat::Concise, world),
        Format::Json => stream(arguments, CheckFormat::Json, world),
        Format::Jsonl => stream(arguments, CheckFormat::Jsonl, world),
        Format::Github => gather(arguments, CiFormat::Github, world),
        Format::Gitlab => gather(arguments, CiFormat::Gitlab, world),
        Format::Junit => gather(arguments, CiFormat::Junit, world),
        Format::Sarif => gather(arguments, CiFormat::Sarif, world),
    }
}

/// The run that the arguments describe. Bodies are seen, but their values are not.
///
/// # Errors
/// Wrong arguments.
pub fn prepare(arguments: &CheckArgs, world: &World<'_>) -> Result<Run> {
    let examination = Examination {
        wanted: Wanted::Text,
        ..settings::examination(&arguments.filter, &arguments.levels, false)?
    };
    let sources = settings::sources(&arguments.input, world)?;
    Ok(settings::run(sources, examination, &arguments.input, &arguments.output, world))
}

/// Writes findings while the inputs are read.
fn stream(arguments: &CheckArgs, format: CheckFormat, world: &mut World<'_>) -> Result<Exit> {
    let options = settings::options(&arguments.output, world);
    let hide_values = arguments.output.hide_values;
    let mut run = prepare(arguments, world)?;
    run.examination.wanted = Wanted::Nothing;
    run.examination.snippets = format == CheckFormat::Text && !hide_values;
    let streamer = Streamer { format: check_format(format, options), hide_values };
    let pager = settings::pager(&arguments.pager, world);
    run.watch = run.watch.behind(pager.is_some());
    let mut sink = Sink::paged(arguments.output.output.as_deref(), pager, world.stdout)?;
    streamer.format.begin(&mut sink)?;
    let mut first = true;
    let outcome = run.go(&streamer, world.stdin, world.stderr, |data| {
        if !data.is_empty() && !std::mem::take(&mut first) {
            sink.write_all(streamer.format.separator().as_bytes())?;
        }
        sink.write_all(&data)
    })?;
    streamer.format.end(&mut sink, &outcome.summary)?;
    sink.finish()?;
    let is_nothing = outcome.summary.is_nothing();
    if format == CheckFormat::Concise && !arguments.output.quiet && !is_nothing {
        world.say(&summary_line(&outcome.summary));
    }
    Ok(outcome.exit())
}

struct Streamer {
    format: Box<dyn FindingFormat>,
    hide_values: bool,
}

impl Consumer for Streamer {
    type Kept = ();
    type Data = Vec<u8>;

    fn prints(&self, data: &Vec<u8>) -> bool {
        !data.is_empty()
    }

    fn render(&self, (): (), numbered: &Numbered, _: &mut Vec<String>) -> io::Result<Vec<u8>> {
        let mut data = String::new();
        let mut introduces = numbered.introduces.iter().peekable();
        for (index, report) in numbered.reports.iter().enumerate() {
            if index > 0 {
                data.push_str(self.format.separator());
            }
            let hidden = self.hide_values.then(|| report.without_values());
            let report = hidden.as_ref().unwrap_or(report);
            match introduces.next_if_eq(&&index) {
                Some(_) => self.format.first_of_rule(&mut data, report),
                None => self.format.finding(&mut data, report),
            }
        }
        Ok(data.into_bytes())
    }
}

/// Gives all parts in their order to a format that needs to see them together.
fn gather(arguments: &CheckArgs, format: CiFormat, world: &mut World<'_>) -> Result<Exit> {
    let run = prepare(arguments, world)?;
    let gatherer = Gatherer { hide_values: arguments.output.hide_values };
    let mut sink = Sink::open(arguments.output.output.as_deref(), world.stdout)?;
    let mut format = gathering(format);
    let root =
        std::env::current_dir().ok().and_then(|root| root.into_os_string().into_string().ok());
    let outcome = run.go(&gatherer, world.stdin, world.stderr, |mut part| {
        if let Some(root) = &root {
            part.make_relative(root);
        }
        format.take(part, &mut sink)
    })?;
    format.end(&outcome.summary, &mut sink)?;
    sink.finish()?;
    Ok(outcome.exit())
}

struct Gatherer {
    hide_values: bool,
}

impl Consumer for Gatherer {
    type Kept = Vec<BodyPlace>;
    type Data = Part;

    fn body(&self, bodies: &mut Vec<BodyPlace>, seen: &Seen<'_, '_>) {
        bodies.push(BodyPlace { number: seen.number, line: seen.line });
    }

    fn render(
        &self,
        mut bodies: Vec<BodyPlace>,
        numbered: &Numbered,
        _: &mut Vec<String>,
    ) -> io::Result<Part> {
        for body in &mut bodies {
            body.number += numbered.bodies_before;
        }
        let reports = match self.hide_values {
            true => numbered.reports.iter().map(Report::without_values).collect(),
            false => numbered.reports.clone(),
        };
        Ok(Part {
            input: std::sync::Arc::clone(&numbered.input),
            first: numbered.summary.inputs > 0,
            bodies,
            reports,
            fault: numbered.fault.clone(),
        })
    }
}
