//! `redact`: a copy of every body that is safe to share, as a stream of bodies, or of requests
//! where the capture says more of a delivery than its body.

use super::options::{FilterArgs, InputArgs};
use clap::{Args, ValueEnum};
use std::io::{self, Read, Write};
use std::path::Path;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};

use super::settings;
use crate::capture::form::Form;
use crate::capture::frames::Content;
use crate::examine::numbering::Numbered;
use crate::examine::{Examination, Seen, Wanted};
use crate::exit::Exit;
use crate::redact::Redactor;
use crate::redact::amount::Amounts;
use crate::redact::head::Head;
use crate::redact::key::{Key, SHORTEST};
use crate::rules::problem::Problem;
use crate::rules::registry::syntax::NESTED_TOO_DEEP;
use crate::rules::rule::Group;
use crate::run::progress::Watch;
use crate::run::sink::Sink;
use crate::run::{Consumer, Run};
use crate::text::digits::counted;
use crate::text::escape::Foreign;
use crate::text::terminal::terminal;
use crate::world::World;

/// Arguments of `redact`.
#[derive(Debug, Args)]
pub struct RedactArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// The secret behind the pseudonyms, of 16 bytes or more
    ///
    /// Without it one is made for this run. One key gives the same pseudonyms in every run, so
    /// that captures stay comparable.
    #[arg(long, value_name = "FILE", help_heading = "Redact")]
    pub key_file: Option<PathBuf>,
    /// Keep amounts, or multiply them by a secret number
    ///
    /// The number, between 2 and 50, is one that the key stands for; the products are rounded to
    /// cents. Signs and order stay, and ratios but for the rounding. That hides amounts from a
    /// glance, not from work: whoever knows one of them knows all, and round ones can be guessed.
    /// Amounts of over 14 digits after it are cut to the largest of 14.
    #[arg(long, value_name = "HOW", default_value = "keep", help_heading = "Redact")]
    pub amounts: AmountsArg,
    /// Drop what cannot be read, or keep it with its secrets
    ///
    /// That is bodies that are not JSON and text between bodies. What was dropped is counted,
    /// and the status is 1.
    #[arg(long, value_name = "HOW", default_value = "drop", help_heading = "Redact")]
    pub unreadable: UnreadableArg,
    /// Write to this file, whole or not at all.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// No messages but errors.
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,
    /// End with 0 where bodies that were not copied would end with 1.
    #[arg(long, help_heading = "Output")]
    pub exit_zero: bool,
}

/// What happens to amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AmountsArg {
    Keep,
    Scale,
}

/// What happens to bodies that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum UnreadableArg {
    Drop,
    Keep,
}

/// A longer key file is none, in bytes.
const LONGEST_KEY: u64 = 64 * 1024;

/// Runs the command.
///
/// # Errors
/// Wrong arguments, or a write that failed.
pub fn run(arguments: &RedactArgs, world: &mut World<'_>) -> Result<Exit> {
    let key = match &arguments.key_file {
        Some(path) => read_key(path)?,
        None => make_key()?,
    };
    if arguments.key_file.is_none() && !arguments.quiet {
        world.say(&format!(
            "note: pseudonyms have the key {}, made for this run and not kept; for the same \
             pseudonyms in every run name a file with --key-file",
            key.name()
        ));
    }
    let amounts = match arguments.amounts {
        AmountsArg::Keep => Amounts::Keep,
        AmountsArg::Scale => Amounts::scaled(&key),
    };
    let sources = settings::sources(&arguments.input, world)?;
    let run = Run {
        watch: Watch::new(world, &sources, arguments.output.is_some(), arguments.quiet),
        sources,
        reading: settings::reading(&arguments.input),
        examination: Examination {
            wanted: Wanted::Text,
            selection: arguments.filter.selection()?,
            ..Examination::default()
        },
        jobs: settings::jobs(&arguments.input),
        quiet: arguments.quiet,
        hide_values: true,
        must_choose: true,
    };
    let copier = Copier {
        redactor: Redactor { key, amounts },
        keep_unreadable: arguments.unreadable == UnreadableArg::Keep,
    };
    let mut sink = Sink::open(arguments.output.as_deref(), world.stdout)?;
    let mut requests = None;
    let mut mixed = false;
    let mut dropped = 0;
    let outcome = run.go(&copier, world.stdin, world.stderr, |copies| {
        dropped += copies.dropped;
        for copy in copies.copies {
            let requests = *requests.get_or_insert(copy.wants != Wants::NoHead);
            mixed |= !requests && copy.wants == Wants::Head;
            if mixed {
                // What stands behind bare bodies cannot have a head: what came first goes on.
                return Ok(());
            }
            copy.write(requests, &mut sink)?;
        }
        Ok(())
    })?;
    sink.finish()?;
    if mixed {
        world.say(
            "error: bare bodies come first and deliveries with a head or a time behind them; only \
             the bare bodies before were copied: redact them apart",
        );
        return Ok(Exit::Trouble);
    }
    if dropped > 0 && !arguments.quiet {
        world.say(&format!(
            "warning: {} could not be read and not copied; --unreadable keep copies them as they \
             are",
            counted(dropped, "body or stretch of text", "bodies or stretches of text")
        ));
    }
    Ok(match outcome.exit() {
        Exit::Trouble => Exit::Trouble,
        _ if dropped > 0 => Exit::Findings,
        _ => Exit::Clean,
    })
}

