//! Renders bodies as `show` and `history --latest` print them, on any thread.

use std::io;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use serde::Serialize;

use super::body_writer::{ShowFormat, Shown, Style};
use crate::capture::frames::Content;
use crate::examine::Seen;
use crate::examine::numbering::Numbered;
use crate::examine::select::Order;
use crate::json::text::with_halves_spelled_out;
use crate::render::check::FindingFormat;
use crate::render::check::concise::Concise;
use crate::render::show::table::Layout;
use crate::render::show::{RowWriter, card};
use crate::run::Consumer;
use crate::text::escape::Untrusted;
use crate::text::json_layout::{is_safe_in_json, json, raw_json_line, raw_json_pretty};
use crate::text::time::Moment;

pub(super) struct BodyRenderer {
    style: Style,
    layout: Layout,
    row_writer: Option<RowWriter>,
    concise: Box<dyn FindingFormat>,
    /// The sort order, with `--sort`.
    pub(super) order: Option<Order>,
    /// How many more bodies to print, with `--limit`; then there is one thread.
    pub(super) left: Option<AtomicU64>,
}

impl Consumer for BodyRenderer {
    type Kept = (Shown, Option<io::Error>);
    type Data = Shown;

    fn body(&self, (shown, failed): &mut Self::Kept, seen: &Seen<'_, '_>) {
        if self.left.as_ref().is_some_and(|left| left.load(Relaxed) == 0) {
            return;
        }
        // What is not a goal webhook may be an envelope with credentials.
        if !seen.is_readable() {
            // A body that only a disabled rule rejects is not reported.
            if !seen.reports.is_empty() {
                shown.hidden.push(seen.number);
            }
            return;
        }
        let added = match self.order {
            None => self.add(shown, seen),
            Some(order) => {
                let mut alone = Shown::default();
                let added = self.add(&mut alone, seen);
                shown.unordered.push((order.key(seen.goal, seen.delivery.received), alone));
                added
            }
        };
        if let Err(error) = added {
            *failed = Some(error);
        }
        if self.left.as_ref().is_some_and(|left| left.fetch_sub(1, Relaxed) == 1) {
            shown.last = Some((seen.line, seen.column));
        }
    }

    fn render(
        &self,
        (mut shown, failed): Self::Kept,
        numbered: &Numbered,
        messages: &mut Vec<String>,
    ) -> io::Result<Shown> {
        failed.map_or(Ok(()), Err)?;
        self.number(&mut shown, numbered.bodies_before);
        for (_, shown) in &mut shown.unordered {
            self.number(shown, numbered.bodies_before);
        }
        shown.not_shown = shown.hidden.len() as u64;
        for report in &numbered.reports {
            let hidden = match report.body {
                Some(body) => shown.hidden.binary_search(&(body - numbered.bodies_before)).is_ok(),
                None => {
                    let start = report.outer.unwrap_or(report.start);
                    // With `--limit`, what follows the last body is not reported.
                    let is_before = shown.last.is_none_or(|last| (start.line, start.column) < last);
                    shown.not_shown += u64::from(is_before);
                    shown.text_not_shown += u64::from(is_before);
                    is_before
                }
            };
            if hidden {
                let mut line = String::new();
                self.concise.finding(&mut line, report);
                messages.push(line.trim_end().to_owned());
            }
        }
        Ok(shown)
    }
}

impl BodyRenderer {
    pub(super) fn new(style: Style) -> BodyRenderer {
        let concise = Box::new(Concise { colour: false });
        let (row_writer, layout) = (style.row_writer(), style.layout());
        BodyRenderer { style, layout, row_writer, concise, order: None, left: None }
    }

    /// Fills in the body numbers, which depend on the blocks before.
    fn number(&self, shown: &mut Shown, bodies_before: u64) {
        std::mem::take(&mut shown.records).write(bodies_before, &mut shown.bytes);
        self.layout.number(&mut shown.rows, bodies_before);
    }

    fn add(&self, shown: &mut Shown, seen: &Seen<'_, '_>) -> io::Result<()> {
        if let Some(writer) = &self.row_writer {
            writer.add(&mut shown.records, seen);
            return Ok(());
        }
        match self.style.format {
            Some(ShowFormat::Card) => self.card(shown, seen)?,
            Some(ShowFormat::Json) => {
                let mut document = String::new();
                raw_json_pretty(&with_halves_spelled_out(seen.frame.text), &mut document);
                shown.documents.push(document);
            }
            Some(ShowFormat::Jsonl) => self.line(shown, seen),
            format => {
                if format.is_none() && shown.rows.is_empty() {
                    shown.begins_with_line = !seen.frame.text.contains('\n');
                    self.card(shown, seen)?;
                }
                shown.summary.add(&seen.summary());
                shown.rows.push(self.layout.row(seen));
            }
        }
        Ok(())
    }

    fn card(&self, shown: &mut Shown, seen: &Seen<'_, '_>) -> io::Result<()> {
        let mut text = Vec::new();
        card::card(&mut text, seen, self.style.options)?;
        shown.cards.push(text);
        Ok(())
    }

    fn line(&self, shown: &mut Shown, seen: &Seen<'_, '_>) {
        let text = seen.frame.text;
        let is_compact = matches!(seen.frame.content, Content::Clean(clean) if clean.compact);
        if is_compact && !self.style.with_source && is_safe_in_json(text) {
            shown.bytes.extend_from_slice(text.as_bytes());
            shown.bytes.push(b'\n');
            return;
        }
        let mut line = String::new();
        if self.style.with_source {
            line.push_str(&format!("{{\"source\":{},\"body\":", json(&Source::of(seen), false)));
            raw_json_line(&with_halves_spelled_out(text), &mut line);
            line.push('}');
        } else {
            // The body exactly as it came, half surrogates included.
            raw_json_line(text, &mut line);
        }
        line.push('\n');
        shown.bytes.extend_from_slice(line.as_bytes());
    }
}

/// What `--with-source` prints about a body.
#[derive(Serialize)]
struct Source<'s> {
    form: Option<&'s str>,
    headers: Vec<Header<'s>>,
    input: &'s str,
    line: u64,
    method: Option<&'s str>,
    path: Option<&'s str>,
    received: Option<Moment>,
    trail: Vec<&'s str>,
}

#[derive(Serialize)]
struct Header<'s> {
    name: &'s str,
    value: &'s str,
}

impl<'s> Source<'s> {
    fn of(seen: &Seen<'s, '_>) -> Source<'s> {
        let delivery = seen.delivery;
        let header = |(name, value): &'s (Untrusted, Untrusted)| Header {
            name: name.raw(),
            value: value.raw(),
        };
        Source {
            form: seen.envelope.or(seen.form.description()),
            headers: delivery.headers.iter().map(header).collect(),
            input: seen.input.raw(),
            line: seen.line,
            method: delivery.method.as_ref().map(Untrusted::raw),
            path: delivery.path.as_ref().map(Untrusted::raw),
            received: delivery.received,
            trail: seen.trail.iter().map(Untrusted::raw).collect(),
        }
    }
}
