//! What is printed: it cannot act, and copies are read as their originals.

use super::door::{check, run, run_whole};

/// Nothing that is printed can act on a terminal or in the log of a runner.
pub fn escaping(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let name = serde_json::to_string(&*text).expect("text");
    let body = include_str!("../../../fixtures/sample/compact.json").replace("\"Home\"", &name);
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
            let ran = run(&[arguments, &["--jobs", "1"]].concat(), capture);
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
    let copy = run(&["redact", "--jobs", "1", "--key-file", key.to_str().expect("text")], bytes);
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

/// Reading a command line takes long, so an input tries one of these, by its length.
const COMMANDS: [&str; 7] = ["check", "show", "redact", "history", "stats", "diff", "explain"];

/// Arguments that mean nothing are told on safe lines.
pub fn arguments(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let words: Vec<&str> = text.split('\0').filter(|word| !writes(word)).take(5).collect();
    let sample = include_bytes!("../../../fixtures/sample/compact.json");
    let command = COMMANDS[bytes.len() % COMMANDS.len()];
    let ran = run_whole(&[&[command][..], &words].concat(), sample);
    assert!(matches!(ran.exit, 0..=2));
    assert_inert(&ran.stderr, &words);
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
