//! Arguments that several commands have: inputs, filters, levels, output.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

pub use super::filter::FilterArgs;
use super::words;
use crate::rules::rule::Level;

/// The limit of a body without `--max-body`, in bytes.
pub const DEFAULT_MAX_BODY: usize = 16 << 20;

/// Where bodies come from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct InputArgs {
    /// Files, directories, or - for standard input
    ///
    /// Directories are walked in the order of names, for files ending in json, ndjson, jsonl,
    /// jsonseq, http, har, csv, log or txt, each also with .gz or .zst; the others are counted. A
    /// file that is named is always read. What a file holds is told from its content. Without any
    /// INPUT, standard input is read where it is no terminal.
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Read the input as this form instead of detecting it.
    #[arg(long, value_name = "NAME")]
    pub input_format: Option<InputFormat>,
    /// Where the body stands in an unknown envelope: a JSON Pointer, as /event/payload, in which
    /// * is any key or index; or the column of a CSV table, as /payload.
    #[arg(long, value_name = "POINTER", value_parser = parse_pointer)]
    pub body_path: Option<String>,
    /// A larger body is a finding: bytes, or with K, M, G (1024); 16M if not given.
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub max_body: Option<usize>,
    /// Read no more than this of what comes out of compressed data.
    #[arg(long, value_name = "SIZE", default_value = "256G", value_parser = parse_size)]
    pub max_decompressed: usize,
    /// Leave files and folders out of directories: a pattern as in .gitignore
    ///
    /// Repeatable. A file that is named is read all the same.
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Leave out of directories what .gitignore names.
    #[arg(long)]
    pub gitignore: bool,
    /// Read the inputs that this file lists, one on a line; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// In --files-from, names end with a NUL byte, as of find -print0.
    #[arg(short = '0', long, requires = "files_from")]
    pub null: bool,
    /// Read options from this file, not from .goalpost.toml
    ///
    /// .goalpost.toml is looked for from the working directory up to the root of the repository.
    /// Its keys: exclude, gitignore, strict, max-body, body-path, now, and levels with a level
    /// (error, warning, info, allow) for each rule or group. Options win.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Read no .goalpost.toml.
    #[arg(long)]
    pub no_config: bool,
    /// Globs of the configuration, and the directory that they count from.
    #[arg(skip)]
    pub exclude_from: (PathBuf, Vec<String>),
    /// Threads; the output is the same whatever their number.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// The size of the blocks that are dealt to threads, for tests.
    #[arg(long, value_name = "SIZE", default_value = "512K", value_parser = parse_size, hide = true)]
    pub block_size: usize,
}

/// What counts as a finding, and how much.
#[derive(Debug, Args)]
#[command(next_help_heading = "Check")]
pub struct LevelArgs {
    /// A rule as error; -W warning, -I info, -A nothing
    ///
    /// Names a rule or a group of rules, see `goalpost explain`. Of several such options for one
    /// rule, the later wins.
    #[arg(short = 'D', long, value_name = "RULE|GROUP", action = ArgAction::Append, value_parser = words::RULE_OR_GROUP, hide_possible_values = true)]
    pub deny: Vec<String>,
    /// Make a rule or group a warning.
    #[arg(short = 'W', long, value_name = "RULE|GROUP", action = ArgAction::Append, value_parser = words::RULE_OR_GROUP, hide_possible_values = true)]
    pub warn: Vec<String>,
    /// Make a rule or group an info.
    #[arg(short = 'I', long, value_name = "RULE|GROUP", action = ArgAction::Append, value_parser = words::RULE_OR_GROUP, hide_possible_values = true)]
    pub info: Vec<String>,
    /// Allow a rule or group: it gives no finding.
    #[arg(short = 'A', long, value_name = "RULE|GROUP", action = ArgAction::Append, value_parser = words::RULE_OR_GROUP, hide_possible_values = true)]
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
    /// Colour: auto, always or never
    ///
    /// auto is colour on a terminal, unless NO_COLOR or TERM=dumb says no; CLICOLOR_FORCE and
    /// FORCE_COLOR say yes.
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub color: When,
    /// How times are shown.
    #[arg(long, value_name = "ZONE", default_value = "utc")]
    pub time: TimeArg,
    /// Show nothing that a body holds: no source line, guid, value or undocumented key
    ///
    /// Documented words stay, and in histories and comparisons revisions.
    #[arg(long)]
    pub hide_values: bool,
    /// No messages but errors.
    #[arg(long, short)]
    pub quiet: bool,
    /// End with 0 where findings alone would end with 1.
    #[arg(long)]
    pub exit_zero: bool,
}

/// How text for people looks.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct ScreenArgs {
    /// Colour: auto, always or never
    ///
    /// auto is colour on a terminal, unless NO_COLOR or TERM=dumb says no; CLICOLOR_FORCE and
    /// FORCE_COLOR say yes.
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub color: When,
}

/// Forms of captures that can be forced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// JSON values: one, several, a line each, or in an array; bodies, or envelopes of them.
    Json,
    /// Raw HTTP/1.1 requests.
    Http,
    /// A paste of the documentation page.
    Page,
    /// A table exported as CSV, with bodies in one column.
    Csv,
    /// A log, with bodies behind other text.
    Log,
}

/// When to do something that depends on the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

/// How times are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TimeArg {
    Utc,
    Local,
    Epoch,
}

/// Reads a JSON Pointer.
pub fn parse_pointer(text: &str) -> Result<String, String> {
    if text.is_empty() || text.starts_with('/') {
        return Ok(text.to_owned());
    }
    Err("a JSON Pointer begins with a slash, as /event/payload".to_owned())
}

/// Reads a number of bytes with an optional K, M or G.
pub fn parse_size(text: &str) -> Result<usize, String> {
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
