//! Arguments shared by several commands: inputs, filters, levels, output.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Result, bail};
use clap::{ArgAction, Args, ValueEnum};

pub use super::filter::FilterArgs;
use super::word_argument;
use crate::rules::rule::Level;

/// What most commands that read bodies take.
#[derive(Debug, Args)]
pub struct CommonArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub levels: LevelArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Where bodies come from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct InputArgs {
    /// Files, directories, or - for standard input
    ///
    /// In a directory, files ending in json, ndjson, jsonl, jsonseq, http, har, csv, log or txt,
    /// also with .gz or .zst, are read in name order; other files are skipped and counted. A file
    /// named here is always read. The form is detected from the content. Without INPUT, all
    /// commands but diff read standard input unless it is a terminal.
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Read the input in this form instead of detecting it.
    #[arg(long, value_name = "NAME")]
    pub input_format: Option<InputFormat>,
    /// Where to find the body in an unknown envelope, such as /event/payload
    ///
    /// A JSON Pointer, in which * is any key or index; or the column of a CSV table, such as
    /// /payload.
    #[arg(long, value_name = "POINTER", value_parser = parse_pointer)]
    pub body_path: Option<String>,
    /// Report larger bodies and skip them: bytes, or with K, M, G (1024) [default: 16M]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub max_body: Option<usize>,
    /// Stop after decompressing this much.
    #[arg(long, value_name = "SIZE", default_value = "256G", value_parser = parse_size)]
    pub max_decompressed: usize,
    /// Skip files and folders in directories that match this pattern, as in .gitignore
    ///
    /// Repeatable. Files named on the command line are always read.
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Skip what .gitignore lists.
    #[arg(long)]
    pub gitignore: bool,
    /// Read the inputs listed in this file, one per line; - for standard input.
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// Names in --files-from end with a NUL byte, as printed by find -print0.
    #[arg(short = '0', long, requires = "files_from")]
    pub null: bool,
    /// Read options from this file instead of .goalpost.toml
    ///
    /// .goalpost.toml is searched for from the working directory up to the root of the
    /// repository. Keys: exclude, gitignore, strict, max-body, body-path, now, and levels, a table
    /// that sets rules or groups to error, warning, info or allow. Options on the command line win.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Ignore .goalpost.toml.
    #[arg(long)]
    pub no_config: bool,
    /// Globs of the configuration file, and the directory they are relative to.
    #[arg(skip)]
    pub exclude_from: (PathBuf, Vec<String>),
    /// Number of threads; does not change the output.
    #[arg(long, short, value_name = "N", value_parser = parse_jobs)]
    pub jobs: Option<u16>,
    /// The size of the blocks for threads, in bytes; for tests.
    #[arg(long, value_name = "SIZE", default_value = "512K", value_parser = parse_size, hide = true)]
    pub block_size: usize,
}

