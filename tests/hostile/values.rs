//! Numbers, types, keys and depth: exact or refused by name, and never slow.

use crate::corpus::{named, sample, with};
use crate::runs::{over, report};

/// A number as it is spelled in a body, the field, and the rules at warning level or above.
const NUMBERS: &[(&str, &str, &[&str])] = &[
    ("amount", "71613633657603.65", &[]),
    ("amount", "12345678901234567890.12", &[]),
    ("amount", "-0", &["non-positive-target"]),
    ("amount", "1e2", &[]),
    ("amount", "1E+2", &[]),
    ("amount", "1e400", &["number-out-of-range"]),
    ("amount", "1e-400", &["number-out-of-range"]),
    ("amount", "1e99999999999999999999", &["number-out-of-range"]),
    ("amount", "0e99999999999999999999", &["non-positive-target"]),
    ("amount", "123456789012345678901234567890", &["number-out-of-range"]),
    ("amount", "0.123456789012345678901234567890", &["number-out-of-range"]),
    ("amount", "01", &["invalid-json"]),
    ("amount", "+1", &["invalid-json"]),
    ("amount", ".5", &["invalid-json"]),
    ("amount", "1.", &["invalid-json"]),
    ("amount", "1_000", &["invalid-json"]),
    ("amount", "0x10", &["invalid-json"]),
    ("amount", "NaN", &["invalid-json"]),
    ("amount", "-Infinity", &["invalid-json"]),
    ("amount", "\"750.00\"", &["decimal-as-string"]),
    ("amount", "\"+1\"", &["wrong-type"]),
    ("amount", "\" 1\"", &["wrong-type"]),
    ("amount", "\"1e400\"", &["number-out-of-range"]),
    ("amount", "\"NaN\"", &["wrong-type"]),
    ("revision", "9223372036854775807", &[]),
    ("revision", "9223372036854775808", &["number-out-of-range"]),
    ("revision", "-9223372036854775809", &["number-out-of-range"]),
    ("revision", "1e400", &["number-out-of-range"]),
    ("revision", "71.0", &["integer-as-decimal"]),
    ("revision", "71.5", &["wrong-type"]),
    ("revision", "\"71\"", &["wrong-type"]),
    ("revision", "-0", &[]),
    ("position", "1e0", &["integer-as-decimal"]),
    ("user_id", "128372140", &["wrong-type"]),
    ("goal_type_name", "{\"$serde_json::private::Number\":\"1\"}", &["wrong-type"]),
    ("amount", "{\"$serde_json::private::Number\":\"1\"}", &["wrong-type"]),
    ("amount", "{\"$serde_json::private::RawValue\":\"1\"}", &["wrong-type"]),
    ("amount", "[750]", &["wrong-type"]),
    ("amount", "true", &["wrong-type"]),
    ("is_complete", "[]", &["wrong-type"]),
    ("name", "{}", &["wrong-type"]),
    ("metadata", "{\"a\":[1]}", &["wrong-type"]),
    ("guid", "[\"GOL-1\"]", &["wrong-type"]),
];

#[test]
fn numbers_and_types() {
    for (field, spelled, rules) in NUMBERS {
        let body = with(field, spelled);
        let capture = format!("{}\n{body}\n{}\n", sample(), sample());
        let report =
            report(capture.as_bytes(), &["--allow", "meaning", "-W", "non-positive-target"]);
        assert_eq!(report.rules(), *rules, "{field} {spelled}");
        assert_eq!(report.bodies, 3, "{field} {spelled}");
        if *rules != ["invalid-json"] {
            let shown = over(&["show", "--format", "jsonl", "-"], capture.as_bytes());
            let lines: Vec<&str> = shown.out().lines().collect();
            assert_eq!(lines, [sample(), &body, sample()], "printed as received");
        }
    }
}

