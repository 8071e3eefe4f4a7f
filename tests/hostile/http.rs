//! HTTP: what a head promises is never used to cut or to allocate, and no head hides a body.

use crate::corpus::{named, sample};
use crate::runs::{READING, over, report};

/// Rules of the group transport, and those for what a coding leaves behind.
type Rules = &'static [&'static str];
const WRONG_LENGTH: Rules = &["content-length-mismatch"];

/// Headers of a request whose body has 476 bytes, and the rules they give.
const LENGTHS: &[(&str, &str, Rules)] = &[
    ("right", "Content-Length: 476", &[]),
    ("with zeros", "content-length:000476", &[]),
    ("twice the same", "Content-Length: 476\r\nContent-Length: 476", &[]),
    ("twice", "Content-Length: 476\r\nContent-Length: 3", WRONG_LENGTH),
    ("twice, the other way", "Content-Length: 3\r\nContent-Length: 476", WRONG_LENGTH),
    ("too small", "Content-Length: 3", WRONG_LENGTH),
    ("nothing", "Content-Length: 0", WRONG_LENGTH),
    ("too large by one", "Content-Length: 477", WRONG_LENGTH),
    ("too large", "Content-Length: 1000000000000", WRONG_LENGTH),
    ("the largest number", "Content-Length: 18446744073709551615", WRONG_LENGTH),
    ("huge", "Content-Length: 99999999999999999999999999999999", WRONG_LENGTH),
    ("negative", "Content-Length: -476", WRONG_LENGTH),
    ("with a plus", "Content-Length: +476", WRONG_LENGTH),
    ("hexadecimal", "Content-Length: 0x1dc", WRONG_LENGTH),
    ("a list", "Content-Length: 476, 476", WRONG_LENGTH),
    ("empty", "Content-Length:", WRONG_LENGTH),
    ("text", "Content-Length: \x1b[31m##[error]x", WRONG_LENGTH),
    ("folded", "Content-Length:\r\n 476", WRONG_LENGTH),
    ("a blank before the colon", "Content-Length : 476", &[]),
    ("another type", "Content-Type: text/plain", &["content-type-not-json"]),
    ("a type with parameters", "Content-Type: application/json; charset=\"utf-8\"", &[]),
];

/// Heads that are odd in other ways, and give nothing.
const HEADS: &[(&str, &[u8])] = &[
    ("none", b""),
    ("folded headers", b"X-A: a\r\n b\r\n\tc\r\n"),
    ("a folded line first", b" a\r\nHost: x\r\n"),
    ("no colon", b"nothing\r\nHost: x\r\n"),
    ("only a colon", b":\r\n: x\r\n"),
    ("bytes that are no text", b"X-\xff: \xfe\x80\r\nHost: x\r\n"),
    ("NUL", b"X-\0: \0\r\n"),
    ("ESC", b"X-A: \x1b]52;c;x\x07\r\n"),
    ("a brace in a header", b"X-A: {\"action\":\"created\",\"goal\":{}}\r\n"),
    ("a request line as a header", b"X-A: POST / HTTP/1.1\r\n"),
    ("the same header", b"X-A: b\r\nX-A: b\r\nX-A: b\r\n"),
];

fn capture(start: &str, head: &[u8], end: &[u8], body: &[u8]) -> Vec<u8> {
    let good = format!("POST /good HTTP/1.1\r\nHost: x\r\n\r\n{}\r\n", named("Good"));
    [start.as_bytes(), head, end, body, b"\r\n", good.as_bytes()].concat()
}

fn assert_found(what: &str, capture: &[u8], rules: &[&str]) {
    let report = report(capture, &[]);
    assert_eq!(report.rules(), rules, "{what}");
    assert_eq!(report.bodies, 2, "{what}");
    assert_eq!(report.bytes, capture.len() as u64, "{what}");
    let shown = over(&["show", "--format", "jsonl"], capture);
    assert_eq!(shown.out(), format!("{}\n{}\n", sample(), named("Good")), "{what}");
    let blocks = ["--block-size", "64", "--jobs", "3"];
    assert_eq!(crate::runs::report(capture, &blocks).findings, report.findings, "{what}");
}

#[test]
fn http_content_lengths() {
    for (what, head, rules) in LENGTHS {
        let start = "POST /hook HTTP/1.1\r\n";
        let whole = capture(start, head.as_bytes(), b"\r\n\r\n", sample().as_bytes());
        assert_found(what, &whole, rules);
    }
}

