//! The formats of `check`, and the files that its further reports go to.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Command, Error, ValueEnum};

/// Formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people: the source line with a caret.
    Text,
    /// One line per finding, as editors and grep expect.
    Concise,
    /// One JSON document.
    Json,
    /// JSON, one finding per line, the summary last.
    Jsonl,
    /// Annotations of GitHub Actions.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// JUnit XML: a suite per input, a case per body.
    Junit,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// A Markdown table, for a job summary.
    Markdown,
}

/// An argument of `--report`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    pub format: CheckFormat,
    pub file: PathBuf,
}

/// Reads `FORMAT=FILE`.
#[derive(Debug, Clone, Copy)]
pub struct ReportFileParser;

impl TypedValueParser for ReportFileParser {
    type Value = ReportFile;

    fn parse_ref(
        &self,
        command: &Command,
        _: Option<&Arg>,
        value: &OsStr,
    ) -> Result<ReportFile, Error> {
        let text = value.to_str().and_then(|text| text.split_once('='));
        let report = text.filter(|(_, file)| !file.is_empty()).and_then(|(format, file)| {
            let format = CheckFormat::from_str(format, false).ok()?;
            Some(ReportFile { format, file: PathBuf::from(file) })
        });
        report.ok_or_else(|| {
            let formats =
                CheckFormat::value_variants().iter().filter_map(ValueEnum::to_possible_value);
            let formats: Vec<String> = formats.map(|value| value.get_name().to_owned()).collect();
            let said = format!(
                "--report {}: write FORMAT=FILE with one of {}",
                value.to_string_lossy(),
                formats.join(", ")
            );
            command.clone().error(ErrorKind::InvalidValue, said)
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let formats = CheckFormat::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        Some(Box::new(formats.map(|format| {
            let help = format.get_help().cloned().unwrap_or_default();
            PossibleValue::new(format!("{}=", format.get_name())).help(help)
        })))
    }
}
