//! Tests of the file above.

use super::{begins, parts, requests};

fn read(block: &str) -> Vec<(&str, &str, usize, &str)> {
    let requests = requests(block.as_bytes());
    requests
        .map(|request| {
            (request.method, request.target, request.headers.len(), block[request.body].trim())
        })
        .collect()
}

#[test]
fn requests_in_streams_and_files() {
    for (block, expected) in [
        (
            "POST /a HTTP/1.1\r\nHost: x\r\n\r\n{\"a\":1}POST /b HTTP/1.1\r\nHost: y\r\n\r\n{}",
            vec![("POST", "/a", 1, "{\"a\":1}"), ("POST", "/b", 1, "{}")],
        ),
        (
            "POST /a HTTP/1.1\n\n{}HTTP/1.1 204 No Content\n\nPUT /b HTTP/2\n\n[]",
            vec![("POST", "/a", 0, "{}"), ("PUT", "/b", 0, "[]")],
        ),
        (
            "POST /a HTTP/1.1\n\np=%7B%7DPOST /b HTTP/1.0\n\np=1",
            vec![("POST", "/a", 0, "p=%7B%7D"), ("POST", "/b", 0, "p=1")],
        ),
        (
            "### one\n# @name x\nPOST https://h/a\nA: b\n\n{}\n\n### two\n\nPUT /b HTTP/1.1\n\n[]\n",
            vec![("POST", "https://h/a", 1, "{}"), ("PUT", "/b", 0, "[]")],
        ),
        (":method: POST\n:path: /a\ncontent-type: x\n\n{}", vec![("POST", "/a", 1, "{}")]),
        (
            "POST /a HTTP/1.1\n\n{\"a\":\"}POST /b HTTP/1.1\"}",
            vec![("POST", "/a", 0, "{\"a\":\"}POST /b HTTP/1.1\"}")],
        ),
    ] {
        assert_eq!(read(block), expected, "{block}");
    }
    assert!(begins(b"POST https://h/a\nA: b\n\n{}") && begins(b"### x\nPOST /a\n\n{}"));
    assert!(!begins(b"POST /a 200 {}\n") && !begins(b"GET /a\n{\"action\":1}"));
}

#[test]
fn parts_of_a_body() {
    let body = "--X\r\nA: b\r\n\r\nmx\r\n--X\r\n\r\n{}\r\n--X--\r\n";
    let parts = parts(body.as_bytes()).into_iter();
    assert_eq!(parts.map(|part| body[part].trim()).collect::<Vec<_>>(), ["mx", "{}"]);
    assert!(super::parts(b"nothing").is_empty());
}
