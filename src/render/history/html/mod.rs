//! Histories as one page for people: an index, worst first, and a section for each goal. The page
//! is a file that needs no other, and nothing from a capture acts in it: all of it goes through
//! maud, which escapes, and the policy of the page allows its own style and script alone.

mod chart;
mod figure;
mod goal;
mod page;
mod scale;

use std::io::{self, Write};

use maud::{Markup, html};

use self::chart::Point;
use self::goal::Section;
use super::timeline::words;
use super::{End, HistoryFormat, HistoryShown, IndexRow};
use crate::history::delivery::Action;
use crate::history::summary::HistorySummary;
use crate::history::timeline::{Entry, Part};
use crate::render::show::cell;
use crate::text::moment::Moment;
use crate::text::time::moment;
use crate::webhook::field::at;

/// The page.
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
        put(out, &page::close(end.goals == 0))
    }
}

impl HistoryHtml {
    fn entry(&self, section: &mut Section, entry: &Entry<'_>) {
        let hides_values = self.shown.hide_values;
        let (goal, style) = (&entry.side.goal, self.shown.options.time);
        let delivery = entry.delivery;
        let amount = match hides_values {
            true => String::new(),
            false => cell::value(goal, at::CURRENT_AMOUNT, style),
        };
        if entry.contradicts.is_some() {
            let revision = delivery.revision;
            let others = section.points.iter_mut().rev();
            others
                .take_while(|point| point.revision == revision)
                .for_each(|point| point.is_conflict = true);
        }
        let received = entry.place.received.map(|received| moment(received, style));
        let row = html! {
            tr {
                th scope="row" { (delivery.revision) }
                td { (delivery.action.name()) }
                @if section.is_timed { td .when { @if let Some(received) = received { (received) } } }
                @if !hides_values { td .n { (amount) } }
                td .words {
                    bdi { (words(entry, style, hides_values).join(" · ")) }
                    @for rule in &entry.rules {
                        " " a href={ "#g" (section.number) "-" (rule) } { (rule) }
                    }
                }
            }
        };
        section.rows.push_str(&row.0);
        section.points.push(Point {
            revision: delivery.revision,
            action: delivery.action.name(),
            received: entry.place.received.map(Moment::seconds),
            current: goal.decimal(at::CURRENT_AMOUNT).filter(|_| !hides_values),
            target: goal.decimal(at::AMOUNT).filter(|_| !hides_values && !goal.is_payoff()),
            amount,
            is_deletion: delivery.action == Action::Deleted,
            is_conflict: entry.contradicts.is_some(),
            late_after: entry.late_after,
            repeats: entry.repeats.len() as u64,
            missing: entry.missing,
        });
    }
}

fn put(out: &mut dyn Write, markup: &Markup) -> io::Result<()> {
    out.write_all(markup.0.as_bytes())?;
    writeln!(out)
}
