//! Chooses the coding of a body by its quotes, and decodes it.

use std::borrow::Cow;
use std::ops::Range;

use super::anchor::Anchor;
use super::c_string::continues;
use super::coding::{Coding, Undone};
use super::entities;
use super::find::{APART, Finder, Piece, is_json, only_even_runs};
use super::lines::{self, line_at};
use super::quoting::{Quoting, backslashes};
use super::signs::{Signs, Way};
use crate::rules::facts::Look;

impl Finder<'_> {
    /// The text from a brace to its closing brace, plain or in the coding of its literal.
    pub(super) fn judged(&mut self, span: Range<usize>, is_own: bool) -> Option<Piece> {
        let object = &self.bytes[span.clone()];
        let plain = |valid: bool| valid.then(|| Piece::Plain(span.clone()));
        let has_backslashes = memchr::memchr(b'\\', object).is_some();
        let is_attribute = entities::is_attribute(self.bytes, span.start);
        if !is_attribute && self.bytes[..span.start].ends_with(b"'") {
            if !has_backslashes && memchr::memchr(b'\'', object).is_none() {
                return plain(is_own || is_json(object));
            }
            if !is_own && continues(self.bytes, span.start - 1) {
                return None;
            }
            return self
                .literal(span.start, is_json(object))
                .or_else(|| plain(is_own || is_json(object)));
        }
        if let Some(text) = self.in_markup(&span, is_attribute) {
            return Some(Piece::Coded { span, name: Coding::Html.name(), text, exact: false });
        }
        if is_attribute || !has_backslashes {
            return plain(is_own || is_json(object));
        }
        let valid = is_json(object);
        if let Some(weights) = &mut self.weights {
            weights.plain += u32::from(valid);
        }
        let may_be_doubled = self.signs.doubled || !valid || self.weights.is_some();
        let doubled = may_be_doubled.then(|| self.doubled(span.start)).flatten();
        doubled.filter(|_| self.signs.doubled || !valid).or_else(|| match self.signs.doubled {
            true if valid => Some(unlike_others(span.clone())),
            _ => plain(valid || is_own),
        })
    }

    /// A body in the content of an HTML element, or in an attribute between apostrophes.
    fn in_markup(&self, span: &Range<usize>, is_attribute: bool) -> Option<Vec<u8>> {
        let object = &self.bytes[span.clone()];
        memchr::memchr(b'&', object)?;
        let text = entities::decoded(object).filter(|text| self.reads(text))?;
        (is_attribute || entities::is_content(self.bytes, span.clone())).then_some(text)
    }

    /// A body from a brace on with doubled backslashes, if the text is known for that or all are
    /// doubled.
    pub(super) fn doubled(&mut self, brace: usize) -> Option<Piece> {
        // The quotes of a quoted cell end it.
        if self.bytes[..brace].ends_with(b"\"") {
            return None;
        }
        // Fast path: most broken bodies have no backslashes.
        if !self.is_changed_by(Coding::Doubled, brace) {
            return None;
        }
        let once = self.chosen(&[Coding::Doubled], brace);
        let piece = self.once_or_again(once, brace)?;
        // Without backslashes, nothing is doubled.
        memchr::memchr(b'\\', &self.bytes[piece.span()])?;
        if let Piece::Coded { text, .. } = &piece
            && self.first_in(text)?.span().start > 0
        {
            return None;
        }
        if let Some(weights) = &mut self.weights {
            weights.doubled += 1;
        }
        let is_sure = self.signs.doubled || only_even_runs(&self.bytes[piece.span()]);
        (is_sure || self.weights.is_some()).then_some(piece)
    }

    /// The first of these codings in which the text from `start` on is readable.
    pub(super) fn chosen(&mut self, codings: &[Coding], start: usize) -> Option<(Coding, Undone)> {
        for coding in codings {
            if self.tires(start) {
                return None;
            }
            if let Some(undone) = coding.undo(&self.bytes[start..self.end]) {
                // Even runs of backslashes, which these leave as they are, belong to a string.
                let keeps =
                    matches!(coding, Coding::QuotesOnly | Coding::Twice(b'\'') | Coding::Shell);
                let is_string = keeps
                    && matches!(
                        self.first_in(&undone.text),
                        Some(Piece::Coded { name, .. }) if name == Coding::Doubled.name()
                    );
                if !is_string && self.reads(&undone.text) {
                    return Some((*coding, undone));
                }
                self.in_vain += undone.length;
            }
        }
        None
    }

    /// Whether the first goal webhook in text is readable.
    pub(super) fn reads(&self, text: &[u8]) -> bool {
        match self.first_in(text) {
            Some(Piece::Plain(span)) => is_json(&text[span]),
            Some(Piece::Coded { .. }) => true,
            _ => false,
        }
    }

    /// The first goal webhook in text, down to the maximum depth.
    pub(super) fn first_in(&self, text: &[u8]) -> Option<Piece> {
        let mut inner = Finder::new(text, Signs::default());
        inner.levels = self.levels.checked_sub(1)?;
        inner.next()
    }

    /// The text in the coding that the key's quotes indicate.
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
        let percent;
        let (start, codings): (usize, &[Coding]) = match quoting {
            Quoting::Cell => return self.cell(anchor),
            Quoting::None => return None,
            Quoting::Plain => {
                return self
                    .coloured(key, above)
                    .or_else(|| self.printable(key))
                    .or_else(|| self.in_literal(key, above))
                    .or_else(|| self.joined(key));
            }
            Quoting::Backslashes(count) => return self.backslashed(key, count, above),
            Quoting::Unicode => {
                let start = back(above, &|byte| byte == b'"');
                (
                    start,
                    &[Coding::Json, Coding::C { quote: b'"', characters: false, doubled: false }],
                )
            }
            Quoting::Caret => (floor, &[Coding::Caret]),
            Quoting::Hex => (back(floor, &|byte| byte == b'"'), &[Coding::Hex(b'"')]),
            Quoting::Html => {
                let start = back(above, &|byte| matches!(byte, b'"' | b'<' | b'>'));
                (start, &[Coding::Html])
            }
            Quoting::Percent => {
                let ends =
                    |byte: u8| matches!(byte, b'&' | b'=' | b'?' | b'"' | b'\'' | b'<' | b'>');
                let start = back(floor, &|byte| ends(byte) || byte <= b' ');
                let quoted = self.bytes[..start].ends_with(b"'");
                let run =
                    self.bytes[start..].split(|byte| *byte <= b' ').next().unwrap_or_default();
                let plus = memchr::memmem::find(run, b"%20").is_none();
                percent = [Coding::Percent { plus, quoted }];
                (start, &percent)
            }
            Quoting::Hash => {
                (back(floor, &|byte| matches!(byte, b'{' | b'|' | b'"')), &[Coding::Hash])
            }
            Quoting::Printable => (above, &[Coding::Printable]),
        };
        let (coding, undone) = self.chosen(codings, start)?;
        Some(coded(coding, start, undone))
    }

    /// A string in which the key's quotes have this many backslashes.
    pub(super) fn backslashed(&mut self, key: usize, count: usize, above: usize) -> Option<Piece> {
        let c = |quote| Coding::C { quote, characters: false, doubled: quote == b'\'' };
        let text = &self.bytes[above..key];
        if count.is_multiple_of(2)
            && let Some(piece) = self.doubled_string(key, above)
        {
            return Some(piece);
        }
        // The string begins after the last quote with fewer backslashes.
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
                let start = quote.map_or(above, |quote| above + quote + 1);
                // Text in text in text has three, seven … backslashes before its quotes.
                let is_escaped_whole = count > 1 && count % 2 == 1;
                let all = [Coding::Json, c(b'"'), Coding::QuotesOnly];
                let (first, second) = all[..3 - usize::from(is_escaped_whole)].split_at(2);
                if self.weights.is_some() {
                    let mut vote = |codings| u32::from(self.chosen(codings, start).is_some());
                    let (first, second) = (vote(first), vote(second));
                    if let Some(weights) = &mut self.weights {
                        weights.strings.add(first, second);
                    }
                }
                let (favoured, other) = match self.signs.strings {
                    Way::Second => (second, first),
                    _ => (first, second),
                };
                self.in_one_way(start, favoured, other, self.signs.strings)
            }
        }
    }

    /// The text from `start` on, written in the favoured of two ways, or in the other where no other
    /// body says which it is.
    pub(super) fn in_one_way(
        &mut self,
        start: usize,
        favoured: &[Coding],
        other: &[Coding],
        way: Way,
    ) -> Option<Piece> {
        let favoured = self.chosen(favoured, start);
        if favoured.is_some() && way != Way::Contradicted {
            return favoured.map(|(coding, undone)| coded(coding, start, undone));
        }
        let other = self.chosen(other, start);
        let are_same = match (&favoured, &other) {
            (Some((_, favoured)), Some((_, other))) => favoured.text == other.text,
            _ => false,
        };
        let (coding, undone) = favoured.or(other)?;
        let span = start..start + undone.length;
        let has_backslashes = memchr::memchr(b'\\', &self.bytes[span.clone()]).is_some();
        Some(match way {
            _ if are_same || way == Way::Unknown || !has_backslashes => {
                coded(coding, start, undone)
            }
            Way::Contradicted => Piece::Unread { span, look: Look::TwoWays },
            _ => unlike_others(span),
        })
    }

    /// A JSON string with doubled backslashes, in a literal or cell, so that its quotes have an
    /// even number of them.
    fn doubled_string(&mut self, key: usize, above: usize) -> Option<Piece> {
        let text = &self.bytes[above..key];
        let quote = memchr::memrchr_iter(b'"', text).find(|at| backslashes(&text[..*at]) == 0)?;
        let (start, codings): (usize, &[Coding]) =
            match memchr::memrchr3(b'\'', b'\t', b'\n', &text[..quote]) {
                Some(at) if text[at] == b'\'' => {
                    (at + 1, &[Coding::C { quote: b'\'', characters: true, doubled: false }])
                }
                before => (before.map_or(0, |at| at + 1), &[Coding::Doubled]),
            };
        let is_value = matches!(text[start], b'"' | b'[' | b'{');
        let start = above + if is_value { start } else { quote };
        let (coding, undone) = self.chosen(codings, start)?;
        Some(coded(coding, start, undone))
    }

    /// A CSV cell with doubled quotes, from its opening quote, a run of odd length.
    pub(super) fn cell(&mut self, anchor: &Anchor) -> Option<Piece> {
        let line = line_at(self.bytes, anchor.span.start).start.max(self.at);
        let floor = self.paragraph(line);
        let text = &self.bytes[floor..anchor.span.start];
        let mut end = text.len();
        let start = loop {
            let Some(quote) = memchr::memrchr(b'"', &text[..end]) else { break 0 };
            let run = text[..=quote].iter().rev().take_while(|byte| **byte == b'"').count();
            end = quote + 1 - run;
            if run % 2 == 1 && !text[..end].ends_with(b"\\") {
                break end + 1;
            }
        };
        let codings = [Coding::Twice(b'"'), Coding::TwiceUnescaped];
        let (coding, undone) = self.chosen(&codings, floor + start)?;
        let length = undone.length;
        Some(match self.with_single_backslashes(undone) {
            Some(undone) => coded(coding, floor + start, undone),
            None => unlike_others(floor + start..floor + start + length),
        })
    }

    /// Whether the first goal webhook in text is JSON, on whatever level, without undoubling its
    /// backslashes.
    fn has_single_backslashes(&self, text: &[u8]) -> bool {
        let mut level = self.first_in(text);
        let mut text = Cow::Borrowed(text);
        for _ in 0..self.levels {
            match level {
                Some(Piece::Plain(span)) => return is_json(&text[span]),
                Some(Piece::Coded { name, text: inner, .. }) if name != Coding::Doubled.name() => {
                    level = self.first_in(&inner);
                    text = Cow::Owned(inner);
                }
                _ => return false,
            }
        }
        false
    }

    /// The content of a cell; its backslashes are doubled too if the text is known for that.
    fn with_single_backslashes(&mut self, cell: Undone) -> Option<Undone> {
        let may_be_doubled = self.signs.doubled || self.weights.is_some();
        if !may_be_doubled || memchr::memchr(b'\\', &cell.text).is_none() {
            return Some(cell);
        }
        let single = Coding::Doubled.undo(&cell.text).filter(|inner| self.reads(&inner.text));
        let is_plain = self.weights.is_some() && self.has_single_backslashes(&cell.text);
        if let Some(weights) = &mut self.weights {
            weights.plain += u32::from(is_plain);
            weights.doubled += u32::from(single.is_some());
            weights.again.add(u32::from(single.is_some() && !is_plain), 0);
        }
        match single {
            _ if !self.signs.doubled => Some(cell),
            Some(single) => Some(Undone { text: single.text, ..cell }),
            None => (!is_json(&cell.text)).then_some(cell),
        }
    }

    pub(super) fn coloured(&mut self, key: usize, above: usize) -> Option<Piece> {
        let text = &self.bytes[above..key];
        memchr::memchr(0x1b, text)?;
        let brace = memchr::memchr(b'{', text)? + above;
        let end = self.paragraph_end(key);
        let undone = Coding::Colours.undo(&self.bytes[brace..end])?;
        self.reads(&undone.text).then(|| coded(Coding::Colours, brace, undone))
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
        Some(Piece::Coded { span: joined.span, name: lines::NAME, text: joined.text, exact: false })
    }
}

pub(super) fn coded(coding: Coding, start: usize, undone: Undone) -> Piece {
    let span = start..start + undone.length;
    Piece::Coded { span, name: coding.name(), text: undone.text, exact: false }
}

/// A body that can be read, but not in the way in which the others were written: it may be damaged.
pub(super) fn unlike_others(span: Range<usize>) -> Piece {
    Piece::Unread { span, look: Look::UnlikeOthers }
}
