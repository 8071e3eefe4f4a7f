//! Opens values that are not bodies but may contain some: envelopes and incomplete documents.

use std::ops::Range;

use super::candidates::{is_flattened, is_sibling_webhook};
use super::records::Faults;
use super::text::unread_in_text;
use super::{Expects, Reporter, Setting, Walk};
use crate::capture::end_scanner::EndScanner;
use crate::capture::envelope::broken_list::{self, List};
use crate::capture::envelope::found::{Decoded, Found, Told};
use crate::capture::envelope::open::{Opening, open};
use crate::capture::envelope::pointer::Record;
use crate::capture::frames::{Content, Frame, Layout};
use crate::capture::text::find::{Finder, Piece, is_json};
use crate::capture::text::opening::starts_goal_webhook;
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

/// What a broken document contains that can be read.
#[derive(Clone, Copy, PartialEq)]
enum Holds {
    Nothing,
    /// A goal webhook, or a value with one; the fields of a goal alone are none.
    Whole,
    /// A body that is encoded, or between apostrophes: the document is text.
    Encoded,
}

impl Holds {
    fn of(text: &[u8], pieces: impl Iterator<Item = Piece>) -> Self {
        let is_goal = |json: &str| members(json).any(|(key, _)| anchor::is_key(&unescape(key)));
        let mut holds = Self::Nothing;
        for piece in pieces {
            match piece {
                Piece::Coded { .. } => return Self::Encoded,
                Piece::Plain(span) if is_json(&text[span.clone()]) => {
                    if text[..span.start].ends_with(b"'") {
                        return Self::Encoded;
                    }
                    if std::str::from_utf8(&text[span]).is_ok_and(|json| !is_goal(json)) {
                        holds = Self::Whole;
                    }
                }
                Piece::Plain(_) | Piece::Unread { .. } => {}
            }
        }
        holds
    }
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
            Content::Broken(problem, span) => {
                self.open_broken((problem, span), frame, reporter, setting)
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
        (problem, span): (&Problem, &Range<usize>),
        frame: &Frame<'_>,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) -> bool {
        let text = frame.bytes;
        let inside = Setting { base: frame.span.start, ..setting };
        let is_body = starts_goal_webhook(text);
        let is_too_deep = matches!(problem, Problem::NestedTooDeep { .. });
        let is_too_large = matches!(problem, Problem::BodyTooLarge { .. });
        let list = broken_list::find(valid_start(text));
        // What is over the limit is passed over wherever a block ends in it.
        let holds = if is_too_deep || is_too_large || list.is_some() {
            Holds::Nothing
        } else {
            // A body is not searched for others.
            let looked_at = if is_body { 1 } else { usize::MAX };
            Holds::of(text, Finder::new(text, setting.signs).take(looked_at))
        };
        if holds == Holds::Encoded {
            self.text(text, reporter, inside, Vec::new());
            return true;
        }
        if setting.expects == Expects::Anything {
            if let Some(look) = unread_in_text(frame, is_body) {
                self.unread(text, frame.span.clone(), look, reporter, setting, &mut Vec::new());
                return true;
            }
            if !is_body && !anchor::any(text) {
                return true;
            }
        }
        if is_too_deep || is_body {
            return false;
        }
        let first = self.examined.reports.len();
        let is_told = match list {
            Some(list) => {
                let told = self.broken_list(list, frame, reporter, setting);
                match problem {
                    Problem::BodyTooLarge { .. } => true,
                    Problem::TruncatedJson { .. } => told.in_record,
                    _ => told.in_record || told.between,
                }
            }
            // What is between the bodies of a text is no document.
            None if setting.expects != Expects::Anything && holds != Holds::Nothing => {
                self.text(text, reporter, inside, Vec::new());
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
        let (end, _) = EndScanner::at(bytes, start, true).scan(bytes, start);
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
