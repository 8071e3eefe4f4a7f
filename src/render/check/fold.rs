//! Folds many findings of one rule in one body into one, for people.

use std::borrow::Cow;

use crate::examine::report::Report;
use crate::text::digits::shown_of;

/// More findings of a rule in a body are folded.
const MOST: usize = 3;
/// How many locations are listed.
const LISTED: usize = 20;

/// The findings with their indexes; of many of one rule in one body only the first, which lists the
/// locations of the others.
pub fn folded<'r>(reports: impl IntoIterator<Item = &'r Report>) -> Vec<(usize, Cow<'r, Report>)> {
    let reports: Vec<&Report> = reports.into_iter().collect();
    let mut shown = Vec::with_capacity(reports.len());
    let mut start = 0;
    while start < reports.len() {
        let body = reports[start].body;
        let of_body = |report: &&&Report| body.is_some() && report.body == body;
        let length = reports[start..].iter().take_while(of_body).count().max(1);
        fold(&reports[start..start + length], start, &mut shown);
        start += length;
    }
    shown
}

/// Folds the findings of one body; `start` is the index of the first.
fn fold<'r>(reports: &[&'r Report], start: usize, shown: &mut Vec<(usize, Cow<'r, Report>)>) {
    if reports.len() <= MOST {
        let all = reports.iter().enumerate();
        shown.extend(all.map(|(index, report)| (start + index, Cow::Borrowed(*report))));
        return;
    }
    let mut rules: Vec<(&str, Vec<usize>)> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        match rules.iter_mut().find(|(rule, _)| *rule == report.rule.name) {
            Some((_, places)) => places.push(index),
            None => rules.push((report.rule.name, vec![index])),
        }
    }
    let mut folded: Vec<(usize, Cow<'r, Report>)> = Vec::new();
    for (_, places) in rules {
        if places.len() <= MOST {
            folded
                .extend(places.iter().map(|index| (start + index, Cow::Borrowed(reports[*index]))));
        } else {
            let all: Vec<&Report> = places.iter().map(|index| reports[*index]).collect();
            folded.push((start + places[0], Cow::Owned(one_for(&all))));
        }
    }
    folded.sort_by_key(|(index, _)| *index);
    shown.extend(folded);
}

/// The first of many findings, with their worst level and the locations of the others.
fn one_for(reports: &[&Report]) -> Report {
    let mut one = reports[0].clone();
    one.level = reports.iter().map(|report| report.level).max().unwrap_or(one.level);
    let others = &reports[1..];
    let listed = shown_of(others.len(), LISTED);
    let places: Vec<_> = others[..listed].iter().map(|report| place(report)).collect();
    let more = match others.len() - listed {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = one.message.to_mut();
    message.push_str(&format!("; {} like this, also {}{more}", reports.len(), places.join(", ")));
    one
}

fn place(report: &Report) -> String {
    match report.pointer.raw() {
        "" => format!("{}:{}", report.start.line, report.start.column),
        _ => report.pointer.terminal_within(60),
    }
}
