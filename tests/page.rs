//! The page of `history --format html`: what is in its text, and what a browser makes of it.
//!
//! The browser is Chromium, driven by `tests/browser/look.mjs`. Where it, Node.js or the modules
//! of `tests/browser` are missing, its test says so and looks at nothing:
//! `apt-get install chromium && npm ci --prefix tests/browser`.

mod door;

#[allow(dead_code, reason = "a page needs a part of the corpus")]
#[path = "hostile/corpus.rs"]
mod corpus;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use door::{Call, goalpost};
use goalpost::rules::registry;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const EVERY_RULE: &str = "fixtures/history/every-sequence-rule.ndjson";

fn page(arguments: &[&str]) -> Call {
    goalpost(["history", "--format", "html"]).and(arguments.iter().copied())
}

/// The sample with other values (as JSON text) in fields of the goal.
fn body(action: &str, values: &[(&str, &str)]) -> String {
    let mut body: Value = serde_json::from_str(corpus::sample()).expect("a body");
    body["action"] = json!(action);
    for (field, value) in values {
        body["goal"][field] = serde_json::from_str(value).expect("a value");
    }
    format!("{body}\n")
}

/// One goal with 0 at revision 1, 50 at 2, late, 100 at 3 and again, two contents of 6.
fn course() -> String {
    let of = |revision: &str, amount: &str, name: &str| {
        let values = [("revision", revision), ("current_amount", amount), ("name", name)];
        body(if revision == "1" { "created" } else { "updated" }, &values)
    };
    let (first, third) = (of("1", "0", "\"a\""), of("3", "100", "\"a\""));
    let (second, one, other) =
        (of("2", "50.00", "\"a\""), of("6", "150", "\"a\""), of("6", "150", "\"b\""));
    [first, third.clone(), third, second, one, other]
        .concat()
        .replace("\"amount\":750", "\"amount\":200")
}

/// The parts of a page between two texts.
fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    page.split(start).nth(1).and_then(|rest| rest.split(end).next()).expect("a part of the page")
}

#[test]
fn every_fault_is_explained_worst_first() {
    let ran = page(&[EVERY_RULE]).run();
    assert_eq!(ran.exit, 1);
    let page = ran.out();
    let capture = fs::read_to_string(EVERY_RULE).expect("a capture");
    let of_sequences = registry::all().filter(|rule| rule.group.is_of_history());
    for rule in of_sequences.filter(|rule| capture.contains(rule.name)) {
        for text in [rule.name, rule.summary, rule.explanation] {
            let text = text.replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
            assert!(page.contains(&text), "{}: {text}", rule.name);
        }
    }
    let index = between(page, "<tbody>", "</tbody>");
    let levels: Vec<usize> = index
        .split("<tr>")
        .skip(1)
        .map(|row| {
            ["tag error", "tag warning", "tag info"]
                .iter()
                .position(|tag| row.contains(tag))
                .unwrap_or(3)
        })
        .collect();
    assert!(levels.is_sorted() && levels.len() == 27, "{levels:?}");
}

#[test]
fn the_policy_allows_its_own_style_and_script_alone() {
    let ran = page(&[EVERY_RULE]).run();
    let page = ran.out();
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let style = hash(between(page, "<style>", "</style>"));
    let script = hash(between(page, "<script>", "</script>"));
    let policy = format!(
        "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"
    );
    assert!(page.contains(&format!("content=\"{policy}\"")), "{policy}");
    assert!(!page.contains('\r'), "a browser hashes a line feed for it");
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(!page.contains("src=") && !page.contains("style=") && !page.contains("url(http"));
}

#[test]
fn hidden_values_are_on_no_page() {
    let body =
        body("updated", &[("current_amount", "4711.25"), ("metadata", "\"secret-metadata\"")]);
    let ran = page(&["--hide-values"]).stdin(body.clone()).run();
    let page = ran.out();
    let body: Value = serde_json::from_str(&body).expect("a body");
    for field in
        ["guid", "name", "user_guid", "user_id", "account_guid", "current_amount", "metadata"]
    {
        let value = &body["goal"][field];
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        assert!(
            !page.contains(&value) || value == "Home" && !page.contains(">Home<"),
            "{field}: {value}"
        );
    }
    assert!(page.contains("goal 1") && !page.contains("class=\"held\" d="), "no amounts are drawn");
}

