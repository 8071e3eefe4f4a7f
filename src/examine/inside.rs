//! Goes into what is no body but may hold some: envelopes, tables, logs, codings, requests
//! within them. Each opens one level, and what comes out is read like anything else.

use std::borrow::Cow;

use super::candidates::{is_flattened, is_sibling_webhook};
use super::report::Report;
use super::{Examiner, Expects, Setting, Walk};
use crate::capture::compression::Compression;
use crate::capture::envelope::found::{Decoded, Found, Inner, Told};
use crate::capture::envelope::list;
use crate::capture::envelope::open::{Opening, open};
use crate::capture::envelope::sketch::Sketch;
use crate::capture::form::Form;
use crate::capture::frames::{Content, Frame, Layout, Place};
use crate::capture::inflate;
use crate::capture::outline::Outline;
use crate::capture::taken::Recogniser;
use crate::capture::text::anchor;
use crate::capture::text::find::{Finder, Piece};
use crate::capture::text::look;
use crate::capture::text::opening::starts_goal_webhook;
use crate::capture::{http, reading};
use crate::check::{self, Checked, transport};
use crate::json::text::unescape;
use crate::rules::look::Look;
use crate::rules::problem::{Finding, JsonPath, Problem};
use crate::text::escape::Foreign;
use crate::text::position::Start;
use crate::text::utf8::{from_utf8, valid_start};
use crate::webhook::body::JsonType;
use crate::webhook::value::Goal;

