//! Turns findings into reports, with position, message and source line.

use std::ops::Range;
use std::sync::Arc;

use super::events::{BlockReport, ExamineOptions};
use super::report::{LineColumn, Report, Snippet};
use super::select::Choice;
use super::snippet;
use crate::capture::block::Block;
use crate::capture::frames::{Content, Frame};
use crate::capture::separators::BYTE_ORDER_MARK;
use crate::capture::text::opening::starts_goal_webhook;
use crate::rules::problem::{Finding, Problem};
use crate::rules::words;
use crate::text::escape::Untrusted;
use crate::text::position::{Cursor, Offset};
use crate::text::secret::{has_token, may_hold};
use crate::webhook::body::Members;
use crate::webhook::field::{at, position as position_of};
use crate::webhook::value::Goal;

/// Uses one cursor that moves forward through the source.
pub(super) struct Reporter<'b> {
    pub(super) input: &'b Arc<Untrusted>,
    pub(super) source: &'b [u8],
    pub(super) trail: Vec<Untrusted>,
    /// The offset of the source in the block, if it is not the block itself.
    pub(super) outer: Option<usize>,
    pub(super) block_offset: u64,
    pub(super) cursor: Cursor<'b>,
    pub(super) examine_options: &'b ExamineOptions,
}

impl<'b> Reporter<'b> {
    pub(super) fn new(
        block: &'b Block,
        source: &'b [u8],
        start: Offset,
        examine_options: &'b ExamineOptions,
    ) -> Reporter<'b> {
        Reporter {
            input: &block.input,
            source,
            trail: Vec::new(),
            outer: None,
            block_offset: block.offset,
            cursor: Cursor::new(source, start),
            examine_options,
        }
    }

    pub(super) fn start(&mut self, frame: &Frame<'_>) -> LineColumn {
        self.cursor.move_to(frame.span.start);
        position(&self.cursor)
    }

    pub(super) fn body(
        &mut self,
        frame: &Frame<'_>,
        goal: &Goal<'_>,
        findings: &[Finding],
        reports: &mut Vec<Report>,
    ) {
        if frame.byte_order_mark {
            reports.extend(self.byte_order_mark(frame, goal));
        }
        for finding in findings {
            reports.extend(self.report(finding, frame, goal));
        }
    }

    /// The byte-order mark is before the frame, possibly with a separator in between.
    pub(super) fn byte_order_mark(&mut self, frame: &Frame<'_>, goal: &Goal<'_>) -> Option<Report> {
        let at = memchr::memmem::rfind(&self.source[..frame.span.start], BYTE_ORDER_MARK)?;
        let mark = Finding::of(Problem::ByteOrderMark, 0..BYTE_ORDER_MARK.len());
        let frame = Frame { byte_order_mark: true, ..nothing_at(at) };
        self.report(&mark, &frame, goal)
    }

    pub(super) fn beside_bodies(&mut self, frame: &Frame<'_>, examined: &mut BlockReport) {
        let selection = &self.examine_options.selection;
        let left_out = selection.of_broken(frame.bytes) != Choice::Chosen;
        // Text in an envelope is not joined with text around it.
        let is_text = matches!(frame.content, Content::Text) && self.trail.is_empty();
        if is_text && let Some(text) = examined.text_before() {
            let end = frame.span.end;
            self.cursor.move_to(end);
            text.extend(position(&self.cursor), self.block_offset + end as u64, left_out);
            return;
        }
        let problem = match &frame.content {
            Content::BetweenBodies(problem) => problem.clone(),
            _ => Problem::TrailingText,
        };
        if !selection.holds_of_findings(std::iter::once(problem.rule())) {
            return;
        }
        let finding = Finding::of(problem, 0..frame.span.len());
        if let Some(mut report) = self.report(&finding, frame, &Goal::default()) {
            report.left_out = left_out;
            match is_text {
                true => examined.note_text(report),
                false => examined.reports.push(report),
            }
        }
    }

    /// Findings about the head of a request; spans are relative to `base`.
    pub(super) fn transport(
        &mut self,
        found: Vec<(Problem, Range<usize>)>,
        base: usize,
    ) -> Vec<Report> {
        let found = found.into_iter().filter_map(|(problem, span)| {
            self.report(&Finding::of(problem, span), &nothing_at(base), &Goal::default())
        });
        found.collect()
    }

    /// A located finding, not yet assigned to a body.
    pub(super) fn report(
        &mut self,
        finding: &Finding,
        frame: &Frame<'_>,
        goal: &Goal<'_>,
    ) -> Option<Report> {
        let level = self.examine_options.levels.of(&finding.problem)?;
        let base = frame.span.start;
        let (start, end) = (base + finding.span.start, base + finding.span.end);
        self.cursor.move_to(start);
        let mut last = self.cursor.clone();
        last.move_to(end);
        let other = finding.other.as_ref().map(|other| base + other.start..base + other.end);
        let mut message = words::message(&finding.problem, &finding.path);
        if let Some(first) = other.as_ref().and_then(|other| self.cursor.look_back(other.start)) {
            message.to_mut().push_str(&words::first(first.lines + 1, first.characters + 1));
        }
        let snippet =
            self.examine_options.snippets.then(|| self.snippet(start..end, other, frame)).flatten();
        let within_body = !self.trail.is_empty();
        Some(Report {
            rule: finding.problem.rule(),
            level,
            message,
            help: words::help(&finding.problem),
            label: words::label(&finding.problem, &finding.path),
            input: Arc::clone(self.input),
            trail: self.trail.clone(),
            outer: None,
            body: None,
            start: position(&self.cursor),
            end: behind(position(&self.cursor), position(&last), end - start),
            offset: start as u64 + if within_body { 0 } else { self.block_offset },
            length: (end - start) as u64,
            pointer: finding.path.pointer(),
            goal: goal.cells[at::GUID]
                .filter(|cell| cell.len() <= LONGEST_GUID)
                .and_then(|_| goal.text(at::GUID))
                .map(Untrusted::new),
            revision: goal.integer(at::REVISION),
            snippet,
            related: None,
            left_out: false,
        })
    }

    /// The source line of a finding at the cursor.
    fn snippet(
        &self,
        span: Range<usize>,
        other: Option<Range<usize>>,
        frame: &Frame<'_>,
    ) -> Option<Box<Snippet>> {
        let shown = self.shown(&span, frame)?;
        let moved = |range: Range<usize>| {
            let start = range.start.checked_sub(shown.start)?;
            Some(start..start + range.len())
        };
        let source = &self.source[shown.clone()];
        let lines = self.cursor.place.lines;
        Some(Box::new(snippet::window(source, moved(span)?, other.and_then(moved), lines)))
    }

    /// The source that may be shown: for a body its own bytes, for a request head the header, for
    /// anything else nothing where it may contain credentials.
    fn shown(&self, span: &Range<usize>, frame: &Frame<'_>) -> Option<Range<usize>> {
        let whole = frame.span.clone();
        match &frame.content {
            Content::Goal(body) if body.extras.kept.iter().all(|extra| extra.in_goal) => {
                Some(whole)
            }
            Content::Goal(_) => Some(span.clone()),
            Content::Broken(Problem::UnreadWebhook { look }, _) => (look.is_plain()
                && !may_hold(&String::from_utf8_lossy(self.start_of(&whole))))
            .then_some(whole),
            Content::Text => {
                // What follows a gap may be in the next block.
                let is_gap = |two: &[u8]| two[0] == b'\n' || two.trim_ascii().is_empty();
                let text = self.start_of(&whole);
                let length = text.windows(2).position(is_gap).unwrap_or(text.len());
                let line = text[..length].trim_ascii_end();
                let shown = whole.start..whole.start + line.len();
                let line = String::from_utf8_lossy(line);
                (!may_hold(&line) && !has_token(&line)).then_some(shown)
            }
            // It was skipped, so there may be nothing to show.
            Content::Broken(Problem::BodyTooLarge { .. }, _) => None,
            Content::Broken(..) if !starts_like_a_goal(frame.bytes) => None,
            Content::Broken(..) if may_hold(frame.text) => Some(span.clone()),
            Content::Broken(..) => Some(whole),
            // A byte-order mark before a body.
            _ if frame.byte_order_mark && frame.span.is_empty() => Some(span.clone()),
            // A request head has no frame.
            _ if frame.span.is_empty() && !span.is_empty() => {
                let before = &self.source[..span.start];
                let line = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
                Some(line..span.end)
            }
            Content::OtherShape(_)
                if frame.members().is_some_and(|members| members.has("goal")) =>
            {
                Some(span.clone())
            }
            Content::OtherShape(_) if !frame.text.starts_with(['{', '[', '"']) => Some(whole),
            _ => None,
        }
    }

    /// The first bytes of a text, more than are shown.
    fn start_of(&self, text: &Range<usize>) -> &'b [u8] {
        const NEAR: usize = 512;
        &self.source[text.start..text.end.min(text.start + NEAR)]
    }
}

