//! Goes into what is no body but may hold some: envelopes, and documents that are not whole. What
//! comes out is read like anything else.

use super::candidates::{is_flattened, is_sibling_webhook};
use super::text::unread_in_text;
use super::{Expects, Reporter, Setting, Walk};
use crate::capture::bracket_scanner::BracketScanner;
use crate::capture::envelope::found::{Decoded, Found, Told};
use crate::capture::envelope::list;
use crate::capture::envelope::open::{Opening, open};
use crate::capture::envelope::pointer::Record;
use crate::capture::fast_reading::Recogniser;
use crate::capture::frames::{Content, Frame, Layout, Place};
use crate::capture::text::anchor;
use crate::capture::text::find::{Finder, Piece};
use crate::capture::text::opening::starts_goal_webhook;
use crate::capture::text::unread;
use crate::check::{Checked, transport};
use crate::json::text::unescape;
use crate::rules::problem::{Finding, JsonPath, Problem};
use crate::rules::unread::Look;
use crate::text::escape::Untrusted;
use crate::text::utf8::{from_utf8, valid_start};
use crate::webhook::body::JsonType;
use crate::webhook::value::Goal;

/// So many envelopes are opened within each other.
pub(super) const ENVELOPES: usize = 6;
/// A shorter text in an unknown object is no body, in bytes.
const SHORTEST_BODY: usize = 100;

