//! Findings for people, in the style of the Rust compiler: headline, location, source line, notes.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use anstyle::Style;

use super::{FindingFormat, body_place, in_body, in_file, pointer};
use crate::examine::report::{LineColumn, Report, Snippet, Summary};
use crate::render::show::cell::short_guid;
use crate::render::style::{BLANKS, CARETS, FAINT, HYPHENS};
use crate::render::summary::{rule_counts, summary_line};
use crate::render::{Options, style};
use crate::text::terminal::{terminal, terminal_inside};
use crate::text::width::{fit_around, fold, longest_word, width};

/// The width of the summary without a terminal.
const SUMMARY_COLUMNS: usize = 80;
/// The indent of the further lines of a headline.
const HEADLINE_INDENT: usize = 4;

#[derive(Debug, Clone, Copy, Default)]
pub struct Text {
    pub options: Options,
    pub only_summary: bool,
}

impl FindingFormat for Text {
    fn finding(&self, out: &mut String, report: &Report) {
        if !self.only_summary {
            Drawing::of(report, self.options, out).draw(None);
        }
    }

    fn folds(&self) -> bool {
        true
    }

    fn first_of_rule(&self, out: &mut String, report: &Report) {
        let explain = ["goalpost explain ", report.rule.name];
        if !self.only_summary {
            Drawing::of(report, self.options, out).draw(Some(&explain));
        }
    }

    fn end(&self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        if summary.is_nothing() {
            return Ok(());
        }
        for line in fold(&summary_line(summary), self.options.columns()) {
            writeln!(out, "{}", style::paint(&line, style::STRONG, self.options.colour))?;
        }
        for line in rule_counts(summary, self.options.width.unwrap_or(SUMMARY_COLUMNS)) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

/// One finding. A capture can have one on every line, so pieces are appended with few intermediate
/// strings.
struct Drawing<'d> {
    report: &'d Report,
    colour: bool,
    /// The width of the terminal, for wrapping sentences.
    width: Option<usize>,
    /// The width of the line number.
    gutter: usize,
    out: &'d mut String,
}

impl<'d> Drawing<'d> {
    fn of(report: &'d Report, options: Options, out: &'d mut String) -> Drawing<'d> {
        let digits = |line: u64| line.checked_ilog10().unwrap_or(0) as usize + 1;
        let gutter = report.snippet.as_ref().map_or(1, |snippet| digits(snippet.line));
        Drawing { report, colour: options.colour, width: options.width, gutter, out }
    }

    fn draw(mut self, explain: Option<&[&str]>) {
        let report = self.report;
        let level = style::level(report.level);
        let title = [report.level.name(), "[", report.rule.name, "]"];
        style::push(self.out, &title, level, self.colour);
        let used = title.iter().map(|part| part.len()).sum::<usize>() + 2;
        match self.folded(&report.message, used, HEADLINE_INDENT) {
            None => style::push(self.out, &[": ", &report.message], style::STRONG, self.colour),
            Some(text) => style::push(self.out, &[":", &text], style::STRONG, self.colour),
        }
        self.out.push('\n');
        self.place();
        if let Some(snippet) = &report.snippet {
            let room =
                self.width.map_or(usize::MAX, |all| all.saturating_sub(self.gutter + 3).max(8));
            let snippet = narrowed(snippet, room);
            let label = report.label.as_deref();
            // The message says the same.
            let label = label.filter(|label| {
                width(&snippet.source[..snippet.primary.end]) + 1 + label.len() <= room
            });
            marks(self.out, &snippet, label, self.gutter, level, self.colour);
        }
        self.about();
        if let Some(related) = &report.related {
            let place = body_place(&related.input, &related.trail, related.start);
            self.note(None, &["the other delivery: ", &place]);
        }
        if let Some(help) = &report.help {
            self.note(Some("help"), &[help]);
        }
        if let Some(explain) = explain {
            self.note(Some("help"), explain);
        }
        self.out.push('\n');
    }

    /// The location of the finding; for a body inside an envelope, the line of the file where its
    /// text begins, the path through envelopes, and the position in the body.
    fn place(&mut self) {
        let report = self.report;
        style::repeat(self.out, BLANKS, self.gutter);
        style::push(self.out, &["--> "], FAINT, self.colour);
        let LineColumn { line, column } = in_file(report);
        let (mut lines, mut columns) = (itoa::Buffer::new(), itoa::Buffer::new());
        self.out.push_str(&report.input.terminal());
        self.out.extend([":", lines.format(line), ":", columns.format(column)]);
        if let Some(place) = in_body(report) {
            self.out.push(' ');
            self.out.push_str(&place);
        }
        self.out.push('\n');
    }

    fn about(&mut self) {
        let report = self.report;
        let guid = report.goal.as_ref().map_or("", |guid| short_guid(guid.raw()).trim());
        let mut digits = itoa::Buffer::new();
        let revision = report.revision.map(|number| [" revision ", digits.format(number)]);
        let [of, revision] = revision.unwrap_or_default();
        let pointer = pointer(report);
        match (guid.is_empty(), pointer.is_empty()) {
            (true, true) => {}
            (true, false) => self.note(None, &[&pointer]),
            (false, true) => self.note(None, &["goal ", &terminal(guid), of, revision]),
            (false, false) => {
                self.note(None, &["goal ", &terminal(guid), of, revision, ", ", &pointer]);
            }
        }
    }

