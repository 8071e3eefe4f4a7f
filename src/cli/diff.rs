//! Arguments of `diff`.

use clap::{Args, ValueEnum};

use super::shared::{FilterArgs, InputArgs, OutputArgs};

/// Arguments of `diff`.
#[derive(Debug, Args)]
#[command(
    override_usage = "goalpost diff [OPTIONS] OLD NEW\n       \
                      goalpost diff [OPTIONS] CAPTURE --goal GUID [--from N] [--to M]",
    after_help = "Two bodies are compared field by field, two captures by goal guid and revision. \
                  Values are compared, not spellings: 750, 750.00 and \"750.00\" are the same, and so \
                  are other orders of keys. A repeated delivery is no difference.\n\n\
                  --format patch and merge turn OLD into NEW to the letter; they are empty where \
                  only spellings differ, unless -v asks for them.\n\n\
                  Exit status: 0 the same, 1 different, 2 something was not read or not written."
)]
pub struct DiffArgs {
    #[allow(missing_docs)]
    #[command(flatten)]
    pub input: InputArgs,
    #[allow(missing_docs)]
    #[command(flatten)]
    pub filter: FilterArgs,
    #[allow(missing_docs)]
    #[command(flatten)]
    pub output: OutputArgs,
    /// The format.
    #[arg(long, value_name = "FORMAT", default_value = "table", help_heading = "Output")]
    pub format: DiffFormat,
    /// Tell also what is only spelled differently.
    #[arg(long, short, help_heading = "Output")]
    pub verbose: bool,
    /// With one capture: the older revision; the lowest where only --to is given.
    #[arg(
        long,
        value_name = "N",
        requires = "goal",
        allow_hyphen_values = true,
        help_heading = "Diff"
    )]
    pub from: Option<i64>,
    /// With one capture: the newer revision; the highest where only --from is given.
    #[arg(
        long,
        value_name = "M",
        requires = "goal",
        allow_hyphen_values = true,
        help_heading = "Diff"
    )]
    pub to: Option<i64>,
    /// Leave a field out: its name, action, or a JSON Pointer such as /goal/extra (repeatable).
    #[arg(long, value_name = "FIELD", help_heading = "Diff")]
    pub ignore: Vec<String>,
    /// Compare only this field (repeatable).
    #[arg(long, value_name = "FIELD", help_heading = "Diff")]
    pub only: Vec<String>,
}

/// Formats of `diff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// A row for each changed field, grouped by who changes it.
    Table,
    /// Lines with - and +, as git shows changes.
    Unified,
    /// One JSON document.
    Json,
    /// JSON Patch (RFC 6902), for two bodies.
    Patch,
    /// JSON Merge Patch (RFC 7396), for two bodies.
    Merge,
    /// Tables in Markdown.
    Markdown,
}
