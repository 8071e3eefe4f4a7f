//! `history --latest`: the bodies of the latest state of live goals, in the formats of `show`,
//! each with the findings that `check` has for it.

use std::sync::Arc;

use anyhow::Result;

use super::body_renderer::BodyRenderer;
use super::body_writer::{BodyWriter, ShowFormat, Style};
use super::options::OutputArgs;
use super::replay::{Replay, State, report};
use super::settings;
use crate::capture::block::Block;
use crate::capture::capture_meta::CaptureMeta;
use crate::examine::numbering::Numbered;
use crate::examine::report::Report;
use crate::examine::{Event, ExamineOptions, Seen, examine};
use crate::exit::Exit;
use crate::run::Consumer;
use crate::run::sink::Sink;
use crate::text::digits::counted;
use crate::text::position::Offset;
use crate::text::terminal::terminal;
use crate::world::World;

/// Prints the deliveries at these indexes in the ledger.
///
/// # Errors
/// Wrong arguments, bodies that cannot be read again, or a failed write.
pub fn show(
    format: Option<ShowFormat>,
    examine_options: &ExamineOptions,
    output: &OutputArgs,
    (replay, states, has_errors, bom): (&Replay<'_>, &[State], bool, bool),
    world: &mut World<'_>,
) -> Result<Exit> {
    let options = settings::options(output, world);
    let style = Style {
        format,
        several: replay.gathered.ledger.inputs.len() > 1,
        options,
        bom,
        ..Style::default()
    };
    let shower = BodyRenderer::new(style.clone());
    let sink = Sink::open(output.output.as_deref(), world.stdout)?;
    let mut sink = sink.painting_json(style.paints_json());
    let mut writer = BodyWriter::new(&style, &mut sink).listed();
    let (gathered, ledger) = (replay.gathered, &replay.gathered.ledger);
    let mut conflicting = Vec::new();
    for state in states.iter().filter(|state| state.is_live) {
        let text = gathered.read(state.delivery)?;
        let location = ledger.locations[state.delivery as usize];
        let input = Arc::clone(&ledger.inputs[location.input as usize]);
        let start = Offset { lines: location.line - 1, characters: u64::from(location.column) - 1 };
        let conflicts: Vec<Report> = state
            .conflicts
            .iter()
            .filter_map(|finding| report(ledger, finding, replay.levels, false))
            .collect();
        if state.variants > 1 {
            conflicting.push(ledger.goals.name(state.goal));
        }
        let delivery = CaptureMeta {
            received: ledger.deliveries[state.delivery as usize].received,
            ..CaptureMeta::default()
        };
        let block = Block::of_one_body(input, text.into_bytes(), location.start, start);
        let mut kept = Default::default();
        examine(&block, examine_options, &mut |event| {
            // One body is less than a part.
            let Event::Body(seen) = event else { return };
            let trail = ledger.trail(location.trail);
            let reports: Vec<Report> = conflicts.iter().chain(seen.reports).cloned().collect();
            shower.body(&mut kept, &Seen { trail, reports: &reports, delivery: &delivery, ..seen });
        });
        let numbered = Numbered { bodies_before: location.body - 1, ..Numbered::default() };
        writer.add(shower.render(kept, &numbered, &mut Vec::new())?)?;
    }
    writer.footer.not_shown = gathered.unplaced + gathered.unreadable;
    writer.footer.has_errors_elsewhere = has_errors;
    writer.end(true)?;
    sink.finish()?;
    if states.iter().all(|state| !state.is_live) && !states.is_empty() && !output.quiet {
        let deleted = counted(states.len() as u64, "goal was", "goals were");
        world.say(&format!("note: no live goal: {deleted} deleted"));
    }
    for guid in conflicting.iter().filter(|_| !output.quiet) {
        let note = "note: conflict: several contents in the latest revision; see goalpost history:";
        world.say(&format!("{note} {}", terminal(guid)));
    }
    Ok(Exit::Clean)
}