/// So many envelopes are opened within each other.
const ENVELOPES: usize = 6;
/// So many compressions are undone within an envelope.
const COMPRESSIONS: usize = 3;
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
        examiner: &mut Examiner<'_>,
        setting: Setting<'_>,
    ) -> bool {
        match &frame.content {
            Content::OtherShape(sketch) => {
                self.open_value(frame, sketch.clone(), examiner, setting)
            }
            // Text between bodies that holds one is not merely unexpected.
            Content::Text if anchor::any(frame.bytes) => {
                let base = examiner.base;
                examiner.base += frame.span.start;
                let found = self.text(frame.bytes, examiner, setting);
                examiner.base = base;
                found
            }
            Content::Broken(problem, _) => {
                let text = &bytes[frame.span.clone()];
                let is_body = starts_goal_webhook(text);
                if !matches!(problem, Problem::NestedTooDeep { .. } | Problem::BodyTooLarge { .. })
                    && list::find(valid_start(text)).is_none()
                    && self.opens_coded(text, frame.span.start, examiner, setting)
                {
                    return true;
                }
                if setting.expects == Expects::Anything {
                    if let Some(look) = self.unread_in_text(frame) {
                        self.unread(frame.bytes, frame.span.clone(), look, examiner, setting);
                        return true;
                    }
                    if !is_body {
                        return true;
                    }
                }
                !matches!(problem, Problem::NestedTooDeep { .. })
                    && !is_body
                    && self.open_broken(frame, bytes, examiner, setting)
            }
            _ => false,
        }
    }

    /// Reads a body that is no JSON only because it was written in a coding. Gives whether it is.
    fn opens_coded(
        &mut self,
        text: &[u8],
        start: usize,
        examiner: &mut Examiner<'_>,
        setting: Setting<'_>,
    ) -> bool {
        let first = Finder::new(text, setting.signs).next();
        let is_coded = matches!(first, Some(Piece::Coded { .. }));
        if is_coded {
            let base = examiner.base;
            examiner.base += start;
            self.text(text, examiner, setting);
            examiner.base = base;
        }
        is_coded
    }

    fn open_value<'a>(
        &mut self,
        frame: &Frame<'a>,
        sketch: Option<Sketch<'a>>,
        examiner: &mut Examiner<'_>,
        setting: Setting<'_>,
    ) -> bool {
        let body_path = self.block.body_path.as_deref().filter(|_| setting.depth == 0);
        let may_search =
            setting.depth > 0 || !self.block.plain || setting.expects == Expects::Anything;
        let problem = match open(frame.text, sketch, body_path, may_search) {
            Opening::Nothing if is_flattened(frame.text) => {
                let look = Look::Flattened;
                self.unread(frame.bytes, 0..frame.bytes.len(), look, examiner, setting);
                return true;
            }
            Opening::Nothing if setting.expects == Expects::Anything => {
                if is_sibling_webhook(frame.text) {
                    return false;
                }
                let text = frame.text.as_bytes();
                if anchor::any(text) {
                    let look = look::of_record(text);
                    self.unread(text, frame.span.clone(), look, examiner, setting);
                }
                return true;
            }
            Opening::Nothing => return false,
            Opening::Envelope(_) if setting.depth >= ENVELOPES => {
                Problem::NestedTooDeep { limit: ENVELOPES }
            }
            Opening::Envelope(opened) => {
                let (found, reports) = (self.examined.found, self.examined.reports.len());
                self.opened(opened, examiner.base + frame.span.start, examiner, setting);
                let is_silent =
                    self.examined.found == found && self.examined.reports.len() == reports;
                if is_silent && body_path.is_none() && anchor::any(frame.bytes) {
                    let look = look::of_record(frame.bytes);
                    self.unread(frame.bytes, frame.span.clone(), look, examiner, setting);
                }
                return true;
            }
            Opening::Ambiguous(places) => Problem::SeveralWebhooksInside {
                places: places.into_iter().map(Foreign::new).collect(),
            },
        };
        let finding = Finding { problem, path: JsonPath::Root, span: 0..1, other: None };
        let checked = Checked { findings: vec![finding], ..Checked::default() };
        self.body(frame, &checked, examiner, setting, &mut Vec::new());
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
        let is_clean = match found.is_clean {
            true => self.may_count(depth).is_some(),
            false => self.is_clean(&decoded.bytes, depth),
        };
        is_clean
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

    /// Reads what stood inside something else, at `outer` in the block. Gives whether there
    /// was a body in it.
    pub(super) fn inner(
        &mut self,
        inner: Inner<'_>,
        parent: &Examiner<'_>,
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
        let mut examiner = Examiner::new(self.block, &bytes, Start::default(), self.examination);
        examiner.trail = parent.trail.iter().cloned().chain(steps.into_iter().map(step)).collect();
        examiner.outer = Some(outer);
        if setting.expects == Expects::Bodies {
            heads.extend(examiner.transport(transport::check_delivery(&delivery, length)));
        }
        let delivery = delivery.within(setting.delivery);
        let setting = Setting { delivery: &delivery, ..setting };
        self.values_within(&bytes, &mut examiner, setting, heads);
        self.examined.found > found_before
    }

    fn values_within(
        &mut self,
        bytes: &[u8],
        examiner: &mut Examiner<'_>,
        setting: Setting<'_>,
        mut heads: Vec<Report>,
    ) {
        let text = bytes.trim_ascii();
        let marked = text.starts_with(b"\xef\xbb\xbf");
        if text.is_empty() {
            return;
        }
        if setting.depth > ENVELOPES {
            let problem = Problem::NestedTooDeep { limit: ENVELOPES };
            let content = Content::Broken(problem, 0..1);
            let frame = Frame {
                span: 0..bytes.len(),
                text: "",
                bytes: b"",
                byte_order_mark: false,
                content,
            };
            if let Some(checked) = check::check(&frame, self.examination.settings) {
                self.body(&frame, &checked, examiner, setting, &mut heads);
            }
            return;
        }
        if http::is_start(text) {
            for part in Form::Http.parts(bytes) {
                self.part(&part, examiner, setting);
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
            self.text(bytes, examiner, setting);
            return;
        }
        match if is_json { None } else { reading::unreadable(text) } {
            None => self.frames(bytes, self.layout(bytes), examiner, setting, heads),
            Some(content) => {
                let start = text.as_ptr() as usize - bytes.as_ptr() as usize;
                let text = from_utf8(text).unwrap_or("");
                let span = start..start + text.len();
                let frame =
                    Frame { span, text, bytes: text.as_bytes(), byte_order_mark: false, content };
                if let Some(checked) = check::check(&frame, self.examination.settings) {
                    self.body(&frame, &checked, examiner, setting, &mut heads);
                }
            }
        }
    }

    /// Reads the records of a document that cannot be read as a whole: its end is missing, or one
    /// of them is broken, which must not hide the others. Gives whether it has any.
    fn open_broken(
        &mut self,
        frame: &Frame<'_>,
        bytes: &[u8],
        examiner: &mut Examiner<'_>,
        setting: Setting<'_>,
    ) -> bool {
        let whole = &bytes[frame.span.clone()];
        let text = valid_start(whole);
        let Some(list) = list::find(text) else { return false };
        let Content::Broken(problem, span) = &frame.content else { return false };
        let base = examiner.base;
        let layout = Layout { arrays_hold_bodies: true, last: false, ..self.layout(b"") };
        let start = frame.span.start + list.bracket;
        let (end, _) = Outline::at(bytes, start, true).scan(&bytes[..frame.span.end], start);
        examiner.base = base + start;
        let told = self.list(&bytes[start..end], layout, (list.envelope, 0), examiner, setting);
        examiner.base = base;
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
            let report = examiner.report(&finding, frame, &Goal::default());
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
            self.examined.tally.unknown(keys.iter().map(AsRef::as_ref));
        }
    }
}

/// A longer step, in bytes, is cut where it is named: that is done for every finding behind it.
const LONGEST_STEP: usize = 1 << 10;

/// A step on the way to a body, as it is named.
fn step(mut step: String) -> Foreign {
    if step.len() > LONGEST_STEP {
        step.truncate(step.floor_char_boundary(LONGEST_STEP));
        step.push('…');
    }
    Foreign::new(step)
}
