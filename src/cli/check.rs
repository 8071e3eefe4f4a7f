//! Arguments of `check`.

use clap::{Args, ValueEnum};

use super::shared::{FilterArgs, InputArgs, LevelArgs, OutputArgs, PagerArgs};
use super::words;

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
    #[allow(missing_docs)]
    #[command(flatten)]
    pub pager: PagerArgs,
    /// How findings are written
    ///
    /// Without it, text.
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        hide_default_value = true,
        help_heading = "Output"
    )]
    pub format: CheckFormat,
    /// Each body must give this rule and no other
    ///
    /// For captures that are bad on purpose. Repeatable: each body must give all of these rules,
    /// and no other at warning level or above. A body that differs has a line that says how, and
    /// the exit status is 1. What text between bodies gives counts for all bodies of its input.
    #[arg(long, value_name = "RULE", help_heading = "Check", value_parser = words::RULE, hide_possible_values = true)]
    pub expect: Vec<String>,
}

/// Formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people: the line and a caret.
    Text,
    /// A line for each finding, as editors and grep know it.
    Concise,
    /// One JSON document.
    Json,
    /// JSON, a finding on each line, the summary last.
    Jsonl,
    /// Annotations of GitHub Actions.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// JUnit XML: a suite for each input, a case for each body.
    Junit,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}
