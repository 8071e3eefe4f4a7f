//! `redact`: nothing secret in the copy, and every rule says of the copy what it says of the
//! original.

use rust_decimal::Decimal;
use std::path::Path;

use proptest::prelude::*;

use crate::corpus::{FIELDS, PIECES, named, sample, with};
use crate::door::{Folder, Ran, goalpost};

impl Folder {
    fn redact(&self, bytes: &[u8], more: &[&str]) -> Ran {
        goalpost(["redact", "--key-file", &self.path("key"), "-"])
            .and(more.iter().copied())
            .stdin(bytes)
            .run()
    }
}

/// The findings of a check: body, rule, level, and the pointer but for keys of the payload.
fn verdicts(bytes: &[u8]) -> Vec<(u64, String, String, String)> {
    let ran = goalpost(["check", "--format", "json", "-"]).stdin(bytes).run();
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    let list = ran.json()["findings"].as_array().expect("a list").clone();
    list.iter()
        .map(|finding| {
            let rule = text(&finding["rule"]);
            let pointer = text(&finding["pointer"]);
            let foreign =
                matches!(rule.as_str(), "unknown-field" | "duplicate-key" | "unpaired-surrogate")
                    && !pointer.contains("_at")
                    && pointer.len() > 6;
            let pointer = if foreign { pointer[..6].to_owned() } else { pointer };
            (finding["body"].as_u64().unwrap_or(0), rule, text(&finding["level"]), pointer)
        })
        .collect()
}

fn assert_same_verdicts(folder: &Folder, bytes: &[u8], more: &[&str], what: &str) {
    let ran = folder.redact(bytes, more);
    let copy = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert_eq!(verdicts(&ran.stdout), verdicts(bytes), "{what}:\n{copy}");
}

/// Fixtures whose bodies cannot be read, so that there is nothing to copy.
const UNREADABLE: &[&str] = &[
    "invalid-json",
    "invalid-utf8",
    "nested-too-deep",
    "trailing-text",
    "truncated-json",
    "unread-webhook",
];

fn files(folders: &[&str]) -> Vec<std::path::PathBuf> {
    let all = folders.iter().flat_map(|folder| {
        std::fs::read_dir(Path::new("fixtures").join(folder)).expect("a folder")
    });
    all.map(|entry| entry.expect("an entry").path()).collect()
}

#[test]
fn fixtures_have_the_same_verdicts() {
    let folder = Folder::new();
    for path in files(&["sample", "failing", "passing", "history", "goals", "captures"]) {
        let bytes = std::fs::read(&path).expect("a file");
        let name = path.file_stem().expect("a name").to_str().expect("text");
        let unreadable = UNREADABLE.contains(&name) && path.starts_with("fixtures/failing");
        if unreadable {
            assert_eq!(folder.redact(&bytes, &[]).exit, 1, "{}", path.display());
            continue;
        }
        for amounts in ["keep", "scale"] {
            assert_same_verdicts(
                &folder,
                &bytes,
                &["--amounts", amounts],
                &path.display().to_string(),
            );
        }
        assert_eq!(folder.redact(&bytes, &[]).exit, 0, "{}", path.display());
    }
}

