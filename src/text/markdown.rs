//! Text as inert Markdown, also in table cells.
//!
//! GitHub looks for mentions, issue numbers, emoji names and addresses in the rendered page, after
//! backslashes and entities are resolved; an invisible empty comment inside the word prevents that.

use super::terminal::terminal;

const APART: &str = "<!-- -->";

/// The text without any effect: no link, mention, element, formula, formatting or table cell.
pub fn markdown(text: &str) -> String {
    let text = terminal(text);
    let mut inert = String::with_capacity(text.len() + text.len() / 4);
    let mut before = ' ';
    let mut following = text.chars().peekable();
    while let Some(character) = following.next() {
        let next = following.peek().copied().unwrap_or(' ');
        match character {
            '&' => inert.push_str("&amp;"),
            '<' => inert.push_str("&lt;"),
            '>' => inert.push_str("&gt;"),
            // A backslash does not stop GitHub from reading a formula.
            '$' => inert.push_str("&#36;"),
            '\\' | '|' | '[' | ']' | '(' | ')' | '*' | '_' | '`' | '~' => {
                inert.push('\\');
                inert.push(character);
            }
            '@' | '#' | '!' | ':' if !next.is_whitespace() => {
                inert.push(character);
                inert.push_str(APART);
            }
            // Some renderers link bare host names and addresses without a scheme.
            '.' if before.is_alphanumeric() && next.is_alphabetic() => {
                inert.push_str(APART);
                inert.push('.');
            }
            '/' if before == '/' => {
                inert.push_str(APART);
                inert.push('/');
            }
            _ => inert.push(character),
        }
        before = character;
    }
    inert
}

#[cfg(test)]
mod tests {
    use super::markdown;
    use proptest::prelude::*;

    #[test]
    fn nothing_takes_effect() {
        for (text, inert) in [
            ("Home", "Home"),
            ("a|b", "a\\|b"),
            ("a\nb", "a\\\\nb"),
            ("<img src=x>", "&lt;img src=x&gt;"),
            ("[x](y)", "\\[x\\]\\(y\\)"),
            ("![x](y)", "!<!-- -->\\[x\\]\\(y\\)"),
            ("*_`~", "\\*\\_\\`\\~"),
            ("@octocat", "@<!-- -->octocat"),
            ("a@b.example", "a@<!-- -->b<!-- -->.example"),
            ("#12", "#<!-- -->12"),
            (":tada:", ":<!-- -->tada:"),
            ("https://x.example", "https:<!-- -->/<!-- -->/x<!-- -->.example"),
            ("www.x.example", "www<!-- -->.x<!-- -->.example"),
            ("evil.com costs 1.50.", "evil<!-- -->.com costs 1.50."),
            ("$5", "&#36;5"),
            ("&copy;", "&amp;copy;"),
            ("Ready, steady, go!", "Ready, steady, go!"),
            ("SAVE_AMOUNT", "SAVE\\_AMOUNT"),
        ] {
            assert_eq!(markdown(text), inert);
        }
    }

    proptest! {
        #[test]
        fn no_special_character_stands_bare(text in "[a<>&|\\\\\\[\\]()*_`~@#!:/.w$ ]{0,16}") {
            let inert = markdown(&text).replace("<!-- -->", "\u{1}");
            prop_assert!(!inert.contains(['<', '>', '$']));
            prop_assert!(!inert.contains("//") && !inert.to_lowercase().contains("www."));
            let mut escaped = false;
            for character in inert.chars() {
                prop_assert!(escaped || !"|[]()*_`~".contains(character), "{}", inert);
                escaped = !escaped && character == '\\';
            }
            prop_assert!(!escaped);
        }
    }
}