impl Walk<'_> {
    pub(super) fn layout(&self, bytes: &[u8]) -> Layout {
        Layout {
            arrays_hold_bodies: bytes.trim_ascii_start().starts_with(b"["),
            place: Place::Top,
            mid_line: false,
            before_object: false,
            last: true,
            max_body: self.block.layout.max_body,
        }
    }

    /// Opens what is no goal webhook. Gives whether it is dealt with.
    pub(super) fn opens(
        &mut self,
        frame: &Frame<'_>,
        bytes: &[u8],
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) -> bool {
        match &frame.content {
            Content::OtherShape(_) => self.open_value(frame, reporter, setting),
            // Text between bodies that holds one is not merely unexpected.
            Content::Text if anchor::any(frame.bytes) => {
                let base = reporter.base;
                reporter.base += frame.span.start;
                let found = self.text(frame.bytes, reporter, setting, Vec::new());
                reporter.base = base;
                found
            }
            Content::Broken(problem, _) => {
                let text = &bytes[frame.span.clone()];
                let is_body = starts_goal_webhook(text);
                if !matches!(problem, Problem::NestedTooDeep { .. } | Problem::BodyTooLarge { .. })
                    && list::find(valid_start(text)).is_none()
                    && self.opens_coded(text, frame.span.start, reporter, setting)
                {
                    return true;
                }
                if setting.expects == Expects::Anything {
                    if let Some(look) = unread_in_text(frame, is_body) {
                        self.unread(frame.bytes, frame.span.clone(), look, reporter, setting);
                        return true;
                    }
                    if !is_body && !anchor::any(text) {
                        return true;
                    }
                }
                !matches!(problem, Problem::NestedTooDeep { .. })
                    && !is_body
                    && self.open_broken(frame, bytes, reporter, setting)
            }
            _ => false,
        }
    }

    /// Reads a body that is no JSON only because it was written in a coding. Gives whether it is.
    fn opens_coded(
        &mut self,
        text: &[u8],
        start: usize,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) -> bool {
        let first = Finder::new(text, setting.signs).next();
        let is_coded = matches!(first, Some(Piece::Coded { .. }));
        if is_coded {
            let base = reporter.base;
            reporter.base += start;
            self.text(text, reporter, setting, Vec::new());
            reporter.base = base;
        }
        is_coded
    }

    fn open_value(
        &mut self,
        frame: &Frame<'_>,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) -> bool {
        let body_path = self.block.body_path.as_deref().filter(|_| setting.depth == 0);
        let may_search =
            setting.depth > 0 || !self.block.plain || setting.expects == Expects::Anything;
        let problem = match open(Record::of(frame.text, &frame.content), body_path, may_search) {
            Opening::Nothing if is_flattened(frame.text) => {
                let look = Look::Flattened;
                self.unread(frame.bytes, 0..frame.bytes.len(), look, reporter, setting);
                return true;
            }
            Opening::Nothing if setting.expects == Expects::Anything => {
                if is_sibling_webhook(frame.text) {
                    return false;
                }
                let text = frame.text.as_bytes();
                if anchor::any(text) {
                    let look = unread::of_record(text);
                    self.unread(text, frame.span.clone(), look, reporter, setting);
                }
                return true;
            }
            Opening::Nothing => return false,
            Opening::Envelope(_) if setting.depth >= ENVELOPES => {
                Problem::NestedTooDeep { limit: ENVELOPES }
            }
            Opening::Envelope(opened) => {
                self.opened(opened, reporter.base + frame.span.start, reporter, setting);
                return true;
            }
            Opening::Ambiguous(places) => Problem::SeveralWebhooksInside {
                places: places.into_iter().map(Untrusted::new).collect(),
            },
        };
        let finding = Finding { problem, path: JsonPath::Root, span: 0..1, other: None };
        let checked = Checked { findings: vec![finding], ..Checked::default() };
        self.body(frame, &checked, reporter, setting, &mut Vec::new());
        true
    }

    /// Counts what was found where that is all that is wanted, because it surely gives no
    /// finding; whether it does.
    pub(super) fn counts(
        &mut self,
        found: &Found<'_, '_>,
        decoded: &Decoded<'_>,
        depth: usize,
    ) -> bool {
        self.is_clean(&decoded.bytes, depth)
            && transport::is_usual_method(found.method().as_deref())
            && {
                let length = decoded.coding.map(|_| decoded.bytes.len() as u64);
                let mut usual = true;
                found.each_header(&mut |name, value| {
                    usual &= transport::is_usual_header(name, value, length);
                });
                usual
            }
            && self.count_one()
    }

    /// Whether nothing but a clean body is in these bytes, so deep in envelopes, and only its
    /// number is wanted.
    pub(super) fn is_clean(&self, bytes: &[u8], depth: usize) -> bool {
        let Some(recognise) = self.may_count(depth) else { return false };
        let text = bytes.trim_ascii_start();
        text.starts_with(b"{")
            && text.len() <= self.block.layout.max_body
            && from_utf8(text)
                .ok()
                .and_then(|text| Some(text[recognise(text)?.length..].trim_ascii().is_empty()))
                .unwrap_or(false)
    }

    /// How much is to be told of deliveries.
    pub(super) fn told(&self) -> Told {
        if self.needs_deliveries() { Told::All } else { Told::Head }
    }

    /// What tells clean bodies, where those so deep in envelopes are only to be counted.
    fn may_count(&self, depth: usize) -> Option<Recogniser> {
        let only_counts = self.only_counts() && depth <= ENVELOPES;
        self.recognise.filter(|_| only_counts)
    }

    /// Counts clean bodies.
    pub(super) fn count(&mut self, bodies: u64) {
        self.examined.found += bodies;
        self.examined.bodies += bodies;
        self.examined.clean += bodies;
    }

    /// Counts a clean body.
    pub(super) fn count_one(&mut self) -> bool {
        self.count(1);
        true
    }

    /// Reads the records of a document that cannot be read as a whole: its end is missing, or one
    /// of them is broken, which must not hide the others. Gives whether it has any.
    fn open_broken(
        &mut self,
        frame: &Frame<'_>,
        bytes: &[u8],
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) -> bool {
        let whole = &bytes[frame.span.clone()];
        let text = valid_start(whole);
        let Some(list) = list::find(text) else { return false };
        let Content::Broken(problem, span) = &frame.content else { return false };
        let base = reporter.base;
        let layout = Layout { arrays_hold_bodies: true, last: false, ..self.layout(b"") };
        let start = frame.span.start + list.bracket;
        let (end, _) = BracketScanner::at(bytes, start, true).scan(&bytes[..frame.span.end], start);
        reporter.base = base + start;
        let told = self.list(&bytes[start..end], layout, (list.envelope, 0), reporter, setting);
        reporter.base = base;
        let is_told = match problem {
            Problem::BodyTooLarge { .. } => true,
            Problem::TruncatedJson { .. } => told.in_record,
            _ => told.in_record || told.between,
        };
        if !is_told {
            let finding = Finding {
                problem: problem.clone(),
                path: JsonPath::Root,
                span: span.clone(),
                other: None,
            };
            let report = reporter.report(&finding, frame, &Goal::default());
            self.examined.reports.extend(report);
        }
        true
    }

    /// Counts an object that may hold bodies although nothing is known of it.
    pub(super) fn note_unknown(&mut self, frame: &Frame<'_>, findings: &[Finding]) {
        let unknown = findings.iter().any(|finding| {
            matches!(
                finding.problem,
                Problem::NotAGoalWebhook { .. } | Problem::NotAnObject { found: JsonType::String }
            )
        });
        if !unknown {
            return;
        }
        let Some(members) = frame.members() else { return };
        let may_hold_a_body = members.0.iter().any(|(_, value)| match JsonType::of(value) {
            JsonType::Object | JsonType::Array => value.len() > "{}".len(),
            JsonType::String => value.len() >= SHORTEST_BODY,
            _ => false,
        });
        if may_hold_a_body {
            let keys: Vec<_> = members.0.iter().map(|(key, _)| unescape(key)).collect();
            let longest = members.0.iter().max_by_key(|(_, value)| value.len());
            let longest = longest.map_or("".into(), |(key, _)| unescape(key));
            self.examined.tally.unknown(keys.iter().map(AsRef::as_ref), &longest);
        }
    }
}
