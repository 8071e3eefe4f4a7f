//! The line of a finding with marks below what it is about.

use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::Style;

use super::style::{self, FAINT};
use crate::report::Snippet;
use crate::text::terminal::terminal;
use crate::text::width::width;

/// Writes the line with its number and, below it, carets under the part that the finding is
/// about with the label behind them, and hyphens under the part that belongs to it. `gutter` is
/// the columns of the number.
pub(super) fn draw(
    out: &mut dyn Write,
    snippet: &Snippet,
    label: Option<&str>,
    gutter: usize,
    level: Style,
    colour: bool,
) -> io::Result<()> {
    // The window was escaped in parts; two harmless parts can make a runner's command. Between
    // the signs that the line goes on there is most often nothing to escape.
    let inside = snippet.source.trim_start_matches('…').trim_end_matches('…');
    let source = match terminal(inside) {
        Cow::Borrowed(_) => Cow::Borrowed(snippet.source.as_str()),
        Cow::Owned(_) => terminal(&snippet.source),
    };
    let columns = |end: usize| match (snippet.source.get(..end).unwrap_or_default(), &source) {
        (text, Cow::Borrowed(_)) => width(text),
        (text, Cow::Owned(_)) => width(&terminal(text)),
    };
    let bar = |out: &mut dyn Write| {
        style::blanks(out, gutter + 1)?;
        style::write(out, &["|"], FAINT, colour)
    };

    bar(out)?;
    out.write_all(b"\n")?;
    style::write(out, &[&snippet.line.to_string()], FAINT, colour)?;
    out.write_all(b" ")?;
    style::write(out, &["|"], FAINT, colour)?;
    for part in [if source.is_empty() { "" } else { " " }, &source, "\n"] {
        out.write_all(part.as_bytes())?;
    }

    bar(out)?;
    out.write_all(b" ")?;
    let mut at = 0;
    if let Some((span, _)) = &snippet.secondary {
        let start = columns(span.start);
        style::blanks(out, start.saturating_sub(at))?;
        at = columns(span.end).max(start + 1);
        style::write(out, &["-".repeat(at - start).as_str()], FAINT, colour)?;
    }
    let start = columns(snippet.primary.start);
    let end = columns(snippet.primary.end).max(start + 1);
    style::blanks(out, start.saturating_sub(at))?;
    style::write(out, &["^".repeat(end - start).as_str()], level, colour)?;
    if let Some(label) = label {
        out.write_all(b" ")?;
        style::write(out, &[label], level, colour)?;
    }
    out.write_all(b"\n")?;

    if let Some((span, label)) = &snippet.secondary {
        for below in ["|", label] {
            bar(out)?;
            out.write_all(b" ")?;
            style::blanks(out, columns(span.start))?;
            style::write(out, &[below], FAINT, colour)?;
            out.write_all(b"\n")?;
        }
    }
    bar(out)?;
    out.write_all(b"\n")
}
