//! Base64 in its variants.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// With or without padding, and with stray bits at the end: encoders differ.
const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, CONFIG);

/// Decodes base64 in either alphabet, with or without line breaks.
pub fn base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let is_url_safe = memchr::memchr2(b'-', b'_', text.as_bytes()).is_some();
    let engine = if is_url_safe { &URL_SAFE } else { &STANDARD };
    if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
        return engine.decode(text).ok();
    }
    let joined: String = text.split_ascii_whitespace().collect();
    engine.decode(joined).ok()
}

/// Decodes base64 that is not declared as such, if the result is JSON, an HTTP request or
/// compressed data.
pub fn undeclared_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_start();
    // `{"`, `{` and a line end or blank, `[`, `POST`, the magic of gzip and of zstd.
    let starts = ["ey", "ew", "W3", "Ww", "UE9TVC", "H4sI", "KLUv/"];
    starts.iter().any(|start| text.starts_with(start)).then(|| base64(text)).flatten()
}

#[cfg(test)]
mod tests {
    use super::{base64, undeclared_base64};

    #[test]
    fn base64_in_its_spellings() {
        for text in ["eyJhIjoiPz8/In0=", "eyJhIjoiPz8_In0", "eyJhIjoi\nPz8/In0=\n"] {
            assert_eq!(base64(text).as_deref(), Some(&br#"{"a":"???"}"#[..]), "{text}");
        }
        assert_eq!(base64("{}"), None);
        assert_eq!(undeclared_base64("hello"), None);
    }
}
