//! `check`: findings in the format that was asked for, and a summary.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;

use super::check_format::{CheckFormat, ReportFile, ReportFileParser};
use super::config::Config;
use super::options::{CommonArgs, LevelArgs};
use super::repository::Paths;
use super::{expect, settings, word_argument};
use crate::examine::numbering::Numbered;
use crate::examine::report::Report;
use crate::examine::{ExamineOptions, Seen, Wanted};
use crate::exit::Exit;
use crate::render::Options;
use crate::render::check::FindingFormat;
use crate::render::check::ci_services::{BodyPlace, Finding, Gathering, Part, fingerprint, hash};
use crate::render::check::concise::Concise;
use crate::render::check::fold::folded;
use crate::render::check::github::Github;
use crate::render::check::gitlab::Gitlab;
use crate::render::check::json::{Json, Jsonl};
use crate::render::check::junit::Junit;
use crate::render::check::line_hash::line_hashes;
use crate::render::check::markdown::Markdown;
use crate::render::check::sarif::Sarif;
use crate::render::check::text::Text;
use crate::render::summary::summary_line;
use crate::rules::registry;
use crate::rules::rule::Group;
use crate::run::sink::Sink;
use crate::run::{Consumer, NothingChosen, Run, Then};
use crate::text::escape::Untrusted;
use crate::world::World;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub common: CommonArgs,
    /// Output format; text if not given.
    #[arg(
        long,
        short,
        value_name = "FORMAT",
        default_value = "text",
        hide_default_value = true,
        help_heading = "Output"
    )]
    pub format: CheckFormat,
    /// Write another report of the same run, such as sarif=findings.sarif
    ///
    /// Repeatable. Takes the formats of --format; each file is replaced when complete.
    #[arg(long, value_name = "FORMAT=FILE", help_heading = "Output", value_parser = ReportFileParser, hide_possible_values = true)]
    pub report: Vec<ReportFile>,
    /// Print only the counts by rule.
    #[arg(long, help_heading = "Output", conflicts_with = "format")]
    pub summary: bool,
    /// With jsonl: leave out the last line, the summary, so that all lines are findings.
    #[arg(long, help_heading = "Output")]
    pub no_summary: bool,
    /// Print the configuration in effect and where each value comes from, and exit.
    #[arg(long, help_heading = "Input")]
    pub show_config: bool,
    /// The configuration file.
    #[arg(skip)]
    pub config: Config,
    /// Fail unless each body breaks this rule and no other
    ///
    /// For captures that are bad on purpose. If repeated, each body must break all of these rules
    /// and no other at warning level or above. Prints a line for each body that does not, and
    /// exits with 1. Text between bodies counts against every body of that input.
    #[arg(long, value_name = "RULE", help_heading = "Check", value_parser = word_argument::RULE, hide_possible_values = true)]
    pub expect: Vec<String>,
}

/// # Errors
/// Wrong arguments, or a write that failed.
pub fn run(arguments: &CheckArgs, world: &mut World<'_>) -> Result<Exit> {
    let CommonArgs { input, levels, output, .. } = &arguments.common;
    if arguments.show_config {
        let mut sink = Sink::open(output.output.as_deref(), world.stdout)?;
        sink.write_all(arguments.config.shown(input, levels).as_bytes())?;
        sink.finish()?;
        return Ok(Exit::Clean);
    }
    let run = prepare(arguments, world)?;
    for name in rules_of_history(&arguments.common).filter(|_| !output.quiet) {
        world.say(&format!("note: check does not apply {name}; goalpost history does"));
    }
    if !arguments.expect.is_empty() {
        let is_plain = matches!(arguments.format, CheckFormat::Text | CheckFormat::Concise);
        if !is_plain || !arguments.report.is_empty() {
            bail!("--expect prints its own lines: leave out --format and --report");
        }
        return expect::run(run, &arguments.expect, output, world);
    }
    write(arguments, run, world)
}

/// The rules and groups of the command line that `check` does not know.
fn rules_of_history(arguments: &CommonArgs) -> impl Iterator<Item = &String> {
    let CommonArgs { levels: LevelArgs { deny, warn, info, .. }, filter, .. } = arguments;
    [deny, warn, info, &filter.rules].into_iter().flatten().filter(|name| {
        let of_rule = registry::find(name).map(|rule| rule.group);
        of_rule.or_else(|| Group::find(name)).is_some_and(Group::is_of_history)
    })
}

