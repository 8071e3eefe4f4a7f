//! Completion candidates for the word at the cursor; the scripts of all shells ask here.
//!
//! The scripts only know how their shell shows candidates and completes file names. Options and
//! values come from the same definitions as help, so no script can be out of date.

use clap::builder::PossibleValue;
use clap::{Arg, Command, ValueHint};

/// The value name of arguments that take a command.
pub const COMMAND: &str = "COMMAND";

/// What can be typed in place of the last word.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Words with their descriptions, which may be empty.
    pub words: Vec<(String, String)>,
    pub files: bool,
}

/// The candidates for the last of these words; the first is the name of the program. They are not
/// filtered by prefix: each shell matches in its own way.
pub fn candidates(top: &Command, words: &[String]) -> Candidates {
    let (words, is_split) = joined(words);
    let Some((current, before)) = words.split_last().filter(|(_, before)| !before.is_empty())
    else {
        return Candidates::default();
    };
    let mut typed =
        Typed { top, command: top, positionals: 0, option: None, only_positionals: false };
    for word in &before[1..] {
        typed.push(word);
    }
    let mut candidates = typed.at(current);
    if is_split {
        for (word, _) in &mut candidates.words {
            *word = word.split_once('=').map_or("", |(_, value)| value).to_owned();
        }
    }
    candidates
}

/// Joins `--format`, `=`, `json`, which bash passes as three words; true if the last word was
/// joined.
fn joined(words: &[String]) -> (Vec<String>, bool) {
    let mut all: Vec<String> = Vec::new();
    let mut is_split = false;
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        is_split = false;
        match all.last_mut() {
            Some(option) if word == "=" && option.starts_with("--") => {
                option.push('=');
                option.push_str(words.next().map_or("", String::as_str));
                is_split = true;
            }
            _ => all.push(word.clone()),
        }
    }
    (all, is_split)
}

/// The state of the command line before the cursor.
struct Typed<'c> {
    top: &'c Command,
    command: &'c Command,
    positionals: usize,
    option: Option<&'c Arg>,
    /// Whether `--` was typed.
    only_positionals: bool,
}

impl<'c> Typed<'c> {
    fn push(&mut self, word: &str) {
        if self.option.take().is_some() {
            return;
        }
        if self.only_positionals || !word.starts_with('-') || word == "-" {
            match self.command.find_subcommand(word).filter(|_| self.positionals == 0) {
                Some(command) => self.command = command,
                None => self.positionals += 1,
            }
        } else if word == "--" {
            self.only_positionals = true;
        } else if let Some(long) = word.strip_prefix("--") {
            // `--format=json` is not the name of an option.
            self.option = self.long(long);
        } else {
            let last = word.len() - word.chars().next_back().map_or(0, char::len_utf8);
            let takes_rest = word[1..last].chars().any(|short| self.short(short).is_some());
            let last = word[last..].chars().next().filter(|_| !takes_rest);
            self.option = last.and_then(|short| self.short(short));
        }
    }

    /// The option with this name, if it takes a value.
    fn long(&self, name: &str) -> Option<&'c Arg> {
        self.command.get_arguments().find(|arg| arg.get_long() == Some(name) && takes_value(arg))
    }

    fn short(&self, name: char) -> Option<&'c Arg> {
        self.command.get_arguments().find(|arg| arg.get_short() == Some(name) && takes_value(arg))
    }

    fn at(&self, current: &str) -> Candidates {
        if let Some(option) = self.option {
            return values(option, "", current);
        }
        if current.starts_with('-') && !self.only_positionals {
            return match current.split_once('=') {
                Some((name, value)) => self
                    .long(name.trim_start_matches('-'))
                    .map_or_else(Candidates::default, |option| {
                        values(option, &format!("{name}="), value)
                    }),
                None => self.options(),
            };
        }
        let positional = self.command.get_positionals().nth(self.positionals);
        let repeated = self.command.get_positionals().last().filter(|last| is_repeatable(last));
        let mut candidates = Candidates::default();
        if self.positionals == 0 && !self.only_positionals {
            candidates.words = commands(self.command);
        }
        match positional.or(repeated).filter(|arg| !arg.is_hide_set()) {
            Some(arg) if arg.get_value_names().is_some_and(|names| names[0] == COMMAND) => {
                candidates.words = commands(self.top);
            }
            Some(arg) => {
                let Candidates { words, files } = values(arg, "", current);
                candidates.words.extend(words);
                candidates.files = files;
            }
            None => {}
        }
        candidates
    }

    fn options(&self) -> Candidates {
        let mut words = Vec::new();
        for arg in self.command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            let help = described(arg.get_help());
            words.extend(arg.get_long().map(|long| (format!("--{long}"), help.clone())));
            words.extend(arg.get_short().map(|short| (format!("-{short}"), help.clone())));
        }
        Candidates { words, files: false }
    }
}

fn commands(command: &Command) -> Vec<(String, String)> {
    let commands = command.get_subcommands().filter(|command| command.get_name() != "help");
    commands
        .map(|command| (command.get_name().to_owned(), described(command.get_about())))
        .collect()
}

/// The values of an argument, each after the part of the word that is not the value.
fn values(arg: &Arg, option: &str, current: &str) -> Candidates {
    let listed = match arg.get_value_delimiter() {
        Some(comma) => current.rfind(comma).map_or("", |at| &current[..=at]),
        None => "",
    };
    let hint = arg.get_value_hint();
    // In `sarif=FILE` a file name follows.
    let file = |value: &PossibleValue| {
        value.get_name().ends_with('=') && current.starts_with(value.get_name())
    };
    if arg.get_possible_values().iter().any(file) {
        return Candidates { words: Vec::new(), files: true };
    }
    let words = arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set());
    let words = words.map(|value| {
        (format!("{option}{listed}{}", value.get_name()), described(value.get_help()))
    });
    Candidates {
        words: words.collect(),
        files: matches!(hint, ValueHint::AnyPath | ValueHint::FilePath | ValueHint::DirPath),
    }
}

fn takes_value(arg: &Arg) -> bool {
    !arg.is_positional() && arg.get_action().takes_values()
}

pub fn is_repeatable(arg: &Arg) -> bool {
    arg.get_num_args().is_some_and(|count| count.max_values() > 1)
        || matches!(arg.get_action(), clap::ArgAction::Append)
}

/// A description on one line.
fn described(help: Option<&clap::builder::StyledStr>) -> String {
    help.map(ToString::to_string)
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
