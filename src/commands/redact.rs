//! `redact`: a copy of every body that is safe to share, one per line.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use clap::{Args, ValueEnum};

use super::options::{FilterArgs, InputArgs};
use super::settings;
use crate::capture::frames::Content;
use crate::capture::separators::BYTE_ORDER_MARK;
use crate::examine::numbering::Numbered;
use crate::examine::{ExamineOptions, Seen, Wanted};
use crate::exit::Exit;
use crate::redact::Redactor;
use crate::redact::delivery::Source;
use crate::redact::key::Key;
use crate::redact::number::{Amounts, Times};
use crate::rules::problem::Problem;
use crate::rules::registry::syntax::NESTED_TOO_DEEP;
use crate::rules::rule::Rule;
use crate::run::progress::Watch;
use crate::run::sink::Sink;
use crate::run::{Consumer, NothingChosen, Run};
use crate::text::digits::counted;
use crate::text::escape::Untrusted;
use crate::text::terminal::terminal;
use crate::world::World;

/// Arguments of `redact`.
#[derive(Debug, Args)]
#[command(
    after_help = "Guids, user ids, names, metadata and other text become pseudonyms of the same \
                  kind, and undocumented keys become key_…; documented words, flags, positions and \
                  revisions stay. Amounts and times stay too, and can be matched to a production \
                  table, unless --amounts and --times change them. Of a request, only what rules \
                  need is copied, and no credential.\n\n\
                  Each body is one line; if a rule needs its received time or request, it is \
                  wrapped in {\"source\": …, \"body\": …}. check, diff and history find in the copy what they \
                  find in the original, except what cannot be read, which is left out. Whoever has \
                  the key can test guesses: do not share it."
)]
pub struct RedactArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    /// File with the secret for the pseudonyms: 16 bytes or more
    ///
    /// Make one with `(umask 077 && head -c 32 /dev/urandom > key)`. The same key gives the same
    /// pseudonyms in every run, so copies can be compared; anyone who has it can test guesses. All
    /// bytes of the file count, including a final newline. Without this option, a key is made for
    /// this run and not kept.
    #[arg(long, value_name = "FILE", help_heading = "Redact")]
    pub key_file: Option<PathBuf>,
    /// Keep amounts, or multiply them by a secret number
    ///
    /// Kept amounts can be matched to a production table, to the cent. The number is between 2
    /// and 50 and derived from the key; products are rounded to cents. Signs and order stay, and
    /// ratios except for rounding. Anyone who knows one amount knows all, and round ones can be
    /// guessed. Products of more than 14 digits become the largest one with 14.
    #[arg(long, value_name = "HOW", default_value = "keep", help_heading = "Redact")]
    pub amounts: AmountsArg,
    /// Keep times, or move all of them back by a secret number of days
    ///
    /// Kept times can be matched to a production table, to the second. The number of whole days,
    /// 100 to 2099, is derived from the key and is the same for all times: order, intervals and
    /// the time of day stay. Rules that depend on the date, such as those with --now, may differ
    /// for the copy.
    #[arg(long, value_name = "HOW", default_value = "keep", help_heading = "Redact")]
    pub times: TimesArg,
    /// Drop what cannot be read, or keep it with its secrets
    ///
    /// This means bodies that are not JSON, and text between bodies. What is dropped is counted,
    /// and the exit status is 1.
    #[arg(long, value_name = "HOW", default_value = "drop", help_heading = "Redact")]
    pub unreadable: UnreadableArg,
    /// Write to this file, which is replaced when complete.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Print only errors that prevent reading or writing.
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,
    /// Print what each input was read as.
    #[arg(long, short, conflicts_with = "quiet", help_heading = "Output")]
    pub verbose: bool,
    /// Exit with 0 even if bodies were not copied.
    #[arg(long, help_heading = "Output")]
    pub exit_zero: bool,
}

/// Values of `--amounts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AmountsArg {
    Keep,
    Scale,
}

/// Values of `--times`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TimesArg {
    Keep,
    Shift,
}

/// Values of `--unreadable`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum UnreadableArg {
    Drop,
    Keep,
}

/// The maximum size of a key file, in bytes: a larger file is a mistake.
const LONGEST_KEY: u64 = 64 * 1024;