#[test]
fn arrays_and_scalars_for_the_objects() {
    for (body, rule, pointer) in [
        ("{\"action\":\"created\",\"goal\":[1,2,3]}", "wrong-type", "/goal"),
        ("{\"action\":\"created\",\"goal\":\"x\"}", "wrong-type", "/goal"),
        ("{\"action\":\"created\",\"goal\":null}", "wrong-type", "/goal"),
        ("[\"created\",{}]", "not-an-object", ""),
        ("{\"$serde_json::private::RawValue\":\"{}\"}", "not-a-goal-webhook", ""),
    ] {
        let capture = format!("{}\n{body}\n", sample());
        let report = report(capture.as_bytes(), &[]);
        assert_eq!(report.findings, [(rule.to_owned(), pointer.to_owned())], "{body}");
    }
}

#[test]
fn keys() {
    let in_goal = |member: &str| with("name", &format!("\"Home\",{member}"));
    let mebibyte = "k".repeat(1 << 20);
    for (what, body, rule, pointer) in [
        ("twice", in_goal("\"amount\":751"), "duplicate-key", "/goal/amount"),
        ("twice, escaped", in_goal("\"\\u0061mount\":751"), "duplicate-key", "/goal/amount"),
        ("look-alike", in_goal("\"\u{430}mount\":1"), "unknown-field", "/goal/\u{430}mount"),
        ("empty", in_goal("\"\":1"), "unknown-field", "/goal/"),
        ("prototype", in_goal("\"__proto__\":{}"), "unknown-field", "/goal/__proto__"),
        ("pointer", in_goal("\"a/b~c\":1"), "unknown-field", "/goal/a~1b~0c"),
        (
            "long",
            in_goal(&format!("\"{mebibyte}\":1")),
            "unknown-field",
            &format!("/goal/{mebibyte}"),
        ),
    ] {
        let report = report(body.as_bytes(), &[]);
        assert_eq!(report.findings, [(rule.to_owned(), pointer.to_owned())], "{what}");
        for format in ["text", "concise"] {
            let ran = over(&["check", "--format", format, "-"], body.as_bytes());
            assert!(ran.stdout.len() < 2_000, "{what} is cut to fit");
        }
    }
    let twice = format!("{{\"action\":\"created\",{}", &sample()[1..]);
    assert_eq!(report(twice.as_bytes(), &[]).findings[0].0, "duplicate-key");
    let goals = sample().replace("\"goal\":", "\"g\\u006fal\":{},\"goal\":");
    assert!(report(goals.as_bytes(), &[]).rules().contains(&"duplicate-key"));
}

#[test]
fn depth() {
    for (depth, rules) in [(126, &["unknown-field"][..]), (127, &["nested-too-deep"])] {
        let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let body = with("name", &format!("\"Home\",\"x\":{nested}"));
        assert_eq!(report(body.as_bytes(), &[]).rules(), rules, "{depth}");
    }
    // A value on a line of its own, behind an object that is one, too.
    for (depth, rules) in [(126, &["duplicate-key", "wrong-type"][..]), (127, &["nested-too-deep"])]
    {
        let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let body = with("name", &format!("\"Home\",\"name\":\n{nested}"));
        for goal in ["\"goal\":\n{\"x\":{},", "\"goal\":\r{\"a\\u0062\":[],"] {
            let body = body.replacen("\"goal\":{", goal, 1);
            let report = report(body.as_bytes(), &["-A", "unknown-field"]);
            assert_eq!(report.rules(), rules, "{depth} {goal}");
        }
    }
    for bracket in ["[", "{\"a\":"] {
        let close = if bracket == "[" { "]" } else { "}" };
        let open = bracket.repeat(100_000);
        let capture = format!("{}\n{open}\n{}\n", sample(), sample());
        let report = report(capture.as_bytes(), &[]);
        assert_eq!(report.rules(), ["nested-too-deep"]);
        assert_eq!((report.bodies, report.clean), (3, 2));
        let capture = format!("{}\n{open}1{}\n{}\n", sample(), close.repeat(100_000), sample());
        let report = crate::runs::report(capture.as_bytes(), &[]);
        assert_eq!(report.rules(), ["nested-too-deep"]);
        assert_eq!((report.bodies, report.clean), (3, 2));
    }
    let metadata = named(&"[".repeat(10_000)).replace("\"name\"", "\"metadata\"");
    for arguments in crate::runs::READING {
        assert!(over(arguments, metadata.as_bytes()).exit < 2, "{arguments:?}");
    }
}