    /// Appends a note below the source line.
    fn note(&mut self, title: Option<&str>, parts: &[&str]) {
        style::repeat(self.out, BLANKS, self.gutter + 1);
        style::push(self.out, &["= "], FAINT, self.colour);
        if let Some(title) = title {
            style::push(self.out, &[title], style::STRONG, self.colour);
            self.out.push(':');
        }
        let used = self.gutter + 3 + title.map_or(0, |title| title.len() + 2);
        let folded = self.width.and_then(|_| self.folded(&parts.concat(), used, used));
        match folded {
            Some(folded) if title.is_none() => self.out.push_str(folded.trim_start()),
            Some(folded) => self.out.push_str(&folded),
            None => {
                self.out.push_str(if title.is_some() { " " } else { "" });
                self.out.extend(parts.iter().copied());
            }
        }
        self.out.push('\n');
    }

    /// Wraps a sentence that does not fit the terminal after a title of `used` columns. The result
    /// begins with what separates it from the title; further lines are indented.
    fn folded(&self, text: &str, used: usize, indent: usize) -> Option<String> {
        let all = self.width.filter(|all| used + width(text) > *all)?;
        let room = all.saturating_sub(indent);
        if longest_word(text) > room {
            return None;
        }
        let below = format!("\n{:indent$}", "");
        // Make the first word longer by the width of the title.
        let start = "x".repeat(used.saturating_sub(indent));
        let first = text.split(' ').next().map_or(0, width);
        if start.len() + first > room {
            return Some(below.clone() + &fold(text, room).join(&below));
        }
        let lines = fold(&format!("{start}{text}"), room).join(&below);
        Some(format!(" {}", &lines[start.len()..]))
    }
}

/// The part of a source line that fits this many columns; `…` marks where it is cut.
fn narrowed(snippet: &Snippet, room: usize) -> Cow<'_, Snippet> {
    let Snippet { source, primary, secondary, .. } = snippet;
    if width(source) <= room {
        return Cow::Borrowed(snippet);
    }
    let (text, from) = fit_around(source, primary, room);
    let cut = if from > 0 { "…" } else { "" };
    let end = text.len() - if text.ends_with('…') { '…'.len_utf8() } else { 0 };
    let moved = |range: &Range<usize>| {
        let at = |place: usize| (cut.len() + place - from).min(end);
        at(range.start)..at(range.end)
    };
    let secondary = secondary.as_ref().filter(|(range, _)| range.start >= from);
    let secondary = secondary.map(|(range, label)| (moved(range), *label));
    Cow::Owned(Snippet { line: snippet.line, primary: moved(primary), secondary, source: text })
}

/// Appends the line with its number and, below it, carets under the range of the finding followed
/// by the label, and hyphens under the related range. `gutter` is the width of the line number.
fn marks(
    out: &mut String,
    snippet: &Snippet,
    label: Option<&str>,
    gutter: usize,
    level: Style,
    colour: bool,
) {
    // The parts of the line were escaped separately, but together they can make a runner's command.
    // Usually nothing is left to escape.
    let inside = snippet.source.trim_start_matches('…').trim_end_matches('…');
    let source = match terminal_inside(inside) {
        Cow::Borrowed(_) => Cow::Borrowed(snippet.source.as_str()),
        Cow::Owned(_) => terminal_inside(&snippet.source),
    };
    let columns = |end: usize| {
        let before = snippet.source.get(..end).unwrap_or_default();
        match (&source, before.strip_prefix('…')) {
            (Cow::Owned(_), _) => width(&terminal_inside(before)),
            (_, None) => width(before),
            // The ellipsis takes one column, and without it most lines are ASCII.
            (_, Some(text)) => 1 + width(text),
        }
    };
    let bar = |out: &mut String| {
        style::repeat(out, BLANKS, gutter + 1);
        style::push(out, &["|"], FAINT, colour);
    };
    // Appends marks from one column to another, at least one.
    let mark = |out: &mut String, run, at: usize, (start, end): (usize, usize), style| {
        style::repeat(out, BLANKS, start - at);
        style::within(out, style, colour, |out| style::repeat(out, run, end - start));
        end
    };
    let marked = |span: &Range<usize>| {
        let start = columns(span.start);
        (start, columns(span.end).max(start + 1))
    };

    bar(out);
    out.push('\n');
    let mut number = itoa::Buffer::new();
    style::push(out, &[number.format(snippet.line)], FAINT, colour);
    out.push(' ');
    style::push(out, &["|"], FAINT, colour);
    if !source.is_empty() {
        out.push(' ');
        out.push_str(&source);
    }
    out.push('\n');

    bar(out);
    out.push(' ');
    let mut at = 0;
    if let Some((span, _)) = &snippet.secondary {
        at = mark(out, HYPHENS, at, marked(span), FAINT);
    }
    let (start, end) = marked(&snippet.primary);
    mark(out, CARETS, at, (start.max(at), end.max(at + 1)), level);
    if let Some(label) = label {
        out.push(' ');
        style::push(out, &[label], level, colour);
    }
    out.push('\n');

    if let Some((span, label)) = &snippet.secondary {
        for below in ["|", label] {
            bar(out);
            style::repeat(out, BLANKS, columns(span.start) + 1);
            style::push(out, &[below], FAINT, colour);
            out.push('\n');
        }
    }
    bar(out);
    out.push('\n');
}