#[test]
fn no_secret_is_in_the_copy() {
    const CANARY: &str = "cAnArY7391";
    let folder = Folder::new();
    let text = format!("\"{CANARY}\"");
    let mut bodies = Vec::new();
    for field in FIELDS {
        bodies.push(with(field, &text));
        bodies.push(with(field, &format!("[{text},{{{text}:{text}}}]")));
        bodies.push(with(field, &format!("\"GOL-{CANARY}\"")));
        bodies.push(with(field, &format!("\"\\u0000{CANARY}\\ud800\"")));
        bodies.push(with(field, &serde_json::json!(format!("{{\"{CANARY}\":1}}")).to_string()));
        bodies.push(with("name", &format!("\"x\",\"{field}{CANARY}\":1,{text}:{text}")));
    }
    bodies.push(sample().replace("\"created\"", &text));
    bodies.push(format!("{{{text}:{text},{}", &sample()[1..]));
    bodies.push(format!("{{\"action\":\"created\",\"budget\":{{\"name\":{text}}}}}"));
    bodies.push(format!("{{\"type\":{text},\"a\":[{text}]}}"));
    bodies.push(format!("{{\"goals\":[{{\"guid\":{text}}}],{text}:{{}}}}"));
    bodies.push(format!("[{text},{{{text}:null}}]"));
    bodies.push(text.clone());
    bodies.push(format!("{CANARY} between bodies"));
    bodies.push(format!("{{\"action\":\"{CANARY}"));
    let plain = bodies.join("\n").into_bytes();
    let broken = [b"{\"\xff", CANARY.as_bytes(), b"\"}\n", sample().as_bytes()].concat();
    let request = format!(
        "{CANARY} /{CANARY} HTTP/1.1\r\nHost: {CANARY}\r\nAuthorization: Basic {CANARY}\r\n\
         Content-Type: {CANARY}\r\nContent-Length: 1{CANARY}\r\nDate: {CANARY}\r\n{CANARY}: x\r\n\
         \r\n{}\r\nPOST /{CANARY} HTTP/1.1\r\n\r\n{CANARY}\r\n\r\n{}\r\n",
        named(CANARY),
        named(CANARY)
    );
    let request = request.replacen(&format!("{CANARY} /"), "CANARY /", 1);
    for (index, capture) in [plain, broken, request.into_bytes()].iter().enumerate() {
        for amounts in ["keep", "scale"] {
            let input = folder.file(&format!("{CANARY}{index}.txt"), capture);
            let output = folder.path("copy");
            let ran = goalpost(["redact", "--key-file", &folder.path("key"), &input])
                .and(["--amounts", amounts, "--output", output.as_str()])
                .run();
            assert_eq!(ran.exit, 1, "{}", ran.stderr);
            let copy = std::fs::read(&output).expect("the copy");
            assert!(copy.len() > sample().len());
            let copy = String::from_utf8(copy).expect("text").to_lowercase();
            for secret in ["canary", "7391", "0123456789abcdef"] {
                let at = copy.find(secret);
                assert_eq!(at, None, "{secret} in capture {index}: {:?}", at.map(|at| &copy[at..]));
            }
        }
    }
}

#[test]
fn one_key_gives_the_same_pseudonyms_and_another_gives_others() {
    let folder = Folder::new();
    let other = folder.file("other", b"another key of this capture");
    let bytes = format!("{}\n{}\n", sample(), with("amount", "751"));
    let first = folder.redact(bytes.as_bytes(), &[]);
    assert_eq!(first, folder.redact(bytes.as_bytes(), &[]));
    assert_eq!((first.exit, first.stderr.as_str()), (0, ""));
    let lines: Vec<&str> = first.out().lines().collect();
    assert_eq!(lines[0].replace("\"amount\":750", "\"amount\":751"), lines[1]);
    assert!(!first.out().contains("537e6391") && !first.out().contains("0128372140"));
    let second = goalpost(["redact", "--key-file", &other, "-"]).stdin(bytes.clone()).run();
    assert_ne!(first.stdout, second.stdout);

    let made = || goalpost(["redact", "-"]).stdin(bytes.clone()).run();
    let (third, fourth) = (made(), made());
    assert_ne!(third.stdout, fourth.stdout);
    assert!(third.stderr.starts_with("note: a key "), "{}", third.stderr);
}

