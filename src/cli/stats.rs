//! Arguments of `stats`.

use clap::{Args, ValueEnum};

use super::shared::{FilterArgs, InputArgs, LevelArgs, OutputArgs};

/// Arguments of `stats`.
#[derive(Debug, Args)]
pub struct StatsArgs {
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
    #[arg(long, value_name = "FORMAT", default_value = "table", help_heading = "Output")]
    pub format: StatsFormat,
    /// The inputs are results of `stats --format json`: add them up.
    #[arg(long, help_heading = "Input", conflicts_with_all = ["goal", "user", "action", "conditions"])]
    pub merge: bool,
}

/// Formats of `stats`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum StatsFormat {
    Table,
    Json,
    Jsonl,
    Csv,
    Markdown,
}
