//! Finds goal webhooks in text of any kind: at an anchor, tells the coding by its quotes, and
//! undoes exactly that coding. One level at a time; whoever asks goes on with what comes out.

use std::ops::Range;

use serde::de::IgnoredAny;

use super::anchor::{self, Alphabet, Anchor};
use super::coding::{self, Coding, Undone};
use super::lines::{self, goes_on, line_at};
use super::look;
use crate::capture::outline::{Ended, Outline};
use crate::rules::look::Look;

/// Something in text that concerns goal webhooks.
#[derive(Debug)]
pub enum Piece {
    /// JSON text that stands there as it is, whether it can be read or not.
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

/// Which of several readings is tried first, as the sample of an input says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// Bodies without quotes around them have doubled backslashes.
    pub doubled: bool,
    /// In strings with backslashes, only quotes were escaped.
    pub quotes_only: bool,
    /// In strings in apostrophes, backslashes are doubled as Python's `repr` does.
    pub repr: bool,
}

/// Failed readings may look at so many bytes, and so many times those before them.
const FREE: usize = 1 << 16;
const TIMES: usize = 8;
/// Anchors of one webhook are no further apart.
const APART: usize = 4096;
/// So many levels of text within text are looked into to choose a reading.
const LEVELS: usize = 6;

/// Goes through text.
pub struct Finder<'a> {
    bytes: &'a [u8],
    signs: Signs,
    levels: usize,
    /// Where what was read ends.
    at: usize,
    /// Where the next anchor is looked for.
    from: usize,
    /// Where the text in hand ends, and what else is to be gone through later.
    end: usize,
    others: Vec<Range<usize>>,
    in_vain: usize,
    /// How many bodies each reading explains; none where nobody asks.
    weights: Option<Weights>,
}

