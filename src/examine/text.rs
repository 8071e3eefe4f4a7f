//! Reads text with goal webhooks in it: logs, dumps, pages, whatever no other form is.

use std::borrow::Cow;
use std::ops::Range;

use super::{Examiner, Expects, Setting, Walk};
use crate::capture::delivery::Delivery;
use crate::capture::envelope::found::Inner;
use crate::capture::frames::{Content, Frame, Layout};
use crate::capture::text::find::{Finder, Piece, Signs};
use crate::capture::text::{anchor, look};
use crate::capture::time;
use crate::check::Checked;
use crate::rules::look::Look;
use crate::rules::problem::{Finding, JsonPath, Problem};

impl Walk<'_> {
    /// Reads what is written in text, from the examiner's base on. Gives whether there was
    /// anything.
    pub(super) fn text(
        &mut self,
        bytes: &[u8],
        examiner: &mut Examiner<'_>,
        setting: Setting<'_>,
    ) -> bool {
        let found_before = self.examined.found;
        let base = examiner.base;
        let mut finder = Finder::new(bytes, setting.signs);
        while let Some(piece) = finder.next() {
            let span = piece.span();
            let mut delivery = Delivery::default();
            if self.needs_deliveries() {
                let before = String::from_utf8_lossy(finder.before(span.start));
                delivery.received = time::leading(&before);
            }
            let delivery = delivery.within(setting.delivery);
            let setting = Setting { delivery: &delivery, expects: Expects::Anything, ..setting };
            match piece {
                Piece::Plain(span) => {
                    let text = &bytes[span.clone()];
                    if self.is_clean(text, setting.depth + 1) && self.count_one() {
                        continue;
                    }
                    // In a text that is not the block, a body is placed in itself.
                    if examiner.outer.is_some() {
                        let inner = Inner::plain(Vec::new(), text);
                        self.coded(inner, examiner, span, setting, false);
                        continue;
                    }
                    examiner.base = base + span.start;
                    let layout = Layout { arrays_hold_bodies: false, ..self.layout(text) };
                    self.frames(text, layout, examiner, setting, Vec::new());
                    examiner.base = base;
                }
                Piece::Coded { span, name, text, exact } => {
                    let inner = Inner {
                        steps: vec![name.to_owned()],
                        bytes: Cow::Owned(text),
                        exact,
                        delivery: Delivery::default(),
                    };
                    self.coded(inner, examiner, span, setting, true);
                }
                Piece::Unread { span, look } => {
                    self.unread(&bytes[span.clone()], span, look, examiner, setting);
                }
            }
        }
        self.examined.found > found_before
    }

    /// Reads what came out of a coding at `span`; what should be a body and is none, is unread.
    fn coded(
        &mut self,
        inner: Inner<'_>,
        examiner: &mut Examiner<'_>,
        span: Range<usize>,
        setting: Setting<'_>,
        was_coded: bool,
    ) {
        if was_coded && self.is_clean(&inner.bytes, setting.depth + 1) && self.count_one() {
            return;
        }
        let outer = examiner.outer.unwrap_or(examiner.base + span.start);
        // What was undone once is not undone again.
        let signs = if was_coded { Signs::default() } else { setting.signs };
        let setting = Setting { depth: setting.depth + 1, signs, ..setting };
        self.inner(inner, examiner, outer, setting, Vec::new());
    }

    /// Reports a goal webhook that cannot be read: its bytes, and where they are behind the base.
    pub(super) fn unread(
        &mut self,
        bytes: &[u8],
        span: Range<usize>,
        look: Look,
        examiner: &mut Examiner<'_>,
        setting: Setting<'_>,
    ) {
        let problem = Problem::UnreadWebhook { look };
        let content = Content::Broken(problem.clone(), 0..1);
        let frame = Frame { text: "", bytes, span, byte_order_mark: false, content };
        let finding = Finding { problem, path: JsonPath::Root, span: 0..1, other: None };
        let checked = Checked { findings: vec![finding], ..Checked::default() };
        self.body(&frame, &checked, examiner, setting, &mut Vec::new());
    }

    /// What a broken body is where nothing says that there must be one.
    pub(super) fn unread_in_text(&self, frame: &Frame<'_>) -> Option<Look> {
        let Content::Broken(problem, _) = &frame.content else { return None };
        let first = anchor::next(frame.bytes, 0)?;
        match (problem, look::of(frame.bytes, first.span, 0)) {
            (Problem::InvalidJson { .. }, Look::CutOff | Look::Unknown) => None,
            (Problem::InvalidJson { .. } | Problem::TruncatedJson { .. }, look) => Some(look),
            _ => None,
        }
    }
}
