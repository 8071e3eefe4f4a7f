//! GitHub Actions annotations.
//!
//! The runner shows ten annotations of each kind per step and drops the others, so the worst are
//! written and the others counted.

use std::io::{self, Write};

use super::ci_services::{Gathering, Part, Worst};
use super::fold::folded;
use super::message;
use crate::examine::report::{Report, Summary};
use crate::render::summary::summary_line;
use crate::rules::rule::Level;
use crate::text::digits::counted;
use crate::text::terminal::terminal;

/// The runner's limit for each kind.
const SHOWN: usize = 10;

#[derive(Debug, Default)]
pub struct Github {
    annotations: Worst<String, SHOWN>,
}

impl Gathering for Github {
    fn take(&mut self, part: &Part, _: &mut dyn Write) -> io::Result<()> {
        for (_, report) in folded(part.findings.iter().map(|finding| &finding.report)) {
            self.annotations.add(report.level, || annotation(&report, part.path.raw()));
        }
        if let Some(fault) = &part.fault {
            let place = file(part.path.raw());
            self.annotations
                .add(Level::Error, || format!("::error {place}title=not read::{}", data(fault)));
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        for (_, annotation) in self.annotations.take() {
            writeln!(out, "{annotation}")?;
        }
        if !summary.is_nothing() {
            writeln!(out, "{}", summary_line(summary))?;
        }
        let not_shown: Vec<String> = self
            .annotations
            .seen()
            .filter(|(_, seen)| *seen > SHOWN as u64)
            .map(|(level, seen)| {
                let name = level.name();
                counted(seen - SHOWN as u64, &format!("more {name}"), &format!("more {name}s"))
            })
            .collect();
        if !not_shown.is_empty() {
            writeln!(out, "{}: GitHub shows {SHOWN} of a kind in a step", not_shown.join(", "))?;
        }
        Ok(())
    }
}

fn annotation(report: &Report, path: &str) -> String {
    let command = match report.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    };
    let mut text = message(report);
    if let Some(help) = &report.help {
        text.push_str(&format!("\nhelp: {help}"));
    }
    format!(
        "::{command} {}{}title={}::{}",
        file(path),
        region(report),
        report.rule.name,
        lines(&text),
    )
}

/// The `file` property; none for standard input, which cannot be linked to.
fn file(path: &str) -> String {
    match path {
        "-" => String::new(),
        path => format!("file={},", property(path)),
    }
}

fn region(report: &Report) -> String {
    let (start, end) = match report.outer {
        Some(outer) => return format!("line={0},endLine={0},", outer.line),
        None => (report.start, report.end),
    };
    let lines = format!("line={},endLine={},", start.line, end.line);
    // The runner rejects columns if an annotation spans several lines.
    match start.line == end.line {
        true => format!("{lines}col={},endColumn={},", start.column, end.column),
        false => lines,
    }
}

/// Untrusted text as the data of a command, after its second `::`. Hidden characters become visible
/// and the commands of other runners are disarmed, because the log may be read elsewhere too. The
/// other escapes are those of the Actions toolkit.
fn data(text: &str) -> String {
    lines(&terminal(text))
}

/// Text of several lines with escaped untrusted parts, as the data of a command.
fn lines(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Untrusted text as a property value of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, lines, property};

    #[test]
    fn escapes_are_those_of_the_toolkit() {
        assert_eq!(lines("50%\r\n::error::x, y"), "50%25%0D%0A::error::x, y");
        assert_eq!(data("a\nb"), "a\\nb");
        assert_eq!(property("C:\\a,b%0A.json"), "C%3A\\a%2Cb%250A.json");
        assert_eq!(property("##[error]x"), "#\\u{23}[error]x");
    }
}
