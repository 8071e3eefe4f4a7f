//! Reads bodies of requests: plain, multipart, form-encoded, chunked or compressed.

use super::report::Report;
use super::reporter::Reporter;
use super::{Setting, Walk};
use crate::capture::capture_meta::CaptureMeta;
use crate::capture::compression::Compression;
use crate::capture::envelope::found::Inner;
use crate::capture::form::Part;
use crate::capture::frames::Layout;
use crate::capture::http;
use crate::capture::text::anchor;
use crate::check::transport;

impl Walk<'_> {
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
        let setting = Setting { delivery: &delivery, request: Some(request), ..setting };
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
