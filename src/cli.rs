//! The command line: arguments as typed, with their help. The only file that knows clap.

use std::path::PathBuf;

use clap::{ArgAction, ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::rules::rule::Level;

/// Inspect captured MX Goals webhooks: show them, check them against the goal schema.
///
/// Bodies are found by content, in files, directories or standard input: one or many, pretty or
/// not, a line each, in an array, in raw HTTP requests, in a paste of the documentation page.
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_help = "Exit status: 0 clean, 1 findings at error level, 2 something was not read or not written."
)]
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
    /// Print bodies: a card for one, a table for several, or a format for machines.
    Show(Box<ShowArgs>),
    /// Check bodies against the goal schema and the rules; the command for CI.
    Check(Box<CheckArgs>),
}

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    #[allow(missing_docs)]
    #[command(flatten)]
    pub input: InputArgs,
    #[allow(missing_docs)]
    #[command(flatten)]
    pub filter: FilterArgs,
    #[allow(missing_docs)]
    #[command(flatten)]
    pub levels: LevelArgs,
    #[allow(missing_docs)]
    #[command(flatten)]
    pub output: OutputArgs,
    /// The format; without it a card for one body and a table for several.
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<ShowFormat>,
    /// With jsonl: wrap each body as {"source": …, "body": …}.
    #[arg(long, help_heading = "Output")]
    pub with_source: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[allow(missing_docs)]
    #[command(flatten)]
    pub input: InputArgs,
    #[allow(missing_docs)]
    #[command(flatten)]
    pub filter: FilterArgs,
    #[allow(missing_docs)]
    #[command(flatten)]
    pub levels: LevelArgs,
    #[allow(missing_docs)]
    #[command(flatten)]
    pub output: OutputArgs,
    /// The format.
    #[arg(long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    pub format: CheckFormatArg,
    /// Each body must give this rule, and no other at warning level or above (repeatable).
    #[arg(long, value_name = "RULE", help_heading = "Check")]
    pub expect: Vec<String>,
}

/// Where bodies come from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct InputArgs {
    /// Files, directories, or - for standard input (the default where it is no terminal).
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Read the input as this form instead of detecting it.
    #[arg(long, value_name = "NAME")]
    pub input_format: Option<InputFormat>,
    /// A larger body is a finding: bytes, or with K, M, G (1024).
    #[arg(long, value_name = "SIZE", default_value = "16M", value_parser = parse_size)]
    pub max_body: usize,
    /// Threads; the output is the same whatever their number.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// The size of the blocks that are dealt to threads, for tests.
    #[arg(long, value_name = "SIZE", default_value = "512K", value_parser = parse_size, hide = true)]
    pub block_size: usize,
}

/// Which bodies are chosen. All conditions must hold; a body that cannot be read is always
/// chosen, because it may be the one that is looked for.
#[derive(Debug, Args)]
#[command(next_help_heading = "Filter")]
pub struct FilterArgs {
    /// Only this goal; the guid may be shortened.
    #[arg(long, value_name = "GUID")]
    pub goal: Option<String>,
    /// Only this user, by user_guid or user_id.
    #[arg(long, value_name = "GUID|ID")]
    pub user: Option<String>,
    /// Only this action: created, updated or deleted.
    #[arg(long, value_name = "ACTION")]
    pub action: Option<String>,
    /// Only where a field compares: 'amount >= 100', 'name ~ car' (=, !=, <, <=, >, >=, ~).
    #[arg(long = "where", value_name = "FIELD OP VALUE")]
    pub conditions: Vec<String>,
}

/// What counts as a finding, and how much.
#[derive(Debug, Args)]
#[command(next_help_heading = "Check")]
pub struct LevelArgs {
    /// Make a rule or group an error (-W warning, -I info; the later option wins).
    #[arg(short = 'D', long, value_name = "RULE|GROUP", action = ArgAction::Append)]
    pub deny: Vec<String>,
    /// Make a rule or group a warning.
    #[arg(short = 'W', long, value_name = "RULE|GROUP", action = ArgAction::Append)]
    pub warn: Vec<String>,
    /// Make a rule or group an info.
    #[arg(short = 'I', long, value_name = "RULE|GROUP", action = ArgAction::Append)]
    pub info: Vec<String>,
    /// Allow a rule or group: it gives no finding.
    #[arg(short = 'A', long, value_name = "RULE|GROUP", action = ArgAction::Append)]
    pub allow: Vec<String>,
    /// Count warnings as errors.
    #[arg(long)]
    pub strict: bool,
    /// The time to hold dates against: Unix seconds, YYYY-MM-DD or RFC 3339.
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// Level options in the order in which they were typed.
    #[arg(skip)]
    pub changes: Vec<(Option<Level>, String)>,
}

/// Where output goes and how it looks.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Write to this file, whole or not at all.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Colour: auto is for a terminal, unless NO_COLOR or TERM=dumb says no.
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: When,
    /// How times are shown.
    #[arg(long, value_name = "ZONE", default_value = "utc")]
    pub time: TimeArg,
    /// Do not show the source line around a finding.
    #[arg(long)]
    pub hide_values: bool,
    /// No messages but errors.
    #[arg(long, short)]
    pub quiet: bool,
    /// End with 0 where findings alone would end with 1.
    #[arg(long)]
    pub exit_zero: bool,
}

/// Formats of `show`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum ShowFormat {
    Table,
    Card,
    Json,
    Jsonl,
    Csv,
    Markdown,
}

/// Formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum CheckFormatArg {
    Text,
    Concise,
    Json,
    Jsonl,
}

/// Forms of captures that can be forced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// JSON values: one, several, a line each, or in an array.
    Json,
    /// Raw HTTP/1.1 requests.
    Http,
    /// A paste of the documentation page.
    Page,
}

/// When to do something that depends on the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum When {
    Auto,
    Always,
    Never,
}

/// How times are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum TimeArg {
    Utc,
    Local,
    Epoch,
}

/// Reads the command line.
///
/// # Errors
/// What clap says of wrong arguments, or of `--help` and `--version`.
pub fn parse(arguments: Vec<std::ffi::OsString>) -> Result<Cli, clap::Error> {
    let matches = Cli::command().try_get_matches_from(arguments)?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    match (&mut cli.command, matches.subcommand()) {
        (Some(Command::Show(show)), Some((_, matches))) => {
            show.levels.changes = level_changes(matches);
        }
        (Some(Command::Check(check)), Some((_, matches))) => {
            check.levels.changes = level_changes(matches);
        }
        _ => cli.show.levels.changes = level_changes(&matches),
    }
    Ok(cli)
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

/// Reads a number of bytes with an optional K, M or G.
fn parse_size(text: &str) -> Result<usize, String> {
    let (digits, unit) = match text.to_ascii_uppercase().trim_end_matches("IB").chars().last() {
        Some('K') => (&text[..text.find(['k', 'K']).unwrap_or(0)], 1 << 10),
        Some('M') => (&text[..text.find(['m', 'M']).unwrap_or(0)], 1 << 20),
        Some('G') => (&text[..text.find(['g', 'G']).unwrap_or(0)], 1 << 30),
        _ => (text, 1),
    };
    digits
        .trim()
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_mul(unit))
        .filter(|bytes| *bytes > 0)
        .ok_or_else(|| "write a number of bytes, or one with K, M or G".to_owned())
}
