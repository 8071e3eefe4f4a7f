//! Bodies and captures that tests are made of.

/// The documented sample on one line.
pub const SAMPLE: &str = include_str!("../../fixtures/sample/compact.json");
/// The documented sample over several lines.
pub const PRETTY: &str = include_str!("../../fixtures/sample/pretty.json");

/// The sample on one line, without a line end.
pub fn sample() -> &'static str {
    SAMPLE.trim_end()
}

/// The sample with another value (as JSON text) in a field of the goal.
pub fn with(field: &str, json: &str) -> String {
    let key = format!("\"{field}\":");
    let start = sample().find(&key).expect("a documented field") + key.len();
    let rest = &sample()[start..];
    let end = match rest.as_bytes()[0] {
        b'"' => rest[1..].find('"').expect("a quote") + 2,
        _ => rest.find([',', '}']).expect("the end of a value"),
    };
    format!("{}{json}{}", &sample()[..start], &rest[end..])
}

/// The sample with a name of this text.
pub fn named(name: &str) -> String {
    with("name", &serde_json::to_string(name).expect("text"))
}

/// Pieces of captures, whole and broken, that are put together at random.
pub const PIECES: &[&[u8]] = &[
    b"{\"action\":\"created\",\"goal\":{\"guid\":\"GOL-1\",\"revision\":1}}",
    b"{\"goal\":{\"name\":\"x }\\\"] {\",\"amount\":1e400},\"action\":\"updated\"}",
    b"{\n  \"action\": \"deleted\",\n  \"goal\": {\n    \"metadata\": {\n      \"a\": [\n        1\n      ]\n    }\n  }\n}",
    b"{\"action\":\"created\",\"goal\":",
    b"{\"action\":\"created\",\"goal\":{\"name\":\"open",
    b"{\"action\":[",
    b"{\"type\":1}",
    b"{",
    b"}",
    b"[",
    b"]",
    b"[]",
    b",",
    b":",
    b"\"",
    b"\"a\"",
    b"\"a\":",
    b"\\",
    b"12",
    b"true",
    b"null",
    b"-",
    b"text",
    b"GET / HTTP",
    b"'",
    b"\n",
    b"\n",
    b"\n\n",
    b"\r\n",
    b"\r",
    b" ",
    b"  ",
    b"\t",
    b"\0",
    b"\x0c",
    b"\x1e",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xc3",
    b"\xe6\x9d\xb1",
];
