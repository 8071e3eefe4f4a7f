//! JSON numbers in text.

/// Whether the whole text is a JSON number (RFC 8259).
pub fn is_json_number(text: &str) -> bool {
    // Fast path: most numbers are integers.
    let is_whole = text.starts_with(|first| matches!(first, '1'..='9'))
        && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole {
        return true;
    }
    matches!(text.as_bytes(), [b'-' | b'0'..=b'9', .., b'0'..=b'9'] | [b'0'..=b'9'])
        && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_json_number;

    #[test]
    fn only_the_grammar_of_json_counts() {
        for number in ["0", "-0", "750", "750.00", "-1.5e+3", "1E-9"] {
            assert!(is_json_number(number), "{number}");
        }
        for other in ["", "-", "+1", ".5", "1.", "01", "1_000", " 1", "1 ", "NaN", "1e", "\"1\""] {
            assert!(!is_json_number(other), "{other}");
        }
    }
}