/// The run that the arguments describe; it does not parse values.
fn prepare(arguments: &CheckArgs, world: &World<'_>) -> Result<Run> {
    let CommonArgs { input, filter, levels, output } = &arguments.common;
    let examine_options =
        ExamineOptions { wanted: Wanted::Text, ..settings::examine_options(filter, levels)? };
    let sources = settings::sources(input, world)?;
    let run = settings::run(sources, examine_options, input, output, world);
    Ok(Run { nothing_chosen: NothingChosen::Error, ..run })
}

/// Reads the inputs once and writes every report.
fn write(arguments: &CheckArgs, mut run: Run, world: &mut World<'_>) -> Result<Exit> {
    let output = &arguments.common.output;
    let options = settings::options(output, world);
    let in_files = arguments.report.iter().map(|report| report.format);
    let formats: Vec<CheckFormat> = std::iter::once(arguments.format).chain(in_files).collect();
    if arguments.no_summary && !formats.contains(&CheckFormat::Jsonl) {
        bail!("--no-summary is for --format jsonl");
    }
    let hide_values = output.hide_values;
    let mut checker = Checker { streams: Vec::new(), paths: None, hide_values };
    // For each sink, the index of its report in `streams` or `gatherings`.
    let mut order = Vec::new();
    let mut gatherings = Vec::new();
    for (index, format) in formats.iter().enumerate() {
        // A file gets no colours and no width.
        let options =
            if index == 0 { options } else { Options { time: options.time, ..Options::default() } };
        match writer(*format, options, (index == 0 && arguments.summary, arguments.no_summary)) {
            Writer::Stream(stream) => {
                order.push((true, checker.streams.len()));
                checker.streams.push(stream);
            }
            Writer::Gathering(gathering) => {
                order.push((false, gatherings.len()));
                gatherings.push(gathering);
            }
        }
    }
    if gatherings.is_empty() {
        run.examine_options.wanted = Wanted::Nothing;
    } else {
        checker.paths = Some(Paths::new(world));
    }
    run.examine_options.snippets = formats.contains(&CheckFormat::Text) && !hide_values;

    let for_people = matches!(arguments.format, CheckFormat::Text | CheckFormat::Concise);
    let mut nowhere = io::sink();
    let stdout: &mut dyn Write = match output.quiet && for_people {
        true => &mut nowhere,
        false => world.stdout,
    };
    let is_json = matches!(arguments.format, CheckFormat::Json | CheckFormat::Jsonl);
    let sink = Sink::open(output.output.as_deref(), stdout)?;
    let mut sinks = vec![sink.painting_json(is_json && options.paints_json())];
    for report in &arguments.report {
        sinks.push(Sink::file(&report.file)?);
    }
    for (sink, (streams, at)) in sinks.iter_mut().zip(&order) {
        if *streams {
            checker.streams[*at].begin(sink)?;
        }
    }
    let mut first = true;
    let outcome = run.go_live(&checker, world.stdin, world.stderr, |(streamed, part), then| {
        let follows = streamed.iter().any(|data| !data.is_empty()) && !std::mem::take(&mut first);
        for (sink, (streams, at)) in sinks.iter_mut().zip(&order) {
            if *streams {
                if follows {
                    sink.write_all(checker.streams[*at].separator().as_bytes())?;
                }
                sink.write_all(streamed[*at].as_bytes())?;
            } else {
                gatherings[*at].take(&part, sink)?;
            }
        }
        if then == Then::Pause {
            sinks.iter_mut().try_for_each(Write::flush)?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    for (mut sink, (streams, at)) in sinks.into_iter().zip(order) {
        match streams {
            true => checker.streams[at].end(&mut sink, &outcome.summary)?,
            false => gatherings[at].end(&outcome.summary, &mut sink)?,
        }
        sink.finish()?;
    }
    let is_nothing = outcome.summary.is_nothing();
    if arguments.format == CheckFormat::Concise && !output.quiet && !is_nothing {
        world.say(&summary_line(&outcome.summary));
    }
    Ok(outcome.exit())
}

enum Writer {
    /// Writes findings as they are found.
    Stream(Box<dyn FindingFormat>),
    /// Needs all findings in order.
    Gathering(Box<dyn Gathering>),
}

fn writer(
    format: CheckFormat,
    options: Options,
    (only_summary, no_summary): (bool, bool),
) -> Writer {
    match format {
        CheckFormat::Text => Writer::Stream(Box::new(Text { options, only_summary })),
        CheckFormat::Concise => Writer::Stream(Box::new(Concise { colour: options.colour })),
        CheckFormat::Json => Writer::Stream(Box::new(Json)),
        CheckFormat::Jsonl => Writer::Stream(Box::new(Jsonl { no_summary })),
        CheckFormat::Github => Writer::Gathering(Box::new(Github::default())),
        CheckFormat::Gitlab => Writer::Gathering(Box::new(Gitlab::default())),
        CheckFormat::Junit => Writer::Gathering(Box::new(Junit::default())),
        CheckFormat::Sarif => Writer::Gathering(Box::new(Sarif::new(&hashes))),
        CheckFormat::Markdown => Writer::Gathering(Box::new(Markdown::default())),
    }
}

/// The hashes of an input's lines; none for standard input and other files that cannot be read
/// twice.
fn hashes(input: &Untrusted, lines: &BTreeSet<u64>) -> BTreeMap<u64, String> {
    let open = || match input.raw() {
        "-" => Err(io::ErrorKind::NotFound.into()),
        path => File::open(path),
    };
    line_hashes(open, lines).unwrap_or_default()
}

struct Checker {
    streams: Vec<Box<dyn FindingFormat>>,
    /// The file names as CI services know them, if a report is for one.
    paths: Option<Paths>,
    hide_values: bool,
}

impl Consumer for Checker {
    type Kept = Vec<BodyPlace>;
    /// The output of each stream, and the data for the services.
    type Data = (Vec<String>, Part);

    fn prints(&self, (streamed, _): &Self::Data) -> bool {
        streamed.iter().any(|data| !data.is_empty())
    }

    fn body(&self, bodies: &mut Vec<BodyPlace>, seen: &Seen<'_, '_>) {
        if self.paths.is_none() {
            return;
        }
        let content =
            (!seen.reports.is_empty()).then(|| hash([&*String::from_utf8_lossy(seen.frame.bytes)]));
        bodies.push(BodyPlace { number: seen.number, line: seen.line, content });
    }

    fn render(
        &self,
        bodies: Vec<BodyPlace>,
        numbered: &Numbered,
        _: &mut Vec<String>,
    ) -> io::Result<Self::Data> {
        let hidden: Vec<Report>;
        let reports = match self.hide_values {
            true => {
                hidden = numbered.reports.iter().map(Report::without_values).collect();
                &hidden
            }
            false => &numbered.reports,
        };
        let streamed =
            self.streams.iter().map(|stream| streamed(&**stream, reports, &numbered.introduces));
        let streamed = streamed.collect();
        let part = match &self.paths {
            Some(paths) => part(paths, bodies, numbered, reports),
            None => Part::default(),
        };
        Ok((streamed, part))
    }
}

/// Renders the findings; those at the indexes `introduces` are the first of their rule.
fn streamed(format: &dyn FindingFormat, reports: &[Report], introduces: &[usize]) -> String {
    /// The usual length of a line of `concise`, in bytes.
    const LINE: usize = 128;
    let mut data = String::with_capacity(reports.len() * LINE);
    let mut introduces = introduces.iter().peekable();
    let mut append = |index: usize, report: &Report| {
        if index > 0 {
            data.push_str(format.separator());
        }
        match introduces.next_if_eq(&&index) {
            Some(_) => format.first_of_rule(&mut data, report),
            None => format.finding(&mut data, report),
        }
    };
    if format.folds() {
        folded(reports).iter().for_each(|(index, report)| append(*index, report));
    } else {
        reports.iter().enumerate().for_each(|(index, report)| append(index, report));
    }
    data
}

/// The data of a block for CI services. Fingerprints are computed before values are hidden, so that
/// `--hide-values` does not change them.
fn part(paths: &Paths, mut bodies: Vec<BodyPlace>, numbered: &Numbered, shown: &[Report]) -> Part {
    for body in &mut bodies {
        body.number += numbered.bodies_before;
    }
    let path = Arc::new(paths.of(&numbered.input));
    let findings = numbered.reports.iter().zip(shown).map(|(report, shown)| {
        let body = report.body.and_then(|number| {
            let at = bodies.binary_search_by_key(&number, |body| body.number).ok()?;
            bodies[at].content.as_deref()
        });
        let content = body.unwrap_or_default();
        Finding { report: shown.clone(), fingerprint: fingerprint(report, path.raw(), content) }
    });
    let findings = findings.collect();
    Part {
        input: Arc::clone(&numbered.input),
        path: Arc::clone(&path),
        first: numbered.summary.inputs > 0,
        bodies,
        findings,
        fault: numbered.fault.clone(),
    }
}
