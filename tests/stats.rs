//! Statistics: whole outputs, and the same bytes from parts as from the whole.

mod door;

use door::goalpost;
use goalpost::exit::Exit;
use proptest::prelude::*;
use serde_json::json;

const CAPTURE: &str = r#"{"action":"created","goal":{"account_guid":"ACT-1c935fd7-cd39-18b7-1e5b-71fbde730bd6","amount":750.00,"completed_at":null,"created_by":null,"current_amount":0.10,"goal_type_name":"SAVE_AMOUNT","guid":"GOL-537e6391-3c29-9130-4d4f-e44302608406","has_been_spent":false,"is_complete":false,"meta_type":"OTHER","metadata":null,"name":"Home","position":2,"projected_to_complete_at":1491004799,"revision":71,"user_guid":"USR-dfb1b536-692d-f172-88c6-643a2691b30c","user_id":"0128372140"}}
{"action":"updated","goal":{"account_guid":"ACT-1c935fd7-cd39-18b7-1e5b-71fbde730bd6","amount":"12345678901234567890.12","color":"blue","completed_at":1460607964,"created_by":null,"current_amount":-3,"goal_type_name":"SAVE_AMOUNT","guid":"GOL-537e6391-3c29-9130-4d4f-e44302608406","has_been_spent":false,"is_complete":true,"meta_type":"BO\u001bAT","metadata":null,"name":"Home","position":2,"projected_to_complete_at":1491004799,"revision":72,"user_guid":"USR-dfb1b536-692d-f172-88c6-643a2691b30c"},"=x|\u202e":1}
null
{"meta_type_name":"HOUSE","guid":"GOL-1","name":"x"}
"#;

