//! `completions` and `man`: what a shell and a reader of manuals need.

use anyhow::{Result, anyhow};

use crate::cli::shell::{self, CompletionsArgs, ManArgs};
use crate::exit::Exit;
use crate::sink::Sink;
use crate::text::suggest::suggest;
use crate::text::terminal::terminal;
use crate::world::World;

/// Runs `completions`.
///
/// # Errors
/// A write that failed.
pub fn completions(arguments: &CompletionsArgs, world: &mut World<'_>) -> Result<Exit> {
    let mut sink = Sink::open(None, world.stdout)?;
    shell::completions(arguments.shell, &mut sink)?;
    sink.finish()?;
    Ok(Exit::Clean)
}

/// Runs `man`.
///
/// # Errors
/// A command that does not exist, or a write that failed.
pub fn man(arguments: &ManArgs, world: &mut World<'_>) -> Result<Exit> {
    let mut sink = Sink::open(None, world.stdout)?;
    let name = arguments.command.as_deref();
    if shell::man(name, &mut sink)?.is_none() {
        let name = name.unwrap_or_default();
        let commands = shell::commands();
        let near = suggest(name, commands.iter().map(String::as_str));
        let near =
            near.map_or("see goalpost --help".to_owned(), |near| format!("did you mean {near}?"));
        return Err(anyhow!("no such command: {}; {near}", terminal(name)));
    }
    sink.finish()?;
    Ok(Exit::Clean)
}