/// How many bodies of a text each of two readings explains.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weights {
    /// Without quotes around them: as they are, and with doubled backslashes.
    pub plain: u32,
    pub doubled: u32,
    /// In strings: with all their escapes, and with those of quotes alone.
    pub strings: u32,
    pub quotes_only: u32,
    /// In apostrophes: as they are, and as Python's `repr` writes them.
    pub literal: u32,
    pub repr: u32,
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
        if anchor.is_of_rails() || look::is_dump(&self.bytes[anchor.span.end..]) {
            return Some(self.unread(anchor, floor));
        }
        let piece = match quoting {
            Quoting::Cell => self.cell(anchor),
            _ => {
                let above = self.paragraph(floor);
                self.enclosing(anchor, floor)
                    .or_else(|| (above < floor).then(|| self.enclosing(anchor, above)).flatten())
                    .or_else(|| self.coded(anchor, quoting, floor, above))
            }
        };
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
    fn paragraph(&self, line: usize) -> usize {
        let mut start = line;
        while start > self.at && line - start < lines::LONGEST && goes_on(&self.bytes[start..]) {
            let above = line_at(self.bytes, start - 1).start;
            start = above.max(self.at);
        }
        start
    }

    /// Where the lines end that go on with the text of the line on which `at` is.
    fn paragraph_end(&self, at: usize) -> usize {
        let mut end = line_at(&self.bytes[..self.end], at).end;
        while end + 1 < self.end
            && end - at < lines::LONGEST
            && goes_on(&self.bytes[end + 1..self.end])
        {
            end = line_at(&self.bytes[..self.end], end + 1).end;
        }
        end
    }

    fn tires(&self, at: usize) -> bool {
        self.in_vain > FREE + TIMES * at
    }

    /// Where the object that begins at a brace closes: on its line, or on those that go on with it.
    fn closes(&mut self, brace: usize) -> Option<usize> {
        if self.tires(brace) {
            return None;
        }
        let line = line_at(&self.bytes[..self.end], brace).end;
        let mut outline = Outline::at(self.bytes, brace, false);
        let (mut end, mut ended) = outline.scan(&self.bytes[..line], brace);
        if ended == Ended::OutOfBytes && line < self.end {
            let limit = self.paragraph_end(brace);
            (end, ended) = outline.scan(&self.bytes[..limit], end);
        }
        if ended == Ended::Closed {
            return Some(end);
        }
        self.in_vain += end - brace;
        None
    }

    /// The JSON object that an anchor is in, from `floor` on; the outermost that can be read, or
    /// the webhook's own.
    fn enclosing(&mut self, anchor: &Anchor, floor: usize) -> Option<Piece> {
        let mut behind = floor;
        let braces = memchr::memchr_iter(b'{', &self.bytes[floor..anchor.span.start]);
        for brace in braces.map(|brace| floor + brace) {
            if brace < behind || !opens(&self.bytes[brace + 1..]) {
                continue;
            }
            let Some(end) = self.closes(brace) else { continue };
            if end <= anchor.span.start {
                behind = end;
                continue;
            }
            let is_own = opens_webhook(&self.bytes[brace + 1..]);
            if let Some(piece) = self.judged(brace..end, is_own) {
                return Some(piece);
            }
        }
        None
    }

    /// What stands between a brace and the one that closes it: as it is, or in the coding of the
    /// literal that it is in.
    fn judged(&mut self, span: Range<usize>, is_own: bool) -> Option<Piece> {
        let object = &self.bytes[span.clone()];
        let plain = |valid: bool| valid.then(|| Piece::Plain(span.clone()));
        let has_backslashes = memchr::memchr(b'\\', object).is_some();
        if self.bytes[..span.start].ends_with(b"'") {
            if !has_backslashes && memchr::memchr(b'\'', object).is_none() {
                return plain(is_own || is_json(object));
            }
            return self
                .literal(span.start, is_json(object))
                .or_else(|| plain(is_own || is_json(object)));
        }
        if !has_backslashes {
            return plain(is_own || is_json(object));
        }
        let valid = is_json(object);
        if self.weights.is_some() {
            let doubled = self.chosen(&[Coding::Doubled], span.start).is_some();
            if let Some(weights) = &mut self.weights {
                weights.plain += u32::from(valid);
                weights.doubled += u32::from(doubled);
            }
        }
        if (valid && !self.signs.doubled) || !only_even_runs(object) {
            return plain(valid || is_own);
        }
        match self.chosen(&[Coding::Doubled], span.start) {
            Some((coding, undone)) => Some(coded(coding, span.start, undone)),
            None => plain(valid || is_own),
        }
    }

    /// A body in a literal in apostrophes whose inside begins at `start`, where it holds
    /// apostrophes or backslashes. `valid` says that it can be read as it is.
    fn literal(&mut self, start: usize, valid: bool) -> Option<Piece> {
        let before = &self.bytes[..start - 1];
        let of_python = Coding::C { quote: b'\'', characters: true, doubled: false };
        let bytes = Coding::C { quote: b'\'', characters: false, doubled: false };
        let of_mysql = Coding::C { quote: b'\'', characters: false, doubled: true };
        if self.weights.is_some() {
            let repr = self.chosen(&[of_python], start).is_some();
            let literal =
                valid || self.chosen(&[Coding::Twice(b'\''), Coding::Shell], start).is_some();
            if let Some(weights) = &mut self.weights {
                weights.repr += u32::from(repr);
                weights.literal += u32::from(literal);
            }
        }
        let codings: &[Coding] = match before.last() {
            Some(b'$' | b'b' | b'B' | b'E' | b'e') => &[bytes],
            _ if self.signs.repr => &[of_python, Coding::Twice(b'\''), Coding::Shell],
            _ => {
                let is_sql = matches!(before.trim_ascii_end().last(), Some(b',' | b'('));
                let object = &self.bytes[start..line_at(self.bytes, start).end];
                let is_repr = !is_sql && only_even_runs(object);
                let twice = Coding::Twice(b'\'');
                match (is_repr, valid) {
                    (true, _) => &[of_python, twice, Coding::Shell],
                    (_, true) if !self.has_twice(start) => return None,
                    _ => &[twice, Coding::Shell, of_python, of_mysql],
                }
            }
        };
        let (coding, undone) = self.chosen(codings, start)?;
        Some(coded(coding, start, undone))
    }

    fn has_twice(&self, start: usize) -> bool {
        let text = &self.bytes[start..self.end];
        Coding::Twice(b'\'').undo(text).is_some_and(|undone| undone.text.len() < undone.length)
    }

    /// The first of some codings in which the text from `start` on can be read.
    fn chosen(&mut self, codings: &[Coding], start: usize) -> Option<(Coding, Undone)> {
        for coding in codings {
            if self.tires(start) {
                return None;
            }
            if let Some(undone) = coding.undo(&self.bytes[start..self.end]) {
                if self.reads(&undone.text) {
                    return Some((*coding, undone));
                }
                self.in_vain += undone.length;
            }
        }
        None
    }

    /// Whether the first goal webhook in text can be read.
    fn reads(&self, text: &[u8]) -> bool {
        let Some(levels) = self.levels.checked_sub(1) else { return false };
        let mut inner = Finder::new(text, self.signs);
        inner.levels = levels;
        match inner.next() {
            Some(Piece::Plain(span)) => is_json(&text[span]),
            Some(Piece::Coded { .. }) => true,
            _ => false,
        }
    }

    /// What is written in a coding that the quotes before the key tell.
    fn coded(
        &mut self,
        anchor: &Anchor,
        quoting: Quoting,
        floor: usize,
        above: usize,
    ) -> Option<Piece> {
        let key = anchor.span.start;
        let back = |from: usize, stops: &dyn Fn(u8) -> bool| {
            self.bytes[from..key]
                .iter()
                .rposition(|byte| stops(*byte))
                .map_or(from, |at| from + at + 1)
        };
        let (start, codings): (usize, &[Coding]) = match quoting {
            Quoting::Cell => return self.cell(anchor),
            Quoting::None => return None,
            Quoting::Plain => {
                return self
                    .coloured(key, above)
                    .or_else(|| self.printable(key, floor))
                    .or_else(|| self.in_literal(key, above))
                    .or_else(|| self.joined(key));
            }
            Quoting::Backslashes(count) => return self.backslashed(key, count, floor, above),
            Quoting::Unicode => {
                let start = back(above, &|byte| byte == b'"');
                (
                    start,
                    &[Coding::Json, Coding::C { quote: b'"', characters: false, doubled: false }],
                )
            }
            Quoting::Caret => (floor, &[Coding::Caret]),
            Quoting::Hex => (back(floor, &|byte| byte == b'"'), &[Coding::Hex]),
            Quoting::Html => {
                let start = back(above, &|byte| matches!(byte, b'"' | b'<' | b'>'));
                (start, &[Coding::Html])
            }
            Quoting::Percent => {
                let ends =
                    |byte: u8| matches!(byte, b'&' | b'=' | b'?' | b'"' | b'\'' | b'<' | b'>');
                let start = back(floor, &|byte| ends(byte) || byte <= b' ');
                let run =
                    self.bytes[start..].split(|byte| *byte <= b' ').next().unwrap_or_default();
                let plus = memchr::memmem::find(run, b"%20").is_none();
                (
                    start,
                    if plus {
                        &[Coding::Percent { plus: true }]
                    } else {
                        &[Coding::Percent { plus: false }]
                    },
                )
            }
            Quoting::Printable => (above, &[Coding::Printable]),
        };
        let (coding, undone) = self.chosen(codings, start)?;
        Some(coded(coding, start, undone))
    }

    /// A string in which the key's quotes have so many backslashes before them.
    fn backslashed(
        &mut self,
        key: usize,
        count: usize,
        floor: usize,
        above: usize,
    ) -> Option<Piece> {
        let c = |quote| Coding::C { quote, characters: false, doubled: quote == b'\'' };
        let text = &self.bytes[above..key];
        // The string begins behind the last quote with fewer backslashes.
        let quotes =
            memchr::memrchr_iter(b'"', text).find(|quote| backslashes(&text[..*quote]) < count);
        let literal = memchr::memrchr_iter(b'\'', text).find(|quote| {
            let inside = text[quote + 1..].trim_ascii_start();
            inside.starts_with(b"{") || inside.starts_with(b"[") || inside.is_empty()
        });
        match (quotes, literal) {
            (quote, Some(literal)) if quote.is_none_or(|quote| quote < literal) => {
                let start = above + literal + 1;
                let (coding, undone) = self.chosen(&[c(b'\'')], start)?;
                Some(coded(coding, start, undone))
            }
            (quote, _) => {
                let start = quote.map_or(floor, |quote| above + quote + 1);
                let mut codings = [Coding::Json, c(b'"'), Coding::QuotesOnly];
                if self.weights.is_some() {
                    let strings = self.chosen(&codings[..2], start).is_some();
                    let quotes_only = self.chosen(&codings[2..], start).is_some();
                    if let Some(weights) = &mut self.weights {
                        weights.strings += u32::from(strings);
                        weights.quotes_only += u32::from(quotes_only);
                    }
                }
                if self.signs.quotes_only {
                    codings.reverse();
                }
                let (coding, undone) = self.chosen(&codings, start)?;
                Some(coded(coding, start, undone))
            }
        }
    }

    /// A cell of CSV, whose quotes are doubled: from its opening quote, a run of an odd number.
    fn cell(&mut self, anchor: &Anchor) -> Option<Piece> {
        let line = line_at(self.bytes, anchor.span.start).start.max(self.at);
        let floor = self.paragraph(line);
        let text = &self.bytes[floor..anchor.span.start];
        let mut end = text.len();
        let start = loop {
            let Some(quote) = memchr::memrchr(b'"', &text[..end]) else { break 0 };
            let run = text[..=quote].iter().rev().take_while(|byte| **byte == b'"').count();
            end = quote + 1 - run;
            if run % 2 == 1 {
                break end + 1;
            }
        };
        let (coding, undone) = self.chosen(&[Coding::Twice(b'"')], floor + start)?;
        Some(coded(coding, floor + start, undone))
    }

    /// A literal in apostrophes whose line ends are escapes, so that no object seems to open.
    fn in_literal(&mut self, key: usize, above: usize) -> Option<Piece> {
        let text = &self.bytes[above..key];
        let quote = memchr::memrchr_iter(b'\'', text)
            .find(|quote| text[quote + 1..].trim_ascii_start().starts_with(b"{"))?;
        self.literal(above + quote + 1, false)
    }

    fn coloured(&mut self, key: usize, above: usize) -> Option<Piece> {
        let text = &self.bytes[above..key];
        memchr::memchr(0x1b, text)?;
        let brace = memchr::memchr(b'{', text)? + above;
        let end = self.paragraph_end(key);
        let undone = Coding::Colours.undo(&self.bytes[brace..end])?;
        self.reads(&undone.text).then(|| coded(Coding::Colours, brace, undone))
    }

    fn printable(&mut self, key: usize, floor: usize) -> Option<Piece> {
        let line = line_at(self.bytes, key);
        let is_soft = self.bytes[line.clone()].trim_ascii_end().ends_with(b"=");
        let brace = memchr::memchr(b'{', &self.bytes[floor..key])? + floor;
        if !is_soft {
            return None;
        }
        let (coding, undone) = self.chosen(&[Coding::Printable], brace)?;
        Some(coded(coding, brace, undone))
    }

    fn joined(&mut self, key: usize) -> Option<Piece> {
        if self.tires(key) {
            return None;
        }
        let Some(joined) = lines::joined(&self.bytes[..self.end], key, self.at) else {
            self.in_vain += APART;
            return None;
        };
        self.others.extend(joined.others.into_iter().rev());
        Some(Piece::Coded { span: joined.span, name: "lines", text: joined.text, exact: false })
    }

    fn binary(&mut self, anchor: &Anchor, floor: usize) -> Piece {
        if let Some(record) = self.enclosing(anchor, floor) {
            return record;
        }
        let from = anchor.span.start;
        let (found, name) = match anchor.alphabet {
            Alphabet::Base64(phase) => {
                (coding::base64_around(self.bytes, from, phase, self.at), "base64")
            }
            Alphabet::Hex => (Some(coding::hex_around(self.bytes, from, self.at)), "hex"),
            Alphabet::Numbers | Alphabet::Plain => {
                (Some(coding::numbers_around(self.bytes, from, self.at)), "bytes")
            }
        };
        match found.filter(|found| self.reads(&found.bytes)) {
            Some(found) => Piece::Coded {
                span: found.start..found.end.max(anchor.span.end),
                name,
                text: found.bytes,
                exact: true,
            },
            None => Piece::Unread { span: anchor.span.clone(), look: Look::CutOff },
        }
    }

    /// What cannot be read: from its opening to the last of its anchors.
    fn unread(&mut self, anchor: &Anchor, floor: usize) -> Piece {
        let mut seen = [false; anchor::KINDS];
        seen[anchor.key] = true;
        let mut end = anchor.span.end;
        while let Some(next) = anchor::next(&self.bytes[..self.end], end) {
            if next.is_certain(self.bytes) {
                if next.is_opening() || seen[next.key] || next.span.start - end > APART {
                    break;
                }
                seen[next.key] = true;
            } else if next.is_opening() && self.bytes[..next.span.start].ends_with(b"{\"") {
                break;
            }
            end = next.span.end;
        }
        let start = look::start(self.bytes, floor, anchor.span.start);
        let span = start..end;
        let look = look::of(self.bytes, anchor.span.clone(), floor);
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

fn coded(coding: Coding, start: usize, undone: Undone) -> Piece {
    let span = start..start + undone.length;
    Piece::Coded { span, name: coding.name(), text: undone.text, exact: false }
}

/// Whether an object of JSON begins behind a brace.
fn opens(inside: &[u8]) -> bool {
    let mut inside = inside.trim_ascii_start();
    // OUTFILE writes a backslash before a line end.
    if let [b'\\', b'\r' | b'\n', rest @ ..] = inside {
        inside = rest.trim_ascii_start();
    }
    inside.starts_with(b"\"") && !inside.starts_with(b"\"\"")
}

fn opens_webhook(inside: &[u8]) -> bool {
    let inside = inside.trim_ascii_start();
    inside.starts_with(b"\"action\"") || inside.starts_with(b"\"goal\"")
}

fn is_json(bytes: &[u8]) -> bool {
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

fn backslashes(before: &[u8]) -> usize {
    before.iter().rev().take_while(|byte| **byte == b'\\').count()
}

/// How the quote before a key is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quoting {
    None,
    Plain,
    Cell,
    Backslashes(usize),
    Unicode,
    Caret,
    Hex,
    Html,
    Percent,
    Printable,
}

impl Quoting {
    fn before(key: &[u8]) -> Quoting {
        let ends = |with: &[&str]| with.iter().any(|quote| key.ends_with(quote.as_bytes()));
        let Some(before) = key.strip_suffix(b"\"") else {
            return match key {
                _ if ends(&["\\u0022"]) => Quoting::Unicode,
                _ if ends(&["\\x22", "\\X22"]) => Quoting::Hex,
                _ if ends(&["&quot;", "&#34;", "&#x22;", "&amp;quot;"]) => Quoting::Html,
                _ if ends(&["%22", "%2522"]) => Quoting::Percent,
                _ if ends(&["=22"]) => Quoting::Printable,
                _ => Quoting::None,
            };
        };
        match before.last() {
            Some(b'"') => Quoting::Cell,
            Some(b'^') => Quoting::Caret,
            Some(b'\\') => Quoting::Backslashes(backslashes(before)),
            _ => Quoting::Plain,
        }
    }
}
