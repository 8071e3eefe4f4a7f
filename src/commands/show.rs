//! `show`: bodies as a card, a table, JSON, CSV or Markdown, each with its findings.

use std::ops::ControlFlow;
use std::sync::atomic::AtomicU64;

use anyhow::{Result, anyhow, bail};
use clap::Args;

use super::body_renderer::BodyRenderer;
use super::body_writer::{BodyWriter, ShowFormat, Style};
use super::options::{CommonArgs, CsvArgs, parse_count};
use super::{settings, word_argument};
use crate::examine::select::Order;
use crate::examine::{ExamineOptions, Wanted};
use crate::exit::Exit;
use crate::input::Source as Input;
use crate::render::show::content::Content;
use crate::run::Then;
use crate::run::sink::Sink;
use crate::world::World;

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    #[command(flatten)]
    pub common: CommonArgs,
    /// Output format; a card or a table if not given.
    #[arg(long, short, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<ShowFormat>,
    /// Print only these fields, in this order
    ///
    /// Separated by commas: fields of the goal (`goalpost schema` lists them), action, received,
    /// input, body, line, findings. For table, csv, jsonl and markdown.
    #[arg(long, value_name = "A,B,…", value_delimiter = ',', value_parser = word_argument::COLUMN, hide_possible_values = true, help_heading = "Output")]
    pub fields: Vec<String>,
    /// Sort by this field; -FIELD in descending order
    ///
    /// FIELD is a field of the goal, action or received. Amounts compare as exact decimals. Bodies
    /// without a value come last; equal ones keep their order. Holds all bodies in memory, even
    /// with -n.
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true, value_parser = word_argument::FIELD, hide_possible_values = true, help_heading = "Output")]
    pub sort: Option<String>,
    /// Stop after N bodies
    ///
    /// With --sort, the first N of all.
    #[arg(short = 'n', long, value_name = "N", value_parser = parse_count, help_heading = "Output")]
    pub limit: Option<u64>,
    /// Wrap each line of jsonl as {"source": …, "body": …}.
    #[arg(long, help_heading = "Output")]
    pub with_source: bool,
    #[command(flatten)]
    pub csv: CsvArgs,
}

impl ShowArgs {
    /// The columns of `--fields`.
    fn contents(&self) -> Result<Option<Vec<Content>>> {
        let named =
            |name: &String| Content::named(name.trim()).map_err(|why| anyhow!("--fields: {why}"));
        let contents: Vec<Content> = self.fields.iter().map(named).collect::<Result<_>>()?;
        if let (false, Some(ShowFormat::Card | ShowFormat::Json)) =
            (contents.is_empty(), self.format)
        {
            bail!("--fields is for the formats table, csv, jsonl and markdown");
        }
        Ok((!contents.is_empty()).then_some(contents))
    }
}

/// # Errors
/// Wrong arguments, or a failed write.
pub fn run(arguments: &ShowArgs, world: &mut World<'_>) -> Result<Exit> {
    let CommonArgs { input, filter, levels, output } = &arguments.common;
    if output.hide_values {
        bail!("show prints values: leave out --hide-values, or use check");
    }
    let fields = arguments.contents()?;
    if arguments.with_source && (arguments.format != Some(ShowFormat::Jsonl) || fields.is_some()) {
        bail!("--with-source is for --format jsonl without --fields");
    }
    arguments.csv.check(arguments.format == Some(ShowFormat::Csv))?;
    let order = arguments
        .sort
        .as_deref()
        .map(|text| Order::parse(text).map_err(|why| anyhow!("--sort: {why}")));
    let order = order.transpose()?;
    let sources = settings::sources(input, world)?;
    let examine_options = ExamineOptions {
        wanted: match arguments.format {
            Some(ShowFormat::Json | ShowFormat::Jsonl) if fields.is_none() && order.is_none() => {
                Wanted::Text
            }
            _ => Wanted::Values,
        },
        ..settings::examine_options(filter, levels)?
    };
    let style = Style {
        format: arguments.format.or(fields.as_ref().map(|_| ShowFormat::Table)),
        with_source: arguments.with_source,
        fields,
        several: sources.list.len() > 1,
        bom: arguments.csv.bom,
        options: settings::options(output, world),
    };
    let is_live = sources.list.contains(&Input::Stdin) && order.is_none();
    let mut run = settings::run(sources, examine_options, input, output, world);
    let mut shower = BodyRenderer::new(style.clone());
    shower.order = order;
    if let (Some(limit), None) = (arguments.limit, order) {
        // One thread sees the bodies in order and can stop after the last one wanted.
        run.jobs = 1;
        shower.left = Some(AtomicU64::new(limit));
    }
    let sink = Sink::open(output.output.as_deref(), world.stdout)?;
    let mut sink = sink.painting_json(style.paints_json());
    let mut writer = BodyWriter::new(&style, &mut sink).live(is_live);
    let outcome = run.go_live(&shower, world.stdin, world.stderr, |shown, then| {
        let is_last = shown.last.is_some();
        writer.add(shown)?;
        if then == Then::Pause {
            writer.flush()?;
        }
        Ok(if is_last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    let all = order.map(|order| writer.add_in_order(order, arguments.limit)).transpose()?;
    let is_all_read = outcome.summary.unreadable_inputs == 0;
    writer.footer.first_of = all.filter(|all| arguments.limit.is_some_and(|limit| *all > limit));
    writer.end(is_all_read)?;
    let not_shown = writer.footer.not_shown;
    sink.finish()?;
    Ok(match (is_all_read, not_shown) {
        (false, _) => Exit::Trouble,
        (true, 0) => Exit::Clean,
        (true, _) => Exit::Findings,
    })
}
