//! Man pages in man(7), generated from the same definitions and examples as help.

use clap::builder::StyledStr;
use clap::{Arg, Command};

use super::complete::is_repeatable;
use super::help::{EXIT_STATUS, examples};
use crate::text::width::fold_at_words;

/// The date of this version, YYYY-MM-DD.
const DATE: &str = "2026-11-25";
/// `mandoc -Tlint` warns about source lines over 80 bytes.
const COLUMNS: usize = 72;
/// The heading of arguments without one.
const OPTIONS: &str = "Options";

/// The page of `top` or of one of its subcommands.
pub fn page(top: &Command, command: &Command) -> String {
    let is_top = command.has_subcommands();
    let title = |name: &str| match name == top.get_name() {
        true => name.to_owned(),
        false => format!("{}-{name}", top.get_name()),
    };
    let name = title(command.get_name());
    let about = text(command.get_about());
    let mut page = Page(String::new());
    let version = env!("CARGO_PKG_VERSION");
    page.line(&format!(".TH {} 1 {DATE} \"goalpost {version}\"", escaped(&name.to_uppercase())));
    page.section("NAME");
    page.line(&format!("{} \\-", escaped(&name)));
    page.text(&about);
    page.section("SYNOPSIS");
    page.synopsis(&title(command.get_name()).replace('-', " "), command);
    if is_top {
        page.line(".br");
        page.line(&format!("{} {}", bold(&name), italic("COMMAND")));
    }
    page.section("DESCRIPTION");
    let long = text(command.get_long_about());
    page.paragraphs(if long.is_empty() { &about } else { &long });
    page.paragraphs(&text(command.get_after_help()));
    let others = || top.get_subcommands().filter(|other| other.get_name() != "help");
    if is_top {
        page.section("COMMANDS");
        for command in others() {
            page.item(&bold(command.get_name()), &text(command.get_about()));
        }
    }
    for heading in headings(command) {
        page.section(&heading.to_uppercase());
        for argument in arguments(command) {
            if argument.get_help_heading().unwrap_or(OPTIONS) == heading {
                page.argument(argument);
            }
        }
    }
    page.section("EXIT STATUS");
    for (status, meaning) in EXIT_STATUS {
        page.item(&bold(status), meaning);
    }
    page.section("EXAMPLES");
    for (command, what) in examples(command.get_name()) {
        page.item(&bold(command), what);
    }
    page.section("SEE ALSO");
    let see = std::iter::once(top).chain(others());
    let see = see.map(|other| title(other.get_name())).filter(|other| *other != name);
    let see: Vec<String> = see.map(|other| format!("{}(1)", bold(&other))).collect();
    page.line(&see.join(",\n"));
    page.0
}

fn arguments(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|argument| !argument.is_hide_set())
}

/// The headings of the arguments, in order of first use.
fn headings(command: &Command) -> Vec<&str> {
    let mut headings = Vec::new();
    for argument in arguments(command) {
        let heading = argument.get_help_heading().unwrap_or(OPTIONS);
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    headings
}

/// The roff source of a page.
struct Page(String);

impl Page {
    /// Adds a line of roff.
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn section(&mut self, name: &str) {
        self.line(&format!(".SH {}", escaped(name)));
    }

    /// Adds text, wrapped; every sentence begins a new line.
    fn text(&mut self, text: &str) {
        for sentence in text.split_inclusive(". ") {
            for line in fold_at_words(sentence.trim_end(), COLUMNS) {
                let line = escaped(&line);
                // A line that begins with a dot or an apostrophe is a roff request.
                let guard = if line.starts_with(['.', '\'']) { "\\&" } else { "" };
                self.line(&format!("{guard}{line}"));
            }
        }
    }

    /// Adds text with blank lines between paragraphs.
    fn paragraphs(&mut self, text: &str) {
        for (index, paragraph) in text.split("\n\n").filter(|text| !text.is_empty()).enumerate() {
            if index > 0 || !self.0.ends_with(".SH DESCRIPTION\n") {
                self.line(".PP");
            }
            self.text(paragraph);
        }
    }

    /// Adds a term (roff) with its meaning indented below.
    fn item(&mut self, term: &str, meaning: &str) {
        self.line(".TP");
        self.line(term);
        self.text(meaning);
    }

    fn synopsis(&mut self, name: &str, command: &Command) {
        self.line(&bold(name));
        let (positional, options): (Vec<&Arg>, Vec<&Arg>) =
            arguments(command).partition(|argument| argument.is_positional());
        for argument in options.into_iter().chain(positional) {
            let dots = if is_repeatable(argument) { "..." } else { "" };
            match argument.is_positional() && argument.is_required_set() {
                true => self.line(&format!("{}{dots}", names(argument, "|"))),
                false => self.line(&format!("[{}]{dots}", names(argument, "|"))),
            }
        }
    }

    fn argument(&mut self, argument: &Arg) {
        let help = text(argument.get_long_help().or(argument.get_help()));
        let mut paragraphs = help.split("\n\n");
        self.item(&names(argument, ", "), paragraphs.next().unwrap_or_default());
        for paragraph in paragraphs {
            self.line(".IP");
            self.text(paragraph);
        }
        if !argument.is_hide_default_value_set()
            && let [value] = argument.get_default_values()
            && argument.get_action().takes_values()
        {
            self.line(".IP");
            self.text(&format!("Default: {}.", value.to_string_lossy()));
        }
        let values = argument.get_possible_values();
        if argument.is_hide_possible_values_set() || !argument.get_action().takes_values() {
            return;
        }
        for (index, value) in values.iter().enumerate() {
            if index == 0 {
                self.line(".RS");
            }
            self.item(&bold(value.get_name()), &text(value.get_help()));
            if index + 1 == values.len() {
                self.line(".RE");
            }
        }
    }
}

/// The names of an argument and of its value, as roff.
fn names(argument: &Arg, between: &str) -> String {
    let value = argument.get_value_names().unwrap_or_default().first();
    let value = value.filter(|_| argument.get_action().takes_values());
    let value = value.map(|value| italic(value)).unwrap_or_default();
    if argument.is_positional() {
        return value;
    }
    let short = argument.get_short().map(|short| bold(&format!("-{short}")));
    let long = argument.get_long().map(|long| bold(&format!("--{long}")));
    let names: Vec<String> = short.into_iter().chain(long).collect();
    let blank = if value.is_empty() { "" } else { " " };
    format!("{}{blank}{value}", names.join(between))
}

fn bold(text: &str) -> String {
    format!("\\fB{}\\fR", escaped(text))
}

fn italic(text: &str) -> String {
    format!("\\fI{}\\fR", escaped(text))
}

/// Escapes text for roff.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq").replace('…', "...")
}

fn text(text: Option<&StyledStr>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}
