//! Arguments of `history`.

use clap::{Args, ValueEnum};

use super::shared::{FilterArgs, InputArgs, LevelArgs, OutputArgs};

/// Arguments of `history`.
#[derive(Debug, Args)]
#[command(
    after_help = "Goals come in the order of their guids, so the histories of a capture that was \
                  partitioned by guid can be joined by writing one after the other; rules on users \
                  need all goals of a user in one run. Deliveries of a goal stand by revision. \
                  Arrival is the order of the capture, or of the received times where each delivery \
                  of the goal has one.\n\n\
                  Findings are those of the groups sequence and user; what cannot be read at all is \
                  told on standard error. Use check for the rest.\n\n\
                  A goal is live while its highest revision is no deletion; --latest prints that \
                  revision, the delivery of it that arrived last.\n\n\
                  Exit status: 0 clean, 1 findings at error level, 2 something was not read or not \
                  written."
)]
pub struct HistoryArgs {
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
    /// The format; without it a table, and with --latest a card for one goal.
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<HistoryFormat>,
    /// Only count.
    #[arg(long, help_heading = "History", conflicts_with = "latest")]
    pub summary: bool,
    /// Print the latest state of each live goal, as show prints bodies.
    #[arg(long, help_heading = "History")]
    pub latest: bool,
}

/// Formats of `history`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HistoryFormat {
    /// A timeline for each goal; with --latest a line for each.
    Table,
    /// A card for each live goal (only with --latest).
    Card,
    /// One JSON document.
    Json,
    /// A JSON document on each line: goals, and last the summary; with --latest bodies.
    Jsonl,
    /// A record for each delivery in the timeline.
    Csv,
    /// Tables in Markdown.
    Markdown,
}
