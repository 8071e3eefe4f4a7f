//! `redact` over whole captures: of the copy, `check`, `history` and `diff` say what they say of
//! the original, and no secret of any form of capture is in it.

mod door;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use door::{Folder, Ran, goalpost};
use goalpost::rules::registry;
use goalpost::rules::rule::Group;
use serde_json::Value;

/// What no output may hold.
const CANARY: &str = "cAnArY7391";

impl Folder {
    /// The copy of a capture.
    fn redact(&self, capture: &str, more: &[&str]) -> Ran {
        goalpost(["redact", "--key-file", &self.path("key"), capture])
            .and(more.iter().copied())
            .run()
    }

    /// A copy as a file.
    fn copy(&self, capture: &str, name: &str, more: &[&str]) -> String {
        let ran = self.redact(capture, more);
        assert_eq!(ran.exit, 0, "{capture}: {}", ran.stderr);
        self.file(name, &ran.stdout)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A pointer of which only documented keys are left.
fn pointer(value: &Value) -> String {
    let documented = |step: &str| {
        step == "goal" || goalpost::webhook::field::FIELDS.iter().any(|field| field.name == step)
    };
    let steps = value.as_str().unwrap_or_default().split('/');
    let steps: Vec<&str> = steps.map(|step| if documented(step) { step } else { "*" }).collect();
    steps.join("/")
}

/// The findings of a check, in order.
fn checked(capture: &str) -> Vec<(u64, String, String, String)> {
    let report = goalpost(["check", "--format", "json", capture]).run().json();
    let said = list(&report["findings"]).iter().map(|finding| {
        let body = finding["body"].as_u64().unwrap_or(0);
        (body, text(&finding["rule"]), text(&finding["level"]), pointer(&finding["pointer"]))
    });
    said.collect()
}

/// Rules that hold a goal against another one, which came first in the order of guids.
const ACROSS: [&str; 5] =
    ["guid-case", "shared-position", "shared-account", "split-user", "shared-user-id"];

/// What happened to each goal, and what the audit says, without names: goals stand in the order
/// of their guids, which are others in a copy. So of two goals the other may be the first, too.
fn told(capture: &str, with_amounts: bool) -> Vec<String> {
    let report = goalpost(["history", "--format", "json", capture]).run().json();
    let mut across = Vec::new();
    let goals = list(&report["goals"]).iter().map(|goal| {
        let counts = ["goal_type_name", "state", "deliveries", "revisions"].map(|key| &goal[key]);
        let mut told = format!("{counts:?}\n");
        for point in list(&goal["timeline"]) {
            let facts = ["revision", "action", "received", "deliveries", "conflicting", "body"];
            told += &format!("{:?} {}\n", facts.map(|key| &point[key]), changed(point));
            if with_amounts {
                told += &format!("{}\n", point["current_amount"]);
            }
        }
        for finding in list(&goal["findings"]) {
            if ACROSS.contains(&text(&finding["rule"]).as_str()) {
                let bodies = [&finding["body"], &finding["related"]["body"]];
                let mut bodies = bodies.map(Value::as_u64);
                bodies.sort();
                across.push(format!("{} {} {bodies:?}", finding["rule"], finding["level"]));
                continue;
            }
            let facts = ["rule", "level", "revision", "body"].map(|key| &finding[key]);
            told += &format!("{facts:?} {}\n", finding["related"]["body"]);
        }
        let first = goal["timeline"][0]["body"].as_u64();
        (first, told)
    });
    let mut goals: Vec<(Option<u64>, String)> = goals.collect();
    goals.sort();
    across.sort();
    goals.into_iter().map(|(_, told)| told).chain(across).collect()
}

/// The shape of changes: which, of what class, and in which direction.
fn changed(comparison: &Value) -> String {
    let changes = list(&comparison["changes"]).iter().map(|change| {
        let direction = match change["delta"].as_str() {
            Some(delta) if delta.starts_with('-') => "down",
            Some(_) => "up",
            None => "other",
        };
        let sides = [&change["old"], &change["new"]].map(|side| match side {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "text",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        });
        let class = text(&change["class"]);
        format!(
            "{} {class} {sides:?} {direction} {}",
            pointer(&change["pointer"]),
            change["seconds"]
        )
    });
    let mut changes: Vec<String> = changes.collect();
    // Undocumented keys are ordered by their names.
    changes.sort();
    changes.join(", ")
}

/// The shape of a difference between two captures.
fn compared(old: &str, new: &str) -> Vec<String> {
    let ran = goalpost(["diff", "--format", "json", old, new]).run();
    let report = ran.json();
    let pairs = list(&report["comparisons"]).iter().map(|pair| {
        let of = |side: &str| {
            format!("{:?}", ["body", "revision", "action"].map(|key| &pair[side][key]))
        };
        format!("{} {} {}", of("old"), of("new"), changed(pair))
    });
    let mut pairs: Vec<String> = pairs.collect();
    pairs.sort();
    pairs.push(format!("{} {}", ran.exit, report["summary"]));
    pairs
}

fn captures() -> Vec<PathBuf> {
    let entries = fs::read_dir("fixtures/captures").expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

#[test]
fn mutants_of_every_rule_are_told_alike() {
    let folder = Folder::new();
    let mut sequences = 0;
    for rule in registry::all() {
        let shape = if rule.group == Group::Transport { "http" } else { "ndjson" };
        let made =
            goalpost(["sample", "--seed", "5", "--mutate", rule.name, "--shape", shape]).run();
        assert_eq!(made.exit, 0, "{}: {}", rule.name, made.stderr);
        let capture = folder.file("capture", &made.stdout);
        let ran = folder.redact(&capture, &[]);
        if rule.group == Group::Syntax && ran.exit == 1 {
            assert!(ran.stderr.contains("could not be read and was left out"), "{}", ran.stderr);
            continue;
        }
        for amounts in ["keep", "scale"] {
            let copy = folder.copy(&capture, "copy", &["--amounts", amounts]);
            assert_eq!(checked(&copy), checked(&capture), "{} {amounts}", rule.name);
            let kept = amounts == "keep";
            let before = told(&capture, kept);
            assert_eq!(told(&copy, kept), before, "{} {amounts}", rule.name);
            if matches!(rule.group, Group::Sequence | Group::User) {
                sequences += 1;
                let fires = format!("\"{}\"", rule.name);
                // A finding about users is in no single goal.
                let is_of_users = rule.name == "shared-user-id";
                let has = before.iter().any(|goal| goal.contains(&fires));
                assert!(has || is_of_users, "{}", rule.name);
            }
        }
    }
    assert_eq!(sequences, 2 * 22);
}

#[test]
fn fixtures_are_told_alike_in_every_form() {
    let folder = Folder::new();
    let mut paths = captures();
    paths.extend(
        ["every-sequence-rule", "thirty-revisions"]
            .map(|name| Path::new("fixtures/history").join(name).with_extension("ndjson")),
    );
    for path in paths {
        let capture = path.to_str().expect("text");
        let copy = folder.copy(capture, "copy", &[]);
        assert_eq!(checked(&copy), checked(capture), "{capture}");
        assert_eq!(told(&copy, true), told(capture, true), "{capture}");
    }
}

#[test]
fn the_order_of_arrival_is_kept() {
    let folder = Folder::new();
    let plain = fs::read_to_string("fixtures/captures/plain.ndjson").expect("a capture");
    // Captured the other way round than received.
    let mut records: Vec<String> = plain
        .lines()
        .enumerate()
        .map(|(index, body)| {
            let sent = 1_460_607_960_000_u64 + 1_000_000 * index as u64;
            let body = serde_json::to_string(body).expect("text");
            format!(
                "{{\"messageId\":\"{index}\",\"body\":{body},\"eventSource\":\"aws:sqs\",\
                 \"attributes\":{{\"SentTimestamp\":\"{sent}\"}}}}"
            )
        })
        .collect();
    records.reverse();
    let event = format!("{{\"Records\":[{}]}}", records.join(","));
    let capture = folder.file("event.json", event.as_bytes());
    let copy = folder.copy(&capture, "copy", &[]);
    assert_eq!(told(&copy, true), told(&capture, true));
    assert!(!told(&capture, true)[0].contains("late-after-delete"), "it goes by the time");
    let bare: String = plain.lines().rev().map(|line| format!("{line}\n")).collect();
    let bare = folder.file("bare.ndjson", bare.as_bytes());
    assert!(told(&bare, true)[0].contains("late-after-delete"), "without times it is late");
}

#[test]
fn differences_have_the_same_shape() {
    let folder = Folder::new();
    let chain = |seed: &str, more: &[&str]| {
        let sample = goalpost(["sample", "--seed", seed, "--count", "60", "--goals", "6"]);
        let ran = sample.and(more.iter().copied()).run();
        assert_eq!(ran.exit, 0, "{}", ran.stderr);
        String::from_utf8(ran.stdout).expect("text")
    };
    let old = chain("1", &[]);
    let strange = |line: &str, index: usize| match index % 7 {
        0 => line.replace("\"goal_type_name\":\"", "\"goal_type_name\":\"X"),
        1 => line.replacen("\"name\":", &format!("\"x/{CANARY}\":{index},\"name\":"), 1),
        2 => line.replacen("\"name\":\"", "\"name\":\"=", 1),
        3 => line.replacen("\"metadata\":", "\"metadata\":\"[1]\",\"was\":", 1),
        4 => line.replacen("\"position\":", "\"position\":1", 1),
        5 => String::new(),
        _ => line.replacen("\"amount\":", "\"amount\":1", 1),
    };
    let new: Vec<String> =
        old.lines().enumerate().map(|(index, line)| strange(line, index)).collect();
    // Another value of an unknown key is another one in the copy too, and so is a spelling.
    let other = new.join("\n").replace(&format!("\"x/{CANARY}\":"), &format!("\"x/{CANARY}\":1"));
    let spelled = new.join("\n").replace("\"[1]\"", "\"[ 1.0 ]\"");
    let files = [old, new.join("\n"), other, spelled, chain("2", &["--defects", "50%"])];
    for amounts in ["keep", "scale"] {
        let pairs: Vec<(String, String)> = files
            .iter()
            .enumerate()
            .map(|(index, capture)| {
                let path = folder.file(&format!("{index}.ndjson"), capture.as_bytes());
                let ran = folder.redact(&path, &["--amounts", amounts]);
                (path, folder.file(&format!("{index}.{amounts}"), &ran.stdout))
            })
            .collect();
        for (left, right) in [(0, 1), (1, 0), (1, 2), (1, 3), (2, 3), (0, 0)] {
            let before = compared(&pairs[left].0, &pairs[right].0);
            let after = compared(&pairs[left].1, &pairs[right].1);
            assert_eq!(after, before, "{left} {right} {amounts}");
            assert!(left == right || (left, right) == (1, 3) || before.len() > 5, "{before:?}");
        }
    }
}

/// Every way to put the canary once into a JSON document: behind each text that is not a body,
/// and as a key with it as its value in each object.
fn planted(value: &Value, out: &mut Vec<Value>, whole: &dyn Fn(Value) -> Value) {
    match value {
        Value::String(text) if !text.contains("action") => {
            out.push(whole(Value::from(format!("{text}{CANARY}"))));
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                let inner = |planted: Value| {
                    let mut elements = elements.clone();
                    elements[index] = planted;
                    whole(Value::from(elements))
                };
                planted(element, out, &inner);
            }
        }
        Value::Object(members) => {
            let mut more = members.clone();
            more.insert(CANARY.to_owned(), Value::from(CANARY));
            out.push(whole(Value::from(more)));
            for (key, member) in members {
                let inner = |planted: Value| {
                    let mut members = members.clone();
                    members.insert(key.clone(), planted);
                    whole(Value::from(members))
                };
                planted(member, out, &inner);
            }
        }
        _ => {}
    }
}

/// Documents of a fixture; none where it is no JSON.
fn documents(path: &Path) -> Vec<Value> {
    let Ok(text) = fs::read_to_string(path) else { return Vec::new() };
    let values = serde_json::Deserializer::from_str(&text).into_iter();
    values.collect::<Result<_, _>>().unwrap_or_default()
}

#[test]
fn no_secret_of_any_form_is_in_the_copy() {
    let folder = Folder::new();
    let mut tried = 0;
    let mut try_one = |capture: &[u8], what: &str| {
        let input = folder.file(&format!("{CANARY}.log"), capture);
        let ran = folder.redact(&input, &[]);
        tried += 1;
        let said = ran.stderr.replace(&input, "");
        for printed in [ran.out(), &said] {
            assert!(!printed.to_lowercase().contains("canary"), "{what}: {printed}");
            assert!(!printed.contains("0123456789abcdef"), "{what}: {printed}");
        }
        // What is said of the copy holds nothing that the copy does not, and a file what
        // standard output does.
        if tried % 8 == 0 {
            let output = folder.path("copy");
            folder.redact(&input, &["--output", &output]);
            assert!(fs::read(&output).expect("the copy") == ran.stdout);
            for command in [
                &["check", "--format", "json"][..],
                &["show", "--format", "jsonl", "--with-source"],
            ] {
                let ran = goalpost(command.iter().copied()).stdin(ran.stdout.clone()).run();
                assert!(!ran.out().to_lowercase().contains("canary"), "{what}: {}", ran.out());
            }
        }
    };
    for path in captures() {
        // One record of each form says what the others say.
        for document in documents(&path).iter().take(1) {
            let mut all = Vec::new();
            planted(document, &mut all, &|value| value);
            // Several in a run, because a run has its price.
            for some in all.chunks(8) {
                let lines: Vec<String> = some.iter().map(Value::to_string).collect();
                try_one(lines.join("\n").as_bytes(), &path.display().to_string());
            }
        }
    }
    for path in ["table.csv", "application.log", "nginx.log", "logfmt.log", "requests.http"] {
        let text = fs::read_to_string(Path::new("fixtures/captures").join(path)).expect("text");
        // Before each line, behind it, and for each word outside of bodies.
        for (index, line) in text.lines().enumerate() {
            let before = line.find('{').unwrap_or(line.len());
            let words: Vec<&str> = line[..before].split(' ').collect();
            for word in 0..words.len() {
                let mut words = words.clone();
                let changed = format!("{}{CANARY}", words[word]);
                words[word] = &changed;
                let line = words.join(" ") + &line[before..];
                let mut lines: Vec<&str> = text.lines().collect();
                lines[index] = &line;
                try_one(lines.join("\n").as_bytes(), path);
            }
        }
    }
    assert!(tried > 150, "{tried}");
}

#[test]
fn a_key_is_never_an_argument() {
    let ran = goalpost(["redact", "--key", "0123456789abcdef0123456789abcdef", "-"]).run();
    assert_eq!((ran.exit, ran.out()), (2, ""));
    let help = goalpost(["redact", "--help"]).run();
    let keys: Vec<&str> = help.out().lines().filter(|line| line.contains("--key")).collect();
    assert!(keys.iter().all(|line| line.contains("--key-file")), "{keys:?}");
}

#[test]
fn bare_bodies_and_requests_of_a_folder_keep_their_order_and_times() {
    let plain = fs::read("fixtures/captures/plain.ndjson").expect("a capture");
    let requests = fs::read("fixtures/captures/requests.http").expect("a capture");
    for (first, second) in [(&plain, &requests), (&requests, &plain)] {
        let folder = Folder::new();
        let inner = folder.path("captures");
        fs::create_dir(&inner).expect("a folder");
        fs::write(format!("{inner}/1.log"), first).expect("a file");
        fs::write(format!("{inner}/2.log"), second).expect("a file");
        for times in ["keep", "shift"] {
            let copy = folder.copy(&inner, "copy", &["--times", times]);
            let rules = |of: &str| -> Vec<String> {
                checked(of).into_iter().map(|(_, rule, ..)| rule).collect()
            };
            assert_eq!(rules(&copy), rules(&inner), "{times}");
            let received = |of: &str| -> Vec<Option<i64>> {
                let shown = goalpost(["show", "--format", "jsonl", "--with-source", of]).run();
                let lines = shown.out().lines();
                let line = |line| serde_json::from_str::<Value>(line).expect("JSON");
                lines.map(|text| line(text)["source"]["received"].as_i64()).collect()
            };
            let (before, after) = (received(&inner), received(&copy));
            assert_eq!(before.len(), after.len());
            let mut spans: Vec<i64> = before
                .iter()
                .zip(&after)
                .filter_map(|(old, new)| Some((*old)? - (*new)?))
                .collect();
            spans.dedup();
            assert_eq!(spans.len(), 1, "one span: {spans:?}");
            assert_eq!(spans[0] % 86_400, 0);
            assert_eq!(spans[0] > 0, times == "shift");
        }
    }
}

#[test]
fn what_show_writes_with_its_source_is_read_again() {
    for capture in ["requests.http", "capture.har", "plain.ndjson", "sqs-event.json"] {
        let capture = format!("fixtures/captures/{capture}");
        let sourced = goalpost(["show", "--format", "jsonl", "--with-source", &capture]).run();
        let again = goalpost(["show", "--format", "jsonl", "--with-source", "-"])
            .stdin(sourced.stdout.clone())
            .run();
        let facts = |text: &str| -> Vec<Value> {
            let lines = text.lines().map(|line| serde_json::from_str(line).expect("JSON"));
            let facts = |line: Value| {
                let source = &line["source"];
                serde_json::json!([
                    source["received"],
                    source["method"],
                    source["path"],
                    line["body"]
                ])
            };
            lines.map(facts).collect()
        };
        assert_eq!(facts(again.out()), facts(sourced.out()), "{capture}");
    }
}

#[test]
fn digits_in_the_wrong_field_and_weak_keys_do_not_pass() {
    let folder = Folder::new();
    let body = fs::read_to_string("fixtures/captures/plain.ndjson").expect("a capture");
    let body = body.lines().next().expect("a body");
    for text in ["+49 30 1234567", "1948-02-29", "4111111111111111", "12:34:56.789Z"] {
        for field in ["completed_at", "position", "revision", "is_complete", "user_id", "name"] {
            let value = &serde_json::from_str::<Value>(body).expect("a body")["goal"][field];
            let old = format!("\"{field}\":{value}");
            assert!(body.contains(&old));
            let capture = body.replace(&old, &format!("\"{field}\":\"{text}\""));
            let ran = folder.redact(&folder.file("capture", capture.as_bytes()), &[]);
            assert!(!ran.out().contains(text), "{field}: {}", ran.out());
        }
    }
    let capture = "fixtures/captures/plain.ndjson";
    for weak in [&b"short"[..], &[0; 32], b"aaaaaaaaaaaaaaaaaaaaaaaa\n"] {
        let key = folder.file("weak", weak);
        let ran = goalpost(["redact", "--key-file", &key, capture]).run();
        assert_eq!((ran.exit, ran.out()), (2, ""));
        assert!(ran.stderr.contains("/dev/urandom"), "{}", ran.stderr);
    }
    let with = |key: &[u8]| {
        let key = folder.file("key2", key);
        goalpost(["redact", "--key-file", &key, capture]).run()
    };
    let (plain, with_line_end) = (with(b"0123456789abcdef"), with(b"0123456789abcdef\n"));
    assert_ne!(plain.stdout, with_line_end.stdout, "every byte counts");
    assert_eq!(plain.stderr, "");
    let key = folder.file("key3", b"0123456789abcdef");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).expect("permissions");
    let ran = goalpost(["redact", "--key-file", &key, capture]).run();
    assert_eq!((ran.exit, ran.stdout), (0, plain.stdout));
    assert!(ran.stderr.contains("others can read or change it (mode 0644)"), "{}", ran.stderr);
}
