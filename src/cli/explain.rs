//! Arguments of `explain`.

use clap::Args;

use super::shared::ScreenArgs;
use super::words;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The rule; without it, all rules by group.
    #[arg(value_name = "RULE", value_parser = words::RULE, hide_possible_values = true)]
    pub rule: Option<String>,
    #[allow(missing_docs)]
    #[command(flatten)]
    pub screen: ScreenArgs,
}
