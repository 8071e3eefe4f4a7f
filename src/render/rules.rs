//! The rules for people: the list by group, and one rule with its samples.

use std::io::{self, Write};

use super::{Options, style};
use crate::rules::registry;
use crate::rules::rule::{Group, Rule};
use crate::text::terminal::terminal;
use crate::text::width::{fit, pad_end};
use crate::text::wrap::wrap;

/// Sentences are no wider than this, and as wide where nobody says how many columns there are.
const COLUMNS: usize = 80;
/// The longest name of a level, and the indent of all but headings.
const LEVEL: usize = "warning".len();
const INDENT: &str = "  ";

/// Writes all rules, a line for each, under the headings of their groups.
pub fn list(out: &mut dyn Write, options: Options) -> io::Result<()> {
    let longest = registry::all().map(|rule| rule.name.len()).max().unwrap_or_default();
    for (group, rules) in Group::ALL.into_iter().zip(registry::GROUPS) {
        let name = style::paint(group.name(), style::STRONG, options.colour);
        writeln!(out, "{name}: {}", group.summary())?;
        for rule in *rules {
            let start = INDENT.len() + longest + LEVEL + 4;
            let room = options.width.map(|columns| columns.saturating_sub(start).max(20));
            let mut summary = wrap(rule.summary, room.unwrap_or(usize::MAX)).into_iter();
            let first = summary.next().unwrap_or_default();
            let level = pad_end(rule.level.name(), LEVEL);
            let level = style::paint(&level, style::level(rule.level), options.colour);
            writeln!(out, "{INDENT}{}  {level}  {first}", pad_end(rule.name, longest))?;
            for rest in summary {
                writeln!(out, "{}{rest}", " ".repeat(start))?;
            }
        }
        writeln!(out)?;
    }
    writeln!(
        out,
        "`goalpost explain RULE` tells more of a rule. RULE|GROUP in -D, -W, -I and -A:"
    )?;
    writeln!(out, "deny (error), warn, info, allow (no finding).")
}

/// Writes what there is to know of one rule.
pub fn rule(out: &mut dyn Write, rule: &Rule, options: Options) -> io::Result<()> {
    let columns = options.width.unwrap_or(COLUMNS).min(COLUMNS);
    let strong = |text: &str| style::paint(text, style::STRONG, options.colour);
    let level = style::paint(rule.level.name(), style::level(rule.level), options.colour);
    writeln!(out, "{} · {} · {level}", strong(rule.name), rule.group.name())?;
    for line in wrap(rule.summary, columns - INDENT.len()) {
        writeln!(out, "{INDENT}{line}")?;
    }
    writeln!(out)?;
    for line in wrap(rule.explanation, columns) {
        writeln!(out, "{line}")?;
    }
    let (failing, passing) = (lines(rule.failing), lines(rule.passing));
    let before = failing.iter().zip(&passing).take_while(|(one, other)| one == other).count();
    let after =
        |lines: &[String]| lines.len().saturating_sub(common_end(&failing, &passing, before));
    let arguments = match rule.arguments {
        [] => String::new(),
        arguments => format!(", with {}", arguments.join(" ")),
    };
    let samples = [
        (format!("A sample that fails{arguments}"), &failing, '✗', style::ERROR),
        ("The same, put right".to_owned(), &passing, '✓', style::GOOD),
    ];
    for (title, sample, mark, colour) in samples {
        writeln!(out, "\n{}", strong(&title))?;
        for (index, line) in sample.iter().enumerate() {
            let line = options.width.map_or_else(|| line.clone(), |columns| fit(line, columns - 4));
            if (before..after(sample)).contains(&index) {
                let mark = style::paint(&mark.to_string(), colour, options.colour);
                writeln!(out, "{mark} {INDENT}{line}")?;
            } else {
                writeln!(out, "{}", format!("{INDENT}{INDENT}{line}").trim_end())?;
            }
        }
    }
    writeln!(out, "\n{}", strong("Its level"))?;
    let command = match rule.group {
        Group::Sequence | Group::User => "history",
        _ => "check",
    };
    let name = rule.name;
    writeln!(out, "{INDENT}goalpost {command} -D {name}   an error, which fails the run")?;
    writeln!(out, "{INDENT}goalpost {command} -W {name}   a warning")?;
    writeln!(out, "{INDENT}goalpost {command} -I {name}   an info")?;
    writeln!(out, "{INDENT}goalpost {command} -A {name}   allowed: it gives no finding")
}

/// A sample in lines that are safe to show.
fn lines(sample: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(sample);
    text.trim_end().split('\n').map(|line| terminal(line).into_owned()).collect()
}

/// How many lines are equal at the end of both, beside those at the start.
fn common_end(one: &[String], other: &[String], before: usize) -> usize {
    let most = one.len().min(other.len()) - before;
    one.iter().rev().zip(other.iter().rev()).take(most).take_while(|(a, b)| a == b).count()
}
