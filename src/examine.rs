//! Examines one block: finds its bodies, checks them, and places the findings in the block.
//!
//! Blocks are examined in any order and on any thread. What depends on the blocks before
//! (numbers of bodies and lines) is added by `numbering`, in order.

use std::ops::Range;
use std::sync::Arc;

use crate::capture::block::{Block, Context};
use crate::capture::form::{Form, Part};
use crate::capture::frames::{Content, Frame, Frames, Recogniser};
use crate::capture::http::Request;
use crate::check::{self, Settings, clean, transport};
use crate::report::{Position, Report};
use crate::rules::levels::Levels;
use crate::rules::problem::{Finding, Place, Problem};
use crate::rules::words;
use crate::select::Selection;
use crate::snippet;
use crate::text::escape::Foreign;
use crate::text::position::{Cursor, Start};
use crate::webhook::field::{FIELDS, at};
use crate::webhook::text::unescape;
use crate::webhook::value::Goal;

/// U+FEFF in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What to look for and what to keep of it.
#[derive(Debug, Clone, Default)]
pub struct Examination {
    /// What the rules need to know.
    pub settings: Settings,
    /// The levels of findings.
    pub levels: Levels,
    /// Which bodies are chosen.
    pub selection: Selection,
    /// How much of a clean body is wanted.
    pub wanted: Wanted,
    /// Whether findings keep the source line around them.
    pub snippets: bool,
}

/// How much of a clean body is wanted. The less, the faster: a clean body whose values nobody
/// wants is not taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wanted {
    /// Nothing: it is only counted.
    Nothing,
    /// Its text; it is seen with an empty goal.
    Text,
    /// Its values.
    #[default]
    Values,
}

/// What was found in a block. Numbers of bodies count from the start of the block.
#[derive(Debug, Default)]
pub struct Examined {
    /// The bodies that were chosen, readable or not.
    pub bodies: u64,
    /// Those of them without a finding.
    pub clean: u64,
    /// All bodies.
    pub found: u64,
    /// Findings, in order.
    pub noted: Vec<Noted>,
}

/// A finding, or several of one body.
#[derive(Debug)]
pub enum Noted {
    /// The findings of a body, with its number.
    Body(u64, Vec<Report>),
    /// Text that is no body, after so many bodies; adjacent ones become one finding.
    Text(u64, Report),
    /// A fault between bodies.
    Between(Report),
}

/// One chosen body, for the commands that do more than check.
#[derive(Debug)]
pub struct Seen<'s, 'a> {
    /// Its values.
    pub goal: &'s Goal<'a>,
    /// The name of its input.
    pub input: &'s Foreign,
    /// The form of its input.
    pub form: Form,
    /// The way through envelopes and codings to it; empty for a plain body.
    pub trail: &'s [Foreign],
    /// Its frame.
    pub frame: &'s Frame<'a>,
    /// The request that it came in.
    pub request: Option<&'s Request<'a>>,
    /// Its number in the block, from 1.
    pub number: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// The column in which it begins, from 1.
    pub column: u64,
    /// Where its text stands in the input, in bytes; none where it stood within something else.
    pub offset: Option<u64>,
    /// Its findings, placed in the block.
    pub reports: &'s [Report],
}

impl Seen<'_, '_> {
    /// Whether it is JSON of the documented shape, so that there are values to show.
    pub fn is_readable(&self) -> bool {
        matches!(self.frame.content, Content::Goal(_) | Content::Clean(_))
    }
}

/// Examines a block, and shows each chosen body to `each` in order.
pub fn examine(
    block: &Block,
    examination: &Examination,
    each: &mut dyn FnMut(Seen<'_, '_>),
) -> Examined {
    let mut examined = Examined::default();
    if let Some(too_large) = block.too_large {
        let examiner = Examiner::new(block, &block.bytes, block.start, examination);
        examiner.too_large(too_large, block.layout.max_body as u64, &mut examined);
        return examined;
    }
    for part in block.form.parts(&block.bytes) {
        examine_part(block, &part, examination, &mut examined, each);
    }
    examined
}

