//! Finds goal webhooks in text of any kind: at an anchor, tells the coding by its quotes, and
//! undoes exactly that coding. One level at a time; whoever asks goes on with what comes out.

use std::ops::Range;

use serde::de::IgnoredAny;

use super::anchor::{self, Alphabet, Anchor};
use super::dump;
use super::lines::{self, goes_on, line_at};
use super::quoting::Quoting;
use super::signs::{Signs, Weights};
use super::unread;
use crate::capture::bracket_scanner::{BracketScanner, Ended};
use crate::rules::unread::Look;

/// Something in text that concerns goal webhooks.
#[derive(Debug)]
pub enum Piece {
    /// JSON text that is there as it is, whether it can be read or not.
    Plain(Range<usize>),
    /// Text with JSON in it that was written in a coding.
    Coded {
        /// Where it was.
        span: Range<usize>,
        /// The codings, as a trail names them.
        name: &'static str,
        /// The text without them.
        text: Vec<u8>,
        /// Whether they are certainly the bytes that were sent.
        exact: bool,
    },
    /// A goal webhook that cannot be read.
    Unread {
        /// Where it is.
        span: Range<usize>,
        /// What it looks like.
        look: Look,
    },
}

impl Piece {
    /// Where it is.
    pub fn span(&self) -> Range<usize> {
        let (Piece::Plain(span) | Piece::Coded { span, .. } | Piece::Unread { span, .. }) = self;
        span.clone()
    }
}

/// Failed readings may look at so many bytes, and so many times those before them.
const FREE: usize = 1 << 16;
const TIMES: usize = 8;
/// Anchors of one webhook are no further apart.
pub(super) const APART: usize = 4096;
/// So many levels of text within text are looked into to choose a reading.
const LEVELS: usize = 6;

/// Goes through text.
pub struct Finder<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) signs: Signs,
    pub(super) levels: usize,
    /// Where what was read ends.
    pub(super) at: usize,
    /// Where the next anchor is looked for.
    pub(super) from: usize,
    /// Where the text in hand ends, and what else is to be gone through later.
    pub(super) end: usize,
    pub(super) others: Vec<Range<usize>>,
    pub(super) in_vain: usize,
    /// Whether there is a mail in quoted-printable, once somebody asked.
    pub(super) has_mails: Option<bool>,
    /// How many bodies each reading explains; none where nobody asks.
    pub(super) weights: Option<Weights>,
}

impl<'a> Finder<'a> {
    /// A way through text.
    pub fn new(bytes: &'a [u8], signs: Signs) -> Finder<'a> {
        let end = bytes.len();
        Finder {
            bytes,
            signs,
            levels: LEVELS,
            at: 0,
            from: 0,
            end,
            others: Vec::new(),
            in_vain: 0,
            has_mails: None,
            weights: None,
        }
    }

    /// Counts what each reading explains, which takes longer.
    pub fn weighing(self) -> Finder<'a> {
        Finder { weights: Some(Weights::default()), ..self }
    }

    /// What was counted.
    pub fn weights(&self) -> Weights {
        self.weights.unwrap_or_default()
    }

    /// Goes on behind a place up to which was read.
    pub fn pass(&mut self, end: usize) {
        self.at = self.at.max(end);
        self.from = self.from.max(end);
    }

