//! `sample`: deliveries generated from a seed, valid or with one defect each.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use clap::{Args, ValueEnum};
use serde_json::json;

use super::options::{parse_count, parse_jobs, parse_whole};
use super::{settings, word_argument};
use crate::exit::Exit;
use crate::json::number::exact;
use crate::rules::registry;
use crate::rules::rule::{Group, Rule};
use crate::run::pipeline;
use crate::run::pipeline::Steps;
use crate::run::sink::Sink;
use crate::sample::people::MILLION;
use crate::sample::shape::{Written, write};
use crate::sample::stream::{Plan, Planned, Shape, Stream};
use crate::sample::{defects, sequence};
use crate::text::terminal::terminal;
use crate::world::World;

/// Arguments of `sample`.
#[derive(Debug, Args)]
pub struct SampleArgs {
    /// Number of bodies; 10 if not given, or 8 for each goal, or as many as --mutate needs.
    #[arg(long, value_name = "N", value_parser = parse_count)]
    pub count: Option<u64>,
    /// Number of goals; if not given, one for every 8 bodies.
    #[arg(long, value_name = "N", value_parser = parse_count)]
    pub goals: Option<u64>,
    /// Seed; the same seed makes the same bytes.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = parse_whole::<u64>)]
    pub seed: u64,
    /// Break this rule and no other (if repeated, each body breaks one of them).
    #[arg(long, value_name = "RULE", value_parser = word_argument::RULE, hide_possible_values = true)]
    pub mutate: Vec<String>,
    /// Share of bodies that break a rule, such as 0.02 or 2%
    ///
    /// For history rules, the share of users. Without --mutate, any body rule may be broken; with
    /// --mutate but without --defects, every body breaks one.
    #[arg(long, value_name = "RATE")]
    pub defects: Option<String>,
    /// Share of deliveries that arrive twice, late or not at all, such as 0.02 or 2%
    ///
    /// For testing consumers: duplicates, stale deliveries and revision gaps. All bodies are
    /// valid.
    #[arg(long, value_name = "RATE")]
    pub messy: Option<String>,
    /// Write what is wrong and where to this file, one JSON object per line.
    #[arg(long, value_name = "FILE")]
    pub truth: Option<PathBuf>,
    /// Output shape: one body per line, an indented array, or raw HTTP requests.
    #[arg(long, value_name = "SHAPE", default_value = "ndjson")]
    pub shape: ShapeArg,
    /// Number of threads; does not change the output.
    #[arg(long, short, value_name = "N", value_parser = parse_jobs)]
    pub jobs: Option<u16>,
    /// Write to this file, which is replaced when complete.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Values of `--shape`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShapeArg {
    Ndjson,
    Json,
    Http,
}

/// Deliveries in one batch for a thread.
const BATCH: usize = 1_024;
/// The default of `--count`.
const BODIES: u64 = 10;
/// Bodies per goal if only one of `--count` and `--goals` is given.
const BODIES_OF_A_GOAL: u64 = 8;

/// # Errors
/// Wrong arguments, or a failed write.
pub fn run(arguments: &SampleArgs, world: &mut World<'_>) -> Result<Exit> {
    let plan = plan(arguments)?;
    let (shape, bodies) = (plan.shape, plan.bodies);
    let mut sink = Sink::open(arguments.output.as_deref(), world.stdout)?;
    let mut nowhere = std::io::sink();
    let mut truth = match &arguments.truth {
        Some(path) => Some(Sink::open(Some(path), &mut nowhere)?),
        None => None,
    };
    let mut lines = 0;
    let steps = Steps {
        weigh: |_: &Vec<Planned>| pipeline::ALONE,
        examine: |batch: &Vec<Planned>, _: &mut dyn FnMut(Written)| write(shape, batch, bodies),
        number: |_: &Vec<Planned>, mut written: Written, _| {
            for truth in &mut written.truths {
                truth.line += lines;
            }
            lines += written.lines;
            written
        },
        render: |_: &Vec<Planned>, written: Written| written,
        collect: |written: Written| {
            sink.write_all(&written.bytes)?;
            let Some(truth) = &mut truth else { return Ok(()) };
            for broken in &written.truths {
                let line = json!({
                    "line": broken.line,
                    "body": broken.body,
                    "rule": broken.rule.name,
                    "pointer": broken.pointer,
                });
                writeln!(truth, "{line}")?;
            }
            Ok(())
        },
    };
    let mut stream = Stream::new(plan);
    let batches = std::iter::from_fn(move || {
        let batch: Vec<Planned> = stream.by_ref().take(BATCH).collect();
        (!batch.is_empty()).then_some(batch)
    });
    pipeline::run(batches, settings::threads(arguments.jobs), steps)?;
    sink.finish()?;
    if let Some(truth) = truth {
        truth.finish()?;
    }
    Ok(Exit::Clean)
}

