//! Separators between the values of a stream.

/// The ASCII record separator before each text in RFC 7464.
pub const RECORD_SEPARATOR: u8 = 0x1e;
/// The UTF-8 byte-order mark, which concatenated files contain in the middle.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// The maximum distance of a byte-order mark from its value, in bytes.
const MARK_IS_NEAR: usize = 256;

/// The length of the separators at the start of `bytes`, if any: JSON white space, the record
/// separator, NUL (at the end of preallocated logs), U+2028 and U+2029.
pub fn separators(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [byte, ..] if is_separator(*byte) => Some(separator_run(bytes)),
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => Some(3),
        _ => None,
    }
}

/// The length of all separators and byte-order marks at the start of `bytes`.
pub fn all_separators(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let rest = &bytes[at..];
        match separators(rest) {
            Some(length) => at += length,
            None if rest.starts_with(BYTE_ORDER_MARK) => at += BYTE_ORDER_MARK.len(),
            None => return at,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lead {
    pub length: usize,
    /// The offset of the value's byte-order mark.
    pub mark: Option<usize>,
}

/// The separators at the start of `bytes`, with one byte-order mark near their end. A second one
/// belongs to the value.
pub fn lead(bytes: &[u8]) -> Lead {
    let mut lead = Lead::default();
    loop {
        let rest = &bytes[lead.length..];
        lead.mark = lead.mark.filter(|mark| lead.length - mark <= MARK_IS_NEAR);
        if let Some(length) = separators(rest) {
            lead.length += length;
        } else if rest.starts_with(BYTE_ORDER_MARK) && lead.mark.is_none() {
            lead.mark = Some(lead.length);
            lead.length += BYTE_ORDER_MARK.len();
        } else {
            return lead;
        }
    }
}

/// Whether this byte is a separator by itself.
fn is_separator(byte: u8) -> bool {
    // Written so that it is vectorized.
    (byte == b' ')
        | (byte == b'\t')
        | (byte == b'\n')
        | (byte == b'\r')
        | (byte == RECORD_SEPARATOR)
        | (byte == 0)
}

/// The number of such bytes at the start of `bytes`.
fn separator_run(bytes: &[u8]) -> usize {
    /// Bytes per iteration without branches.
    const CHUNK: usize = 32;
    let few = bytes.iter().take(CHUNK).take_while(|byte| is_separator(**byte)).count();
    if few < CHUNK {
        return few;
    }
    let are_all =
        |chunk: &&[u8; CHUNK]| chunk.iter().fold(true, |all, byte| all & is_separator(*byte));
    let run = CHUNK * bytes.as_chunks().0.iter().take_while(are_all).count();
    run + bytes[run..].iter().take_while(|byte| is_separator(**byte)).count()
}

/// The bytes without trailing one-byte separators.
pub fn trim_separators(bytes: &[u8]) -> &[u8] {
    let last = bytes.iter().rposition(|byte| !is_separator(*byte));
    &bytes[..last.map_or(0, |last| last + 1)]
}

#[cfg(test)]
mod tests {
    use super::{Lead, lead, separators, trim_separators};

    #[test]
    fn separators_are_passed_in_runs() {
        for length in 0..100 {
            let run = b" \n\t\r\x1e\0".iter().cycle().take(length).copied();
            let bytes: Vec<u8> = run.chain(*b"x  ").collect();
            assert_eq!(separators(&bytes), (length > 0).then_some(length));
            assert_eq!(trim_separators(&bytes).len(), length + 1);
        }
        assert_eq!(separators("\u{2028}\u{2029}".as_bytes()), Some(3));
    }

    #[test]
    fn a_mark_belongs_to_what_is_near() {
        let of = |text: &str| lead(text.as_bytes());
        assert_eq!(of(" \u{feff}\n{"), Lead { length: 5, mark: Some(1) });
        assert_eq!(of("\u{feff} \u{feff}{"), Lead { length: 4, mark: Some(0) });
        let far = format!("\u{feff}{}", " ".repeat(300));
        assert_eq!(of(&far), Lead { length: 303, mark: None });
        assert_eq!(of(&format!("{far}\u{feff}{{")), Lead { length: 306, mark: Some(303) });
    }
}
