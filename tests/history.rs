//! `history`: every rule of the groups sequence and user, the timeline, and all that is printed
//! of them. Whole outputs stand under `tests/expected/history`; `GOALPOST_RECORD=1` writes them
//! anew, and what it wrote is to be read before it is committed.

mod door;

use std::collections::BTreeMap;
use std::fs;

use door::{Call, as_recorded, goalpost};
use goalpost::rules::registry;
use goalpost::rules::rule::Rule;

const EVERY_RULE: &str = "fixtures/history/every-sequence-rule.ndjson";
const THIRTY: &str = "fixtures/history/thirty-revisions.ndjson";

fn rules() -> impl Iterator<Item = &'static Rule> {
    registry::all().filter(|rule| rule.group.is_of_history())
}

fn history(path: &str) -> Call {
    goalpost(["history", path])
}

/// The counts of findings by rule.
fn counts(call: Call) -> BTreeMap<String, u64> {
    let report = call.and(["--summary", "--format", "json"]).run().json();
    serde_json::from_value(report["summary"]["rules"].clone()).expect("counts by rule")
}

fn expect(name: &str, found: &str) {
    as_recorded(&format!("history/{name}"), found);
}

/// Lines in another order, which a seed decides.
fn shuffled(text: &str, mut seed: u64) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    for end in (1..lines.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        lines.swap(end, (seed >> 33) as usize % (end + 1));
    }
    lines.join("\n")
}

#[test]
fn failing_fixtures_give_their_rule_alone() {
    for rule in rules() {
        let call = || history(&format!("fixtures/failing/{}.ndjson", rule.name));
        assert_eq!(counts(call()), BTreeMap::from([(rule.name.to_owned(), 1)]), "{}", rule.name);
        let document = call().and(["--format", "json"]).run().json();
        let goals = document["goals"].as_array().expect("goals are a list");
        let findings: Vec<&serde_json::Value> = goals
            .iter()
            .chain([&document])
            .flat_map(|part| part["findings"].as_array().expect("findings are a list"))
            .collect();
        assert_eq!(findings.len(), 1, "{}", rule.name);
        assert_eq!(findings[0]["level"], rule.level.name(), "{}", rule.name);
        let exit = u8::from(rule.level.name() == "error");
        assert_eq!(call().run().exit, exit, "{}", rule.name);
        assert_eq!(call().and(["--deny", rule.name]).run().exit, 1, "{}", rule.name);
        assert_eq!(call().and(["--allow", rule.name]).run().exit, 0, "{}", rule.name);
    }
}

#[test]
fn passing_twins_give_nothing() {
    for rule in rules() {
        let call = history(&format!("fixtures/passing/{}.ndjson", rule.name));
        assert_eq!(counts(call), BTreeMap::new(), "{}", rule.name);
    }
}

#[test]
fn a_capture_with_every_rule_gives_each_once() {
    let expected: BTreeMap<String, u64> = rules().map(|rule| (rule.name.to_owned(), 1)).collect();
    assert_eq!(counts(history(EVERY_RULE)), expected);
    expect(
        "every-sequence-rule.txt",
        history(EVERY_RULE).columns(80).variable("NO_COLOR", "1").run().out(),
    );
}

#[test]
fn only_late_arrivals_depend_on_the_order_of_the_capture() {
    let text = fs::read_to_string(EVERY_RULE).expect("the fixture is there");
    let without = |mut counts: BTreeMap<String, u64>| {
        counts.remove("stale-delivery");
        counts.remove("late-after-delete");
        counts
    };
    let expected = without(counts(history(EVERY_RULE)));
    for seed in 0..50 {
        let found = counts(history("-").stdin(shuffled(&text, seed)));
        assert_eq!(without(found), expected, "seed {seed}");
    }
}

#[test]
fn thirty_revisions_fit_80_columns() {
    let ran = history(THIRTY).columns(80).variable("NO_COLOR", "1").run();
    assert_eq!(ran.exit, 0);
    assert!(ran.out().lines().all(|line| line.chars().count() <= 80));
    expect("thirty-revisions.txt", ran.out());
    let coloured = history(THIRTY).columns(80).run();
    assert_ne!(coloured.stdout, ran.stdout);
    assert_eq!(anstream::adapter::strip_str(coloured.out()).to_string(), ran.out());
}

