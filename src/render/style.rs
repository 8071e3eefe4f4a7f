//! The colours. They only underline: whatever a colour tells, a word or a shape tells too.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::rules::rule::Level;
use crate::text::width::fold_at_words;

/// The name of a goal, and headings.
pub const STRONG: Style = Style::new().bold();
/// What matters less: labels, identifiers, places.
pub const FAINT: Style = Style::new().dimmed();
/// What is all right: a bar's filled part, the word clean.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// What was taken out, and what was put in.
pub const REMOVED: Style = AnsiColor::Red.on_default();
pub const ADDED: Style = AnsiColor::Green.on_default();
/// Where a hunk of a unified diff is.
pub const HUNK: Style = AnsiColor::Cyan.on_default();
/// Errors and unreadable values.
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

/// Appends parts of a text in a style, or as they are without colour.
pub fn push(out: &mut String, parts: &[&str], style: Style, colour: bool) {
    within(out, style, colour, |out| parts.iter().for_each(|part| out.push_str(part)));
}

/// Appends what a function appends, in a style, or as it is without colour.
pub fn within(out: &mut String, style: Style, colour: bool, append: impl FnOnce(&mut String)) {
    if colour {
        write!(out, "{style}").expect("a string takes every write");
    }
    append(out);
    if colour {
        write!(out, "{style:#}").expect("a string takes every write");
    }
}

/// A run of one ASCII character, to append in pieces.
pub type Run = &'static str;
pub const BLANKS: Run = "                                                                ";
/// Marks below what a finding is about.
pub const CARETS: Run = "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^";
/// Marks below what belongs to it.
pub const HYPHENS: Run = "----------------------------------------------------------------";

/// Appends so many times the character of a run.
pub fn repeat(out: &mut String, run: Run, mut times: usize) {
    while times > 0 {
        let piece = times.min(run.len());
        out.push_str(&run[..piece]);
        times -= piece;
    }
}

/// A text in lines of at most so many columns, which begins with a title in a style. A word that
/// is longer has a line alone, so that names of files stay in one piece.
pub fn titled(title: &str, style: Style, text: &str, columns: usize, colour: bool) -> Vec<String> {
    let mut lines = fold_at_words(&format!("{title}{text}"), columns);
    if let Some(rest) = lines[0].strip_prefix(title) {
        lines[0] = paint(title, style, colour) + rest;
    }
    lines
}

/// The text in a style, or as it is without colour.
pub fn paint(text: &str, style: Style, colour: bool) -> String {
    if colour && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
