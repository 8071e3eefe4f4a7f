//! Finds goal webhooks in any text: at an anchor, the quotes determine the coding, which is decoded
//! exactly. One level at a time; the caller continues with the result.

use std::ops::Range;

use serde::de::IgnoredAny;

use super::anchor::{self, Alphabet, Anchor};
use super::dump;
use super::lines::{self, goes_on, line_at};
use super::quoting::Quoting;
use super::separator;
use super::signs::{Signs, Weights};
use super::unread;
use crate::capture::end_scanner::{EndScanner, Ended};
use crate::rules::facts::Look;

/// A hit in text.
#[derive(Debug)]
pub enum Piece {
    /// Plain JSON text, valid or not.
    Plain(Range<usize>),
    /// Encoded text with JSON in it.
    Coded {
        span: Range<usize>,
        /// The codings, as named in paths.
        name: &'static str,
        text: Vec<u8>,
        /// Whether the result is certainly the bytes that were sent.
        exact: bool,
    },
    /// An unreadable goal webhook.
    Unread { span: Range<usize>, look: Look },
}

impl Piece {
    /// Where it is.
    pub fn span(&self) -> Range<usize> {
        let (Piece::Plain(span) | Piece::Coded { span, .. } | Piece::Unread { span, .. }) = self;
        span.clone()
    }
}

/// The budget of failed parses: this many bytes, plus a multiple of the bytes before.
const FREE: usize = 1 << 16;
const TIMES: usize = 8;
/// The maximum distance of anchors of one webhook, in bytes.
pub(super) const APART: usize = 4096;
/// The maximum depth of nested codings to choose an interpretation.
const LEVELS: usize = 6;

/// Goes through text.
pub struct Finder<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) signs: Signs,
    pub(super) levels: usize,
    /// The end of what was read.
    pub(super) at: usize,
    /// Where the search for the next anchor continues.
    pub(super) from: usize,
    /// The end of the current text, and texts for later.
    pub(super) end: usize,
    pub(super) others: Vec<Range<usize>>,
    pub(super) in_vain: usize,
    /// The dumps without offsets from the last one on, once they were looked for.
    dumps: Option<Vec<dump::Dump>>,
    /// Whether there is a quoted-printable mail; computed lazily.
    pub(super) has_mails: Option<bool>,
    /// The number of bodies that each interpretation explains, if counted.
    pub(super) weights: Option<Weights>,
}

impl<'a> Finder<'a> {
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
            dumps: None,
            has_mails: None,
            weights: None,
        }
    }

    /// Also counts what each interpretation explains, which is slower.
    pub fn weighing(self) -> Finder<'a> {
        Finder { weights: Some(Weights::default()), ..self }
    }

    /// What was counted.
    pub fn weights(&self) -> Weights {
        self.weights.unwrap_or_default()
    }

    /// Continues after an offset.
    pub fn pass(&mut self, end: usize) {
        self.at = self.at.max(end);
        self.from = self.from.max(end);
    }

    /// The unread text before an offset on its line.
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

    /// The next dump without offsets that begins before an anchor.
    fn dump_before(&mut self, anchor: Option<&Anchor>) -> Option<Piece> {
        let bytes = self.bytes;
        let dumps = self.dumps.get_or_insert_with(|| {
            let mut dumps = dump::without_offsets(bytes);
            dumps.reverse();
            dumps
        });
        let at = self.at;
        while dumps.last().is_some_and(|dump| dump.span.start < at) {
            dumps.pop();
        }
        dumps.pop_if(|dump| anchor.is_none_or(|it| dump.span.start < it.span.start)).map(dumped)
    }

    fn at_anchor(&mut self, anchor: &Anchor) -> Option<Piece> {
        let floor = line_at(self.bytes, anchor.span.start).start.max(self.at);
        if anchor.is_mail() {
            return self.mail(anchor.span.end);
        }
        if anchor.is_dump() {
            return match anchor.alphabet {
                Alphabet::Plain => self.dump(anchor.span.start),
                _ => self.run(anchor),
            };
        }
        if anchor.is_gzip() {
            return anchor.is_certain(self.bytes).then(|| self.run(anchor)).flatten();
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

    /// Another MX webhook is checked at its own brace.
    fn of_another_kind(&mut self, anchor: &Anchor) -> Option<Piece> {
        let before = self.bytes[..anchor.span.start].strip_suffix(b"\"")?.trim_ascii_end();
        let brace = before.len().checked_sub(1).filter(|_| before.ends_with(b"{"))?;
        if brace < self.at {
            return None;
        }
        let end = self.closes(brace)?;
        Some(Piece::Plain(brace..end))
    }

    /// The start of the paragraph that contains a line.
    pub(super) fn paragraph(&self, line: usize) -> usize {
        let mut start = line;
        while start > self.at && line - start < lines::LONGEST && goes_on(&self.bytes[start..]) {
            let above = line_at(self.bytes, start - 1).start;
            start = above.max(self.at);
        }
        start
    }

    /// The end of the lines that continue the line at `at`.
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

    /// The end of the object at a brace, on its line or on continuation lines.
    fn closes(&mut self, brace: usize) -> Option<usize> {
        if self.tires(brace) {
            return None;
        }
        let line = line_at(&self.bytes[..self.end], brace).end;
        let mut scanner = EndScanner::at(self.bytes, brace, false);
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

    /// The JSON object around an anchor, from `floor` on: the outermost readable one, or the
    /// webhook's own.
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

    /// The number of goals that begin in a part of the text, in any coding.
    fn goals_in(&self, part: Range<usize>) -> usize {
        let found = memchr::memmem::find_iter(&self.bytes[part.clone()], b"goal");
        found
            .filter(|at| separator::behind_key(&self.bytes[part.start + at + 4..]).is_some())
            .count()
    }

    /// An unreadable webhook, from its opening to its last anchor.
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
            Alphabet::Utf16 => Look::Utf16,
            _ => unread::of(self.bytes, anchor.span.clone(), floor),
        };
        Piece::Unread { span, look }
    }
}

impl Iterator for Finder<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            let anchor = self.next_anchor();
            if let Some(piece) = self.dump_before(anchor.as_ref()) {
                self.pass(piece.span().end);
                return Some(piece);
            }
            let anchor = anchor?;
            self.from = anchor.span.end;
            if let Some(piece) = self.at_anchor(&anchor) {
                self.pass(piece.span().end.max(anchor.span.end));
                return Some(piece);
            }
        }
    }
}

/// A dump of bytes, decoded if it can be read.
pub(super) fn dumped(dump::Dump { span, bytes, .. }: dump::Dump) -> Piece {
    match bytes {
        Some(text) => Piece::Coded { span, name: "bytes", text, exact: true },
        None => Piece::Unread { span, look: Look::Dump },
    }
}

/// The rest after a brace, a newline (plain or escaped) and the indent.
fn behind_blanks(inside: &[u8]) -> &[u8] {
    let mut inside = inside.trim_ascii_start();
    while let [b'\\', b'n' | b'r' | b't' | b'\r' | b'\n' | b'\t', rest @ ..]
    | [b'\\', b'\\', b'0', b'1', b'1' | b'2' | b'5', rest @ ..] = inside
    {
        inside = rest.trim_ascii_start();
    }
    inside
}

/// Whether a JSON object begins with this brace.
fn opens(inside: &[u8]) -> bool {
    let inside = behind_blanks(inside);
    inside.starts_with(b"\"") && !inside.starts_with(b"\"\"")
}

/// Whether only the indent of a line in a string precedes an offset.
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