#[test]
fn http_heads() {
    let body = sample().as_bytes();
    for (what, head) in HEADS {
        for (line, end) in [("\r\n", &b"\r\n"[..]), ("\n", b"\n")] {
            let start = format!("POST /hook HTTP/1.1{line}");
            assert_found(what, &capture(&start, head, end, body), &[]);
        }
        // Some tools lose the blank line.
        assert_found(what, &capture("POST /hook HTTP/1.1\r\n", head, b"", body), &[]);
    }
    for (what, start, rules) in [
        ("another version", "POST /hook HTTP/1.0\r\n", &[][..]),
        ("another method", "DELETE /hook HTTP/1.1\r\n", &["method-not-post"]),
        ("no target", "POST  HTTP/1.1\r\n", &[]),
        ("an address", "POST https://a:b@[::1]:80/?a=b#c HTTP/1.1\r\n", &[]),
        ("blanks in the target", "POST /a b c HTTP/1.1\r\n", &[]),
    ] {
        assert_found(what, &capture(start, b"Host: x\r\n", b"\r\n", body), rules);
    }
}

#[test]
fn http_heads_without_end() {
    let body = sample().as_bytes();
    let start = "POST /hook HTTP/1.1\r\n";
    for (what, head) in [
        ("10 MiB of headers", b"X-Header: with some value\r\n".repeat(390_000)),
        ("a header of 10 MiB", [b"X-A: ", &b"a".repeat(10 << 20)[..], b"\r\n"].concat()),
        ("10 MiB of folded lines", b" and more\r\n".repeat(960_000)),
    ] {
        assert!(head.len() >= 10 << 20, "{what}");
        let whole = capture(start, &head, b"\r\n", body);
        assert_found(what, &whole, &[]);
        let shown = over(&["show", "--format", "jsonl", "--with-source"], &whole);
        assert_eq!(shown.exit, 0, "{what}");
    }
    // Only what comes behind the limit on bodies is passed over, and that is said.
    let long = b"X-Header: with some value\r\n".repeat(100_000);
    let found = report(&capture(start, &long, b"\r\n", body), &["--max-body", "1M"]);
    assert_eq!(found.rules(), ["body-too-large"]);
    assert_eq!((found.bodies, found.clean), (2, 1));
}

/// Chunked bodies, where `BODY` stands for the sample, and what is found in them.
const CHUNKED: &[(&str, &str, Rules)] = &[
    ("right", "1dc\r\nBODY\r\n0\r\n\r\n", &[]),
    ("in capitals, with zeros", "0001DC\r\nBODY\r\n0\r\n\r\n", &[]),
    ("with an extension", "1dc;a=\"b\"\r\nBODY\r\n0;x\r\n\r\n", &[]),
    ("with a trailer", "1dc\r\nBODY\r\n0\r\nX-A: b\r\n\r\n", &[]),
    ("bare line ends", "1dc\nBODY\n0\n\n", &[]),
    ("not chunked at all", "BODY\r\n", &[]),
];

/// Sizes that are none, or too small, or too large.
const BAD_SIZES: [&str; 10] =
    ["1db", "1dd", "0", "-1dc", "+1dc", "0x1dc", "zz", "", "ffffffffffffffff", "fffffffffffffffff"];

#[test]
fn http_chunks() {
    let start = "POST /hook HTTP/1.1\r\nTransfer-Encoding: chunked\r\n";
    for (what, body, rules) in CHUNKED {
        let body = body.replace("BODY", sample());
        for more in ["", "Content-Length: 476\r\n"] {
            let whole = capture(start, more.as_bytes(), b"\r\n", body.as_bytes());
            assert_found(what, &whole, rules);
        }
    }
    for size in BAD_SIZES {
        let body = format!("{size}\r\n{}\r\n0\r\n\r\n", sample());
        let whole = capture(start, b"", b"\r\n", body.as_bytes());
        let found = report(&whole, &[]);
        assert!(found.bodies >= 1 && found.bytes == whole.len() as u64, "{size}: {found:?}");
        // What is not chunked as it says is read as it stands, so the body comes out, unless
        // its coding says that it is empty.
        let shown = over(&["show", "--format", "jsonl"], &whole);
        let expected = if size == "0" { 0 } else { 1 };
        assert_eq!(shown.out().matches(sample()).count(), expected, "{size}: {}", shown.out());
        assert!(shown.out().contains(&named("Good")), "{size}");
        // One byte more is the CR of a line end, without which the rest is whole.
        let told = !found.findings.is_empty();
        assert!(told || matches!(size, "0" | "1dd"), "{size} is told: {found:?}");
    }
}

#[test]
fn http_heads_are_dead() {
    let body = sample().as_bytes();
    for (what, head) in HEADS {
        let whole = capture("POST /::error::\x1b[31m HTTP/1.1\r\n", head, b"\r\n", body);
        for arguments in READING {
            let mut ran = over(arguments, &whole);
            assert!(ran.exit < 2, "{what}: {arguments:?}: {}", ran.stderr);
            // A copy of a request has its line ends.
            if arguments[0] == "redact" {
                ran.stdout.retain(|byte| *byte != b'\r');
            }
            crate::inert::assert_inert(&ran, &format!("{what}: {arguments:?}"));
        }
    }
}
