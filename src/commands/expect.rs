//! `check --expect`: checks that captures with known faults have exactly these findings.
//!
//! Findings outside the bodies count for every body of their input.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Arc;

use anyhow::{Result, bail};

use super::options::OutputArgs;
use super::word_argument;
use crate::examine::Seen;
use crate::examine::numbering::Numbered;
use crate::exit::Exit;
use crate::rules::registry;
use crate::rules::rule::{Group, Level};
use crate::run::sink::Sink;
use crate::run::{Consumer, Run};
use crate::text::digits::{counted, group_digits};
use crate::text::escape::Untrusted;
use crate::world::World;

/// # Errors
/// Wrong arguments, or a failed write.
pub fn run(
    run: Run,
    expect: &[String],
    output: &OutputArgs,
    world: &mut World<'_>,
) -> Result<Exit> {
    let expected = expected(expect)?;
    let mut nowhere = io::sink();
    let stdout = if output.quiet { &mut nowhere } else { &mut *world.stdout };
    let mut sink = Sink::open(output.output.as_deref(), stdout)?;
    let mut verdict = Verdict { expected, ..Verdict::default() };
    let outcome = run.go(&Found, world.stdin, world.stderr, |part| {
        if part.first {
            verdict.end_input(&mut sink)?;
            verdict.input = part.input;
        }
        verdict.bodies.extend(part.bodies);
        verdict.beside.extend(part.beside);
        Ok(())
    })?;
    verdict.end_input(&mut sink)?;
    sink.finish()?;
    if !output.quiet && !outcome.chose_nothing {
        world.say(&verdict.summary());
    }
    Ok(if outcome.exit() == Exit::Trouble {
        Exit::Trouble
    } else if verdict.different > 0 || verdict.alike == 0 {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

fn expected(names: &[String]) -> Result<BTreeSet<&'static str>> {
    names
        .iter()
        .map(|name| match registry::find(name) {
            Some(rule) if rule.group.is_of_history() => {
                bail!(
                    "--expect {name}: check judges each body alone; goalpost history -D {name} \
                     ends with 1 where it finds this"
                )
            }
            Some(rule) => Ok(rule.name),
            None if Group::find(name).is_some() => {
                bail!("--expect {name}: this is a group; name one of its rules")
            }
            None => Err(word_argument::no_such_rule(name)),
        })
        .collect()
}

/// A body with the rules of its findings, those at info level separate.
#[derive(Debug, Default)]
struct Body {
    number: u64,
    line: u64,
    rules: Vec<(&'static str, Level)>,
}

/// The results of a block.
#[derive(Debug, Default)]
struct Part {
    input: Arc<Untrusted>,
    first: bool,
    bodies: Vec<Body>,
    beside: Vec<(&'static str, Level)>,
}

struct Found;

impl Consumer for Found {
    type Kept = Vec<(u64, u64)>;
    type Data = Part;

    fn body(&self, places: &mut Vec<(u64, u64)>, seen: &Seen<'_, '_>) {
        places.push((seen.number, seen.line));
    }

    fn render(
        &self,
        places: Vec<(u64, u64)>,
        numbered: &Numbered,
        _: &mut Vec<String>,
    ) -> io::Result<Part> {
        let mut part = Part {
            input: Arc::clone(&numbered.input),
            first: numbered.summary.inputs > 0,
            ..Part::default()
        };
        for (number, line) in places {
            let number = numbered.bodies_before + number;
            part.bodies.push(Body { number, line, rules: Vec::new() });
        }
        for report in &numbered.reports {
            let found = (report.rule.name, report.level);
            let Some(number) = report.body else {
                part.beside.push(found);
                continue;
            };
            match part.bodies.binary_search_by_key(&number, |body| body.number) {
                Ok(index) => part.bodies[index].rules.push(found),
                // A body over `--max-body`, which was skipped.
                Err(index) => {
                    let line = report.start.line;
                    part.bodies.insert(index, Body { number, line, rules: vec![found] });
                }
            }
        }
        Ok(part)
    }
}

/// The bodies of the current input, and the counts over all inputs.
#[derive(Debug, Default)]
struct Verdict {
    expected: BTreeSet<&'static str>,
    input: Arc<Untrusted>,
    bodies: Vec<Body>,
    beside: Vec<(&'static str, Level)>,
    alike: u64,
    different: u64,
}

impl Verdict {
    /// Compares the bodies of the current input with the expected rules and writes a line for each
    /// that differs. An input with findings but no body counts as one body.
    fn end_input(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let beside = std::mem::take(&mut self.beside);
        let mut bodies = std::mem::take(&mut self.bodies);
        if bodies.is_empty() && !beside.is_empty() {
            bodies.push(Body { number: 1, line: 1, rules: Vec::new() });
        }
        for body in bodies {
            match self.difference(&[&body.rules[..], &beside].concat()) {
                None => self.alike += 1,
                Some(difference) => {
                    self.different += 1;
                    let Body { number, line, .. } = body;
                    let input = self.input.terminal();
                    writeln!(out, "{input}:{line}: body {number}: {difference}")?;
                }
            }
        }
        Ok(())
    }

    fn difference(&self, found: &[(&'static str, Level)]) -> Option<String> {
        let named = |counts: &dyn Fn(&'static str, Level) -> bool| {
            let found = found.iter().filter(|(rule, level)| counts(rule, *level));
            found.map(|(rule, _)| *rule).collect::<BTreeSet<&'static str>>()
        };
        let counted = named(&|rule, level| level >= Level::Warning || self.expected.contains(rule));
        if counted == self.expected {
            return None;
        }
        let shown = if counted.is_empty() { named(&|_, _| true) } else { counted };
        let list = |rules: &BTreeSet<&str>| Vec::from_iter(rules.iter().copied()).join(", ");
        let found = if shown.is_empty() { "nothing".to_owned() } else { list(&shown) };
        let hint = self.expected.difference(&shown).find_map(|name| {
            let option = registry::find(name)?.arguments.first()?;
            Some(format!(" ({name} depends on {option})"))
        });
        let hint = hint.unwrap_or_default();
        Some(format!("expected {}; found {found}{hint}", list(&self.expected)))
    }

    fn summary(&self) -> String {
        let bodies = counted(self.alike + self.different, "body", "bodies");
        match (self.alike, self.different) {
            (0, 0) => "no body was chosen, so nothing was checked".to_owned(),
            (_, 0) => format!("{bodies}: as expected"),
            (_, different) => {
                format!("{bodies}: {} not as expected", group_digits(&different.to_string()))
            }
        }
    }
}
