//! Application logs: lines in which a body follows other text, as it is or in a quoted string.
//!
//! Only objects that begin on a line are looked at; everything else in a log is a log's own.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::de::IgnoredAny;

use super::outline::{Ended, Outline, starts_a_body};

/// How far into an input a line with a body is looked for, in bytes.
const LOOK_AHEAD: usize = 64 * 1024;

/// Where a body may stand in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// An object that may go on over several lines: these bytes.
    Plain(Range<usize>),
    /// A JSON string with an object in it: the bytes from its opening quote to the line's end.
    Quoted(Range<usize>),
    /// An object with `\x22` for quotes, as nginx writes them: the bytes to the line's end.
    Hex(Range<usize>),
    /// A line of Rails' parameters, in which the webhook's action is lost.
    Rails(Range<usize>),
}

/// Whether a text is a log with bodies: its first line begins with neither a body nor another
/// form, and some line has a body behind other text.
pub fn is_log(start: &[u8]) -> bool {
    let start = &start[..start.len().min(LOOK_AHEAD)];
    let first = line_at(start, 0);
    let first = &start[first];
    let bracketed = first.starts_with(b"[")
        && first.get(1).is_some_and(u8::is_ascii_alphanumeric)
        && memchr::memchr(b']', first).is_some_and(|end| {
            first.get(end + 1).is_some_and(|byte| !matches!(byte, b',' | b'\r' | b'\n'))
        });
    // A line that is a whole value is an odd body, not the words of a log.
    if first.starts_with(b"{")
        || (first.starts_with(b"[") && !bracketed)
        || serde_json::from_slice::<IgnoredAny>(first).is_ok()
    {
        return false;
    }
    lines(start).any(|line| holds_body(&start[line]))
}

/// Whether a line has a goal webhook behind other text.
pub fn holds_body(line: &[u8]) -> bool {
    memchr::memchr_iter(b'{', line).any(|brace| starts_goal_webhook(&line[brace..]))
        || is_rails(line)
}

/// Whether these bytes are the start of an object that may be a goal webhook, quoted or not.
pub fn starts_goal_webhook(bytes: &[u8]) -> bool {
    let Some(inner) = bytes.strip_prefix(b"{") else { return false };
    let inner = inner.trim_ascii_start();
    [&b"\"action\""[..], b"\"goal\"", b"\\\"action\\\"", b"\\\"goal\\\"", b"\\x22action\\x22"]
        .iter()
        .any(|key| inner.starts_with(key))
        && !inner.starts_with(b"\"goal\"=>")
        && !inner.starts_with(b"\"goal\" =>")
}

/// Whether a text begins as goal webhooks do: with both of their keys, action first.
pub fn begins_goal_webhook(text: &str) -> bool {
    fn after<'t>(text: &'t str, tokens: &[&str]) -> Option<&'t str> {
        let after = |text: &'t str, token: &&str| text.trim_ascii_start().strip_prefix(*token);
        tokens.iter().try_fold(text, after)
    }
    after(text, &["{", "\"action\"", ":", "\""]).is_some_and(|rest| {
        let word = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        after(&rest[word..], &["\"", ",", "\"goal\"", ":"]).is_some()
    })
}

fn is_rails(line: &[u8]) -> bool {
    static PARAMETERS: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("Parameters: {"));
    PARAMETERS.find(line).is_some_and(|at| {
        let hash = &line[at..];
        [&b"\"goal\"=>"[..], b"\"goal\" =>"]
            .iter()
            .any(|key| memchr::memmem::find(hash, key).is_some())
    })
}

/// The end of a block of lines that is cut before `bytes` end: not inside a body that goes on
/// over several lines.
pub fn cut(bytes: &[u8]) -> Option<usize> {
    memchr::memrchr_iter(b'\n', bytes)
        .map(|newline| newline + 1)
        .find(|&next| begins_anew(&bytes[next..]))
        .filter(|length| *length > 0)
}

/// Whether a line is certainly not inside a body that began on a line before.
fn begins_anew(line: &[u8]) -> bool {
    line.first()
        .is_some_and(|byte| !matches!(byte, b' ' | b'\t' | b'{' | b'}' | b']' | b'\r' | b'\n'))
}

fn line_at(bytes: &[u8], start: usize) -> Range<usize> {
    let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |newline| start + newline);
    start..end
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let line = (at < bytes.len()).then(|| line_at(bytes, at))?;
        at = line.end + 1;
        Some(line)
    })
}

/// The spots of a log, each with the line before it: at most one in a line.
pub fn spots(bytes: &[u8]) -> impl Iterator<Item = (Range<usize>, Spot)> {
    let mut at = 0;
    let mut ahead = Ahead::default();
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let line = line_at(bytes, at);
            at = line.end + 1;
            if let Some(spot) = spot(bytes, line.clone(), &mut ahead) {
                let before = match &spot {
                    Spot::Plain(span) => {
                        at = at.max(span.end);
                        line.start..span.start
                    }
                    Spot::Quoted(span) | Spot::Hex(span) => line.start..span.start,
                    Spot::Rails(_) => line.start..line.start,
                };
                return Some((before, spot));
            }
        }
        None
    })
}

