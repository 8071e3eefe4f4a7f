//! Paths as URI references (RFC 3986).

use std::fmt::Write;

/// A path as a relative URI reference, or as a `file:` URI where it is absolute.
///
/// Everything except unreserved characters and slashes is percent-encoded, colons too: in the first
/// segment of a relative reference a colon would end a scheme.
pub fn path(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => write!(uri, "%{other:02X}").expect("a string takes every write"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn paths_are_percent_encoded() {
        assert_eq!(path("a/b-1_2.json"), "a/b-1_2.json");
        assert_eq!(path("a b/50%#1?.json"), "a%20b/50%25%231%3F.json");
        assert_eq!(path("::error::東"), "%3A%3Aerror%3A%3A%E6%9D%B1");
        assert_eq!(path("/tmp/a b"), "file:///tmp/a%20b");
    }
}
