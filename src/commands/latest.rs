//! `history --latest`: the bodies of the latest state of live goals, in the formats of `show`,
//! each with the findings that `check` has for it.

use std::sync::Arc;

use anyhow::Result;

use super::gather::Gathered;
use super::options::OutputArgs;
use super::settings;
use super::show::{Page, ShowFormat, Shower};
use crate::capture::block::Block;
use crate::examine::numbering::Numbered;
use crate::examine::report::Summary;
use crate::examine::{Event, Examination, Seen, examine};
use crate::exit::Exit;
use crate::run::Consumer;
use crate::run::sink::Sink;
use crate::text::position::Start;
use crate::world::World;

/// Prints the deliveries at these positions in the ledger.
///
/// # Errors
/// Wrong arguments, bodies that cannot be read again, or a write that failed.
pub fn show(
    format: Option<ShowFormat>,
    examination: &Examination,
    output: &OutputArgs,
    (gathered, deliveries): (&Gathered, &[u32]),
    world: &mut World<'_>,
) -> Result<Exit> {
    let options = settings::options(output, world);
    let shower = Shower::new(format, false, options);
    let mut sink = Sink::open(output.output.as_deref(), world.stdout)?;
    let mut page = Page::new(format, options, &mut sink);
    let mut summary = Summary::default();
    for index in deliveries {
        let text = gathered.read(*index)?;
        let place = gathered.ledger.locations[*index as usize];
        let input = Arc::clone(&gathered.ledger.inputs[place.input as usize]);
        let start = Start { lines: place.line - 1, characters: u64::from(place.column) - 1 };
        let block = Block::of_one_body(input, text.into_bytes(), place.start, start);
        let mut kept = Default::default();
        let examined = examine(&block, examination, &mut |event| {
            // One body does not fill a part.
            let Event::Body(seen) = event else { return };
            let trail = gathered.ledger.trail(place.trail);
            shower.body(&mut kept, &Seen { trail, ..seen });
            for report in seen.reports {
                summary.count(report.rule, report.level);
            }
        });
        summary.bodies += examined.bodies;
        summary.clean += examined.clean;
        let numbered = Numbered { bodies_before: place.body - 1, ..Numbered::default() };
        page.add(shower.render(kept, &numbered, &mut Vec::new())?)?;
    }
    page.end(&summary)?;
    sink.finish()?;
    Ok(Exit::Clean)
}