fn spot(bytes: &[u8], line: Range<usize>, ahead: &mut Ahead) -> Option<Spot> {
    let text = &bytes[line.clone()];
    let brace = memchr::memchr_iter(b'{', text).find(|&brace| {
        let next = text[brace + 1..].trim_ascii_start();
        next.is_empty() || next.starts_with(b"\"") || next.starts_with(b"\\") || starts_a_body(next)
    })?;
    if is_rails(text) {
        return Some(Spot::Rails(line));
    }
    let start = line.start + brace;
    let inner = text[brace + 1..].trim_ascii_start();
    if inner.starts_with(b"\\x22") {
        return Some(Spot::Hex(start..line.end));
    }
    if inner.starts_with(b"\\") {
        let quote = memchr::memrchr(b'"', &text[..brace])?;
        return Some(Spot::Quoted(line.start + quote..line.end));
    }
    Some(Spot::Plain(start..ahead.object_end(bytes, start, line.end)))
}

/// Looks for the ends of objects that go on over several lines: a line that certainly begins
/// something else ends them all.
#[derive(Default)]
struct Ahead {
    /// The lines that may belong together.
    lines: Range<usize>,
    /// How many bytes of them were looked at in vain.
    in_vain: usize,
}

impl Ahead {
    /// So many bytes are looked at in vain before it matters how many there are.
    const FREE: usize = 16 * 1024;
    /// Later no more than so many times the bytes that were passed, or lines that all open an
    /// object would take the square of their number.
    const TIMES: usize = 4;

    /// Where the stretch with an object ends: with its line, or where it closes, if the line ends
    /// as those of a pretty-printed object do.
    fn object_end(&mut self, bytes: &[u8], start: usize, line_end: usize) -> usize {
        let goes_on = matches!(
            bytes[start..line_end].trim_ascii_end().last(),
            Some(b'{' | b'[' | b',' | b':')
        );
        if !goes_on {
            return line_end;
        }
        if start >= self.lines.end {
            let next = memchr::memchr_iter(b'\n', &bytes[line_end..])
                .map(|newline| line_end + newline + 1)
                .find(|&next| begins_anew(&bytes[next..]));
            *self = Ahead { lines: start..next.unwrap_or(bytes.len()), in_vain: 0 };
        }
        if self.in_vain > Self::FREE + Self::TIMES * (start - self.lines.start) {
            return line_end;
        }
        match Outline::at(bytes, start, false).scan(&bytes[..self.lines.end], start) {
            (end, Ended::Closed) => end.max(line_end),
            (end, _) => {
                self.in_vain += end - start;
                line_end
            }
        }
    }
}

/// The text behind `\xHH` escapes, up to a quote that no escape stands for.
pub fn unhex(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = bytes.get(at..at + 4).filter(|escape| escape.starts_with(b"\\x"));
        let code = hex
            .and_then(|escape| std::str::from_utf8(&escape[2..]).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (code, byte) {
            (Some(code), _) => {
                text.push(code);
                at += 4;
            }
            (None, b'"') => break,
            (None, _) => {
                text.push(byte);
                at += 1;
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Spot, is_log, spots, unhex};

    fn found(text: &str) -> Vec<(&str, &str)> {
        spots(text.as_bytes())
            .map(|(before, spot)| match spot {
                Spot::Plain(span) | Spot::Quoted(span) | Spot::Hex(span) | Spot::Rails(span) => {
                    (&text[before], &text[span])
                }
            })
            .collect()
    }

    #[test]
    fn bodies_behind_text() {
        assert_eq!(
            found(
                "10:00 started\n10:01 got {\"action\":1} in 3 ms\n10:02 x=\"{\\\"action\\\":1}\"\n"
            ),
            [("10:01 got ", "{\"action\":1} in 3 ms"), ("10:02 x=", "\"{\\\"action\\\":1}\"")]
        );
        assert_eq!(found("got {\n  \"a\": 1\n}\nnext"), [("got ", "{\n  \"a\": 1\n}")]);
        assert_eq!(found("got {\"a\": {\"b\nnext"), [("got ", "{\"a\": {\"b")]);
        // One that does not close hides none that do.
        assert_eq!(
            found("got {\"a\":\n {\n  \"b\": 1\n }\nnext"),
            [("got ", "{\"a\":"), (" ", "{\n  \"b\": 1\n }")]
        );
        // A line of its own ends what is open, as it ends a block.
        assert_eq!(
            found("got {\"a\":\n10:01 got {\"action\":1}\n}"),
            [("got ", "{\"a\":"), ("10:01 got ", "{\"action\":1}")]
        );
    }

    #[test]
    fn logs_are_told_from_json() {
        assert!(is_log(b"[2024-01-01 10:00] got {\"action\":1}\n"));
        assert!(is_log(b"Started POST\n  Parameters: {\"goal\"=>{\"guid\"=>1}}\n"));
        assert!(!is_log(b"{\"action\":1}\nx {\"action\":1}"));
        assert!(!is_log(b"[1,\n{\"action\":1}]"));
        assert!(!is_log(b"hello\n{\"status\":1}"));
    }

    #[test]
    fn hex_escapes() {
        assert_eq!(unhex(b"{\\x22a\\x22:1}\" 200"), b"{\"a\":1}");
    }
}