/// # Errors
/// Wrong arguments, or a failed write.
pub fn run(arguments: &RedactArgs, world: &mut World<'_>) -> Result<Exit> {
    let key = match &arguments.key_file {
        Some(path) => read_key(path, arguments.quiet, world)?,
        None => make_key()?,
    };
    if arguments.key_file.is_none() && !arguments.quiet {
        world.say(&format!(
            "note: a key with the fingerprint {} was made for this run and is not kept; for the same \
             pseudonyms in every run use --key-file",
            key.name()
        ));
    }
    let amounts = match arguments.amounts {
        AmountsArg::Keep => Amounts::Keep,
        AmountsArg::Scale => Amounts::scaled(&key),
    };
    let times = match arguments.times {
        TimesArg::Keep => Times::Keep,
        TimesArg::Shift => Times::shifted(&key),
    };
    let sources = settings::sources(&arguments.input, world)?;
    let run = Run {
        watch: Watch::new(world, &sources.list, arguments.output.is_some(), arguments.quiet),
        sources,
        reading: settings::reading(&arguments.input),
        examine_options: ExamineOptions {
            wanted: Wanted::Text,
            selection: arguments.filter.selection()?,
            ..ExamineOptions::default()
        },
        jobs: settings::jobs(&arguments.input),
        quiet: arguments.quiet,
        verbose: arguments.verbose,
        hide_values: true,
        nothing_chosen: NothingChosen::Error,
    };
    let copier = Copier {
        redactor: Redactor { key, amounts, times },
        keep_unreadable: arguments.unreadable == UnreadableArg::Keep,
    };
    let mut sink = Sink::open(arguments.output.as_deref(), world.stdout)?;
    let mut dropped = 0;
    let outcome = run.go(&copier, world.stdin, world.stderr, |copies| {
        dropped += copies.dropped;
        sink.write_all(&copies.lines)
    })?;
    sink.finish()?;
    if dropped > 0 && !arguments.quiet {
        world.say(&format!(
            "warning: {} could not be read and {} left out; --unreadable keep copies what cannot \
             be read as it is, secrets included",
            counted(dropped, "body or stretch of text", "bodies or stretches of text"),
            if dropped == 1 { "was" } else { "were" },
        ));
    }
    Ok(match outcome.exit() {
        Exit::Trouble => Exit::Trouble,
        _ if dropped > 0 => Exit::Findings,
        _ => Exit::Clean,
    })
}

fn read_key(path: &Path, quiet: bool, world: &mut World<'_>) -> Result<Key> {
    let name = format!("--key-file {}", terminal(&path.to_string_lossy()));
    let unread = |error: io::Error| anyhow!("{name}: {}", crate::input::reason(&error));
    let file = std::fs::File::open(path).map_err(unread)?;
    if let (false, Some(mode)) = (quiet, open_to_others(&file)) {
        world.say(&format!(
            "warning: {name}: others can read or change it (mode {mode:04o}); use chmod 600"
        ));
    }
    let mut secret = Vec::new();
    file.take(LONGEST_KEY + 1).read_to_end(&mut secret).map_err(unread)?;
    if secret.len() as u64 > LONGEST_KEY {
        bail!("{name}: longer than 64 KiB: this is probably not a key");
    }
    Key::new(&secret).map_err(|why| {
        anyhow!("{name}: {why}; make one with: head -c 32 /dev/urandom > FILE; chmod 600 FILE")
    })
}

/// The mode of a regular file, if its group or others can read or write it.
#[cfg(unix)]
fn open_to_others(file: &std::fs::File) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    Some(metadata.permissions().mode() & 0o7777).filter(|mode| mode & 0o066 != 0)
}

#[cfg(not(unix))]
fn open_to_others(_: &std::fs::File) -> Option<u32> {
    None
}

fn make_key() -> Result<Key> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)
        .map_err(|error| anyhow!("no random numbers for a key: {error}"))?;
    Key::new(&secret).map_err(anyhow::Error::msg)
}

struct Copier {
    redactor: Redactor,
    keep_unreadable: bool,
}

/// The copies of the bodies of one block, one per line.
#[derive(Default)]
struct Copies {
    lines: Vec<u8>,
    dropped: u64,
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
                    copy.extend_from_slice(BYTE_ORDER_MARK);
                }
                copy.extend_from_slice(self.redactor.body(seen.frame.text).as_bytes());
            }
            // Whether its bytes are in the block depends on where the input was cut.
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
        let delivery = seen.delivery;
        let method = delivery.method.as_ref().map_or("", Untrusted::raw);
        let received = delivery.received.map(|received| self.redactor.times.moment(received));
        let fired = |rule: &Rule| seen.reports.iter().any(|report| report.rule.name == rule.name);
        Source::of(received, method, fired).write(&copy, &mut kept.lines);
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
