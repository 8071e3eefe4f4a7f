//! Colours for JSON that a person reads on a terminal: keys, strings, numbers and words.

use anstyle::{AnsiColor, Style};

// The darker blue cannot be read on black.
const KEY: Style = AnsiColor::BrightBlue.on_default().bold();
const STRING: Style = AnsiColor::Green.on_default();
const NUMBER: Style = AnsiColor::Cyan.on_default();
/// `true`, `false` and `null`.
const WORD: Style = AnsiColor::Magenta.on_default();

/// Colours JSON text that comes in pieces, split anywhere.
#[derive(Debug, Default)]
pub struct JsonPainter {
    open: Vec<u8>,
    within: Within,
    expects_key: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Within {
    #[default]
    Nothing,
    String,
    /// After the backslash of an escape.
    Escape,
    NumberOrWord,
}

impl JsonPainter {
    pub fn paint(&mut self, piece: &[u8], out: &mut Vec<u8>) {
        for byte in piece {
            if self.within == Within::NumberOrWord && !is_in_number_or_word(*byte) {
                out.extend_from_slice(anstyle::Reset.render().to_string().as_bytes());
                self.within = Within::Nothing;
            }
            if self.within == Within::Nothing {
                if let Some(style) = self.begins(*byte) {
                    out.extend_from_slice(style.render().to_string().as_bytes());
                }
                out.push(*byte);
                continue;
            }
            out.push(*byte);
            self.within = match (self.within, byte) {
                (Within::String, b'\\') => Within::Escape,
                (Within::Escape, _) => Within::String,
                (Within::String, b'"') => {
                    out.extend_from_slice(anstyle::Reset.render().to_string().as_bytes());
                    Within::Nothing
                }
                (within, _) => within,
            };
        }
    }

    /// The style of the token that begins with this byte, if it has one.
    fn begins(&mut self, byte: u8) -> Option<Style> {
        match byte {
            b'{' | b'[' => self.open.push(byte),
            b'}' | b']' => drop(self.open.pop()),
            _ => {}
        }
        let style = match byte {
            b'"' if self.expects_key => KEY,
            b'"' => STRING,
            b'-' | b'0'..=b'9' => NUMBER,
            b'a'..=b'z' => WORD,
            _ => {
                if matches!(byte, b'{' | b'[' | b'}' | b']' | b',' | b':') {
                    let is_in_object = self.open.last() == Some(&b'{');
                    self.expects_key = matches!(byte, b'{' | b',') && is_in_object;
                }
                return None;
            }
        };
        self.within = if byte == b'"' { Within::String } else { Within::NumberOrWord };
        Some(style)
    }
}

fn is_in_number_or_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}

#[cfg(test)]
mod tests {
    use super::JsonPainter;

    #[test]
    fn keys_strings_numbers_and_words() {
        let text = "{\"a\": [\"x\\\"\", -1.5e+3, {\"b\":null}], \"c\":{}}\n";
        let painted = "{\u{1b}[1m\u{1b}[94m\"a\"\u{1b}[0m: [\u{1b}[32m\"x\\\"\"\u{1b}[0m, \
                       \u{1b}[36m-1.5e+3\u{1b}[0m, {\u{1b}[1m\u{1b}[94m\"b\"\u{1b}[0m:\
                       \u{1b}[35mnull\u{1b}[0m}], \u{1b}[1m\u{1b}[94m\"c\"\u{1b}[0m:{}}\n";
        for size in 1..text.len() {
            let (mut painter, mut out) = (JsonPainter::default(), Vec::new());
            text.as_bytes().chunks(size).for_each(|piece| painter.paint(piece, &mut out));
            assert_eq!(String::from_utf8(out).as_deref(), Ok(painted));
        }
        assert_eq!(anstream::adapter::strip_str(painted).to_string(), text);
    }
}
