//! One finding per line, in the form that editors and `grep` know.

use super::{FindingFormat, in_body, in_file, pointer};
use crate::examine::report::Report;
use crate::render::style;

/// `path:line:column: error[rule] /pointer: message`. For a body inside an envelope, the line is
/// where its text begins in the file, and its path through envelopes follows the message.
#[derive(Debug, Clone, Copy)]
pub struct Concise {
    pub colour: bool,
}

impl FindingFormat for Concise {
    fn finding(&self, out: &mut String, report: &Report) {
        // A capture can have a finding on every line, so pieces are appended without intermediate
        // strings.
        let at = in_file(report);
        let (mut line, mut column) = (itoa::Buffer::new(), itoa::Buffer::new());
        let line = line.format(at.line);
        let column = column.format(at.column);
        let place = [&*report.input.terminal(), ":", line, ":", column, ":"];
        style::push(out, &place, style::FAINT, self.colour);
        out.push(' ');
        let title = [report.level.name(), "[", report.rule.name, "]"];
        style::push(out, &title, style::level(report.level), self.colour);
        let pointer = pointer(report);
        let blank = if pointer.is_empty() { "" } else { " " };
        for part in [blank, &pointer, ": ", &report.message] {
            out.push_str(part);
        }
        if let Some(place) = in_body(report) {
            out.push(' ');
            out.push_str(&place);
        }
        out.push('\n');
    }
}
