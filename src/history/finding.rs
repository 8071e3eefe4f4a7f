//! An oddity of a chain as a located finding.

use std::sync::Arc;

use super::audit::Oddity;
use super::delivery::Place;
use super::ledger::Ledger;
use crate::examine::report::{Position, Related, Report};
use crate::rules::levels::Levels;
use crate::rules::sequence_words;
use crate::text::escape::Foreign;

/// The finding; `None` where its rule is allowed.
pub fn report(ledger: &Ledger, oddity: &Oddity, levels: &Levels) -> Option<Report> {
    let problem = &oddity.problem;
    let level = levels.of_rule(problem.rule(), problem.level())?;
    let delivery = &ledger.deliveries[oddity.delivery as usize];
    let place = &ledger.places[oddity.delivery as usize];
    let start = position(place);
    let related = oddity.related.map(|other| {
        let place = &ledger.places[other as usize];
        Related {
            input: input(ledger, place),
            trail: ledger.trail(place.trail).to_vec(),
            body: place.body,
            start: position(place),
        }
    });
    Some(Report {
        rule: problem.rule(),
        level,
        message: sequence_words::message(problem).into(),
        help: sequence_words::help(problem).map(Into::into),
        label: None,
        input: input(ledger, place),
        trail: ledger.trail(place.trail).to_vec(),
        outer: None,
        body: Some(place.body),
        start,
        end: start,
        offset: place.start,
        length: u64::from(place.length),
        pointer: Foreign::known(problem.pointer()),
        goal: Some(Foreign::new(ledger.guid(oddity.delivery))),
        revision: Some(delivery.revision),
        snippet: None,
        related,
        left_out: false,
    })
}

fn input(ledger: &Ledger, place: &Place) -> Arc<Foreign> {
    ledger.inputs.get(place.input as usize).map_or_else(Arc::default, Arc::clone)
}

fn position(place: &Place) -> Position {
    Position { line: place.line, column: u64::from(place.column) }
}
