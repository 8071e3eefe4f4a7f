//! Examines one block: finds its bodies, checks them, and locates the findings in the block.
//!
//! Blocks are examined in any order and on any thread. `numbering` adds what depends on earlier
//! blocks, in order.

mod candidates;
mod events;
mod layers;
mod nested;
pub mod numbering;
mod records;
pub mod report;
mod reporter;
pub mod select;
pub mod snippet;
mod text;

pub use crate::examine::events::{BlockReport, Event, ExamineOptions, Seen, Wanted};
use crate::examine::reporter::Reporter;

use crate::capture::block::{Block, Long};
use crate::capture::capture_meta::CaptureMeta;
use crate::capture::fast_reading::Recogniser;
use crate::capture::form::Form;
use crate::capture::frames::{Content, Frame, Frames, Layout};
use crate::capture::text::signs::Signs;
use crate::check::envelope::typed;
use crate::check::{self, Checked, quick};
use crate::examine::report::Report;
use crate::examine::select::Choice;
use crate::json::text::Half;
use crate::rules::problem::Problem;
use crate::text::position::Cursor;
use crate::webhook::body::Body;
use crate::webhook::field::at;
use crate::webhook::value::Goal;

/// Examines a block. Passes on each chosen body in order, and parts of the results if there are
/// many; returns the last part.
pub fn examine(
    block: &Block,
    examine_options: &ExamineOptions,
    tell: &mut dyn FnMut(Event<'_, '_>),
) -> BlockReport {
    if block.passed_over {
        return BlockReport::default();
    }
    // With `--now`, values must be parsed to know that a body is clean.
    let pass_over = examine_options.wanted != Wanted::Values
        && block.halves.is_empty()
        && examine_options.now.is_none()
        && examine_options.selection.is_everything();
    let mut walk = Walk {
        block,
        examine_options,
        recognise: pass_over.then_some(quick::recognise),
        outer: Cursor::new(&block.bytes, block.start),
        examined: BlockReport::default(),
        tell,
    };
    walk.block();
    if walk.examined.found == 0 {
        walk.examined.tally.start = block.kind;
    }
    walk.examined
}

/// The context in which values are read.
#[derive(Clone, Copy)]
struct Setting<'s> {
    delivery: &'s CaptureMeta,
    /// The kind of envelope.
    envelope: Option<&'static str>,
    /// The index of the element of an array that they are in.
    element: Option<u64>,
    expects: Expects,
    depth: usize,
    /// Which interpretations of text are tried first.
    signs: Signs,
    /// The offset of the bytes in the reporter's source.
    base: usize,
}

/// How to treat a value or text that is not a goal webhook.
#[derive(Clone, Copy, PartialEq)]
enum Expects {
    /// A finding.
    Bodies,
    /// A finding, unless it is text.
    BodiesInText,
    /// Ignored: other lines are normal in a log.
    Anything,
}

/// Examines one block recursively, through all envelopes and codings.
struct Walk<'w> {
    block: &'w Block,
    examine_options: &'w ExamineOptions,
    /// The fast parser, if clean bodies are only counted.
    recognise: Option<Recogniser>,
    /// Finds the location of an inner body in the block.
    outer: Cursor<'w>,
    examined: BlockReport,
    tell: &'w mut dyn FnMut(Event<'_, '_>),
}

impl<'w> Walk<'w> {
    /// Whether bodies are only counted.
    fn only_counts(&self) -> bool {
        self.examine_options.wanted == Wanted::Nothing
    }

    /// Whether received times are needed.
    fn needs_deliveries(&self) -> bool {
        !self.only_counts() || self.examine_options.selection.needs_received()
    }

    fn block(&mut self) {
        let block = self.block;
        let mut reporter = Reporter::new(block, &block.bytes, block.start, self.examine_options);
        let expects =
            if block.form == Form::Page { Expects::BodiesInText } else { Expects::Bodies };
        let setting = Setting {
            delivery: &CaptureMeta::default(),
            envelope: None,
            element: None,
            expects,
            depth: 0,
            signs: block.signs,
            base: 0,
        };
        if let Some(long) = block.long.filter(|long| long.length > block.layout.max_body) {
            return self.too_large(long, &mut reporter, setting);
        }
        match (block.form, &block.table, block.list) {
            (_, _, Some(envelope)) => {
                self.list(&block.bytes, block.layout, envelope, &mut reporter, setting);
            }
            (Form::Csv, Some(table), _) => self.table(table, &mut reporter, setting),
            (Form::Csv, None, _) => {}
            (Form::Log, _, _) => {
                self.text(&block.bytes, &mut reporter, setting, Vec::new());
            }
            (form, _, _) => {
                for part in form.parts(&block.bytes) {
                    self.part(&part, &mut reporter, setting);
                }
            }
        }
    }