fn examine_part<'a>(
    block: &'a Block,
    part: &'a Part<'a>,
    examination: &Examination,
    examined: &mut Examined,
    each: &mut dyn FnMut(Seen<'_, '_>),
) {
    // Findings are placed in the block where the part stands in it, else in the part alone.
    let (source, base, start) = match part.base {
        Some(base) => (block.bytes.as_slice(), base, block.start),
        None => (&*part.bytes, 0, Start::default()),
    };
    let mut examiner = Examiner::new(block, source, start, examination);
    examiner.base = base;
    if part.base.is_none() {
        examiner.trail = vec![Foreign::new("chunked")];
        examiner.context = Context::default();
    }
    let mut transport: Vec<(Problem, Range<usize>)> = match &part.request {
        Some(request) => transport::check(request, part.bytes.trim_ascii_end().len() as u64),
        None => Vec::new(),
    };
    // With a time to hold dates against, no body is clean before it has been read.
    let pass_over = examination.wanted != Wanted::Values
        && examination.settings.now.is_none()
        && examination.selection.is_everything();
    // A clean body has its guid without escapes: where that does not stand in its text, it is
    // another goal's, and need not be taken apart.
    let wanted_goal = examination.selection.goal.as_deref();
    let wanted_goal = wanted_goal
        .filter(|_| examination.settings.now.is_none())
        .map(|guid| memchr::memmem::Finder::new(guid.as_bytes()));
    let recognise: Option<Recogniser> =
        (pass_over || wanted_goal.is_some()).then_some(clean::recognise);
    for mut frame in Frames::new(&part.bytes, block.layout).passing_over(recognise) {
        let uncounted = examination.wanted == Wanted::Nothing && transport.is_empty();
        if uncounted && wanted_goal.is_none() && matches!(frame.content, Content::Clean(_)) {
            examined.found += 1;
            examined.bodies += 1;
            examined.clean += 1;
            continue;
        }
        if let (Content::Clean(_), Some(guid)) = (&frame.content, &wanted_goal) {
            if guid.find(frame.text.as_bytes()).is_none() {
                examined.found += 1;
                continue;
            }
            if let Ok(body) = serde_json::from_str(frame.text) {
                frame.content = Content::Goal(body);
            }
        }
        match check::check(&frame, examination.settings) {
            None if block.form == Form::Page => {}
            None => examiner.beside_bodies(&frame, examined),
            Some((goal, findings)) => {
                examined.found += 1;
                if frame_is_goal(&frame) && !examination.selection.chooses(&goal) {
                    continue;
                }
                examined.bodies += 1;
                let mut reports = examiner.transport(std::mem::take(&mut transport), block);
                reports.extend(examiner.body(&frame, &goal, findings));
                let start = examiner.start(&frame);
                each(Seen {
                    goal: &goal,
                    input: &block.input,
                    form: block.form,
                    line: start.line,
                    column: start.column,
                    offset: part.base.map(|base| block.offset + (base + frame.span.start) as u64),
                    trail: &examiner.trail,
                    frame: &frame,
                    request: part.request.as_ref(),
                    number: examined.found,
                    reports: &reports,
                });
                if reports.is_empty() {
                    examined.clean += 1;
                } else {
                    examined.noted.push(Noted::Body(examined.found, reports));
                }
            }
        }
    }
}

fn frame_is_goal(frame: &Frame<'_>) -> bool {
    matches!(frame.content, Content::Goal(_))
}

/// Turns findings into reports, with one cursor that moves forward through the source.
struct Examiner<'b> {
    input: &'b Arc<Foreign>,
    source: &'b [u8],
    base: usize,
    /// What stands around the source.
    context: Context,
    trail: Vec<Foreign>,
    block_offset: u64,
    cursor: Cursor<'b>,
    examination: &'b Examination,
}

