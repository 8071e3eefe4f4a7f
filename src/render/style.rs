//! The colours. No information is in colour alone.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::rules::rule::Level;
use crate::text::width::fold_at_words;

/// The name of a goal, and headings.
pub const STRONG: Style = Style::new().bold();
/// Labels, identifiers, locations.
pub const FAINT: Style = Style::new().dimmed();
/// The filled part of a bar, and the word clean.
pub const GOOD: Style = AnsiColor::Green.on_default();
pub const REMOVED: Style = AnsiColor::Red.on_default();
pub const ADDED: Style = AnsiColor::Green.on_default();
/// The hunk headers of a unified diff.
pub const HUNK: Style = AnsiColor::Cyan.on_default();
/// Errors and invalid values.
pub const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();
pub const INFO: Style = AnsiColor::BrightBlue.on_default().bold();

pub fn level(level: Level) -> Style {
    match level {
        Level::Error => ERROR,
        Level::Warning => WARNING,
        Level::Info => INFO,
    }
}

/// Appends the parts of a text, styled if `colour`.
pub fn push(out: &mut String, parts: &[&str], style: Style, colour: bool) {
    within(out, style, colour, |out| parts.iter().for_each(|part| out.push_str(part)));
}

/// Appends what a function appends, styled if `colour`.
pub fn within(out: &mut String, style: Style, colour: bool, append: impl FnOnce(&mut String)) {
    if colour {
        write!(out, "{style}").expect("a string takes every write");
    }
    append(out);
    if colour {
        write!(out, "{style:#}").expect("a string takes every write");
    }
}

/// A run of one ASCII character.
pub type Run = &'static str;
pub const BLANKS: Run = "                                                                ";
/// Marks below the range of a finding.
pub const CARETS: Run = "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^";
/// Marks below the related range.
pub const HYPHENS: Run = "----------------------------------------------------------------";

/// Appends the character of a run this many times.
pub fn repeat(out: &mut String, run: Run, mut times: usize) {
    while times > 0 {
        let piece = times.min(run.len());
        out.push_str(&run[..piece]);
        times -= piece;
    }
}

/// Wraps a text that begins with a styled title. A word longer than a line is not broken, so that
/// file names stay in one piece.
pub fn titled(title: &str, style: Style, text: &str, columns: usize, colour: bool) -> Vec<String> {
    let mut lines = fold_at_words(&format!("{title}{text}"), columns);
    if let Some(rest) = lines[0].strip_prefix(title) {
        lines[0] = paint(title, style, colour) + rest;
    }
    lines
}

/// The text, styled if `colour`.
pub fn paint(text: &str, style: Style, colour: bool) -> String {
    if colour && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
