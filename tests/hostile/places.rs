//! Where a finding is, and what it says: the bytes that it marks, what probably wrote them, and
//! how many findings of one rule a text shows.

use proptest::prelude::*;
use serde_json::Value;

use crate::corpus::{FIELDS, named, sample, with};
use crate::runs::{cases, over};

/// The findings of a capture.
fn findings(capture: &[u8]) -> Vec<Value> {
    let report = over(&["check", "--format", "json", "-"], capture).json();
    report["findings"].as_array().expect("a list").clone()
}

/// The rule of a finding and the bytes that it marks.
fn marked<'c>(finding: &Value, capture: &'c [u8]) -> (String, &'c [u8]) {
    let number = |name: &str| finding[name].as_u64().expect("a number") as usize;
    let rule = finding["rule"].as_str().expect("a rule").to_owned();
    (rule, &capture[number("offset")..number("offset") + number("length")])
}

/// What a capture's first finding says: its message and its help.
fn said(capture: &[u8]) -> String {
    let finding = &findings(capture)[0];
    format!(
        "{} / {}",
        finding["message"].as_str().unwrap_or(""),
        finding["help"].as_str().unwrap_or("")
    )
}

#[test]
fn a_line_that_begins_with_a_value_has_no_prefix() {
    for (whole, broken) in [("750", "75\n0"), ("false,", "\nfal\nse,")] {
        let capture = sample().replacen(whole, broken, 1);
        let behind = capture.find(broken).expect("a place") + broken.len();
        let finding = &findings(capture.as_bytes())[0];
        assert_eq!(finding["rule"], "invalid-json", "{capture}");
        assert_eq!(finding["trail"], serde_json::json!([]), "{capture}");
        assert!(finding["offset"].as_u64().expect("a number") < behind as u64, "{finding}");
    }
}

#[test]
fn places_of_control_characters_are_theirs() {
    for control in '\0'..' ' {
        let (before, after) = sample().split_once("Home").expect("a name");
        let capture = format!("{before}Ho{control}me{after}");
        let found = findings(capture.as_bytes());
        let finding = &found[0];
        assert_eq!(
            marked(finding, capture.as_bytes()),
            ("invalid-json".to_owned(), control.to_string().as_bytes()),
            "{control:?}"
        );
        assert_eq!(finding["offset"], before.len() + 2, "{control:?}");
        let message = finding["message"].as_str().expect("a message");
        if control == '\n' || control == '\r' {
            assert_eq!(message, "invalid JSON: a line ends inside a string");
        } else {
            let point = format!("U+{:04X}", u32::from(control));
            assert!(
                message.contains(&point) && message.contains("must be written \\"),
                "{message}"
            );
        }
    }
    let tab = sample().replacen("Home", "Ho\tme", 1);
    assert!(said(tab.as_bytes()).contains("a tab (U+0009) must be written \\t"));
}

#[test]
fn places_of_escapes_are_theirs() {
    for (json, escape) in [
        ("\"\\u12\"", "\\u12"),
        ("\"\\u\"", "\\u"),
        ("\"\\u123g\"", "\\u123"),
        ("\"a\\x22b\"", "\\x"),
        ("\"It\\'s\"", "\\'"),
        ("\"\\éx\"", "\\é"),
        ("\"\\東\"", "\\東"),
        ("\"\\\u{1f3e0}x\"", "\\\u{1f3e0}"),
        ("\"a\\\\\\q\"", "\\q"),
    ] {
        let capture = with("name", json);
        let (rule, bytes) = marked(&findings(capture.as_bytes())[0], capture.as_bytes());
        assert_eq!(rule, "invalid-json", "{json}");
        assert_eq!(String::from_utf8_lossy(bytes), escape, "{json}");
    }
    for hidden in
        ["\u{f}", "\u{1b}", "\u{7f}", "\u{9b}", "\u{202e}", "\u{2028}", "\u{3164}", "\n", "\r"]
    {
        let message = said(with("name", &format!("\"\\{hidden}[2J\"")).as_bytes());
        assert!(!message.contains(hidden) && message.contains("U+"), "{message:?}");
    }
    let ends = "{\"action\":\"\\u12\"}";
    assert_eq!(marked(&findings(ends.as_bytes())[0], ends.as_bytes()).1, b"\\u12");
}

