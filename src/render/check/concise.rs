//! Findings on a line each, in the form that editors and `grep` know.

use super::finding::{FindingFormat, pointer};
use crate::examine::report::Report;
use crate::render::show::cell::finding_source;
use crate::render::style;

/// `path:line:column: error[rule] /pointer: message`.
#[derive(Debug, Clone, Copy)]
pub struct Concise {
    /// Whether to write colour.
    pub colour: bool,
}

impl FindingFormat for Concise {
    fn finding(&self, out: &mut String, report: &Report) {
        // A capture can have a finding on every line, so nothing is put together before it is
        // written.
        let source = finding_source(report);
        let (mut line, mut column) = (itoa::Buffer::new(), itoa::Buffer::new());
        let line = line.format(report.start.line);
        let column = column.format(report.start.column);
        let place = [&*source.terminal(), ":", line, ":", column, ":"];
        style::push(out, &place, style::FAINT, self.colour);
        out.push(' ');
        let title = [report.level.name(), "[", report.rule.name, "]"];
        style::push(out, &title, style::level(report.level), self.colour);
        let pointer = pointer(report);
        let blank = if pointer.is_empty() { "" } else { " " };
        for part in [blank, &pointer, ": ", &report.message, "\n"] {
            out.push_str(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Concise;
    use crate::render::samples;

    #[test]
    fn a_line_for_each_finding() {
        assert_eq!(
            samples::findings(&Concise { colour: false }),
            "capture.ndjson:2:310: error[wrong-type] /goal/is_complete: is_complete is a string, a Boolean is documented\n\
             :\\u{3a}error\\u{1b}.har:12#/log/entries/2/request/postData/text:1:1: warning[truncated-json]: the text ends within a string\n"
        );
    }
}
