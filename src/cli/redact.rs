//! Arguments of `redact`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::shared::{FilterArgs, InputArgs};

/// Arguments of `redact`.
#[derive(Debug, Args)]
pub struct RedactArgs {
    #[allow(missing_docs)]
    #[command(flatten)]
    pub input: InputArgs,
    #[allow(missing_docs)]
    #[command(flatten)]
    pub filter: FilterArgs,
    /// The secret behind the pseudonyms, of 16 bytes or more
    ///
    /// Without it one is made for this run. One key gives the same pseudonyms in every run, so
    /// that captures stay comparable.
    #[arg(long, value_name = "FILE", help_heading = "Redact")]
    pub key_file: Option<PathBuf>,
    /// Keep amounts, or multiply them by a secret number
    ///
    /// The number, between 2 and 50, is one that the key stands for; the products are rounded to
    /// cents. Signs and order stay, and ratios but for the rounding. That hides amounts from a
    /// glance, not from work: whoever knows one of them knows all, and round ones can be guessed.
    /// Amounts of over 14 digits after it are cut to the largest of 14.
    #[arg(long, value_name = "HOW", default_value = "keep", help_heading = "Redact")]
    pub amounts: AmountsArg,
    /// Drop what cannot be read, or keep it with its secrets
    ///
    /// That is bodies that are not JSON and text between bodies. What was dropped is counted,
    /// and the status is 1.
    #[arg(long, value_name = "HOW", default_value = "drop", help_heading = "Redact")]
    pub unreadable: UnreadableArg,
    /// Write to this file, whole or not at all.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// No messages but errors.
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,
    /// End with 0 where bodies that were not copied would end with 1.
    #[arg(long, help_heading = "Output")]
    pub exit_zero: bool,
}

/// What happens to amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum AmountsArg {
    Keep,
    Scale,
}

/// What happens to bodies that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum UnreadableArg {
    Drop,
    Keep,
}
