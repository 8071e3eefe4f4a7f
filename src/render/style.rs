//! The colours. They only underline: whatever a colour tells, a word or a shape tells too.

use std::fmt::Write;

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

/// Appends parts of a text in a style, or as they are without colour.
pub fn push(out: &mut String, parts: &[&str], style: Style, colour: bool) {
    if colour {
        write!(out, "{style}").expect("a string takes every write");
    }
    for part in parts {
        out.push_str(part);
    }
    if colour {
        write!(out, "{style:#}").expect("a string takes every write");
    }
}

/// Appends so many times one ASCII character.
pub fn repeat(out: &mut String, character: char, times: usize) {
    out.extend(std::iter::repeat_n(character, times));
}

/// The text in a style, or as it is without colour.
pub fn paint(text: &str, style: Style, colour: bool) -> String {
    if colour && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
