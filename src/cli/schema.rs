//! Arguments of `schema`.

use clap::{Args, ValueEnum};

use super::shared::ScreenArgs;

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// How to write it.
    #[arg(long, value_name = "FORMAT", default_value = "table", help_heading = "Output")]
    pub format: SchemaFormat,
    #[allow(missing_docs)]
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