#[test]
fn keys_that_are_none_are_named() {
    let folder = Folder::new();
    let short = folder.file("short", b"short\n");
    for path in [short.as_str(), "/dev/null", "missing", "."] {
        let ran = goalpost(["redact", "--key-file", path, "-"]).stdin(sample()).run();
        assert_eq!((ran.exit, ran.out()), (2, ""), "{path}");
        assert!(ran.stderr.starts_with(&format!("error: --key-file {path}: ")), "{}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1);
    }
}

#[test]
fn unreadable_bodies_are_counted_or_kept() {
    let folder = Folder::new();
    let capture = format!("{}\n{{\"action\":\"open\n{}\n", sample(), sample());
    let dropped = folder.redact(capture.as_bytes(), &[]);
    assert_eq!((dropped.exit, dropped.out().lines().count()), (1, 2));
    assert!(dropped.stderr.contains("1 body or stretch of text could not be read"));
    let kept = folder.redact(capture.as_bytes(), &["--unreadable", "keep"]);
    assert_eq!((kept.exit, kept.out().lines().nth(1)), (0, Some("{\"action\":\"open")));
}

#[test]
fn signs_and_ratios_stay_when_amounts_are_scaled() {
    let folder = Folder::new();
    let scaled = |current: &str| {
        let body = with("current_amount", current);
        let ran = folder.redact(body.as_bytes(), &["--amounts", "scale"]);
        let copy: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("a body");
        ["amount", "current_amount"].map(|field| {
            let digits = copy["goal"][field].to_string();
            goalpost::json::number::exact(&digits).expect("an amount")
        })
    };
    let [target, current] = scaled("-2.50");
    let factor = target / Decimal::from(750);
    assert!(factor >= Decimal::from(2) && factor < Decimal::from(50), "{factor}");
    assert!(!factor.fract().is_zero(), "a whole number is found as the divisor of all amounts");
    // But for the rounding to cents.
    assert!((current - factor * Decimal::new(-250, 2)).abs() <= Decimal::new(6, 3));
    assert_eq!(scaled("7.5000e2"), [target, target]);
    assert_eq!(scaled("0")[1], Decimal::ZERO);
}

/// Values that fields may hold, documented or not.
fn values() -> impl Strategy<Value = String> {
    let pieces = PIECES.iter().filter(|piece| piece.len() < 9);
    let texts: Vec<String> =
        pieces.filter_map(|piece| String::from_utf8(piece.to_vec()).ok()).collect();
    let word = proptest::sample::select(vec![
        "GOL-537e6391-3c29-9130-4d4f-e44302608406",
        "gol-1",
        "USR-A",
        "ACT-",
        "Home",
        " ",
        "",
        "東京\u{200d}旅行",
        "a\u{202e}b",
        "x\u{e0041}",
        "{\"a\":1}",
        "[1]\n",
        "2016-04-14T04:26:00Z",
        "750.00",
        "71",
        "1e400",
        "created",
        "SAVE_AMOUNT",
        "HOUSE",
        "no",
        "USR-1",
        "é-1",
        "\u{3000}",
        "\u{7}",
        "line\nline",
    ])
    .prop_map(|text| serde_json::to_string(text).expect("text"));
    prop_oneof![
        4 => word,
        1 => proptest::sample::select(texts).prop_map(|text| serde_json::to_string(&text).expect("text")),
        2 => ".{0,12}".prop_map(|text| serde_json::to_string(&text).expect("text")),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => (any::<i32>(), 0_u8..4).prop_map(|(number, places)| format!("{number}e-{places}")),
        1 => proptest::sample::select(vec![
            "null", "true", "false", "0", "1", "-0", "1e400", "71.0", "1.5", "[]", "{}",
            "{\"a\":[1,\"b\"]}", "\"\\ud800\"", "\"a\\udc00b\"", "99999999999999999999",
            "123456789012345.67", "1491004799000", "12345678901234567890123456789",
        ]).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bodies_have_the_same_verdicts(
        changes in proptest::collection::vec((proptest::sample::select(FIELDS), values()), 0..5),
        extras in proptest::collection::vec(("[a-zA-Z_]{0,9}|[\u{0}-\u{ff}]{0,3}", values()), 0..3),
        bom in proptest::bool::weighted(0.1),
    ) {
        let mut goal: Vec<(String, String)> = Vec::new();
        for field in FIELDS {
            let changed = changes.iter().rev().find(|(changed, _)| changed == field);
            let value = match changed {
                Some((_, value)) => value.clone(),
                None => serde_json::from_str::<serde_json::Value>(sample()).expect("a body")["goal"][field].to_string(),
            };
            goal.push(((*field).to_owned(), value));
        }
        goal.extend(extras);
        let members: Vec<String> = goal
            .iter()
            .map(|(key, value)| format!("{}:{value}", serde_json::to_string(key).expect("text")))
            .collect();
        let mark = if bom { "\u{feff}" } else { "" };
        let body = format!("{mark}{{\"action\":\"updated\",\"goal\":{{{}}}}}\n", members.join(","));
        for amounts in ["keep", "scale"] {
            assert_same_verdicts(&Folder::new(), body.as_bytes(), &["--amounts", amounts], &body);
        }
    }
}