#[test]
fn every_format_of_a_timeline() {
    let path = "fixtures/failing/revision-gap.ndjson";
    for format in ["table", "json", "jsonl", "csv", "markdown"] {
        let ran = history(path).and(["--format", format]).run();
        expect(&format!("revision-gap.{format}"), ran.out());
        let ran = history(path).and(["--format", format, "--summary"]).run();
        expect(&format!("revision-gap.summary.{format}"), ran.out());
    }
}

#[test]
fn a_finding_names_both_deliveries() {
    let document =
        history("fixtures/failing/stale-delivery.ndjson").and(["--format", "json"]).run().json();
    let finding = &document["goals"][0]["findings"][0];
    assert_eq!(finding["rule"], "stale-delivery");
    assert_eq!((&finding["body"], &finding["line"]), (&3.into(), &3.into()));
    assert_eq!(finding["related"]["body"], 2);
    assert_eq!(finding["related"]["line"], 2);
}

#[test]
fn the_same_from_a_pipe_a_file_and_any_number_of_threads() {
    let text = fs::read(EVERY_RULE).expect("the fixture is there");
    let file = history(EVERY_RULE).run();
    let piped = history("-").stdin(text).run();
    assert_eq!(piped.out().replace(" -:", &format!(" {EVERY_RULE}:")), file.out());
    for (jobs, size) in [("1", "700"), ("4", "700"), ("3", "2000")] {
        let ran = history(EVERY_RULE).and(["--jobs", jobs, "--block-size", size]).run();
        assert_eq!(ran.out(), file.out(), "{jobs} jobs, blocks of {size}");
    }
}

#[test]
fn the_latest_state_of_live_goals_in_the_formats_of_show() {
    let ran = history(EVERY_RULE).and(["--latest", "--format", "jsonl"]).run();
    let lines = ran.json_lines();
    let guids: Vec<&str> =
        lines.iter().map(|body| body["goal"]["guid"].as_str().expect("a guid")).collect();
    assert_eq!(guids.len(), 25);
    assert!(guids.is_sorted());
    assert!(lines.iter().all(|body| body["action"] != "deleted"));
    // An error of the chain shows in the status, as without --latest.
    assert_eq!(ran.exit, 1);
    let card = history(THIRTY).and(["--latest"]).columns(80).variable("NO_COLOR", "1").run();
    assert!(card.out().starts_with("Lisbon & Porto "), "{}", card.out());
    assert!(card.out().contains("rev 30") && card.out().contains(&format!("{THIRTY}:30")));
    for format in ["table", "card", "json", "csv", "markdown"] {
        let ran = history(THIRTY).and(["--latest", "--format", format]).run();
        assert_eq!(ran.exit, 0, "{format}");
        assert!(ran.out().contains("Lisbon"), "{format}: {}", ran.out());
    }
}

#[test]
fn filters_choose_goals_whose_timelines_stay_whole() {
    let summary = |more: &[&str]| {
        let call = history(EVERY_RULE).and(["--summary", "--format", "json"]);
        call.and(more.iter().copied()).run().json()["summary"].clone()
    };
    assert_eq!(summary(&["--goal", "GOL-d609577e"])["deliveries"], 3);
    assert_eq!(summary(&["--action", "deleted"])["deliveries"], 6);
    assert_eq!(summary(&["--where", "revision > 3"])["deliveries"], 2);
    let none = history(EVERY_RULE).and(["--goal", "GOL-d609577f", "--format", "json"]).run();
    assert_eq!((none.exit, &none.json()["goals"]), (0, &serde_json::json!([])));
    assert!(none.stderr.contains("goals match --goal GOL-d609577f; did you mean GOL-d609577e"));
    let none = history(EVERY_RULE).and(["--goal", "zzz", "--latest", "--format", "json"]).run();
    assert_eq!(none.json(), serde_json::json!([]));
}

#[test]
fn values_can_be_hidden() {
    for format in ["table", "json", "jsonl", "csv", "markdown"] {
        let ran = history(THIRTY).and(["--hide-values", "--format", format]).run();
        for value in ["Lisbon", "0047-k", "187.74", "1,156", "+200"] {
            assert!(!ran.out().contains(value), "{format} shows {value}: {}", ran.out());
        }
    }
}

