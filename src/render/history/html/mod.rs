//! Histories as one HTML page: an index, worst first, and a section for each goal. The page is
//! self-contained, and nothing from a capture can act in it: maud escapes everything, and the
//! page's content security policy only allows its own style and script.

mod chart;
mod figure;
mod goal;
mod page;
mod scale;

use std::io::{self, Write};

use maud::{Markup, html};

use self::chart::Point;
use self::goal::Section;
use super::words;
use super::{End, HistoryFormat, HistoryShown, IndexRow};
use crate::history::delivery::Action;
use crate::history::summary::HistorySummary;
use crate::history::timeline::{Entry, Part};
use crate::render::show::cell;
use crate::text::time::moment;
use crate::webhook::field::at;

#[derive(Debug)]
pub struct HistoryHtml {
    pub shown: HistoryShown,
}

impl HistoryFormat for HistoryHtml {
    fn has_index(&self) -> bool {
        true
    }

    fn begin_index(
        &self,
        out: &mut dyn Write,
        goals: u64,
        summary: &HistorySummary,
    ) -> io::Result<()> {
        put(out, &page::open(summary))?;
        match goals {
            0 | 1 => Ok(()),
            goals => put(out, &page::open_index(goals, self.shown.hide_values)),
        }
    }

    fn index_row(&self, out: &mut dyn Write, goals: u64, row: &IndexRow<'_>) -> io::Result<()> {
        match goals {
            0 | 1 => Ok(()),
            _ => put(out, &page::row(row, self.shown.hide_values, self.shown.options.time)),
        }
    }

    fn end_index(&self, out: &mut dyn Write, goals: u64) -> io::Result<()> {
        if goals > 1 { put(out, &page::close_index()) } else { Ok(()) }
    }

    fn part(&self, out: &mut dyn Write, part: &Part<'_>) -> io::Result<()> {
        let HistoryShown { hide_values, options, .. } = self.shown;
        let mut section = Section::new(part.goal, hide_values, options.time);
        for entry in part.entries {
            self.entry(&mut section, entry);
        }
        put(out, &section.markup(part.findings.unwrap_or_default()))
    }

    fn end(&self, out: &mut dyn Write, end: &End<'_>) -> io::Result<()> {
        if self.shown.only_summary {
            put(out, &page::open(end.summary))?;
            put(out, &page::counts(end.summary))?;
        }
        put(out, &page::close(end))
    }
}

impl HistoryHtml {
    fn entry(&self, section: &mut Section, entry: &Entry<'_>) {
        let HistoryShown { hide_values, options, .. } = self.shown;
        let style = options.time;
        let goal = &entry.side.goal;
        let delivery = entry.delivery;
        let amount = match hide_values {
            true => String::new(),
            false => cell::value(goal, at::CURRENT_AMOUNT, style),
        };
        let words = words(entry, style, hide_values, false).join(" · ");
        let row = html! {
            tr {
                th { (delivery.revision) }
                td { (delivery.action.name()) }
                @if section.is_timed {
                    td .when {
                        @if let Some(received) = entry.place.received { (moment(received, style)) }
                    }
                }
                @if !hide_values { td { (amount) } }
                td {
                    @if words.is_ascii() { (words) } @else { bdi { (words) } }
                    @for rule in &entry.rules {
                        " " a href={ "#g" (section.number) "-" (rule) } { (rule) }
                    }
                }
            }
        };
        section.rows.push_str(&row.0);
        let point = Point {
            revision: delivery.revision,
            received: entry.place.received.filter(|_| section.is_wholly_timed),
            current: goal.decimal(at::CURRENT_AMOUNT).filter(|_| !hide_values),
            target: goal.decimal(at::AMOUNT).filter(|_| !hide_values && !goal.is_payoff()),
            amount,
            counts: entry.counts,
            is_deletion: delivery.action == Action::Deleted,
            is_conflict: entry.variants > 1,
            is_late: entry.late_after.is_some(),
            is_repeated: entry.is_repeat || !(entry.repeats.is_empty() || section.is_wholly_timed),
            missing: entry.missing,
        };
        section.points.push(point.clone());
        // On a time axis, duplicates have marks of their own.
        for repeat in entry.repeats.iter().filter(|_| section.is_wholly_timed) {
            let received = repeat.received;
            let (is_repeated, missing) = (true, None);
            section.points.push(Point { received, is_repeated, missing, ..point.clone() });
        }
    }
}

fn put(out: &mut dyn Write, markup: &Markup) -> io::Result<()> {
    out.write_all(markup.0.as_bytes())?;
    writeln!(out)
}
