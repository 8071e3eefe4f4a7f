//! Framing, truncation and nothing at all: no byte unaccounted for, no body hidden by another.

use crate::corpus::{PRETTY, named, sample, with};
use crate::door::goalpost;
use crate::runs::{READING, findings, over, report};

#[test]
fn nothing_there() {
    for (bytes, said) in [
        (&b""[..], "empty"),
        (b" \n\t\r\n", "no webhook body found"),
        (b"\xef\xbb\xbf", "no webhook body found"),
        (b"\0\0\0\0", "no webhook body found"),
        (b"\x1e\x1e", "no webhook body found"),
        (b"[]", "no webhook body found"),
        (b"just text\nand more", "only text"),
    ] {
        for arguments in READING {
            let ran = over(arguments, bytes);
            assert_eq!(ran.exit, 2, "{arguments:?} over {bytes:?}");
            assert!(ran.stderr.contains(said), "{arguments:?} over {bytes:?}: {}", ran.stderr);
        }
    }
}

/// What stands between two good bodies, and the rules that must be found there.
const BETWEEN: &[(&str, &[u8], &[&str])] = &[
    ("nothing but a space", b" ", &[]),
    ("CRLF", b"\r\n", &[]),
    ("CR", b"\r", &[]),
    ("U+2028", "\u{2028}".as_bytes(), &[]),
    ("U+2029", "\u{2029}".as_bytes(), &[]),
    ("NUL", b"\0", &[]),
    ("the NUL tail of a log", &[0; 4096], &[]),
    ("a record separator", b"\n\x1e", &[]),
    ("blank lines", b"\n\n \n\t\n", &[]),
    ("a byte-order mark", b"\n\xef\xbb\xbf", &["byte-order-mark"]),
    ("a comma", b",", &["trailing-text"]),
    ("a comma and a line end", b",\n", &["trailing-text"]),
    ("a closing brace", b"}\n", &["trailing-text"]),
    ("text", b"\nsome text\n", &["trailing-text"]),
    ("two lines of text", b"\nsome\ntext\n", &["trailing-text"]),
    ("a log prefix", b"\n2026-11-23 10:00:00 INFO got ", &["trailing-text"]),
    ("text that is not UTF-8", b"\n\xff\xfe\n", &["trailing-text"]),
    ("form feeds", b"\n\x0c\x0c\n", &["trailing-text"]),
    ("no phantom numbers", b"\n12-3\n", &["trailing-text"]),
    ("no phantom words", b"\ntruefalse\n", &["trailing-text"]),
    ("a number", b"\n12\n", &["not-an-object"]),
    ("a string", b"\n\"{\"\n", &["not-an-object"]),
    ("an array", b"\n[1, 2]\n", &["not-an-object"]),
    ("an open brace", b"\n{\n", &["truncated-json"]),
    ("an open bracket", b"\n[\n", &["truncated-json"]),
    ("an open string", b"\n{\"action\":\"crea\n", &["truncated-json"]),
    ("an open goal", b"\n{\"action\":\"created\",\"goal\":{\n", &["truncated-json"]),
    ("an open value", b"\n{\"action\":\"created\",\"goal\":\n", &["truncated-json"]),
    ("too many braces", b"\n{}}}\n", &["not-a-goal-webhook", "trailing-text"]),
    ("a string with a brace", b"\n{\"a\":\"{\n", &["truncated-json"]),
    ("a wrong bracket", b"\n{\"action\":]}\n", &["invalid-json"]),
    ("a missing bracket", b"\n{\"action\":[1}\n", &["invalid-json"]),
    ("NaN", b"\n{\"action\":NaN}\n", &["invalid-json"]),
    ("invalid UTF-8", b"\n{\"action\":\"\xff\"}\n", &["invalid-utf8"]),
    ("a string of invalid UTF-8", b"\n\"a\xff\"\n", &["invalid-utf8"]),
    ("a body of Python", b"\n{'action': 'created', 'goal': None}\n", &["invalid-json"]),
    (
        "a body with comments",
        b"\n{\"action\": \"created\", // x\n \"goal\": 1}\n",
        &["invalid-json"],
    ),
];

