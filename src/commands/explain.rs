//! `explain`: the rules, or one of them.

use super::options::ScreenArgs;
use super::words;
use anyhow::{Result, anyhow};
use clap::Args;

use super::settings;
use crate::exit::Exit;
use crate::render::rules;
use crate::rules::registry;
use crate::run::sink::Sink;
use crate::text::suggest::suggest;
use crate::text::terminal::terminal;
use crate::world::World;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The rule; without it, all rules by group.
    #[arg(value_name = "RULE", value_parser = words::RULE, hide_possible_values = true)]
    pub rule: Option<String>,
    #[command(flatten)]
    pub screen: ScreenArgs,
}

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
    let mut sink = Sink::open(None, world.stdout)?;
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