    /// The text before a place on its line, behind what was read before it.
    pub fn before(&self, at: usize) -> &'a [u8] {
        &self.bytes[line_at(self.bytes, at).start..at]
    }

    fn next_anchor(&mut self) -> Option<Anchor> {
        loop {
            let found = anchor::next(&self.bytes[..self.end], self.from);
            if found.is_some() {
                return found;
            }
            let next = self.others.pop()?;
            (self.at, self.from, self.end) = (next.start, next.start, next.end);
        }
    }

    fn at_anchor(&mut self, anchor: &Anchor) -> Option<Piece> {
        let floor = line_at(self.bytes, anchor.span.start).start.max(self.at);
        // Most bodies in logs stand there as they are, and begin with an action.
        if anchor.is_mail() {
            return self.mail(anchor.span.end);
        }
        if anchor.is_dump() {
            let start = anchor.span.start;
            let end = dump::with_webhook(&self.bytes[..self.end], start)?;
            return Some(Piece::Unread { span: start..end, look: Look::Dump });
        }
        if anchor.is_opening() && !anchor.is_certain(self.bytes) {
            return self.of_another_kind(anchor);
        }
        if !anchor.is_certain(self.bytes) {
            return None;
        }
        if anchor.alphabet != Alphabet::Plain {
            return Some(self.binary(anchor, floor));
        }
        let quoting = Quoting::before(&self.bytes[..anchor.span.start]);
        if anchor.is_of_rails() || unread::is_dump(&self.bytes[anchor.span.end..]) {
            return Some(self.unread(anchor, floor));
        }
        let is_line_of_record = quoting == Quoting::Backslashes(1)
            && (begins_string(&self.bytes[..anchor.span.start - 2])
                || lines::is_in_part(self.bytes, floor));
        let joined = is_line_of_record.then(|| self.joined(anchor.span.start)).flatten();
        let piece = joined.or_else(|| match quoting {
            Quoting::Cell => self.cell(anchor),
            _ => {
                let above = self.paragraph(floor);
                let may_be_mail = matches!(quoting, Quoting::Plain | Quoting::None);
                let mail = (may_be_mail && self.is_mail(floor))
                    .then(|| self.printable(anchor.span.start))
                    .flatten();
                mail.or_else(|| self.enclosing(anchor, floor))
                    .or_else(|| (above < floor).then(|| self.enclosing(anchor, above)).flatten())
                    .or_else(|| self.coded(anchor, quoting, floor, above))
            }
        });
        Some(piece.unwrap_or_else(|| self.unread(anchor, floor)))
    }

    /// A webhook of MX's that is not of a goal is worth a look where its own brace opens.
    fn of_another_kind(&mut self, anchor: &Anchor) -> Option<Piece> {
        let before = self.bytes[..anchor.span.start].strip_suffix(b"\"")?.trim_ascii_end();
        let brace = before.len().checked_sub(1).filter(|_| before.ends_with(b"{"))?;
        if brace < self.at {
            return None;
        }
        let end = self.closes(brace)?;
        Some(Piece::Plain(brace..end))
    }

    /// Where the paragraph begins that a line goes on with.
    pub(super) fn paragraph(&self, line: usize) -> usize {
        let mut start = line;
        while start > self.at && line - start < lines::LONGEST && goes_on(&self.bytes[start..]) {
            let above = line_at(self.bytes, start - 1).start;
            start = above.max(self.at);
        }
        start
    }

    /// Where the lines end that go on with the text of the line on which `at` is.
    pub(super) fn paragraph_end(&self, at: usize) -> usize {
        let mut end = line_at(&self.bytes[..self.end], at).end;
        while end + 1 < self.end
            && end - at < lines::LONGEST
            && goes_on(&self.bytes[end + 1..self.end])
        {
            end = line_at(&self.bytes[..self.end], end + 1).end;
        }
        end
    }

    pub(super) fn tires(&self, at: usize) -> bool {
        self.in_vain > FREE + TIMES * at
    }

    /// Where the object that begins at a brace closes: on its line, or on those that go on with it.
    fn closes(&mut self, brace: usize) -> Option<usize> {
        if self.tires(brace) {
            return None;
        }
        let line = line_at(&self.bytes[..self.end], brace).end;
        let mut scanner = BracketScanner::at(self.bytes, brace, false);
        let (mut end, mut ended) = scanner.scan(&self.bytes[..line], brace);
        if ended == Ended::OutOfBytes && line < self.end {
            let limit = self.paragraph_end(brace);
            (end, ended) = scanner.scan(&self.bytes[..limit], end);
        }
        if ended == Ended::Closed {
            return Some(end);
        }
        self.in_vain += end - brace;
        None
    }

    /// The JSON object that an anchor is in, from `floor` on; the outermost that can be read, or
    /// the webhook's own.
    pub(super) fn enclosing(&mut self, anchor: &Anchor, floor: usize) -> Option<Piece> {
        let mut behind = floor;
        let braces = memchr::memchr_iter(b'{', &self.bytes[floor..anchor.span.start]);
        for brace in braces.map(|brace| floor + brace) {
            if brace < behind || !opens(&self.bytes[brace + 1..]) {
                continue;
            }
            let is_own = opens_webhook(&self.bytes[brace + 1..]);
            let end = self.closes(brace);
            let is_around = end.is_some_and(|end| end > anchor.span.start);
            // Doubled backslashes move the ends of strings, and so that of the object.
            if is_own && (self.signs.doubled || !is_around) {
                let coded = match self.bytes[..brace].ends_with(b"'") {
                    true => self.literal(brace, false),
                    false => self.doubled(brace),
                };
                let is_around = |piece: &Piece| piece.span().end > anchor.span.start;
                if let Some(piece) = coded.filter(is_around) {
                    return Some(piece);
                }
            }
            let Some(end) = end else { continue };
            if !is_around {
                behind = end;
                continue;
            }
            if let Some(piece) = self.judged(brace..end, is_own) {
                return Some(piece);
            }
        }
        None
    }

    /// How many goals begin in a part of the text, in whatever coding.
    fn goals_in(&self, part: Range<usize>) -> usize {
        let found = memchr::memmem::find_iter(&self.bytes[part.clone()], b"goal");
        found.filter(|at| anchor::behind_key(&self.bytes[part.start + at + 4..]).is_some()).count()
    }

    /// What cannot be read: from its opening to the last of its anchors.
    pub(super) fn unread(&mut self, anchor: &Anchor, floor: usize) -> Piece {
        let mut seen = [false; anchor::KINDS];
        seen[anchor.key] = true;
        let (mut end, mut from) = (anchor.span.end, anchor.span.end);
        // Behind an opening comes its own goal.
        let mut own = usize::from(anchor.is_opening());
        while let Some(next) = anchor::next(&self.bytes[..self.end], from) {
            from = next.span.end;
            if next.is_certain(self.bytes) {
                let goals = self.goals_in(end..next.span.start);
                if next.is_opening()
                    || seen[next.key]
                    || (anchor.alphabet == Alphabet::Base32) != (next.alphabet == Alphabet::Base32)
                    || next.span.start - end > APART
                    || goals > own
                    || lines::closes_within(&self.bytes[..next.span.start], end)
                {
                    break;
                }
                own -= goals;
                seen[next.key] = true;
                end = next.span.end;
            } else if next.is_opening() {
                break;
            }
        }
        end += usize::from(self.bytes.get(end) == Some(&b'"'));
        let start = unread::start(self.bytes, floor, anchor.span.start);
        let span = start..end;
        let look = match anchor.alphabet {
            Alphabet::Base32 => Look::Base32,
            _ => unread::of(self.bytes, anchor.span.clone(), floor),
        };
        Piece::Unread { span, look }
    }
}

