//! The source line of a finding with carets below.

use std::borrow::Cow;

use anstyle::Style;

use crate::examine::report::Snippet;
use crate::render::style;
use crate::render::style::{BLANKS, CARETS, FAINT, HYPHENS};
use crate::text::terminal::terminal;
use crate::text::width::width;

/// Appends the line with its number and, below it, carets under the range of the finding followed
/// by the label, and hyphens under the related range. `gutter` is the width of the line number.
pub(super) fn push(
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
    let source = match terminal(inside) {
        Cow::Borrowed(_) => Cow::Borrowed(snippet.source.as_str()),
        Cow::Owned(_) => terminal(&snippet.source),
    };
    let columns = |end: usize| {
        let before = snippet.source.get(..end).unwrap_or_default();
        match (&source, before.strip_prefix('…')) {
            (Cow::Owned(_), _) => width(&terminal(before)),
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
    let marked = |span: &std::ops::Range<usize>| {
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
