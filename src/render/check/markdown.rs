//! A Markdown table of findings, for a job summary or a comment on a change.

use std::io::{self, Write};

use super::ci_services::{Gathering, Part, Worst};
use super::in_file;
use crate::examine::report::{Report, Summary};
use crate::render::summary::summary_line;
use crate::rules::rule::Level;
use crate::text::digits::counted;
use crate::text::escape::Untrusted;

/// The maximum number of rows: a job summary on GitHub is limited to one mebibyte.
const ROWS: usize = 100;

#[derive(Debug, Default)]
pub struct Markdown {
    rows: Worst<String, ROWS>,
}

impl Gathering for Markdown {
    fn take(&mut self, part: &Part, _: &mut dyn Write) -> io::Result<()> {
        for finding in &part.findings {
            self.rows.add(finding.report.level, || row(&finding.report, &part.path));
        }
        if let Some(fault) = &part.fault {
            let fault = Untrusted::new(fault.as_str()).markdown();
            self.rows.add(Level::Error, || {
                format!("| error | not read | {} | {fault} |", part.path.markdown())
            });
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "### goalpost: {}", summary_line(summary))?;
        let seen: u64 = self.rows.seen().map(|(_, seen)| seen).sum();
        if seen == 0 {
            return Ok(());
        }
        writeln!(out, "\n| level | rule | place | finding |\n| --- | --- | --- | --- |")?;
        let mut written = 0;
        for (_, row) in self.rows.take().take(ROWS) {
            writeln!(out, "{row}")?;
            written += 1;
        }
        if seen > written {
            let more = counted(seen - written, "more finding", "more findings");
            writeln!(out, "\n{more}; the worst come first.")?;
        }
        Ok(())
    }
}

fn row(report: &Report, path: &Untrusted) -> String {
    let at = in_file(report);
    let place = format!("{}:{}:{}", path.raw(), at.line, at.column);
    let place = Untrusted::new(place).markdown();
    let message = Untrusted::new(super::message(report)).markdown();
    format!("| {} | {} | {place} | {message} |", report.level.name(), report.rule.name)
}