fn plan(arguments: &SampleArgs) -> Result<Plan> {
    let shape = match arguments.shape {
        ShapeArg::Ndjson => Shape::Ndjson,
        ShapeArg::Json => Shape::Json,
        ShapeArg::Http => Shape::Http,
    };
    let (body_rules, chain_rules) = rules(arguments, shape)?;
    let least = chain_rules.iter().map(|rule| sequence::goals_of(rule)).max();
    let needed = match least {
        Some(goals) => goals * BODIES_OF_A_GOAL,
        None if arguments.mutate.is_empty() => BODIES,
        None => 1,
    };
    let (bodies, goals) = match (arguments.count, arguments.goals) {
        (Some(bodies), Some(goals)) => (bodies, goals),
        (Some(bodies), None) => match least {
            Some(least) => (bodies, least.max(bodies / BODIES_OF_A_GOAL)),
            None => (bodies, bodies.div_ceil(BODIES_OF_A_GOAL)),
        },
        (None, Some(goals)) => (goals.saturating_mul(BODIES_OF_A_GOAL), goals),
        (None, None) => (needed, needed.div_ceil(BODIES_OF_A_GOAL)),
    };
    if goals > bodies {
        bail!("--goals {goals}: each needs a body, and --count is {bodies}");
    }
    if let (Some(rule), Some(least)) = (chain_rules.first(), least) {
        let rule = rule.name;
        if goals < least {
            bail!("--mutate {rule}: two goals are needed; use --goals {least} or more");
        }
        if bodies / goals < BODIES_OF_A_GOAL {
            let count = goals.saturating_mul(BODIES_OF_A_GOAL);
            bail!(
                "--mutate {rule}: each goal needs {BODIES_OF_A_GOAL} bodies; use --count {count} \
                 or more"
            );
        }
    }
    let rate = arguments.defects.as_deref().map(|rate| parse_rate("--defects", rate));
    let rate = rate.transpose()?.unwrap_or(MILLION);
    let messy = arguments.messy.as_deref().map(|rate| parse_rate("--messy", rate));
    let messy = messy.transpose()?.unwrap_or(0);
    let seed = arguments.seed;
    Ok(Plan { bodies, goals, seed, shape, body_rules, chain_rules, rate, messy })
}

/// The rules to break: rules of single bodies, and rules of histories.
type Broken = (Vec<&'static Rule>, Vec<&'static Rule>);

fn rules(arguments: &SampleArgs, shape: Shape) -> Result<Broken> {
    if arguments.mutate.is_empty() {
        // Rules that need an option to fire would not be a defect for a plain `check`.
        let all = defects::DEFECTS.iter().map(|(rule, _)| *rule);
        let usual = all.filter(|rule| rule.arguments.is_empty() && shape.can_break(rule));
        let rules = if arguments.defects.is_some() { usual.collect() } else { Vec::new() };
        return Ok((rules, Vec::new()));
    }
    let mut rules: Broken = Default::default();
    for name in &arguments.mutate {
        let rule = registry::find(name).ok_or_else(|| word_argument::no_such_rule(name))?;
        if !shape.can_break(rule) {
            bail!(
                "--mutate {name}: cannot be broken in this shape; try another --shape, such as http"
            );
        }
        match rule.group {
            Group::Sequence | Group::User => rules.1.push(rule),
            _ => rules.0.push(rule),
        }
    }
    Ok(rules)
}

/// Parses a share such as `0.02` or `2%`; the result is in millionths.
fn parse_rate(option: &str, text: &str) -> Result<u32> {
    let (digits, unit) = match text.strip_suffix('%') {
        Some(digits) => (digits, MILLION / 100),
        None => (text, MILLION),
    };
    let is_number = !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1;
    is_number
        .then(|| exact(digits))
        .flatten()
        .and_then(|share| share.checked_mul(unit.into()))
        .and_then(|millionths| u32::try_from(millionths.trunc()).ok())
        .filter(|millionths| *millionths <= MILLION)
        .ok_or_else(|| anyhow!("{option} {}: write a share from 0 to 1, or 2%", terminal(text)))
}
