//! Reads nested content: the body of a request, plain, multipart, form-encoded or chunked;
//! compressed data; values or text.

use std::borrow::Cow;

use super::nested::MAX_ENVELOPES;
use super::report::{LineColumn, Report};
use super::reporter::position;
use super::{Expects, Reporter, Setting, Walk};
use crate::capture::capture_meta::CaptureMeta;
use crate::capture::envelope::found::Inner;
use crate::capture::form::{Form, Part};
use crate::capture::frames::{Content, Frame, Layout};
use crate::capture::inflate::Compression;
use crate::capture::separators::BYTE_ORDER_MARK;
use crate::capture::text::anchor;
use crate::capture::{http, inflate, reading};
use crate::check::transport;
use crate::rules::problem::Problem;
use crate::text::escape::Untrusted;
use crate::text::position::Offset;
use crate::text::utf8::{self, from_utf8};

/// The maximum number of nested compressions in an envelope.
const COMPRESSIONS: usize = 3;

impl Walk<'_> {
    /// Where the content that a reporter reads begins in the input, if it is inside an envelope.
    pub(super) fn outer_place(&mut self, reporter: &Reporter<'_>) -> Option<LineColumn> {
        self.outer.move_to(reporter.outer?);
        Some(position(&self.outer))
    }

    /// Reads content from an envelope at `outer` in the block. Returns whether it has a body.
    pub(super) fn inner(
        &mut self,
        inner: Inner<'_>,
        parent: &Reporter<'_>,
        outer: usize,
        setting: Setting<'_>,
        mut heads: Vec<Report>,
    ) -> bool {
        let found_before = self.examined.found;
        let Inner { mut steps, mut bytes, exact, delivery } = inner;
        let length = exact.then_some(bytes.len() as u64);
        for _ in 0..COMPRESSIONS {
            let Some(compression) = Compression::of(&bytes) else { break };
            let (out, all) = inflate::undo(compression, &bytes, self.block.layout.max_body);
            steps.push(compression.name().to_owned());
            if !all {
                let place = steps.join(" ");
                self.examined.tally.broken(&format!(
                    "the {} data at {place} is broken, cut short or over --max-body",
                    compression.name()
                ));
            }
            bytes = Cow::Owned(out);
        }
        let mut reporter =
            Reporter::new(self.block, &bytes, Offset::default(), self.examine_options);
        match (setting.element, steps.first_mut()) {
            (Some(index), Some(way)) if way.is_empty() || way.starts_with('/') => {
                way.insert_str(0, &format!("/{index}"));
            }
            (Some(index), _) => steps.insert(0, format!("/{index}")),
            (None, Some(way)) if way.is_empty() => way.push_str("text"),
            (None, _) => {}
        }
        reporter.trail = parent.trail.iter().cloned().chain(steps.into_iter().map(step)).collect();
        reporter.outer = Some(outer);
        if setting.expects == Expects::Bodies {
            heads.extend(reporter.transport(transport::check_delivery(&delivery, length), 0));
        }
        let delivery = delivery.within(setting.delivery);
        let setting = Setting { delivery: &delivery, element: None, base: 0, ..setting };
        self.values_within(&bytes, &mut reporter, setting, heads);
        self.examined.found > found_before
    }

    fn values_within(
        &mut self,
        bytes: &[u8],
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
        mut heads: Vec<Report>,
    ) {
        let text = bytes.trim_ascii();
        let marked = text.starts_with(BYTE_ORDER_MARK);
        if text.is_empty() {
            return;
        }
        if setting.depth > MAX_ENVELOPES {
            let problem = Problem::NestedTooDeep { limit: MAX_ENVELOPES };
            let frame = Frame::at(0..bytes.len(), Content::Broken(problem, 0..1));
            return self.judge(&frame.behind(setting.base), reporter, setting, &mut heads);
        }
        if http::is_start(text) {
            for part in Form::Http.parts(bytes) {
                self.part(&part, reporter, setting);
            }
            return;
        }
        let mut parts = http::parts(bytes);
        parts.retain(|part| anchor::any(&bytes[part.clone()]));
        if !parts.is_empty() {
            for part in parts {
                let setting = Setting { base: setting.base + part.start, ..setting };
                self.values_within(&bytes[part], reporter, setting, std::mem::take(&mut heads));
            }
            return;
        }
        let is_json = marked
            || matches!(text[0], b'[' | b'"')
            || text.strip_prefix(b"{").is_some_and(|inside| {
                matches!(inside.trim_ascii_start().first(), Some(b'"' | b'}'))
            });
        let is_doubled = setting.signs.doubled && memchr::memchr(b'\\', text).is_some();
        if (!is_json || is_doubled) && (setting.expects == Expects::Anything || anchor::any(text)) {
            self.text(bytes, reporter, setting, heads);
            return;
        }
        match if is_json { None } else { reading::unreadable(text) } {
            None => self.frames(bytes, self.layout(bytes), reporter, setting, heads),
            Some(content) => {
                let start = setting.base + text.as_ptr() as usize - bytes.as_ptr() as usize;
                let text = from_utf8(text).unwrap_or("");
                let nothing = Frame::at(start..start + text.len(), content);
                let frame = Frame { text, bytes: text.as_bytes(), ..nothing };
                self.judge(&frame, reporter, setting, &mut heads);
            }
        }
    }

    /// Reads values; for a request, its head is checked too.
    pub(super) fn part(
        &mut self,
        part: &Part<'_>,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) {
        let Some(request) = &part.request else {
            let setting = Setting { base: part.base.unwrap_or_default(), ..setting };
            return self.frames(&part.bytes, self.block.layout, reporter, setting, Vec::new());
        };
        let heads = reporter.transport(transport::check(request, &part.bytes), setting.base);
        let delivery = match self.needs_deliveries() {
            false => CaptureMeta::default(),
            true => CaptureMeta::of_request(request).within(setting.delivery),
        };
        let setting = Setting { delivery: &delivery, ..setting };
        match part.base {
            Some(base) if Compression::of(&part.bytes).is_none() && reporter.outer.is_none() => {
                let setting = Setting { base: setting.base + base, ..setting };
                self.stretches(part, reporter, setting, heads);
            }
            None if heads.is_empty() && self.is_clean(&part.bytes, setting.depth + 1) => {
                self.count(1);
            }
            // Findings have positions in the part only, because it is decoded.
            base => {
                let steps = if base.is_none() { vec!["chunked".to_owned()] } else { Vec::new() };
                let at = reporter.outer.unwrap_or(request.body.start);
                let inner = Inner::plain(steps, &part.bytes);
                let setting = Setting { depth: setting.depth + 1, ..setting };
                self.inner(inner, reporter, at, setting, heads);
            }
        }
    }

    /// Reads the body of a request or of its parts; text in it may contain an encoded body.
    pub(super) fn stretches(
        &mut self,
        part: &Part<'_>,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
        mut heads: Vec<Report>,
    ) {
        let mut stretches = http::parts(&part.bytes);
        stretches.retain(|stretch| anchor::any(&part.bytes[stretch.clone()]));
        if stretches.is_empty() {
            stretches.push(0..part.bytes.len());
        }
        // A request is in one block, and nothing after it belongs to it.
        let layout = Layout { last: true, ..self.block.layout };
        for stretch in stretches {
            let setting = Setting { base: setting.base + stretch.start, ..setting };
            let bytes = &part.bytes[stretch];
            // JSON after other text is still read; the text is a finding.
            if holds_plain_json(bytes) || !anchor::any(bytes) {
                self.frames(bytes, layout, reporter, setting, std::mem::take(&mut heads));
            } else {
                self.text(bytes, reporter, setting, std::mem::take(&mut heads));
            }
        }
    }
}

/// A longer path element, in bytes, is cut, because every finding below it repeats it.
const LONGEST_STEP: usize = 1 << 10;

/// An element of the path to a body, for messages.
fn step(mut step: String) -> Untrusted {
    if step.len() > LONGEST_STEP {
        step.truncate(utf8::start(&step, LONGEST_STEP).len());
        step.push('…');
    }
    Untrusted::new(step)
}

/// Whether the first goal webhook in a request's body is plain JSON.
fn holds_plain_json(bytes: &[u8]) -> bool {
    anchor::next(bytes, 0).is_some_and(|anchor| {
        let (before, behind) = (&bytes[..anchor.span.start], &bytes[anchor.span.end..]);
        anchor.alphabet == anchor::Alphabet::Plain
            && before.ends_with(b"\"")
            && !before.ends_with(b"\\\"")
            && behind.starts_with(b"\"")
    })
}