/// Levels of rules.
#[derive(Debug, Args)]
#[command(next_help_heading = "Check")]
pub struct LevelArgs {
    /// Make a rule an error; -W warning, -I info, -A off
    ///
    /// Takes a rule or a group of rules; `goalpost explain` lists them. If several options name a rule, the last wins.
    #[arg(short = 'D', long, value_name = "RULE|GROUP", action = ArgAction::Append, value_parser = word_argument::RULE_OR_GROUP, hide_possible_values = true)]
    pub deny: Vec<String>,
    /// Make a rule or group a warning.
    #[arg(short = 'W', long, value_name = "RULE|GROUP", action = ArgAction::Append, value_parser = word_argument::RULE_OR_GROUP, hide_possible_values = true)]
    pub warn: Vec<String>,
    /// Make a rule or group an info.
    #[arg(short = 'I', long, value_name = "RULE|GROUP", action = ArgAction::Append, value_parser = word_argument::RULE_OR_GROUP, hide_possible_values = true)]
    pub info: Vec<String>,
    /// Turn a rule or group off.
    #[arg(short = 'A', long, value_name = "RULE|GROUP", action = ArgAction::Append, value_parser = word_argument::RULE_OR_GROUP, hide_possible_values = true)]
    pub allow: Vec<String>,
    /// Treat warnings as errors.
    #[arg(long)]
    pub strict: bool,
    /// Check dates against this time: a day (2017-03-31), RFC 3339 or Unix seconds
    ///
    /// Without it, the rules completed-in-future and projection-passed find nothing.
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// Level options in the order they were given.
    #[arg(skip)]
    pub changes: Vec<(Option<Level>, String)>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Write to this file, which is replaced when complete.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub screen: ScreenArgs,
    /// Show times in this zone, or as Unix seconds.
    #[arg(long, value_name = "ZONE", default_value = "utc")]
    pub time: TimeArg,
    /// Hide what bodies contain: source lines, guids, values and undocumented keys
    ///
    /// What remains: documented words, and in history and diff the revisions.
    #[arg(long)]
    pub hide_values: bool,
    /// Print only errors that prevent reading or writing
    ///
    /// Findings then show only in the exit status, unless --format names a format for programs.
    #[arg(long, short)]
    pub quiet: bool,
    /// Print what each input was read as; in diff, also differences of spelling.
    #[arg(long, short, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Exit with 0 even if there are findings or differences.
    #[arg(long)]
    pub exit_zero: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct CsvArgs {
    /// Write CSV for spreadsheets: with a byte-order mark
    ///
    /// A spreadsheet that opens plain CSV drops leading zeros, rounds after 15 digits and reads
    /// some text as dates. With --bom such cells are written as ="0128372140", which it shows
    /// unchanged. Do not use it for programs.
    #[arg(long)]
    pub bom: bool,
}

impl CsvArgs {
    /// # Errors
    /// `--bom` with another format than CSV.
    pub fn check(&self, is_csv: bool) -> Result<()> {
        if self.bom && !is_csv {
            bail!("--bom is for --format csv");
        }
        Ok(())
    }
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct ScreenArgs {
    /// Colour: auto, always or never
    ///
    /// auto uses colour on a terminal unless NO_COLOR or TERM=dumb is set, and everywhere if
    /// CLICOLOR_FORCE or FORCE_COLOR is set.
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub color: When,
}

/// Values of `--input-format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// One JSON value, several, one per line, or an array; bodies or envelopes.
    Json,
    /// Raw HTTP/1.1 requests.
    Http,
    /// Text pasted from the documentation page.
    Page,
    /// A table exported as CSV, with bodies in one column.
    Csv,
    /// A log, with other text before the bodies.
    Log,
}

/// Values of `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

/// Values of `--time`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TimeArg {
    Utc,
    Local,
    Epoch,
}

pub fn parse_pointer(text: &str) -> std::result::Result<String, String> {
    if text.is_empty() || text.starts_with('/') {
        return Ok(text.to_owned());
    }
    Err("a JSON Pointer begins with a slash, such as /event/payload".to_owned())
}

/// Parses a whole number.
pub fn parse_whole<N: FromStr>(text: &str) -> std::result::Result<N, &'static str> {
    text.parse().map_err(|_| "write a whole number")
}

/// Parses a number of bodies or goals.
pub fn parse_count(text: &str) -> std::result::Result<u64, &'static str> {
    text.parse().ok().filter(|count| *count > 0).ok_or("write a whole number, 1 or more")
}

/// Parses a number of threads.
pub fn parse_jobs(text: &str) -> std::result::Result<u16, &'static str> {
    let jobs = text.parse().ok().filter(|jobs| (1..=256).contains(jobs));
    jobs.ok_or("write a whole number from 1 to 256")
}

/// Parses a number of bytes with an optional K, M or G (powers of 1024).
pub fn parse_size(text: &str) -> std::result::Result<usize, String> {
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
