//! Codings of bodies in memory: base64, gzip and zstd, undone within a size limit.

use std::io::Read;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::inflate::Inflate;

/// With or without padding, and with stray bits at the end: encoders differ.
const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, CONFIG);

/// The bytes behind base64, in either alphabet, with line breaks or without.
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

/// The bytes behind base64 that nothing declares as such: only where JSON, an HTTP request or
/// compressed data comes out.
pub fn undeclared_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_start();
    // `{"`, `{` and a line end or blank, `[`, `POST`, the magic of gzip and of zstd.
    let starts = ["ey", "ew", "W3", "Ww", "UE9TVC", "H4sI", "KLUv/"];
    starts.iter().any(|start| text.starts_with(start)).then(|| base64(text)).flatten()
}

/// A compression, told by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    /// The bytes needed to tell.
    pub const MAGIC: usize = 4;

    /// The compression of bytes that begin so.
    pub fn of(bytes: &[u8]) -> Option<Compression> {
        match bytes {
            [0x1f, 0x8b, 8, ..] => Some(Compression::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Compression::Zstd),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Compression::Gzip => "gzip",
            Compression::Zstd => "zstd",
        }
    }

    /// What comes out of compressed bytes, at most `limit` bytes of it, and whether that is all.
    /// Broken data gives what came before the fault.
    pub fn undo(self, bytes: &[u8], limit: usize) -> (Vec<u8>, bool) {
        let mut out = Vec::new();
        let all = Inflate::new(self, bytes).is_ok_and(|inflate| read(inflate, limit, &mut out));
        (out, all)
    }
}

fn read(decoder: impl Read, limit: usize, out: &mut Vec<u8>) -> bool {
    let ended = decoder.take(limit as u64 + 1).read_to_end(out).is_ok();
    let within = out.len() <= limit;
    out.truncate(limit);
    ended && within
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
