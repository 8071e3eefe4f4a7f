//! A capture of 10,000 bodies, 200 of them broken in known ways: every one is reported with its
//! rule, line and pointer, no other is, and nothing depends on threads or blocks.

mod door;

use std::collections::{BTreeMap, BTreeSet};

use door::{Call, goalpost};

const LINES: usize = 10_000;
const BROKEN: usize = 200;

/// A way to break a line: its name, the change, and the rule and pointer that it must give.
type Way = (&'static str, fn(&str, usize) -> Vec<u8>, &'static str, &'static str);

/// The ways, in the order in which they are dealt to the broken lines.
const WAYS: [Way; 30] = [
    ("true for money", |b, _| with(b, "amount", "true"), "wrong-type", "/goal/amount"),
    ("a number for user_id", |b, _| with(b, "user_id", "128372140"), "wrong-type", "/goal/user_id"),
    ("no for false", |b, _| with(b, "is_complete", "\"no\""), "wrong-type", "/goal/is_complete"),
    ("0 for false", |b, _| with(b, "has_been_spent", "0"), "wrong-type", "/goal/has_been_spent"),
    (
        "an ISO time",
        |b, _| with(b, "projected_to_complete_at", "\"2017-03-31T23:59:59Z\""),
        "wrong-type",
        "/goal/projected_to_complete_at",
    ),
    ("an object", |b, _| with(b, "metadata", "{\"a\":[1]}"), "wrong-type", "/goal/metadata"),
    ("goal is text", |_, _| text(r#"{"action":"created","goal":"x"}"#), "wrong-type", "/goal"),
    ("a missing field", |b, _| without(b, "position"), "missing-field", "/goal/position"),
    ("no action", |b, _| replaced(b, r#""action":"updated","#, ""), "missing-field", "/action"),
    ("an unknown field", |b, _| beside(b, "\"currency\":1"), "unknown-field", "/goal/currency"),
    (
        "an unknown field at the top",
        |b, _| replaced(b, r#"{"action""#, r#"{"a~b/c":1,"action""#),
        "unknown-field",
        "/a~0b~1c",
    ),
    ("a duplicate", |b, _| beside(b, "\"amount\":99999"), "duplicate-key", "/goal/amount"),
    ("escaped twice", |b, _| beside(b, "\"am\\u006funt\":99999"), "duplicate-key", "/goal/amount"),
    ("cut anywhere", |b, n| cut(b, 1 + n * 37 % (b.len() - 1)), "truncated-json", ""),
    ("cut after a colon", |b, _| cut(b, after(b, "\"revision\":")), "truncated-json", ""),
    ("cut after a brace", |b, _| cut(b, after(b, "\"goal\":{")), "truncated-json", ""),
    ("cut in a string", |b, _| cut(b, after(b, "\"meta_type\":\"OT")), "truncated-json", ""),
    ("cut in an escape", |b, _| cut(b, after(b, "\\u00")), "truncated-json", ""),
    ("a wrong action", |b, _| replaced(b, "updated", "update"), "unknown-value", "/action"),
    (
        "a wrong type of goal",
        |b, _| with(b, "goal_type_name", "\"SAVE\""),
        "unknown-value",
        "/goal/goal_type_name",
    ),
    (
        "milliseconds",
        |b, _| with(b, "projected_to_complete_at", "1491004799000"),
        "milliseconds-timestamp",
        "/goal/projected_to_complete_at",
    ),
    ("a wrapper", |b, _| format!("{{\"data\":{b}}}").into_bytes(), "not-a-goal-webhook", ""),
    ("a bare goal", |b, _| goal(b), "missing-envelope", ""),
    ("an array", |b, _| format!("[{b},{b}]").into_bytes(), "not-an-object", ""),
    ("text", |_, n| format!("upstream closed connection {n}").into_bytes(), "trailing-text", ""),
    ("Latin-1", |b, _| latin(b), "invalid-utf8", ""),
    ("a goal of the REST API", |b, _| rest(b), "rest-api-goal", ""),
    (
        "a sibling",
        |_, _| text(r#"{"action":"updated","budget":{"guid":"BGT-1","amount":1}}"#),
        "other-webhook",
        "",
    ),
    ("Python", |b, _| text(&b.replace('"', "'")), "invalid-json", ""),
    ("a null guid", |b, _| with(b, "guid", "null"), "null-identity", "/goal/guid"),
];

/// A clean body, another for each number.
fn body(number: usize) -> String {
    let (amount, saved) = (750 + number, number % 700);
    format!(
        r#"{{"action":"updated","goal":{{"account_guid":"ACT-1c935fd7-cd39-18b7-1e5b-71fbde730bd6","amount":{amount}.50,"completed_at":null,"created_by":null,"current_amount":{saved},"goal_type_name":"SAVE_AMOUNT","guid":"GOL-{number:08x}-3c29-9130-4d4f-e44302608406","has_been_spent":false,"is_complete":false,"meta_type":"OTHER","metadata":"{{\"a\":\"}}{{\"}}","name":"F\u00fchrerschein 東京 {number}","position":2,"projected_to_complete_at":1491004799,"revision":{number},"user_guid":"USR-dfb1b536-692d-f172-88c6-643a2691b30c","user_id":"0128372140"}}}}"#
    )
}

fn text(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn replaced(body: &str, from: &str, to: &str) -> Vec<u8> {
    assert_eq!(body.matches(from).count(), 1, "{from}");
    body.replace(from, to).into_bytes()
}

/// The member of this name as it stands in the body, with the comma behind it.
fn member<'b>(body: &'b str, name: &str) -> &'b str {
    let start = body.find(&format!("\"{name}\":")).expect("the field is there");
    let rest = &body[start..];
    let end = rest.find(",\"").map(|comma| comma + 1).or_else(|| rest.find('}'));
    &rest[..end.expect("the member ends")]
}

fn with(body: &str, name: &str, value: &str) -> Vec<u8> {
    let member = member(body, name);
    let comma = if member.ends_with(',') { "," } else { "" };
    replaced(body, member, &format!("\"{name}\":{value}{comma}"))
}

fn without(body: &str, name: &str) -> Vec<u8> {
    replaced(body, member(body, name), "")
}

fn beside(body: &str, member: &str) -> Vec<u8> {
    let inside = body.strip_suffix("}}").expect("a goal in a body");
    format!("{inside},{member}}}}}").into_bytes()
}

fn after(body: &str, text: &str) -> usize {
    body.find(text).expect("the text is there") + text.len()
}

fn cut(body: &str, end: usize) -> Vec<u8> {
    body.as_bytes()[..(end..).find(|end| body.is_char_boundary(*end)).expect("an end")].to_vec()
}

fn goal(body: &str) -> Vec<u8> {
    text(&body[after(body, "\"goal\":")..body.len() - 1])
}

fn latin(body: &str) -> Vec<u8> {
    let at = body.find('東').expect("a name");
    [&body.as_bytes()[..at], b"\xe9", &body.as_bytes()[at..]].concat()
}

fn rest(body: &str) -> Vec<u8> {
    let goal = goal(body);
    [b"{\"meta_type_name\":\"Other\",", &goal[1..]].concat()
}

/// The capture, and the way in which each broken line (from 1) is broken.
fn capture() -> (Vec<u8>, BTreeMap<u64, Way>) {
    let mut state = 20_161_123_u64;
    let mut lines = BTreeSet::new();
    while lines.len() < BROKEN {
        // The constants of Knuth's MMIX: any fixed sequence will do.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        lines.insert((state >> 33) % LINES as u64 + 1);
    }
    let mut capture = Vec::new();
    let mut ways = BTreeMap::new();
    for number in 1..=LINES {
        let clean = body(number);
        if lines.contains(&(number as u64)) {
            let way = WAYS[ways.len() % WAYS.len()];
            capture.extend(way.1(&clean, number));
            ways.insert(number as u64, way);
        } else {
            capture.extend(clean.into_bytes());
        }
        capture.push(b'\n');
    }
    (capture, ways)
}

fn check(capture: &[u8]) -> Call {
    goalpost(["check"]).stdin(capture)
}

#[test]
fn every_broken_line_and_no_other() {
    let (capture, ways) = capture();
    let ran = check(&capture).and(["--format", "json"]).run();
    assert_eq!((ran.exit, ran.stderr.as_str()), (1, ""));
    let report = ran.json();
    let mut found: BTreeMap<u64, Vec<(&str, &str)>> = BTreeMap::new();
    let mut flagged = BTreeSet::new();
    for finding in report["findings"].as_array().expect("a list") {
        let word = |name: &str| finding[name].as_str().expect("text");
        let line = finding["line"].as_u64().expect("a line");
        found.entry(line).or_default().push((word("rule"), word("pointer")));
        flagged.extend(finding["body"].as_u64());
    }
    let mut wrong = Vec::new();
    for line in 1..=LINES as u64 {
        let expected = ways.get(&line).map(|(_, _, rule, pointer)| (*rule, *pointer));
        let found = found.remove(&line).unwrap_or_default();
        if found != Vec::from_iter(expected) {
            let way = ways.get(&line).map(|way| way.0);
            wrong.push(format!("line {line}, {way:?}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    let summary = &report["summary"];
    let count = |name: &str| summary[name].as_u64().expect("a count");
    let texts = ways.values().filter(|way| way.0 == "text").count() as u64;
    assert_eq!(count("bodies"), LINES as u64 - texts);
    assert_eq!(count("clean"), (LINES - BROKEN) as u64);
    assert_eq!(count("bodies"), count("clean") + flagged.len() as u64);
    assert_eq!(count("bytes"), capture.len() as u64);
    assert_eq!(count("errors") + count("warnings") + count("infos"), BROKEN as u64);
    let used: BTreeSet<&str> = ways.values().map(|way| way.0).collect();
    assert_eq!(used.len(), WAYS.len());
}

#[test]
fn nothing_depends_on_threads_or_blocks() {
    let (mut capture, _) = capture();
    // Blocks of 64 bytes are slow, and all ways come round in a part of the lines.
    let part = capture.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1_599);
    capture.truncate(part.expect("enough lines").0);
    for arguments in [
        &["check", "--format", "json"][..],
        &["check", "--format", "text"],
        &["check", "--format", "concise"],
        &["show"],
        &["show", "--format", "csv"],
        &["show", "--format", "jsonl", "--with-source"],
    ] {
        let call = || goalpost(arguments.iter().copied()).stdin(capture.clone());
        let once = call().and(["--jobs", "1"]).run();
        assert!(!once.stdout.is_empty());
        for (jobs, size) in [("2", "64"), ("7", "1000"), ("1", "1000"), ("2", "512K"), ("7", "64")]
        {
            let again = call().and(["--jobs", jobs, "--block-size", size]).run();
            assert!(again == once, "{arguments:?} --jobs {jobs} --block-size {size}");
        }
    }
}

#[test]
fn truncation_at_every_byte() {
    let clean = body(5).replace("\"amount\":755.50", "\"amount\":-7.5e+2");
    assert!(clean.contains("e+2"));
    let next = body(6);
    for end in (1..clean.len()).filter(|end| clean.is_char_boundary(*end)) {
        let capture = format!("{next}\n{}\n{next}\n", &clean[..end]);
        let ran = check(capture.as_bytes()).and(["--format", "concise"]).run();
        let lines: Vec<&str> = ran.out().lines().collect();
        assert_eq!(lines.len(), 1, "{end}: {}", ran.out());
        assert!(lines[0].starts_with("-:2:"), "{end}: {}", ran.out());
        assert!(lines[0].contains("error[truncated-json]"), "{end}: {}", ran.out());
    }
}

/// From the second key on, what is left of a webhook is known as one.
#[test]
fn a_log_cut_at_every_byte() {
    let (first, last) = (body(6), body(5));
    let key = last.find("\"goal\"").expect("a key") + "\"goal\"".len();
    for end in (key..last.len()).filter(|end| last.is_char_boundary(*end)) {
        for line_end in ["", "\n"] {
            let capture = format!("INFO up\nINFO got {first}\nINFO got {}{line_end}", &last[..end]);
            let ran = check(capture.as_bytes()).and(["--format", "concise"]).run();
            let lines: Vec<&str> = ran.out().lines().collect();
            assert_eq!((lines.len(), ran.exit), (1, 1), "{end}: {}", ran.out());
            assert!(lines[0].starts_with("-:3:10: error["), "{end}: {}", ran.out());
        }
    }
}

#[test]
fn the_capture_in_an_array_gives_the_same() {
    let (capture, _) = capture();
    let lines: Vec<&[u8]> =
        capture.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    let array = [b"[\n", &lines.join(&b",\n"[..])[..], b"\n]\n"].concat();
    let ran = check(&array).and(["--format", "json"]).run();
    assert_eq!(ran.exit, 1);
    let report = ran.json();
    let clean = report["summary"]["clean"].as_u64().expect("a count");
    assert_eq!(clean, (LINES - BROKEN) as u64);
}

/// An escape is as broken at the end of a body as anywhere.
#[test]
fn an_escape_is_broken_however_near_the_end() {
    for (body, rule) in [
        ("{\"goal\\u\n}", "invalid-json"),
        ("{\"goal\\u12x", "invalid-json"),
        ("{\"action\":\"\\u0g\"", "invalid-json"),
        ("{\"action\":\"\\u12", "truncated-json"),
        ("{\"action\":\"\\\\uzz", "truncated-json"),
    ] {
        let ran = goalpost(["check", "-f", "json"]).stdin(body).run();
        let found = ran.json()["findings"].clone();
        assert_eq!((ran.exit, &found[0]["rule"]), (1, &rule.into()), "{body}: {found}");
    }
}

/// What is said of a body that was cut inside a string does not depend on what is behind it.
#[test]
fn a_body_cut_inside_a_string_is_told_alike_in_all_blocks() {
    for end in ["", "\n", "\r\n"] {
        let capture = format!("{{\"goal\":{{}}}}\n{{\"action\":\"cre{}", end.repeat(900));
        for block in ["1", "64", "700", "1M"] {
            let limits = ["--max-body", "100", "--block-size", block];
            let ran = goalpost(["check", "-f", "concise"]).and(limits).stdin(capture.clone()).run();
            let said =
                "-:2:14: error[truncated-json]: the body ends inside a string, with 1 object";
            assert!(ran.out().contains(said), "{end:?} {block}: {}", ran.out());
        }
    }
}
