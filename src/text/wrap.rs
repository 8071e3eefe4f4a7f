//! Wrapping of sentences.

use super::width::width;

/// Wraps text to lines of at most this many columns; a longer word is alone on a line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrap("東京 旅行", 8), ["東京", "旅行"]);
        assert_eq!(wrap("seventeen", 4), ["seventeen"]);
        assert!(wrap(" ", 4).is_empty());
    }
}
