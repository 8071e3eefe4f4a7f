//! Findings as one JSON document, and as JSON lines. The findings come before the summary, so that
//! they can be written while the capture is read.

use std::io::{self, Write};

use serde::Serialize;

use super::FindingFormat;
use crate::examine::report::{Report, Summary};
use crate::text::escape::Untrusted;
use crate::text::json_layout::json_of_own_values;

/// The version of the JSON formats; changes when a key changes.
const FORM: u32 = 1;

#[derive(Debug, Clone, Copy)]
pub struct Json;

impl FindingFormat for Json {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        let version = env!("CARGO_PKG_VERSION");
        writeln!(out, "{{\"goalpost\":\"{version}\",\"format\":{FORM},\"findings\":[")
    }

    fn finding(&self, out: &mut String, report: &Report) {
        out.push_str(&finding(report));
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn end(&self, out: &mut dyn Write, totals: &Summary) -> io::Result<()> {
        writeln!(out, "\n],\"summary\":{}}}", json_of_own_values(totals))
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Jsonl {
    /// With `--no-summary`: all lines are findings.
    pub no_summary: bool,
}

impl FindingFormat for Jsonl {
    fn finding(&self, out: &mut String, report: &Report) {
        out.push_str(&finding(report));
        out.push('\n');
    }

    fn end(&self, out: &mut dyn Write, totals: &Summary) -> io::Result<()> {
        match self.no_summary {
            true => Ok(()),
            false => writeln!(out, "{{\"summary\":{}}}", json_of_own_values(totals)),
        }
    }
}

pub fn finding(report: &Report) -> String {
    json_of_own_values(&FindingObject::from(report))
}

#[derive(Serialize)]
struct FindingObject<'a> {
    rule: &'static str,
    group: &'static str,
    level: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    input: &'a str,
    trail: Vec<&'a str>,
    /// The line of the input where the text of a body inside an envelope begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    outer_line: Option<u64>,
    body: Option<u64>,
    line: u64,
    column: u64,
    end_line: u64,
    end_column: u64,
    offset: u64,
    length: u64,
    pointer: &'a str,
    goal: Option<&'a str>,
    revision: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    related: Option<RelatedObject<'a>>,
}

/// The other delivery of a finding of `history`.
#[derive(Serialize)]
struct RelatedObject<'a> {
    input: &'a str,
    trail: Vec<&'a str>,
    body: u64,
    line: u64,
}

impl<'a> From<&'a Report> for FindingObject<'a> {
    fn from(report: &'a Report) -> Self {
        FindingObject {
            rule: report.rule.name,
            group: report.rule.group.name(),
            level: report.level.name(),
            message: &report.message,
            help: report.help.as_deref(),
            input: report.input.raw(),
            trail: report.trail.iter().map(Untrusted::raw).collect(),
            outer_line: report.outer.map(|outer| outer.line),
            body: report.body,
            line: report.start.line,
            column: report.start.column,
            end_line: report.end.line,
            end_column: report.end.column,
            offset: report.offset,
            length: report.length,
            pointer: report.pointer.raw(),
            goal: report.goal.as_ref().map(Untrusted::raw),
            revision: report.revision,
            related: report.related.as_ref().map(|related| RelatedObject {
                input: related.input.raw(),
                trail: related.trail.iter().map(Untrusted::raw).collect(),
                body: related.body,
                line: related.start.line,
            }),
        }
    }
}
