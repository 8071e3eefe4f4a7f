//! Arguments of `completions` and `man`, and what they print: both are made from the arguments
//! of all commands.

use std::io::{self, Write};

use super::completion_values;
use clap::{Args, ValueEnum};
use clap_complete::Shell;

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub shell: ShellName,
}

/// The shells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "each is its own name")]
pub enum ShellName {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell")]
    PowerShell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The page of this command; without it, the page of goalpost itself.
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// Writes the completions of a shell.
///
/// # Errors
/// What the writer says.
pub fn completions(shell: ShellName, out: &mut dyn Write) -> io::Result<()> {
    let shell = match shell {
        ShellName::Bash => Shell::Bash,
        ShellName::Zsh => Shell::Zsh,
        ShellName::Fish => Shell::Fish,
        ShellName::PowerShell => Shell::PowerShell,
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut super::command(), "goalpost", &mut script);
    let made = String::from_utf8_lossy(&script);
    let script = match shell {
        Shell::PowerShell => completion_values::in_powershell(&made),
        Shell::Fish => made.into_owned() + &completion_values::in_fish(),
        _ => made.into_owned(),
    };
    out.write_all(script.as_bytes())
}

/// The names of all commands, as a user types them.
pub fn commands() -> Vec<String> {
    super::command().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// Writes a man page; `None` where there is no such command.
///
/// # Errors
/// What the writer says.
pub fn man(command: Option<&str>, out: &mut dyn Write) -> io::Result<Option<()>> {
    let mut top = super::command();
    top.build();
    let page = match command {
        None => top,
        Some(name) => match top.find_subcommand(name) {
            Some(command) => command.clone().display_name(format!("goalpost-{name}")),
            None => return Ok(None),
        },
    };
    clap_mangen::Man::new(page).render(out).map(Some)
}
