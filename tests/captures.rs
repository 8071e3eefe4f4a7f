//! The forms in which captures hold bodies: in every one of them the same three deliveries
//! (created, updated with a broken field, deleted), which must come out byte for byte.

mod door;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use base64::Engine;
use door::{Ran, goalpost};
use flate2::Compression;
use flate2::write::GzEncoder;

const FOLDER: &str = "fixtures/captures";
const PLAIN: &str = "fixtures/captures/plain.ndjson";

fn fixtures() -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).expect("the folder can be read");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry of the folder").path()).collect();
    paths.sort();
    assert!(paths.len() > 40, "{}", paths.len());
    paths
}

fn read(path: &str) -> Vec<u8> {
    fs::read(path).expect("the fixture can be read")
}

fn text(path: &str) -> String {
    String::from_utf8(read(path)).expect("the fixture is text")
}

fn bodies() -> Vec<String> {
    text(PLAIN).lines().map(str::to_owned).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes every write");
    encoder.finish().expect("memory takes every write")
}

fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// What is said in each finding, without its place.
fn said(ran: &Ran) -> Vec<(String, String)> {
    let findings = ran.json()["findings"].as_array().expect("a list").clone();
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    findings.iter().map(|finding| (word(&finding["rule"]), word(&finding["pointer"]))).collect()
}

fn check(stdin: impl Into<Vec<u8>>, arguments: &[&str]) -> Ran {
    goalpost(["check", "--format", "json"]).and(arguments.iter().copied()).stdin(stdin).run()
}

fn in_format(format: &str, stdin: impl Into<Vec<u8>>) -> Ran {
    goalpost(["check", "--format", format]).stdin(stdin).run()
}

#[test]
fn every_form_gives_the_bodies_that_went_in() {
    let plain = read(PLAIN);
    for path in fixtures() {
        let ran = goalpost(["show", "--format", "jsonl"]).and([&path]).run();
        assert!(ran.stdout == plain, "{}: {}", path.display(), ran.out());
        assert_eq!(ran.exit, 0, "{}: {}", path.display(), ran.stderr);
    }
}

#[test]
fn every_form_gives_the_same_finding_with_its_place_in_the_body() {
    for path in fixtures() {
        let ran = goalpost(["check", "--format", "json"]).and([&path]).run();
        let report = ran.json();
        let finding = &report["findings"][0];
        let at = path.display();
        assert_eq!(ran.exit, 1, "{at}");
        assert_eq!(report["findings"].as_array().map(Vec::len), Some(1), "{at}: {report}");
        assert_eq!(report["summary"]["bodies"], 3, "{at}");
        assert_eq!(report["summary"]["clean"], 2, "{at}");
        assert_eq!(finding["rule"], "wrong-type", "{at}");
        assert_eq!(finding["pointer"], "/goal/is_complete", "{at}");
        assert_eq!(finding["body"], 2, "{at}");
        assert_eq!(finding["revision"], 72, "{at}");
        // In something else a body is placed within itself, and the line around it is kept.
        let trail = finding["trail"].as_array().expect("a list");
        if trail.is_empty() {
            assert!(finding["outer_line"].is_null(), "{at}");
        } else {
            assert_eq!(finding["column"], 280, "{at}");
            assert_eq!((&finding["line"], &finding["offset"]), (&1.into(), &279.into()), "{at}");
            assert!(finding["outer_line"].as_u64() > Some(0), "{at}");
        }
    }
}

#[test]
fn the_trail_leads_to_the_body() {
    for (file, trail, outer) in [
        ("capture.har", "/log/entries/2/request/postData/text", 112),
        ("sns-in-sqs.ndjson.gz", "/Records/0/body > /Message", 2),
        ("cloudwatch-subscription.json", "/awslogs/data > base64 > gzip > /logEvents/1/message", 3),
        ("debezium-schema.ndjson", "/payload/after > /payload", 2),
        ("postman-collection.json", "/item/0/item/1/request/body/raw", 42),
        ("table.csv", "/payload", 3),
        ("requests-chunked.http", "chunked", 23),
        ("ngrok.json", "/requests/1/request/raw > base64", 46),
    ] {
        let ran = goalpost(["check"]).and([format!("{FOLDER}/{file}")]).run();
        let place = format!("--> {FOLDER}/{file}:{outer}:1 (in {trail}, 1:280)\n");
        assert!(ran.out().contains(&place), "{}", ran.out());
        assert!(ran.out().contains(r#""is_complete":"no","#), "{}", ran.out());
        assert!(ran.out().contains("^^^^\n"), "{}", ran.out());
    }
}

#[test]
fn a_folder_of_all_forms_adds_up() {
    let forms = fixtures().len();
    let summary = goalpost(["check", "--format", "json", FOLDER]).run().json()["summary"].clone();
    assert_eq!(summary["inputs"], forms);
    assert_eq!(summary["unreadable_inputs"], 0);
    assert_eq!(summary["bodies"], 3 * forms);
    assert_eq!(summary["clean"], 2 * forms);
    assert_eq!(summary["errors"], forms);
}

#[test]
fn neither_blocks_nor_threads_nor_limits_change_what_is_found() {
    for path in fixtures() {
        let call = |more: &[&str]| {
            let call = goalpost(["check", "--format", "json"]).and(more.iter().copied());
            call.and([&path]).run()
        };
        let expected = call(&[]);
        for more in [
            &["--block-size", "64", "--jobs", "3"][..],
            &["--block-size", "700", "--jobs", "1"],
            &["--block-size", "4K", "--jobs", "2"],
        ] {
            assert_eq!(call(more), expected, "{} {more:?}", path.display());
        }
    }
}

#[test]
fn a_long_document_is_read_record_by_record() {
    for (file, longest) in
        [("capture.har", 1_900), ("sqs-event.json", 1_400), ("ngrok.json", 1_700)]
    {
        let path = format!("{FOLDER}/{file}");
        let expected = goalpost(["check", "--format", "json", &path]).run();
        let limit = longest.to_string();
        assert!(fs::metadata(&path).expect("it is there").len() > longest + 1_024);
        for block in ["64", "500", "1K"] {
            let limits = ["--max-body", &limit, "--block-size", block];
            let ran = goalpost(["check", "--format", "json", &path]).and(limits).run();
            let findings = |ran: &Ran| ran.json()["findings"].clone();
            assert_eq!(findings(&ran), findings(&expected), "{file} {block}");
            assert_eq!(ran.json()["summary"], expected.json()["summary"], "{file} {block}");
        }
    }
}

#[test]
fn the_time_of_arrival_is_kept() {
    // These say nothing of time.
    let timeless = [
        "api-gateway-v1",
        "array",
        "curl",
        "elements",
        "mails",
        "mails-base64",
        "nock",
        "page",
        "plain",
        "postman-collection",
        "python-pprint",
        "sequence",
        "wiremock-stubs",
    ];
    for path in fixtures() {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let ran = goalpost(["show", "--format", "jsonl", "--with-source"]).and([&path]).run();
        let received: Vec<_> =
            ran.json_lines().iter().map(|line| line["source"]["received"].as_i64()).collect();
        let expected = match name.split('.').next() {
            Some("api-gateway-v1") => [1_460_607_960, 1_462_096_800, 1_464_861_600].map(Some),
            Some(stem) if timeless.contains(&stem) => [None; 3],
            _ => [1_460_607_960, 1_462_096_800, 1_464_861_600].map(Some),
        };
        assert_eq!(received, expected, "{name}");
    }
}

#[test]
fn secrets_are_never_printed() {
    for path in fixtures() {
        let content =
            String::from_utf8_lossy(&fs::read(&path).expect("it can be read")).into_owned();
        let ran = goalpost(["show", "--format", "jsonl", "--with-source"]).and([&path]).run();
        for secret in ["aG9va3M6c2VjcmV0", "s3cret", "x-hookdeck-signature", "Authorization"] {
            assert!(!ran.out().contains(secret), "{}: {secret}", path.display());
        }
        if content.contains("token=s3cret") {
            assert!(ran.out().contains("/webhooks/goals?token=hidden"), "{}", ran.out());
        }
    }
    let har = format!("{FOLDER}/capture.har");
    let ran = goalpost(["show", "--format", "jsonl", "--with-source", &har]).run();
    let source = &ran.json_lines()[0]["source"];
    assert_eq!(source["method"], "POST");
    assert_eq!(source["form"], "HAR entries");
    assert_eq!(source["headers"][0]["name"], "Content-Type");
    assert_eq!(source["line"], 65);
}

#[test]
fn gzip_that_is_cut_anywhere_keeps_its_complete_bodies() {
    let plain = bodies();
    let members: Vec<Vec<u8>> =
        plain.iter().map(|body| gzip(format!("{body}\n").as_bytes())).collect();
    let whole = members.concat();
    // Between two members nothing shows that more was to come.
    let ends: Vec<usize> = (1..=3).map(|count| members[..count].concat().len()).collect();
    for length in 1..=whole.len() {
        let show = goalpost(["show", "--format", "jsonl"]).stdin(&whole[..length]).run();
        let complete: Vec<&str> = show.out().lines().collect();
        let full = ends.iter().filter(|end| **end <= length).count();
        assert!(complete.len() >= full && complete == plain[..complete.len()], "{length}");
        let expected = if ends.contains(&length) { 0 } else { 2 };
        assert_eq!(show.exit, expected, "{length}: {}", show.stderr);
        if expected == 2 && length > 2 {
            assert!(show.stderr.contains("the gzip data is "), "{length}: {}", show.stderr);
        }
    }
}

#[test]
fn compressed_data_that_is_broken_keeps_what_came_before() {
    let lines: Vec<String> = (0..400).flat_map(|_| bodies()).collect();
    let plain = lines.join("\n").into_bytes();
    for mut bytes in [gzip(&plain), zstd::encode_all(&plain[..], 1).expect("memory")] {
        // A second member, whose first block is of a kind that does not exist.
        let end = bytes.len();
        bytes.extend_from_within(..);
        let block = if bytes[0] == 0x1f { end + 10 } else { bytes.len() - 3 };
        bytes.truncate(block);
        bytes.extend([0xff; 40]);
        let expected = goalpost(["show", "--format", "jsonl"]).stdin(bytes.clone()).run();
        assert_eq!(expected.exit, 2);
        assert!(expected.stdout.starts_with(&plain), "{}", expected.stderr);
        for block in ["100", "4K"] {
            let call = goalpost(["show", "--format", "jsonl", "--block-size", block]);
            assert_eq!(call.stdin(bytes.clone()).run(), expected, "{block}");
        }
    }
}

#[test]
fn compressed_data_that_is_broken_is_named() {
    let whole = read("fixtures/captures/plain.ndjson.gz");
    let mut trailing = whole.clone();
    trailing.extend_from_slice(b"more");
    let mut wrong_sum = whole.clone();
    let sum = wrong_sum.len() - 6;
    wrong_sum[sum] ^= 1;
    let mut padded = whole.clone();
    padded.resize(whole.len() + 512, 0);
    for (bytes, bodies) in [(trailing, 3), (padded, 3), (wrong_sum, 3)] {
        let ran = check(bytes, &[]);
        assert_eq!(ran.exit, 2, "{}", ran.stderr);
        assert_eq!(ran.json()["summary"]["bodies"], bodies);
        assert!(ran.stderr.starts_with("error: -: the gzip data is "), "{}", ran.stderr);
    }
    let zstd = read("fixtures/captures/plain.ndjson.zst");
    let ran = check(&zstd[..zstd.len() - 3], &[]);
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.starts_with("error: -: the zstd data is "), "{}", ran.stderr);
}

#[test]
fn compressions_nest_up_to_a_limit() {
    let mut bytes = read(PLAIN);
    for _ in 0..3 {
        bytes = gzip(&bytes);
    }
    let ran = goalpost(["show", "--format", "jsonl"]).stdin(bytes.clone()).run();
    assert_eq!((ran.exit, ran.stdout), (0, read(PLAIN)));
    for _ in 0..4 {
        bytes = gzip(&bytes);
    }
    let ran = check(bytes, &[]);
    assert_eq!(ran.exit, 2);
    assert_eq!(ran.stderr, "error: -: compressed more than 6 times\n");
}

#[test]
fn a_bomb_ends_at_its_limit() {
    let bomb = gzip(&vec![b' '; 4_000_000]);
    let ran = check(bomb.clone(), &["--max-decompressed", "2M"]);
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("more than 2097152 bytes come out of the gzip data"));

    let event = format!(r#"{{"awslogs":{{"data":"{}"}}}}"#, base64(&bomb));
    let ran = check(event, &["--max-body", "1M"]);
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("/awslogs/data base64 gzip is broken, cut short or over"));
}