#[test]
fn what_stands_between_good_bodies_hides_neither() {
    for good in [sample(), PRETTY.trim_end()] {
        for (what, between, rules) in BETWEEN {
            let capture = [good.as_bytes(), between, good.as_bytes()].concat();
            let report = report(&capture, &[]);
            assert_eq!(report.rules(), *rules, "{what}");
            let phantoms = rules.iter().filter(|rule| **rule != "trailing-text").count() as u64;
            let extra = if rules.contains(&"byte-order-mark") { 0 } else { phantoms };
            assert_eq!(report.bodies, 2 + extra, "{what}");
            assert_eq!(report.bytes, capture.len() as u64, "{what}");
            let shown = over(&["show", "--format", "jsonl", "-"], &capture);
            let line = format!("{}\n", sample());
            assert_eq!(shown.out().matches(&line).count(), 2, "{what}: {}", shown.out());
        }
    }
}

#[test]
fn a_hostile_body_between_elements_of_an_array_hides_neither() {
    for (what, between, rules) in [
        ("nothing", "", &[][..]),
        ("a number", "12,", &["not-an-object"]),
        ("text", "text,", &["invalid-json"]),
        ("an open element", "{\"action\":\"created\",\"goal\":{\"guid\":\n", &["truncated-json"]),
        ("a wrong element", "{\"action\":},", &["invalid-json"]),
        ("a missing element", ",", &["invalid-json"]),
        ("a deep array", "[[[]]],", &["not-an-object"]),
    ] {
        let capture = format!("[\n{},\n{between}{}\n]\n", sample(), sample());
        let report = report(capture.as_bytes(), &[]);
        assert_eq!(report.rules(), rules, "{what}");
        let shown = over(&["show", "--format", "jsonl", "-"], capture.as_bytes());
        assert_eq!(shown.out().matches(sample()).count(), 2, "{what}");
    }
}

#[test]
fn the_sample_cut_at_every_byte_is_one_finding_and_hides_nothing() {
    for good in [sample(), PRETTY.trim_end()] {
        for cut in 1..good.len() {
            let capture = format!("{good}\n{}\n{good}\n", &good[..cut]);
            let report = report(capture.as_bytes(), &[]);
            let rules = report.rules();
            assert!(
                matches!(rules[..], ["truncated-json" | "invalid-json"]),
                "cut at {cut}: {rules:?}"
            );
            assert_eq!((report.bodies, report.clean), (3, 2), "cut at {cut}");

            let alone = format!("{good}\n{}", &good[..cut]);
            let report = crate::runs::report(alone.as_bytes(), &[]);
            assert_eq!(report.rules(), ["truncated-json"], "cut at {cut}, at the end");
            assert_eq!((report.bodies, report.clean), (2, 1), "cut at {cut}, at the end");
        }
    }
}

#[test]
fn findings_of_others_are_the_same_with_a_hostile_body_between_them() {
    let before = with("amount", "\"x\"");
    let after = with("revision", "1.5");
    for (what, between, _) in BETWEEN.iter().filter(|(_, between, _)| between.contains(&b'\n')) {
        let capture = [before.as_bytes(), between, after.as_bytes(), b"\n"].concat();
        let found = findings(&capture);
        assert!(found.contains("-:1:96: error[wrong-type] /goal/amount"), "{what}: {found}");
        assert!(found.contains("error[wrong-type] /goal/revision"), "{what}: {found}");
    }
}

#[test]
fn encodings() {
    let latin = named("Jos\u{e9}").replace('\u{e9}', "\u{1}").into_bytes();
    let latin: Vec<u8> = latin.iter().map(|byte| if *byte == 1 { 0xe9 } else { *byte }).collect();
    let in_key = sample().replace("\"name\"", "\"na\u{1}me\"").into_bytes();
    let bytes_for = |capture: &[u8], bytes: &[u8]| {
        let at = capture.iter().position(|byte| *byte == 1).expect("a mark");
        [&capture[..at], bytes, &capture[at + 1..]].concat()
    };
    let mut hostile = vec![latin];
    for bytes in [&b"\xff"[..], b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe6\x9d"] {
        hostile.push(bytes_for(&in_key, bytes));
        hostile.push(bytes_for(with("name", "\"\u{1}\"").as_bytes(), bytes));
        hostile.push(bytes_for(with("name", "1,\"new\":\"\u{1}\"").as_bytes(), bytes));
    }
    for body in hostile {
        let capture = [sample().as_bytes(), b"\n", &body, b"\n", sample().as_bytes()].concat();
        let report = report(&capture, &[]);
        assert_eq!(report.rules(), ["invalid-utf8"]);
        assert_eq!((report.bodies, report.clean), (3, 2));
    }
}

