//! The colours. They only underline: whatever a colour tells, a word or a shape tells too.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::rules::rule::Level;

/// The name of a goal, and headings.
pub const STRONG: Style = Style::new().bold();
/// What matters less: labels, identifiers, places.
pub const FAINT: Style = Style::new().dimmed();
/// What is all right: a bar's filled part, the word clean.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// Errors and unreadable values.
pub const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
/// Warnings.
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Infos.
pub const INFO: Style = AnsiColor::BrightBlue.on_default().bold();

/// The colour of a level.
pub fn level(level: Level) -> Style {
    match level {
        Level::Error => ERROR,
        Level::Warning => WARNING,
        Level::Info => INFO,
    }
}

/// Writes parts of a text in a style, or as they are without colour.
///
/// # Errors
/// Those of writing.
pub fn write(out: &mut dyn Write, parts: &[&str], style: Style, colour: bool) -> io::Result<()> {
    if colour {
        write!(out, "{style}")?;
    }
    for part in parts {
        out.write_all(part.as_bytes())?;
    }
    if colour {
        write!(out, "{style:#}")?;
    }
    Ok(())
}

/// Writes so many blanks.
///
/// # Errors
/// Those of writing.
pub fn blanks(out: &mut dyn Write, mut columns: usize) -> io::Result<()> {
    const BLANKS: &[u8] = &[b' '; 64];
    while columns > 0 {
        let part = &BLANKS[..columns.min(BLANKS.len())];
        out.write_all(part)?;
        columns -= part.len();
    }
    Ok(())
}

/// The text in a style, or as it is without colour.
pub fn paint(text: &str, style: Style, colour: bool) -> String {
    if colour && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
