//! Literals in apostrophes: of SQL, shells, Python and Node, and what databases make of them.

use super::c_string::continues;
use super::coding::{Coding, Undone};
use super::find::{APART, Finder, Piece, is_json, opens_webhook};
use super::lines::line_at;
use super::replaced;
use super::signs::{Way, has_statements};
use super::undo::coded;
use crate::rules::facts::Look;

impl Finder<'_> {
    /// A literal in apostrophes with escaped newlines, so that no object seems to open.
    pub(super) fn in_literal(&mut self, key: usize, above: usize) -> Option<Piece> {
        let text = &self.bytes[above..key];
        // A long one is printed in pieces, of which one may begin with the goal's own brace.
        let quote = memchr::memrchr_iter(b'\'', text).find(|quote| {
            let inside = text[quote + 1..].trim_ascii_start().strip_prefix(b"{");
            inside.is_some_and(|inside| opens_webhook(inside) || !continues(text, *quote))
        })?;
        self.literal(above + quote + 1, false)
    }

    /// A body in a literal in apostrophes that begins at `start`, with apostrophes or backslashes.
    /// `valid`: the undecoded text is valid JSON.
    pub(super) fn literal(&mut self, start: usize, valid: bool) -> Option<Piece> {
        let before = &self.bytes[..start - 1];
        if let Some(undone) = replaced::undo(before, &self.bytes[start..self.end]) {
            return self.reads(&undone.text).then(|| coded(Coding::Twice(b'\''), start, undone));
        }
        let of_python = Coding::C { quote: b'\'', characters: true, doubled: false };
        let bytes = Coding::C { quote: b'\'', characters: false, doubled: false };
        let with_both = Coding::C { quote: b'\'', characters: false, doubled: true };
        if self.weights.is_some() {
            // Damage leaves no apostrophe as the writer would write it.
            let votes = |read: Option<(Coding, Undone)>| {
                read.map_or(0, |(_, it)| 1 + u32::from(it.text.contains(&b'\'')))
            };
            let repr = votes(self.chosen(&[of_python], start));
            let literal = votes(self.chosen(&[Coding::Twice(b'\''), Coding::Shell], start));
            if let Some(weights) = &mut self.weights {
                weights.literals.add(literal.max(u32::from(valid)), repr);
            }
        }
        let is_option = || {
            let word = before.trim_ascii_end().rsplit(u8::is_ascii_whitespace).next();
            word.is_some_and(|word| word.starts_with(b"-"))
        };
        let is_cell = before.last().is_none_or(|byte| b"\t\n".contains(byte));
        let known: &[Coding] = match before.last() {
            // Its control characters are escapes, and all else is as it is.
            Some(b'=') if is_of_binlog(before) && valid => return None,
            Some(b'=') if is_of_binlog(before) => &[Coding::Hex(b'\'')],
            Some(b' ') if is_option() && valid && !self.is_changed_by(Coding::Shell, start) => {
                return None;
            }
            Some(b' ') if is_option() => &[Coding::Shell],
            Some(b'$' | b'b' | b'B') => &[bytes],
            Some(b'E' | b'e') => &[with_both],
            _ => &[],
        };
        if let [coding] = known {
            let (coding, undone) = self.chosen(&[*coding], start)?;
            return Some(coded(coding, start, undone));
        }
        let is_sql = self.signs.literals != Way::Second
            && matches!(before.trim_ascii_end().last(), Some(b',' | b'('))
            && !self.signs.list
            && !self.is_in_list(start)
            && (self.signs.sql || has_statements(&before[before.len().saturating_sub(APART)..]));
        let is_literal = is_sql || self.signs.literals == Way::First;
        // Valid JSON may have been doubled twice too, if other bodies prove it.
        let is_again = is_cell && self.signs.again == Way::Second;
        if is_literal && valid && !is_again && !self.is_changed_by(Coding::Twice(b'\''), start) {
            return None;
        }
        let literal = &[Coding::Twice(b'\''), Coding::Shell][..];
        let repr = &[of_python, with_both][..1 + usize::from(is_literal)];
        let (favoured, other) = if is_literal { (literal, repr) } else { (repr, literal) };
        if is_cell {
            let once = self.chosen(favoured, start).or_else(|| self.chosen(other, start));
            return self.once_or_again(once, start);
        }
        let is_known = !is_sql || self.signs.literals == Way::First;
        let way = if is_known { self.signs.literals } else { Way::Unknown };
        self.in_one_way(start, favoured, other, way)
    }

    /// Text whose backslashes may have been doubled twice, in a cell or a literal there. Where it
    /// can be read in both ways and no other body tells which is right, it is not read.
    pub(super) fn once_or_again(
        &mut self,
        once: Option<(Coding, Undone)>,
        start: usize,
    ) -> Option<Piece> {
        // Text that is still encoded is no reading.
        let is_plain = |text: &[u8]| match self.first_in(text) {
            Some(Piece::Plain(span)) => is_json(&text[span]),
            _ => false,
        };
        let once = once.filter(|(_, it)| is_plain(&it.text));
        let mut again = Coding::Again.undo(&self.bytes[start..self.end]);
        if let Some(again) = &mut again
            && self.bytes[..start].ends_with(b"'")
            && again.text.pop() != Some(b'\'')
        {
            again.text.clear();
        }
        let again = again.filter(|again| {
            is_plain(&again.text) && once.as_ref().is_none_or(|(_, it)| it.text != again.text)
        });
        let has_escapes = once.as_ref().is_some_and(|(_, it)| it.text.contains(&b'\\'));
        if let Some(weights) = &mut self.weights {
            let once_alone = again.is_none() && has_escapes;
            let again_alone = again.is_some() && once.is_none();
            weights.again.add(u32::from(once_alone), u32::from(again_alone));
        }
        let is_weighing = self.weights.is_some();
        // Damage can leave a text that is readable, but only in the way that is not its writer's.
        let is_sure = match (self.signs.again, &once, &again) {
            (Way::Unknown, Some(_), Some(_)) => false,
            (Way::Second, Some(_), None) => !has_escapes,
            (Way::Contradicted, _, again) => again.is_none() && !has_escapes,
            _ => true,
        };
        if !is_sure {
            let length = again.or(once.map(|(_, once)| once)).map_or(0, |undone| undone.length);
            return Some(Piece::Unread { span: start..start + length, look: Look::TwoWays });
        }
        match (once, again) {
            (once, Some(again))
                if self.signs.again == Way::Second || once.is_none() && is_weighing =>
            {
                Some(coded(Coding::Again, start, again))
            }
            (once, _) => once.map(|(coding, undone)| coded(coding, start, undone)),
        }
    }

    /// Whether a literal is in a list as Python and Node print it, not in SQL.
    fn is_in_list(&self, start: usize) -> bool {
        let line = &self.bytes[line_at(self.bytes, start).start..start];
        let list = memchr::memmem::find(line, b"['").map(|at| &line[..at]);
        list.is_some_and(|before| !before.ends_with(b"ARRAY"))
    }

    /// Whether a coding gives another text than the one as it is.
    pub(super) fn is_changed_by(&self, coding: Coding, start: usize) -> bool {
        let undone = coding.undo(&self.bytes[start..self.end]);
        undone.is_some_and(|undone| undone.text.len() < undone.length)
    }
}

/// Whether a literal is a value of a row that `mysqlbinlog` prints: `###   @2='…'`.
fn is_of_binlog(before: &[u8]) -> bool {
    let column = before[..before.len() - 1].rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    column.strip_prefix(b"@").is_some_and(|number| number.iter().all(u8::is_ascii_digit))
}
