//! Findings as a JSON object on each line, and the summary as the last one.

use std::io::{self, Write};

use super::finding::FindingFormat;
use super::json;
use crate::examine::report::{Report, Summary};

/// An object on each line.
#[derive(Debug, Clone, Copy)]
pub struct Jsonl;

impl FindingFormat for Jsonl {
    fn finding(&self, out: &mut String, report: &Report) {
        out.push_str(&json::finding(report));
        out.push('\n');
    }

    fn end(&self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        writeln!(out, "{{\"summary\":{}}}", json::summary(summary))
    }
}

#[cfg(test)]
mod tests {
    use super::Jsonl;
    use crate::render::samples;

    #[test]
    fn a_line_for_each_finding() {
        assert_eq!(
            samples::findings(&Jsonl),
            format!(
                "{}\n{}\n{{\"summary\":{}}}\n",
                samples::WRONG_TYPE_JSON,
                samples::TRUNCATED_JSON,
                samples::SUMMARY_JSON,
            )
        );
    }
}