/// Ways to make a capture of some size that costs the most for its bytes.
#[allow(clippy::type_complexity, reason = "a table")]
pub const COSTLY: &[(&str, fn(usize) -> Vec<u8>)] = &[
    ("blank lines", |size| vec![b'\n'; size]),
    ("blanks", |size| vec![b' '; size]),
    ("NUL", |size| vec![0; size]),
    ("one line of text", |size| vec![b'x'; size]),
    ("digits", |size| vec![b'7'; size]),
    ("digits in a body", |size| with("amount", &"7".repeat(size)).into_bytes()),
    ("zeros in a body", |size| with("amount", &format!("1{}", "0".repeat(size))).into_bytes()),
    ("open brackets", |size| vec![b'['; size]),
    ("closing brackets", |size| vec![b']'; size]),
    ("open and wrong brackets", |size| [vec![b'['; size / 2], vec![b'}'; size / 2]].concat()),
    ("quotes", |size| vec![b'"'; size]),
    ("backslashes", |size| vec![b'\\'; size]),
    ("invalid UTF-8", |size| vec![0xff; size]),
    ("invalid UTF-8 in bodies", |size| repeat(b"{\"a\":\"\xff\"}\n", size)),
    ("open braces on lines", |size| repeat(b"{\n", size)),
    ("open bodies on lines", |size| repeat(b"{\"action\":[\n", size)),
    ("open goals on lines", |size| repeat(b"{\"goal\":\n", size)),
    ("open strings on lines", |size| repeat(b"{\"action\":\"x\n", size)),
    ("open arrays of bodies", |size| [&b"["[..], &repeat(b"{\"action\":[\n", size)].concat()),
    ("open array of good bodies", |size| {
        [&b"{\"action\":[\n"[..], &repeat(b"{\"action\":1},\n", size)].concat()
    }),
    ("commas in an array", |size| [&b"["[..], &vec![b','; size]].concat()),
    ("strings in an array", |size| [&b"["[..], &repeat(b"\"a\" ", size)].concat()),
    ("lines of text", |size| repeat(b"a\n", size)),
    ("braces in text", |size| [&b"x"[..], &repeat(b"{ ", size)].concat()),
    ("byte-order marks", |size| repeat(b"\xef\xbb\xbf", size)),
    ("a million keys", |size| {
        let keys: String = (0..size / 12).map(|key| format!("\"k{key:07}\":1,")).collect();
        with("name", &format!("\"Home\",{keys}\"z\":1")).into_bytes()
    }),
    ("the same key", |size| {
        with("name", &format!("\"Home\",{}\"z\":1", "\"amount\":1,".repeat(size / 11))).into_bytes()
    }),
    ("numbers on lines", |size| repeat(b"1\n", size)),
    ("half surrogates", |size| {
        with("name", &format!("\"{}\"", "\\ud800".repeat(size / 6))).into_bytes()
    }),
    ("hidden characters", |size| named(&"\u{202e}".repeat(size / 3)).into_bytes()),
    ("combining marks", |size| named(&"\u{301}".repeat(size / 2)).into_bytes()),
    ("requests without bodies", |size| repeat(b"POST / HTTP/1.1\n\n", size)),
    ("headers", |size| [&b"POST / HTTP/1.1\n"[..], &repeat(b"a: b\n", size)].concat()),
    ("chunks", |size| {
        let head = b"POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n";
        [&head[..], &repeat(b"1\r\n{\r\n", size)].concat()
    }),
];

fn repeat(piece: &[u8], size: usize) -> Vec<u8> {
    piece.repeat(size / piece.len())
}

#[test]
fn no_input_is_slow() {
    for (what, make) in COSTLY {
        let input = make(40_000);
        for arguments in [&["check", "--format", "json", "-"][..], &["show", "-"]] {
            let start = std::time::Instant::now();
            over(arguments, &input);
            let taken = start.elapsed();
            assert!(taken.as_secs() < 20, "{what} took {taken:?} for {arguments:?}");
        }
    }
}
