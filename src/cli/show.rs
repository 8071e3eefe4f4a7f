//! Arguments of `show`.

use clap::{Args, ValueEnum};

use super::shared::{FilterArgs, InputArgs, LevelArgs, OutputArgs};

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
