//! Reads text with goal webhooks in it: logs, dumps, pages, and anything else without a form of its
//! own.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::IgnoredAny;

use super::report::Report;
use super::{Expects, Reporter, Setting, Walk};
use crate::capture::capture_meta::CaptureMeta;
use crate::capture::envelope::found::Inner;
use crate::capture::envelope::received;
use crate::capture::frames::{Content, Frame, Layout};
use crate::capture::text::find::{Finder, Piece};
use crate::capture::text::signs::Signs;
use crate::capture::text::{anchor, lines, record, unread};
use crate::capture::time;
use crate::rules::facts::Look;
use crate::rules::problem::Problem;
use crate::text::time::Moment;

/// The time of the record with the first line of a body.
fn time_of_record(bytes: &[u8]) -> Option<Moment> {
    let line = &bytes[lines::line_at(bytes, 0)];
    let record = std::str::from_utf8(line.strip_prefix(b"{\"").map(|_| line)?).ok()?;
    serde_json::from_str::<IgnoredAny>(record).ok()?;
    received::near(record, "")
}

impl Walk<'_> {
    /// Reads the bodies in text. `heads` are findings that belong to the first body. Returns
    /// whether there were any.
    pub(super) fn text(
        &mut self,
        bytes: &[u8],
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
        mut heads: Vec<Report>,
    ) -> bool {
        let found_before = self.examined.found;
        let base = setting.base;
        let mut finder = Finder::new(bytes, setting.signs);
        let mut last = None;
        while let Some(piece) = finder.next() {
            if record::has_again(bytes, &mut last, &piece) {
                continue;
            }
            let span = piece.span();
            let mut delivery = CaptureMeta::default();
            if self.needs_deliveries() {
                let before = String::from_utf8_lossy(finder.before(span.start));
                delivery.received = time::leading(&before);
                if matches!(piece, Piece::Coded { name: lines::NAME, .. }) {
                    let of_record = || time_of_record(&bytes[span.start..]);
                    delivery.received = delivery.received.or_else(of_record);
                }
            }
            let delivery = delivery.within(setting.delivery);
            let setting = Setting { delivery: &delivery, expects: Expects::Anything, ..setting };
            match piece {
                Piece::Plain(span) => {
                    let text = &bytes[span.clone()];
                    if heads.is_empty()
                        && self.is_clean(text, setting.depth + 1)
                        && self.count_one()
                    {
                        continue;
                    }
                    let heads = std::mem::take(&mut heads);
                    // In a text that is not the block, positions are relative to the body.
                    let is_all = text.len() == bytes.trim_ascii().len();
                    if reporter.outer.is_some() && !is_all {
                        let inner = Inner::plain(Vec::new(), text);
                        self.coded(inner, reporter, span, setting, heads, false);
                        continue;
                    }
                    let layout = Layout { arrays_hold_bodies: false, ..self.layout(text) };
                    // Unchanged text has no doubled backslashes.
                    let doubled = setting.signs.doubled && !is_all;
                    let signs = Signs { doubled, ..setting.signs };
                    let setting = Setting { signs, base: base + span.start, ..setting };
                    self.frames(text, layout, reporter, setting, heads);
                }
                Piece::Coded { span, name, text, exact } => {
                    let inner = Inner {
                        steps: vec![name.to_owned()],
                        bytes: Cow::Owned(text),
                        exact,
                        delivery: CaptureMeta::default(),
                    };
                    let heads = std::mem::take(&mut heads);
                    self.coded(inner, reporter, span, setting, heads, true);
                }
                Piece::Unread { span, look } => {
                    let text = &bytes[span.clone()];
                    let span = base + span.start..base + span.end;
                    self.unread(text, span, look, reporter, setting, &mut heads);
                }
            }
        }
        self.examined.found > found_before
    }

    /// Reads the decoded text of `span`; if it is not a body, it is reported as unread.
    fn coded(
        &mut self,
        inner: Inner<'_>,
        reporter: &mut Reporter<'_>,
        span: Range<usize>,
        setting: Setting<'_>,
        heads: Vec<Report>,
        was_coded: bool,
    ) {
        if was_coded
            && heads.is_empty()
            && self.is_clean(&inner.bytes, setting.depth + 1)
            && self.count_one()
        {
            return;
        }
        let outer = reporter.outer.unwrap_or(setting.base + span.start);
        // Do not decode twice.
        let signs = match was_coded {
            true => Signs::inside(&inner.steps),
            false => Signs { doubled: false, ..setting.signs },
        };
        let setting = Setting { depth: setting.depth + 1, signs, ..setting };
        self.inner(inner, reporter, outer, setting, heads);
    }

    /// Reports an unreadable goal webhook: its bytes, and their range in the source.
    pub(super) fn unread(
        &mut self,
        bytes: &[u8],
        span: Range<usize>,
        look: Look,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
        heads: &mut Vec<Report>,
    ) {
        let problem = Problem::UnreadWebhook { look };
        let frame = Frame { bytes, ..Frame::at(span, Content::Broken(problem, 0..1)) };
        self.judge(&frame, reporter, setting, heads);
    }
}

/// How a broken value is reported in text, where a body is not required.
pub(super) fn unread_in_text(frame: &Frame<'_>, is_body: bool) -> Option<Look> {
    let Content::Broken(problem, _) = &frame.content else { return None };
    let first = anchor::first(frame.bytes)?;
    match (problem, unread::of(frame.bytes, first.span, 0)) {
        (Problem::InvalidJson { .. }, Look::CutOff | Look::Unknown) if is_body => None,
        (Problem::InvalidJson { .. } | Problem::TruncatedJson { .. }, look) => Some(look),
        _ => None,
    }
}
