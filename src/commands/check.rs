//! `check`: findings in the format that was asked for, and a summary.

use super::options::{FilterArgs, InputArgs, LevelArgs, OutputArgs};
use super::words;
use clap::{Args, ValueEnum};
use std::io::{self, Write};

use anyhow::{Result, bail};

use super::{expect, settings};
use crate::examine::numbering::Numbered;
use crate::examine::report::Report;
use crate::examine::{Examination, Seen, Wanted};
use crate::exit::Exit;
use crate::render::check::concise::Concise;
use crate::render::check::finding::FindingFormat;
use crate::render::check::github::Github;
use crate::render::check::gitlab::Gitlab;
use crate::render::check::json::Json;
use crate::render::check::jsonl::Jsonl;
use crate::render::check::junit::Junit;
use crate::render::check::sarif::Sarif;
use crate::render::check::service::{BodyPlace, Gathering, Part};
use crate::render::check::text::Text;
use crate::render::summary::summary_line;
use crate::run::sink::Sink;
use crate::run::{Consumer, Run};
use crate::world::World;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub levels: LevelArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    /// How findings are written
    ///
    /// Without it, text.
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        hide_default_value = true,
        help_heading = "Output"
    )]
    pub format: CheckFormat,
    /// Each body must give this rule and no other
    ///
    /// For captures that are bad on purpose. Repeatable: each body must give all of these rules,
    /// and no other at warning level or above. A body that differs has a line that says how, and
    /// the exit status is 1. What text between bodies gives counts for all bodies of its input.
    #[arg(long, value_name = "RULE", help_heading = "Check", value_parser = words::RULE, hide_possible_values = true)]
    pub expect: Vec<String>,
}

/// Formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people: the line and a caret.
    Text,
    /// A line for each finding, as editors and grep know it.
    Concise,
    /// One JSON document.
    Json,
    /// JSON, a finding on each line, the summary last.
    Jsonl,
    /// Annotations of GitHub Actions.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// JUnit XML: a suite for each input, a case for each body.
    Junit,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// Runs the command.
///
/// # Errors
/// Wrong arguments, or a write that failed.
pub fn run(arguments: &CheckArgs, world: &mut World<'_>) -> Result<Exit> {
    if !arguments.expect.is_empty() {
        if !matches!(arguments.format, CheckFormat::Text | CheckFormat::Concise) {
            bail!("--expect prints lines of its own: leave out --format");
        }
        return expect::run(arguments, world);
    }
    let options = settings::options(&arguments.output, world);
    let concise = Concise { colour: options.colour };
    match arguments.format {
        CheckFormat::Text => stream(arguments, Box::new(Text { options }), world),
        CheckFormat::Concise => stream(arguments, Box::new(concise), world),
        CheckFormat::Json => stream(arguments, Box::new(Json), world),
        CheckFormat::Jsonl => stream(arguments, Box::new(Jsonl), world),
        CheckFormat::Github => gather(arguments, &mut Github::default(), world),
        CheckFormat::Gitlab => gather(arguments, &mut Gitlab::default(), world),
        CheckFormat::Junit => gather(arguments, &mut Junit::default(), world),
        CheckFormat::Sarif => gather(arguments, &mut Sarif::default(), world),
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
    let run = settings::run(sources, examination, &arguments.input, &arguments.output, world);
    Ok(Run { must_choose: true, ..run })
}

/// Writes findings while the inputs are read.
fn stream(
    arguments: &CheckArgs,
    format: Box<dyn FindingFormat>,
    world: &mut World<'_>,
) -> Result<Exit> {
    let hide_values = arguments.output.hide_values;
    let mut run = prepare(arguments, world)?;
    run.examination.wanted = Wanted::Nothing;
    run.examination.snippets = arguments.format == CheckFormat::Text && !hide_values;
    let streamer = Streamer { format: format, hide_values };
    let mut sink = Sink::open(arguments.output.output.as_deref(), world.stdout)?;
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
    if arguments.format == CheckFormat::Concise && !arguments.output.quiet && !is_nothing {
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
fn gather(
    arguments: &CheckArgs,
    format: &mut dyn Gathering,
    world: &mut World<'_>,
) -> Result<Exit> {
    let run = prepare(arguments, world)?;
    let gatherer = Gatherer { hide_values: arguments.output.hide_values };
    let mut sink = Sink::open(arguments.output.output.as_deref(), world.stdout)?;
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