#[test]
fn utf_16_is_transcoded_with_a_mark_and_named_without() {
    let text = format!("{}\n{}\n", named("東京 🏠"), sample());
    type Unit = fn(u16) -> [u8; 2];
    for (order, mark) in
        [(u16::to_le_bytes as Unit, [0xff, 0xfe]), (u16::to_be_bytes as Unit, [0xfe, 0xff])]
    {
        let units: Vec<u8> = text.encode_utf16().flat_map(order).collect();
        let shown = over(&["show", "--format", "jsonl", "-"], &[&mark[..], &units].concat());
        assert_eq!((shown.out(), shown.exit), (text.as_str(), 0));
        let named = over(&["check", "-"], &units);
        assert_eq!(named.exit, 2);
        assert!(named.stderr.contains("UTF-16 without a byte-order mark"), "{}", named.stderr);
    }
    let damaged = sample().replacen('{', "{\0\r\n", 1);
    let checked = over(&["check", "--format", "concise", "-"], damaged.as_bytes());
    assert!(checked.out().starts_with("-:1:2: error[invalid-json]"), "{}", checked.out());
}

#[test]
fn a_body_over_the_limit_is_named_and_passed_over() {
    let long = named(&"x".repeat(3000));
    for separator in ["\n", " "] {
        let capture = [sample(), &long, sample(), &long].join(separator);
        for block in ["1", "512", "64K"] {
            let report = report(capture.as_bytes(), &["--max-body", "1000", "--block-size", block]);
            assert_eq!(report.rules(), ["body-too-large", "body-too-large"]);
            assert_eq!((report.bodies, report.clean), (4, 2));
            assert_eq!(report.bytes, capture.len() as u64);
            // Whoever shows or copies bodies says which are missing.
            let options = ["--max-body", "1000", "--block-size", block];
            let shown =
                over(&[&["show", "--format", "jsonl"][..], &options].concat(), capture.as_bytes());
            assert_eq!((shown.out(), shown.exit), (&*format!("{}\n", sample()).repeat(2), 1));
            assert_eq!(shown.stderr.matches("body-too-large").count(), 2, "{}", shown.stderr);
            let copied = over(
                &[&["redact", "--unreadable", "keep"][..], &options].concat(),
                capture.as_bytes(),
            );
            assert_eq!((copied.out().lines().count(), copied.exit), (2, 1), "{}", copied.stderr);
            assert!(copied.stderr.contains("2 bodies or stretches of text"), "{}", copied.stderr);
        }
    }
    for element in ["\"long", "12", "text"] {
        let long = format!("{element}{}", "0".repeat(3000));
        let close = if element.starts_with('"') { "\"" } else { "" };
        let capture = format!("[{},{long}{close},{}]", sample(), sample());
        for block in ["1", "64K"] {
            let report = report(capture.as_bytes(), &["--max-body", "1000", "--block-size", block]);
            assert_eq!(report.rules(), ["body-too-large"], "{element}");
            assert_eq!((report.bodies, report.clean), (3, 2));
        }
    }
    // Also where it is the first, only that element is left out, not the array.
    let capture = format!("[{long},{},{}]", sample(), sample());
    for block in ["1", "64K"] {
        let report = report(capture.as_bytes(), &["--max-body", "1000", "--block-size", block]);
        assert_eq!(report.rules(), ["body-too-large"]);
        assert_eq!((report.bodies, report.clean), (3, 2));
    }
}

#[test]
fn every_byte_of_every_fixture_is_accounted_for() {
    for folder in ["sample", "goals", "failing", "passing", "history"] {
        let folder = std::path::Path::new("fixtures").join(folder);
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let length = std::fs::metadata(&path).expect("a file").len();
            let ran = goalpost(["check", "--format", "json"]).and([&path]).run();
            assert_eq!(ran.json()["summary"]["bytes"], length, "{}", path.display());
        }
    }
}
