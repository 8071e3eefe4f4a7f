//! `explain` for people: the rules by group, a rule with its samples, a field.

use std::io::{self, Write};

use anstyle::Style;

use super::explain::{Topic, rules_of};
use super::list::{Column, List, TEXT};
use super::schema::FieldFacts;
use super::{Options, style};
use crate::rules::registry;
use crate::rules::rule::{Group, Rule};
use crate::text::terminal::terminal;
use crate::text::width::{fold, pad_end};
use crate::text::wrap::wrap;

/// The maximum width of paragraphs, and the width without a terminal.
const COLUMNS: usize = 80;
const LEVEL: usize = "warning".len();
const INDENT: &str = "  ";
const LEVELS: List<'_> = List {
    columns: &[Column::left(""), Column::left("")],
    indent: INDENT.len(),
    text: Some(TEXT),
    headings: None,
};
const RULES: List<'_> = List {
    columns: &[Column::left(""), Column::left(""), Column::left("")],
    indent: INDENT.len(),
    text: Some(TEXT),
    headings: None,
};

pub fn explain(out: &mut dyn Write, topic: Topic, options: Options) -> io::Result<()> {
    match topic {
        Topic::All => list(out, options),
        Topic::Rule(rule) => self::rule(out, rule, options),
        Topic::Group(group) => {
            self::group(out, group, options)?;
            levels(out, group.name(), command(group), options)
        }
        Topic::Field(index) => field(out, &FieldFacts::of(index), options),
        Topic::Action => field(out, &FieldFacts::of_action(), options),
    }
}

/// Writes all rules by group.
fn list(out: &mut dyn Write, options: Options) -> io::Result<()> {
    for group in Group::ALL {
        self::group(out, group, options)?;
    }
    let notes = [
        "Details: `goalpost explain RULE`; also a group or a field, such as `amount`.",
        "Levels, for a RULE or GROUP: -D (deny: error), -W (warn), -I (info), -A (allow).",
    ];
    notes
        .iter()
        .flat_map(|note| fold(note, options.columns()))
        .try_for_each(|line| writeln!(out, "{line}"))
}

fn group(out: &mut dyn Write, group: Group, options: Options) -> io::Result<()> {
    let summary = format!(": {}", group.summary());
    let columns = options.columns();
    style::titled(group.name(), style::STRONG, &summary, columns, options.colour)
        .iter()
        .try_for_each(|line| writeln!(out, "{line}"))?;
    let longest = registry::all().map(|rule| rule.name.len()).max().unwrap_or_default();
    let row = |rule: &Rule| {
        vec![
            // All groups use the same columns.
            (pad_end(rule.name, longest), Style::new()),
            (pad_end(rule.level.name(), LEVEL), style::level(rule.level)),
            (rule.summary.to_owned(), Style::new()),
        ]
    };
    RULES.write(out, rules_of(group).map(row).collect(), options)?;
    writeln!(out)
}

fn field(out: &mut dyn Write, field: &FieldFacts, options: Options) -> io::Result<()> {
    let columns = options.width.unwrap_or(COLUMNS).min(COLUMNS);
    let name = style::paint(field.name, style::STRONG, options.colour);
    writeln!(out, "{name} · {} · {}", field.kind, field.class)?;
    for line in wrap(&field.meaning, columns - INDENT.len()) {
        writeln!(out, "{INDENT}{line}")?;
    }
    writeln!(out, "\n{INDENT}JSON Pointer  {}", field.pointer)?;
    writeln!(out, "{INDENT}null          {}", field.null)?;
    writeln!(out, "\n`goalpost schema` lists all fields.")
}

fn rule(out: &mut dyn Write, rule: &Rule, options: Options) -> io::Result<()> {
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
        ("Fixed".to_owned(), &passing, '✓', style::GOOD),
    ];
    for (title, sample, mark, colour) in samples {
        writeln!(out, "\n{}", strong(&title))?;
        for (index, line) in sample.iter().enumerate() {
            // Samples are for copying, so they are not wrapped.
            let is_marked = (before..after(sample)).contains(&index);
            let mark = style::paint(&mark.to_string(), colour, options.colour);
            let mark = if is_marked { mark.as_str() } else { " " };
            writeln!(out, "{}", format!("{mark} {INDENT}{line}").trim_end())?;
        }
    }
    writeln!(out, "\n{}", strong("Its level"))?;
    levels(out, rule.name, command(rule.group), options)
}

/// Writes the options that set the level of a rule or group.
fn levels(out: &mut dyn Write, name: &str, command: &str, options: Options) -> io::Result<()> {
    let rows = [
        ("-D", "an error, which fails the run"),
        ("-W", "a warning"),
        ("-I", "an info"),
        ("-A", "allowed: no finding"),
    ];
    let rows = rows.map(|(option, meaning)| {
        let command = format!("goalpost {command} {option} {name}");
        vec![(command, Style::new()), (meaning.to_owned(), Style::new())]
    });
    LEVELS.write(out, rows.into(), options)
}

/// The command that applies the rules of a group.
fn command(group: Group) -> &'static str {
    match group {
        Group::Sequence | Group::User => "history",
        _ => "check",
    }
}

/// The escaped lines of a sample.
fn lines(sample: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(sample);
    text.trim_end().split('\n').map(|line| terminal(line).into_owned()).collect()
}

/// The number of common lines at the end, without those at the start.
fn common_end(one: &[String], other: &[String], before: usize) -> usize {
    let most = one.len().min(other.len()) - before;
    one.iter().rev().zip(other.iter().rev()).take(most).take_while(|(a, b)| a == b).count()
}
