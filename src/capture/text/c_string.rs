//! Strings of C and its heirs.

use super::coding::Out;
use super::entities::number;

impl Out<'_> {
    pub(super) fn c_string(&mut self, mut quote: u8, characters: bool, doubled: bool) -> bool {
        loop {
            if !self.escapes(quote, |out| out.c_escape(characters)) {
                return false;
            }
            if doubled && self.rest().starts_with(&[quote, quote]) {
                self.put(&[quote], 2);
                continue;
            }
            let Some((length, next)) = goes_on_in(self.rest(), quote) else { return true };
            self.put(b"", length);
            quote = next;
        }
    }

    fn c_escape(&mut self, characters: bool) -> bool {
        let rest = self.rest();
        let Some(byte) = rest.get(1) else { return false };
        let code = |digits: std::ops::Range<usize>| number(rest.get(digits)?, 16);
        let octal = rest.get(1..4).and_then(|digits| number(digits, 8));
        match byte {
            b'0'..=b'3' if octal.is_some() => self.put(&[octal.unwrap_or_default() as u8], 4),
            b'u' | b'x' if rest.get(2) == Some(&b'{') => {
                let digits = rest[3..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
                let closes = rest.get(3 + digits) == Some(&b'}');
                code(3..3 + digits)
                    .filter(|_| closes)
                    .is_some_and(|code| self.put_char(code, digits + 4))
            }
            b'x' | b'X' if characters => code(2..4).is_some_and(|code| self.put_char(code, 4)),
            b'x' | b'X' => self.hex_byte(2),
            b'u' => self.unicode(),
            b'U' => code(2..10).is_some_and(|code| self.put_char(code, 10)),
            _ => self.escape(b"nrtbfvaeZ0", b"\n\"'\\/#$`%_@"),
        }
    }
}

/// The bytes from the end of a string to the next one that continues it on another line, as Python
/// and Node print long strings, and its quote.
fn goes_on_in(rest: &[u8], quote: u8) -> Option<(usize, u8)> {
    let behind = rest.strip_prefix(&[quote])?;
    let plus = behind.strip_prefix(b" +");
    let text = plus.unwrap_or(behind);
    let literal = text.trim_ascii_start();
    let gap = &text[..text.len() - literal.len()];
    let goes_on = gap.contains(&b'\n') && (plus.is_some() || gap.ends_with(b" "));
    let string = literal.strip_prefix(b"b").unwrap_or(literal);
    let next = string.first().filter(|byte| goes_on && b"'\"`".contains(byte))?;
    Some((rest.len() - string.len() + 1, *next))
}

/// Whether the string whose quote is at an offset continues one on a line above.
pub(super) fn continues(bytes: &[u8], quote: usize) -> bool {
    let before = bytes[..quote].strip_suffix(b"b").unwrap_or(&bytes[..quote]);
    let above = before.trim_ascii_end();
    let above = above.strip_suffix(b" +").unwrap_or(above);
    above.last().is_some_and(|last| goes_on_in(&bytes[above.len() - 1..], *last).is_some())
}
