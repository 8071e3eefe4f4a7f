//! Bodies and captures that tests are made of.

/// The documented sample on one line.
pub const SAMPLE: &str = include_str!("../../fixtures/sample/compact.json");
/// The documented sample over several lines.
pub const PRETTY: &str = include_str!("../../fixtures/sample/pretty.json");

/// The documented fields of a goal.
pub const FIELDS: &[&str] = &[
    "account_guid",
    "amount",
    "completed_at",
    "created_by",
    "current_amount",
    "goal_type_name",
    "guid",
    "has_been_spent",
    "is_complete",
    "meta_type",
    "metadata",
    "name",
    "position",
    "projected_to_complete_at",
    "revision",
    "user_guid",
    "user_id",
];

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

/// Text of strangers, a family on each line.
pub const FAMILIES: &[&str] = &[
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]8;;https://evil.example\u{7}link\u{1b}]8;;\u{7}",
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{9b}31m\u{9d}0;title\u{9c}",
    "bell\u{7}back\u{8}\u{8}space\u{7f}",
    "over\rwritten",
    "two\nlines",
    "two\u{2028}more\u{2029}lines\u{85}\u{b}\u{c}",
    "\u{202e}gnp.exe\u{202c}\u{2066}\u{2069}\u{200f}",
    "zero\u{200b}width\u{feff}\u{2060}",
    "\u{3164}\u{115f}\u{1160}\u{ffa0}\u{2800}",
    "tags\u{e0041}\u{e0042}\u{e007f}",
    "private\u{e000}\u{f0000}\u{10ffff}\u{fffe}",
    "::error::from a name",
    "  ::error file=a::x",
    "\u{a0}::set-output name=x::y",
    "x ##[error]y ##[group]z",
    "##vso[task.setvariable variable=x]y",
    "##teamcity[message text='x']",
    "%0A::error::x%0D%25",
    "\r::error::x",
    "section_start:1:a\r\u{1b}[0K section_end:1:a",
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "|a|b|\n|-|-|",
    "<script>alert(1)</script><img src=x onerror=y>",
    "[x](javascript:alert(1)) ![i](http://evil.example) http://evil.example evil.com me@evil.com @team #1",
    "`code` *bold* _it_ ~~no~~ # head",
    "]]> <![CDATA[ &amp; &#27;",
    "\u{0}\u{1}\u{1f}",
];

/// Hostile bodies: each family in a name, in a key, in metadata, in an identifier, in a word, and
/// outside of any string.
pub fn hostile() -> Vec<Vec<u8>> {
    let mut bodies = Vec::new();
    for family in FAMILIES {
        let text = serde_json::to_string(family).expect("text");
        bodies.push(named(family));
        for field in ["guid", "user_id", "metadata", "meta_type", "amount", "revision"] {
            bodies.push(with(field, &text));
        }
        bodies.push(with("name", &format!("\"x\",{text}:1")));
        let nested = serde_json::json!(format!("{{{text}:[{text}]}}")).to_string();
        bodies.push(with("metadata", &nested));
        bodies.push((*family).to_owned());
        bodies.push(format!("{{\"a\":\"{family}\"}}"));
    }
    bodies.into_iter().map(String::into_bytes).collect()
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
