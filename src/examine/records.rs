//! Reads records: rows of a table, elements of a list.

use std::borrow::Cow;

use super::{Reporter, Setting, Walk};
use crate::capture::base64_text;
use crate::capture::csv::Table;
use crate::capture::envelope::Envelope;
use crate::capture::envelope::found::{Beside, Inner};
use crate::capture::envelope::open::Opened;
use crate::capture::envelope::pointer::Record;
use crate::capture::frames::{Content, Frames, Layout};
use crate::capture::text::anchor;
use crate::check::transport;
use crate::rules::facts::Look;

/// The faults in a list that were reported.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Faults {
    /// A record could not be read.
    pub(super) in_record: bool,
    /// Unexpected text between records.
    pub(super) between: bool,
}

impl Walk<'_> {
    /// Reads the cells of a table's body column.
    pub(super) fn table(
        &mut self,
        table: &Table,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) {
        const ROWS: &str = "rows of a CSV table";
        let setting = Setting { envelope: Some(ROWS), depth: 1, ..setting };
        let (mut full, mut empty) = (0, 0);
        table.each_cell(&self.block.bytes, self.block.first, &mut |cell| {
            let is_doubled = setting.signs.doubled && cell.bytes.contains(&b'\\');
            let is_full = (!is_doubled
                && self.is_clean(cell.bytes, setting.depth)
                && transport::is_usual(cell, None)
                && self.count_one())
                || (may_be_judged(cell.bytes) && {
                    let text = std::str::from_utf8(cell.bytes).ok();
                    let decoded = text.and_then(base64_text::undeclared_base64);
                    let exact = decoded.is_some();
                    let mut steps = vec![table.step.clone()];
                    if exact {
                        steps.push("base64".to_owned());
                    }
                    let bytes = decoded.map_or(Cow::Borrowed(cell.bytes), Cow::Owned);
                    let inner = Inner { steps, bytes, exact, delivery: cell.delivery(self.told()) };
                    self.inner(inner, reporter, cell.start(), setting, Vec::new())
                });
            // Bodies outside of the column may be in irregular rows.
            let is_full = is_full || {
                let record = cell.record();
                let bytes = &self.block.bytes[record.clone()];
                anchor::any(bytes) && {
                    let setting = Setting { depth: 0, base: record.start, ..setting };
                    self.text(bytes, reporter, setting, Vec::new())
                }
            };
            let is_full = is_full
                || cell.is_goal() && {
                    let record = cell.record();
                    let bytes = &self.block.bytes[record.clone()];
                    self.unread(bytes, record, Look::Flattened, reporter, setting, &mut Vec::new());
                    true
                };
            match is_full {
                true => full += 1,
                false => empty += 1,
            }
        });
        if full + empty > 0 {
            self.examined.tally.records(ROWS, full, empty);
        }
    }

    /// Reads records that are elements of a list, and returns which faults were reported.
    pub(super) fn list(
        &mut self,
        bytes: &[u8],
        layout: Layout,
        envelope: &'static Envelope,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) -> Faults {
        let mut faults = Faults::default();
        for frame in Frames::new(bytes, layout).map(|frame| frame.behind(setting.base)) {
            match &frame.content {
                Content::BetweenBodies(_) | Content::Text => {
                    faults.between = true;
                    self.beside_bodies(&frame, reporter);
                }
                Content::Broken(..) => {
                    faults.in_record = true;
                    self.judge(&frame, reporter, setting, &mut Vec::new());
                }
                content => {
                    let record = Record::of(frame.text, content);
                    let opened =
                        Opened::element(envelope, frame.element.unwrap_or_default(), record);
                    self.opened(opened, frame.span.start, reporter, setting);
                }
            }
        }
        faults
    }
}

/// Whether a cell is checked: it begins a value or contains a goal webhook in any coding.
fn may_be_judged(cell: &[u8]) -> bool {
    matches!(cell.trim_ascii_start().first(), Some(b'{' | b'[' | b'"' | 0xef))
        || base64_text::undeclared_base64(std::str::from_utf8(cell).unwrap_or_default()).is_some()
        || anchor::any(cell)
}
