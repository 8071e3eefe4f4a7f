//! `schema`: the documented fields, for people or for validators.

use anyhow::Result;

use super::settings;
use crate::cli::schema::{SchemaArgs, SchemaFormat};
use crate::exit::Exit;
use crate::render::{json_schema, schema};
use crate::sink::Sink;
use crate::world::World;

/// Runs the command.
///
/// # Errors
/// A write that failed.
pub fn run(arguments: &SchemaArgs, world: &mut World<'_>) -> Result<Exit> {
    let options = settings::screen(&arguments.screen, world);
    let pager = settings::pager(&arguments.screen.pager, world);
    let mut sink = Sink::paged(None, pager, world.stdout)?;
    match arguments.format {
        SchemaFormat::Table => schema::table(&mut sink, options)?,
        SchemaFormat::JsonSchema => json_schema::json_schema(&mut sink)?,
        SchemaFormat::Markdown => schema::markdown_table(&mut sink)?,
    }
    sink.finish()?;
    Ok(Exit::Clean)
}
