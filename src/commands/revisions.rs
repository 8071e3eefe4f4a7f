//! Which deliveries of one goal `diff` compares with each other.

use std::ops::Range;

use anyhow::{Result, anyhow, bail};

use super::compare::Body;
use super::deliveries::Deliveries;
use crate::examine::select::{GOALS, Selection, nothing_matches};
use crate::history::chain::{Chain, Link};
use crate::text::digits::shown_of;
use crate::text::terminal::terminal;

/// How many goals an error about an ambiguous guid lists.
const CHOICES: usize = 8;

/// A choice of one goal.
pub struct Wanted<'w> {
    /// The value of `--goal`.
    pub typed: &'w str,
    pub selection: &'w Selection,
    /// The numbers of the goals that match the filters, in guid order.
    pub chosen: &'w [u32],
    /// Whether no other goal is suggested.
    pub hides_values: bool,
}

/// The number of the goal that is wanted.
fn goal_of(capture: &Deliveries, wanted: &Wanted<'_>) -> Result<u32> {
    let Wanted { typed, selection, chosen, hides_values } = *wanted;
    let names = &capture.ledger.goals;
    let exact = chosen.iter().find(|number| names.name(**number) == typed);
    match (exact, chosen) {
        (Some(goal), _) | (None, [goal]) => Ok(*goal),
        (None, []) => {
            let nearest = capture.nearest(selection)?;
            let nearest = (!hides_values).then_some(&nearest);
            bail!(nothing_matches(selection, names.len() as u64, GOALS, nearest))
        }
        (None, several) => {
            let shown = shown_of(several.len(), CHOICES);
            let more = several.len() - shown;
            let shown = several[..shown].iter().map(|number| terminal(names.name(*number)));
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            bail!(
                "--goal {}: {} goals begin with it: {}{more}",
                terminal(typed),
                several.len(),
                shown.collect::<Vec<_>>().join(", ")
            )
        }
    }
}

/// The pairs of deliveries to compare: two revisions, each revision with the next, or the contents
/// of one revision.
///
/// # Errors
/// A goal or a revision that is not in the capture.
pub fn steps<'g>(
    capture: &'g Deliveries,
    wanted: &Wanted<'_>,
    from: Option<i64>,
    to: Option<i64>,
) -> Result<Vec<(Body<'g>, Body<'g>)>> {
    let ledger = &capture.ledger;
    let goal = goal_of(capture, wanted)?;
    let by_goal = ledger.by_goal();
    let of_goal = by_goal.of(goal);
    let chain = Chain::of(&ledger.side_by_side(of_goal)).renumbered(of_goal);
    let deliveries = &ledger.deliveries;
    let revision = |index: u32| deliveries[index as usize].revision;
    let variants = |range: &Range<usize>| chain.variants(range).count() as u64;
    let states: Vec<Body<'_>> = chain
        .revisions
        .iter()
        .map(|range| Body {
            variants: variants(range),
            ..Body::of(capture, chain.counting(deliveries, range))
        })
        .collect();
    let find = |option: &str, number: i64| {
        states.iter().position(|state| revision(state.index) == number).ok_or_else(|| {
            let seen: Vec<String> =
                states.iter().take(12).map(|state| revision(state.index).to_string()).collect();
            let more = if states.len() > 12 { ", …" } else { "" };
            anyhow!("{option} {number}: not in the capture, which has {}{more}", seen.join(", "))
        })
    };
    let (from, to) = match (from, to) {
        (None, None) => return Ok(states.windows(2).map(|pair| (pair[0], pair[1])).collect()),
        (from, to) => (
            from.map_or(Ok(0), |number| find("--from", number))?,
            to.map_or(Ok(states.len().saturating_sub(1)), |number| find("--to", number))?,
        ),
    };
    if from != to || states[from].variants == 1 {
        return Ok(vec![(states[from], states[to])]);
    }
    // The contents of the revision by last arrival; the last one counts.
    let mut contents: Vec<u32> = Vec::new();
    let content = |link: &Link| link.repeats().unwrap_or(link.delivery);
    let links = &chain.links[chain.revisions[from].clone()];
    for link in links {
        contents.retain(|known| *known != content(link));
        contents.push(content(link));
    }
    let counting = links.iter().find(|link| link.delivery == states[from].index).map(content);
    contents.sort_by_key(|known| Some(*known) == counting);
    let body = |index: u32| Body { index, ..states[from] };
    Ok(contents.windows(2).map(|pair| (body(pair[0]), body(pair[1]))).collect())
}