#[test]
fn a_page_without_goals_is_a_page() {
    for arguments in [&["--summary"][..], &["--goal", "GOL-zzz"]] {
        let ran = page(arguments).stdin(corpus::SAMPLE).run();
        assert!(
            ran.out().contains("No goal is shown.") && ran.out().ends_with("</html>\n"),
            "{arguments:?}"
        );
    }
    let ran = page(&["--latest"]).stdin(corpus::SAMPLE).run();
    assert_eq!((ran.exit, ran.out()), (2, ""));
}

#[test]
fn in_a_browser_pages_are_still_dead_and_readable() {
    let Some((chromium, node)) = browser() else {
        // Past the capture of the test harness: a test that looks at nothing should not hide it.
        let missing = "no chromium, node or tests/browser/node_modules: pages are not looked at\n";
        std::io::stderr().write_all(missing.as_bytes()).expect("standard error");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let hostile_name = folder.path().join("<img src=x onerror=alert(1)> ::error::.ndjson");
    fs::write(&hostile_name, hostile()).expect("a capture");
    let hostile_name = hostile_name.to_str().expect("UTF-8");
    let messy: Vec<u8> = timed();
    let pages: [(&str, Call, bool); 8] = [
        ("every rule", page(&[EVERY_RULE]), true),
        ("hidden", page(&["--hide-values", EVERY_RULE]), true),
        ("course", page(&[]).stdin(course()), true),
        ("timed", page(&[]).stdin(messy), true),
        ("hostile", page(&[hostile_name]), false),
        ("hostile and hidden", page(&["--hide-values", hostile_name]), false),
        ("long", page(&["fixtures/history/thirty-revisions.ndjson"]), false),
        ("summary", page(&["--summary", EVERY_RULE]), true),
    ];
    let mut job = Vec::new();
    for (name, call, axe) in pages {
        let file: PathBuf = folder.path().join(format!("{name}.html"));
        fs::write(&file, call.run().stdout).expect("a page");
        job.push(json!({"name": name, "file": file, "axe": axe}));
    }
    let seen = look(&node, &json!({"chromium": chromium, "pages": job}));
    assert_eq!(seen["faults"], json!([]), "{:#}", seen["faults"]);

    // Five slots, the fourth of them the gap; an axis from 0 to 200 on 176 pixels.
    let marks: Vec<(String, i64, i64)> = seen["marks"]["course"]
        .as_array()
        .expect("marks")
        .iter()
        .map(|mark| {
            let number = |key: &str| mark[key].as_f64().expect("a number");
            let name = mark["mark"].as_str().expect("a mark").to_owned();
            (name, (number("across") * 1000.0).round() as i64, number("down").round() as i64)
        })
        .collect();
    let mark = |name: &str, across, down| (name.to_owned(), across, down);
    assert_eq!(
        marks[..4],
        [
            mark("dot", 100, 176),
            mark("late", 300, 132),
            mark("repeated", 500, 88),
            mark("conflict", 900, 44),
        ]
    );
    assert!(marks.len() == 5 && marks[4].0 == "conflict" && marks[4].1 > 900, "{marks:?}");
}

/// Chromium and Node.js, where both and the modules are there.
fn browser() -> Option<(PathBuf, PathBuf)> {
    let path = std::env::var_os("PATH")?;
    let find = |name: &str| {
        std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
    };
    let chromium = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find)?;
    let has_modules = Path::new("tests/browser/node_modules/playwright-core").is_dir();
    Some((chromium, find("node")?)).filter(|_| has_modules)
}

fn look(node: &Path, job: &Value) -> Value {
    let mut child = Command::new(node)
        .arg("tests/browser/look.mjs")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(job.to_string().as_bytes()).expect("node reads");
    drop(stdin);
    let output = child.wait_with_output().expect("node ends");
    serde_json::from_slice(&output.stdout).expect("what the browser saw")
}