#[test]
fn received_times_order_arrivals_where_each_delivery_has_one() {
    let bodies: Vec<String> = fs::read_to_string("fixtures/failing/stale-delivery.ndjson")
        .expect("the fixture is there")
        .lines()
        .map(str::to_owned)
        .collect();
    // The capture lists 71, 73, 72; the times say that 72 came before 73.
    let request = |body: &str, date: &str| {
        format!("POST /hook HTTP/1.1\r\nContent-Type: application/json\r\n{date}\r\n{body}\r\n\r\n")
    };
    let timed = |dates: [&str; 3]| -> String {
        bodies.iter().zip(dates).map(|(body, date)| request(body, date)).collect()
    };
    let dates = [
        "Date: Thu, 14 Apr 2016 04:26:00 GMT\r\n",
        "Date: Thu, 14 Apr 2016 06:00:00 GMT\r\n",
        "Date: Thu, 14 Apr 2016 05:00:00 GMT\r\n",
    ];
    assert_eq!(counts(history("-").stdin(timed(dates))), BTreeMap::new());
    let ran = history("-").stdin(timed(dates)).run();
    assert!(ran.out().contains("2016-04-14 05:00:00Z"), "{}", ran.out());
    let one_without = timed([dates[0], "", dates[2]]);
    let expected = BTreeMap::from([("stale-delivery".to_owned(), 1)]);
    assert_eq!(counts(history("-").stdin(one_without)), expected);
}

#[test]
fn bodies_without_a_place_are_told_and_the_rest_goes_on() {
    let mut text = fs::read_to_string("fixtures/failing/revision-gap.ndjson").expect("a fixture");
    text.push_str(
        "{\"action\":\"updated\",\"goal\":{\"name\":\"nobody\"}}\n{\"action\": oops}\n[1]\n",
    );
    let ran = history("-").and(["--summary", "--format", "json"]).stdin(text).run();
    let summary = &ran.json()["summary"];
    assert_eq!(summary["bodies"], 5);
    assert_eq!(summary["deliveries"], 2);
    assert_eq!(summary["unplaced"], 3);
    assert_eq!(summary["rules"]["revision-gap"], 1);
    assert_eq!(summary["rules"]["invalid-json"], 1);
    assert!(ran.stderr.contains("-:3:1: no guid or revision"), "{}", ran.stderr);
    assert!(ran.stderr.contains("error[invalid-json]"), "{}", ran.stderr);
    assert_eq!(ran.exit, 1);
}