    /// Reports a body over the limit, which was skipped.
    fn too_large(&mut self, long: Long, reporter: &mut Reporter<'_>, setting: Setting<'_>) {
        let (bytes, limit) = (long.length as u64, self.block.layout.max_body as u64);
        let content = Content::Broken(Problem::BodyTooLarge { bytes, limit }, 0..1);
        let span = long.before..long.before + 1;
        let frame = Frame { byte_order_mark: long.before > 0, ..Frame::at(span, content) };
        self.judge(&frame, reporter, setting, &mut Vec::new());
    }

    fn judge(
        &mut self,
        frame: &Frame<'_>,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
        heads: &mut Vec<Report>,
    ) {
        if let Some(checked) = check::check(frame, self.examine_options.now) {
            self.body(frame, &checked, reporter, setting, heads);
        }
    }

    /// Reads values; `reporter` knows their location. `heads` are findings of the request head,
    /// which belong to the first body.
    fn frames(
        &mut self,
        bytes: &[u8],
        layout: Layout,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
        mut heads: Vec<Report>,
    ) {
        let mut frames = Frames::new(bytes, layout)
            .taking_apart(quick::take_apart)
            .passing_over(self.recognise.is_some());
        if self.only_counts() && heads.is_empty() {
            frames = frames.counting();
        }
        let mut checked = Checked::default();
        loop {
            let next = frames.next();
            self.count(frames.take_counted());
            let Some(frame) = next.map(|frame| frame.behind(setting.base)) else { return };
            if let Some(guid) = self.other_goal(&frame) {
                self.examined.found += 1;
                self.examined.passed.others += 1;
                if self.examined.bodies == 0 {
                    self.examined.passed.nearest.offer_guid(&self.examine_options.selection, guid);
                }
                continue;
            }
            match frame.content {
                Content::Clean(_) | Content::Goal(_) => {}
                _ => {
                    let setting = Setting { element: frame.element, ..setting };
                    if self.opens(&frame, reporter, setting) {
                        continue;
                    }
                }
            }
            let halves = self.halves_in(&frame, reporter);
            let is_checked =
                check::check_into(&frame, self.examine_options.now, &halves, &mut checked);
            if let Some(look) = typed(&frame, &checked.findings) {
                self.unread(
                    frame.bytes,
                    frame.span.clone(),
                    look,
                    reporter,
                    setting,
                    &mut Vec::new(),
                );
            } else if is_checked {
                self.body(&frame, &checked, reporter, setting, &mut heads);
            } else if setting.expects == Expects::Bodies {
                self.beside_bodies(&frame, reporter);
            }
        }
    }

    /// The unpaired surrogates in the text of a frame.
    fn halves_in(&self, frame: &Frame<'_>, reporter: &Reporter<'_>) -> Vec<Half> {
        let all = &self.block.halves;
        if all.is_empty() || reporter.outer.is_some() {
            return Vec::new();
        }
        let start = frame.span.start;
        let inside = all.iter().filter(|half| (start..start + frame.span.len()).contains(&half.at));
        inside.map(|half| Half { at: half.at - start, unit: half.unit }).collect()
    }

