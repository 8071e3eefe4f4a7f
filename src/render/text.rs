//! Findings for people, in the look of the Rust compiler: headline, place, line, caret, notes.
//!
//! The place is that in the input, while the line may be a window of it; carets are placed by
//! what a reader sees as characters, so they stand right under wide scripts and emoji too.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::Style;

use super::cell::{short_guid, source};
use super::finding::{FindingFormat, pointer};
use super::summary::{rule_counts, summary_line};
use super::{Options, style};
use crate::report::{Position, Report, Snippet, Summary};
use crate::text::terminal::terminal;
use crate::text::width::width;

/// The columns of the summary where nobody says how many there are.
const SUMMARY_COLUMNS: usize = 80;

/// Findings with their line and a caret.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    /// Colour and width.
    pub options: Options,
}

impl FindingFormat for Text {
    fn finding(&self, out: &mut dyn Write, report: &Report) -> io::Result<()> {
        let level = style::level(report.level);
        let rule = format!("{}[{}]", report.level.name(), report.rule.name);
        writeln!(
            out,
            "{}{}",
            self.paint(&rule, level),
            self.paint(&format!(": {}", report.message), style::STRONG),
        )?;

        let line = report.snippet.as_ref().map_or(report.start.line, |snippet| snippet.line);
        let gutter = " ".repeat(line.to_string().len() + 1);
        let source = source(&report.input, &report.trail);
        let place = format!("{}:{}:{}", source.terminal(), report.start.line, report.start.column);
        writeln!(out, "{gutter}{} {place}", self.paint("-->", style::FAINT))?;

        if let Some(snippet) = &report.snippet {
            self.snippet(out, report, snippet, &gutter)?;
        }
        let related = report.related.as_ref().map(|related| {
            let source = self::source(&related.input, &related.trail);
            let Position { line, column } = related.start;
            format!("the other delivery: {}:{line}:{column}", source.terminal())
        });
        let help = report.help.as_ref().map(|help| format!("help: {help}"));
        for note in [about(report), related, help].into_iter().flatten() {
            writeln!(out, "{gutter} {} {note}", self.paint("=", style::FAINT))?;
        }
        writeln!(out)
    }

    fn end(&self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        writeln!(out, "{}", self.paint(&summary_line(summary), style::STRONG))?;
        for line in rule_counts(summary, self.options.width.unwrap_or(SUMMARY_COLUMNS)) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

impl Text {
    /// The window of the line, with a line of marks for each marked part.
    fn snippet(
        &self,
        out: &mut dyn Write,
        report: &Report,
        snippet: &Snippet,
        gutter: &str,
    ) -> io::Result<()> {
        let bar = self.paint("|", style::FAINT);
        let number = self.paint(&format!(" {}", snippet.line), style::FAINT);
        writeln!(out, "{gutter} {bar}")?;
        // The window was escaped in parts; two harmless parts can make a runner's command.
        writeln!(out, "{number} {bar} {}", terminal(&snippet.source))?;
        let label = report.label.as_deref().unwrap_or_default();
        let primary = marks(snippet, &snippet.primary, '^', label);
        writeln!(out, "{gutter} {bar} {}", self.paint_marks(&primary, style::level(report.level)))?;
        if let Some((span, label)) = &snippet.secondary {
            let secondary = marks(snippet, span, '-', label);
            writeln!(out, "{gutter} {bar} {}", self.paint_marks(&secondary, style::INFO))?;
        }
        writeln!(out, "{gutter} {bar}")
    }

    fn paint(&self, text: &str, style: Style) -> String {
        style::paint(text, style, self.options.colour)
    }

    /// Colours the marks and their label, but not the blanks before them.
    fn paint_marks(&self, marks: &str, style: Style) -> String {
        let (blanks, marks) = marks.split_at(marks.len() - marks.trim_start().len());
        format!("{blanks}{}", self.paint(marks, style))
    }
}

/// Marks under one part of the window, and what there is to say of it.
fn marks(snippet: &Snippet, span: &Range<usize>, mark: char, label: &str) -> String {
    let before = snippet.source.get(..span.start).map_or(0, width);
    // Where something is missing, the part is empty and the mark stands at its place.
    let length = snippet.source.get(span.clone()).map_or(1, width).max(1);
    let marks = mark.to_string().repeat(length);
    format!("{}{marks} {label}", " ".repeat(before)).trim_end().to_owned()
}

/// The goal and the place in its body, as far as they are known.
fn about(report: &Report) -> Option<String> {
    let guid = report.goal.as_ref().map(|guid| short_guid(guid.raw()).trim());
    let goal = guid.filter(|guid| !guid.is_empty()).map(|guid| {
        let revision =
            report.revision.map(|revision| format!(" revision {revision}")).unwrap_or_default();
        format!("goal {}{revision}", terminal(guid))
    });
    let pointer = Some(pointer(report)).filter(|pointer| !pointer.is_empty());
    match (goal, pointer) {
        (Some(goal), Some(pointer)) => Some(format!("{goal}, {pointer}")),
        (goal, pointer) => goal.or(pointer),
    }
}

#[cfg(test)]
mod tests {
    use super::Text;
    use crate::render::finding::FindingFormat;
    use crate::render::{Options, samples};
    use crate::report::Snippet;

    #[test]
    fn the_line_with_a_caret() {
        assert_eq!(
            samples::findings(&Text { options: Options::default() }),
            r#"error[wrong-type]: is_complete is a string, a Boolean is documented
  --> capture.ndjson:2:310
   |
 2 | …ent":false,"is_complete":"no","name":"東京"…
   |                           ^^^^ expected true or false
   |
   = goal GOL-537e6391 revision 71, /goal/is_complete
   = help: remove the quotes; see `goalpost explain wrong-type`

warning[truncated-json]: the text ends within a string
  --> :\u{3a}error\u{1b}.har#/log/entries/2/request/postData/text:1:1

3 bodies in 2 inputs (1.2 MB): 1 clean, 2 not
  1 truncated-json   1 wrong-type
"#
        );
    }

    #[test]
    fn marks_stand_under_wide_characters() {
        let mut report = samples::reports().remove(0);
        let source = r#""東京":1,"東京":2"#;
        report.snippet = Some(Snippet {
            line: 1234,
            source: source.to_owned(),
            primary: 11..19,
            secondary: Some((0..8, "first here")),
        });
        report.label = None;
        report.goal = None;
        let mut out = Vec::new();
        Text { options: Options::default() }
            .finding(&mut out, &report)
            .expect("a vector takes every write");
        let text = String::from_utf8(out).expect("formats write text");
        let marked: Vec<&str> = text.lines().skip(2).take(6).collect();
        assert_eq!(
            marked,
            [
                "      |",
                " 1234 | \"東京\":1,\"東京\":2",
                "      |          ^^^^^^",
                "      | ------ first here",
                "      |",
                "      = /goal/is_complete",
            ]
        );
    }

    #[test]
    fn parts_of_a_window_make_no_command() {
        let mut report = samples::reports().remove(0);
        report.snippet = Some(Snippet {
            line: 1,
            source: "##[error]x".to_owned(),
            primary: 0..1,
            secondary: None,
        });
        let mut out = Vec::new();
        Text { options: Options::default() }
            .finding(&mut out, &report)
            .expect("a vector takes every write");
        let text = String::from_utf8(out).expect("formats write text");
        assert!(text.contains(r" 1 | #\u{23}[error]x"), "{text}");
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let plain = samples::findings(&Text { options: Options::default() });
        let options = Options { colour: true, ..Options::default() };
        let coloured = samples::findings(&Text { options });
        assert_ne!(coloured, plain);
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
    }
}
