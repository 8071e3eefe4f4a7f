//! What the help pages have beside the arguments: examples, and an order that fits a screen.
//!
//! `-h` is for someone who knows the tool: one screen, the options used most. `--help` teaches:
//! every option, and examples that can be copied.

use clap::builder::Resettable;
use clap::{Arg, ArgAction, Command};

/// The examples at the end of `--help`, by command.
const EXAMPLES: &[(&str, &[(&str, &str)])] = &[
    (
        "goalpost",
        &[
            ("goalpost body.json", "one body as a card"),
            ("goalpost captures/", "all bodies of a folder as a table"),
            ("curl … | goalpost", "what comes through a pipe"),
            ("goalpost check captures/", "findings; fails where there is an error"),
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
            ("goalpost check captures/", "every finding with its line"),
            ("goalpost check --strict -A guid-shape captures/", "warnings fail; one rule is off"),
            ("goalpost check --format github fixtures/", "annotations in GitHub Actions"),
            ("goalpost check --expect wrong-type bad.json", "a fixture that is bad on purpose"),
            ("goalpost check --now 2017-06-01 captures/", "with rules that need the time"),
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
            ("goalpost stats captures/", "what every field holds, and every rule finds"),
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

const EXIT_STATUS: &str = "\
Exit status: 0 clean, 1 findings at error level or differences, 2 something was
not read or not written, 141 the reader of standard output went away.";

const EXIT_STATUS_SHORT: &str =
    "Exit status: 0 clean, 1 findings or differences, 2 not all read or written";

/// Options that `-h` leaves to `--help`, in every command.
const LONG_ONLY: &[&str] = &[
    "input_format",
    "user",
    "action",
    "max_body",
    "max_decompressed",
    "body_path",
    "jobs",
    "warn",
    "info",
    "allow",
    "now",
    "time",
    "hide_values",
    "exit_zero",
    "with_source",
    "only",
    "summary",
];

/// Adds examples, and shortens `-h`, for a command and all below it.
pub fn complete(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let is_top = command.has_subcommands();
    let command = command
        .disable_help_flag(true)
        .mut_args(|arg| {
            let long_only = is_top || LONG_ONLY.contains(&arg.get_id().as_str());
            // Lists of values are for --help, where each has its line.
            arg.hide_short_help(long_only)
        })
        .mut_subcommands(complete);
    let headings = command.get_arguments().any(|arg| arg.get_help_heading() == Some("Output"));
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help("Help: -h a screen, --help all with examples");
    let heading = (headings && !is_top).then_some("Output");
    let help = help.help_heading(heading);
    // What a command says after its options teaches, so it is for `--help`.
    let taught = command.get_after_help().map(|text| format!("{text}\n\n")).unwrap_or_default();
    let command = command.after_help(Resettable::Reset);
    let long = format!("{taught}{}", after(&name, is_top)).trim().to_owned();
    let command = command.arg(help);
    let command = if is_top { command.after_help(EXIT_STATUS_SHORT) } else { command };
    if long.is_empty() { command } else { command.after_long_help(long) }
}

/// What stands at the end of `--help`.
fn after(name: &str, is_top: bool) -> String {
    let examples = EXAMPLES.iter().find(|(command, _)| *command == name);
    let mut text = String::new();
    if let Some((_, examples)) = examples {
        text.push_str("Examples:\n");
        for (command, what) in *examples {
            text.push_str(&format!("  {command}\n      {what}\n"));
        }
    }
    if is_top || matches!(name, "show" | "check") {
        text.push_str(&format!("\n{EXIT_STATUS}"));
    }
    text.trim().to_owned()
}
