//! `schema`: the documented fields, for people or for validators.

use super::options::ScreenArgs;
use anyhow::Result;
use clap::{Args, ValueEnum};

use super::settings;
use crate::exit::Exit;
use crate::render::schema;
use crate::run::sink::Sink;
use crate::world::World;

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Output format.
    #[arg(long, short, value_name = "FORMAT", default_value = "table", help_heading = "Output")]
    pub format: SchemaFormat,
    #[command(flatten)]
    pub screen: ScreenArgs,
}

/// Formats of `schema`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaFormat {
    /// The fields for people.
    Table,
    /// JSON Schema 2020-12, for validators of other programs.
    JsonSchema,
    /// The table in Markdown.
    Markdown,
}

/// # Errors
/// A failed write.
pub fn run(arguments: &SchemaArgs, world: &mut World<'_>) -> Result<Exit> {
    let options = settings::screen(&arguments.screen, world);
    let is_json = arguments.format == SchemaFormat::JsonSchema;
    let sink = Sink::open(None, world.stdout)?;
    let mut sink = sink.painting_json(is_json && options.paints_json());
    match arguments.format {
        SchemaFormat::Table => schema::table(&mut sink, options)?,
        SchemaFormat::JsonSchema => schema::json_schema(&mut sink)?,
        SchemaFormat::Markdown => schema::markdown_table(&mut sink)?,
    }
    sink.finish()?;
    Ok(Exit::Clean)
}
