//! `completions` and `man`.

use std::io::Write;

use anyhow::{Result, anyhow};
use clap::{Args, Command, ValueEnum};

use super::complete::{COMMAND, candidates};
use super::{man, scripts};
use crate::exit::Exit;
use crate::run::sink::Sink;
use crate::text::suggest::suggest;
use crate::text::terminal::terminal;
use crate::world::World;

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: ShellName,
    /// Print what can be typed in place of the last word: the scripts call this.
    #[arg(long, hide = true)]
    pub at_cursor: bool,
    /// The words of the command line so far.
    #[arg(last = true, hide = true)]
    pub words: Vec<String>,
}

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
    /// The command; if not given, goalpost itself
    #[arg(value_name = COMMAND)]
    pub command: Option<String>,
}

/// The names of all commands.
pub fn names(top: &Command) -> Vec<String> {
    top.get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// Prints the completion script of a shell.
///
/// # Errors
/// A failed write.
pub fn completions(
    arguments: &CompletionsArgs,
    mut top: Command,
    world: &mut World<'_>,
) -> Result<Exit> {
    let mut sink = Sink::open(None, world.stdout)?;
    if arguments.at_cursor {
        top.build();
        let candidates = candidates(&top, &arguments.words);
        for (word, help) in candidates.words {
            writeln!(sink, "word\t{word}\t{help}")?;
        }
        if candidates.files {
            writeln!(sink, "files")?;
        }
    } else {
        let script = match arguments.shell {
            ShellName::Bash => scripts::BASH,
            ShellName::Zsh => scripts::ZSH,
            ShellName::Fish => scripts::FISH,
            ShellName::PowerShell => scripts::POWERSHELL,
        };
        sink.write_all(script.as_bytes())?;
    }
    sink.finish()?;
    Ok(Exit::Clean)
}

/// Prints the man page of `top` or of one of its commands.
///
/// # Errors
/// An unknown command, or a failed write.
pub fn man(arguments: &ManArgs, mut top: Command, world: &mut World<'_>) -> Result<Exit> {
    top.build();
    let top = &top;
    let command = match arguments.command.as_deref() {
        None => top,
        Some(name) => {
            top.find_subcommand(name).ok_or_else(|| no_such_command(name, &names(top)))?
        }
    };
    let mut sink = Sink::open(None, world.stdout)?;
    sink.write_all(man::page(top, command).as_bytes())?;
    sink.finish()?;
    Ok(Exit::Clean)
}

fn no_such_command(name: &str, commands: &[String]) -> anyhow::Error {
    let near = suggest(name, commands.iter().map(String::as_str));
    let near =
        near.map_or("see goalpost --help".to_owned(), |near| format!("did you mean {near}?"));
    anyhow!("no such command: {}; {near}", terminal(name))
}
