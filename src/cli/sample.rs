//! Arguments of `sample`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Arguments of `sample`.
#[derive(Debug, Args)]
pub struct SampleArgs {
    /// Bodies to make; 10 without it, or 8 for each goal, or for --mutate as many as it needs.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
    /// Goals that they tell of; one for 8 bodies without it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub goals: Option<u64>,
    /// Another seed makes another sample; the same one makes the same bytes.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Break this rule, and no other (repeatable; each mutant then breaks one of them).
    #[arg(long, value_name = "RULE", value_parser = super::words::RULE, hide_possible_values = true)]
    pub mutate: Vec<String>,
    /// The share of bodies that break a rule, as 0.02 or 2%
    ///
    /// For rules of histories of users. Without --mutate it may be any rule that `check` knows. With --mutate alone it is all.
    #[arg(long, value_name = "RATE")]
    pub defects: Option<String>,
    /// Write what is broken where to this file, a JSON object on each line.
    #[arg(long, value_name = "FILE")]
    pub truth: Option<PathBuf>,
    /// How bodies are written: one a line, an indented array, or raw HTTP requests.
    #[arg(long, value_name = "SHAPE", default_value = "ndjson")]
    pub shape: ShapeArg,
    /// Threads; the output is the same whatever their number.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Write to this file, whole or not at all.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Shapes of samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum ShapeArg {
    Ndjson,
    Json,
    Http,
}