#[test]
fn an_envelope_without_a_body_is_counted_and_named() {
    let event = r#"{"requestContext":{"stage":"$default"},"headers":{},"body":null}"#;
    let ran = check(event, &[]);
    assert_eq!(ran.exit, 2);
    let said = "API Gateway requests (1)";
    assert_eq!(ran.stderr, format!("error: -: no webhook body found in {said}\n"));

    let har = r#"{"log":{"version":"1.2","entries":[]}}"#;
    let ran = check(har, &[]);
    assert_eq!(ran.stderr, "error: -: no webhook body found in HAR entries (0)\n");

    let good = &bodies()[0];
    let text = serde_json::to_string(good).expect("text is JSON");
    let mixed = format!("{event}\n{{\"requestContext\":{{}},\"headers\":{{}},\"body\":{text}}}\n");
    let ran = check(mixed, &[]);
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    assert_eq!(ran.stderr, "note: -: read as API Gateway requests (2, 1 of them without a body)\n");
}

/// A HAR entry with these members of its request beside the usual ones.
fn har_entry(request: &str) -> String {
    format!(
        r#"{{"startedDateTime":"2016-04-14T04:26:00.000Z","request":{{"method":"POST",{request}"url":"https://h/"}}}}"#
    )
}

fn har(entries: &[String]) -> String {
    format!(r#"{{"log":{{"version":"1.2","entries":[{}]}}}}"#, entries.join(",\n"))
}

#[test]
fn a_har_may_have_base64_and_entries_without_bodies() {
    let body = &bodies()[0];
    let data = format!(
        r#""postData":{{"mimeType":"application/json","encoding":"base64","text":"{}"}},"#,
        base64(body.as_bytes())
    );
    let entries = [
        har_entry(&data),
        har_entry(""),
        har_entry(r#""postData":{"mimeType":"application/json","text":""},"#),
        har_entry(r#""postData":{"mimeType":"application/json"},"#),
    ];
    let ran = check(har(&entries), &[]);
    assert_eq!((ran.exit, &ran.json()["summary"]["clean"]), (0, &1.into()), "{}", ran.out());
    assert_eq!(ran.stderr, "note: -: read as HAR entries (4, 3 of them without a body)\n");
    let show = goalpost(["show", "--format", "jsonl"]).stdin(har(&entries)).run();
    assert_eq!(show.out(), format!("{body}\n"));
    let ran = check(har(&entries[1..]), &[]);
    let said = "no webhook body found in HAR entries (3)";
    assert_eq!((ran.exit, ran.stderr), (2, format!("error: -: {said}\n")));
}

#[test]
fn a_long_document_with_a_broken_record_keeps_the_others() {
    let entry = |body: &str| {
        let text = serde_json::to_string(body).expect("text is JSON");
        har_entry(&format!(r#""postData":{{"text":{text}}},"#))
    };
    let [created, broken_field, _] = [0, 1, 2].map(|index| entry(&bodies()[index]));
    let mut entries = vec![created; 300];
    entries[70] = r#"{"startedDateTime": oops}"#.to_owned();
    entries[100] = broken_field;
    let long = har(&entries);
    assert!(long.len() > 2 * 64 * 1024);
    let twice = format!("{long}\n{}\n{long}", bodies()[2]);
    let expected = check(twice.clone(), &["--jobs", "1"]);
    let rules: Vec<String> = said(&expected).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["invalid-json", "wrong-type", "invalid-json", "wrong-type"]);
    assert_eq!(expected.json()["summary"]["bodies"], 601);
    assert_eq!(
        expected.json()["findings"][1]["trail"][0],
        "/log/entries/100/request/postData/text"
    );
    for block in ["300", "5K", "70K", "1M"] {
        assert_eq!(
            check(twice.clone(), &["--block-size", block, "--jobs", "2"]),
            expected,
            "{block}"
        );
    }
}

#[test]
fn a_broken_record_hides_no_other() {
    let entry = |body: &str| {
        let text = serde_json::to_string(body).expect("text is JSON");
        har_entry(&format!(r#""postData":{{"text":{text}}},"#)).into_bytes()
    };
    let good: Vec<Vec<u8>> = bodies().iter().map(|body| entry(body)).collect();
    let document = |middle: &[u8]| {
        let start = br#"{"log":{"version":"1.2","entries":["#;
        let parts = [&start[..], &good[0], middle, &good[1], b",", &good[2], b"]}}"];
        parts.concat()
    };
    for (middle, rule) in [
        (&b",{\"startedDateTime\": oops},"[..], "invalid-json"),
        (b",{\"startedDateTime\": \"\xff\"},", "invalid-utf8"),
        (b" ", "invalid-json"),
        (b",,", "invalid-json"),
    ] {
        let ran = check(document(middle), &[]);
        let rules: Vec<String> = said(&ran).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(rules, [rule, "wrong-type"], "{middle:?}");
        assert_eq!(ran.json()["summary"]["clean"], 2, "{middle:?}");
    }
    // Behind the list.
    let mut document = document(b",");
    document.truncate(document.len() - 1);
    document.extend_from_slice(b",oops}");
    let rules: Vec<String> =
        said(&check(document, &[])).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["wrong-type", "invalid-json"]);
}

/// In a document that is no known envelope too; what is wrong is said once.
#[test]
fn a_broken_document_hides_no_whole_body() {
    let plain = bodies().remove(0);
    let text = serde_json::to_string(&plain).expect("text is JSON");
    let (cut, cut_text) = (&plain[..200], &text[..200]);
    let fault = ["invalid-json"];
    for (capture, whole, rules) in [
        (format!("{{\"x\": oops, \"body\": {plain}}}"), 1, fault),
        (format!("{{\"a\":[{{\"b\":{plain}}},{{\"x\": oops}}]}}"), 1, fault),
        (format!("{{\"a\":[{{\"b\":{text}}},{{\"x\": oops}}]}}"), 1, fault),
        (format!("{{\"a\":[{{\"b\":{text}}},{{\"x\":\"}},{{\"b\":{text}}}]}}"), 2, fault),
        (format!("{{\"a\":[{{\"b\":{plain}}},{{\"b\":{plain}"), 2, ["truncated-json"]),
        (format!("{{\"a\":[{{\"b\":{plain}}},{{\"b\":{cut}"), 1, ["unread-webhook"]),
        (format!("{{\"a\":[{{\"b\":{text}}},{{\"b\":{cut_text}"), 1, ["unread-webhook"]),
    ] {
        for block in ["64", "1M"] {
            let ran = check(capture.clone(), &["--block-size", block]);
            let said: Vec<String> = said(&ran).into_iter().map(|(rule, _)| rule).collect();
            assert_eq!(said, rules, "{capture}");
            assert_eq!(ran.json()["summary"]["clean"], whole, "{capture}");
        }
    }
    // The goal of a body with a broken key is no body.
    let ran = check(plain.replace("action", "acti\\u00xy"), &[]);
    assert_eq!(said(&ran)[0].0, "invalid-json");
    // In an envelope the place is that of the envelope, with the path to the document.
    let document = format!("{{\"a\":[{{\"b\":{plain}}},\n{{\"x\": oops}}]}}");
    let text = serde_json::to_string(&document).expect("text is JSON");
    let capture = format!("\n{}", har(&[har_entry(&format!(r#""postData":{{"text":{text}}},"#))]));
    let ran = goalpost(["check", "-f", "concise"]).stdin(capture).run();
    let place = "(in /log/entries/0/request/postData/text, 2:7)";
    let message = "error[invalid-json]: invalid JSON: expected a value";
    assert_eq!(ran.out(), format!("-:2:1: {message} {place}\n"));
}

#[test]
fn commas_between_elements_are_checked() {
    let body = bodies().remove(0);
    for (capture, message, place) in [
        (format!("[{body}\n{body}]"), "expected `,` or `]`", 2),
        (format!("[{body},\n]"), "unexpected comma before a closing bracket", 2),
        (format!("[{body},\n,{body}]"), "expected a value, found `,`", 2),
        (format!("[,{body}]"), "expected a value, found `,`", 1),
    ] {
        let ran = goalpost(["check", "-f", "concise"]).stdin(capture).run();
        let text = ran.out();
        let line = text.lines().next().unwrap_or_default();
        assert!(line.starts_with(&format!("-:{place}:")) && line.ends_with(message), "{text}");
    }
}

#[test]
fn an_object_may_have_any_number_of_members() {
    let body = &bodies()[0];
    for count in [0, 1_500, 9_000] {
        let members: Vec<String> =
            (0..count).map(|index| format!("\"k{index}\":{index}")).collect();
        let object =
            format!("{{{}\"last\":{body}}}", members.join(",") + if count > 0 { "," } else { "" });
        for arguments in [&[][..], &["--body-path", "/last"]] {
            let ran = check(object.clone(), arguments);
            let clean = &ran.json()["summary"]["clean"];
            assert_eq!((ran.exit, clean), (0, &1.into()), "{count} {arguments:?}: {}", ran.stderr);
        }
    }
}

#[test]
fn what_was_delivered_and_is_no_goal_webhook_is_a_finding() {
    let event = |body: &str| {
        let body = serde_json::to_string(body).expect("text is JSON");
        format!(r#"{{"requestContext":{{}},"headers":{{}},"body":{body}}}"#)
    };
    for (body, rule) in [
        ("a=1&b=2", "invalid-json"),
        (r#"{"status":"ok"}"#, "not-a-goal-webhook"),
        (r#"{"action":"created","budget":{"guid":"BGT-1"}}"#, "other-webhook"),
        (r#"{"action":"created","goal":{"guid":"GOL-"#, "truncated-json"),
        ("17", "not-an-object"),
    ] {
        let ran = check(event(body), &[]);
        let found = said(&ran);
        assert_eq!((found.len(), found[0].0.as_str()), (1, rule), "{body}");
        assert_eq!(ran.json()["findings"][0]["trail"][0], "/body");
        assert_eq!(ran.exit, 1, "{body}: {}", ran.stderr);
    }
}

#[test]
fn a_har_that_is_cut_keeps_its_complete_entries() {
    let har = text("fixtures/captures/capture.har");
    let second = har.find("\\\"revision\\\":72").expect("the second body");
    let entry_ends: Vec<usize> =
        har.match_indices("\n      },\n      {\n").map(|(at, _)| at + 8).collect();
    for length in (200..har.len() - 10).step_by(97) {
        if !har.is_char_boundary(length) {
            continue;
        }
        let ran = check(&har.as_bytes()[..length], &[]);
        let found: Vec<String> = said(&ran).into_iter().map(|(rule, _)| rule).collect();
        let cut = found.iter().filter(|rule| rule.ends_with("-json")).count();
        assert_eq!(cut, 1, "{length}: {found:?}");
        let whole_entries = entry_ends.iter().filter(|end| **end <= length).count();
        if length > second && whole_entries >= 3 {
            assert!(found.contains(&"wrong-type".to_owned()), "{length}: {found:?}");
        }
    }
}

#[test]
fn a_quote_within_a_cell_of_a_table_is_text() {
    let cell = text("fixtures/sample/pretty.json").trim_end().replace('"', "\"\"");
    let row = format!("5\" pipe,\"{cell}\"\n");
    let table = format!("note,payload\n{}", row.repeat(5));
    for block in ["1", "100", "4K"] {
        let ran = check(table.clone(), &["--block-size", block]);
        assert_eq!(ran.json()["summary"]["clean"], 5, "{block}: {}", ran.out());
    }
}

#[test]
fn between_two_columns_nothing_is_guessed() {
    let body = bodies()[0].replace('"', "\"\"");
    let table = format!("id,before,after\n1,\"{body}\",\"{body}\"\n");
    let ran = check(table.clone(), &[]);
    assert_eq!(ran.exit, 2);
    assert_eq!(
        ran.stderr,
        "error: -: goal webhooks are in several columns of this CSV table: /before, /after; \
         choose one, for example --body-path /before\n"
    );
    let ran = check(table.clone(), &["--body-path", "/after"]);
    assert_eq!((ran.exit, &ran.json()["summary"]["clean"]), (0, &1.into()));
    let ran = check(table, &["--body-path", "/middle"]);
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("no column /middle in this CSV table: /id, /before, /after"));
}

#[test]
fn a_column_for_each_field_is_no_body() {
    for options in [&[][..], &["--input-format", "csv"]] {
        let ran = check("action,guid,name,amount\ncreated,GOL-1,Home,750\n", options);
        let said = "only a table with a column for each field; export each body as JSON";
        assert!(ran.exit == 2 && ran.stderr.contains(said), "{}", ran.stderr);
    }
}

#[test]
fn between_two_values_nothing_is_guessed() {
    let (body, other) = (&bodies()[0], &bodies()[2]);
    let object = format!(r#"{{"one":{body},"two":{{"raw":{other}}}}}"#);
    let ran = check(object.clone(), &[]);
    assert_eq!(said(&ran), [("not-a-goal-webhook".to_owned(), String::new())]);
    assert_eq!(ran.json()["findings"][0]["help"], "choose one, for example --body-path /one");
    let ran = check(object, &["--body-path", "/two/raw"]);
    assert_eq!((ran.exit, &ran.json()["summary"]["clean"]), (0, &1.into()));
    // Equal by value it is one delivery, and the state before a change is none.
    let text = serde_json::to_string(body).expect("text");
    let state = body.replace("\"revision\":", "\"revision\":1");
    for (place, object) in [
        ("/raw", format!(r#"{{"raw":{text},"parsed":{body}}}"#)),
        ("/after", format!(r#"{{"before":{state},"after":{body}}}"#)),
    ] {
        let ran = goalpost(["show", "--format", "jsonl"]).stdin(object).run();
        assert_eq!((ran.exit, ran.out()), (0, format!("{body}\n").as_str()));
        assert!(ran.stderr.ends_with(&format!("bodies at {place}\n")), "{}", ran.stderr);
    }
    // The echo of a body that is still encoded is one.
    let encoded = base64(body.as_bytes());
    let object = format!(r#"{{"request":"{encoded}","response":{body}}}"#);
    let ran = goalpost(["show", "--format", "jsonl"]).stdin(object).run();
    assert_eq!((ran.exit, ran.out()), (0, format!("{body}\n").as_str()));
    // Of another goal it is no earlier state and no echo.
    let stranger = other.replace("GOL-", "GOL-0");
    for object in [
        format!(r#"{{"before":{stranger},"after":{body}}}"#),
        format!(r#"{{"request":{body},"response":{stranger}}}"#),
    ] {
        let ran = check(object, &[]);
        assert_eq!(said(&ran), [("not-a-goal-webhook".to_owned(), String::new())]);
    }
}

#[test]
fn a_form_that_is_not_known_says_what_was_seen_and_how_to_point() {
    let text = "no body, but long enough that there might be one ".repeat(3);
    let ran = check(format!(r#"{{"id":7,"frame":"{text}"}}"#), &[]);
    assert_eq!(ran.exit, 2);
    assert_eq!(
        ran.stderr,
        "error: -: no goal webhook found in 1 JSON object with the keys id, frame; if a key \
         holds a body, name it, for example --body-path /frame\n"
    );
    let ran = check(&b"<?xml version=\"1.0\"?><goal/>"[..], &[]);
    assert_eq!(ran.exit, 2);
    assert_eq!(ran.stderr, "error: -: no webhook body found, only XML or HTML\n");
    let mut zip = b"PK\x03\x04\x14\0".to_vec();
    zip.extend(bodies()[0].bytes());
    for options in [&[][..], &["--input-format", "log"]] {
        let ran = check(zip.clone(), options);
        let report = ran.json();
        assert_eq!((ran.exit, &report["summary"]["bodies"]), (2, &0.into()), "{options:?}");
        assert!(
            ran.stderr.starts_with("error: -: a zip archive is not read; unpack it "),
            "{}",
            ran.stderr
        );
    }
    let trace = format!(
        "== Info: Trying 192.0.2.1:443...\n=> Send data, 520 bytes (0x208)\n0000: {}\n",
        &bodies()[0][..64]
    );
    let ran = check(trace, &[]);
    assert_eq!((ran.exit, ran.json()["findings"].as_array().map(Vec::len)), (2, Some(0)));
    assert!(ran.stderr.starts_with("error: -: a trace of curl, in which "), "{}", ran.stderr);
    let ran = check(&b"{}"[..], &["--body-path", "goal"]);
    assert_eq!((ran.exit, ran.out()), (2, ""));
    assert!(ran.stderr.contains("a JSON Pointer begins with a slash"));
}

#[test]
fn a_pointer_leads_into_an_unknown_envelope() {
    let body = &bodies()[0];
    let coded = base64(body.as_bytes());
    let object = format!(r#"{{"deliveries":[{{"x":"{coded}"}},{{"x":{body}}},{{"y":1}}]}}"#);
    let pointer = ["--body-path", "/deliveries/*/x"];
    let ran = goalpost(["show", "--format", "jsonl"]).and(pointer).stdin(object.clone()).run();
    assert_eq!((ran.exit, ran.out()), (0, format!("{body}\n{body}\n").as_str()));
    let ran = check(object, &["--body-path", "/elsewhere"]);
    let said = "error: -: no webhook body at /elsewhere in JSON objects (1)\n";
    assert_eq!((ran.exit, ran.stderr.as_str()), (2, said));
}

/// Its finding says all, so there is no note that it was read from one of the places.
#[test]
fn an_ambiguous_record_is_said_once() {
    let bodies = bodies();
    let record = format!("{{\"first\":{},\"second\":{}}}\n", bodies[0], bodies[1]);
    let ran = in_format("concise", record.clone());
    let places = "this object contains goal webhooks in 2 places: /first, /second";
    assert_eq!(ran.out(), format!("-:1:10: error[not-a-goal-webhook]: {places}\n"));
    assert!(!ran.stderr.contains("bodies at"), "{}", ran.stderr);
    let plain = format!("{{\"first\":{}}}\n", bodies[0]);
    let ran = in_format("concise", record + &plain);
    assert!(ran.stderr.starts_with("note: -: read as JSON objects (1); bodies at /first\n"));
}

/// Printed alone, a dict is broken JSON rather than text in a log; its line is shown all the same.
#[test]
fn a_python_dict_alone_is_shown_and_named() {
    let dict = "{'guid': 'GOL-537e6391', 'is_complete': False}\n";
    let ran = in_format("text", dict);
    let expected = "error[invalid-json]: invalid JSON: expected double quotes, found single quotes
 --> -:1:2
  |
1 | {'guid': 'GOL-537e6391', 'is_complete': False}
  |  ^
  |
  = help: log the raw request body, or json.dumps of it: single quotes are Python's, not JSON's
  = help: goalpost explain invalid-json

1 body in 1 input (47 bytes): 1 error
  1 invalid-json
";
    assert_eq!((ran.exit, ran.out()), (1, expected));
    // Not what may be something else, or holds a credential.
    for text in ["{'message': 'GOL-537e6391'}", "{'guid': 'GOL-1', 'token': 'GOL-537e6391'}"] {
        assert!(!in_format("text", text).out().contains("GOL-537e6391"), "{text}");
    }
}

#[test]
fn rails_parameters_are_not_recoverable() {
    let log = "Started POST \"/webhooks/goals\" for 192.0.2.1 at 2016-04-14 04:26:00 +0000\n\
               Processing by WebhooksController#create as JSON\n  \
               Parameters: {\"goal\"=>{\"guid\"=>\"GOL-1\", \"revision\"=>71}, \"webhook\"=>{}}\n\
               Completed 204 No Content in 3ms\n";
    let ran = check(log, &[]);
    assert_eq!(said(&ran), [("unread-webhook".to_owned(), String::new())]);
    assert_eq!((ran.exit, ran.json()["findings"][0]["line"].as_u64()), (1, Some(3)));
    assert!(ran.out().contains("Rails' parameter log, which drops the webhook's action"));
}

#[test]
fn envelopes_nest_six_deep_and_no_deeper() {
    let mut text = bodies()[0].clone();
    for depth in 1..=8 {
        let body = serde_json::to_string(&text).expect("text is JSON");
        text = format!(r#"{{"ReceiptHandle":"a","Body":{body}}}"#);
        let ran = check(text.clone(), &[]);
        let trail = ran.json()["findings"][0]["trail"].as_array().map_or(0, Vec::len);
        if depth <= 6 {
            assert_eq!(ran.exit, 0, "{depth}: {}", ran.out());
        } else {
            assert_eq!(said(&ran), [("nested-too-deep".to_owned(), String::new())]);
            assert_eq!(trail, 6);
        }
    }
}

#[test]
fn requests_within_requests_end() {
    let mut text = String::new();
    for depth in 0..2_000 {
        text.push_str(&format!("{}POST / HTTP/1.1\n\n", " ".repeat(depth % 50)));
    }
    let event = format!(
        r#"{{"requests":[{{"start":"","request":{{"raw":"{}"}}}}]}}"#,
        base64(text.as_bytes())
    );
    assert!(check(event, &[]).exit > 0);
}

#[test]
fn a_log_has_lines_of_all_kinds() {
    let body = &bodies()[0];
    let log = format!(
        "[2016-04-14 04:26:00] app.INFO: {{\"type\":\"start\"}} []\n\
         [2016-04-14 04:26:01] app.INFO: got {body} {{\"ip\":\"192.0.2.1\"}}\n\
         [2016-04-14 04:26:02] app.INFO: {{broken\n\
         [2016-04-14 04:26:03] app.INFO: got {{\"action\":\"created\",\"goal\":{{\"gu\n\
         [2016-04-14 04:26:04] app.INFO: got {{\"action\":\"created\",\"budget\":{{}}}}\n"
    );
    let ran = check(log.clone(), &[]);
    let rules: Vec<String> = said(&ran).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["unread-webhook", "other-webhook"]);
    assert_eq!(ran.json()["findings"][0]["line"], 4);
    assert_eq!(ran.json()["summary"]["bodies"], 3);
    assert_eq!(ran.stderr, "note: -: read as a log\n");

    let pretty = serde_json::from_str::<serde_json::Value>(body).expect("a body");
    let pretty = serde_json::to_string_pretty(&pretty).expect("JSON");
    let log = format!("04:26 got {pretty}\n04:27 got {body}\n");
    let ran = check(log, &["--block-size", "100"]);
    assert_eq!((ran.exit, &ran.json()["summary"]["clean"]), (0, &2.into()), "{}", ran.out());
}

#[test]
fn what_an_envelope_says_of_the_request_is_checked() {
    let body = serde_json::to_string(&bodies()[0]).expect("text is JSON");
    let event = format!(
        r#"{{"requestContext":{{}},"httpMethod":"PUT","headers":{{"Content-Type":"text/plain","Content-Length":"3"}},"body":{body}}}"#
    );
    let rules = |ran: &Ran| said(ran).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    // A body that was written anew as text need not have the length that was promised.
    assert_eq!(rules(&check(event, &[])), ["method-not-post", "content-type-not-json"]);
    let event = format!(
        r#"{{"requestContext":{{}},"headers":{{"Content-Length":"3"}},"isBase64Encoded":true,"body":"{}"}}"#,
        base64(bodies()[0].as_bytes())
    );
    assert_eq!(rules(&check(event, &[])), ["content-length-mismatch"]);
}

/// Only a response whose length is known ends before the next message.
#[test]
fn text_behind_a_response_is_read() {
    let body = &bodies()[0];
    let request = format!("POST /hook HTTP/1.1\r\nHost: a.test\r\n\r\n{body}\r\n");
    let response = |head: &str| format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\nok");
    for (head, behind, exit) in [
        ("Content-Length: 2", format!("\r\n\r\n{body}\n"), 0),
        ("Content-Length: 2", format!("\nINFO got {body}\n"), 1),
        ("Content-Length: 2", "\nINFO done\n".to_owned(), 0),
        ("Server: a", format!("\r\n\r\n{body}\n"), 0),
    ] {
        let ran = check(format!("{request}{}{behind}", response(head)), &[]);
        let is_read = head.starts_with("Content") && behind.contains("goal");
        let bodies = &ran.json()["summary"]["bodies"];
        assert_eq!((ran.exit, bodies), (exit, &(1 + u64::from(is_read)).into()), "{head}{behind}");
    }
}

/// The line of a member's value is not the first line of a log.
#[test]
fn a_body_may_go_on_in_a_line_that_begins_with_a_value() {
    let body = include_str!("../fixtures/sample/compact.json").trim_start_matches('{');
    for value in ["7", "true", "-1.5e3", "null"] {
        let ran =
            goalpost(["check", "-f", "concise"]).stdin(format!("{{\"id\":\n{value},{body}")).run();
        let found = "-:1:2: warning[unknown-field] /id: this field is not documented\n";
        assert_eq!((ran.exit, ran.out()), (0, found), "{value}");
    }
}

/// A word before a body is text before it, and the body is read, however its keys are spelled.
#[test]
fn a_body_behind_a_word_may_have_escaped_keys() {
    let sample = include_str!("../fixtures/sample/compact.json");
    let escaped = ["action", "goal_type_name", "has_been_spent", "projected_to_complete_at"]
        .iter()
        .fold(sample.to_owned(), |body, key| {
            body.replace(
                &format!("\"{key}\""),
                &format!("\"\\u{:04x}{}\"", key.as_bytes()[0], &key[1..]),
            )
        });
    for (capture, bodies) in [(format!("x{escaped}"), 1), (format!("x{escaped}\n{sample}"), 2)] {
        let ran = goalpost(["check", "-f", "json"]).stdin(capture).run();
        let (report, exit) = (ran.json(), ran.exit);
        assert_eq!((exit, &report["summary"]["bodies"]), (1, &bodies.into()), "{report}");
        assert_eq!(report["summary"]["rules"], serde_json::json!({"trailing-text": 1}));
    }
}

/// A goal webhook whose every telling key hides behind escapes is one, in a log as anywhere.
#[test]
fn escapes_hide_no_goal_webhook_in_a_log() {
    let sample = include_str!("../fixtures/sample/compact.json").trim_end();
    let escaped =
        ["action", "goal", "goal_type_name", "has_been_spent", "projected_to_complete_at"]
            .iter()
            .fold(sample.to_owned(), |body, key| {
                let hidden = key.replace('a', "\\u0061").replace('o', "\\u006F");
                body.replace(&format!("\"{key}\""), &format!("\"{hidden}\""))
            });
    let text = serde_json::to_string(&escaped).expect("text");
    let hex = escaped.replace('\\', "\\x5C").replace('"', "\\x22");
    for line in [escaped.clone(), text, hex] {
        let ran = check(format!("INFO up\nINFO got {line}\n"), &["--input-format", "log"]);
        let report = ran.json();
        assert_eq!((ran.exit, &report["summary"]["clean"]), (0, &1.into()), "{line}: {report}");
    }
    let goal = &escaped[escaped.rfind('{').expect("a goal")..escaped.len() - 1];
    for line in [goal, &escaped[..escaped.len() - 9]] {
        let ran = check(format!("INFO up\nINFO got {line}\nINFO got {sample}\n"), &[]);
        let report = ran.json();
        assert_eq!((ran.exit, &report["summary"]["bodies"]), (1, &2.into()), "{report}");
        assert_eq!(report["summary"]["rules"], serde_json::json!({"unread-webhook": 1}));
    }
}

/// Where a body stands in text: the line, and the way to it behind the line.
#[test]
fn places_in_text_lead_to_the_body() {
    let bodies = bodies();
    let text = |body: &String| serde_json::to_string(body).expect("text");
    let each = |line: &dyn Fn(&String) -> String| bodies.iter().map(line).collect::<String>();
    let list =
        |one: &dyn Fn(&String) -> String| bodies.iter().map(one).collect::<Vec<_>>().join(",");
    for (capture, place) in [
        (each(&|body| format!("INFO got {body}\n")), "2:289: "),
        (each(&|body| format!("INFO got {}\n", text(body))), "2:1: text"),
        (
            "id\tpayload\n".to_owned()
                + &each(&|body| format!("1\t{}\n", body.replace('\\', "\\\\"))),
            "3:1: /payload > backslashes",
        ),
        (
            "id,payload\n".to_owned()
                + &each(&|body| format!("1,\"{}\"\n", body.replace('"', "\"\""))),
            "3:1: /payload",
        ),
        (each(&|body| format!("1,\"{}\"\n", body.replace('"', "\"\""))), "2:1: cell"),
        (each(&|body| format!("INSERT INTO h VALUES (1,'{body}');\n")), "2:305: "),
        (
            format!("{{\"rows\":[{}]}}\n", list(&|body| format!("[1,{}]", text(body)))),
            "1:1: /rows/1/1",
        ),
        (
            format!("{{\"Records\":[{}]}}\n", list(&|body| format!("{{\"body\":{}}}", text(body)))),
            "1:1: /Records/1/body",
        ),
        (
            format!("[{}]\n", list(&|body| format!("{{\"payload\":{}}}", text(body)))),
            "1:1: /1/payload",
        ),
        (format!("[{}]\n", list(&text)), "1:1: /1"),
        (format!("{{\"x\":{}}}\n", text(&format!("[{}]", list(&text)))), "1:1: /x > /1"),
        (each(&|body| format!("{}\n", text(body))), "2:1: text"),
    ] {
        let ran = goalpost(["check", "-f", "concise"]).stdin(capture).run();
        let (line, way) = place.split_once(": ").expect("a place and a way");
        let way = if way.is_empty() { String::new() } else { format!(" (in {way}, 1:280)") };
        let said = format!(
            "-:{line}: error[wrong-type] /goal/is_complete: expected true or false, found a string{way}\n"
        );
        assert!(ran.out().contains(&said), "{said}{}", ran.out());
    }
}

/// An element's index counts from the start of its array, however the array is cut into blocks.
#[test]
fn an_element_has_the_same_index_in_blocks_of_any_size() {
    let text = |body: &String| serde_json::to_string(body).expect("text");
    let mut elements: Vec<String> =
        (0..40).map(|_| format!("{{\"payload\":{}}}", text(&bodies()[0]))).collect();
    elements[7] = format!("{{\"pad\":\"{}\"}}", "x".repeat(3_000));
    elements[31] = format!("{{\"payload\":{}}}", text(&bodies()[1]));
    for between in [",", ",\n"] {
        let capture = format!("[{}]\n", elements.join(between)).repeat(2);
        for block in ["64", "1K", "1M"] {
            let ran = check(capture.clone(), &["--block-size", block, "--max-body", "2K"]);
            let findings = ran.json()["findings"].clone();
            let trails: Vec<_> = (0..4).map(|at| findings[at]["trail"][0].clone()).collect();
            assert_eq!(trails[1..].iter().filter(|trail| **trail == "/31/payload").count(), 2);
            assert_eq!(findings.as_array().map(Vec::len), Some(4), "{block}: {findings}");
        }
    }
}

/// A cell of `mysql -B` that was cut, or lost a quote, harms no other and is reported.
#[test]
fn broken_cells_of_a_batch_harm_no_other() {
    let capture = text(&format!("{FOLDER}/mysql-batch.txt"));
    let rows: Vec<&str> = capture.lines().collect();
    let cell = rows[2].split('\t').nth(1).expect("a cell");
    for broken in
        [&cell[..cell.len() - 60], &cell.replacen("\\\\\"", "", 1), &cell.replacen(':', "", 1)]
    {
        let ran = check(capture.replace(cell, broken), &[]);
        let report = ran.json();
        let summary = &report["summary"];
        assert_eq!(
            (ran.exit, &summary["bodies"], &summary["clean"]),
            (1, &3.into(), &2.into()),
            "{report}"
        );
    }
}

/// A goal webhook in another spelling on the first line is no heading of a table, and what is no
/// goal webhook among the lines below is a finding as ever.
#[test]
fn a_first_line_in_another_spelling_is_one_finding() {
    const FIRST: &str = "map[action:updated goal:map[goal_type_name:PAYOFF guid:GOL-1]]";
    let clean = bodies()[0].clone() + "\n";
    for (below, rules) in [
        (clean.clone(), vec!["unread-webhook"]),
        (clean.repeat(30) + "null\n", vec!["unread-webhook", "not-an-object"]),
        (clean.repeat(30) + "\u{feff}" + &clean, vec!["unread-webhook", "byte-order-mark"]),
    ] {
        let ran = check(format!("{FIRST}\n{below}"), &[]);
        let said: Vec<String> = said(&ran).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!((ran.exit, said), (1, rules.iter().map(|rule| (*rule).to_owned()).collect()));
        let summary = &ran.json()["summary"]["bodies"];
        let lines = below.lines().count() as u64 + 1;
        assert_eq!(*summary, lines, "{below}");
    }
}

/// In a list of literals each is written as the first one, also where it could be read as it is.
#[test]
fn literals_of_a_list_are_all_alike() {
    let body = bodies()[0].replace("\"Home\"", r#""a\nb""#);
    let literal = format!("'{}'", body.replace('\\', "\\\\"));
    for between in [", ", ",\n  "] {
        let capture = format!("[{literal}{between}{literal}]\n");
        let ran = goalpost(["show", "-f", "jsonl"]).stdin(capture).run();
        assert_eq!(ran.out(), format!("{body}\n{body}\n"));
    }
}

/// A literal between brackets doubles backslashes where a program printed it; where a statement
/// inserts rows, only the quotes are doubled, unless the literal has a sign of its own.
#[test]
fn literals_between_brackets_are_read_as_their_writer_meant() {
    let read = bodies()[0].replace("\"Home\"", r#""F\u00fchrer""#);
    let doubled = bodies()[0].replace("\"Home\"", r#""F\\u00fchrer""#);
    let apart = doubled.replace("F\\\\", "it''s F\\\\");
    let whole = read.replace("F\\", "it's F\\");
    let clean = &bodies()[2];
    for (capture, body) in [
        (format!("got ('{doubled}',)\ngot (1, '{clean}')\n"), &read),
        (format!("INSERT INTO h VALUES\n(1, '{doubled}'),\n(2, '{clean}');\n"), &doubled),
        (format!("INSERT INTO h VALUES (E'{apart}'), ('{clean}');\n"), &whole),
        (format!("E'{apart}'\n'{clean}'\n"), &whole),
        (format!("const a = '{doubled}';\nconst b = '{clean}';\n"), &read),
    ] {
        let ran = goalpost(["show", "-f", "jsonl"]).stdin(capture.clone()).run();
        assert_eq!(ran.out(), format!("{body}\n{clean}\n"), "{capture}");
    }
}

/// A broken element of a list of texts harms no other.
#[test]
fn a_broken_text_in_an_array_of_postgres_harms_no_other() {
    let text = |body: &str| format!("\"{}\"", body.replace('\\', "\\\\").replace('"', "\\\""));
    let (cut, clean) = (&bodies()[0][..330], &bodies()[2]);
    for list in [[cut, clean], [clean, cut]] {
        let ran = check(format!("{{{},{}}}\n", text(list[0]), text(list[1])), &[]);
        let summary = &ran.json()["summary"];
        assert_eq!((ran.exit, &summary["clean"]), (1, &1.into()), "{summary}");
    }
}

/// What a program makes of bytes; nothing where it is not installed.
fn output_of(program: &str, arguments: &[&str], bytes: &[u8]) -> Option<String> {
    let piped =
        Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = piped.ok()?;
    child.stdin.take()?.write_all(bytes).expect("it reads");
    String::from_utf8(child.wait_with_output().expect("it ends").stdout).ok()
}

/// What is named and not read is one finding, wherever its bytes are cut into lines.
#[test]
fn spellings_that_are_not_read_are_named() {
    let tools: [(&str, &[&str], &str); 17] = [
        ("base32", &[], "base32"),
        ("base32", &["-w0"], "base32"),
        ("od", &[], "a dump of bytes"),
        ("od", &["-An"], "a dump of bytes"),
        ("od", &["-An", "-c"], "a dump of bytes"),
        ("od", &["-An", "-x"], "a dump of bytes"),
        ("od", &["-Ax", "-x"], "a dump of bytes"),
        ("od", &["-c"], "a dump of bytes"),
        ("od", &["-x"], "a dump of bytes"),
        ("od", &["-tx1"], "a dump of bytes"),
        ("xxd", &[], "a dump of bytes"),
        ("xxd", &["-b"], "a dump of bytes"),
        ("hexdump", &["-b"], "a dump of bytes"),
        ("hexdump", &["-C"], "a dump of bytes"),
        ("hexdump", &[], "a dump of bytes"),
        ("hexdump", &["-ve", "8/2 \"%04x \" \"\\n\""], "a dump of bytes"),
        ("hexdump", &["-ve", "4/4 \"%08x \" \"\\n\""], "a dump of bytes"),
    ];
    for (tool, arguments, look) in tools {
        for before in 0..20 {
            let body = format!("{}{}", " ".repeat(before), bodies()[0]);
            let Some(dump) = output_of(tool, arguments, body.as_bytes()) else { continue };
            let ran = check(format!("INFO got {}\n{dump}\nINFO done\n", bodies()[2]), &[]);
            let found = ran.json()["findings"].clone();
            let count = found.as_array().map(Vec::len);
            assert_eq!((ran.exit, count), (1, Some(1)), "{tool} {arguments:?} {before}: {found}");
            let message = found[0]["message"].as_str().unwrap_or_default();
            assert!(message.contains(look), "{tool} {arguments:?} {before}: {message}");
            assert!(found[0]["line"].as_u64() > Some(1), "{tool} {arguments:?} {before}");
        }
    }
}

/// Lines with a number for each byte and nothing else are read.
#[test]
fn numbers_of_single_bytes_are_read() {
    let tools: [(&str, &[&str]); 7] = [
        ("od", &["-An", "-v", "-b"]),
        ("od", &["-An", "-v", "-td1"]),
        ("od", &["-An", "-v", "-tx1"]),
        ("xxd", &["-i"]),
        ("hexdump", &["-ve", "16/1 \"%02x \" \"\\n\""]),
        ("hexdump", &["-ve", "16/1 \"%3o \" \"\\n\""]),
        ("hexdump", &["-ve", "1/1 \"%d\\n\""]),
    ];
    for (tool, arguments) in tools {
        let Some(dump) = output_of(tool, arguments, bodies()[0].as_bytes()) else { continue };
        let text = format!("INFO got {}\n{dump}\nINFO done\n", bodies()[2]);
        let ran = goalpost(["show", "--format", "jsonl"]).stdin(text).run();
        let both = format!("{}\n{}\n", bodies()[2], bodies()[0]);
        assert_eq!(ran.out(), both, "{tool} {arguments:?}");
    }
}

/// What is encoded and cannot be read is one finding, and never read in part.
#[test]
fn what_is_encoded_and_not_read_is_one_finding() {
    let body = &bodies()[0];
    let cut = &body[..body.len() - 60];
    let hex: String = cut.bytes().map(|byte| format!("{byte:02x}")).collect();
    let html = body.replace("\"Home\"", "\"F&uuml;hrer\"").replace('"', "&quot;");
    for (what, lost) in [
        ("base64", base64(cut.as_bytes())),
        ("hexadecimal", hex),
        ("HTML with names", format!("<td>{html}</td>")),
        ("PHP's serialize", "a:1:{s:14:\"goal_type_name\";s:6:\"PAYOFF\";}".to_owned()),
    ] {
        let ran = check(format!("got {}\ngot {lost}\n", bodies()[2]), &[]);
        let report = ran.json();
        let findings = report["findings"].as_array().map(Vec::len);
        let clean = &report["summary"]["clean"];
        assert_eq!((ran.exit, findings, clean), (1, Some(1), &1.into()), "{what}: {report}");
    }
}

/// Codings that are rare in logs, each behind a plain body.
#[test]
fn rare_codings_in_a_log_are_read_or_named() {
    let body = bodies()[0].replace("\"Home\"", r##""Tom & Jerry's <b>\"100 %\"</b> #1\\""##);
    let percent = |text: &str| {
        let letter = |byte: u8| match byte.is_ascii_alphanumeric() || byte == b'_' {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        };
        text.bytes().map(letter).collect::<String>()
    };
    let hash = |byte: u8| match byte {
        b'"' | b'#' | b'{' | b'|' | b'}' => format!("#{byte:02X}"),
        _ => char::from(byte).to_string(),
    };
    let hashes: String = body.bytes().map(hash).collect();
    let attribute = body.replace('&', "&amp;").replace('\'', "&#39;");
    let mut zipped = GzEncoder::new(Vec::new(), Compression::default());
    zipped.write_all(body.as_bytes()).expect("memory takes all");
    let zipped = base64(&zipped.finish().expect("memory takes all"));
    for (what, coded) in [
        ("percent twice", format!("got p={}&n=1", percent(&percent(&body)))),
        ("percent thrice", format!("got p={}&n=1", percent(&percent(&percent(&body))))),
        ("HAProxy", format!("haproxy[1]: in {{{hashes}|x}} 200")),
        ("an attribute", format!("<div class='x' data-body='{attribute}'>")),
        ("gzip in base64", format!("got zipped={zipped}")),
    ] {
        let capture = format!("INFO got {}\n{coded}\n", bodies()[2]);
        let ran = goalpost(["show", "--format", "jsonl"]).stdin(capture).run();
        let both = format!("{}\n{body}\n", bodies()[2]);
        assert_eq!((ran.exit, ran.out()), (0, both.as_str()), "{what}");
    }
    // Cells with another level, of which one can be read with doubled backslashes too.
    let formula = |body: &str| format!("=\"{}\"", body.replace('"', "\"\""));
    let cell = |text: &str| format!("1,\"{}\"\n", text.replace('"', "\"\""));
    let names = [r#"a \"b\""#, r"C:\\new\\table", "Home"];
    let written = names.map(|name| bodies()[0].replace("Home", name));
    let rows: String = written.iter().map(|body| cell(&formula(body))).collect();
    let ran = goalpost(["show", "--format", "jsonl"]).stdin(format!("id,body\n{rows}")).run();
    assert_eq!((ran.exit, ran.out()), (0, format!("{}\n", written.join("\n")).as_str()));
    // A row of PostgreSQL in a cell, where they are doubled.
    let row = |body: &str| format!("(1,\"{}\")", body.replace('\\', "\\\\").replace('"', "\"\""));
    let rows: String = written.iter().map(|body| cell(&row(body))).collect();
    let ran = goalpost(["show", "--format", "jsonl"]).stdin(format!("id,row\n{rows}")).run();
    assert_eq!((ran.exit, ran.out()), (0, format!("{}\n", written.join("\n")).as_str()));
    let values = r#"{"values":[{"key":"goal_type_name","value":{"stringValue":"PAYOFF"}}]}"#;
    let utf16: Vec<u8> = body.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let unread = [
        (b"got ".to_vec(), values.as_bytes().to_vec(), "a list of names and values"),
        (Vec::new(), utf16, "UTF-16 within text in another encoding"),
    ];
    for (before, lost, look) in unread {
        let plain = format!("INFO got {}\n", bodies()[2]).into_bytes();
        let ran = check([plain, before, lost, b"\n".to_vec()].concat(), &[]);
        let report = ran.json();
        let message = report["findings"][0]["message"].as_str().unwrap_or_default();
        assert!(message.contains(look), "{look}: {message}");
        let summary = (&report["summary"]["clean"], report["findings"].as_array().map(Vec::len));
        assert_eq!((ran.exit, summary), (1, (&1.into(), Some(1))), "{look}");
    }
}

/// Plain hexadecimal is read, wherever its lines end.
#[test]
fn hexadecimal_in_lines_is_read() {
    for arguments in [&["-p"][..], &["-p", "-c20"], &["-p", "-u", "-c32"]] {
        for before in 0..30 {
            let body = format!("{}{}", " ".repeat(before), bodies()[0]);
            let Some(lines) = output_of("xxd", arguments, body.as_bytes()) else { continue };
            let capture = format!("INFO got {}\n{lines}INFO done\n", bodies()[2]);
            let ran = goalpost(["show", "-f", "jsonl"]).stdin(capture).run();
            assert_eq!(ran.out(), format!("{}\n{}\n", bodies()[2], bodies()[0]), "{before}");
        }
    }
}

/// Where backslashes were doubled twice, another body of the capture says so; without one nothing
/// is guessed, unless the two readings give the same.
#[test]
fn backslashes_that_may_have_been_doubled_twice_are_never_guessed() {
    let twice = |text: &str| text.replace('\\', "\\\\");
    let with_name = |name: &str| bodies()[0].replace("\"Home\"", &format!("\"{name}\""));
    let names = ["Home", r"Tom \u0026 Jerry", r#"a \"b\""#, r"it's \u0026"];
    let [plain, escape, quote, apostrophe] = names.map(with_name);
    let of_bytea = |body: &String| format!("1\t{}\t\\N\n", twice(&twice(body)));
    let of_quote = |body: &String| format!("'{}'\n", twice(&twice(body).replace('\'', "\\'")));
    for written in [&of_bytea as &dyn Fn(&String) -> String, &of_quote] {
        for (bodies, exit) in [
            (vec![&plain], 0),
            (vec![&escape, &quote], 0),
            (vec![&escape, &quote, &apostrophe], 0),
            (vec![&plain, &escape], 1),
        ] {
            let capture: String = bodies.iter().map(|body| written(body)).collect();
            let ran = goalpost(["show", "-f", "jsonl"]).stdin(capture.clone()).run();
            let certain = bodies.iter().filter(|body| exit == 0 || **body == &plain);
            let expected: String = certain.map(|body| format!("{body}\n")).collect();
            assert_eq!((ran.exit, ran.out()), (exit, expected.as_str()), "{capture}");
            let rules: Vec<_> = said(&check(capture, &[])).into_iter().map(|it| it.0).collect();
            assert_eq!(rules, vec!["unread-webhook"; usize::from(exit == 1)]);
        }
    }
    // A body that lost the quote behind a backslash is readable, but only as it was not written.
    let damaged = with_name(r"C:\\\");
    for (bodies, read) in [
        (vec![&quote, &damaged, &escape], 0),
        (vec![&quote, &apostrophe, &quote, &damaged, &escape], 4),
    ] {
        let capture: String = bodies.iter().map(|body| of_bytea(body)).collect();
        let ran = check(capture, &[]);
        let summary = &ran.json()["summary"];
        let unread = bodies.len() - read;
        assert_eq!(summary["rules"]["unread-webhook"], unread, "{summary}");
        assert_eq!(summary["bodies"], bodies.len(), "{summary}");
    }
    // What mysqlbinlog prints of a value has escapes for bytes alone.
    let body = with_name(r"C:\\new");
    let capture = format!("BEGIN\n### SET\n###   @1=1 /* INT */\n###   @2='{body}' /* JSON */\n");
    let ran = goalpost(["show", "-f", "jsonl"]).stdin(capture).run();
    assert_eq!((ran.exit, ran.out()), (0, format!("{body}\n").as_str()));
}

/// Captures as people have them at hand.
#[test]
fn what_is_around_bodies_is_no_finding() {
    let quoted = bodies()[0].replace("\"Home\"", r#""C:\\ \"b\"""#);
    let bodies = [quoted, bodies()[2].clone()];
    let repr = |body: &str| format!("'{}'", body.replace('\\', "\\\\"));
    let text = |body: &String| serde_json::to_string(body).expect("text");
    let each = |line: &dyn Fn(&String) -> String| bodies.iter().map(line).collect::<String>();
    let numbers = |body: &String| {
        let numbers: Vec<String> = body.bytes().map(|byte| byte.to_string()).collect();
        numbers.join(" ")
    };
    for (what, capture) in [
        ("rows as arrays", each(&|body| format!("[7,\"2016-04-14 04:26:00\",{}]\n", text(body)))),
        ("arguments of jobs", each(&|body| format!("[\"GoalJob\",{}]\n", text(body)))),
        ("Jira", each(&|body| format!("{{code:json}}\n{body}\n{{code}}\n\n"))),
        ("Confluence", each(&|body| format!("<p><![CDATA[{body}]]></p>\n"))),
        ("bulk", each(&|body| format!("{{\"index\":{{}}}}\n{body}\n"))),
        (
            "bulk with keys",
            each(&|body| {
                let keys = r#"{"_index":"hooks","_id":"1","routing":"a","if_seq_no":3}"#;
                format!("{{\"delete\":{keys}}}\n{{\"create\":{keys}}}\n{body}\n")
            }),
        ),
        (
            "bulk updates",
            each(&|body| format!("{{\"update\":{{\"_index\":\"hooks\"}}}}\n{{\"doc\":{body}}}\n")),
        ),
        ("AsciiDoc", each(&|body| format!("[source,json]\n----\n{body}\n----\n\n"))),
        ("INI", each(&|body| format!("[hook]\nbody = {body}\n"))),
        ("numbered messages", each(&|body| format!("[#1] Received on \"goals\"\n{body}\n\n"))),
        ("TOML", each(&|body| format!("[[hook]]\nbody = {}\n", text(body)))),
        ("Python's dicts", each(&|body| format!("{{'id': 1, 'body': {}}}\n", repr(body)))),
        (
            "a list of them",
            format!("[{{'b': {}}}, {{'b': {}}}]\n", repr(&bodies[0]), repr(&bodies[1])),
        ),
        (
            "PHP's fputcsv",
            "id,body,note\n".to_owned()
                + &each(&|body| {
                    let doubled = body.replace('"', "\"\"").replace("\\\"\"", "\\\"");
                    format!("1,\"{doubled}\",x\n")
                }),
        ),
        ("bytes in Go", each(&|body| format!("04:26:00 got [{}]\n", numbers(body)))),
    ] {
        for block in ["64", "1M"] {
            let ran = check(capture.clone(), &["--block-size", block]);
            assert_eq!((ran.exit, said(&ran)), (0, Vec::new()), "{what}: {}", ran.out());
            let ran = goalpost(["show", "-f", "jsonl"]).stdin(capture.clone()).run();
            assert_eq!(ran.out(), each(&|body| format!("{body}\n")), "{what}");
        }
    }
}

#[test]
fn dumps_that_lost_bytes_are_refused() {
    let packet = "localhost.40000 > localhost.80: Flags [P.], seq 1:608, ack 1, length 607";
    for (program, head) in [
        ("curl", "== Info:   Trying 192.0.2.1:80...\n=> Send header, 120 bytes (0x78)".to_owned()),
        ("curl", "04:26:04.000000 == Info: Trying\n04:26:04.000001 => Send header, 120".to_owned()),
        ("tcpdump", format!("04:26:04.000000 IP {packet}")),
        ("tcpdump", format!("2026-04-02 04:26:04.000000 IP6 {packet}")),
        ("tcpdump", format!("04:26:04.000000 IP (tos 0x0, ttl 64, id 1)\n    {packet}")),
        ("ngrep", "interface: lo (127.0.0.0/8)\nfilter: ( port 80 ) and (ip || ip6)".to_owned()),
        ("ngrep", "T 192.0.2.1:40000 -> 192.0.2.2:80 [AP] #4".to_owned()),
        (
            "tshark",
            "\n=====\nFollow: http,ascii\nFilter: tcp.stream eq 0\nNode 0: 192.0.2.1".to_owned(),
        ),
    ] {
        let dump = format!("{head}\nPOST /goals HTTP/1.1\n\n{}\n", bodies()[0]);
        let ran = goalpost(["check", "-"]).stdin(dump).run();
        assert_eq!(ran.exit, 2, "{head}\n{}{}", ran.out(), ran.stderr);
        assert!(ran.stderr.contains(program) && ran.stderr.contains("lost"), "{}", ran.stderr);
    }
}

/// What is damaged may be readable, but only as another writer would have written it: where as many
/// bodies say the one of their writer as the other, none that it matters to is read.
#[test]
fn bodies_that_contradict_each_other_are_reported() {
    let body = |metadata: &str| {
        let goal =
            format!(r#"{{"goal_type_name":"PAYOFF","metadata":{metadata},"name":"\u0101"}}"#);
        format!(r#"{{"action":"created","goal":{goal}}}"#)
    };
    let quoted = |text: &str| serde_json::to_string(text).expect("text");
    let (whole, damaged, plain) = (body(r#""\"a\"""#), body(r#""\" "#), &bodies()[0]);
    let lines = |texts: &[&str]| {
        texts.iter().map(|text| format!("got {}\n", quoted(text))).collect::<String>()
    };
    let found = |capture: String| {
        let ran = check(capture, &[]);
        let report = ran.json();
        let messages = report["findings"].as_array().expect("a list").iter();
        let looks = messages.filter_map(|it| {
            it["message"]
                .as_str()?
                .strip_prefix("a goal webhook that cannot be read: it looks like ")
        });
        let looks = looks.map(str::to_owned).collect::<Vec<_>>();
        (looks, report["summary"]["bodies"].as_u64(), report["summary"]["clean"].as_u64())
    };
    let two_ways = "a body whose backslashes can be read in two ways".to_owned();
    let unlike = "a body whose backslashes were not written as those of the others".to_owned();
    let tied = lines(&[&whole, &damaged, plain]);
    assert_eq!(found(tied), (vec![two_ways.clone(), two_ways], Some(3), Some(1)));
    let decided = lines(&[&whole, &damaged, &whole, plain]);
    assert_eq!(found(decided), (vec![unlike.clone()], Some(4), Some(1)));
    // In text in text, the text around it says it.
    let nested = lines(&[&quoted(&damaged), &quoted(plain)]);
    assert_eq!(found(nested), (vec![unlike], Some(2), Some(1)));
}

/// A body that is cut within a string hides none that begins on its line and goes on below.
#[test]
fn a_cut_body_hides_none_over_lines_behind_it() {
    let sample: serde_json::Value = serde_json::from_str(&bodies()[0]).expect("a body");
    let whole = serde_json::to_string_pretty(&sample).expect("JSON");
    for cut in
        ["{\n  \"action\": \"deleted\",\n  \"goa", "{\n  \"action", "{\"goal\":{\"name\":\"x"]
    {
        for before in ["INSERT INTO hooks VALUES (1, '", ""] {
            let capture = format!("{before}{cut}'), (2, '{whole}'), (3, '{whole}');\n");
            let ran = goalpost(["show", "-f", "jsonl", "--input-format", "log"]);
            let ran = ran.stdin(capture).run();
            let both = format!("{sample}\n{sample}\n");
            assert_eq!(ran.out(), both, "{before}{cut}: {}", ran.stderr);
        }
    }
}

/// A body that a record has in two columns is one delivery, however each is spelled; in the rows of
/// a statement, a list or a stream it is as many as there are.
#[test]
fn a_body_that_is_twice_in_a_record_is_one_delivery() {
    let body = &bodies()[0];
    let value: serde_json::Value = serde_json::from_str(body).expect("a body");
    let (again, text) = (value.to_string(), serde_json::to_string(body).expect("text"));
    let cell = |body: &str| format!("\"{}\"", body.replace('"', "\"\""));
    let coded = base64(body.as_bytes());
    for (record, count) in [
        (format!("1,{},{}", cell(body), cell(&again)), 1),
        (format!("1,{},200,{coded}", cell(body)), 1),
        (format!("1;{};{}", cell(body), cell(&bodies()[2])), 2),
        (format!("1\t{body}\tx\t{again}"), 1),
        (format!("1 | {body} | {again} |"), 1),
        (format!("INSERT INTO hooks VALUES (1, '{body}', '{again}', 'x');"), 1),
        (format!("INSERT INTO hooks VALUES (1,'{body}','{body}');"), 1),
        (format!("INSERT INTO hooks VALUES (1,'{body}'),(2,'{body}');"), 2),
        (format!("04:26:00 got {body} stored {again}"), 1),
        (format!("got [{body}, {body}]"), 2),
        (format!("got ['{body}', '{body}']"), 2),
        (format!("got [{text},{text}]"), 2),
        (format!("got {body} {body}"), 2),
        (format!("got {body}\ngot {body}"), 2),
    ] {
        let ran = check(format!("{record}\n{record}\n"), &[]);
        let report = ran.json();
        assert_eq!((ran.exit, &report["summary"]["bodies"]), (0, &(2 * count).into()), "{record}");
    }
}

/// Words before an array of bodies are those of a log, unless they are code.
#[test]
fn an_array_behind_words_begins_a_log() {
    let bodies = bodies();
    for (before, exit) in [("list: [", 0), ("received = [ ", 0), ("x[", 1), ("var x = [", 1)] {
        let capture = format!("{before}{}, {}]\n", bodies[0], bodies[2]);
        let ran = check(capture, &[]);
        let report = ran.json();
        assert_eq!((ran.exit, &report["summary"]["bodies"]), (exit, &2.into()), "{before}");
    }
}
