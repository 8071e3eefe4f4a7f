//! What is between a key and its value, in every coding.

/// The maximum distance of a value from its key, in bytes.
const LONGEST_SEPARATOR: usize = 140;
/// What can be between a key, its separator and the value.
const QUOTES: [&str; 46] = [
    "\"",
    "'",
    "=\n",
    "=\r\n",
    "\\u0027",
    "&#x27;",
    "&#39;",
    "&apos;",
    "&ldquo;",
    "&rdquo;",
    "%27",
    "%5D",
    "%255D",
    "%E2%80%9C",
    "%E2%80%9D",
    "\\xE2\\x80\\x9C",
    "\\xE2\\x80\\x9D",
    "=E2=80=9C",
    "=E2=80=9D",
    "\\\\342\\\\200\\\\234",
    "\\\\342\\\\200\\\\235",
    "\\u201c",
    "\\u201d",
    "&quot;",
    "&#34;",
    "&#x22;",
    "&amp;quot;",
    "%5C",
    "%22",
    "%2522",
    "%252522",
    "%2520",
    "#22",
    "%20",
    "%0A",
    "%2B",
    "\\x5C",
    "\\x22",
    "\\u0022",
    "=22",
    "\u{201c}",
    "\u{201d}",
    "\\n",
    "\\\"",
    "\\",
    "]",
];
/// What is between a key and its value; the types of PHP's `serialize` are behind a semicolon.
#[rustfmt::skip]
const SEPARATORS: [&str; 25] = [
    ":", ",\"value\":", ", \"value\":", ";s:", ";b:", ";i:", ";d:", ";N;", "=&gt;", "=>", "=", "->",
    "-&gt;", "-%3E", "%3D%3E", "%3D", "%3A", "%3a", "%253A", "%253a", "%25253A", "&#58;", "\\x3A",
    "&gt;", ">",
];
/// The bytes with which quotes begin: nearly every byte behind a key is another.
const BEGINS_QUOTE: [bool; 256] = {
    let mut begins = [false; 256];
    let mut at = 0;
    while at < QUOTES.len() {
        begins[QUOTES[at].as_bytes()[0] as usize] = true;
        at += 1;
    }
    begins
};

/// Whether a line ends after a key and its colon, or after the quote of a second key.
pub(super) fn is_cut_behind_key(bytes: &[u8], is_second: bool) -> bool {
    let is_end = |rest: &[u8]| {
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        rest.get(blanks).is_none_or(|byte| *byte == b'\n')
    };
    let quote = bytes.strip_prefix(b"\"");
    let rest = quote.unwrap_or(bytes).trim_ascii_start();
    rest.strip_prefix(b":").is_some_and(is_end) || is_second && quote.is_some_and(is_end)
}

/// The rest after a key, its closing quotes and its separator; `None` if there is no value.
pub fn behind_key(bytes: &[u8]) -> Option<&[u8]> {
    let rest = skip_quotes(bytes);
    let separator = leading(&SEPARATORS, rest)?;
    let behind = &rest[separator.len()..];
    // The value of an unquoted key is on the same line.
    let blanks = behind.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    if rest.len() == bytes.len() && behind.get(blanks) == Some(&b'\n') {
        return None;
    }
    let value = skip_quotes(behind);
    let has_value = value.first().is_some_and(|byte| !matches!(byte, b',' | b'&'));
    (has_value && bytes.len() - value.len() <= LONGEST_SEPARATOR).then_some(value)
}

/// The first of these texts at the start of the bytes.
pub(super) fn leading<'t>(texts: &[&'t str], bytes: &[u8]) -> Option<&'t str> {
    let first = bytes.first()?;
    // Fast path: compare the first byte.
    texts
        .iter()
        .copied()
        .find(|text| text.as_bytes()[0] == *first && bytes.starts_with(text.as_bytes()))
}

/// Whether a value follows a keyword of Clojure, which needs no separator.
pub(super) fn has_value_alone(bytes: &[u8]) -> bool {
    let value = skip_quotes(bytes);
    let between = bytes.len() - value.len();
    let is_quoted = between > 1 && value.first().is_some_and(u8::is_ascii_alphanumeric);
    is_quoted
        || between == 1
            && ["true", "false", "nil"].iter().any(|word| value.starts_with(word.as_bytes()))
}

fn skip_quotes(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    loop {
        let before = rest.len();
        rest = rest.trim_ascii_start();
        let may_go_on = |first: &u8| BEGINS_QUOTE[usize::from(*first)] || *first == 0x1b;
        if !rest.first().is_some_and(may_go_on) {
            return rest;
        }
        rest = &rest[colour(rest)..];
        if let Some(quote) = leading(&QUOTES, rest) {
            rest = &rest[quote.len()..];
        }
        if rest.len() == before || bytes.len() - rest.len() > LONGEST_SEPARATOR {
            return rest;
        }
    }
}

/// The length of a terminal colour sequence at the start of bytes.
pub fn colour(bytes: &[u8]) -> usize {
    let Some(rest) = bytes.strip_prefix(b"\x1b[") else { return 0 };
    let inner = rest.iter().take_while(|byte| matches!(byte, b'0'..=b'?')).count();
    match rest.get(inner) {
        Some(b'@'..=b'~') => 2 + inner + 1,
        _ => 0,
    }
}