/// A capture of hostile bodies: every family of text in every field of a goal of its own, text
/// that HTML could take for its own, and lines that are no bodies.
fn hostile() -> Vec<u8> {
    const MARKUP: &[&str] = &[
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "</style><style>*{display:none}</style>",
        "</title><svg onload=alert(1)>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "<!-- --><![CDATA[ <a href=javascript:alert(1)>x</a>",
        "&lt;b&gt; &#60;i&#62; &nbsp;",
        "<base href=http://evil.example/><meta http-equiv=refresh content=0>",
        "{{7*7}} ${7*7} <%= 7*7 %>",
        "url(http://evil.example) @import",
        "\u{202e}<bdo dir=rtl>x",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    ];
    let mut capture = Vec::new();
    for body in corpus::hostile() {
        capture.extend_from_slice(&body);
        capture.push(b'\n');
    }
    for (number, text) in MARKUP.iter().chain(corpus::FAMILIES).enumerate() {
        let quoted = json!(text).to_string();
        let guid = json!(format!("GOL-{number}-{text}")).to_string();
        for revision in ["1", "3"] {
            let mut values = vec![("guid", guid.as_str()), ("revision", revision)];
            for field in ["name", "user_guid", "user_id", "account_guid", "metadata", "meta_type"] {
                values.push((field, &quoted));
            }
            values.push(("created_by", &quoted));
            capture.extend_from_slice(body("updated", &values).as_bytes());
        }
    }
    let numbers = [
        "79228162514264337593543950335",
        "-79228162514264337593543950335",
        "1e400",
        "-0",
        "0.0000000000000000000000000001",
    ];
    for (revision, amount) in numbers.into_iter().enumerate() {
        let line = corpus::with("current_amount", amount).replace(
            "\"revision\":71",
            &format!("\"revision\":{}", i64::MAX - 9 + 2 * revision as i64),
        );
        capture.extend_from_slice(line.replace("GOL-", "GOL-n").as_bytes());
        capture.push(b'\n');
    }
    let tower = format!("\"z{}\"", "\u{301}".repeat(10_000));
    let deep = format!("\"{}\"", "[".repeat(100_000));
    let long = format!("\"{}\"", "name ".repeat(20_000));
    for (guid, name) in [("\"GOL-t\"", &tower), ("\"GOL-d\"", &deep), ("\"GOL-l\"", &long)] {
        capture.extend_from_slice(body("created", &[("guid", guid), ("name", name)]).as_bytes());
    }
    capture.extend_from_slice(
        b"<script>alert(1)</script>\n\xff\xfe<img src=x onerror=alert(1)>\n{\"action\":\"<b>\"\n",
    );
    capture
}

/// Deliveries with received times, some of them late, of names from right to left.
fn timed() -> Vec<u8> {
    let names = ["\"صندوق الطوارئ\"", "\"קרן חירום 2017\"", "\"Führerschein\"", "\"東京旅行 👨‍👩‍👧\""];
    let mut records = Vec::new();
    for (number, name) in names.into_iter().enumerate() {
        for (revision, minute) in [(1, 0), (2, 40), (4, 50), (3, 70), (5, 65), (5, 95), (6, 200)] {
            let guid = format!("\"GOL-{number}\"");
            let amount = format!("{}.50", revision * 1000 - 2500);
            let action = if revision == 6 { "deleted" } else { "updated" };
            let body = body(
                action,
                &[
                    ("guid", &guid),
                    ("name", name),
                    ("revision", &revision.to_string()),
                    ("current_amount", &amount),
                ],
            );
            records.push(json!({
                "messageId": format!("{number}-{revision}-{minute}"), "eventSource": "aws:sqs", "body": body,
                "attributes": {"SentTimestamp": (1_460_607_964_000_i64 + minute * 60_000).to_string()},
            }));
        }
    }
    json!({"Records": records}).to_string().into_bytes()
}
