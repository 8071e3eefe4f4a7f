//! Examples on help pages, and which options `-h` shows.
//!
//! `-h` is one screen with the most used options. `--help` has every option, and examples to copy.

use clap::{Arg, ArgAction, Command};

use crate::text::digits::counted;

/// The examples of `--help`, by command.
const EXAMPLES: &[(&str, &[(&str, &str)])] = &[
    (
        "goalpost",
        &[
            ("goalpost body.json", "one body as a card"),
            ("goalpost captures/", "all bodies of a folder as a table"),
            ("curl … | goalpost", "the output of another command"),
            ("goalpost check captures/", "all findings; fails if there are errors"),
            ("goalpost explain wrong-type", "why a rule exists"),
        ],
    ),
    (
        "show",
        &[
            ("goalpost show body.json", "one body as a card"),
            ("goalpost show --where 'amount >= 1000' captures/", "a table of some bodies"),
            ("goalpost show --format csv captures/ -o goals.csv", "for a spreadsheet"),
            ("goalpost show --format jsonl requests.http | jq .goal.name", "only the bodies"),
        ],
    ),
    (
        "check",
        &[
            ("goalpost check captures/", "all findings, each with its source line"),
            ("goalpost check --strict -A guid-shape captures/", "warnings fail; one rule off"),
            ("goalpost check --format github fixtures/", "annotations in GitHub Actions"),
            ("goalpost check --expect wrong-type bad.json", "a fixture that is bad on purpose"),
            ("goalpost check --now 2017-06-01 captures/", "with the rules that need a date"),
        ],
    ),
    (
        "diff",
        &[
            ("goalpost diff old.json new.json", "two bodies, field by field"),
            ("goalpost diff monday.ndjson tuesday.ndjson", "two captures, goal by goal"),
            ("goalpost diff captures/ --goal GOL-537e", "each revision of one goal"),
        ],
    ),
    (
        "history",
        &[
            ("goalpost history captures/", "a timeline for each goal, audited"),
            ("goalpost history --latest captures/", "what a consumer should hold now"),
        ],
    ),
    (
        "stats",
        &[
            ("goalpost stats captures/", "what each field contains and each rule finds"),
            ("goalpost stats --merge monday.json tuesday.json", "add up saved results"),
        ],
    ),
    (
        "sample",
        &[
            ("goalpost sample --count 1000 | goalpost check", "bodies to try things with"),
            ("goalpost sample --mutate wrong-type > bad.ndjson", "bodies that break one rule"),
        ],
    ),
    (
        "redact",
        &[
            ("goalpost redact --key-file key capture.ndjson > copy.ndjson", "a copy for a ticket"),
            ("goalpost redact --amounts scale capture.ndjson", "without the real amounts"),
        ],
    ),
    (
        "explain",
        &[
            ("goalpost explain", "all rules by group"),
            ("goalpost explain wrong-type", "one rule with its samples"),
            ("goalpost explain amount", "one field"),
        ],
    ),
    (
        "schema",
        &[
            ("goalpost schema", "the fields for people"),
            ("goalpost schema --format json-schema > goal.schema.json", "for a validator"),
        ],
    ),
    (
        "completions",
        &[
            ("source <(goalpost completions bash)", "in ~/.bashrc"),
            ("goalpost completions zsh > ~/.zfunc/_goalpost", "with ~/.zfunc in fpath"),
            ("goalpost completions fish | source", "in config.fish"),
            ("goalpost completions powershell | Out-String | iex", "in $PROFILE"),
        ],
    ),
    (
        "man",
        &[
            ("goalpost man | man -l -", "read it here"),
            ("goalpost man check > goalpost-check.1", "the page of one command"),
        ],
    ),
];

/// What the exit statuses mean.
pub const EXIT_STATUS: [(&str, &str); 4] = [
    ("0", "everything was read and written; no errors or differences"),
    ("1", "everything was read and written; errors, differences or bodies left out"),
    ("2", "something could not be read or written, or the usage is wrong"),
    ("141", "the reader of standard output closed the pipe"),
];

const EXIT_STATUS_SHORT: &str =
    "Exit status: 0 no errors, 1 errors or differences, 2 could not read or write";

/// The options in `-h` of commands with inputs; the others are only in `--help`.
const SHORT: &[&str] = &[
    "inputs",
    "goal",
    "conditions",
    "deny",
    "strict",
    "expect",
    "output",
    "format",
    "latest",
    "from",
    "to",
    "fields",
    "sort",
    "limit",
    "merge",
    "key_file",
    "amounts",
    "times",
];

/// Adds examples and shortens `-h`, for a command and its subcommands.
pub fn complete(command: Command) -> Command {
    let is_top = command.has_subcommands();
    let reads = command.get_arguments().any(|arg| arg.get_id() == "inputs");
    let fails = matches!(command.get_name(), "check" | "history");
    let command = command
        .mut_args(|arg| {
            // `--strict` matters most where errors fail the run.
            let is_long = reads && !SHORT.contains(&arg.get_id().as_str())
                || arg.get_id() == "strict" && !fails;
            arg.hide_short_help(is_top || is_long)
        })
        .mut_subcommands(complete);
    let short = if is_top { EXIT_STATUS_SHORT.to_owned() } else { more(&command) };
    let long = after(&command, is_top);
    with_help(command).after_help(short).after_long_help(long)
}

/// Adds `--help`, under the output options if there are any.
pub fn with_help(command: Command) -> Command {
    let has_output = command.get_arguments().any(|arg| arg.get_help_heading() == Some("Output"));
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help("Print help (-h: summary, --help: everything)")
        .help_heading((has_output && !command.has_subcommands()).then_some("Output"));
    command.disable_help_flag(true).arg(help)
}

/// The line of `-h` about the options it leaves out.
fn more(command: &Command) -> String {
    let left_out = |arg: &&Arg| arg.is_hide_short_help_set() && !arg.is_hide_set();
    match command.get_arguments().filter(left_out).count() {
        0 => String::new(),
        count => format!("{}: see --help", counted(count as u64, "more option", "more options")),
    }
}

/// The end of `--help`: the command's own text, examples, exit status.
fn after(command: &Command, is_top: bool) -> String {
    let mut text = command.get_after_help().map(|text| format!("{text}\n\n")).unwrap_or_default();
    text.push_str("Examples:\n");
    for (command, what) in examples(command.get_name()) {
        text.push_str(&format!("  {command}\n      {what}\n"));
    }
    if is_top || command.get_arguments().any(|arg| arg.get_id() == "inputs") {
        text.push_str("\nExit status:\n");
        for (status, meaning) in EXIT_STATUS {
            text.push_str(&format!("  {status:<4} {meaning}\n"));
        }
    }
    text
}

pub fn examples(command: &str) -> &'static [(&'static str, &'static str)] {
    EXAMPLES.iter().find(|(name, _)| *name == command).map_or(&[], |(_, examples)| examples)
}