impl Iterator for Finder<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            let anchor = self.next_anchor()?;
            self.from = anchor.span.end;
            if let Some(piece) = self.at_anchor(&anchor) {
                self.pass(piece.span().end.max(anchor.span.end));
                return Some(piece);
            }
        }
    }
}

/// What comes after a brace, its line end, which may be written as an escape, and its indent.
fn behind_blanks(inside: &[u8]) -> &[u8] {
    let mut inside = inside.trim_ascii_start();
    while let [b'\\', b'n' | b'r' | b't' | b'\r' | b'\n' | b'\t', rest @ ..]
    | [b'\\', b'\\', b'0', b'1', b'1' | b'2' | b'5', rest @ ..] = inside
    {
        inside = rest.trim_ascii_start();
    }
    inside
}

/// Whether an object of JSON begins behind a brace.
fn opens(inside: &[u8]) -> bool {
    let inside = behind_blanks(inside);
    inside.starts_with(b"\"") && !inside.starts_with(b"\"\"")
}

/// Whether before a place only blanks of a string's line stand.
fn begins_string(before: &[u8]) -> bool {
    let mut before = before.trim_ascii_end();
    while let Some(rest) = before.strip_suffix(b"\\t") {
        before = rest.trim_ascii_end();
    }
    before.ends_with(b"\"") && !before.ends_with(b"\\\"")
}

pub(super) fn opens_webhook(inside: &[u8]) -> bool {
    let inside = behind_blanks(inside);
    inside.starts_with(b"\"action\"") || inside.starts_with(b"\"goal\"")
}

pub fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

/// Whether there are backslashes, in runs of even numbers only.
pub fn only_even_runs(bytes: &[u8]) -> bool {
    let mut any = false;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        let run = bytes[at + found..].iter().take_while(|byte| **byte == b'\\').count();
        let escapes_a_line_end = bytes.get(at + found + run) == Some(&b'\n');
        if run % 2 == 1 && !escapes_a_line_end {
            return false;
        }
        any = true;
        at += found + run;
    }
    any
}