fn read_key(path: &Path) -> Result<Key> {
    let named = || format!("--key-file {}", terminal(&path.to_string_lossy()));
    let unread = |error: io::Error| anyhow!("{}: {}", named(), crate::input::reason(&error));
    let file = std::fs::File::open(path).map_err(unread)?;
    let mut secret = Vec::new();
    file.take(LONGEST_KEY + 1).read_to_end(&mut secret).map_err(unread)?;
    // A line end at the end is an editor's, not the key's.
    let length = secret.trim_ascii_end().len();
    if secret.len() as u64 > LONGEST_KEY {
        bail!("{}: longer than 64 KiB, so hardly a key", named());
    }
    Key::new(&secret[..length])
        .with_context(|| format!("{}: a key has at least {SHORTEST} bytes", named()))
}

fn make_key() -> Result<Key> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)
        .map_err(|error| anyhow!("no random numbers for a key: {error}"))?;
    Key::new(&secret).context("no key")
}

struct Copier {
    redactor: Redactor,
    keep_unreadable: bool,
}

/// The copies of the bodies of one block.
#[derive(Default)]
struct Copies {
    copies: Vec<Copy>,
    dropped: u64,
}

/// The copies of the bodies of one delivery.
struct Copy {
    head: Head,
    wants: Wants,
    origin: Option<Origin>,
    bodies: Vec<u8>,
}

/// Whether a copy is one of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wants {
    /// It was a bare body.
    NoHead,
    /// It stood in something of which nothing is known.
    AnyHead,
    /// It would lose what its head says.
    Head,
}

/// What all bodies of one delivery have in common: the place of the request's head in its block,
/// the trail, and the line and column where it begins.
type Origin = (Option<usize>, Vec<Foreign>, u64, u64);

impl Copy {
    fn of(seen: &Seen<'_, '_>, origin: Option<Origin>, bodies: Vec<u8>) -> Copy {
        let fired = |rule: &str| seen.reports.iter().any(|report| report.rule.name == rule);
        let is_told = seen.reports.iter().any(|report| report.rule.group == Group::Transport);
        let wants = if seen.request.is_some() || seen.delivery.received.is_some() || is_told {
            Wants::Head
        } else if origin.is_some() || matches!(seen.form, Form::Csv | Form::Log) {
            Wants::AnyHead
        } else {
            Wants::NoHead
        };
        Copy { head: Head::of(seen.delivery, fired), wants, origin, bodies }
    }

    fn write(&self, request: bool, out: &mut dyn Write) -> io::Result<()> {
        if request {
            out.write_all(self.head.write(self.bodies.trim_ascii_end().len()).as_bytes())?;
        }
        out.write_all(&self.bodies)
    }
}

impl Consumer for Copier {
    type Kept = Copies;
    type Data = Copies;

    fn body(&self, kept: &mut Copies, seen: &Seen<'_, '_>) {
        let too_deep = seen.reports.iter().any(|report| *report.rule == NESTED_TOO_DEEP);
        let mut copy = Vec::new();
        match &seen.frame.content {
            Content::Goal(_) | Content::Clean(_) | Content::OtherShape(_) if !too_deep => {
                if seen.frame.byte_order_mark {
                    copy.extend_from_slice(crate::capture::separators::BYTE_ORDER_MARK);
                }
                copy.extend_from_slice(self.redactor.body(seen.frame.text).as_bytes());
            }
            // Whether its bytes are there depends on how the input was cut.
            Content::Broken(Problem::BodyTooLarge { .. }, _) => {
                kept.dropped += 1;
                return;
            }
            _ if self.keep_unreadable && !seen.frame.bytes.is_empty() => {
                copy.extend_from_slice(seen.frame.bytes);
            }
            _ => {
                kept.dropped += 1;
                return;
            }
        }
        copy.push(b'\n');
        let request = seen.request.map(|request| request.method_span.start);
        let origin = match (request, seen.trail) {
            (None, []) => None,
            (_, []) => Some((request, Vec::new(), 0, 0)),
            (_, trail) => Some((request, trail.to_vec(), seen.line, seen.column)),
        };
        match kept.copies.last_mut() {
            Some(last) if origin.is_some() && last.origin == origin => {
                last.bodies.extend_from_slice(&copy);
            }
            _ => kept.copies.push(Copy::of(seen, origin, copy)),
        }
    }

    fn render(
        &self,
        mut kept: Copies,
        numbered: &Numbered,
        _: &mut Vec<String>,
    ) -> io::Result<Copies> {
        kept.dropped +=
            numbered.reports.iter().filter(|report| report.body.is_none()).count() as u64;
        Ok(kept)
    }
}
