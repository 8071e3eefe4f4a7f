//! Character references of HTML, and numbers of characters.

/// The character of a reference without its `&` and `;`.
pub fn reference(name: &[u8]) -> Option<u32> {
    let code = match name {
        b"quot" => '"',
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"apos" => '\'',
        [b'#', b'x' | b'X', digits @ ..] => return number(digits, 16),
        [b'#', digits @ ..] if digits.iter().all(u8::is_ascii_digit) => return number(digits, 10),
        _ => return None,
    };
    Some(u32::from(code))
}

/// Whether a reference is by a name, of which there are thousands.
pub(super) fn is_name(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_alphabetic) && name.iter().all(u8::is_ascii_alphanumeric)
}

/// The text of a page with references decoded; `None` if it has a bare `&`.
pub(super) fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    let mut parts = text.split(|byte| *byte == b'&');
    let mut out = parts.next()?.to_vec();
    for part in parts {
        let end = memchr::memchr(b';', part)?;
        let character = char::from_u32(reference(&part[..end])?)?;
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        out.extend_from_slice(&part[end + 1..]);
    }
    Some(out)
}

/// How far a tag is looked for, in bytes.
const NEAR: usize = 400;

/// Whether the value in apostrophes that begins at an offset is that of an attribute:
/// `<div data-body='`.
pub(super) fn is_attribute(bytes: &[u8], start: usize) -> bool {
    let before = &bytes[start.saturating_sub(NEAR)..start];
    let Some(named) = before.strip_suffix(b"='") else { return false };
    let tag = memchr::memrchr(b'<', named).map(|tag| &named[tag + 1..]);
    tag.is_some_and(|tag| {
        tag.first().is_some_and(u8::is_ascii_alphabetic)
            && memchr::memchr(b'>', tag).is_none()
            && tag.iter().any(u8::is_ascii_whitespace)
    })
}

/// Whether a text is the content of an element.
pub(super) fn is_content(bytes: &[u8], span: std::ops::Range<usize>) -> bool {
    if memchr::memchr(b'<', &bytes[span.clone()]).is_some() {
        return false;
    }
    let before = &bytes[span.start.saturating_sub(NEAR)..span.start];
    let behind = &bytes[span.end..bytes.len().min(span.end + NEAR)];
    let is_opened = memchr::memrchr2(b'<', b'>', before).is_some_and(|end| {
        let tag = memchr::memrchr(b'<', &before[..end]).map(|start| &before[start + 1..end]);
        before[end] == b'>' && tag.and_then(<[u8]>::first).is_some_and(u8::is_ascii_alphabetic)
    });
    let closes = |at: usize| behind[at..].starts_with(b"</");
    is_opened && memchr::memchr2(b'<', b'>', behind).is_some_and(closes)
}

pub(super) fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let all_digits = !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| all_digits)?;
    u32::from_str_radix(digits, radix).ok()
}
