//! The whole command line: the commands, their dispatch and shared options.

use std::sync::LazyLock;

use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use super::check::CheckArgs;
use super::config::Config;
use super::diff::DiffArgs;
use super::explain::ExplainArgs;
use super::help;
use super::history::HistoryArgs;
use super::options::{InputArgs, LevelArgs};
use super::redact::RedactArgs;
use super::sample::SampleArgs;
use super::schema::SchemaArgs;
use super::shell::{CompletionsArgs, ManArgs};
use super::show::ShowArgs;
use super::stats::StatsArgs;
use crate::exit::Exit;
use crate::rules::rule::Level;
use crate::text::suggest::suggest;
use crate::world::World;
use anyhow::Result;

/// The version; in a release build from git, with commit and date.
const VERSION: &str = match option_env!("GOALPOST_VERSION") {
    Some(version) => version,
    None => env!("CARGO_PKG_VERSION"),
};

/// Inspect captured MX Goals webhooks: show them, check them
///
/// Bodies are found by their content in files, directories or standard input: one or many, pretty
/// or compact, one per line, in arrays, envelopes, logs, tables or raw HTTP requests.
#[derive(Debug, Parser)]
#[command(version = VERSION, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Arguments of `show`, if no command is given.
    #[command(flatten)]
    pub show: ShowArgs,
    #[arg(skip)]
    pub exit_zero: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print bodies: a card for one, a table for several
    ///
    /// Or as JSON, JSON lines, CSV or Markdown. Runs when no command is given.
    Show(Box<ShowArgs>),
    /// Check bodies against the goal schema and the rules
    ///
    /// The command for CI. `goalpost explain` lists the rules; -D, -W, -I and -A set their levels;
    /// --format prints for CI services. Each body is checked alone: history has the rules about
    /// several deliveries.
    Check(Box<CheckArgs>),
    /// Show what changed between bodies, captures or revisions
    ///
    /// Two bodies, two captures paired by guid and revision, or the revisions of one goal.
    Diff(Box<DiffArgs>),
    /// Show every goal's revisions as a timeline, and audit them
    ///
    /// The rules are those of the groups sequence and user.
    History(Box<HistoryArgs>),
    /// Count what a capture contains, by field and by rule
    ///
    /// With --merge, add up saved counts.
    Stats(Box<StatsArgs>),
    /// Make a copy that is safe to share
    Redact(Box<RedactArgs>),
    /// Explain a rule, or list all rules
    Explain(ExplainArgs),
    /// Make bodies for tests: valid ones, or ones that break a rule
    Sample(Box<SampleArgs>),
    /// Print the goal schema: a table or JSON Schema
    ///
    /// The JSON Schema (2020-12) accepts a body where check finds no error of the groups envelope
    /// and schema.
    Schema(SchemaArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print a man page
    Man(ManArgs),
}

/// Names of our commands in other tools.
const OTHER_NAMES: [(&str, &str); 5] = [
    ("lint", "check"),
    ("validate", "check"),
    ("list", "show"),
    ("rules", "explain"),
    ("version", "--version"),
];

/// # Errors
/// Wrong arguments, or a write that failed.
pub fn dispatch(cli: &Cli, world: &mut World<'_>) -> Result<Exit> {
    match &cli.command {
        None => match cli.meant_command() {
            Some(meant) if cli.show.common.input.inputs[0].as_os_str() == meant.as_str() => {
                anyhow::bail!("options come after the command: goalpost {meant} [OPTIONS]")
            }
            Some(meant) => anyhow::bail!(
                "no such file or command: {}; did you mean `goalpost {meant}`?",
                cli.show.common.input.inputs[0].display()
            ),
            None => super::show::run(&cli.show, world),
        },
        Some(Command::Show(show)) => super::show::run(show, world),
        Some(Command::Check(check)) => super::check::run(check, world),
        Some(Command::Diff(diff)) => super::diff::run(diff, world),
        Some(Command::History(history)) => super::history::run(history, world),
        Some(Command::Sample(sample)) => super::sample::run(sample, world),
        Some(Command::Stats(stats)) => super::stats::run(stats, world),
        Some(Command::Explain(explain)) => super::explain::run(explain, world),
        Some(Command::Schema(schema)) => super::schema::run(schema, world),
        Some(Command::Completions(shell)) => super::shell::completions(shell, command(), world),
        Some(Command::Man(man)) => super::shell::man(
            man,
            help::with_help(Cli::command().mut_subcommands(help::with_help)),
            world,
        ),
        Some(Command::Redact(redact)) => super::redact::run(redact, world),
    }
}

