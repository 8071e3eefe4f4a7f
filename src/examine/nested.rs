//! Opens values that are not bodies but may contain some: envelopes and incomplete documents.

use super::candidates::{is_flattened, is_sibling_webhook};
use super::records::Faults;
use super::text::unread_in_text;
use super::{Expects, Reporter, Setting, Walk};
use crate::capture::bracket_scanner::BracketScanner;
use crate::capture::envelope::found::{Decoded, Found, Told};
use crate::capture::envelope::list::{self, List};
use crate::capture::envelope::open::{Opening, open};
use crate::capture::envelope::pointer::Record;
use crate::capture::frames::{Content, Frame, Layout};
use crate::capture::text::find::{Finder, Piece, is_json};
use crate::capture::text::opening::starts_goal_webhook;
use crate::capture::text::signs::Signs;
use crate::capture::text::{anchor, unread};
use crate::check::{Checked, transport};
use crate::json::text::unescape;
use crate::json::walk::members;
use crate::rules::facts::Look;
use crate::rules::problem::{Finding, Problem};
use crate::rules::rule::Group;
use crate::text::escape::Untrusted;
use crate::text::utf8::{from_utf8, valid_start};
use crate::webhook::body::JsonType;
use crate::webhook::value::Goal;

pub(super) const MAX_ENVELOPES: usize = 6;
/// The minimum length of a body in an unknown object, in bytes.
const SHORTEST_BODY: usize = 100;

/// Whether a body is encoded, or between apostrophes.
fn is_in_literal(piece: &Piece, text: &[u8]) -> bool {
    match piece {
        Piece::Plain(span) => text[..span.start].ends_with(b"'") && is_json(&text[span.clone()]),
        Piece::Coded { .. } => true,
        Piece::Unread { .. } => false,
    }
}

/// Whether a broken document has a goal webhook that can be read, or a value with one; not if it has
/// only the fields of a goal.
fn has_whole_body(bytes: &[u8], signs: Signs) -> bool {
    let is_goal = |text: &str| members(text).any(|(key, _)| anchor::is_key(&unescape(key)));
    let is_whole =
        |text: &[u8]| is_json(text) && std::str::from_utf8(text).is_ok_and(|text| !is_goal(text));
    Finder::new(bytes, signs).any(|piece| match piece {
        Piece::Plain(span) => is_whole(&bytes[span]),
        Piece::Coded { text, .. } => is_whole(&text),
        Piece::Unread { .. } => false,
    })
}

