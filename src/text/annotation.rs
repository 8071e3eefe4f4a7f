//! Text in workflow commands of GitHub Actions, escaped as the Actions toolkit does.
//!
//! Hidden characters are made visible first, and commands of other runners are neutralized, because
//! the log may be read elsewhere too.

use super::terminal::terminal;

/// Untrusted text as the data of a command, which follows its second `::`.
pub fn data(text: &str) -> String {
    lines(&terminal(text))
}

/// Text of several lines with escaped untrusted parts, as the data of a command.
pub fn lines(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Untrusted text as a property value of a command.
pub fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, lines, property};

    #[test]
    fn escapes_are_those_of_the_toolkit() {
        assert_eq!(lines("50%\r\n::error::x, y"), "50%25%0D%0A::error::x, y");
        assert_eq!(data("a\nb"), "a\\nb");
        assert_eq!(property("C:\\a,b%0A.json"), "C%3A\\a%2Cb%250A.json");
        assert_eq!(property("##[error]x"), "#\\u{23}[error]x");
    }
}
