//! Values that the completions of `clap_complete` lack: for fish those of arguments that are no
//! options, for PowerShell those of all.

use std::fmt::Write;

use clap::{Arg, Command};

/// The line of the made script before which the values are looked up: there, `$command` is known.
const BEFORE: &str = "    $completions = @(switch ($command) {";

/// Gives the word before the cursor's a list of its values, where it has one.
const LOOK_UP: &str = "\
    $before = if ($wordToComplete) { $commandElements[-2] } else { $commandElements[-1] }
    $known = $values[\"$command $before\"]
    if ($known) {
        return $known | Where-Object { $_ -like \"$wordToComplete*\" } | ForEach-Object {
            [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, $_)
        }
    }
";

/// A PowerShell script with the values of every option and argument that has a list of them.
pub fn in_powershell(script: &str) -> String {
    let top = super::command();
    let mut table = String::from("    $values = @{\n");
    rows(&top, "goalpost", &mut table);
    for command in top.get_subcommands() {
        rows(command, &format!("goalpost;{}", command.get_name()), &mut table);
    }
    table.push_str("    }\n");
    script.replacen(BEFORE, &format!("{table}{LOOK_UP}\n{BEFORE}"), 1)
}

/// Lines for fish, one for each argument that has a list of values and is no option.
pub fn in_fish() -> String {
    let mut lines = String::new();
    for command in super::command().get_subcommands() {
        for argument in command.get_positionals() {
            let values: Vec<String> = argument
                .get_possible_values()
                .iter()
                .map(|value| {
                    let help = value.get_help().map(ToString::to_string).unwrap_or_default();
                    // Between double quotes; an apostrophe ends the help within them.
                    let help = help.replace(['\'', '"', '$', '\\'], "’");
                    format!("{}\\t'{help}'", value.get_name())
                })
                .collect();
            if !values.is_empty() {
                let name = command.get_name();
                writeln!(
                    lines,
                    "complete -c goalpost -n \"__fish_goalpost_using_subcommand {name}\" -f -a \"{}\"",
                    values.join("\n")
                )
                .expect("a string takes every write");
            }
        }
    }
    lines
}

fn rows(command: &Command, path: &str, table: &mut String) {
    for argument in command.get_arguments() {
        let values: Vec<String> = argument
            .get_possible_values()
            .iter()
            .map(|value| format!("'{}'", value.get_name()))
            .collect();
        let is_switch = !argument.is_positional() && !argument.get_action().takes_values();
        if values.is_empty() || is_switch {
            continue;
        }
        for word in words(argument, command.get_name()) {
            writeln!(table, "        '{path} {word}' = @({})", values.join(", "))
                .expect("a string takes every write");
        }
    }
}

/// The words after which the argument's value stands: its names, or that of its command.
fn words(argument: &Arg, command: &str) -> Vec<String> {
    if argument.is_positional() {
        return vec![command.to_owned()];
    }
    let long = argument.get_long().map(|name| format!("--{name}"));
    let short = argument.get_short().map(|name| format!("-{name}"));
    long.into_iter().chain(short).collect()
}
