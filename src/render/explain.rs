//! What can be explained, for people, as JSON and as Markdown: the list of rules, one rule with its
//! samples, a field.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::Style;
use serde_json::{Value, json};

use super::list::{Column, List, TEXT};
use super::schema::FieldFacts;
use super::{Options, style};
use crate::rules::registry;
use crate::rules::rule::{Group, Rule};
use crate::text::terminal::terminal;
use crate::text::width::{fit_around, fold, fold_at_words, pad_end, width};
use crate::webhook::field::{FIELDS, position};

#[derive(Debug, Clone, Copy)]
pub enum Topic {
    All,
    Rule(&'static Rule),
    Group(Group),
    /// The index in the field table.
    Field(usize),
    /// The member `action`.
    Action,
}

impl Topic {
    pub fn find(name: &str) -> Option<Topic> {
        (registry::find(name).map(Topic::Rule))
            .or_else(|| Group::find(name).map(Topic::Group))
            .or_else(|| position(name).map(Topic::Field))
            .or_else(|| (name == "action").then_some(Topic::Action))
    }

    pub fn names() -> impl Iterator<Item = &'static str> {
        let fields = FIELDS.iter().map(|field| field.name).chain(["action"]);
        registry::all().map(|rule| rule.name).chain(Group::ALL.map(Group::name)).chain(fields)
    }
}

fn rules_of(group: Group) -> impl Iterator<Item = &'static Rule> {
    registry::all().filter(move |rule| rule.group == group)
}

pub fn json(out: &mut dyn Write, topic: Topic) -> io::Result<()> {
    let value = match topic {
        Topic::All => registry::all().map(rule_value).collect(),
        Topic::Group(group) => rules_of(group).map(rule_value).collect(),
        Topic::Rule(rule) => rule_value(rule),
        Topic::Field(index) => field_value(&FieldFacts::of(index)),
        Topic::Action => field_value(&FieldFacts::of_action()),
    };
    writeln!(out, "{value:#}")
}

fn rule_value(rule: &Rule) -> Value {
    json!({
        "rule": rule.name,
        "group": rule.group.name(),
        "level": rule.level.name(),
        "summary": rule.summary,
        "explanation": rule.explanation,
        "arguments": rule.arguments,
        "failing": lines(rule.failing).join("\n"),
        "passing": lines(rule.passing).join("\n"),
    })
}

fn field_value(field: &FieldFacts) -> Value {
    json!({
        "field": field.name,
        "pointer": field.pointer,
        "type": field.kind,
        "null": field.null,
        "kind": field.class,
        "meaning": field.meaning,
    })
}

/// Writes a section for each rule or field.
pub fn markdown(out: &mut dyn Write, topic: Topic) -> io::Result<()> {
    match topic {
        Topic::All => registry::all().try_for_each(|rule| section(out, rule)),
        Topic::Group(group) => rules_of(group).try_for_each(|rule| section(out, rule)),
        Topic::Rule(rule) => section(out, rule),
        Topic::Field(index) => field_section(out, &FieldFacts::of(index)),
        Topic::Action => field_section(out, &FieldFacts::of_action()),
    }
}

fn section(out: &mut dyn Write, rule: &Rule) -> io::Result<()> {
    writeln!(out, "## {}\n", rule.name)?;
    writeln!(out, "{} · {}: {}.\n", rule.group.name(), rule.level.name(), rule.summary)?;
    writeln!(out, "{}\n", rule.explanation)?;
    let arguments = match rule.arguments {
        [] => String::new(),
        arguments => format!(" with `{}`", arguments.join(" ")),
    };
    for (title, text) in
        [(format!("Fails{arguments}"), rule.failing), ("Passes".to_owned(), rule.passing)]
    {
        writeln!(out, "{title}:\n\n```\n{}\n```\n", lines(text).join("\n"))?;
    }
    Ok(())
}

fn field_section(out: &mut dyn Write, field: &FieldFacts) -> io::Result<()> {
    let FieldFacts { name, pointer, kind, class, null, meaning } = field;
    writeln!(out, "## {name}\n\n{meaning}\n")?;
    writeln!(out, "`{pointer}` · {kind} · null: {null} · {class}")
}

/// The maximum width of paragraphs, and the width without a terminal.
const COLUMNS: usize = 80;
const LEVEL: usize = "warning".len();
const INDENT: &str = "  ";
/// The width of the mark before a line of a sample, with a blank.
const MARK: usize = 2;
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

