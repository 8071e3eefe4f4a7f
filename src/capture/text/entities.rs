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

pub(super) fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let all_digits = !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| all_digits)?;
    u32::from_str_radix(digits, radix).ok()
}
