//! Arguments of `show`.

use clap::{Args, ValueEnum};

use super::shared::{FilterArgs, InputArgs, LevelArgs, OutputArgs, PagerArgs};

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
    #[allow(missing_docs)]
    #[command(flatten)]
    pub pager: PagerArgs,
    /// How bodies are written
    ///
    /// Without it, one body is a card and several are a table.
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