impl<'b> Examiner<'b> {
    fn new(
        block: &'b Block,
        source: &'b [u8],
        start: Start,
        examination: &'b Examination,
    ) -> Examiner<'b> {
        Examiner {
            input: &block.input,
            source,
            base: 0,
            context: block.context.clone(),
            trail: Vec::new(),
            block_offset: block.offset,
            cursor: Cursor::new(source, start),
            examination,
        }
    }

    fn start(&mut self, frame: &Frame<'_>) -> Position {
        self.cursor.move_to(self.base + frame.span.start);
        position(&self.cursor)
    }

    fn body(
        &mut self,
        frame: &Frame<'_>,
        goal: &Goal<'_>,
        findings: Vec<Finding<'_>>,
    ) -> Vec<Report> {
        let mut reports = Vec::new();
        if frame.byte_order_mark {
            reports.extend(self.byte_order_mark(frame, goal));
        }
        for finding in findings {
            reports.extend(self.report(&finding, frame, goal));
        }
        reports
    }

    /// The mark stands before the frame, where a separator may stand between them.
    fn byte_order_mark(&mut self, frame: &Frame<'_>, goal: &Goal<'_>) -> Option<Report> {
        let before = &self.source[self.base..self.base + frame.span.start];
        let at = memchr::memmem::rfind(before, BYTE_ORDER_MARK)?;
        let span = 0..BYTE_ORDER_MARK.len();
        let mark =
            Finding { problem: Problem::ByteOrderMark, place: Place::Root, span, other: None };
        let nothing = Content::OtherShape;
        let frame = Frame { span: at..at, text: "", byte_order_mark: true, content: nothing };
        self.report(&mark, &frame, goal)
    }

    fn beside_bodies(&mut self, frame: &Frame<'_>, examined: &mut Examined) {
        let (problem, length) = match &frame.content {
            Content::BetweenBodies(problem) => (problem.clone(), frame.span.len()),
            _ => (Problem::TrailingText, frame.span.len()),
        };
        let is_text = matches!(frame.content, Content::Text);
        let finding = Finding { problem, place: Place::Root, span: 0..length, other: None };
        if let Some(mut report) = self.report(&finding, frame, &Goal::default()) {
            report.body = None;
            examined.noted.push(if is_text {
                Noted::Text(examined.found, report)
            } else {
                Noted::Between(report)
            });
        }
    }

    fn transport(&mut self, found: Vec<(Problem, Range<usize>)>, block: &'b Block) -> Vec<Report> {
        if found.is_empty() {
            return Vec::new();
        }
        // Heads stand in the block, whatever was done to the body.
        let mut heads = Examiner::new(block, &block.bytes, block.start, self.examination);
        let nowhere =
            Frame { span: 0..0, text: "", byte_order_mark: false, content: Content::OtherShape };
        found
            .into_iter()
            .filter_map(|(problem, span)| {
                let finding = Finding { problem, place: Place::Root, span, other: None };
                heads.report(&finding, &nowhere, &Goal::default())
            })
            .collect()
    }

    fn too_large(mut self, bytes: u64, limit: u64, examined: &mut Examined) {
        let finding = Finding {
            problem: Problem::BodyTooLarge { bytes, limit },
            place: Place::Root,
            span: 0..1,
            other: None,
        };
        let frame =
            Frame { span: 0..1, text: "", byte_order_mark: false, content: Content::OtherShape };
        examined.found = 1;
        examined.bodies = 1;
        match self.report(&finding, &frame, &Goal::default()) {
            Some(report) => examined.noted.push(Noted::Body(1, vec![report])),
            None => examined.clean = 1,
        }
    }

    fn report(
        &mut self,
        finding: &Finding<'_>,
        frame: &Frame<'_>,
        goal: &Goal<'_>,
    ) -> Option<Report> {
        let level = self.examination.levels.of(&finding.problem)?;
        let start = self.base + frame.span.start + finding.span.start;
        let end = self.base + frame.span.start + finding.span.end;
        self.cursor.move_to(start);
        let mut last = self.cursor.clone();
        last.move_to(end);
        let other = finding.other.as_ref().map(|other| {
            let base = self.base + frame.span.start;
            base + other.start..base + other.end
        });
        let mut message = words::message(finding);
        if let Some(first) = other.as_ref().and_then(|other| self.cursor.look_back(other.start)) {
            message.push_str(&words::first(first.lines + 1, first.characters + 1));
        }
        let snippet = self.examination.snippets.then(|| {
            let lines = self.cursor.place.lines;
            snippet::window_within(self.source, &self.context, start..end, other, lines)
        });
        let within_body = !self.trail.is_empty();
        Some(Report {
            rule: finding.problem.rule(),
            level,
            message,
            help: words::help(finding),
            label: words::label(finding),
            input: Arc::clone(self.input),
            trail: self.trail.clone(),
            body: Some(0),
            start: position(&self.cursor),
            end: position(&last),
            offset: start as u64 + if within_body { 0 } else { self.block_offset },
            length: (end - start) as u64,
            pointer: Foreign::new(pointer(&finding.place)),
            goal: goal.text(at::GUID).map(Foreign::new),
            revision: goal.integer(at::REVISION),
            snippet,
            related: None,
        })
    }
}

fn position(cursor: &Cursor<'_>) -> Position {
    Position { line: cursor.place.lines + 1, column: cursor.place.characters + 1 }
}

/// The JSON Pointer (RFC 6901) of a place.
fn pointer(place: &Place<'_>) -> String {
    let escaped = |key: &str| unescape(key).replace('~', "~0").replace('/', "~1");
    match place {
        Place::Root => String::new(),
        Place::Action => "/action".to_owned(),
        Place::Goal => "/goal".to_owned(),
        Place::Field(index) => format!("/goal/{}", FIELDS[*index].name),
        Place::BesideGoal(key) => format!("/{}", escaped(key)),
        Place::InGoal(key) => format!("/goal/{}", escaped(key)),
    }
}