#[test]
fn a_capture_is_counted() {
    let ran = goalpost(["stats", "--format", "json"]).stdin(CAPTURE).run();
    assert_eq!((ran.exit, ran.stderr.as_str()), (Exit::Clean.code(), ""));
    let stats = ran.json();
    assert_eq!(stats["summary"]["bodies"], 4);
    assert_eq!(stats["summary"]["readable"], 2);
    assert_eq!(stats["summary"]["bytes"], CAPTURE.len());
    let field = |name: &str| {
        let fields = stats["fields"].as_array().expect("fields").iter();
        fields.clone().find(|field| field["field"] == name).expect("a documented field").clone()
    };
    assert_eq!(field("action")["words"], json!({"created": 1, "updated": 1, "deleted": 0}));
    assert_eq!(field("meta_type")["other_words"], json!({"all": 1, "kept": {"BO\u{1b}AT": 1}}));
    assert_eq!(field("amount")["types"], json!({"number": 1, "string": 1}));
    assert_eq!(field("user_id")["absent"], 1);
    assert_eq!(
        stats["unknown_fields"],
        json!({"all": 2, "kept": {"/goal/color": 1, "/=x|\u{202e}": 1}})
    );
    // Exact digits, and no control character as it is.
    assert!(ran.out().contains("\"least\": 750,\n      \"greatest\": 12345678901234567890.12"));
    assert!(ran.out().contains("\"least\": -3,\n      \"greatest\": 0.1\n"));
    assert!(!ran.out().contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn the_table_is_for_eyes() {
    let ran = goalpost(["stats", "--color", "never"]).stdin(CAPTURE).columns(80).run();
    assert_eq!(ran.out(), include_str!("expected/stats/table-80.txt"));
    let markdown = goalpost(["stats", "--format", "markdown"]).stdin(CAPTURE).run();
    assert_eq!(markdown.out(), include_str!("expected/stats/table.md"));
    let csv = goalpost(["stats", "--format", "csv"]).stdin(CAPTURE).run();
    assert_eq!(csv.out(), include_str!("expected/stats/table.csv"));
    let mut reader = csv::Reader::from_reader(csv.stdout.as_slice());
    assert!(reader.records().all(|record| record.is_ok_and(|record| record.len() == 13)));
    for format in ["table", "markdown", "csv", "jsonl"] {
        let ran = goalpost(["stats", "--format", format]).stdin(CAPTURE).run();
        assert!(!ran.out().contains(['\u{1b}', '\u{202e}']), "{format}");
    }
    for line in
        goalpost(["stats", "--color", "always"]).stdin(CAPTURE).columns(200).run().out().lines()
    {
        let plain: String =
            line.replace("\u{1b}[32m", "").replace("\u{1b}[2m", "").replace("\u{1b}[0m", "");
        assert!(!plain.contains('\u{1b}'), "{plain}");
    }
}

fn sample(arguments: &[&str]) -> Vec<u8> {
    goalpost(["sample", "--count", "900"]).and(arguments.iter().copied()).run().stdout
}

#[test]
fn parts_in_any_order_give_the_bytes_of_one_run() {
    let mut capture = sample(&["--defects", "30%"]);
    // More unknown names than are kept.
    for number in 0..400 {
        let body = format!("{{\"action\":\"a{number}\",\"goal\":{{\"k{number}\":1}}}}\n");
        capture.extend_from_slice(body.as_bytes());
    }
    let lines: Vec<&[u8]> = capture.split_inclusive(|byte| *byte == b'\n').collect();
    for format in ["json", "jsonl", "csv", "markdown", "table"] {
        let whole = goalpost(["stats", "--format", format]).stdin(capture.clone()).run();
        for parts in [1, 2, 3, 7] {
            let folder = tempfile::tempdir().expect("a folder");
            let mut paths = Vec::new();
            for (index, part) in lines.chunks(lines.len().div_ceil(parts)).enumerate() {
                let path = folder.path().join(format!("{index}.json"));
                let saved = goalpost(["stats", "--format", "json"]).stdin(part.concat()).run();
                std::fs::write(&path, saved.stdout).expect("a file");
                paths.push(path);
            }
            paths.rotate_left(parts / 2);
            let merged = goalpost(["stats", "--merge", "--format", format]).and(paths).run();
            assert_eq!(merged.out(), whole.out(), "{format} in {parts}");
            assert_eq!(merged.exit, 0);
        }
    }
}

/// An object, whole or broken in some way, which ends before the next one begins.
fn a_body() -> impl Strategy<Value = Vec<u8>> {
    let sample = include_str!("../fixtures/sample/compact.json").trim_end();
    prop_oneof![
        4 => (0..9_u32).prop_map(move |amount| {
            sample.replace("750", &format!("{amount}.5")).into_bytes()
        }),
        2 => (20..sample.len()).prop_map(move |length| sample.as_bytes()[..length].to_vec()),
        1 => (1..sample.len()).prop_map(move |at| {
            let mut body = sample.as_bytes().to_vec();
            body[at] = 0xff;
            body
        }),
        2 => proptest::sample::select(vec![
            sample.replace("false", "False"),
            sample.replace("Home", "Ho\tme"),
            sample.replace("\"Home\"", "17"),
            sample.replace("\"Home\"", "\"\\ud800\",\"amount\":\"x\",\"k\":{}"),
            sample.replace("created", "made"),
            format!("{sample}}}"),
            "{\"action\":\"created\",\"goal\":null,\"goal\":{}}".to_owned(),
            "{\"action\":\"created\",\"budget\":{}}".to_owned(),
            "{\"meta_type_name\":\"HOUSE\",\"guid\":\"GOL-1\",\"name\":\"x\"}".to_owned(),
            "{\"type\":1}".to_owned(),
        ]).prop_map(String::into_bytes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the bodies are, parts that are cut between them add up to the whole, in any order.
    #[test]
    fn parts_of_broken_captures_add_up(
        bodies in proptest::collection::vec((a_body(), 0..5_usize), 1..14),
        order in Just((0..5_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let stats = |of: &dyn Fn(usize) -> bool| {
            let chosen = bodies.iter().filter(|(_, part)| of(*part));
            let lines: Vec<u8> = chosen.flat_map(|(body, _)| [body, &b"\n"[..]].concat()).collect();
            (!lines.is_empty())
                .then(|| goalpost(["stats", "--format", "json", "-"]).stdin(lines).run())
        };
        let whole = stats(&|_| true).expect("bodies");
        let folder = tempfile::tempdir().expect("a folder");
        let mut paths = Vec::new();
        for part in order {
            if let Some(saved) = stats(&|of| of == part) {
                let path = folder.path().join(format!("{part}.json"));
                std::fs::write(&path, saved.stdout).expect("a file");
                paths.push(path);
            }
        }
        let merged = goalpost(["stats", "--merge", "--format", "json"]).and(paths).run();
        let text: Vec<_> = bodies.iter().map(|(body, _)| String::from_utf8_lossy(body)).collect();
        prop_assert_eq!(merged.out(), whole.out(), "{:?}", text);
    }
}

#[test]
fn threads_and_blocks_do_not_show() {
    let capture = sample(&["--defects", "0.2"]);
    let run = |jobs: &str, block: &str| {
        let call = goalpost(["stats", "--format", "json", "--jobs", jobs, "--block-size", block]);
        call.stdin(capture.clone()).run()
    };
    let one = run("1", "1M");
    for (jobs, block) in [("2", "1K"), ("7", "300"), ("3", "64K")] {
        assert_eq!(run(jobs, block), one, "{jobs} {block}");
    }
}

#[test]
fn what_is_no_saved_result_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = goalpost(["stats", "--format", "json"]).stdin(CAPTURE).run();
    let good = folder.path().join("good.json");
    std::fs::write(&good, &saved.stdout).expect("a file");
    for (text, told) in [
        (CAPTURE.to_owned(), "not a result of `stats --format json`"),
        (String::new(), "not a result"),
        (saved.out().replace("\"format\": 1", "\"format\": 2"), "another version"),
        (saved.out().replace("not-an-object", "not-a-rule"), "an unknown rule"),
        (saved.out().replace("\"position\"", "\"place\""), "not the documented ones"),
        (saved.out().replace("\"greatest\": 0.1", "\"greatest\": 1e999"), "is not a number"),
    ] {
        let bad = folder.path().join("bad.json");
        std::fs::write(&bad, text).expect("a file");
        let ran = goalpost(["stats", "--merge", "--format", "json"]).and([&bad, &good]).run();
        assert_eq!(ran.exit, 2);
        assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
        // The counts of the other alone would look like the whole.
        assert_eq!(ran.out(), "");
    }
}

#[test]
fn filters_choose_what_is_counted() {
    let ran = goalpost(["stats", "--format", "json", "--action", "updated"]).stdin(CAPTURE).run();
    assert_eq!(ran.json()["fields"][0]["words"], json!({"created": 0, "updated": 1, "deleted": 0}));
    let merged = goalpost(["stats", "--merge", "--action", "updated", "x"]).run();
    assert_eq!(merged.exit, 2);
}