#[test]
fn a_delivery_in_a_har_is_located_as_check_does() {
    let deliveries = [
        body("created", 71, ""),
        body("updated", 72, r#""current_amount": 150"#),
        format!("{}junk\n", body("updated", 72, r#""current_amount": 150"#)),
        body("updated", 72, r#""current_amount": 160"#),
        r#"{"action":"updated","goal":{}}"#.to_owned(),
    ];
    let entry = |text: &String| {
        serde_json::json!({
            "startedDateTime": "2016-04-14T04:26:00Z",
            "request": {"method": "POST", "postData": {"text": text}},
        })
    };
    let entries: Vec<_> = deliveries.iter().map(entry).collect();
    let har = serde_json::json!({"log": {"version": "1.2", "entries": entries}});
    let har = serde_json::to_string_pretty(&har).expect("JSON can be written");
    let call = || history("-").stdin(har.clone());
    let ran = call().and(["--deliveries"]).columns(80).variable("NO_COLOR", "1").run();
    expect("har.txt", &format!("{}{}", ran.stderr, ran.out()));
    expect("har.csv", call().and(["--format", "csv"]).run().out());
    let checked = goalpost(["check", "--format", "concise"]).stdin(har).run();
    expect("har.concise", checked.out());
}

/// A body of one goal; the fields beside `revision` are given as JSON members.
fn body(action: &str, revision: i64, more: &str) -> String {
    let sample: serde_json::Value =
        serde_json::from_slice(&fs::read("fixtures/sample/compact.json").expect("the sample"))
            .expect("the sample is JSON");
    let mut body = sample;
    body["action"] = action.into();
    body["goal"]["revision"] = revision.into();
    let more: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&format!("{{{more}}}")).expect("members");
    for (key, value) in more {
        body["goal"][key] = value;
    }
    format!("{body}\n")
}

fn of(bodies: &[String]) -> Vec<(String, u64)> {
    counts(history("-").stdin(bodies.concat())).into_iter().collect()
}

fn found(rules: &[(&str, u64)]) -> Vec<(String, u64)> {
    rules.iter().map(|(rule, count)| ((*rule).to_owned(), *count)).collect()
}

#[test]
fn one_cause_gives_one_finding() {
    let changed = |amount: u32| format!("\"current_amount\":{amount}");
    let created = body("created", 1, "");
    // A conflict does not hide that a delivery shows another user.
    let user = "\"user_guid\":\"USR-ffffffff-692d-f172-88c6-643a2691b30c\"";
    assert_eq!(
        of(&[
            created.clone(),
            body("updated", 2, &changed(5)),
            body("updated", 2, user),
            body("updated", 3, &changed(6)),
        ]),
        found(&[("conflicting-revision", 1), ("user-changed", 2)])
    );
    // A repeat that comes late is a repeat.
    assert_eq!(
        of(&[created.clone(), body("updated", 2, &changed(5)), created.clone()]),
        found(&[("duplicate-delivery", 1)])
    );
    // What comes above a deletion is told by that alone, whatever its action.
    assert_eq!(
        of(&[
            created.clone(),
            body("deleted", 2, ""),
            body("created", 3, &changed(7)),
            body("updated", 4, &changed(8)),
        ]),
        found(&[("after-delete", 2)])
    );
    // An update of the deletion's own revision does not bring the goal back.
    let late = [created.clone(), body("deleted", 2, ""), body("updated", 2, "")];
    assert_eq!(of(&late), found(&[("conflicting-action", 1), ("late-after-delete", 1)]));
    let ran = history("-").and(["--latest", "--format", "jsonl"]).stdin(late.concat()).run();
    assert_eq!(ran.out(), "");
    // A creation that arrives late is a late arrival, and the chain starts with it.
    assert_eq!(
        of(&[body("updated", 2, &changed(5)), created.clone()]),
        found(&[("stale-delivery", 1)])
    );
    // Completion is one finding for a revision, whatever was taken back.
    let done = "\"is_complete\":true,\"has_been_spent\":true,\"completed_at\":1460607964";
    assert_eq!(
        of(&[created, body("updated", 2, done), body("updated", 3, &changed(5))]),
        found(&[("completion-reversed", 1)])
    );
}

#[test]
fn a_deletion_may_lack_fields() {
    let mut bare: serde_json::Value =
        serde_json::from_str(&body("deleted", 2, "")).expect("a body");
    let goal = bare["goal"].as_object_mut().expect("a goal");
    goal.retain(|key, _| matches!(key.as_str(), "guid" | "revision" | "user_guid"));
    let bare = format!("{bare}\n");
    assert_eq!(of(&[body("created", 1, ""), bare.clone()]), []);
    assert_eq!(of(&[body("created", 2, ""), bare.clone()]), found(&[("conflicting-action", 1)]));
    let ran = history("-").stdin(body("created", 1, "") + &bare).run();
    assert!(ran.out().contains("14 fields absent"), "{}", ran.out());
    // What was known before the deletion still counts after it.
    let user = "\"user_id\":\"another\"";
    assert_eq!(
        of(&[body("created", 1, ""), bare, body("updated", 3, user)]),
        found(&[("after-delete", 1), ("user-id-changed", 1)])
    );
}

#[test]
fn a_creator_that_is_filled_in_is_info() {
    let by = |word: &str| body("updated", 2, &format!("\"created_by\":\"{word}\""));
    let ran = |bodies: String| history("-").and(["--strict"]).stdin(bodies).run();
    assert_eq!(ran(body("created", 1, "") + &by("USER")).exit, 0);
    let changed = body("created", 1, "\"created_by\":\"SYSTEM\"") + &by("USER");
    assert_eq!(ran(changed).exit, 1);
}

#[test]
fn many_revisions_of_one_goal_in_any_order() {
    let bodies: String = (1..=3_000)
        .map(|revision| {
            let action = if revision == 1 { "created" } else { "updated" };
            body(action, revision, &format!("\"current_amount\":{revision}"))
        })
        .collect();
    assert_eq!(counts(history("-").stdin(bodies.clone())), BTreeMap::new());
    let found = counts(history("-").stdin(shuffled(&bodies, 7)));
    assert_eq!(found.keys().collect::<Vec<_>>(), ["stale-delivery"]);
    // All of one revision, each with other content.
    let same: String =
        (1..=3_000).map(|name| body("created", 1, &format!("\"name\":\"{name}\""))).collect();
    let expected = BTreeMap::from([("conflicting-revision".to_owned(), 2_999)]);
    assert_eq!(counts(history("-").stdin(same)), expected);
}

#[test]
fn hostile_names_stay_text() {
    let name = "\"name\":\"\\u001b]52;c;x\\u0007::error::x\\n##[error]\\u202e\"";
    let text = body("created", 1, name) + &body("updated", 2, "\"name\":\"::warning::x|<b>\"");
    for format in ["table", "json", "jsonl", "csv", "markdown"] {
        let ran = history("-").and(["--format", format]).stdin(text.clone()).run();
        let acts = |character: char| character.is_control() && character != '\n';
        assert!(!ran.out().contains(acts), "{format}: {}", ran.out());
        assert!(!ran.out().contains("##[error]"), "{format}: {}", ran.out());
        assert!(!ran.out().lines().any(|line| line.trim_start().starts_with("::")), "{format}");
    }
}

#[test]
fn a_conflict_names_its_fields_and_metadata_its_paths() {
    let metadata = |json: &str| format!("\"metadata\":{}", serde_json::Value::from(json));
    let capture = [
        body("created", 1, &metadata("{\"a\":1,\"b\":[1,2]}")),
        body("updated", 2, &metadata("{\"b\":[1,3],\"c\":\"x\",\"a\":1.0}")),
        body("updated", 2, "\"name\":\"Boat\",\"amount\":1,\"odd\":true"),
        body("updated", 3, &metadata("plain")),
    ];
    let shown = history("-").stdin(capture.concat()).run();
    for expected in [
        "metadata /b/1 2 → 3, /c absent → \"x\"",
        "metadata – → plain",
        "different values of amount, metadata, name and undocumented fields",
    ] {
        assert!(shown.out().contains(expected), "{expected}: {}", shown.out());
    }
}

/// A finding about a user belongs to the goals that it names, whichever way they are chosen.
#[test]
fn no_filter_loses_a_finding_about_a_user() {
    let capture = "fixtures/failing/shared-user-id.ndjson";
    let all = history(capture).and(["-D", "shared-user-id"]).run();
    assert_eq!(all.exit, 1, "{}", all.out());
    let latest = history(capture).and(["--latest", "--format", "jsonl"]).run().json_lines();
    let guid = latest[0]["goal"]["guid"].as_str().expect("a guid").to_owned();
    for filter in [
        vec!["--flagged".to_owned()],
        vec!["--rule".to_owned(), "shared-user-id".to_owned()],
        vec!["--rule".to_owned(), "user".to_owned()],
        vec!["--goal".to_owned(), guid],
        vec!["--action".to_owned(), "created".to_owned(), "--action".to_owned(), "updated".into()],
    ] {
        let chosen = history(capture).and(["-D", "shared-user-id"]).and(&filter).run();
        assert_eq!(chosen.exit, 1, "{filter:?}: {}{}", chosen.out(), chosen.stderr);
        assert!(chosen.out().contains("error[shared-user-id]"), "{filter:?}: {}", chosen.out());
    }
    // Each goal by itself is clean, and the finding names them.
    let clean = history(capture).and(["-D", "shared-user-id", "--clean"]).run();
    assert!(clean.exit == 1 && clean.out().contains("error[shared-user-id]"), "{}", clean.out());
}

#[test]
fn a_time_of_several_repeats_is_said_once() {
    let one = body("created", 1, "");
    let record = |time: &str| format!("{time} {one}");
    let times = ["2016-04-14T04:26:00Z"; 4].map(record).concat() + &record("2016-04-14T04:27:00Z");
    let shown = history("-").stdin(times).run();
    let expected = "redelivered 4 times at 2016-04-14 04:26:00Z, 2016-04-14 04:27:00Z\n";
    assert!(shown.out().contains(expected), "{}{}", shown.out(), shown.stderr);
}

#[test]
fn a_flag_is_cleared_only_if_it_was_set() {
    let capture = ["false", "\"no\"", "false", "true", "false"];
    let capture = capture
        .iter()
        .zip(1..)
        .map(|(value, revision)| body("updated", revision, &format!("\"is_complete\":{value}")));
    let shown = history("-").stdin(capture.collect::<String>()).run();
    for expected in [
        "is_complete no → \"no\" (a string)\n",
        "is_complete \"no\" (a string) → no\n",
        "complete\n",
        "no longer complete\n",
    ] {
        assert!(shown.out().contains(expected), "{expected}: {}", shown.out());
    }
}