/// Writes what there is to know of a topic, for people.
pub fn text(out: &mut dyn Write, topic: Topic, options: Options) -> io::Result<()> {
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
    heading(out, group.name(), &format!(": {}", group.summary()), options)?;
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
    let facts = format!(" · {} · {}", field.kind, field.class);
    heading(out, field.name, &facts, options)?;
    for line in fold_at_words(&field.meaning, columns - INDENT.len()) {
        writeln!(out, "{INDENT}{line}")?;
    }
    writeln!(out, "\n{INDENT}JSON Pointer  {}", field.pointer)?;
    let rule = match field.null {
        "never" => " (null-identity)",
        "no" => " (unexpected-null)",
        _ => "",
    };
    writeln!(out, "{INDENT}null          {}{rule}", field.null)?;
    writeln!(out, "\n`goalpost schema` lists all fields.")
}

fn rule(out: &mut dyn Write, rule: &Rule, options: Options) -> io::Result<()> {
    let columns = options.width.unwrap_or(COLUMNS).min(COLUMNS);
    heading(out, rule.name, &format!(" · {} · {}", rule.group.name(), rule.level.name()), options)?;
    for line in fold_at_words(rule.summary, columns - INDENT.len()) {
        writeln!(out, "{INDENT}{line}")?;
    }
    writeln!(out)?;
    for line in fold_at_words(rule.explanation, columns) {
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
        ("A sample that fails", arguments, &failing, '✗', style::ERROR),
        ("Fixed", String::new(), &passing, '✓', style::GOOD),
    ];
    // A terminal would break a delivery on one line anywhere, so there it is cut to what matters.
    let room = options.columns().saturating_sub(MARK + INDENT.len());
    let is_cut = failing.iter().chain(&passing).any(|line| width(line) > room);
    let changed = match (failing.get(before), passing.get(before)) {
        (Some(one), Some(other)) => changed(one, other),
        _ => 0..0,
    };
    for (title, arguments, sample, mark, colour) in samples {
        writeln!(out)?;
        heading(out, title, &arguments, options)?;
        for (index, line) in sample.iter().enumerate() {
            let is_marked = (before..after(sample)).contains(&index);
            let mark = style::paint(&mark.to_string(), colour, options.colour);
            let mark = if is_marked { mark.as_str() } else { " " };
            let place = |at| floor_char_boundary(line, at);
            let (line, _) = fit_around(line, &(place(changed.start)..place(changed.end)), room);
            writeln!(out, "{}", format!("{mark} {INDENT}{line}").trim_end())?;
        }
    }
    if is_cut {
        let note = format!("Whole: `goalpost explain {} --format json`.", rule.name);
        let note = fold_at_words(&note, columns);
        writeln!(out, "\n{}", note.join("\n"))?;
    }
    writeln!(out)?;
    levels(out, rule.name, command(rule.group), options)
}

/// Writes a heading, wrapped: what it names, and more about that.
fn heading(out: &mut dyn Write, name: &str, more: &str, options: Options) -> io::Result<()> {
    style::titled(name, style::STRONG, more, options.columns(), options.colour)
        .iter()
        .try_for_each(|line| writeln!(out, "{line}"))
}

/// Writes the options that set the level of a rule or group.
fn levels(out: &mut dyn Write, name: &str, command: &str, options: Options) -> io::Result<()> {
    let rows = [
        ("-D", "an error, which fails the run"),
        ("-W", "a warning"),
        ("-I", "an info"),
        ("-A", "allowed: no finding"),
    ];
    heading(out, "Its level", &format!(", set by an option of goalpost {command}"), options)?;
    let rows = rows.map(|(option, meaning)| {
        vec![(format!("{option} {name}"), Style::new()), (meaning.to_owned(), Style::new())]
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

/// Where a line differs from another: the bytes between what they begin and end with alike.
fn changed(line: &str, other: &str) -> Range<usize> {
    let alike = |pair: &(u8, u8)| pair.0 == pair.1;
    let start = line.bytes().zip(other.bytes()).take_while(alike).count();
    let most = line.len().min(other.len()) - start;
    let end = line.bytes().rev().zip(other.bytes().rev()).take(most).take_while(alike).count();
    start..line.len() - end
}

/// The offset, or that of the character around it.
fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The number of common lines at the end, without those at the start.
fn common_end(one: &[String], other: &[String], before: usize) -> usize {
    let most = one.len().min(other.len()) - before;
    one.iter().rev().zip(other.iter().rev()).take(most).take_while(|(a, b)| a == b).count()
}