    /// Whether a clean body certainly belongs to a goal that is not chosen.
    fn other_goal<'a>(&self, frame: &Frame<'a>) -> Option<&'a str> {
        let selection = &self.examine_options.selection;
        if selection.goals.is_empty()
            || selection.chooses_goals
            || self.examine_options.now.is_some()
        {
            return None;
        }
        let Content::Goal(body) = &frame.content else { return None };
        let Body { known_clean: true, goal: Some(cells), .. } = &**body else { return None };
        // A clean guid has no escapes.
        let guid = cells[at::GUID]?.strip_prefix('"')?.strip_suffix('"')?;
        (!selection.goals.iter().any(|wanted| wanted.begins(guid))).then_some(guid)
    }

    /// Passes on a part of the results, if there are enough.
    fn make_room(&mut self) {
        if let Some(part) = self.examined.take_part() {
            (self.tell)(Event::Part(part));
        }
    }

    /// Reports something that is not a body.
    fn beside_bodies(&mut self, frame: &Frame<'_>, reporter: &mut Reporter<'_>) {
        self.make_room();
        let first = self.examined.reports.len();
        reporter.beside_bodies(frame, &mut self.examined);
        if self.examined.reports.len() > first {
            let place = self.outer_place(reporter);
            self.examined.reports[first..].iter_mut().for_each(|report| report.outer = place);
        }
    }

    /// Whether a body matches the filters other than those by finding; counts undecidable ones.
    fn may_choose(&mut self, frame: &Frame<'_>, goal: &Goal<'_>, setting: Setting<'_>) -> bool {
        let selection = &self.examine_options.selection;
        let choice = match &frame.content {
            Content::Goal(_) | Content::Clean(_) => {
                selection.of_body(goal, setting.delivery.received)
            }
            Content::OtherShape(_) => selection.of_something_else(),
            _ => selection.of_broken(frame.bytes),
        };
        let passed = &mut self.examined.passed;
        match choice {
            Choice::Chosen => return true,
            Choice::Other if self.examined.bodies == 0 => passed.nearest.offer(selection, goal),
            Choice::Other => {}
            Choice::Unread => passed.unread += 1,
            Choice::Untimed => passed.untimed += 1,
        }
        passed.others += 1;
        false
    }

    /// Whether a body is broken because the input could not be read further, which is reported.
    fn is_cut(&self, frame: &Frame<'_>, reporter: &Reporter<'_>) -> bool {
        self.block.fault.is_some()
            && reporter.outer.is_none()
            && matches!(frame.content, Content::Broken(..))
            && frame.span.end >= self.block.bytes.trim_ascii_end().len()
    }

    /// Reports a body with its findings.
    fn body(
        &mut self,
        frame: &Frame<'_>,
        Checked { goal, findings }: &Checked<'_>,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
        heads: &mut Vec<Report>,
    ) {
        if self.is_cut(frame, reporter) {
            return heads.clear();
        }
        self.make_room();
        self.examined.found += 1;
        if !self.may_choose(frame, goal, setting) {
            heads.clear();
            return;
        }
        if setting.depth == 0 {
            self.note_unknown(frame, findings);
        }
        let number = self.examined.found;
        let first = self.examined.reports.len();
        self.examined.reports.append(heads);
        // Located before its findings, so that the cursor only moves forward.
        let start =
            (!self.only_counts() && reporter.outer.is_none()).then(|| reporter.start(frame));
        reporter.body(frame, goal, findings, &mut self.examined.reports);
        let rules = self.examined.reports[first..].iter().map(|report| report.rule);
        if !self.examine_options.selection.holds_of_findings(rules) {
            self.examined.reports.truncate(first);
            self.examined.passed.others += 1;
            return;
        }
        self.examined.bodies += 1;
        let is_clean = self.examined.reports.len() == first;
        let is_located = !(is_clean && self.only_counts());
        let place = is_located.then(|| self.outer_place(reporter)).flatten();
        for report in &mut self.examined.reports[first..] {
            report.body = Some(number);
            report.outer = place;
        }
        if let Some(start) = place.or(start).filter(|_| !self.only_counts()) {
            let offset = self.block.offset + frame.span.start as u64;
            (self.tell)(Event::Body(Seen {
                goal,
                input: &self.block.input,
                form: self.block.form,
                envelope: setting.envelope,
                line: start.line,
                column: start.column,
                // The text of a page differs from its bytes: line numbers are removed.
                offset: (reporter.outer.is_none() && self.block.form != Form::Page)
                    .then_some(offset),
                trail: &reporter.trail,
                frame,
                delivery: setting.delivery,
                number,
                reports: &self.examined.reports[first..],
            }));
        }
        self.examined.clean += u64::from(is_clean);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{ExamineOptions, Wanted, examine};
    use crate::capture::block::Block;
    use crate::text::escape::Untrusted;
    use crate::text::position::{COUNTED, Offset};

    /// Locations of bodies and findings come from one pass over the lines.
    #[test]
    fn no_line_is_counted_twice() {
        const BODY: &str = "{\"action\":\"created\",\n\"goal\":{\"guid\":\"GOL-1\"}}\n";
        let bytes = BODY.repeat(200).into_bytes();
        let length = bytes.len();
        let input = Arc::new(Untrusted::known("-"));
        let block = Block::of_one_body(input, bytes, 0, Offset::default());
        for wanted in [Wanted::Nothing, Wanted::Text, Wanted::Values] {
            let examine_options = ExamineOptions { wanted, ..ExamineOptions::default() };
            let before = COUNTED.get();
            let examined = examine(&block, &examine_options, &mut |_| {});
            assert!(examined.bodies == 200 && examined.reports.len() > 200);
            let counted = COUNTED.get() - before;
            assert!(counted < 20 * length, "{wanted:?}: {counted} of {length}");
        }
    }
}