/// Whether a broken body begins as a goal webhook or a goal does, in quotes of either kind.
fn starts_like_a_goal(bytes: &[u8]) -> bool {
    let key = || {
        let inner = bytes.strip_prefix(b"{")?.trim_ascii_start();
        let (quote, rest) = inner.split_first().filter(|(quote, _)| b"'\"".contains(quote))?;
        let end = memchr::memchr(*quote, rest)?;
        std::str::from_utf8(&rest[..end]).ok()
    };
    let is_documented = |key: &str| matches!(key, "action" | "goal") || position_of(key).is_some();
    starts_goal_webhook(bytes) || key().is_some_and(is_documented)
}

/// A position outside of bodies.
fn nothing_at(at: usize) -> Frame<'static> {
    Frame::at(at..at, Content::OtherShape(Members::default()))
}

/// The end of a finding: invalid bytes take a column each.
fn behind(start: LineColumn, end: LineColumn, length: usize) -> LineColumn {
    match end == start && length > 0 {
        true => LineColumn { column: end.column + 1, ..end },
        false => end,
    }
}

pub(super) fn position(cursor: &Cursor<'_>) -> LineColumn {
    LineColumn { line: cursor.place.lines + 1, column: cursor.place.characters + 1 }
}

/// A longer guid, in bytes of JSON text, is left out of findings: it is useless, and a body can
/// have a thousand findings.
const LONGEST_GUID: usize = 256;