/// A broken body over several lines is one, also where a value begins on a line of its own.
#[test]
fn places_of_a_broken_body_over_lines_are_in_it() {
    for field in FIELDS {
        for (goal, fault) in [
            (format!("\n{{\"{field}\" :\nfa//se,\n\"name\":\"x\"}}"), "/"),
            (format!("\r\n{{\n\"{field}\":{{}}, \"x\": }}"), "}"),
            ("\n{}, \"ac\\xtion\":\"created\"".to_owned(), "\\x"),
            (format!("{{\"a\"\n: \"{field}\", \"{field}\":1\n, \"x\" 1}}"), "1"),
            (format!("{{\"a\": 1\n, \"{field}\":1\n, \"x\": ]}}"), "]"),
        ] {
            let capture = format!("{{\n\"goal\"\n:\t{goal}}}\n{}\n", sample());
            let found = findings(capture.as_bytes());
            assert_eq!(found.len(), 1, "{capture}: {found:?}");
            let (rule, bytes) = marked(&found[0], capture.as_bytes());
            assert_eq!((rule.as_str(), bytes), ("invalid-json", fault.as_bytes()), "{capture}");
        }
    }
}

#[test]
fn places_of_what_is_open_mark_something() {
    for capture in ["[", "[ \n", "\n [", "{", "{\"action\"", "{\"action\":[", "[{", "[["] {
        let found = findings(capture.as_bytes());
        let (rule, bytes) = marked(&found[0], capture.as_bytes());
        assert_eq!((rule.as_str(), bytes.len()), ("truncated-json", 1), "{capture}");
    }
}

#[test]
fn places_of_unpaired_surrogates_have_pointers() {
    let body = with(
        "name",
        "\"a\\ud800b\\udfff\",\"x\":[1,\"\\ud800\",{\"y/z\":\"\\udbff\"}],\"k\\ud800\":1",
    )
    .replacen("created", "\\ud800", 1);
    let found: Vec<(String, String)> = findings(body.as_bytes())
        .iter()
        .filter(|finding| finding["rule"] == "unpaired-surrogate")
        .map(|finding| {
            let escape = String::from_utf8_lossy(marked(finding, body.as_bytes()).1).into_owned();
            (finding["pointer"].as_str().expect("a pointer").to_owned(), escape)
        })
        .collect();
    let expected = [
        ("/action", "\\ud800"),
        ("/goal/name", "\\ud800"),
        ("/goal/x/1", "\\ud800"),
        ("/goal/x/2/y~1z", "\\udbff"),
        ("/goal/k\u{fffd}", "\\ud800"),
    ];
    assert_eq!(found, expected.map(|(pointer, escape)| (pointer.into(), escape.into())));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(200), failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever byte is no UTF-8 takes at least a column, wherever it is.
    #[test]
    fn places_of_stray_bytes_take_a_column(
        at in 0..sample().len(),
        stray in proptest::collection::vec(0x80_u8..=0xff, 1..4),
    ) {
        let mut capture = sample().as_bytes().to_vec();
        capture.splice(at..at, stray);
        prop_assume!(std::str::from_utf8(&capture).is_err());
        let found = findings(&capture);
        prop_assert!(!found.is_empty());
        for finding in &found {
            let place = |line: &str, column: &str| (finding[line].as_u64(), finding[column].as_u64());
            prop_assert!(place("end_line", "end_column") > place("line", "column"), "{}", finding);
        }
    }
}

/// What wrote a body that is no JSON, and words that say so.
#[test]
fn places_say_what_probably_wrote_them() {
    let wrapped: Vec<&str> = (0..sample().len())
        .step_by(80)
        .map(|at| &sample()[at..sample().len().min(at + 80)])
        .collect();
    let escaped = |name: &str| sample().replacen("Home", name, 1);
    for (capture, words) in [
        (sample().replace('"', "\u{201c}"), "curly quote"),
        (sample().replace("\"goal\"", "\n\u{a0}\u{a0}\"goal\""), "U+00A0"),
        (wrapped.join("\n"), "wrapped"),
        (format!("[\n{},\n]\n", sample()), "comma"),
        (escaped("H\\x22me"), "nginx"),
        (escaped("It\\'s"), "Python"),
        (sample().replace("null", "None"), "Python"),
        (sample().replace("false", "False"), "Python"),
        (sample().replace("null", "nil"), "Ruby"),
        (sample().replace("\":", "\"=>"), "Ruby"),
        (sample().replace('"', "'"), "quote"),
        (sample().replacen("750", "NaN", 1), "NaN"),
        (sample().replacen("750", "undefined", 1), "undefined"),
        (sample().replacen("\"goal\"", "/* the goal */ \"goal\"", 1), "comment"),
        (sample().replacen("\"goal\"", "goal", 1), "quote"),
        (sample().replacen("}}", ",}}", 1), "comma"),
        (sample().replacen(",\"goal\"", " \"goal\"", 1), "comma"),
        (sample().replacen("750", "+750", 1), "number"),
        (sample().replacen("750", "0750", 1), "number"),
    ] {
        let said = said(capture.as_bytes());
        assert!(said.to_lowercase().contains(&words.to_lowercase()), "{words}: {said}: {capture}");
    }
}

