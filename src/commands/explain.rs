//! `explain`: the rules, or a rule, a group of rules or a field.

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};

use super::options::ScreenArgs;
use super::{settings, word_argument};
use crate::exit::Exit;
use crate::render::explain::{Topic, json, markdown, text};
use crate::run::sink::Sink;
use crate::text::terminal::terminal;
use crate::webhook::field::field_hint;
use crate::world::World;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A rule, a group of rules or a field; if not given, all rules are listed.
    #[arg(value_name = "RULE", value_parser = word_argument::TOPIC, hide_possible_values = true)]
    pub topic: Option<String>,
    /// Output format.
    #[arg(long, short, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    pub format: ExplainFormat,
    #[command(flatten)]
    pub screen: ScreenArgs,
}

/// Formats of `explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// For people.
    Text,
    /// A JSON object, or an array of rules.
    Json,
    /// Markdown.
    Markdown,
}

/// # Errors
/// An unknown name, or a failed write.
pub fn run(arguments: &ExplainArgs, world: &mut World<'_>) -> Result<Exit> {
    let topic = match &arguments.topic {
        Some(name) => Topic::find(name).ok_or_else(|| {
            let hint = field_hint(name, Topic::names(), "`goalpost explain` lists the rules");
            anyhow!("no such rule, group or field: {}; {hint}", terminal(name))
        })?,
        None => Topic::All,
    };
    let options = settings::screen(&arguments.screen, world);
    let is_json = arguments.format == ExplainFormat::Json;
    let sink = Sink::open(None, world.stdout)?;
    let mut sink = sink.painting_json(is_json && options.paints_json());
    match arguments.format {
        ExplainFormat::Text => text(&mut sink, topic, options)?,
        ExplainFormat::Json => json(&mut sink, topic)?,
        ExplainFormat::Markdown => markdown(&mut sink, topic)?,
    }
    sink.finish()?;
    Ok(Exit::Clean)
}
