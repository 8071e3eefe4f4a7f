//! What must hold for any bytes. Each function panics where it does not: run by libFuzzer, and
//! for a short while with changed fixtures as plain tests.

#![allow(dead_code, reason = "each target is a program of its own")]

use std::io::{Cursor, Read};

use goalpost::world::World;

/// What a target does with bytes that a fuzzer made.
pub type Target = fn(&[u8]);

/// The names of the targets, with the targets.
pub const TARGETS: &[(&str, Target)] = &[
    ("framing", framing),
    ("http", http),
    ("escaping", escaping),
    ("redact", redact),
    ("arguments", arguments),
];

struct Ran {
    exit: u8,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

fn run(arguments: &[&str], stdin: &[u8]) -> Ran {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let open = || -> Box<dyn Read + Send> { Box::new(Cursor::new(stdin.to_vec())) };
    let all = std::iter::once("goalpost").chain(arguments.iter().copied());
    let exit = goalpost::run(World {
        arguments: all.map(Into::into).collect(),
        stdin: &open,
        stdin_is_terminal: false,
        stdout: &mut stdout,
        columns: None,
        stderr: &mut stderr,
        stderr_is_terminal: false,
        variable: &|_| None,
    });
    Ran { exit: exit.code(), stdout, stderr }
}

fn check(more: &[&str], stdin: &[u8]) -> serde_json::Value {
    let arguments = [&["check", "--format", "json", "--jobs", "1"][..], more].concat();
    let ran = run(&arguments, stdin);
    serde_json::from_slice(&ran.stdout).expect("the report is JSON")
}

/// Every byte is accounted for, and how the input is cut never shows.
pub fn framing(bytes: &[u8]) {
    let whole = check(&["--block-size", "1M"], bytes);
    let summary = &whole["summary"];
    // UTF-16 is counted once it is transcoded, and not read at all without its mark.
    let may_be_utf16 = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [_, 0, ..] | [0, ..]);
    let is_packed = bytes.starts_with(b"\x1f\x8b") || bytes.starts_with(b"\x28\xb5\x2f\xfd");
    if !may_be_utf16 && !is_packed {
        assert_eq!(summary["bytes"], bytes.len(), "the ledger");
    }
    for finding in whole["findings"].as_array().expect("a list") {
        let end = finding["offset"].as_u64().zip(finding["length"].as_u64());
        let (offset, length) = end.expect("numbers");
        let nested = finding["trail"].as_array().is_some_and(|trail| !trail.is_empty());
        assert!(
            nested || is_packed || may_be_utf16 || offset + length <= bytes.len() as u64,
            "{finding}"
        );
        assert!(
            finding["body"].as_u64().unwrap_or(0) <= summary["bodies"].as_u64().expect("a count")
        );
    }
    for block in ["1", "32", "500"] {
        assert_eq!(check(&["--block-size", block], bytes), whole, "blocks of {block}");
    }
}

/// The same for requests, whatever their heads say.
pub fn http(bytes: &[u8]) {
    let head = b"POST /hook HTTP/1.1\r\n";
    for capture in [bytes.to_vec(), [&head[..], bytes].concat()] {
        let whole = check(&["--input-format", "http", "--block-size", "1M"], &capture);
        let cut = check(&["--input-format", "http", "--block-size", "64"], &capture);
        assert_eq!(whole, cut);
    }
}

/// Nothing that is printed can act on a terminal or in the log of a runner.
pub fn escaping(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let name = serde_json::to_string(&*text).expect("text");
    let body = include_str!("../../fixtures/sample/compact.json").replace("\"Home\"", &name);
    for capture in [bytes, body.as_bytes()] {
        for arguments in [
            &["check", "--format", "text"][..],
            &["check", "--format", "concise"],
            &["check", "--format", "json"],
            &["check", "--format", "jsonl"],
            &["show", "--format", "table"],
            &["show", "--format", "card"],
            &["show", "--format", "json"],
            &["show", "--format", "jsonl", "--with-source"],
            &["show", "--format", "csv"],
            &["show", "--format", "markdown"],
        ] {
            let ran = run(arguments, capture);
            assert_inert(&ran.stdout, arguments);
            assert_inert(&ran.stderr, arguments);
        }
    }
}

/// A copy is read as the original is: as many bodies, and the same rules in the same order.
pub fn redact(bytes: &[u8]) {
    let key = std::env::temp_dir().join("goalpost-fuzz-key");
    if !key.exists() {
        std::fs::write(&key, "0123456789abcdef").expect("a key");
    }
    let copy = run(&["redact", "--key-file", key.to_str().expect("text")], bytes);
    if copy.exit != 0 {
        return;
    }
    let rules = |report: &serde_json::Value| -> Vec<String> {
        let findings = report["findings"].as_array().expect("a list").iter();
        findings.map(|finding| format!("{} {}", finding["body"], finding["rule"])).collect()
    };
    let (before, after) = (check(&[], bytes), check(&[], &copy.stdout));
    assert_eq!(rules(&after), rules(&before));
    assert_eq!(after["summary"]["bodies"], before["summary"]["bodies"]);
}

/// Arguments that mean nothing are told on safe lines.
pub fn arguments(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let words: Vec<&str> = text.split('\0').filter(|word| !writes(word)).take(5).collect();
    let sample = include_bytes!("../../fixtures/sample/compact.json");
    for command in ["check", "show", "redact"] {
        let ran = run(&[&[command][..], &words].concat(), sample);
        assert!(matches!(ran.exit, 0..=2));
        assert_inert(&ran.stderr, &words);
    }
}

/// Whether an argument could name a file to write, or one that never ends.
fn writes(word: &str) -> bool {
    word.starts_with('-') && word.contains('o') || word.contains("dev") || word.contains('/')
}

fn assert_inert(printed: &[u8], by: &[&str]) {
    let text = std::str::from_utf8(printed).expect("what is printed is UTF-8");
    for line in text.split('\n') {
        assert!(!line.chars().any(char::is_control), "{by:?} printed a control: {line:?}");
        assert!(!line.trim_start().starts_with("::"), "{by:?} printed a command: {line:?}");
        let acts = line.contains("##[") || line.contains("##vso[") || line.contains('\u{202e}');
        assert!(!acts, "{by:?} printed {line:?}");
    }
}
