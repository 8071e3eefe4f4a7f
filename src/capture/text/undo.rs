//! Chooses the coding of a body by its quotes, and undoes it.

use std::ops::Range;

use super::anchor::{Alphabet, Anchor};
use super::binary;
use super::coding::{Coding, Undone};
use super::find::{APART, Finder, Piece, is_json, only_even_runs};
use super::lines::{self, line_at};
use super::quoting::{Quoting, backslashes};
use crate::rules::look::Look;

impl Finder<'_> {
    /// What stands between a brace and the one that closes it: as it is, or in the coding of the
    /// literal that it is in.
    pub(super) fn judged(&mut self, span: Range<usize>, is_own: bool) -> Option<Piece> {
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
    pub(super) fn literal(&mut self, start: usize, valid: bool) -> Option<Piece> {
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

    pub(super) fn has_twice(&self, start: usize) -> bool {
        let text = &self.bytes[start..self.end];
        Coding::Twice(b'\'').undo(text).is_some_and(|undone| undone.text.len() < undone.length)
    }

    /// The first of some codings in which the text from `start` on can be read.
    pub(super) fn chosen(&mut self, codings: &[Coding], start: usize) -> Option<(Coding, Undone)> {
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
    pub(super) fn reads(&self, text: &[u8]) -> bool {
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
    pub(super) fn coded(
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
    pub(super) fn backslashed(
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
    pub(super) fn cell(&mut self, anchor: &Anchor) -> Option<Piece> {
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
    pub(super) fn in_literal(&mut self, key: usize, above: usize) -> Option<Piece> {
        let text = &self.bytes[above..key];
        let quote = memchr::memrchr_iter(b'\'', text)
            .find(|quote| text[quote + 1..].trim_ascii_start().starts_with(b"{"))?;
        self.literal(above + quote + 1, false)
    }

    pub(super) fn coloured(&mut self, key: usize, above: usize) -> Option<Piece> {
        let text = &self.bytes[above..key];
        memchr::memchr(0x1b, text)?;
        let brace = memchr::memchr(b'{', text)? + above;
        let end = self.paragraph_end(key);
        let undone = Coding::Colours.undo(&self.bytes[brace..end])?;
        self.reads(&undone.text).then(|| coded(Coding::Colours, brace, undone))
    }

    pub(super) fn printable(&mut self, key: usize, floor: usize) -> Option<Piece> {
        let line = line_at(self.bytes, key);
        let is_soft = self.bytes[line.clone()].trim_ascii_end().ends_with(b"=");
        let brace = memchr::memchr(b'{', &self.bytes[floor..key])? + floor;
        if !is_soft {
            return None;
        }
        let (coding, undone) = self.chosen(&[Coding::Printable], brace)?;
        Some(coded(coding, brace, undone))
    }

    pub(super) fn joined(&mut self, key: usize) -> Option<Piece> {
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

    pub(super) fn binary(&mut self, anchor: &Anchor, floor: usize) -> Piece {
        if let Some(record) = self.enclosing(anchor, floor) {
            return record;
        }
        let from = anchor.span.start;
        let (found, name) = match anchor.alphabet {
            Alphabet::Base64(phase) => {
                (binary::base64_around(self.bytes, from, phase, self.at), "base64")
            }
            Alphabet::Hex => (Some(binary::hex_around(self.bytes, from, self.at)), "hex"),
            Alphabet::Numbers | Alphabet::Plain => {
                (Some(binary::numbers_around(self.bytes, from, self.at)), "bytes")
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
}

fn coded(coding: Coding, start: usize, undone: Undone) -> Piece {
    let span = start..start + undone.length;
    Piece::Coded { span, name: coding.name(), text: undone.text, exact: false }
}
