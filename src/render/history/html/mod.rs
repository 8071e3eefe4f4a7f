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
use super::{Entry, GoalHead, HistoryShown, HistorySummary, HistoryWriter, IndexRow};
use crate::examine::report::Report;
use crate::history::delivery::Action;
use crate::render::show::cell;
use crate::text::time::time;
use crate::webhook::field::at;

/// The page.
#[derive(Debug)]
pub struct HistoryHtml {
    shown: HistoryShown,
    part: Part,
    section: Option<Section>,
}

/// How far the page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Nothing,
    Head,
    Index,
    Goals,
}

impl HistoryHtml {
    /// A page of which nothing is written yet.
    pub fn new(shown: HistoryShown) -> HistoryHtml {
        HistoryHtml { shown, part: Part::Nothing, section: None }
    }
}

impl HistoryWriter for HistoryHtml {
    fn has_index(&self) -> bool {
        true
    }

    fn index(
        &mut self,
        out: &mut dyn Write,
        summary: &HistorySummary,
        goals: u64,
    ) -> io::Result<()> {
        self.part = Part::Head;
        put(out, &page::open(summary))?;
        if goals > 1 {
            self.part = Part::Index;
            put(out, &page::open_index(goals, self.shown.hide_values))?;
        }
        Ok(())
    }

    fn index_row(&mut self, out: &mut dyn Write, row: &IndexRow<'_>) -> io::Result<()> {
        if self.part == Part::Head {
            return Ok(());
        }
        put(out, &page::row(row, self.shown.hide_values, self.shown.options.time))
    }

    fn goal(&mut self, out: &mut dyn Write, goal: &GoalHead<'_>) -> io::Result<()> {
        if self.part == Part::Index {
            put(out, &page::close_index())?;
        }
        self.part = Part::Goals;
        self.section = Some(Section::new(goal, self.shown.hide_values, self.shown.options.time));
        Ok(())
    }

    fn entry(&mut self, _out: &mut dyn Write, entry: &Entry<'_>) -> io::Result<()> {
        let Some(section) = &mut self.section else { return Ok(()) };
        let hides_values = self.shown.hide_values;
        let (goal, style) = (&entry.side.goal, self.shown.options.time);
        let delivery = entry.delivery;
        let amount = match hides_values {
            true => String::new(),
            false => cell::value(goal, at::CURRENT_AMOUNT, style),
        };
        if entry.is_conflict {
            let revision = delivery.revision;
            let others = section.points.iter_mut().rev();
            others
                .take_while(|point| point.revision == revision)
                .for_each(|point| point.is_conflict = true);
        }
        let received = delivery.received().map(|received| time(received, style));
        let row = html! {
            tr {
                th scope="row" { (delivery.revision) }
                td { (delivery.action.name()) }
                @if section.is_timed { td .when { @if let Some(received) = received { (received) } } }
                @if !hides_values { td .n { (amount) } }
                td .words {
                    bdi { (words(entry, style, hides_values).join(" · ")) }
                    @for rule in entry.rules {
                        " " a href={ "#g" (section.number) "-" (rule) } { (rule) }
                    }
                }
            }
        };
        section.rows.push_str(&row.0);
        section.points.push(Point {
            revision: delivery.revision,
            action: delivery.action.name(),
            received: delivery.received(),
            current: delivery.current().filter(|_| !hides_values),
            target: goal.decimal(at::AMOUNT).filter(|_| !hides_values && !goal.is_payoff()),
            amount,
            is_deletion: delivery.action == Action::Deleted,
            is_conflict: entry.is_conflict,
            late_after: entry.late_after,
            repeats: entry.repeats,
            missing: entry.missing,
        });
        Ok(())
    }

    fn end_goal(
        &mut self,
        out: &mut dyn Write,
        findings: &mut dyn Iterator<Item = Report>,
    ) -> io::Result<()> {
        let Some(section) = self.section.take() else { return Ok(()) };
        put(out, &section.markup(&findings.collect::<Vec<_>>()))
    }

    fn end(&mut self, out: &mut dyn Write, summary: &HistorySummary) -> io::Result<()> {
        if self.part == Part::Nothing {
            put(out, &page::open(summary))?;
        }
        put(out, &page::close(self.part != Part::Goals))
    }
}

fn put(out: &mut dyn Write, markup: &Markup) -> io::Result<()> {
    out.write_all(markup.0.as_bytes())?;
    writeln!(out)
}