#[test]
fn places_of_other_shapes_are_one_finding_that_names_them() {
    let typed = |wrapper: &str| {
        let members: Vec<String> =
            FIELDS.iter().map(|field| format!("\"{field}\":{{\"{wrapper}\":\"x\"}}")).collect();
        members.join(",")
    };
    let dynamo =
        format!("{{\"action\":{{\"S\":\"created\"}},\"goal\":{{\"M\":{{{}}}}}}}", typed("S"));
    let avro = format!("{{\"action\":\"created\",\"goal\":{{{}}}}}", typed("string"));
    for (capture, words) in [(dynamo, "DynamoDB"), (avro, "Avro")] {
        let found = findings(capture.as_bytes());
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(said(capture.as_bytes()).contains(words), "{}", said(capture.as_bytes()));
    }
    for object in [
        "account",
        "budget",
        "category",
        "device",
        "holding",
        "member",
        "micro_deposit",
        "notification",
        "spending_plan",
        "tag",
        "tagging",
        "transaction",
        "user",
    ] {
        let capture = format!("{{\"action\":\"created\",\"{object}\":{{\"guid\":\"X-1\"}}}}");
        let found = findings(capture.as_bytes());
        assert_eq!(found.len(), 1, "{object}");
        assert_eq!(found[0]["rule"], "other-webhook", "{object}");
        let message = found[0]["message"].as_str().expect("a message");
        assert!(message.contains(object), "{object}: {message}");
    }
}

/// A text folds more than three findings of one rule in one body; JSON and concise have them all.
#[test]
fn places_of_many_findings_are_folded_for_eyes() {
    for count in 1..8 {
        let unknown = (0..count).map(|key| format!("\"k{key}\":1")).collect::<Vec<_>>().join(",");
        let body = with("name", &format!("\"Home\",{unknown}"));
        assert_eq!(findings(body.as_bytes()).len(), count);
        let capture = format!("{body}\n{}\n{body}\n", named("Other"));
        let shown = |format: &str, sign: &str| {
            over(&["check", "--format", format, "-"], capture.as_bytes())
                .out()
                .matches(sign)
                .count()
        };
        let folded = if count > 3 { 1 } else { count };
        assert_eq!(shown("text", "warning[unknown-field]"), 2 * folded, "{count}");
        assert_eq!(shown("jsonl", "\"rule\":\"unknown-field\""), 2 * count, "{count}");
        assert_eq!(findings(capture.as_bytes()).len(), 2 * count);
        let text = over(&["check", "-"], capture.as_bytes());
        for key in 0..count.min(4) {
            assert!(text.out().contains(&format!("k{key}")), "{}", text.out());
        }
    }
}

/// What stands before a body and is no line of a log.
#[test]
fn places_before_a_body_are_judged() {
    for before in ["}", ",", "\"", "\" ", "x", "null", "]", "\"\"", "var x = ", "\u{feff}\u{feff}"]
    {
        let capture = format!("{before}{}", sample());
        let ran = over(&["check", "-"], capture.as_bytes());
        assert_eq!(ran.exit, 1, "{before}: {}", ran.out());
    }
    for before in ["INFO ", "2017-03-31 23:59:59 got: ", "body=", "[worker] "] {
        let capture = format!("{before}{}\n", sample());
        let ran = over(&["check", "-"], capture.as_bytes());
        assert_eq!(ran.exit, 0, "{before}: {}", ran.out());
    }
}

#[test]
fn places_of_wrong_rules_name_the_right_ones() {
    let ran = over(&["check", "--expect", "schema", "-"], sample().as_bytes());
    assert_eq!(ran.exit, 2);
    assert!(!ran.stderr.contains("did you mean"), "{}", ran.stderr);
    assert!(ran.stderr.contains("group"), "{}", ran.stderr);
}
