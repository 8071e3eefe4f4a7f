//! Findings for people, in the look of the Rust compiler: headline, place, line, caret, notes.
//!
//! `annotate-snippets` draws. The place is that in the input, while the line may be a window of
//! it, so the place is given as it is and not taken from the window.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Heading, Origin, Renderer, Snippet};

use super::cell::{short_guid, source};
use super::finding::{FindingFormat, pointer};
use super::summary::{rule_counts, summary_line};
use super::{Options, style};
use crate::report::{Position, Report, Summary};
use crate::rules::rule::Level;
use crate::text::escape::Foreign;
use crate::text::terminal::terminal;

/// The columns of the summary where nobody says how many there are.
const SUMMARY_COLUMNS: usize = 80;
/// Wider than any window of a line, which so is never cut a second time.
const NEVER_CUT: usize = 10_000;

/// Findings with their line and a caret.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    /// Colour and width.
    pub options: Options,
}

impl FindingFormat for Text {
    fn finding(&self, out: &mut dyn Write, report: &Report) -> io::Result<()> {
        self.draw(out, report, None)
    }

    fn first_of_rule(&self, out: &mut dyn Write, report: &Report) -> io::Result<()> {
        let explain = format!("goalpost explain {}", report.rule.name);
        self.draw(out, report, Some(&explain))
    }

    fn end(&self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        if summary.is_nothing() {
            return Ok(());
        }
        let line = style::paint(&summary_line(summary), style::STRONG, self.options.colour);
        writeln!(out, "{line}")?;
        for line in rule_counts(summary, self.options.width.unwrap_or(SUMMARY_COLUMNS)) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

impl Text {
    fn draw(&self, out: &mut dyn Write, report: &Report, explain: Option<&str>) -> io::Result<()> {
        let heading = match report.level {
            Level::Error => Heading::ERROR,
            Level::Warning => Heading::WARNING,
            Level::Info => Heading::INFO,
        };
        let title = heading.primary_title(report.message.as_ref()).id(report.rule.name);
        let mut group = Group::with_title(title).element(origin(report));
        if let Some(snippet) = &report.snippet {
            // The window was escaped in parts; two harmless parts can make a runner's command.
            let source = terminal(&snippet.source);
            let moved = |span: &Range<usize>| match source {
                Cow::Borrowed(_) => span.clone(),
                Cow::Owned(_) => {
                    let at = |offset| snippet.source.get(..offset).map_or(0, escaped_length);
                    at(span.start)..at(span.end)
                }
            };
            let mut primary = AnnotationKind::Primary.span(moved(&snippet.primary));
            if let Some(label) = &report.label {
                primary = primary.label(label.as_ref());
            }
            let secondary = snippet
                .secondary
                .as_ref()
                .map(|(span, label)| AnnotationKind::Context.span(moved(span)).label(*label));
            group = group.element(
                Snippet::source(source)
                    .line_start(snippet.line as usize)
                    .annotation(primary)
                    .annotations(secondary),
            );
        }
        if let Some(about) = about(report) {
            group = group.element(Heading::NOTE.no_name().message(about));
        }
        if let Some(related) = &report.related {
            let source = source(&related.input, &related.trail);
            let Position { line, column } = related.start;
            let place = format!("the other delivery: {}:{line}:{column}", source.terminal());
            group = group.element(Heading::NOTE.no_name().message(place));
        }
        for help in report.help.as_deref().into_iter().chain(explain) {
            group = group.element(Heading::HELP.message(help));
        }
        let drawn = self.renderer().render(&[group]);
        // After a place, a window without a path counts as another file, and a `:::` without
        // any name stands before it.
        let stray = |(index, line): &(usize, &str)| *index == 3 && line.contains(":::");
        for (_, line) in drawn.split('\n').enumerate().filter(|line| !stray(line)) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)
    }

    fn renderer(self) -> Renderer {
        let renderer = if self.options.colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(NEVER_CUT);
        if !self.options.colour {
            return renderer;
        }
        renderer
            .error(style::ERROR)
            .warning(style::WARNING)
            .info(style::INFO)
            .emphasis(style::STRONG)
            .line_num(style::FAINT)
    }
}

/// Where the finding stands; in a body that stands in something else, where that begins, the
/// way to the body, and the place within it.
fn origin(report: &Report) -> Origin<'static> {
    let (line, column) = (report.start.line as usize, report.start.column as usize);
    let Some(outer) = report.outer else {
        let source = source(&report.input, &report.trail).terminal().into_owned();
        return Origin::path(source).line(line).char_column(column);
    };
    let trail: Vec<_> = report.trail.iter().map(Foreign::terminal).collect();
    Origin::path(format!(
        "{}:{} {}, line {line}:{column}",
        report.input.terminal(),
        outer.line,
        trail.join(" ")
    ))
}

fn escaped_length(text: &str) -> usize {
    terminal(text).len()
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
  = help: remove the quotes
  = help: goalpost explain wrong-type

warning[truncated-json]: the text ends within a string
--> :\u{3a}error\u{1b}.har:12 /log/entries/2/request/postData/text, line 1:1
 = help: goalpost explain truncated-json

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
        let marked: Vec<&str> = text.lines().skip(1).take(8).collect();
        assert_eq!(
            marked,
            [
                "    --> capture.ndjson:2:310",
                "     |",
                "1234 | \"東京\":1,\"東京\":2",
                "     | ------   ^^^^^^",
                "     | |",
                "     | first here",
                "     |",
                "     = /goal/is_complete",
            ]
        );
    }

    #[test]
    fn parts_of_a_window_make_no_command() {
        let mut report = samples::reports().remove(0);
        report.snippet = Some(Snippet {
            line: 1,
            source: "##[error]東京".to_owned(),
            primary: 9..12,
            secondary: None,
        });
        let mut out = Vec::new();
        Text { options: Options::default() }
            .finding(&mut out, &report)
            .expect("a vector takes every write");
        let text = String::from_utf8(out).expect("formats write text");
        assert!(text.contains("\n1 | #\\u{23}[error]東京\n  |               ^^ "), "{text}");
    }

    #[test]
    fn a_window_of_nothing_is_drawn() {
        let mut report = samples::reports().remove(0);
        report.snippet =
            Some(Snippet { line: 7, source: String::new(), primary: 0..0, secondary: None });
        let mut out = Vec::new();
        Text { options: Options::default() }
            .finding(&mut out, &report)
            .expect("a vector takes every write");
        let text = String::from_utf8(out).expect("formats write text");
        assert!(text.contains("\n7 |\n  | ^ expected true or false\n"), "{text}");
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
