//! Arguments of `check`.

use clap::{Args, ValueEnum};

use super::shared::{FilterArgs, InputArgs, LevelArgs, OutputArgs};

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
    pub format: CheckFormat,
    /// Each body must give this rule, and no other at warning level or above (repeatable).
    #[arg(long, value_name = "RULE", help_heading = "Check")]
    pub expect: Vec<String>,
}

/// Formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum CheckFormat {
    Text,
    Concise,
    Json,
    Jsonl,
    Github,
    Gitlab,
    Junit,
    Sarif,
}
