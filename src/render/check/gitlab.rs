//! GitLab Code Quality reports.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;

use super::ci_services::{Gathering, Part, hash};
use super::{in_file, message};
use crate::examine::report::Summary;
use crate::rules::rule::Level;
use crate::text::json_layout::json;

/// Written while findings come in.
#[derive(Debug, Default)]
pub struct Gitlab {
    written: u64,
    /// How often each fingerprint occurred: GitLab treats equal ones as one finding. Nothing else
    /// is kept of a finding.
    met: HashMap<String, u64>,
}

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
    end: u64,
}

impl Gitlab {
    fn write(&mut self, out: &mut dyn Write, issue: &Issue<'_>) -> io::Result<()> {
        let before = if self.written == 0 { "[\n" } else { ",\n" };
        self.written += 1;
        write!(out, "{before}{}", json(issue, false))
    }

    fn unique(&mut self, fingerprint: String) -> String {
        let met = self.met.entry(fingerprint.clone()).or_default();
        *met += 1;
        match *met {
            1 => fingerprint,
            again => format!("{fingerprint}-{again}"),
        }
    }
}

impl Gathering for Gitlab {
    fn take(&mut self, part: &Part, out: &mut dyn Write) -> io::Result<()> {
        let path = part.path.raw();
        for finding in &part.findings {
            let report = &finding.report;
            let begin = in_file(report).line;
            let end = report.outer.map_or(report.end.line, |outer| outer.line);
            let issue = Issue {
                description: &message(report),
                check_name: report.rule.name,
                fingerprint: &self.unique(finding.fingerprint.clone()),
                severity: severity(report.level),
                location: Location { path, lines: Lines { begin, end } },
            };
            self.write(out, &issue)?;
        }
        if let Some(fault) = &part.fault {
            let issue = Issue {
                description: &format!("not read: {fault}"),
                check_name: "not-read",
                fingerprint: &self.unique(hash(["not-read", path])),
                severity: "critical",
                location: Location { path, lines: Lines { begin: 1, end: 1 } },
            };
            self.write(out, &issue)?;
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", if self.written == 0 { "[]" } else { "\n]" })
    }
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Info => "info",
    }
}
