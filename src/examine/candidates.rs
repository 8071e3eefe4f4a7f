//! Reads the contents of envelopes; copies of one delivery in a record count once.

use super::{BlockReport, Event, ExamineOptions, Expects, Reporter, Setting, Walk, Wanted};
use crate::capture::envelope::found::{Found, Told};
use crate::capture::envelope::open::{Opened, Shown};
use crate::capture::frames::{Content, Frame};
use crate::capture::text::{anchor, unread};
use crate::check::Checked;
use crate::json::canonical::canonical;
use crate::json::walk::members;
use crate::rules::problem::Problem;
use crate::text::escape::Untrusted;
use crate::text::position::{Cursor, Offset};
use crate::webhook::body::Members;
use crate::webhook::field::SIBLING_OBJECTS;

/// What the candidates in a record were.
#[derive(PartialEq)]
enum Candidates {
    Empty,
    /// At least one is a body.
    Full,
    /// Different bodies, of which none was read.
    Ambiguous,
}

impl Walk<'_> {
    /// Reads the contents of an envelope, which begins at `start` in the source.
    pub(super) fn opened(
        &mut self,
        mut opened: Opened<'_>,
        start: usize,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) {
        let expects = if opened.holds_deliveries() { Expects::Bodies } else { Expects::Anything };
        let name = opened.envelope.name;
        let inner = Setting { envelope: Some(name), expects, depth: setting.depth + 1, ..setting };
        // The name of the outermost envelope wins.
        self.examined.tally.records(name, 0, 0);
        // The finding about an ambiguous record says enough.
        let mut ambiguous = 0;
        let (full, empty) = opened.each(&mut |shown| match shown {
            Shown::Places([found]) => self.found(found, start, reporter, inner),
            Shown::Places(several) => {
                let candidates = self.candidates(several, start, reporter, inner);
                ambiguous += u64::from(candidates == Candidates::Ambiguous);
                candidates != Candidates::Empty
            }
            Shown::Left(text, at) => {
                if self.block.body_path.is_none() && anchor::any(text.as_bytes()) {
                    let (bytes, at) = (text.as_bytes(), start + at);
                    let look = unread::of_record(bytes);
                    let span = at..at + bytes.len();
                    self.unread(bytes, span, look, reporter, inner, &mut Vec::new());
                }
                false
            }
        });
        self.examined.tally.records(name, full - ambiguous, empty);
        if let Some(place) = opened.found_at.as_ref().filter(|_| ambiguous == 0 || full > ambiguous)
        {
            self.examined.tally.found_at(place);
        }
    }

    /// Reads the value in the place of a body, in an envelope that begins at `start`. Returns
    /// whether it is a body.
    fn found(
        &mut self,
        found: &Found<'_, '_>,
        start: usize,
        reporter: &Reporter<'_>,
        setting: Setting<'_>,
    ) -> bool {
        let decoded = found.decode();
        self.counts(found, &decoded, setting.depth) || {
            let outer = reporter.outer.unwrap_or(start + found.at);
            self.inner(found.inner(decoded, self.told()), reporter, outer, setting, Vec::new())
        }
    }

    /// Reads the candidates in a record. Equal ones are one delivery; of different ones none is
    /// chosen.
    fn candidates(
        &mut self,
        candidates: &[Found<'_, '_>],
        start: usize,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) -> Candidates {
        let contents: Vec<Vec<String>> =
            candidates.iter().map(|found| self.contents(found, reporter, setting)).collect();
        let mut full = contents.iter().enumerate().filter(|(_, bodies)| !bodies.is_empty());
        let Some((first, bodies)) = full.next() else {
            let mut any = false;
            for found in candidates {
                any |= self.found(found, start, reporter, setting);
            }
            return if any { Candidates::Full } else { Candidates::Empty };
        };
        if full.any(|(_, others)| others != bodies) {
            self.ambiguous(candidates, start, reporter, setting);
            return Candidates::Ambiguous;
        }
        for (index, found) in candidates.iter().enumerate() {
            // A part of the body needs no finding of its own.
            let is_part = bodies.iter().any(|body| names_goal_of(found.value, body));
            if index == first || (contents[index].is_empty() && !is_part) {
                self.found(found, start, reporter, setting);
            }
        }
        Candidates::Full
    }

    /// The canonical text of the goal webhooks in a candidate.
    fn contents(
        &self,
        found: &Found<'_, '_>,
        reporter: &Reporter<'_>,
        setting: Setting<'_>,
    ) -> Vec<String> {
        let mut bodies = Vec::new();
        let mut tell = |event: Event<'_, '_>| {
            if let Event::Body(seen) = event
                && seen.is_readable()
            {
                bodies.push(canonical(seen.frame.text));
            }
        };
        let mut walk = Walk {
            block: self.block,
            examine_options: &ExamineOptions { wanted: Wanted::Text, ..ExamineOptions::default() },
            recognise: None,
            outer: Cursor::new(b"", Offset::default()),
            examined: BlockReport::default(),
            tell: &mut tell,
        };
        let inner = found.inner(found.decode(), Told::Head);
        walk.inner(inner, reporter, 0, setting, Vec::new());
        bodies
    }

    fn ambiguous(
        &mut self,
        candidates: &[Found<'_, '_>],
        start: usize,
        reporter: &mut Reporter<'_>,
        setting: Setting<'_>,
    ) {
        let mut places: Vec<&str> = candidates.iter().map(|found| found.pattern).collect();
        places.dedup();
        let places = places.into_iter().map(Untrusted::new).collect();
        let problem = Problem::SeveralWebhooksInside { places };
        let at = start + candidates[0].at;
        let frame = Frame::at(at..at + 1, Content::OtherShape(Members::default()));
        self.body(&frame, &Checked::of(problem), reporter, setting, &mut Vec::new());
    }
}

/// Whether JSON text contains the guid of a canonical body.
fn names_goal_of(json: &str, body: &str) -> bool {
    let guid = body.split("\"guid\":\"").nth(1).and_then(|rest| rest.split('"').next());
    guid.is_some_and(|guid| !guid.is_empty() && json.contains(guid))
}

/// Whether an object has a goal's keys with a prefix: `goal.goal_type_name`.
pub(super) fn is_flattened(text: &str) -> bool {
    const KEYS: [&str; 3] =
        [".goal_type_name\"", ".has_been_spent\"", ".projected_to_complete_at\""];
    members(text).any(|(key, _)| KEYS.iter().any(|end| key.ends_with(end)))
}

/// Whether an object is another MX webhook, which is a finding even in a log.
pub(super) fn is_sibling_webhook(text: &str) -> bool {
    Members::read(text).is_some_and(|members| {
        members.has("action") && SIBLING_OBJECTS.iter().any(|object| members.has(object))
    })
}