pub fn command() -> clap::Command {
    // Building it takes longer than checking a body, so it is built once per process.
    static COMMAND: LazyLock<clap::Command> = LazyLock::new(|| help::complete(Cli::command()));
    COMMAND.clone()
}

/// The width of help without a terminal, and its maximum.
const HELP_COLUMNS: usize = 80;
const WIDEST_HELP: usize = 100;

/// Parses the command line; help is wrapped to this width.
///
/// # Errors
/// Wrong arguments; also `--help` and `--version`, as clap returns them.
pub fn parse(
    arguments: Vec<std::ffi::OsString>,
    columns: Option<usize>,
) -> Result<Cli, clap::Error> {
    let columns = columns.unwrap_or(HELP_COLUMNS).min(WIDEST_HELP);
    let arguments = without_help_of_help(arguments);
    let matches = command().term_width(columns).try_get_matches_from(arguments)?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    let matches = matches.subcommand().map_or(&matches, |(_, matches)| matches);
    cli.exit_zero = matches!(matches.try_get_one("exit_zero"), Ok(Some(true)));
    if let Some((_, Some(levels))) = cli.shared_mut() {
        levels.changes = level_changes(matches);
    }
    Ok(cli)
}

/// Treats `help -h` as `-h` and `help --help` as `--help`.
fn without_help_of_help(mut arguments: Vec<std::ffi::OsString>) -> Vec<std::ffi::OsString> {
    let is_help = |option: &std::ffi::OsString| option == "-h" || option == "--help";
    if arguments.len() > 2 && arguments[1] == "help" && arguments[2..].iter().any(is_help) {
        arguments.remove(1);
    }
    arguments
}

impl Cli {
    /// Fills in options from the configuration file.
    ///
    /// # Errors
    /// A file that cannot be read or is invalid.
    pub fn configure(&mut self) -> Result<()> {
        if let Some((input, levels)) = self.shared_mut() {
            let config = Config::of(input)?;
            config.complete(input, levels);
            if let Some(Command::Check(check)) = &mut self.command {
                check.config = config;
            }
        }
        Ok(())
    }

    /// The input and level options of the command, if it has them.
    fn shared_mut(&mut self) -> Option<(&mut InputArgs, Option<&mut LevelArgs>)> {
        let common = match &mut self.command {
            None => &mut self.show.common,
            Some(Command::Show(show)) => &mut show.common,
            Some(Command::Check(check)) => &mut check.common,
            Some(Command::History(history)) => &mut history.common,
            Some(Command::Stats(stats)) => &mut stats.common,
            Some(Command::Diff(diff)) => return Some((&mut diff.input, None)),
            Some(Command::Redact(redact)) => return Some((&mut redact.input, None)),
            Some(_) => return None,
        };
        Some((&mut common.input, Some(&mut common.levels)))
    }

    /// The command that the user probably meant by the first input, if there is no such file.
    fn meant_command(&self) -> Option<String> {
        let first = self.show.common.input.inputs.first().filter(|_| self.command.is_none())?;
        let word = first.to_str().filter(|_| !first.exists())?;
        let commands = super::shell::names(&command());
        let other = OTHER_NAMES.iter().find(|(name, _)| *name == word).map(|(_, meant)| *meant);
        let near = || suggest(word, commands.iter().map(String::as_str));
        other.or_else(near).map(str::to_owned)
    }
}

/// The level options in the order they were given, which the derived structs lose.
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