impl Walk<'_> {
    pub(super) fn layout(&self, bytes: &[u8]) -> Layout {
        Layout {
            arrays_hold_bodies: bytes.trim_ascii_start().starts_with(b"["),
            ..Layout::whole(self.block.layout.max_body)
        }
    }

    /// Opens a value that is not a goal webhook. Returns whether it was handled.
    pub(super) fn opens(
        &mut self,
        frame: &Frame<'_>,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) -> bool {
        let text = frame.bytes;
        let inside = Setting { base: frame.span.start, ..setting };
        match &frame.content {
            Content::OtherShape(_) => self.open_value(frame, reporter, setting),
            // Text between bodies may contain a body.
            Content::Text if anchor::any(text) => self.text(text, reporter, inside, Vec::new()),
            Content::Broken(problem, _) => {
                let is_body = starts_goal_webhook(text);
                if !matches!(problem, Problem::NestedTooDeep { .. } | Problem::BodyTooLarge { .. })
                    && list::find(valid_start(text)).is_none()
                    && {
                        let pieces = Finder::new(text, setting.signs);
                        let looked_at = if is_body { 1 } else { usize::MAX };
                        pieces.take(looked_at).any(|piece| is_in_literal(&piece, text))
                    }
                {
                    // It is not JSON because it is encoded.
                    self.text(text, reporter, inside, Vec::new());
                    return true;
                }
                if setting.expects == Expects::Anything {
                    if let Some(look) = unread_in_text(frame, is_body) {
                        let span = frame.span.clone();
                        self.unread(text, span, look, reporter, setting, &mut Vec::new());
                        return true;
                    }
                    if !is_body && !anchor::any(text) {
                        return true;
                    }
                }
                !matches!(problem, Problem::NestedTooDeep { .. })
                    && !is_body
                    && self.open_broken(frame, reporter, setting)
            }
            _ => false,
        }
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
                let span = frame.span.clone();
                self.unread(frame.bytes, span, look, reporter, setting, &mut Vec::new());
                return true;
            }
            Opening::Nothing if setting.expects == Expects::Anything => {
                if is_sibling_webhook(frame.text) {
                    return false;
                }
                let text = frame.text.as_bytes();
                if anchor::any(text) {
                    let look = unread::of_record(text);
                    let span = frame.span.clone();
                    self.unread(text, span, look, reporter, setting, &mut Vec::new());
                }
                return true;
            }
            Opening::Nothing => return false,
            Opening::Envelope(_) if setting.depth >= MAX_ENVELOPES => {
                Problem::NestedTooDeep { limit: MAX_ENVELOPES }
            }
            Opening::Envelope(opened) => {
                self.opened(opened, frame.span.start, reporter, setting);
                return true;
            }
            Opening::Ambiguous(places) => Problem::SeveralWebhooksInside {
                places: places.into_iter().map(Untrusted::new).collect(),
            },
        };
        self.body(frame, &Checked::of(problem), reporter, setting, &mut Vec::new());
        true
    }

    /// Fast path: counts the contents if they certainly have no finding and are only counted.
    /// Returns whether it did.
    pub(super) fn counts(
        &mut self,
        found: &Found<'_, '_>,
        decoded: &Decoded<'_>,
        depth: usize,
    ) -> bool {
        let length = decoded.coding.map(|_| decoded.bytes.len() as u64);
        self.is_clean(&decoded.bytes, depth)
            && transport::is_usual(found, length)
            && self.count_one()
    }

    /// Whether the bytes are exactly one clean body that is only counted.
    pub(super) fn is_clean(&self, bytes: &[u8], depth: usize) -> bool {
        let only_counts = self.only_counts() && depth <= MAX_ENVELOPES;
        let Some(recognise) = self.recognise.filter(|_| only_counts) else { return false };
        let text = bytes.trim_ascii_start();
        text.starts_with(b"{")
            && text.len() <= self.block.layout.max_body
            && from_utf8(text)
                .ok()
                .and_then(|text| Some(text[recognise(text)?.length..].trim_ascii().is_empty()))
                .unwrap_or(false)
    }

    /// How much request data is needed.
    pub(super) fn told(&self) -> Told {
        if self.needs_deliveries() { Told::All } else { Told::Head }
    }

    pub(super) fn count(&mut self, bodies: u64) {
        self.examined.found += bodies;
        self.examined.bodies += bodies;
        self.examined.clean += bodies;
    }

    pub(super) fn count_one(&mut self) -> bool {
        self.count(1);
        true
    }

    /// Reads the bodies in a truncated or broken document one by one, so that one broken record does
    /// not hide the others. Returns whether there are any.
    fn open_broken(
        &mut self,
        frame: &Frame<'_>,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) -> bool {
        let Content::Broken(problem, span) = &frame.content else { return false };
        let first = self.examined.reports.len();
        let is_told = match list::find(valid_start(frame.bytes)) {
            Some(list) => {
                let told = self.broken_list(list, frame, reporter, setting);
                match problem {
                    Problem::BodyTooLarge { .. } => true,
                    Problem::TruncatedJson { .. } => told.in_record,
                    _ => told.in_record || told.between,
                }
            }
            // What is between the bodies of a text is no document.
            None if setting.expects != Expects::Anything
                && has_whole_body(frame.bytes, setting.signs) =>
            {
                let inside = Setting { base: frame.span.start, ..setting };
                self.text(frame.bytes, reporter, inside, Vec::new());
                let told = self.examined.reports.get(first..).unwrap_or_default();
                told.iter().any(|report| report.rule.group == Group::Syntax)
            }
            None => return false,
        };
        if !is_told {
            let finding = Finding::of(problem.clone(), span.clone());
            if let Some(mut report) = reporter.report(&finding, frame, &Goal::default()) {
                report.outer = self.outer_place(reporter);
                self.examined.reports.push(report);
            }
        }
        true
    }

    /// Reads the records of a list that is cut or broken.
    fn broken_list(
        &mut self,
        list: List,
        frame: &Frame<'_>,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) -> Faults {
        let layout = Layout { arrays_hold_bodies: true, last: false, ..self.layout(b"") };
        let (start, bytes) = (list.bracket, frame.bytes);
        let (end, _) = BracketScanner::at(bytes, start, true).scan(bytes, start);
        let inside = Setting { base: frame.span.start + start, ..setting };
        self.list(&bytes[start..end], layout, list.envelope, reporter, inside)
    }

    /// Counts an unknown object that may contain bodies.
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
