//! `completions` and `man`: what a shell and a reader of manuals need.

use std::io::Write;

use anyhow::{Result, anyhow};
use clap::{Args, Command, ValueEnum};
use clap_complete::Shell;

use crate::exit::Exit;
use crate::run::sink::Sink;
use crate::text::suggest::suggest;
use crate::text::terminal::terminal;
use crate::world::World;

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub shell: ShellName,
}

/// The shells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
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

/// The names of all commands, as a user types them.
pub fn names(top: &Command) -> Vec<String> {
    top.get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// Prints the completions of a shell for the command line `top`.
///
/// # Errors
/// A write that failed.
pub fn completions(
    arguments: &CompletionsArgs,
    top: &mut Command,
    world: &mut World<'_>,
) -> Result<Exit> {
    let shell = match arguments.shell {
        ShellName::Bash => Shell::Bash,
        ShellName::Zsh => Shell::Zsh,
        ShellName::Fish => Shell::Fish,
        ShellName::PowerShell => Shell::PowerShell,
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, top, "goalpost", &mut script);
    let mut sink = Sink::open(None, world.stdout)?;
    sink.write_all(&script)?;
    sink.finish()?;
    Ok(Exit::Clean)
}

/// Prints the man page of `top`, or of one of its commands.
///
/// # Errors
/// A command that does not exist, or a write that failed.
pub fn man(arguments: &ManArgs, mut top: Command, world: &mut World<'_>) -> Result<Exit> {
    top.build();
    let page = match arguments.command.as_deref() {
        None => top,
        Some(name) => match top.find_subcommand(name) {
            Some(command) => command.clone().display_name(format!("goalpost-{name}")),
            None => return Err(no_such_command(name, &names(&top))),
        },
    };
    let mut sink = Sink::open(None, world.stdout)?;
    let source = concat!("goalpost ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(page).source(source).render(&mut sink)?;
    sink.finish()?;
    Ok(Exit::Clean)
}

fn no_such_command(name: &str, commands: &[String]) -> anyhow::Error {
    let near = suggest(name, commands.iter().map(String::as_str));
    let near =
        near.map_or("see goalpost --help".to_owned(), |near| format!("did you mean {near}?"));
    anyhow!("no such command: {}; {near}", terminal(name))
}
