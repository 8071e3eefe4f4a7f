//! The command line: arguments as typed, with their help. The only files that know clap.
//!
//! Each command has its arguments in a file of its own; what several have is in `shared`.

pub mod check;
mod completion_values;
pub mod diff;
pub mod explain;
pub mod help;
pub mod history;
pub mod redact;
pub mod sample;
pub mod schema;
pub mod shared;
pub mod shell;
pub mod show;
pub mod stats;
pub mod words;

use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::rules::rule::Level;
use crate::text::suggest::suggest;
use check::CheckArgs;
use diff::DiffArgs;
use explain::ExplainArgs;
use history::HistoryArgs;
use redact::RedactArgs;
use sample::SampleArgs;
use schema::SchemaArgs;
use shared::LevelArgs;
use shell::{CompletionsArgs, ManArgs};
use show::ShowArgs;
use stats::StatsArgs;

/// Inspect captured MX Goals webhooks: show them, check them
///
/// Bodies are found by content, in files, directories or standard input: one or many, pretty or
/// not, a line each, in an array, in raw HTTP requests, in a paste of the documentation page.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Without a command: show.
    #[command(flatten)]
    pub show: ShowArgs,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print bodies: a card for one, a table for several
    ///
    /// Or JSON, a line each, CSV or Markdown. The command that runs without a name.
    Show(Box<ShowArgs>),
    /// Check bodies against the goal schema and the rules
    ///
    /// The command for CI. `goalpost explain` lists the rules; -D, -W, -I and -A change their
    /// levels; --format writes for services.
    Check(Box<CheckArgs>),
    /// Show what changed between bodies, captures or revisions
    ///
    /// Two bodies, two captures paired by guid and revision, or the revisions of one goal.
    Diff(Box<DiffArgs>),
    /// Show every goal's revisions as a timeline, and audit them
    ///
    /// With the rules of the groups sequence and user.
    History(Box<HistoryArgs>),
    /// Make valid bodies, revision chains and one-rule mutants
    Sample(Box<SampleArgs>),
    /// Count what a capture really holds, by field and by rule
    ///
    /// Or add up saved counts.
    Stats(Box<StatsArgs>),
    /// Say why a rule exists, or list all rules
    Explain(ExplainArgs),
    /// Print the goal schema: a table or JSON Schema
    ///
    /// The JSON Schema (2020-12) accepts a body where check finds no error of the groups envelope
    /// and schema.
    Schema(SchemaArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print a man page
    Man(ManArgs),
    /// Make a copy that is safe to share, of which every rule says the same.
    Redact(Box<RedactArgs>),
}

/// The whole command line.
pub fn command() -> clap::Command {
    help::complete(Cli::command())
}

/// The columns of help where nobody says how many there are, and at most.
const HELP_COLUMNS: usize = 80;
const WIDEST_HELP: usize = 100;

/// Reads the command line; help is laid out for so many columns.
///
/// # Errors
/// What clap says of wrong arguments, or of `--help` and `--version`.
pub fn parse(
    arguments: Vec<std::ffi::OsString>,
    columns: Option<usize>,
) -> Result<Cli, clap::Error> {
    let columns = columns.unwrap_or(HELP_COLUMNS).min(WIDEST_HELP);
    let matches = command().term_width(columns).try_get_matches_from(arguments)?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    let matches = matches.subcommand().map_or(&matches, |(_, matches)| matches);
    if let Some(levels) = cli.levels_mut() {
        levels.changes = level_changes(matches);
    }
    Ok(cli)
}

impl Cli {
    /// The level options of the command, if it has any.
    fn levels_mut(&mut self) -> Option<&mut LevelArgs> {
        match &mut self.command {
            None => Some(&mut self.show.levels),
            Some(Command::Show(show)) => Some(&mut show.levels),
            Some(Command::Check(check)) => Some(&mut check.levels),
            Some(Command::History(history)) => Some(&mut history.levels),
            Some(Command::Stats(stats)) => Some(&mut stats.levels),
            Some(_) => None,
        }
    }

    /// The command that a first input looks like, where no file has that name.
    pub fn meant_command(&self) -> Option<String> {
        let first = self.show.input.inputs.first().filter(|_| self.command.is_none())?;
        let word = first.to_str().filter(|_| !first.exists())?;
        let commands = shell::commands();
        suggest(word, commands.iter().map(String::as_str)).map(str::to_owned)
    }

    /// Whether findings alone do not fail the run.
    pub fn exit_zero(&self) -> bool {
        match &self.command {
            None => self.show.output.exit_zero,
            Some(Command::Show(show)) => show.output.exit_zero,
            Some(Command::Check(check)) => check.output.exit_zero,
            Some(Command::Diff(diff)) => diff.output.exit_zero,
            Some(Command::History(history)) => history.output.exit_zero,
            Some(Command::Stats(stats)) => stats.output.exit_zero,
            Some(Command::Redact(redact)) => redact.exit_zero,
            Some(_) => false,
        }
    }
}

/// The level options in the order in which they were typed, which the derived structs lose.
fn level_changes(matches: &ArgMatches) -> Vec<(Option<Level>, String)> {
    let options = [
        ("deny", Some(Level::Error)),
        ("warn", Some(Level::Warning)),
        ("info", Some(Level::Info)),
        ("allow", None),
    ];
    let mut changes = Vec::new();
    for (option, level) in options {
        let names = matches.get_many::<String>(option).into_iter().flatten();
        let places = matches.indices_of(option).into_iter().flatten();
        changes.extend(places.zip(names).map(|(place, name)| (place, level, name.clone())));
    }
    changes.sort_by_key(|(place, _, _)| *place);
    changes.into_iter().map(|(_, level, name)| (level, name)).collect()
}
