//! `explain`: the rules, or one of them.

use anyhow::{Result, anyhow};

use super::settings;
use crate::cli::explain::ExplainArgs;
use crate::exit::Exit;
use crate::render::rules;
use crate::rules::registry;
use crate::sink::Sink;
use crate::text::suggest::suggest;
use crate::text::terminal::terminal;
use crate::world::World;

/// Runs the command.
///
/// # Errors
/// A rule that does not exist, or a write that failed.
pub fn run(arguments: &ExplainArgs, world: &mut World<'_>) -> Result<Exit> {
    let rule = match &arguments.rule {
        Some(name) => Some(registry::find(name).ok_or_else(|| no_such_rule(name))?),
        None => None,
    };
    let options = settings::screen(&arguments.screen, world);
    let pager = settings::pager(&arguments.screen.pager, world);
    let mut sink = Sink::paged(None, pager, world.stdout)?;
    match rule {
        Some(rule) => rules::rule(&mut sink, rule, options)?,
        None => rules::list(&mut sink, options)?,
    }
    sink.finish()?;
    Ok(Exit::Clean)
}

fn no_such_rule(name: &str) -> anyhow::Error {
    let near = suggest(name, registry::all().map(|rule| rule.name));
    let near = near
        .map_or("`goalpost explain` lists them".to_owned(), |near| format!("did you mean {near}?"));
    anyhow!("no such rule: {}; {near}", terminal(name))
}
